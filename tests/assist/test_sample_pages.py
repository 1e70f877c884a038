"""The audit on whole shop pages: every feature that it calls observed was judged by hand."""

from __future__ import annotations

import gzip
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from casestudy.assist.audit_hits import made_ready, page_hits
from casestudy.assist.audited_page import AuditedPage
from casestudy.ingest import Reading, page_html, webpage
from casestudy.ingest.original import Original
from casestudy.ingest.readers import read_file
from casestudy.pages.site_features import LEAST_PRECISION
from casestudy.pages.warc import read_records
from casestudy.sources import Source
from casestudy.store import read_site_features

from .labelling import ROOT

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "web"
CAPTURED = ROOT / "synthetic" / "websites_study" / "sources" / "websites"
LABELS = tomllib.loads(Path(__file__).with_name("sample_pages.toml").read_text("utf-8"))["page"]
READY = made_ready(read_site_features(ROOT).chosen())

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SAMPLES.exists(), reason="the sample pages lie beside a checkout only"),
]


def page_of(id: str) -> tuple[Reading, bytes]:
    """A page as it is read, and its HTML."""
    name, _, number = id.partition(" ")
    if name.endswith(".mhtml"):
        return read_file(SAMPLES / name), page_html(SAMPLES / name)
    if "." in name and not name.endswith(".gz"):
        path = CAPTURED / name / "dom.html"
        return read_file(path, kind="website"), page_html(path)
    if number:
        answers = [one for one in read_records(SAMPLES / name) if one.kind == "response"]
        html = answers[int(number) - 1].block.partition(b"\r\n\r\n")[2]
    else:
        html = gzip.decompress((SAMPLES / name).read_bytes())
    return webpage.read(Original(path=Path("page.html"), data=html, kind="website")), html


def observed(id: str) -> set[str]:
    """What the audit calls observed on a page."""
    reading, html = page_of(id)
    source = Source(
        id="page", kind="website", text=reading.text, parts=reading.parts, language=reading.language
    )
    hits = page_hits(AuditedPage(source=source, html=html), READY)
    return {READY.features[n].id for n in hits.found if hits.state(n) == "observed"}


@pytest.mark.parametrize("page", LABELS, ids=lambda page: str(page["id"]))
def test_every_hit_on_a_sample_page_was_judged(page: dict[str, Any]) -> None:
    found = observed(page["id"])
    unjudged = found - set(page["right"]) - set(page["wrong"])
    assert not unjudged, "read the page and write what is right into sample_pages.toml"
    assert found >= set(page["right"]), "what was found rightly before is found no more"


def test_no_feature_on_by_default_is_often_wrong_on_sample_pages() -> None:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for page in LABELS:
        found = observed(page["id"])
        right.update(found & set(page["right"]))
        wrong.update(found & set(page["wrong"]))
    precision = {one: right[one] / (right[one] + wrong[one]) for one in right | wrong}
    assert len(LABELS) >= 10
    assert sum(right.values()) > 200
    assert {one: p for one, p in precision.items() if p < LEAST_PRECISION} == {}
