"""The report page: structure, escaping, links, contrast."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from casestudy import tables
from casestudy.claims import Ledger
from casestudy.report import reproduction_page, write_page
from tests.tables import made

NASTY = "<script>alert('x')</script> & \"quoted\""


def figure(**changes: Any) -> dict[str, Any]:
    return {
        "id": "03 matrix",
        "title": f"Figure {NASTY}",
        "alt": f"Alternative {NASTY}",
        "provenance": [f"published: {NASTY}"],
        "synthetic": False,
        "files": ["03 matrix.svg", "03 matrix.pdf", "03 matrix.png", "03 matrix.csv"],
        "width_mm": 114.0,
        **changes,
    }


def table_record(n_rows: int = 2, *, synthetic: bool = False) -> dict[str, Any]:
    origin = made.SYNTHETIC if synthetic else made.PUBLISHED
    shown = tables.Table(
        title="A table", columns=(tables.Column(name="a"),),
        rows=tuple((f"row {i}",) for i in range(n_rows)), provenance=(origin,),
    )  # fmt: skip
    return {
        "id": f"t{n_rows}", "title": "A table", "synthetic": synthetic, "files": ["t.tex"],
        "provenance": [str(origin)], "html": shown._repr_html_(),
    }  # fmt: skip


def page(**changes: Any) -> str:
    settings: dict[str, Any] = {
        "title": f"Study {NASTY}",
        "ledger": made.claims(),
        "figures": [figure()],
        "tables": [table_record()],
        "notebooks": [
            {"name": "01.ipynb", "error": ""},
            {"name": f"02{NASTY}.ipynb", "error": f"Broken {NASTY}"},
        ],
        "intro": f"Intro {NASTY}",
        **changes,
    }
    return reproduction_page(**settings)


def root(**changes: Any) -> HtmlElement:
    return lxml_html.document_fromstring(page(**changes))


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_everything_is_escaped() -> None:
    shown = page()
    assert "<script" not in shown
    assert text(root().find(".//h1")) == f"Study {NASTY}"
    assert root().xpath("//figure/img/@alt") == [f"Alternative {NASTY}"]
    assert NASTY in text(root().xpath("//pre")[0])


def test_basics_of_accessibility() -> None:
    found = root()
    assert found.get("lang") == "en"
    assert len(found.xpath("//h1")) == 1
    for landmark in ("header", "nav", "main", "footer"):
        assert len(found.xpath(f"//body/{landmark}")) == 1
    assert found.xpath("//nav/@aria-label") == ["Contents"]
    assert found.xpath("//head/title")[0].text.startswith("Reproduction report: ")
    assert found.xpath("//meta[@name='viewport']")
    assert all(image.get("alt") for image in found.xpath("//img"))
    assert all(th.get("scope") in ("row", "col") for th in found.xpath("//th"))
    levels = [int(h.tag[1]) for h in found.iter("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_first_link_skips_to_the_content() -> None:
    links = root().xpath("//a")
    assert links[0].get("href") == "#main"
    assert root().xpath("//main/@id") == ["main"]


def test_every_link_within_the_page_leads_somewhere_and_ids_are_unique() -> None:
    found = root()
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in found.xpath("//a/@href") if href.startswith("#")]
    assert set(targets) <= set(ids)
    named = found.xpath("//@aria-labelledby")
    assert set(named) <= set(ids)


def test_no_script_and_no_other_host() -> None:
    shown = page()
    assert "<script" not in shown
    assert not re.search(r"""(?:src|href)=["'](?:[a-z]+:)?//""", shown)
    assert "@import" not in shown
    assert "url(" not in shown


def test_summary_counts_verdicts_and_keeps_synthetic_apart() -> None:
    found = root()
    tiles = [text(tile) for tile in found.xpath("//ul[@class='tiles']/li")]
    assert tiles == [
        "2 ✓ holds1 of them synthetic", "1 ✗ differs", "1 ○ not computed", "1 ∅ not recoverable",
    ]  # fmt: skip
    said = text(found.xpath("//section[@id='summary']/p")[0])
    assert "1 of 3 findings computed from published evidence hold" in said
    assert "1 of 1 stand-ins computed from made-up answers hold" in said
    assert "1 findings could not be recovered" in said
    broken = found.xpath("//ul[@class='broken']//a/@href")
    assert broken == ["#claim-C-ORDER", "#claim-C-OPEN"]
    assert "stranger" in text(found.xpath("//section[@id='summary']")[0])


def test_each_claim_is_told() -> None:
    found = root()
    claims = found.xpath("//article")
    assert [claim.get("id") for claim in claims] == [
        "claim-C-N", "claim-C-ORDER", "claim-C-OPEN", "claim-S-1", "claim-N-1",
    ]  # fmt: skip
    order = text(claims[1])
    for part in ("In order.", "lakso2021, pp. 2-3", "a; b", "b; a", "✗ differs", "02.ipynb",
                 "same members in the same order"):  # fmt: skip
        assert part in order
    assert "SYNTHETIC" in text(claims[3])
    assert "SYNTHETIC" not in text(claims[0])
    lost = text(claims[4])
    assert "Lost <i>finding</i>." in lost
    assert "The page could not be read." in lost
    assert "Computed" not in lost


def test_claims_stand_under_their_kind() -> None:
    heads = [text(h) for h in root().xpath("//section[@id='findings']/h3")]
    assert heads == [
        "From published evidence (3)", "With synthetic stand-ins (1)", "Not recoverable (1)",
    ]  # fmt: skip


def test_verdict_is_told_by_word_sign_and_colour() -> None:
    for claim in root().xpath("//article"):
        verdict = claim.xpath(".//span[@class='verdict']")[0]
        sign, _, word = text(verdict).partition(" ")
        assert sign in "✓✗○∅"
        assert word in ("holds", "differs", "not computed", "not recoverable")
        assert f"verdict-{word.replace(' ', '-')}" in claim.get("class")


def test_figure_links_are_relative_and_quoted() -> None:
    found = root()
    image = found.xpath("//figure/img")[0]
    assert image.get("src") == "../figures/03%20matrix.svg"
    assert image.get("style") == "width:114mm"
    links = found.xpath("//figure//ul[@class='downloads']//a")
    assert [link.get("href") for link in links] == [
        "../figures/03%20matrix.svg", "../figures/03%20matrix.pdf", "../figures/03%20matrix.png",
        "../figures/03%20matrix.csv",
    ]  # fmt: skip
    assert text(links[1]) == f"PDF of Figure {NASTY}"


@pytest.mark.parametrize("is_synthetic", [True, False])
def test_synthetic_badge_exactly_when_due(is_synthetic: bool) -> None:
    found = root(
        figures=[figure(synthetic=is_synthetic)], tables=[table_record(synthetic=is_synthetic)]
    )
    assert ("SYNTHETIC" in text(found.xpath("//figure")[0])) is is_synthetic
    assert ("SYNTHETIC" in text(found.xpath("//details")[0])) is is_synthetic


def test_tables_stand_on_the_page_without_looks_of_their_own() -> None:
    found = root(tables=[table_record(2), table_record(40)])
    assert len(found.xpath("//body//style")) == 0
    assert len(found.xpath("//table")) == 2
    short, long = found.xpath("//details")
    assert short.get("open") is not None
    assert long.get("open") is None
    assert "40 rows" in text(long)


def test_notebooks() -> None:
    items = [text(item) for item in root().xpath("//ul[@class='notebooks']/li")]
    assert items[0] == "✓ 01.ipynb: ran"
    assert items[1].startswith("✗ 02<script>")


def test_empty_study() -> None:
    shown = root(ledger=Ledger(claims=()), figures=[], tables=[], notebooks=[], intro="")
    said = text(shown)
    for sentence in ("No finding is listed.", "No figure was written.", "No table was written.",
                     "No notebook was run."):  # fmt: skip
        assert sentence in said
    assert not shown.xpath("//p[@class='lead']")


def test_write_page(tmp_path: Path) -> None:
    path = write_page(tmp_path / "new" / "index.html", "<p>ä</p>")
    assert path.read_bytes() == "<p>ä</p>".encode()


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough(scheme: str) -> None:
    css = (files("casestudy.report") / "page.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[scheme == "dark"]))
    pairs = [(ink, "page") for ink in ("text", "quiet", "link")]
    pairs += [(ink, "panel") for ink in ("text", "quiet", "link")]
    pairs += [(ink, f"{ink}-ground") for ink in ("holds", "differs", "open", "lost")]
    for ink, ground in pairs:
        assert _contrast(colours[ink], colours[ground]) >= 4.5, f"{ink} on {ground}"
    assert _contrast(colours["focus"], colours["page"]) >= 3


def test_page_can_be_printed_and_read_in_the_dark() -> None:
    shown = page()
    assert "@media print" in shown
    assert "@media (prefers-color-scheme: dark)" in shown
    assert ":focus-visible" in shown
    assert "prefers-reduced-motion" in shown
