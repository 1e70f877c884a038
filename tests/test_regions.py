"""Rectangles on pictures: one way to write them, and how far two are the same place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.codings import Coding
from casestudy.regions import Region, intersection_area, intersection_over_union

sides = st.integers(1, 500)
corners = st.integers(0, 500)
regions = st.builds(
    Region,
    picture=st.sampled_from(["screenshot.png", "page 2 (late).jpg"]),
    x=corners,
    y=corners,
    width=sides,
    height=sides,
)


def pixels(region: Region) -> set[tuple[str, int, int]]:
    return {
        (region.picture, x, y)
        for x in range(region.x, region.x + region.width)
        for y in range(region.y, region.y + region.height)
    }


@given(regions)
def test_written_and_read_it_is_the_same(region: Region) -> None:
    assert Region.parsed(str(region)) == region


@given(st.data())
def test_the_overlap_is_that_of_the_two_sets_of_pixels(data: st.DataObject) -> None:
    small = st.integers(0, 6)
    one, other = (
        Region(
            picture=data.draw(st.sampled_from(["a.png", "b.png"])),
            x=data.draw(small),
            y=data.draw(small),
            width=1 + data.draw(small),
            height=1 + data.draw(small),
        )
        for _ in range(2)
    )
    shared, either = pixels(one) & pixels(other), pixels(one) | pixels(other)
    assert intersection_area(one, other) == intersection_area(other, one) == len(shared)
    assert intersection_over_union(one, other) == len(shared) / len(either)
    assert intersection_over_union(one, one) == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "screenshot.png", "#xywh=1,2,3,4", "a.png#xywh=1,2,3", "a.png#xywh=1,2,3,x",
        "a.png#xywh=1.5,2,3,4", "a.png#xywh=-1,2,3,4", "../a.png#xywh=1,2,3,4",
        "a/b.png#xywh=1,2,3,4", "a.png#xywh=1,2,3,4 ", "a.png#t=1,2", "a.png#xywh=١,2,3,4",
    ],
)  # fmt: skip
def test_a_text_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a region; write it as"):
        Region.parsed(text)


@pytest.mark.parametrize("numbers", [(0, 0, 0, 1), (0, 0, 1, 0), (-1, 0, 1, 1), (0, 0, 10**7, 1)])
def test_a_rectangle_without_pixels_or_of_a_million_is_refused(numbers: tuple[int, ...]) -> None:
    x, y, width, height = numbers
    with pytest.raises(ValueError, match=r"of 'a\.png' is not a rectangle"):
        Region(picture="a.png", x=x, y=y, width=width, height=height)


def test_a_coding_stands_on_words_or_on_a_region() -> None:
    region = Region(picture="a.png", x=0, y=0, width=1, height=1)
    with pytest.raises(ValueError, match="'c1' has both words"):
        Coding(id="c1", source="s", code="x", coder="anna", start=0, end=3, region=region)
