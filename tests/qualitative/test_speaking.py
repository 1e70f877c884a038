from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.provenance import Provenance
from casestudy.qualitative import speaking_shares, turn_sequence
from casestudy.sources import Part, Source

SYNTHETIC = Provenance(kind="synthetic", generator="test_speaking.py")
NAMES = ("Ann", "Ben", "")


def talk(turns, *, roles=None, times=None, head="") -> Source:
    """A source of (speaker, words) turns; the label stands before each, outside the turn."""
    text, parts = head, []
    if head:
        parts.append(Part(kind="paragraph", start=0, end=len(head)))
    for number, (speaker, words) in enumerate(turns):
        text += f"\n{speaker}: "
        start_time, end_time = times[number] if times else (None, None)
        parts.append(
            Part(kind="turn", start=len(text), end=len(text) + len(words), speaker=speaker,
                 start_time=start_time, end_time=end_time)
        )  # fmt: skip
        text += words
    return Source(
        id="talk", kind="interview", text=text, parts=tuple(parts), roles=roles or {},
        provenance=SYNTHETIC,
    )  # fmt: skip


WORKED = [("Ann", "Why so?"), ("Ben", "Because it is cheap"), ("Ann", "I see"), ("Ben", "Yes")]


def test_worked_example():
    source = talk(
        WORKED,
        roles={"Ann": "interviewer"},
        times=[(0.0, 2.0), (2.5, 6.0), (6.0, 7.0), (7.0, None)],
        head="A talk of 2024",
    )
    found = speaking_shares(source)
    assert found.speakers == ("Ann", "Ben")
    assert found.roles == ("interviewer", "")
    assert found.n_turns.tolist() == [2, 2]
    assert found.n_words.tolist() == [4, 5]
    assert found.share_words.tolist() == [4 / 9, 5 / 9]
    assert found.longest_turn.tolist() == [2, 4]
    assert found.seconds[0] == 3.0
    assert math.isnan(found.seconds[1])
    assert found.notes == (
        "Words outside turns, not counted: 4; in turns: 9.",
        "Turns of which start and end in time are known: 3 of 4.",
    )
    assert found.provenance == (SYNTHETIC,)
    frame = found.to_frame()
    assert list(frame["role"]) == ["interviewer", ""]
    assert set(frame["provenance"]) == {"synthetic"}


def test_sequence_of_the_worked_example():
    source = talk(WORKED, times=[(0.0, 2.0), (2.5, 6.0), (6.0, 7.0), (7.0, 8.0)])
    found = turn_sequence(source)
    frame = found.to_frame()
    assert list(frame["number"]) == [1, 2, 3, 4]
    assert list(frame["speaker"]) == ["Ann", "Ben", "Ann", "Ben"]
    assert list(frame["n_words"]) == [2, 4, 2, 1]
    assert list(frame["end_time"]) == [2.0, 6.0, 7.0, 8.0]
    assert frame["share_before"][0] == 6 / len(source.text)
    assert frame["share_passed"].iloc[-1] == 1.0
    assert found.is_timed
    assert found.notes == ()


def test_times_that_run_backwards_are_not_known():
    source = talk([("Ann", "Hi")], times=[(5.0, 2.0)])
    assert math.isnan(speaking_shares(source).seconds[0])
    assert not turn_sequence(source).is_timed


def test_nobody_stands_last_and_is_noted():
    found = speaking_shares(talk([("", "Hm."), ("Ann", "Yes.")]))
    assert found.speakers == ("Ann", "")
    assert "Turns of nobody named: 1 of 2." in found.notes


def test_a_talk_without_words_has_no_shares():
    found = speaking_shares(talk([("Ann", " "), ("Ben", "")]))
    assert np.isnan(found.share_words).all()
    assert found.n_turns.tolist() == [1, 1]


@pytest.mark.parametrize("method", [speaking_shares, turn_sequence])
def test_a_source_without_turns_is_refused(method):
    page = Source(id="page", kind="website", text="Buy")
    with pytest.raises(ValueError, match=r"source 'page' \(website\) has no turns"):
        method(page)


TURNS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.text(alphabet="ab \n,", max_size=20)), min_size=1
)


@given(turns=TURNS)
def test_sums_are_those_of_the_text(turns):
    source = talk(turns)
    shares, sequence = speaking_shares(source), turn_sequence(source)
    frame = sequence.to_frame()
    assert shares.n_words.sum() == frame["n_words"].sum() == source.n_words
    assert shares.n_turns.sum() == len(frame) == len(turns)
    if source.n_words:
        assert shares.share_words.sum() == pytest.approx(1)
    assert list(frame["speaker"]) == [speaker for speaker, _ in turns]
    for name, n_words, longest in zip(
        shares.speakers, shares.n_words, shares.longest_turn, strict=True
    ):
        own = frame["n_words"][frame["speaker"] == name]
        assert (own.sum(), own.max()) == (n_words, longest)
    assert frame["share_passed"].is_monotonic_increasing
    assert (frame["share_before"] <= frame["share_passed"]).all()


@given(turns=TURNS)
def test_other_names_change_nothing_but_names(turns):
    other = {name: name and f"new {name}" for name in NAMES}
    one = speaking_shares(talk(turns))
    two = speaking_shares(talk([(other[name], words) for name, words in turns]))
    assert two.speakers == tuple(other[name] for name in one.speakers)
    for field in ("n_turns", "n_words", "longest_turn", "share_words"):
        np.testing.assert_array_equal(getattr(one, field), getattr(two, field))
