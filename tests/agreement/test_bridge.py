"""From codings to units: what each choice does, who is missing, what is told and refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import agreement
from casestudy.agreement import ReliabilityData
from casestudy.agreement.touching import Stretch, marks
from casestudy.sources import Part, Source

from .made_codings import SOURCES, TURNS, coding, codings

BOTH = {"anna": ["one", "two"], "ben": ["one", "two"]}
TURN = agreement.units(SOURCES, unit="turn")


def data(*rows: object, units: agreement.Units = TURN, **more: object) -> ReliabilityData:
    chosen = {"value": "set", "level": "theme", "touching": "any", "uncoded": "in", "seen": BOTH}
    return agreement.reliability_data(codings(*rows), units=units, **{**chosen, **more})  # type: ignore[arg-type]


def said(found: ReliabilityData, coder: str) -> list[str]:
    """What a coder said of each unit, in words; "–" where missing."""
    row = found.values[found.coders.index(coder)]
    words = [
        "+".join(sorted(v)) or "no code" if isinstance(v, frozenset) else str(v)
        for v in found.categories
    ]
    return ["–" if value < 0 else words[value] for value in row]


# --- units ---------------------------------------------------------------------------------------


def texts(units: agreement.Units, source: str = "one") -> list[str]:
    at = units.sources.index(source)
    return [
        SOURCES[source].text[start:end]
        for start, end, of in zip(units.starts, units.ends, units.source_of, strict=True)
        if of == at
    ]


def test_units_are_what_was_said_without_labels() -> None:
    assert texts(TURN) == [words for _, words in TURNS]
    assert texts(agreement.units(SOURCES, unit="sentence"))[1:3] == [
        "We trust them.", "They say what things cost.",
    ]  # fmt: skip
    assert texts(agreement.units(SOURCES, unit="paragraph")) == [words for _, words in TURNS]
    assert texts(agreement.units(SOURCES, unit="source")) == [SOURCES["one"].text]
    assert TURN.ids[:2].tolist() == ["one:1", "one:2"]
    assert TURN.ids[-1] == "two:4"
    assert TURN.provenance[0].is_synthetic


def test_windows_count_what_was_said_and_run_over_labels() -> None:
    whole = "".join(words for _, words in TURNS)
    found = agreement.units(SOURCES, unit="window", size=30)
    spoken = [agreement.units([SOURCES["one"]], unit="window", size=n) for n in (1, 10_000)]
    assert len(spoken[0]) == len(whole)
    assert len(spoken[1]) == 1
    assert found.unit == "window of 30 characters"
    assert len(texts(found)) == -(-len(whole) // 30)
    words = agreement.units(SOURCES, unit="window", size=5, atom="word")
    assert texts(words)[0] == "Tell me about them.\nBob: We"
    with pytest.raises(ValueError, match="a window of None characters is not allowed"):
        agreement.units(SOURCES, unit="window")


def test_hidden_blocks_are_no_units_and_a_source_without_any_is_told() -> None:
    page = Source(id="page", kind="website", text="Price list\nsecret", parts=(
        Part(kind="block", start=0, end=10), Part(kind="block", start=11, end=17, hidden=True),
    ))  # fmt: skip
    found = agreement.units([page, SOURCES["one"]], unit="block")
    assert len(found) == 1
    assert found.notes == ("Sources without any block: one.",)
    with pytest.raises(ValueError, match="unit 'turm' is not known; did you mean 'turn'"):
        agreement.units(SOURCES, unit="turm")


# --- values --------------------------------------------------------------------------------------

ANNA = (
    coding("anna", "one", "trust_open", "trust them"),
    coding("anna", "one", "price", "cost"),
    coding("anna", "one", "speed", "Fast enough"),
)
BEN = (coding("ben", "one", "trust", "We trust them"), coding("ben", "one", "price", "price"))


def test_sets_of_themes_on_turns() -> None:
    found = data(*ANNA, *BEN)
    assert said(found, "anna")[:4] == ["no code", "price+trust", "no code", "speed"]
    assert said(found, "ben")[:4] == ["no code", "trust", "no code", "price"]
    assert found.level == "set"
    assert found.unit == "turn"
    assert found.sources == ("one", "two")
    assert found.source_of.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert found.provenance[0].is_synthetic
    assert "Units that nobody coded count as agreement on no code: 6 of 8." in found.notes


def test_the_level_of_the_code_tree() -> None:
    for level, expected in (("theme", "price+trust"), (0, "price+trust"),
                            ("code", "price+trust_open"), (1, "price+trust_open")):  # fmt: skip
        assert said(data(*ANNA, *BEN, level=level), "anna")[1] == expected
    with pytest.raises(ValueError, match="level 'topic' is not known"):
        data(*ANNA, level="topic")


def test_one_code_against_the_rest() -> None:
    found = agreement.against_the_rest(data(*ANNA, *BEN), "trust")
    assert said(found, "anna")[:4] == ["not trust", "trust", "not trust", "not trust"]
    assert found.about == "trust"
    assert [one.about for one in agreement.each_against_the_rest(data(*ANNA, *BEN))] == [
        "trust", "price", "speed",
    ]  # fmt: skip
    with pytest.raises(LookupError, match="code 'trsut' is not in these data; did you mean"):
        agreement.against_the_rest(data(*ANNA), "trsut")


def test_the_main_code_covers_most_and_of_equals_comes_first() -> None:
    longer = (coding("anna", "one", "price", "They say what things cost"), ANNA[0])
    found = data(*longer, *BEN, value="main")
    assert said(found, "anna")[1] == "price"
    equal = (coding("anna", "one", "price", "trust them"), ANNA[0])
    assert said(data(*equal, *BEN, value="main"), "anna")[1] == "trust"
    assert found.categories == ("trust", "price", "speed", "no code")


def test_two_codes_where_one_is_needed_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"turn 'one:2' .* as anna coded it, bears") as error:
        data(*ANNA, *BEN, value="one")
    for word in ("'trust' and 'price'", "value 'set'", "value 'main'", "1 such in all"):
        assert word in str(error.value)
    assert said(data(*ANNA[1:], *BEN, value="one"), "anna")[1] == "price"


@pytest.mark.parametrize(
    ("touching", "expected", "nowhere"),
    [
        ("any", ["trust", "trust", "no code", "no code"], 0),
        ("majority", ["no code", "trust", "no code", "no code"], 0),
        ("whole", ["no code", "no code", "no code", "no code"], 1),
        ("inside", ["no code", "no code", "no code", "no code"], 1),
        ("most", ["no code", "trust", "no code", "no code"], 0),
    ],
)
def test_a_coding_across_units(touching: str, expected: list[str], nowhere: int) -> None:
    across = coding("anna", "one", "trust", "them.\nBob: We trust them. They say what")
    found = data(across, touching=touching)
    assert said(found, "anna")[:4] == expected
    assert found.settings["touching"] == agreement.TOUCHING[touching]
    told = f"Codings that count for no unit: {nowhere} of 1."
    assert (told in found.notes) == bool(nowhere)


def test_majority_counts_overlapping_codings_of_one_code_once() -> None:
    rows = (
        coding("anna", "one", "trust", "We trust"),
        coding("anna", "one", "trust_open", "trust them"),
    )
    unit = agreement.units(SOURCES, unit="sentence")
    assert said(data(*rows, units=unit, touching="majority"), "anna")[1] == "trust"
    short = (coding("anna", "one", "trust", "We tr"), coding("anna", "one", "trust_open", "We t"))
    assert said(data(*short, units=unit, touching="majority"), "anna")[1] == "no code"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 28),
                          st.integers(1, 12)), max_size=8),
       st.sampled_from(["any", "majority", "whole"]))  # fmt: skip
def test_marks_are_those_of_every_character(
    rows: list[tuple[int, int, int, int]], touching: str
) -> None:
    coder, code, start, size = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    starts, ends = np.array([0, 5, 14, 30]), np.array([5, 12, 25, 40])
    found = marks(Stretch(coder=coder, code=code, starts=start, ends=start + size), starts, ends,
                  touching=touching)  # fmt: skip
    cover = np.zeros((2, 3, 41), dtype=bool)
    for who, what, first, length in rows:
        cover[who, what, first : first + length] = True
    expected = set()
    for unit, (first, last) in enumerate(zip(starts, ends, strict=True)):
        covered = cover[:, :, first:last].sum(axis=2)
        least = {"any": 1, "majority": (last - first) // 2 + 1, "whole": last - first}[touching]
        expected |= {(int(a), unit, int(b)) for a, b in np.argwhere(covered >= least)}
    assert set(zip(*(part.tolist() for part in (found.coder, found.unit, found.code)),
                   strict=True)) == expected  # fmt: skip


# --- who saw what, and what uncoded means --------------------------------------------------------


def test_a_coder_who_never_saw_a_source_is_missing_there() -> None:
    found = data(*ANNA, *BEN, coding("anna", "two", "price", "cost"), seen=None)
    assert said(found, "ben")[4:] == ["–"] * 4
    assert said(found, "anna")[4:] == ["no code", "price", "no code", "no code"]
    assert any("ben 1 of 2" in note for note in found.notes)
    assert found.settings["seen"].startswith("inferred")
    stated = data(*ANNA, *BEN, seen={"anna": ["one"], "ben": ["one"], "eve": ["one"]})
    assert said(stated, "eve")[:4] == ["no code"] * 4
    assert said(stated, "eve")[4:] == ["–"] * 4
    assert stated.settings["seen"] == "as stated"


def test_a_statement_that_the_codings_contradict_is_refused() -> None:
    with pytest.raises(ValueError, match="ben coded 'one' but is not in `seen`"):
        data(*ANNA, *BEN, seen={"anna": ["one"]})
    with pytest.raises(ValueError, match="anna coded 'one', which `seen` does not list for anna"):
        data(*ANNA, seen={"anna": ["two"], "ben": ["two"]})


def test_what_uncoded_text_means() -> None:
    found = data(*ANNA, *BEN, uncoded="out")
    assert found.units.tolist() == ["one:2", "one:4"]
    assert "Units left out, because nobody coded them: 6 of 8." in found.notes
    only_anna = data(*ANNA, uncoded="out")
    assert said(only_anna, "ben") == ["no code", "no code"]
    missing = data(*ANNA, uncoded="missing")
    assert said(missing, "ben") == ["–", "–"]
    for choice, words in (("in", "is a value"), ("out", "left out"), ("missing", "missing")):
        assert words in data(*ANNA, uncoded=choice).settings["uncoded"]


def test_what_cannot_be_placed_is_counted() -> None:
    rows = (*ANNA, coding("ben", "one", "trust"), coding("ben", "two", "price", "cost"),
            coding("ben", "one", "price", region="a.png#xywh=1,1,9,9"))  # fmt: skip
    notes = data(*rows, units=agreement.units([SOURCES["one"]], unit="turn")).notes
    assert "Codings left out, because their source is not compared: 1 of 6." in notes
    assert any("Codings of regions of pictures left out" in note for note in notes)
    assert any("Codings of a whole source left out" in note for note in notes)
    whole = data(*rows, units=agreement.units(SOURCES, unit="source"))
    assert said(whole, "ben")[0] == "trust"


def test_bad_choices_are_refused() -> None:
    for more, words in (
        ({"value": "ones"}, "value 'ones' is not known; did you mean 'one'"),
        ({"uncoded": "no"}, "uncoded 'no' is not known"),
        ({"touching": "some"}, "touching 'some' is not known"),
    ):
        with pytest.raises(ValueError, match=words):
            data(*ANNA, **more)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="none of the 2 sources was seen by two coders"):
        data(seen=None)
    apart = (coding("anna", "one", "trust", "trust"), coding("ben", "two", "trust", "trust"))
    with pytest.raises(ValueError, match=r"\(anna saw one; ben saw two\)"):
        data(*apart, seen=None)
    one = agreement.units([SOURCES["one"]], unit="turn")
    with pytest.raises(ValueError, match=r"\(anna saw one; ben coded none of them\)"):
        data(*apart, units=one, seen=None)
    gone = Source(id="one", kind="interview", text="short")
    with pytest.raises(ValueError, match="beyond the text of 'one'"):
        data(*ANNA, units=agreement.units([gone], unit="source"))


def test_more_codes_than_bits_in_a_number() -> None:
    from casestudy.codebook import Code, Codebook
    from casestudy.codings import Codings, codings_frame

    book = Codebook(id="big", codes=tuple(Code(id=f"c{n}", name=f"c{n}") for n in range(200)))
    rows = [coding("anna", "one", "trust", "trust them") for _ in range(200)]
    frame = codings_frame(rows)
    frame["code"] = [f"c{n}" for n in range(200)]
    frame["coding"] = [str(n) for n in range(200)]
    found = agreement.reliability_data(
        Codings(frame=frame, codebook=book), units=TURN, value="set", level="theme",
        touching="any", uncoded="in", seen=BOTH,
    )  # fmt: skip
    assert max(found.categories, key=len) == {f"c{n}" for n in range(200)}  # type: ignore[arg-type, call-overload]


# --- the continuum -------------------------------------------------------------------------------


def test_the_continuum_leaves_out_what_was_not_said() -> None:
    rows = (coding("anna", "one", "trust", "them.\nBob: We trust"), *BEN)
    found = agreement.continuum(codings(*rows), sources=SOURCES, atom="character", level="theme",
                                seen=BOTH)  # fmt: skip
    spoken = "".join(words for _, words in TURNS)
    assert found.lengths.tolist() == [len(spoken)] * 2
    own = found.to_frame().query("coder == 'anna'").iloc[0]
    assert spoken[own["start"] : own["end"]] == "them.We trust"
    start, end = found.text_spans(found.source[:1], found.starts[:1], found.ends[:1])
    assert SOURCES["one"].text[int(start[0]) : int(end[0])] == "them.\nBob: We trust"
    everything = agreement.continuum(codings(*rows), sources=SOURCES, atom="character",
                                     level="theme", text="all", seen=BOTH)  # fmt: skip
    assert everything.lengths[0] == len(SOURCES["one"].text)


def test_words_belong_to_the_segment_that_holds_their_middle() -> None:
    halves = (coding("anna", "one", "trust", "We tru"), coding("anna", "one", "price", "st them"))
    found = agreement.continuum(codings(*halves, *BEN), sources=SOURCES, atom="word",
                                level="theme", seen=BOTH)  # fmt: skip
    own = found.to_frame().query("coder == 'anna'")
    assert own[["value", "start", "end"]].values.tolist() == [["trust", 4, 6], ["price", 6, 7]]
    short = codings(coding("anna", "one", "speed", "t"), *BEN)
    nothing = agreement.continuum(short, sources=SOURCES, atom="word", level="theme", seen=BOTH)
    assert "Segments left out, because they hold no word: 1." in nothing.notes


def test_segments_that_come_to_bear_one_code_are_joined_and_counted() -> None:
    rows = (coding("anna", "one", "trust_open", "We trust"),
            coding("anna", "one", "trust_kept", "trust them"), *BEN)  # fmt: skip
    found = agreement.continuum(codings(*rows), sources=SOURCES, atom="word", level="theme",
                                seen=BOTH)  # fmt: skip
    assert len(found.to_frame().query("coder == 'anna'")) == 1
    assert "Overlapping segments of one coder and one code, joined: 1." in found.notes
    apart = agreement.continuum(codings(*rows), sources=SOURCES, atom="word", level="code",
                                seen=BOTH)  # fmt: skip
    assert len(apart.to_frame().query("coder == 'anna'")) == 2
    with pytest.raises(ValueError, match="atom 'letter' is not known"):
        agreement.continuum(codings(*rows), sources=SOURCES, atom="letter", level="theme")


# --- matching ------------------------------------------------------------------------------------


def matched(*rows: object, threshold: float = 0.5, **more: object) -> ReliabilityData:
    chosen = {"value": "set", "level": "theme", "uncoded": "in", "seen": BOTH}
    return agreement.matched_segments(
        codings(*rows), sources=["one", "two"], threshold=threshold, **{**chosen, **more}  # type: ignore[arg-type]
    )  # fmt: skip


def test_free_segments_are_matched_by_the_text_they_share() -> None:
    rows = (coding("anna", "one", "trust", "We trust them"),
            coding("anna", "one", "price", "We trust them"),
            coding("ben", "one", "trust", "trust them."),
            coding("ben", "one", "speed", "Fast enough"))  # fmt: skip
    found = matched(*rows)
    assert said(found, "anna") == ["price+trust", "no code"]
    assert said(found, "ben") == ["trust", "speed"]
    text = SOURCES["one"].text
    assert text[found.starts[0] : found.ends[0]] == "We trust them."
    assert any("Segments that no other coder matched: 1 of 3" in note for note in found.notes)
    strict = matched(*rows, threshold=1.0)
    assert said(strict, "anna") == ["price+trust", "no code", "no code"]
    assert said(matched(*rows, uncoded="missing"), "anna") == ["price+trust", "–"]
    with pytest.raises(ValueError, match="segment 'one:1', as anna coded it, bears"):
        matched(*rows, value="one")
    with pytest.raises(ValueError, match="threshold 0 is not allowed"):
        matched(*rows, threshold=0)


def test_a_unit_holds_one_segment_of_each_coder_the_best_match_first() -> None:
    rows = (coding("anna", "one", "trust", "We trust them. They say"),
            coding("ben", "one", "trust", "We trust them."),
            coding("ben", "one", "price", "We trust them. They"))  # fmt: skip
    found = matched(*rows, threshold=0.3)
    assert said(found, "anna") == ["no code", "trust"]
    assert said(found, "ben") == ["trust", "price"]


def test_regions_are_matched_by_their_pixels() -> None:
    rows = (coding("anna", "one", "trust", region="a.png#xywh=0,0,10,10"),
            coding("ben", "one", "trust", region="a.png#xywh=0,0,10,8"),
            coding("ben", "one", "price", region="b.png#xywh=0,0,10,8"))  # fmt: skip
    found = agreement.matched_regions(
        codings(*rows, *ANNA), sources=["one"], threshold=0.5, value="one", level="theme",
        uncoded="in", seen={"anna": ["one"], "ben": ["one"]},
    )  # fmt: skip
    assert said(found, "anna") == ["trust", "no code"]
    assert said(found, "ben") == ["trust", "price"]
    assert found.units.tolist() == ["one:a.png#xywh=0,0,10,10", "one:b.png#xywh=0,0,10,8"]
    assert any("of text or whole sources, which are not matched here: 3 of 6" in n
               for n in found.notes)  # fmt: skip


def test_regions_read_as_the_blocks_beneath_them() -> None:
    from casestudy.regions import Region

    box = agreement.BlockBox(region=Region(picture="a.png", x=0, y=0, width=10, height=10),
                             start=5, end=18)  # fmt: skip
    rows = codings(coding("anna", "one", "trust", region="a.png#xywh=0,0,10,4"),
                   coding("ben", "one", "trust", region="a.png#xywh=0,0,10,6"),
                   ANNA[0])  # fmt: skip
    for touching, n in (("any", 2), ("majority", 1), ("whole", 0)):
        found = agreement.codings_on_blocks(rows, boxes={"one": [box]}, touching=touching)
        assert (found.frame["start"] == 5).sum() == n
        assert len(found) == 3
        assert (found.frame["region"] != "").sum() == 2 - n
