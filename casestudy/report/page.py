"""One static page: verdicts, findings, figures, tables, notebooks.

The page needs no script and no other host, can be read by assistive technology, printed, and read
in the dark. Figures and tables come as plain records, as `save_figure` and `save_table` write
them; pictures and downloads are linked relative to the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from casestudy.claims import Ledger
from casestudy.report.parts import (
    escaped,
    figure_section,
    findings_section,
    notebook_section,
    summary_section,
    table_section,
)

Record = Mapping[str, Any]


def reproduction_page(
    *,
    title: str,
    ledger: Ledger,
    figures: Sequence[Record],
    tables: Sequence[Record],
    notebooks: Sequence[Record],
    intro: str = "",
) -> str:
    """The report of a rerun as one HTML page.

    Parameters
    ----------
    title : str
        Title of the study.
    ledger : Ledger
        Every published finding with its verdict.
    figures : sequence of mapping
        Records of saved figures: `id`, `title`, `alt`, `provenance`, `synthetic`, `files`,
        `width_mm`. The files lie in `../figures/`, seen from the page.
    tables : sequence of mapping
        Records of saved tables: `id`, `title`, `provenance`, `synthetic`, `files`, and `html`, the
        table as its own saved HTML, which is taken as it is. The files lie in `../tables/`.
    notebooks : sequence of mapping
        What was run: `name` and `error`, which is empty if it ran through.
    intro : str
        Sentences at the top.

    Returns
    -------
    str
        A whole page; all text but the HTML of the tables is escaped.

    Examples
    --------
    >>> page = reproduction_page(title="A study", ledger=Ledger(claims=()), figures=[], tables=[],
    ...                          notebooks=[])
    >>> page.splitlines()[1]
    '<html lang="en">'
    """
    sections = {
        "summary": ("Summary", summary_section(ledger)),
        "findings": (f"Findings ({len(ledger.claims)})", findings_section(ledger)),
        "figures": (f"Figures ({len(figures)})", figure_section(figures)),
        "tables": (f"Tables ({len(tables)})", table_section(tables)),
        "notebooks": (f"Notebooks ({len(notebooks)})", notebook_section(notebooks)),
    }
    links = "".join(
        f'<li><a href="#{id}">{escaped(head)}</a></li>' for id, (head, _) in sections.items()
    )
    body = "\n".join(
        f'<section id="{id}" aria-labelledby="{id}-head">\n'
        f'<h2 id="{id}-head">{escaped(head)}</h2>\n{content}</section>'
        for id, (head, content) in sections.items()
    )
    lead = f'<p class="lead">{escaped(intro)}</p>\n' if intro.strip() else ""
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en">\n'
        f"{_head(title)}"
        "<body>\n"
        '<a class="skip" href="#main">Skip to the findings</a>\n'
        f'<header>\n<p class="kind">Reproduction report</p>\n<h1>{escaped(title)}</h1>\n{lead}'
        f"</header>\n"
        f'<nav aria-label="Contents"><ul>{links}</ul></nav>\n'
        f'<main id="main" tabindex="-1">\n{body}\n</main>\n'
        "<footer><p>A verdict compares what a work printed with what the notebooks computed from "
        "its published rows. Made-up data is marked SYNTHETIC and proves nothing about the study."
        "</p></footer>\n"
        "</body>\n</html>\n"
    )


def write_page(path: Path | str, html: str) -> Path:
    """Write a page, with its folder if need be.

    Parameters
    ----------
    path : path
        Where to.
    html : str
        The page.

    Returns
    -------
    path
        Where it was written.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(html, encoding="utf-8", newline="")
    return target


def _head(title: str) -> str:
    css = (files("casestudy.report") / "page.css").read_text("utf-8")
    return (
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>Reproduction report: {escaped(title)}</title>\n"
        f"<style>\n{css}</style>\n</head>\n"
    )
