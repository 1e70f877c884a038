"""Blocks and the picture of a page: boxes, regions, and what the store keeps of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.pages.blocks import blocks_beneath, region_around, with_boxes
from casestudy.regions import Region
from casestudy.sources import Part, Source
from casestudy.store.source_parts import parts_content, read_parts

PARTS = (
    Part(kind="block", start=0, end=4, locator="/html[1]/body[1]/p[1]"),
    Part(
        kind="block", start=5, end=9,
        locator="/html[1]/body[1]/*[local-name()='svg'][1]/*[local-name()='text'][1]",
    ),
    Part(kind="block", start=10, end=14, locator="/html[1]/body[1]/p[2]", hidden=True),
    Part(kind="channel", start=20, end=24, locator="/html[1]/body[1]/p[1]/@title", channel="title"),
)  # fmt: skip
ELEMENTS = [
    {"xpath": "/html[1]/body[1]/p[1]", "x": 0, "y": 0, "width": 100, "height": 20, "visible": True},
    {
        "xpath": "/html[1]/body[1]/svg[1]/text[1]",
        "x": 0, "y": 20, "width": 50, "height": 10, "visible": False,
    },
    {"xpath": "/html[1]/body[1]/p[2]", "x": 0, "y": 30, "width": 9, "height": 0, "visible": True},
]  # fmt: skip


def region(x: int, y: int, width: int, height: int) -> Region:
    return Region(picture="screenshot.png", x=x, y=y, width=width, height=height)


def page(parts: tuple[Part, ...]) -> Source:
    return Source(id="p", kind="website", text="Shop\nHelp\nBuys\ntitle: Said", parts=parts)


def test_blocks_get_their_boxes_and_what_was_not_shown_is_hidden() -> None:
    first, drawn, veiled, said = with_boxes(PARTS, ELEMENTS)
    assert (first.box, first.hidden) == ((0, 0, 100, 20), False)
    assert (drawn.box, drawn.hidden) == ((0, 20, 50, 10), True)
    assert (veiled.box, veiled.hidden) == (None, True)
    assert said == PARTS[3]
    assert with_boxes(PARTS, []) == PARTS


@pytest.mark.parametrize(
    ("wanted", "starts"),
    [
        (region(0, 0, 100, 9), []),  # less than half: the block around its middle
        (region(0, 0, 100, 10), [0]),
        (region(0, 15, 100, 40), [25]),
        (region(0, 0, 300, 300), [0, 25]),
        (region(400, 400, 5, 5), []),
    ],
)
def test_what_lies_beneath_a_region(wanted: Region, starts: list[int]) -> None:
    parts = (
        Part(kind="block", start=0, end=4, box=(0, 0, 100, 20)),
        Part(kind="block", start=5, end=9, box=(0, 0, 100, 20), hidden=True),
        Part(kind="block", start=25, end=29, box=(0, 20, 100, 30)),
    )
    source = Source(id="p", kind="website", text="x" * 30, parts=parts)
    found = [part.start for part in blocks_beneath(source, wanted)]
    assert found == (starts or ([0] if wanted.y == 0 else []))


def test_a_share_that_is_none() -> None:
    with pytest.raises(ValueError, match="least_covered is 0; it is a share above 0"):
        blocks_beneath(page(PARTS), region(0, 0, 1, 1), least_covered=0)


def test_a_region_around_nothing() -> None:
    assert region_around([], picture="a.png") is None
    assert region_around([(-9, -9, 5, 5)], picture="a.png") is None


def test_boxes_and_channels_come_back_from_the_store(tmp_path: Path) -> None:
    parts = with_boxes(PARTS, ELEMENTS)
    path = tmp_path / "parts.jsonl"
    path.write_bytes(parts_content(parts))
    assert tuple(read_parts(path, 24)) == parts
