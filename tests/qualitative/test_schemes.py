from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.codebook import Code, Codebook
from casestudy.crosswalk import Crosswalk, Link
from casestudy.errors import UnknownCode
from casestudy.provenance import Citation, Provenance
from casestudy.qualitative import crosswalk_matrix, scheme_overview

MAIN = Codebook(
    id="main",
    codes=(Code(id="trust", name="Trust"), Code(id="price", name="Price"),
           Code(id="price.fair", name="fair", parent="price")),
)  # fmt: skip
MEANS = Codebook(
    id="means",
    title="Means",
    codes=tuple(Code(id=id, name=id) for id in ("mail", "shop", "fair")),
    source=Citation(work="w2001", page="28"),
    provenance=Provenance(kind="published", work="w2001"),
)
PHASES = Codebook(id="phases", codes=(Code(id="start", name="start"),))


def link(scheme: str, code: str, theme: str, status: str = "inference") -> Link:
    cited = Citation(work="w2001", status=status)
    return Link(scheme=scheme, code=code, theme=theme, reason="…", source=cited)


WALK = Crosswalk(
    links=(
        link("means", "mail", "trust"),
        link("means", "mail", "price", "published"),
        link("means", "mail", "trust"),
        link("means", "shop", "none"),
    )
)


def test_overview_by_hand():
    found = scheme_overview([MEANS, PHASES], crosswalk=WALK, years={"w2001": 2001})
    first, second = found.frame.to_dict("records")
    assert first == {
        "scheme": "means", "title": "Means", "work": "w2001", "year": 2001, "page": "28",
        "n_codes": 3, "n_linked": 1, "n_none": 1, "provenance": "published",
    }  # fmt: skip
    assert (second["title"], second["n_codes"], second["n_linked"]) == ("phases", 1, 0)
    assert found.notes[0] == "Codes that the crosswalk does not answer for: 2."
    assert found.notes[1] == "Links that are inferences of ours: 3 of 4."
    assert [p.kind for p in found.provenance] == ["collected", "published"]


def test_a_work_without_a_year_has_none():
    found = scheme_overview([MEANS], crosswalk=WALK, years={})
    assert found.frame["year"].isna().all()
    assert "Works of which the year is not known: 'w2001'." in found.notes


def test_a_code_with_a_theme_and_none_counts_as_linked():
    walk = Crosswalk(links=(link("means", "mail", "none"), link("means", "mail", "trust")))
    row = scheme_overview([MEANS], crosswalk=walk, years={}).frame.iloc[0]
    assert (row["n_linked"], row["n_none"]) == (1, 0)


def test_a_scheme_listed_twice_is_refused():
    with pytest.raises(ValueError, match="scheme 'means' is listed twice"):
        scheme_overview([MEANS, MEANS], crosswalk=WALK, years={})


def test_no_schemes_make_an_empty_overview():
    assert scheme_overview([], crosswalk=WALK, years={}).to_frame().empty


def test_matrix_by_hand():
    schemes = {"main": MAIN, "means": MEANS, "phases": PHASES}
    found = crosswalk_matrix(WALK, schemes=schemes, codebook=MAIN)
    assert found.schemes == ("means", "phases")
    assert found.scheme_titles == ("Means", "phases")
    assert found.themes == ("trust", "price", "none")
    assert found.theme_names == ("Trust", "Price", "none")
    assert found.counts.tolist() == [[1, 1, 1], [0, 0, 0]]
    assert found.notes == (
        "Schemes without any link in the crosswalk: 'phases'.",
        "Links that are inferences of ours: 3 of 4.",
    )
    assert found.to_frame().iloc[2].tolist() == ["means", "none", 1, "collected, published"]


def test_links_of_schemes_not_given_are_noted():
    found = crosswalk_matrix(WALK, schemes={"phases": PHASES}, codebook=MAIN)
    assert found.counts.tolist() == [[0, 0, 0]]
    assert found.notes[-1] == "Links of schemes that are not shown: 4."


def test_a_link_to_no_theme_is_refused():
    walk = Crosswalk(links=(link("means", "mail", "prise"),))
    with pytest.raises(LookupError, match=r"neither a theme of 'main' nor 'none'; did .*'price'"):
        crosswalk_matrix(walk, schemes={"means": MEANS}, codebook=MAIN)


def test_a_link_from_no_code_is_refused():
    walk = Crosswalk(links=(link("means", "mial", "price"),))
    with pytest.raises(UnknownCode, match="code 'mial' is not in the codebook 'means'"):
        crosswalk_matrix(walk, schemes={"means": MEANS}, codebook=MAIN)


@settings(deadline=None, max_examples=30)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["mail", "shop", "fair"]), st.sampled_from(["trust", "price", "none"])
        )
    ),
    chance=st.randoms(use_true_random=False),
)
def test_rows_sum_to_the_different_links(pairs, chance):
    links = [link("means", *pair) for pair in pairs]
    found = crosswalk_matrix(Crosswalk(links=tuple(links)), schemes={"means": MEANS}, codebook=MAIN)
    assert found.counts.sum() == len(set(pairs))
    chance.shuffle(links)
    other = crosswalk_matrix(Crosswalk(links=tuple(links)), schemes={"means": MEANS}, codebook=MAIN)
    assert other.counts.tolist() == found.counts.tolist()
    row = scheme_overview([MEANS], crosswalk=Crosswalk(links=tuple(links)), years={}).frame.iloc[0]
    assert row["n_linked"] == len({code for code, theme in pairs if theme != "none"})
    assert row["n_linked"] + row["n_none"] == len({code for code, _ in pairs}) <= row["n_codes"]
