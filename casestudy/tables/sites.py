"""Websites in tables: side by side by feature or theme, and what changed on a page."""

from __future__ import annotations

from collections.abc import Iterable

from casestudy.assist import SiteAudit
from casestudy.qualitative import PageChanges
from casestudy.tables.style import Column, Table

WORDS = {"present": "shell", "not observed": "–", "unknown": "?"}
SAID = (
    "“shell” is there without its content; – was not observed in complete captures; ? is unknown. "
    "None of them means no."
)


def site_features(result: SiteAudit, *, title: str = "Features by site") -> Table:
    """Which features each site shows, with the number of pages.

    Parameters
    ----------
    result : SiteAudit
        Features become rows, sites columns.
    title : str
        What the table is called.
    """
    names = {theme.id: theme.name for theme in result.codebook.themes}
    rows = [
        (
            names[feature.theme],
            feature.name,
            *(
                f"yes ({n})" if state == "observed" else WORDS[state]
                for state, n in zip(states, pages, strict=True)
            ),
            f"{feature.precision:.2f}",
        )
        for feature, states, pages in zip(
            result.features, result.states, result.n_pages, strict=True
        )
    ]
    columns = (
        Column(name="Theme"),
        Column(name="Feature"),
        *(Column(name=name, align="centre") for name in result.site_names),
        Column(name="Precision", align="right"),
    )
    said = ("In brackets: on how many pages. Precision: on labelled pages.", SAID)
    return _table(result, title, columns, rows, said)


def site_themes(result: SiteAudit, *, title: str = "Themes by site") -> Table:
    """How many features of each theme each site shows, of those looked for.

    Parameters
    ----------
    result : SiteAudit
        Themes become rows in codebook order, sites columns.
    title : str
        What the table is called.
    """
    names = {theme.id: theme.name for theme in result.codebook.themes}
    rows = []
    for row, theme in enumerate(result.themes):
        n = sum(one.theme == theme for one in result.features)
        cells = (
            f"{seen}/{n}" if state == "observed" else WORDS[state]
            for state, seen in zip(result.theme_states[row], result.n_observed[row], strict=True)
        )
        rows.append((names[theme], *cells))
    columns = (
        Column(name="Theme"),
        *(Column(name=name, align="centre") for name in result.site_names),
    )
    said = ("Features observed of those looked for; features are not of equal weight.", SAID)
    return _table(result, title, columns, rows, said)


def page_changes(result: PageChanges, *, title: str = "") -> Table:
    """What changed on a page, with the themes of codings on it.

    Parameters
    ----------
    result : PageChanges
        One row a change.
    title : str
        What the table is called; made of the page and the two dates if empty.
    """
    names = {theme.id: theme.name for theme in result.codebook.themes}
    fields = ["change", "themes", "suggested", "old_text", "new_text"]
    rows = []
    for change, themes, hinted, old, new in result.rows[fields].itertuples(index=False):
        told = [names.get(theme, theme) for theme in themes.split("; ") if theme]
        told += [f"({names.get(one, one)})" for one in hinted.split("; ") if one not in ("", *told)]
        before, after = (words.replace("\n", " | ") for words in (old, new))
        rows.append((change, "; ".join(told), before, after))
    columns = tuple(Column(name=name) for name in ("Change", "Themes", "Before", "After"))
    said = ["Themes in brackets are only suggested by a rule."]
    counts = [f"{n} {outcome}" for outcome, n in result.receipts if n]
    if counts:
        said.append(f"Codings carried to the new state: {', '.join(counts)}.")
    title = title or f"{result.source}: from {result.before} to {result.after}"
    return _table(result, title, columns, rows, said)


def _table(
    result: SiteAudit | PageChanges,
    title: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[str, ...]],
    said: Iterable[str],
) -> Table:
    return Table(
        title=title,
        columns=columns,
        rows=tuple(rows),
        notes=(*said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )
