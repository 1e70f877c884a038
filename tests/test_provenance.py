"""Provenance: no unknown kind passes, a line loses nothing, and made-up material comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.provenance import (
    KINDS,
    STATUSES,
    Citation,
    Provenance,
    merged,
    pages,
    provenance_line,
)

WORDS = st.text("abcdef 123", max_size=6)
PROVENANCES = st.builds(
    Provenance, kind=st.sampled_from(KINDS), work=WORDS, page=WORDS, generator=WORDS, seed=WORDS
)


@pytest.mark.parametrize("kind", ["", "Published", "made up", "SYNTHETIC"])
def test_an_unknown_kind_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="allowed are published, collected, synthetic"):
        Provenance(kind=kind)


def test_an_unknown_status_of_a_citation_is_refused() -> None:
    with pytest.raises(ValueError, match="status 'guess' is not known; allowed are published, inf"):
        Citation(work="w", status="guess")
    assert [Citation(work="w", status=status).status for status in STATUSES] == list(STATUSES)


@given(st.lists(PROVENANCES, max_size=8))
def test_merging_keeps_each_once_with_made_up_material_first(found: list[Provenance]) -> None:
    once = merged(found)
    assert set(once) == set(found)
    assert len(once) == len(set(found))
    flags = [one.is_synthetic for one in once]
    assert flags == sorted(flags, reverse=True)
    assert merged(reversed(found)) == once


@given(st.lists(PROVENANCES, min_size=1, max_size=4))
def test_a_line_names_every_provenance(found: list[Provenance]) -> None:
    line = provenance_line(found)
    assert line.startswith("Data: ")
    for one in found:
        assert one.details in line
        assert line.count(one.shown_kind) == 1
    assert ("SYNTHETIC" in line) == any(one.is_synthetic for one in found)
    assert "SYNTHETIC" not in line or line.startswith("Data: SYNTHETIC")


def test_no_provenance_is_said_to_be_none() -> None:
    assert provenance_line([]) == "Data: provenance not stated"


@pytest.mark.parametrize(
    ("page", "shown"),
    [("40", "p. 40"), ("27, 29", "pp. 27, 29"), ("79-83", "pp. 79-83"), ("79–83", "pp. 79–83")],
)
def test_pages(page: str, shown: str) -> None:
    assert pages(page) == shown


def test_a_citation_says_whether_the_work_says_it() -> None:
    assert str(Citation(work="w", page="4")) == "w, p. 4"
    assert str(Citation(work="w")) == "w"
    assert str(Citation(work="w", page="4", status="inference")) == "w, p. 4 (inference)"
