"""A hostile page in every face: shown in a browser with scripts on, nothing of it runs or calls."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from casestudy import Study, figures, new_study, qualitative, tables
from casestudy.annotate.still import still_html
from casestudy.desk.study_bench import StudyBench
from casestudy.report import transcript_page

from .browsing import DeskPage

BEACON = "http://beacon.example/"
ATTACK = f"<img src={BEACON}img onerror=window.ran=1>"
WORDS = html.escape(f"<script>window.ran=1</script>{ATTACK}</table></style>' onload='window.ran=1")
PAGE = f"""<!doctype html><html lang=en onload="window.ran=1"><head><title>{WORDS}</title>
<meta name=description content="{WORDS}"><style>@import url({BEACON}css);
body {{ background: url({BEACON}background) }}</style><script>window.ran=1</script>
<script type="application/ld+json">{{"@type": "Product", "name": "{ATTACK}",
"aggregateRating": {{"@type": "AggregateRating", "ratingValue": "4.5"}}}}</script></head>
<body onload="window.ran=1" style="background:url({BEACON}style)">
<h1>{WORDS}</h1><p>{WORDS}</p><a href="javascript:window.ran=1">Live chat with us {WORDS}</a>
<img src=x onerror="window.ran=1" alt="{WORDS}">
<svg onload="window.ran=1"><text>{WORDS}</text></svg>
<iframe src="{BEACON}frame"></iframe><iframe srcdoc="<script>parent.ran=1</script>in"></iframe>
<math><mtext><table><mglyph><style><!--</style><img title="--><img src=1 onerror=window.ran=1>">
</table></mtext></math><form action="{BEACON}form"><button formaction="javascript:window.ran=1">
Buy {WORDS}</button></form><p>Call us: <a href="tel:+358401234567">{WORDS}</a></p></body></html>"""


LOOK = """() => {
  const all = [...document.querySelectorAll('*')];
  return {
    ran: window.ran !== undefined,
    links: all.filter(e => ['href', 'src', 'action', 'formaction'].some(
      n => /^\\s*javascript:|beacon/i.test(e.getAttribute(n) || ''))).map(e => e.outerHTML),
    handlers: all.filter(e => [...e.attributes].some(a => /^on/i.test(a.name)))
      .map(e => e.outerHTML),
  };
}"""
FACES = (
    "transcript", "still desk", "audit", "changes", "quotations", "matrix", "shared", "codings",
    "study", "table of sources", "table of changes", "table of features", "table of quotations",
)  # fmt: skip
WITHOUT_WORDS = ("audit", "matrix", "shared", "table of features")
"""Faces that show counts and names of features, and no words of pages."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study with the page in two states, coded by a person and by the audit."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "page.html").write_text(PAGE, "utf-8")
    made = new_study(folder / "study", title=ATTACK)
    made.import_files(folder / "page.html", case="Shop", kind="website")
    anna = made.coder("anna")
    block = made.sources["page"].blocks()[1]
    theme = made.codebook.themes[0].id
    anna.code("page", theme, start=block.start, end=block.end, memo=ATTACK)
    (folder / "page.html").write_text(PAGE.replace("<p>", f"<p>{WORDS} changed ", 1), "utf-8")
    made.update_source("page", folder / "page.html")
    return made


def faces(study: Study) -> dict[str, str]:
    """Each way in which words of the page are shown as HTML."""
    page = study.sources["page"]
    audit, changes = study.audit(), study.changes("page")
    quoted = qualitative.quotations(study.codings, sources=study.sources)
    matrix = qualitative.theme_matrix(study.codings, cases=list(study.cases.values()))
    shared = qualitative.shared_blocks([page])
    bench = StudyBench(study, coder="anna")
    coded = bench.coded("page")
    found = {
        "transcript": transcript_page(page, codings=study.codings),
        "still desk": still_html(
            page, coded, codebook=study.codebook, coder="anna", keep_words=True
        ),
    }
    shown = {
        "audit": audit, "changes": changes, "quotations": quoted, "matrix": matrix,
        "shared": shared, "codings": study.codings, "study": study,
        "table of sources": tables.sources([page]),
        "table of changes": tables.page_changes(changes),
        "table of features": tables.site_features(audit),
        "table of quotations": tables.quotations(quoted),
    }  # fmt: skip
    for name, one in shown.items():
        make = getattr(one, "_repr_html_", None)
        found[name] = make() if make is not None else html.escape(repr(one))
    return found


@pytest.fixture(scope="module")
def shown(study: Study) -> dict[str, str]:
    return faces(study)


@pytest.mark.parametrize("name", FACES)
def test_no_face_runs_or_calls(browser: Browser, shown: dict[str, str], name: str) -> None:
    assert "window.ran" in shown[name] or "beacon" in shown[name] or name in WITHOUT_WORDS
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", lambda route: route.abort())
    page.set_content(f"<!doctype html><body>{shown[name]}", wait_until="domcontentloaded")
    page.wait_for_timeout(50)
    found: dict[str, Any] = page.evaluate(LOOK)
    page.close()
    assert found == {"ran": False, "links": [], "handlers": []}, name
    assert [url for url in asked if not url.startswith("data:")] == []


def test_the_desk_shows_hostile_words_as_words(page: DeskPage, study: Study) -> None:
    page.mount(StudyBench(study, coder="anna"), source="page")
    found = page.page.evaluate(LOOK)
    assert found == {"ran": False, "links": [], "handlers": []}
    assert "window.ran" in page.page.inner_text("body") or page.page.evaluate(
        "() => [...document.querySelectorAll('*')].some(e => e.shadowRoot)"
    )


def test_a_figure_writes_no_markup_of_the_page(study: Study, tmp_path: Path) -> None:
    audit = study.audit()
    figures.save_figure(
        figures.site_themes(audit), tmp_path / "figure", title=ATTACK, alt=ATTACK,
        width_mm=114, data=audit.to_frame(), provenance=audit.provenance,
    )  # fmt: skip
    drawn = (tmp_path / "figure.svg").read_text("utf-8")
    assert "<script" not in drawn
    assert "<img" not in drawn


def test_the_page_itself_would_run_and_call(browser: Browser) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", lambda route: route.abort())
    with page.expect_request(lambda request: "beacon" in request.url):
        page.set_content(PAGE, wait_until="domcontentloaded")
    page.wait_for_function("window.ran !== undefined")
    found = page.evaluate(LOOK)
    page.close()
    assert found["ran"]
    assert found["links"]
    assert any("beacon" in url for url in asked)
