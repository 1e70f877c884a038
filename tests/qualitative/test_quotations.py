from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.codings import Codings
from casestudy.qualitative import quotations
from casestudy.qualitative.quotations import COLUMNS

ROWS = [
    ("i1", "price", "ben", 48, 62),
    ("i1", "price", "anna", 24, 30),
    ("i1", "trust.shop", "anna", 8, 22),
    ("i1", "trust", "anna"),
]


def test_rows_by_hand(make_codings, interview):
    found = quotations(make_codings(ROWS), sources={"i1": interview}, context=12)
    assert tuple(found.frame.columns) == COLUMNS
    shown = found.frame[["theme", "code", "speaker", "locator", "before", "quote", "after"]]
    assert shown.values.tolist() == [
        ["trust", "trust", "", "", "", "", ""],
        ["trust", "trust.shop", "Ann", "line 1", "Ann: We ", "trust the shop", ". Prices are"],
        ["price", "price", "Ann", "cue 2", "the shop. ", "Prices", " are fair."],
        ["price", "price", "Ben", "line 2", "Ben: I ", "compare prices", " first."],
    ]
    assert found.frame["code_name"].tolist() == ["trust", "trust in the shop", "price", "price"]
    assert found.frame["provenance"].tolist() == ["synthetic"] * 4
    assert found.notes == ("Codings of a whole source, which have no quotation: 1.",)
    assert found.provenance[0].is_synthetic
    types = found.frame.dtypes.astype("str")
    assert types["created"] == "datetime64[us, UTC]"
    assert types["weight"] == "Int64"
    assert set(types.drop(["created", "weight"])) == {"str"}


def test_a_changed_source_keeps_the_quotation_without_context(make_codings, interview):
    edited = replace(interview, text=interview.text.replace("trust", "love "))
    found = quotations(make_codings(ROWS[2:3]), sources={"i1": edited})
    assert found.frame[["before", "quote", "after"]].values.tolist() == [["", "trust the shop", ""]]
    assert found.notes[0].endswith("without context: 1.")


def test_context_is_eighty_characters_unless_told(make_codings, interview):
    long = replace(interview, text=f"{'b' * 9} " * 20 + "Prices " + f"{'a' * 9} " * 20, parts=())
    codings = make_codings([("i1", "price", "anna", 200, 206)])
    codings.frame["quote"] = ["Prices"]
    row = quotations(codings, sources={"i1": long}).frame.iloc[0]
    assert (len(row["before"]), len(row["after"])) == (80, 80)
    bare = quotations(codings, sources={"i1": long}, context=0).frame.iloc[0]
    assert (bare["before"], bare["quote"], bare["after"]) == ("", "Prices", "")


def test_suggestions_are_noted(make_codings, interview):
    made = make_codings([("i1", "price", "rule-x", 24, 30, "rule:demo")])
    assert "Suggestions by machines: 1 of 1" in quotations(made, sources={"i1": interview}).notes[0]


def test_no_codings_make_an_empty_list_with_its_columns(make_codings):
    found = quotations(make_codings([]), sources={})
    assert tuple(found.to_frame().columns) == COLUMNS
    assert found.to_frame().empty


def test_context_below_zero_is_refused(make_codings, interview):
    with pytest.raises(ValueError, match="context -1 is not allowed: give 0 or more"):
        quotations(make_codings(ROWS), sources={"i1": interview}, context=-1)


def test_a_source_that_is_not_given_is_named(make_codings):
    with pytest.raises(LookupError, match="source 'i1' is coded but not among the sources"):
        quotations(make_codings(ROWS), sources={})


@settings(deadline=None, max_examples=30)
@given(
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=10),
    order=st.integers(0, 99),
)
def test_every_quotation_stands_in_its_text(spans, order, make_codings, interview, shuffled, same):
    rows = [("i1", "price.fair", "anna", start, start + length) for start, length in spans]
    codings = make_codings(rows)
    before = codings.frame.copy()
    found = quotations(codings, sources={"i1": interview}, context=10).frame
    assert len(found) == len(rows)
    for row in found.to_dict("records"):
        assert row["before"] + row["quote"] + row["after"] in interview.text
    same(codings.frame, before)
    other = quotations(shuffled(codings, order), sources={"i1": interview}, context=10).frame
    same(other, found)


def test_rows_follow_the_codebook_not_the_alphabet(make_codings, interview, book):
    turned = replace(book, codes=tuple(sorted(book, key=lambda code: code.id)))
    codings = make_codings(ROWS)
    other = Codings(frame=codings.frame, codebook=turned, origins=codings.origins)
    first = quotations(other, sources={"i1": interview}).frame["code"].iloc[0]
    assert first == "price"
