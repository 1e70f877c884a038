"""Voices beside preferences: counted by people, compared by a printed rule, nothing concluded from silence."""  # noqa: E501

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

from casestudy import figures, joint, survey, tables
from casestudy.answers import Answers
from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.evidence import Evidence
from casestudy.item_answers import ChosenAnswers, TickedAnswers
from casestudy.joint.rule import VERDICTS
from casestudy.provenance import Provenance
from casestudy.sampling import sample_design
from casestudy.sources import Part, Source

MADE = Provenance(kind="synthetic", generator="a test")
BOOK = Codebook(
    id="book",
    codes=(
        Code(id="trust", name="Trust"),
        Code(id="honesty", name="Honesty", parent="trust"),
        Code(id="price", name="Price"),
        Code(id="speed", name="Speed"),
    ),
)
RULE = joint.JointRule(heard=2, high=0.6, low=0.3, fewest=5)
TEXT = "R1: They keep their word.\nR2: Honest people.\nR3: Too dear."
WHY = Source(
    id="why", kind="answer", text=TEXT, provenance=MADE, title="Why?",
    parts=(Part(kind="answer", start=4, end=25, speaker="R1", locator="row 2"),
           Part(kind="answer", start=30, end=44, speaker="R2", locator="row 3"),
           Part(kind="answer", start=49, end=58, speaker="R3", locator="row 4"),
           Part(kind="answer", start=58, end=58, speaker="R4", locator="row 5")),
)  # fmt: skip


def put(code: str, start: int, end: int, coder: str = "anna") -> Coding:
    id = f"{code}-{start}-{coder}"
    return Coding(id=id, source="why", code=code, coder=coder, start=start, end=end, quote=TEXT[start:end])  # fmt: skip # noqa: E501


def coded(*codings: Coding) -> Codings:
    frame = codings_frame(codings, provenance={"why": "synthetic"})
    return Codings(frame=frame, codebook=BOOK, origins={"why": MADE})


CODINGS = coded(
    put("trust", 4, 15), put("honesty", 16, 24), put("honesty", 30, 36), put("price", 49, 57)
)


def answered(segments: list[int], trust: list[int], price: list[int]) -> Answers:
    def rating(item: str, theme: str, codes: list[int]) -> ChosenAnswers:
        return ChosenAnswers(item=item, codes=np.array(codes), choices=("1", "2", "3", "4"),
                             labels=("no", "rather no", "rather yes", "yes"), theme=theme,
                             scores=(1.0, 2.0, 3.0, 4.0), text=f"{item}?")  # fmt: skip

    segment = ChosenAnswers(item="segment", codes=np.array(segments), choices=("a", "b"), labels=("A", "B"))  # fmt: skip # noqa: E501
    ids = tuple(f"R{n}" for n in range(1, len(segments) + 1))
    items = (segment, rating("t", "trust", trust), rating("p", "price", price))
    return Answers(items=items, respondents=ids, provenance=(MADE,))


ANSWERS = answered(
    [0] * 6 + [1] * 5, [3, 3, 2, 3, 0, -3, 0, 0, 1, 3, 0], [0, 0, 1, 0, 3, 0, 3, 3, 3, 3, 3]
)
SEGMENTS = {"a": "Segment A", "b": "Segment B"}


def display(**more: object) -> joint.JointDisplay:
    found = joint.voices(CODINGS, sources={"why": WHY}, segments={"R1": "a", "R2": "a", "R3": "b"})
    asked = joint.survey_preferences(ANSWERS, by="segment", boxes=2)
    given: dict[str, object] = {"codebook": BOOK, "rule": RULE, "segments": SEGMENTS, **more}
    return joint.joint_display(found, asked, **given)  # type: ignore[arg-type]


def test_a_voice_counts_once_and_codes_count_to_their_theme() -> None:
    cell = display().cell("trust", "a")
    assert (cell.n_voices, len(cell.voices)) == (2, 3)
    assert [voice.quote for voice in cell.voices] == ["They keep t", "eir word", "Honest"]
    assert cell.voices[0].place == "why, R1, row 2"


def test_shares_have_their_base_and_interval() -> None:
    cell = display().cell("trust", "a")
    assert cell.preference is not None
    assert (cell.preference.share, cell.preference.n) == (0.8, 5)  # one of six does not know
    low, high = cell.preference.low, cell.preference.high
    assert low == pytest.approx(0.3755, abs=1e-4)  # Wilson, 4 of 5, by hand: (0.8 + z2/10 - ...)
    assert high == pytest.approx(0.9638, abs=1e-4)
    assert cell.is_near


def test_verdicts_by_the_rule() -> None:
    found = display()
    told = {(cell.theme, cell.segment): cell.verdict for cell in found.cells}
    assert told == {
        ("trust", "a"): "agreement",
        ("trust", "b"): "open",  # silent, and one of five prefer it
        ("price", "a"): "open",
        ("price", "b"): "partial",  # one voice is faint, all prefer it
    }
    assert display(rule=replace(RULE, heard=1)).cell("price", "b").verdict == "agreement"
    assert display(rule=replace(RULE, fewest=6)).cell("trust", "a").verdict == "voices only"
    assert found.counts().sum() == 4
    assert list(found.themes) == ["trust", "price"]
    assert list(display(empty_themes=True).themes) == ["trust", "price", "speed"]


def test_heard_and_low_are_in_tension() -> None:
    turned = joint.survey_preferences(ANSWERS, by="segment", boxes=2, reversed=["t"])
    found = joint.voices(CODINGS, sources={"why": WHY}, segments={"why": "a"})
    cell = joint.joint_display(found, turned, codebook=BOOK, rule=RULE, segments=SEGMENTS).cell(
        "trust", "a"
    )
    assert cell.preference is not None
    assert (cell.preference.share, cell.verdict) == (0.2, "tension")
    assert cell.preference.place == "“no” or “rather no”"


def test_every_pair_has_a_verdict_and_more_voices_never_make_a_theme_silent() -> None:
    shares = [None, 0.0, 0.2, 0.3, 0.31, 0.5, 0.6, 1.0]
    for n, share, base in itertools.product(range(4), shares, (0, 4, 5, 100)):
        verdict = RULE.verdict(n_voices=n, share=share, n=base)
        assert verdict in VERDICTS
        if n == 0:  # silence is no evidence: it neither agrees nor disagrees
            assert verdict in ("survey only", "open")
    assert RULE.to_frame()["voices"].tolist() == ["heard", "faint", "silent"]
    assert "high from 60% on, low up to 30%" in str(RULE)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"low": 0.7}, "0 <= low < high <= 1 is allowed"),
        ({"high": 1.2}, "0 <= low < high <= 1 is allowed"),
        ({"heard": 0}, "1 or more is allowed"),
        ({"fewest": 0}, "1 or more is allowed"),
    ],
)
def test_a_rule_that_is_none(wrong: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(RULE, **wrong)  # type: ignore[arg-type]


def test_what_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="these answers are weighted"):
        joint.survey_preferences(ANSWERS.with_design(sample_design(11)), by="segment", boxes=2)
    with pytest.raises(ValueError, match="boxes 4 is not possible: item 't' has 4 answers"):
        joint.survey_preferences(ANSWERS, by="segment", boxes=4)
    bare = Answers(items=(ANSWERS["segment"],))
    with pytest.raises(ValueError, match="no item has a theme"):
        joint.survey_preferences(bare, by="segment", boxes=2)
    with pytest.raises(LookupError, match="source 'why' is coded and not among the sources"):
        joint.voices(CODINGS, sources={}, segments={})
    with pytest.raises(ValueError, match="no segment is given"):
        display(segments={})
    small = Codebook(id="small", codes=(Code(id="price", name="Price"),))
    with pytest.raises(
        ValueError, match="theme 'trust' is not in the codebook 'small'; allowed are p"
    ):
        display(codebook=small)
    with pytest.raises(LookupError, match="theme 'x' in segment 'a' is not in the display"):
        display().cell("x", "a")


def test_who_is_in_no_segment_is_counted_in_a_note() -> None:
    assert (
        "Passages of voices in none of the segments, not counted: 1 of 4."
        in display(segments={"a": "A"}).notes
    )
    assert "Shares of other segments, not shown: 2 of 4." in display(segments={"a": "A"}).notes


def evidence() -> Evidence:
    rows = [
        ("F1", "Trust is vital.", "lakso2021", "2", "x", "published", "", "trust", "results"),
        ("F2", "A theory.", "lakso2021", "9", "x", "inference", "", "trust", "theory"),
        ("F3", "Of no theme.", "lakso2021", "9", "x", "published", "", "", "results"),
    ]
    heads = ["id", "statement", "work", "page", "seen_in", "status", "note", "theme", "basis"]
    frame = pd.DataFrame(rows, columns=heads, dtype="str").assign(provenance="published")
    return Evidence(name="features", frame=frame)


def test_what_a_work_says_keeps_its_page() -> None:
    said = joint.stated_voices(evidence(), where={"basis": "results"})
    assert [(voice.who, voice.place) for voice in said] == [("F1", "lakso2021, p. 2")]
    asked = joint.stated_preferences(evidence(), {"F2": ("trust", "high")})
    assert asked[0].place == "lakso2021, p. 9 (inference); link to the theme ours"
    found = joint.joint_display(
        said, asked, codebook=BOOK, rule=replace(RULE, heard=1), segments={"all": "All"}
    )
    assert [cell.verdict for cell in found.cells] == ["agreement"]
    assert [one.kind for one in found.provenance] == ["published"]
    row = tables.joint_display(found).rows[0]
    assert row[2] == "1 voice: “Trust is vital.” (lakso2021, p. 2)"
    assert row[3] == "high: A theory. (lakso2021, p. 9 (inference); link to the theme ours)"
    with pytest.raises(LookupError, match="has no row 'F9'"):
        joint.stated_preferences(evidence(), {"F9": ("trust", "high")})
    with pytest.raises(
        ValueError, match="stance 'great' is not known; allowed are high, middle, low"
    ):
        joint.stated_preferences(evidence(), {"F1": ("trust", "great")})
    with pytest.raises(ValueError, match="evidence 'features' has no column 'form'"):
        joint.stated_voices(evidence(), where={"form": "x"})


def test_the_table_shows_words_numbers_and_rule() -> None:
    table = tables.joint_display(display(), quotations=1)
    assert table.is_synthetic
    assert table.rows[0] == (
        "Trust",
        "Segment A",
        "2 voices, 3 passages: “They keep t” (why, R1, row 2)",
        "80% [38%, 96%] of 5 say “rather yes” or “yes”: t?",
        "agreement*",
    )
    assert table.rows[1][2] == "silent (unknown)"
    assert table.notes[0] == str(RULE)
    assert "The interval of the share holds a threshold" in table.notes[-1]
    assert "agreement" in tables.joint_rule(RULE).as_html()
    assert "SYNTHETIC" in table.as_html()


def test_the_figure_shows_voices_bars_and_verdicts() -> None:
    ax = figures.joint_display(display())
    words = [text.get_text() for text in ax.texts]
    assert {"2", "1", "–", "=*", "≈*", "?*"} <= set(words)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Trust", "Price"]
    bars = [patch for patch in ax.patches if patch.get_height() == pytest.approx(0.4)]
    widths = [bar.get_width() / 0.48 for bar in bars]
    assert widths == pytest.approx([0.8, 0.2, 1 / 6, 1.0])
    assert any("SYNTHETIC" in text.get_text() for text in ax.figure.findobj(match=pyplot.Text))  # type: ignore[attr-defined]
    pyplot.close("all")


def test_themes_of_open_answers_are_an_item_like_any_other() -> None:
    found = survey.answer_themes(
        CODINGS, source=WHY, coder="anna", level="theme", item="why", answers=ANSWERS
    )
    assert isinstance(found, TickedAnswers)
    assert (found.choices, found.labels) == (
        ("trust", "price", "speed"),
        ("Trust", "Price", "Speed"),
    )
    assert found.codes[:5].tolist() == [[1, 0, 0], [1, 0, 0], [0, 1, 0], [-2] * 3, [-1] * 3]
    answers = ANSWERS.with_items(found)
    told = survey.multiple_response(answers, "why")
    assert (told.counts.tolist(), told.base) == ([2, 1, 0], 3)
    assert dict(told.missing)["not_asked"] == 7
    codes = survey.answer_themes(CODINGS, source=WHY, coder="anna", level="code")
    assert codes.choices == ("trust", "honesty", "price")
    assert codes.codes.tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 1], [-2, -2, -2]]


def test_one_coder_is_named_and_respondents_must_be_known() -> None:
    both = coded(put("trust", 4, 15), put("price", 4, 15, "ben"))
    ben = survey.answer_themes(both, source=WHY, coder="ben", level="theme")
    assert ben.codes[0].tolist() == [0, 1, 0]
    with pytest.raises(
        LookupError, match=r"coder 'bne' put no code .* did you mean 'ben'.*anna, ben"
    ):
        survey.answer_themes(both, source=WHY, coder="bne", level="theme")
    with pytest.raises(ValueError, match="level 'codes' is not known; did you mean 'code'"):
        survey.answer_themes(both, source=WHY, coder="ben", level="codes")
    few = ANSWERS.where(np.arange(11) < 2)
    with pytest.raises(ValueError, match="respondent 'R3' is not among the answers"):
        survey.answer_themes(both, source=WHY, coder="ben", level="theme", answers=few)
    parts = (*WHY.parts[:3], replace(WHY.parts[3], speaker="R1"))
    with pytest.raises(ValueError, match="respondent 'R1' has more than one answer"):
        survey.answer_themes(
            both, source=replace(WHY, parts=parts), coder="ben", level="theme", answers=ANSWERS
        )
