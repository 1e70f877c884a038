"""Coded places on pictures, cut out for a page: pixels are painted anew, nothing else of a file."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from io import BytesIO

from PIL import Image

from casestudy.pages.blocks import blocks_beneath
from casestudy.regions import Region
from casestudy.report.parts import shown
from casestudy.report.passages import PlacedCodings, ShownRegion
from casestudy.sources import Source

MOST_PIXELS = 100_000_000
WIDEST = 900
"""Pixels of a cut at most in each direction; greater ones are made smaller."""
LONGEST = 240
"""Letters of the words beneath a region that are told."""


def region_section(
    source: Source, placed: PlacedCodings, pictures: Mapping[str, bytes], boxes_on: str
) -> str:
    """The coded places on pictures: each cut out, with its code, who put it, the words beneath.

    Words are told for the picture `boxes_on` alone, since only its boxes are known.
    """
    if not placed.regions:
        return ""
    items = "".join(_item(source, placed, one, pictures, boxes_on) for one in placed.regions)
    return (
        '<section id="regions" aria-labelledby="regions-head">\n<h2 id="regions-head">On the '
        f'picture</h2>\n<ol class="regions">\n{items}</ol>\n</section>\n'
    )


def cut_out(content: bytes, region: Region) -> bytes:
    """What a picture shows in a region, as a picture of its own (PNG).

    Raises
    ------
    ValueError
        If the file is no picture that can be read, or the region lies beyond it.
    """
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(f"picture {region.picture!r} has more than 100 million pixels")
            right, bottom = region.x + region.width, region.y + region.height
            if right > picture.width or bottom > picture.height:
                raise ValueError(f"{region} lies beyond the picture")
            piece = picture.crop((region.x, region.y, right, bottom)).convert("RGB")
    except OSError as error:
        raise ValueError(f"picture {region.picture!r} cannot be read: {error}") from None
    piece.thumbnail((WIDEST, WIDEST))
    out = BytesIO()
    piece.save(out, "PNG", optimize=True)
    return out.getvalue()


def _item(
    source: Source,
    placed: PlacedCodings,
    one: ShownRegion,
    pictures: Mapping[str, bytes],
    boxes_on: str,
) -> str:
    code, region = placed.codes[one.code - 1], Region.parsed(one.region)
    words = " ".join(_words(source, region)) if region.picture == boxes_on else ""
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    beneath = f"<p>Words beneath: {shown(words)}</p>\n" if words else ""
    return (
        f'<li><figure>{_picture(region, words, pictures)}<figcaption><span class="key">'
        f"{code.number}</span> <bdi>{shown(code.name)}</bdi> "
        f'<span class="by">{shown(one.by)}</span> <code>{shown(one.region)}</code></figcaption>'
        f"</figure>\n{beneath}</li>\n"
    )


def _picture(region: Region, words: str, pictures: Mapping[str, bytes]) -> str:
    if region.picture not in pictures:
        return ""
    try:
        piece = cut_out(pictures[region.picture], region)
    except ValueError as error:
        return f"<p>{shown(str(error))}</p>"
    alt = shown(words or "place without words")
    data = base64.b64encode(piece).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{alt}">'


def _words(source: Source, region: Region) -> Iterator[str]:
    for part in blocks_beneath(source, region):
        yield " ".join(source.text[part.start : part.end].split())
