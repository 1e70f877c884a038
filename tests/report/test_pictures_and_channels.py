"""Pages of captured sources: coded places cut out, and what stands beside the text."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import pytest
from PIL import Image

from casestudy.codings import Coding, Codings, codings_frame
from casestudy.regions import Region
from casestudy.report import transcript_page
from casestudy.report.crops import cut_out
from casestudy.sources import Part, Source

from .test_transcript import BOOK, NASTY

TEXT = f"Shop\nTerms\nalt: {NASTY}"
PAGE = Source(
    id="talk",
    kind="website",
    text=TEXT,
    parts=(
        Part(kind="block", start=0, end=4, view="navigation", box=(0, 0, 50, 20)),
        Part(kind="block", start=5, end=10, view="main", box=(0, 20, 50, 20)),
        Part(
            kind="channel", start=16, end=len(TEXT), channel="alt",
            locator="/html[1]/body[1]/img[1]/@alt",
        ),
    ),
)  # fmt: skip
REGION = Region(picture="screenshot.png", x=0, y=18, width=40, height=24)


def png(colour: str = "#ff0000") -> bytes:
    out = BytesIO()
    picture = Image.new("RGB", (60, 50), colour)
    picture.info["comment"] = "<script>"
    picture.save(out, "PNG")
    return out.getvalue()


def page(*codings: Coding, **more: object) -> str:
    frame = Codings(frame=codings_frame(list(codings)), codebook=BOOK)
    return transcript_page(PAGE, codings=frame, **more)  # type: ignore[arg-type]


def coded(**more: object) -> Coding:
    return Coding(id="c", source="talk", code="trust", coder="anna", **more)  # type: ignore[arg-type]


def test_a_coded_place_is_cut_out_with_the_words_beneath() -> None:
    shown = page(
        coded(region=REGION), pictures={"screenshot.png": png()}, boxes_on="screenshot.png"
    )
    [data] = re.findall(r'<img src="data:image/png;base64,([^"]+)" alt="Terms">', shown)
    with Image.open(BytesIO(base64.b64decode(data))) as piece:
        assert piece.size == (40, 24)
        assert piece.getpixel((3, 3)) == (255, 0, 0)
    assert "Words beneath: Terms" in shown
    assert "screenshot.png#xywh=0,18,40,24" in shown
    assert "the whole source" not in shown


def test_words_beneath_an_older_picture_are_not_guessed() -> None:
    shown = page(coded(region=REGION), pictures={"screenshot.png": png()}, boxes_on="other.png")
    assert "<img" in shown
    assert "Words beneath" not in shown


@pytest.mark.parametrize(
    ("pictures", "sentence"),
    [
        ({}, "screenshot.png#xywh="),
        ({"screenshot.png": b"<script>"}, "cannot be read"),
        ({"screenshot.png": png()[:50]}, "cannot be read"),
    ],
)
def test_pictures_that_are_missing_or_broken(pictures: dict[str, bytes], sentence: str) -> None:
    shown = page(coded(region=REGION), pictures=pictures)
    assert sentence in shown
    assert "<img" not in shown
    assert "<script" not in shown


def test_a_region_beyond_the_picture() -> None:
    far = Region(picture="a.png", x=50, y=0, width=40, height=4)
    with pytest.raises(ValueError, match="lies beyond the picture"):
        cut_out(png(), far)


def test_what_stands_beside_the_text_is_shown_and_coded() -> None:
    shown = page(coded(start=16, end=len(TEXT), quote=NASTY))
    assert 'id="beside"' in shown
    assert '<span class="role">alt</span>' in shown
    assert '<span class="role">navigation</span>' in shown
    assert "on words that are not shown" not in shown
    assert "<script" not in shown
    assert shown.index('id="words"') < shown.index('id="beside"')
    assert 'id="beside"' not in transcript_page(Source(id="n", kind="document", text="Fair"))
