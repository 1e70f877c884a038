"""Pages made to stop or to trick a reader: bounded, refused in words, never run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.errors import BadFile
from casestudy.ingest import Reading, webpage
from casestudy.ingest.original import Original
from casestudy.ingest.wordlists import words


def read(page: str) -> Reading:
    """What a page says."""
    return webpage.read(Original(path=Path("page.html"), data=page.encode(), kind="website"))


SECONDS = 10
"""More than ten times what any of these pages takes."""


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 100_000 + "x", id="depth"),
        pytest.param(
            "<p>" + "".join(f"<font a={n}>" for n in range(10_000)) + "</p>" + "<p>x</p>" * 10_000,
            id="marks opened anew",
        ),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x", id="attributes"),
    ],
)
def test_bombs_are_refused_in_words_before_they_are_parsed(page: str) -> None:
    began = time.process_time()
    with pytest.raises(BadFile, match=r"page\.html") as refused:
        read(page)
    assert "," in str(refused.value) or "more" in str(refused.value)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param(
            '<img src="data:image/png;base64,' + "A" * 3_000_000 + '"><p>x</p>', "x", id="data URI"
        ),
        pytest.param("<select>" + "<option>a" * 30_000 + "</select>", None, id="options"),
        pytest.param(
            '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>x</p>", "x",
            id="deep JSON",
        ),
        pytest.param("<p>a<a href='" + "x>" * 100_000, None, id="quote left open"),
        pytest.param("<x-a>" * 50_000 + "x", "x", id="depth of elements of its own"),
        pytest.param("<h1>a</h1><h6>b</h6>" * 5_000, None, id="headings"),
        pytest.param("<table>" + "x<b>" * 2_000, None, id="words that leave tables"),
        pytest.param("<h2>" + "<p>word</p>" * 30_000, None, id="heading left open"),
        pytest.param(
            '<p>x</p><script type="application/ld+json">{"'
            + "k" * 1_000_000
            + '":['
            + "1," * 4_000
            + "1]}</script>",
            None, id="long key of many values",
        ),
    ],
)  # fmt: skip
def test_odd_pages_are_read_in_time(page: str, text: str | None) -> None:
    began = time.process_time()
    reading = read(page)
    assert text is None or reading.text == text
    assert len(reading.text) < 5_000_000
    assert all(len(part.heading) < 5_000 for part in reading.parts)
    assert time.process_time() - began < SECONDS


def test_nothing_of_a_page_is_run_and_its_scripts_are_no_text() -> None:
    page = (
        '<body onload="alert(1)"><a href="javascript:alert(2)">Buy</a><script>alert(3)</script>'
        '<style>p{background:url(https://spy.test/a)}</style><img src=x onerror="alert(4)">'
        "<object data=x>five</object></body>"
    )
    reading = read(page)
    assert reading.text == "Buy\nfive"
    assert "alert" not in reading.text


TAGS = st.sampled_from(
    sorted(
        words(
            "p div table tr td th b i a svg math template select option form button li ul dl dt "
            "pre iframe noscript textarea title h1 h2 nav footer dialog details x-a font nobr "
            "marquee frameset"
        )
    )
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    TAGS.map(lambda tag: f"<{tag} hidden title='t' aria-label=l alt='' id=i{tag}>"),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "\x00", "<", ">", "\n", '"']
    ),
    st.text(min_size=1, max_size=6),
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=30))
def test_any_page_gives_blocks_that_lie_in_order_in_its_text(pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    try:
        reading = webpage.read(Original(path=Path("p.html"), data=data, kind="website"))
    except BadFile:
        return
    at = 0
    for part in reading.parts:
        assert at <= part.start < part.end <= len(reading.text)
        assert part.locator.startswith("/html[1]")
        assert reading.text[part.start : part.end].strip()
        at = part.end
