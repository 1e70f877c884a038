"""Questionnaires: ids are unique, scales name items that exist, kinds are known."""

from __future__ import annotations

import pytest

from casestudy.questionnaire import Item, MissingKind, Questionnaire, Scale


def item(id: str, kind: str = "rating") -> Item:
    return Item(id=id, kind=kind, text="How much?")


def scale(*items: str, reversed: tuple[str, ...] = ()) -> Scale:
    return Scale(id="s", name="S", items=items, low=1, high=5, reversed=reversed)


def questionnaire(*items: Item, scales: tuple[Scale, ...] = ()) -> Questionnaire:
    return Questionnaire(id="q", title="Q", items=items, scales=scales)


def test_items_are_found_by_id() -> None:
    made = questionnaire(
        item("trust"), item("price"), scales=(scale("trust", reversed=("price",)),)
    )
    assert made["price"].id == "price"
    assert made.to_frame()["item"].tolist() == ["trust", "price"]
    with pytest.raises(LookupError, match="'prize' is not in the questionnaire 'q'; did you mean"):
        made["prize"]


def test_an_id_is_used_once() -> None:
    with pytest.raises(ValueError, match="questionnaire 'q': item id 'a' is used twice"):
        questionnaire(item("a"), item("b"), item("a"))


@pytest.mark.parametrize("bad", [scale("trsut"), scale("trust", reversed=("trsut",))])
def test_a_scale_names_items_that_exist(bad: Scale) -> None:
    with pytest.raises(
        ValueError, match="scale 's' names the item 'trsut', which does not exist; d"
    ):
        questionnaire(item("trust"), scales=(bad,))


def test_kinds_are_known() -> None:
    with pytest.raises(
        ValueError, match="item 'a': kind 'likert' is not known; allowed are single"
    ):
        item("a", "likert")
    with pytest.raises(ValueError, match="missing kind 'gone' is not known; allowed are not_asked"):
        MissingKind(kind="gone", value="")
