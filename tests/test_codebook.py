"""A codebook refuses what cannot be a scheme, and reads old codes through its history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.codebook import Change, Code, Codebook, Relation, problems_of
from casestudy.errors import UnknownCode
from casestudy.provenance import Citation, Provenance


def code(id: str, parent: str = "", **more: object) -> Code:
    return Code(id=id, name=id.upper(), parent=parent, **more)  # type: ignore[arg-type]


def book(*codes: Code, changes: tuple[Change, ...] = (), **more: object) -> Codebook:
    return Codebook(id="demo", codes=codes, changes=changes, **more)  # type: ignore[arg-type]


TREE = book(
    code("trust"),
    code("trust.shop", "trust"),
    code("price"),
    code("trust.shop.old", "trust.shop"),
    code("luottamus_ä"),
)


def test_the_order_of_the_scheme_is_kept() -> None:
    assert [each.id for each in TREE] == list(TREE.by_id)
    assert [each.id for each in TREE.themes] == ["trust", "price", "luottamus_ä"]
    assert [each.id for each in TREE.children("trust")] == ["trust.shop"]
    assert (len(TREE), "trust" in TREE, "Trust" in TREE, None in TREE) == (5, True, False, False)


def test_levels_and_themes() -> None:
    assert [TREE.level(each.id) for each in TREE] == [0, 1, 0, 2, 0]
    assert TREE.theme_of("trust.shop.old").id == "trust"
    assert TREE.theme_of("price").id == "price"


@pytest.mark.parametrize("look", [TREE.__getitem__, TREE.theme_of, TREE.level, TREE.children])
def test_an_unknown_code_is_named_with_its_neighbour(look: object) -> None:
    with pytest.raises(UnknownCode, match="'trsut' is not in the codebook 'demo'; did you mean"):
        look("trsut")  # type: ignore[operator]


@pytest.mark.parametrize("id", ["", "1a", "_a", "a b", "a/b", "a:b", "-a", ".a", "a\n", "a\ud800"])
def test_an_id_that_could_not_be_a_name_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="is not allowed: it starts with a letter"):
        code(id)


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "123456", "#12345g", "#123456\n"])
def test_a_colour_has_six_digits(colour: str) -> None:
    with pytest.raises(ValueError, match="is not '#' and six hexadecimal digits"):
        code("a", colour=colour)


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ([code("a"), code("a")], "code id 'a' is used twice"),
        ([code("trust"), code("b", "trsut")], "'trsut', which is not in the scheme; did you mean"),
        ([code("a", "a")], "circle: a → a"),
        ([code("a", "b"), code("b", "c"), code("c", "a")], "circle: a → b → c → a"),
        ([code("x", "a"), code("a", "b"), code("b", "a")], "circle: a → b → a"),
    ],
)
def test_a_scheme_that_does_not_hold_together_is_refused(codes: list[Code], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        book(*codes)


def test_each_circle_is_reported_once() -> None:
    codes = [code("a", "b"), code("b", "a"), code("c", "a"), code("d", "d")]
    sentences = [sentence for _, sentence in problems_of(codes)]
    assert [s.split(";")[0] for s in sentences] == [
        "parents go round in a circle: a → b → a",
        "parents go round in a circle: d → d",
    ]


def test_relations_and_changes_name_known_codes() -> None:
    with pytest.raises(ValueError, match="a relation names the code 'b', which is not in the sch"):
        book(code("a"), relations=(Relation(origin="a", target="b", kind="affects"),))
    with pytest.raises(ValueError, match=r"a change \(merge\) names the code 'old'.*keep retired"):
        book(code("a"), changes=(Change(kind="merge", codes=("old",), into=("a",)),))
    with pytest.raises(ValueError, match="kind 'join' is not known; allowed are split, merge"):
        Change(kind="join", codes=("a",))
    with pytest.raises(ValueError, match="kind 'causes' is not known; allowed are affects"):
        Relation(origin="a", target="b", kind="causes")


def merge(*codes: str, into: str) -> Change:
    return Change(kind="merge", codes=codes, into=(into,))


ABCD = tuple(code(id) for id in "abcd")


@pytest.mark.parametrize(
    ("changes", "lens"),
    [
        ((), {}),
        ((merge("a", into="b"),), {"a": "b"}),
        ((merge("a", into="b"), merge("b", into="c")), {"a": "c", "b": "c"}),
        ((merge("a", "b", into="a"),), {"b": "a"}),
        ((merge("a", into="b"), merge("b", into="a")), {"b": "a"}),
        ((Change(kind="split", codes=("a",), into=("b", "c")),), {}),
        ((Change(kind="retire", codes=("a",)),), {}),
        ((Change(kind="rename", codes=("a",), why="A -> B"),), {}),
    ],
)
def test_old_codings_count_as(changes: tuple[Change, ...], lens: dict[str, str]) -> None:
    assert dict(book(*ABCD, changes=changes).current_codes) == lens


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=8))
def test_however_often_codes_merge_each_ends_at_a_code_of_the_scheme(
    merges: list[tuple[str, str]],
) -> None:
    made = book(*ABCD, changes=tuple(merge(old, into=new) for old, new in merges))
    assert all(old != new and new in made for old, new in made.current_codes.items())


def test_the_frame_says_what_each_code_is() -> None:
    first = code("a", source=Citation(work="w", page="4", status="inference"))
    frame = book(first, code("b", "a"), provenance=Provenance(kind="published")).to_frame()
    assert frame["theme"].tolist() == ["a", "a"]
    assert frame["level"].tolist() == [0, 1]
    cited, plain = frame[["work", "page", "status", "provenance"]].to_numpy().tolist()
    assert cited == ["w", "4", "inference", "published"]
    assert plain == ["", "", "", "published"]


def test_an_empty_codebook_can_be_shown() -> None:
    assert book()._repr_html_() == "<p>no codes</p>"
    assert "&lt;b&gt;" in book(code("a", definition="<b>"))._repr_html_()
