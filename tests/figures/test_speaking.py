"""What is drawn of who speaks: bars, lanes, roles, marks."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from casestudy import figures
from casestudy.figures.speaking import clock
from casestudy.provenance import Provenance, provenance_line
from casestudy.qualitative import speaking_shares, turn_sequence
from casestudy.sources import Part, Source

from . import made

ROLES = {"Ilse Example": "respondent", "Interviewer": "interviewer"}


def talk(
    *, provenance: Provenance = made.SYNTHETIC, timed: bool = False, roles: bool = True
) -> Source:
    """Three speakers and ten turns of 20 to 110 characters; everything is made up."""
    text, parts = "", []
    names = ["Interviewer", "Ilse Example", ""] * 3 + ["Ilse Example"]
    for number, name in enumerate(names):
        words = "word " * (4 + 2 * number)
        parts.append(
            Part(kind="turn", start=len(text), end=len(text) + len(words), speaker=name,
                 start_time=60.0 * number if timed else None,
                 end_time=60.0 * number + 45 if timed else None)
        )  # fmt: skip
        text += words
    return Source(
        id="talk", kind="interview", text=text, parts=tuple(parts), provenance=provenance,
        roles=ROLES if roles else {},
    )  # fmt: skip


FACES = {
    "speaking_shares": lambda source, ax=None: figures.speaking_shares(
        speaking_shares(source), ax=ax
    ),
    "turn_taking": lambda source, ax=None: figures.turn_taking(turn_sequence(source), ax=ax),
}


def rows(ax: Axes) -> list[str]:
    return [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]


def below(ax: Axes) -> str:
    return " ".join(ax.get_xlabel().split())


@pytest.mark.parametrize("name", FACES)
def test_rows_name_speaker_and_role(name: str) -> None:
    ax = FACES[name](talk())  # type: ignore[no-untyped-call]
    assert rows(ax) == [
        "Interviewer", "Ilse Example (respondent)", "nobody named (role not known)",
    ]  # fmt: skip
    assert ax.yaxis_inverted()


@pytest.mark.parametrize("name", FACES)
def test_synthetic_mark_exactly_when_due(name: str) -> None:
    for provenance, is_due in ((made.PUBLISHED, False), (made.SYNTHETIC, True)):
        ax = FACES[name](talk(provenance=provenance))  # type: ignore[no-untyped-call]
        words = [text.get_text() for text in ax.texts]
        assert words.count("SYNTHETIC") == int(is_due)
        assert ax.figure.get_supxlabel().replace("\n", " ") == provenance_line([provenance])


@pytest.mark.parametrize("width_mm", [85, 114, 174])
@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize("name", FACES)
def test_every_text_can_be_read(name: str, timed: bool, width_mm: float) -> None:
    axes = figures.new_axes(width_mm=width_mm)
    ax = FACES[name](talk(timed=timed), axes)  # type: ignore[no-untyped-call]
    assert ax is axes
    assert figures.illegible(ax.figure) == []


def test_bars_are_shares_of_words() -> None:
    result = speaking_shares(talk(timed=True))
    ax = figures.speaking_shares(result)
    widths = [bar.get_width() for bar in ax.patches]
    np.testing.assert_allclose(widths, 100 * result.share_words)
    assert "23% (30 words, 3 turns, 2:15)" in [text.get_text() for text in ax.texts]
    assert below(ax) == "share of the 130 words said in turns"


def test_roles_stay_apart_without_colour() -> None:
    ax = figures.speaking_shares(speaking_shares(talk()))
    pale, full, hatched = ax.patches
    assert to_hex(pale.get_facecolor()) != to_hex(full.get_facecolor())
    assert hatched.get_hatch()
    assert not full.get_hatch()


def test_turns_lie_along_the_text_in_their_lane() -> None:
    result = turn_sequence(talk())
    ax = figures.turn_taking(result)
    frame = result.to_frame()
    drawn = sorted((bar.get_x(), bar.get_width(), round(bar.get_y() + 0.31)) for bar in ax.patches)
    lanes = {name: row for row, name in enumerate(result.speakers)}
    expected = [
        (row.share_before, row.share_passed - row.share_before, lanes[str(row.speaker)])
        for row in frame.itertuples()
    ]
    np.testing.assert_allclose(np.array(drawn), np.array(expected, dtype=float))
    assert ax.get_xlim() == (0, 1)
    assert below(ax) == "10 turns along the text, in per cent of its characters"


def test_turns_lie_along_time_where_all_times_are_known() -> None:
    ax = figures.turn_taking(turn_sequence(talk(timed=True)))
    assert sorted(bar.get_x() for bar in ax.patches) == [60.0 * n for n in range(10)]
    assert {bar.get_width() for bar in ax.patches} == {45.0}
    assert below(ax) == "10 turns along the time of the recording"
    assert ax.get_xticklabels()[0].get_text() == "0:00"


def test_a_talk_without_words_or_length_is_drawn() -> None:
    turns = (Part(kind="turn", start=0, end=0, speaker="Ann", start_time=0.0, end_time=0.0),)
    source = Source(id="still", kind="interview", text="", parts=turns)
    ax = figures.speaking_shares(speaking_shares(source))
    assert "no words (0 words, 1 turn, 0:00)" in [text.get_text() for text in ax.texts]
    assert figures.illegible(figures.turn_taking(turn_sequence(source)).figure) == []


def test_a_long_talk_keeps_its_short_turns_visible() -> None:
    turns = tuple(
        Part(kind="turn", start=20 * n, end=20 * n + 2, speaker=f"S{n % 2}") for n in range(2000)
    )
    source = Source(id="long", kind="interview", text="x" * 40_000, parts=turns)
    ax = figures.turn_taking(turn_sequence(source))
    assert len(ax.patches) == 2000
    assert all(bar.get_linewidth() > 0 for bar in ax.patches)


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (3599.9, "1:00:00"), (7325, "2:02:05")]
)
def test_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
