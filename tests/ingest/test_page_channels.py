"""What a page says beside its text, and the parts of a page that it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import Reading
from casestudy.sources import Source

from .made import read

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Pump P-20</title>
<meta name="description" content="A small pump">
<script type="application/ld+json">{"@type": "Product", "name": "P-20",
 "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.5}}</script>
<script type="application/json" id="__NEXT_DATA__">{"page": {"note": "Delivered in two days"}}
</script></head><body>
<nav aria-label="Main menu"><a href="/">Start</a></nav>
<main><h1>Pump</h1><p>It pumps.</p><img src="a.png" alt="The pump from the side">
<i role="img" aria-label="4.5 of 5 stars"></i><abbr title="pieces">pcs</abbr>
<input type="text" placeholder="Ask about it" value="How heavy?">
<div itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="418"></div>
</main>
<dialog open>May we set cookies?</dialog>
<footer>Call us</footer></body></html>"""


def said(reading: Reading, channel: str) -> list[str]:
    """The lines of one channel, with their labels."""
    found = []
    for part in reading.parts:
        if part.channel == channel:
            start = reading.text.rfind("\n", 0, part.start) + 1
            found.append(reading.text[start : part.end])
    return found


@pytest.mark.parametrize(
    ("channel", "lines"),
    [
        ("aria-label", ["aria-label: Main menu", "aria-label: 4.5 of 5 stars"]),
        ("alt", ["alt: The pump from the side"]),
        ("title", ["title: pieces"]),
        ("placeholder", ["placeholder: Ask about it"]),
        ("value", ["value: How heavy?"]),
        ("meta", ["title: Pump P-20", "description: A small pump"]),
        ("microdata", ["price: 418"]),
        ("json-ld", ["name: P-20", "ratingValue: 4.5"]),
        ("state", ["note: Delivered in two days"]),
    ],
)
def test_what_is_said_beside_the_text(tmp_path: Path, channel: str, lines: list[str]) -> None:
    assert said(read(tmp_path, PAGE), channel) == lines


def test_the_text_of_the_page_comes_first_and_knows_nothing_of_the_channels(tmp_path: Path) -> None:
    reading = read(tmp_path, PAGE)
    bare = read(
        tmp_path, "<nav>Start</nav><h1>Pump</h1><p>It pumps.</p><p>pcs</p><dialog open>May we set "
        "cookies?</dialog><footer>Call us</footer>"
    )  # fmt: skip
    assert reading.text.startswith(bare.text + "\n")
    last_block = max(part.end for part in reading.parts if part.kind == "block")
    assert min(part.start for part in reading.parts if part.kind == "channel") > last_block


def test_each_has_its_place_and_the_types_around_it(tmp_path: Path) -> None:
    reading = read(tmp_path, PAGE)
    found = {reading.text[p.start : p.end]: (p.locator, p.heading) for p in reading.parts}
    assert found["The pump from the side"] == ("/html[1]/body[1]/main[1]/img[1]/@alt", "Pump")
    assert found["4.5"] == (
        "/html[1]/head[1]/script[1]#/aggregateRating/ratingValue", "Product > AggregateRating",
    )  # fmt: skip
    assert found["418"] == ("/html[1]/body[1]/main[1]/div[1]/meta[1]/@content", "Offer")


def test_views(tmp_path: Path) -> None:
    reading = read(tmp_path, PAGE)
    source = Source(id="p", kind="website", text=reading.text, parts=reading.parts)
    words = {
        view: [source.text[part.start : part.end] for part in source.blocks(view)]
        for view in ("navigation", "main", "dialog", "footer")
    }
    assert words == {
        "navigation": ["Start"],
        "main": ["Pump", "It pumps.", "pcs"],
        "dialog": ["May we set cookies?"],
        "footer": ["Call us"],
    }
    assert len(source.blocks()) == 6
    assert {part.channel for part in source.channels} == {
        *("aria-label", "alt", "title", "placeholder", "value"),
        *("meta", "microdata", "json-ld", "state"),
    }
    with pytest.raises(ValueError, match="view 'sidebar' is not known; did you mean 'aside'"):
        source.blocks("sidebar")


def test_a_source_counts_the_words_of_its_text_only(tmp_path: Path) -> None:
    reading = read(tmp_path, "<p>one two</p><img alt='three four five'>")
    source = Source(id="p", kind="website", text=reading.text, parts=reading.parts)
    assert source.n_words == 2


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            '<iframe srcdoc="<p>In &amp;amp; out</p>"></iframe>',
            ("In & out", "/html[1]/body[1]/iframe[1]/html[1]/body[1]/p[1]", False),
        ),
        (
            "<x-y><template shadowrootmode=open><p>deep</p></template></x-y>",
            ("deep", "/html[1]/body[1]/x-y[1]/template[1]/p[1]", False),
        ),
        (
            "<template><p>held back</p></template>",
            ("held back", "/html[1]/body[1]/template[1]/p[1]", True),
        ),
        (
            "<p>a <svg><text>drawn</text></svg></p>",
            ("a drawn", "/html[1]/body[1]/p[1]", False),
        ),
    ],
)
def test_frames_shadows_templates_and_drawings(
    tmp_path: Path, page: str, found: tuple[str, str, bool]
) -> None:
    reading = read(tmp_path, f"<!DOCTYPE html><body>{page}")
    blocks = [part for part in reading.parts if part.kind == "block"]
    assert [(reading.text[p.start : p.end], p.locator, p.hidden) for p in blocks] == [found]


def test_broken_structured_data_is_no_fault_of_the_page(tmp_path: Path) -> None:
    page = '<p>a</p><script type="application/ld+json">{"name": "x",</script>'
    assert read(tmp_path, page).text == "a"


def test_a_page_that_only_scripts_fill(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><title>Shop</title><div id=app></div>{}<script>fill()</script>"
    with pytest.raises(BadFile, match="holds no words"):
        read(tmp_path, page.format(""))
    told = '<script type="application/ld+json">{"@type": "Product", "name": "Pump"}</script>'
    reading = read(tmp_path, page.format(told))
    assert reading.text == "title: Shop\nname: Pump"
    assert "capture it with a browser" in reading.warnings[0]
