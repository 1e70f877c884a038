from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.codings import Codings
from casestudy.errors import Problem, UnknownCode
from casestudy.evidence import Evidence
from casestudy.qualitative import observation_matrix, theme_matrix
from casestudy.sources import Case

CASES = (Case(id="one", name="Case One"), Case(id="two"))
OF_SOURCE = {"i1": "one", "i2": "two", "i3": "elsewhere", "i4": ""}
ROWS = [
    ("i1", "trust", "anna", 8, 13),
    ("i1", "trust.shop.old", "ben", 8, 22),
    ("i1", "price.fair", "rule-keywords", 24, 40, "rule:demo"),
    ("i2", "price", "published", -1, -1, "published"),
    ("i2", "price", "model-x", -1, -1, "model:x"),
    ("i3", "trust", "anna"),
    ("i4", "trust", "anna"),
]

codings_rows = st.lists(
    st.tuples(
        st.sampled_from(["i1", "i2", "i3", "i4"]),
        st.sampled_from(["trust", "trust.shop", "trust.shop.old", "price", "price.fair"]),
        st.just("anna"),
        st.just(-1),
        st.just(-1),
        st.sampled_from(["human", "published", "rule:demo", "model:x"]),
    ),
    max_size=30,
)


def test_counts_by_hand(make_codings):
    found = theme_matrix(make_codings(ROWS, cases=OF_SOURCE), cases=CASES)
    assert found.themes == ("trust", "price")
    assert found.cases == ("one", "two")
    assert found.case_names == ("Case One", "two")
    assert found.colours == ("#112233", "")
    assert found.observed.tolist() == [[2, 0], [0, 1]]
    assert found.suggested.tolist() == [[0, 0], [1, 1]]
    assert found.states.tolist() == [["observed", "unknown"], ["suggested", "observed"]]


def test_what_is_not_counted_is_noted(make_codings):
    notes = theme_matrix(make_codings(ROWS, cases=OF_SOURCE), cases=CASES).notes
    assert "unknown, never 'no'" in notes[0]
    assert "(not listed: 'elsewhere'): 2 of 7 codings" in notes[1]
    assert notes[2].startswith("Suggestions by machines: 2 of 7 codings")


def test_unreadable_entries_are_noted(make_codings):
    whole = make_codings(ROWS[:1], cases=OF_SOURCE)
    torn = Codings(
        frame=whole.frame, codebook=whole.codebook, problems=(Problem(file="f", message="torn"),)
    )
    assert theme_matrix(torn, cases=CASES).notes[-1].endswith("could not be read: 1.")


def test_no_state_is_ever_no(make_codings):
    found = theme_matrix(make_codings([], cases=OF_SOURCE), cases=CASES)
    assert set(found.states.ravel()) == {"unknown"}
    assert set(found.to_frame()["state"]) == {"unknown"}


def test_frame_is_long_and_names_its_provenance(make_codings):
    frame = theme_matrix(make_codings(ROWS, cases=OF_SOURCE), cases=CASES).to_frame()
    assert list(frame.columns) == [
        "theme", "case", "n_observed", "n_suggested", "state", "provenance",
    ]  # fmt: skip
    assert frame.iloc[2].tolist() == ["price", "one", 0, 1, "suggested", "synthetic, collected"]
    assert len(frame) == 4


def test_shows_in_a_notebook_with_notes(make_codings):
    html = theme_matrix(make_codings(ROWS, cases=OF_SOURCE), cases=CASES)._repr_html_()
    assert "never &#x27;no&#x27;" in html
    assert "SYNTHETIC" in html


def test_a_case_listed_twice_is_refused(make_codings):
    with pytest.raises(ValueError, match="case 'one' is listed twice; list each case once"):
        theme_matrix(make_codings(ROWS), cases=[Case(id="one"), Case(id="one")])


@settings(deadline=None, max_examples=40)
@given(rows=codings_rows, order=st.integers(0, 99))
def test_sums_equal_the_codings_counted(
    *, rows, order, make_codings, shuffled, renamed, same, book
):
    codings = make_codings(rows, cases=OF_SOURCE)
    before = codings.frame.copy()
    found = theme_matrix(codings, cases=CASES)
    of_cases = codings.frame["case"].isin(["one", "two"])
    by_people = codings.frame["origin"].isin(["human", "published"])
    assert found.observed.sum() == (of_cases & by_people).sum()
    assert found.suggested.sum() == (of_cases & ~by_people).sum()
    for theme, sums in zip(found.themes, found.observed.sum(axis=1), strict=True):
        assert sums == ((codings.themes == theme) & of_cases & by_people).sum()
    same(codings.frame, before)
    same(theme_matrix(shuffled(codings, order), cases=CASES).to_frame(), found.to_frame())
    other = Codings(frame=codings.frame, codebook=renamed(book), origins=codings.origins)
    same(theme_matrix(other, cases=CASES).to_frame(), found.to_frame())


def observations(*rows: tuple[str, str, str], **more: list[str]) -> Evidence:
    frame = pd.DataFrame(
        {
            "id": [f"O{n}" for n in range(len(rows))],
            "statement": "", "work": "w2001", "page": "", "seen_in": "",
            "status": "published", "note": "",
            "case": [row[0] for row in rows],
            "code": [row[1] for row in rows],
            "theme_status": [row[2] for row in rows],
            **more,
            "provenance": "published",
        }
    )  # fmt: skip
    return Evidence(name="observations", frame=frame.astype("str"))


def test_statements_roll_up_to_themes_of_cases(book):
    rows = observations(
        ("one", "trust.shop.old", "published"),
        ("one", "trust", "inference"),
        ("two", "price.fair", "inference"),
        ("three", "price", "inference"),
        ("two", "", "published"),
    )
    found = observation_matrix(rows, codebook=book, cases=CASES)
    assert found.observed.tolist() == [[2, 0], [0, 1]]
    assert not found.suggested.any()
    assert found.provenance[0].work == "w2001"
    assert found.notes[1] == "Not counted, because they name no code: 1 of 5 statements."
    assert "'three'): 1 of 4 statements" in found.notes[2]
    assert found.notes[3] == "Assignments to a theme that are inferences of ours: 2 of 3."


def test_only_what_was_observed_counts(book):
    rows = observations(
        ("one", "trust", "published"), ("two", "trust", "published"), observed=["yes", ""]
    )
    found = observation_matrix(rows, codebook=book, cases=CASES)
    assert found.observed.tolist() == [[1, 0], [0, 0]]
    assert found.states[0, 1] == "unknown"


def test_statements_with_an_unknown_code_are_refused(book):
    with pytest.raises(UnknownCode, match=r"code 'trsut' is not in .* did you mean 'trust'\?"):
        observation_matrix(observations(("one", "trsut", "published")), codebook=book, cases=CASES)


def test_statements_without_their_columns_are_refused(book):
    rows = observations(("one", "trust", "published"))
    lacking = Evidence(name="rows", frame=rows.frame.drop(columns="theme_status"))
    with pytest.raises(ValueError, match="evidence 'rows' has no column 'theme_status'"):
        observation_matrix(lacking, codebook=book, cases=CASES)


def test_statements_stay_as_they_were(book, same):
    rows = observations(("one", "trust", "published"))
    before = rows.frame.copy()
    assert np.array_equal(
        observation_matrix(rows, codebook=book, cases=CASES).observed, [[1, 0], [0, 0]]
    )
    same(rows.frame, before)
