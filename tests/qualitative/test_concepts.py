from __future__ import annotations

import pytest

from casestudy.codebook import Code, Codebook, Relation
from casestudy.provenance import Citation
from casestudy.qualitative import concept_map

PUBLISHED = Citation(work="w")
INFERRED = Citation(work="w", status="inference")


def scheme(arrows: list[tuple[str, str, str]], *, nodes: str = "abcd", **more) -> Codebook:
    return Codebook(
        id="demo",
        title="Demo",
        codes=tuple(Code(id=node, name=node.upper()) for node in nodes),
        relations=tuple(Relation(origin=a, target=b, kind=kind, **more) for a, b, kind in arrows),
    )


def test_a_path_of_steps_is_a_sequence_in_its_order():
    found = concept_map(
        scheme([("c", "a", "leads_to"), ("b", "d", "leads_to"), ("a", "b", "leads_to")])
    )
    assert found.layout == "sequence"
    assert found.nodes == ("c", "a", "b", "d")
    assert found.names == ("C", "A", "B", "D")
    assert found.levels == (0, 1, 2, 3)


def test_a_ring_of_steps_is_a_cycle_from_the_first_code():
    found = concept_map(
        scheme(
            [("a", "c", "leads_to"), ("c", "b", "leads_to"), ("b", "a", "leads_to")], nodes="abc"
        )
    )
    assert found.layout == "cycle"
    assert found.nodes == ("a", "c", "b")
    assert found.levels == (0, 1, 2)


def test_two_paths_are_no_sequence():
    assert concept_map(scheme([("a", "b", "leads_to"), ("c", "d", "leads_to")])).layout == "tree"


def test_steps_that_fork_are_a_tree():
    arrows = [("a", "b", "leads_to"), ("a", "c", "leads_to"), ("c", "d", "leads_to")]
    assert concept_map(scheme(arrows)).layout == "tree"


@pytest.mark.parametrize("arrows", [[("b", "a"), ("c", "a"), ("d", "a")], [("a", "b"), ("a", "c")]])
def test_arrows_with_one_end_in_common_are_radial(arrows):
    found = concept_map(scheme([(*arrow, "affects") for arrow in arrows]))
    assert found.layout == "radial"


@pytest.mark.parametrize("kind", ["affects", "part_of", "leads_to"])
@pytest.mark.parametrize("arrows", [[("b", "a"), ("c", "a")], [("a", "b"), ("a", "c")]])
def test_the_hub_lies_at_level_0(arrows, kind):
    found = concept_map(scheme([(*arrow, kind) for arrow in arrows]))
    assert dict(zip(found.nodes, found.levels, strict=True)) == {"a": 0, "b": 1, "c": 1}
    assert found.notes[-1] == "Codes without an arrow, which are not drawn: 1."


def test_mixed_arrows_are_a_tree_in_layers():
    found = concept_map(
        scheme([("a", "b", "leads_to"), ("a", "c", "leads_to"), ("c", "d", "affects")])
    )
    assert found.layout == "tree"
    assert found.nodes == ("a", "b", "c", "d")
    assert found.levels == (0, 1, 1, 2)


def test_a_ring_beside_a_path_lies_at_level_0():
    arrows = [("a", "b"), ("c", "d"), ("d", "c")]
    found = concept_map(scheme([(*arrow, "leads_to") for arrow in arrows]))
    assert found.levels == (0, 1, 0, 0)


def test_inferences_and_missing_citations_are_counted():
    inferred = concept_map(scheme([("a", "b", "affects")], source=INFERRED))
    assert inferred.edges == (("a", "b", "affects", "inference"),)
    assert inferred.notes[0] == "Arrows that are inferences of ours: 1 of 1."
    uncited = concept_map(scheme([("a", "b", "affects")]))
    assert uncited.edges[0][3] == ""
    assert uncited.notes[0] == "Arrows that cite no work: 1 of 1."
    published = concept_map(scheme([("a", "b", "affects")], source=PUBLISHED, nodes="ab"))
    assert published.notes == ()


def test_without_relations_each_code_is_a_part_of_its_parent():
    book = Codebook(
        id="demo",
        codes=(
            Code(id="a", name="a", source=PUBLISHED),
            Code(id="b", name="b", parent="a", source=PUBLISHED),
            Code(id="c", name="c", parent="b", source=INFERRED),
        ),
    )
    found = concept_map(book)
    assert found.edges == (("b", "a", "part_of", "published"), ("c", "b", "part_of", "inference"))
    assert found.layout == "tree"
    assert found.levels == (0, 1, 2)
    assert found.title == "demo"
    assert "parents of the codes" in found.notes[-1]


def test_a_flat_list_is_radial_without_arrows():
    found = concept_map(scheme([]))
    assert (found.layout, found.edges, found.levels) == ("radial", (), (0, 0, 0, 0))
    assert found.to_frame().empty


def test_a_lone_code_beside_a_hub_makes_a_tree():
    book = Codebook(
        id="demo",
        codes=(
            Code(id="a", name="a"),
            Code(id="b", name="b", parent="a"),
            Code(id="c", name="c"),
        ),
    )
    assert concept_map(book).layout == "tree"


def test_frame_has_names_and_provenance():
    frame = concept_map(scheme([("a", "b", "affects")], source=PUBLISHED)).to_frame()
    assert frame.columns.tolist() == [
        "origin", "origin_name", "target", "target_name", "kind", "status", "provenance",
    ]  # fmt: skip
    assert frame.to_dict("records") == [
        {
            "origin": "a", "origin_name": "A", "target": "b", "target_name": "B",
            "kind": "affects", "status": "published", "provenance": "collected",
        }
    ]  # fmt: skip


def test_a_scheme_without_codes_is_refused():
    with pytest.raises(ValueError, match="codebook 'demo' has no codes to map"):
        concept_map(Codebook(id="demo"))
