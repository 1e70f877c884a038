"""Companion schemes beside the main one: how many codes each has and which themes they speak to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codebook import Codebook
from casestudy.crosswalk import NONE, Crosswalk
from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance, kinds, merged
from casestudy.qualitative.counts import counts, long_counts
from casestudy.results import as_html, as_text

_TYPES = {
    "scheme": "str",
    "title": "str",
    "work": "str",
    "year": "Int64",
    "page": "str",
    "n_codes": "int64",
    "n_linked": "int64",
    "n_none": "int64",
    "provenance": "str",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SchemeOverview:
    """One row a scheme: scheme, title, work, year, page, n_codes, n_linked, n_none, provenance."""

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrosswalkMatrix:
    """How many codes of each companion scheme speak to each theme.

    Parameters
    ----------
    schemes, scheme_titles : tuple of str
        Ids and titles of the companion schemes.
    themes, theme_names : tuple of str
        Ids and names of the themes in codebook order, then "none".
    counts : array of int, shape (n_schemes, n_themes + 1)
        Codes linked; a code linked to two themes counts once in each.
    """

    schemes: tuple[str, ...]
    scheme_titles: tuple[str, ...]
    themes: tuple[str, ...]
    theme_names: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a scheme and theme: scheme, theme, n, provenance."""
        scheme, theme, n = long_counts(self.counts, rows=self.schemes, columns=self.themes)
        frame = pd.DataFrame({"scheme": scheme, "theme": theme, "n": n})
        frame = frame.assign(provenance=kinds(self.provenance))
        return frame.astype(dict.fromkeys(["scheme", "theme", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def scheme_overview(
    schemes: Sequence[Codebook], *, crosswalk: Crosswalk, years: Mapping[str, int]
) -> SchemeOverview:
    """What each scheme is, and for how many of its codes the sources support a theme.

    Parameters
    ----------
    schemes : sequence of Codebook
        One row each, in the order given.
    crosswalk : Crosswalk
        Links of other schemes are not looked at.
    years : mapping of str to int
        Year of each work by id; a work without one has a missing year, and a note says so.

    Returns
    -------
    SchemeOverview
        `n_linked` counts codes with at least one theme, `n_none` codes that the crosswalk answers
        with "none" only; the two miss the sum `n_codes` where codes are not answered for.

    Raises
    ------
    ValueError
        If a scheme is listed twice.

    Notes
    -----
    A code without a theme says that the sources support no link, not that there is none.

    Examples
    --------
    >>> from casestudy.codebook import Code
    >>> from casestudy.crosswalk import Link
    >>> from casestudy.provenance import Citation
    >>> cited = Citation(work="w2001", page="28")
    >>> scheme = Codebook(id="means", codes=(Code(id="mail", name="mail"),), source=cited)
    >>> link = Link(scheme="means", code="mail", theme="trust", reason="…", source=cited)
    >>> walk = Crosswalk(links=(link,))
    >>> found = scheme_overview([scheme], crosswalk=walk, years={"w2001": 2001}).frame
    >>> found[["year", "n_codes", "n_linked", "n_none"]].values.tolist()
    [[2001, 1, 1, 0]]
    """
    ids = [scheme.id for scheme in schemes]
    twice = [id for id in ids if ids.count(id) > 1]
    if twice:
        raise ValueError(f"scheme {twice[0]!r} is listed twice; list each scheme once")
    answered = _answered(crosswalk)
    rows = [_overview_row(scheme, answered, years) for scheme in schemes]
    frame = pd.DataFrame(rows, columns=[*_TYPES]).astype(_TYPES)
    return SchemeOverview(
        frame=frame,
        notes=(*_overview_notes(frame), *_inference_notes(crosswalk, ids)),
        provenance=merged(scheme.provenance for scheme in schemes),
    )


def crosswalk_matrix(
    crosswalk: Crosswalk, *, schemes: Mapping[str, Codebook], codebook: Codebook
) -> CrosswalkMatrix:
    """How many codes of each companion scheme are linked to each theme.

    Parameters
    ----------
    crosswalk : Crosswalk
        A code linked to several themes counts once in each. Links of schemes that are not given
        are left out, and a note counts them.
    schemes : mapping of str to Codebook
        Companion schemes by id, one row each in this order; the main scheme is left out.
    codebook : Codebook
        The main scheme, whose themes are the columns; "none" stands last.

    Returns
    -------
    CrosswalkMatrix
        Notes say how many links are inferences.

    Raises
    ------
    LookupError
        If a link names a code or theme that does not exist.

    Notes
    -----
    A zero means that no code of the scheme was linked to the theme. Rows are not comparable: a
    scheme with more codes has more links.

    Examples
    --------
    >>> from casestudy.codebook import Code
    >>> from casestudy.crosswalk import Link
    >>> from casestudy.provenance import Citation
    >>> main = Codebook(id="main", codes=(Code(id="trust", name="trust"),))
    >>> other = Codebook(id="means", codes=(Code(id="mail", name="mail"),))
    >>> link = Link(scheme="means", code="mail", theme="none", reason="…",
    ...             source=Citation(work="w", status="inference"))
    >>> walk = Crosswalk(links=(link,))
    >>> found = crosswalk_matrix(walk, schemes={"means": other}, codebook=main)
    >>> found.themes, found.counts.tolist()
    (('trust', 'none'), [[0, 1]])
    """
    themes = {theme.id: theme.name for theme in codebook.themes} | {NONE: NONE}
    ids = tuple(id for id in schemes if id != codebook.id)
    _check_links(crosswalk, {id: schemes[id] for id in ids}, themes, main=codebook.id)
    links = crosswalk.to_frame().drop_duplicates(["scheme", "code", "theme"])
    table = counts(links["scheme"], links["theme"], row_ids=ids, column_ids=[*themes])
    return CrosswalkMatrix(
        schemes=ids,
        scheme_titles=tuple(schemes[id].title or id for id in ids),
        themes=tuple(themes),
        theme_names=tuple(themes.values()),
        counts=table,
        notes=(*_matrix_notes(crosswalk, ids), *_inference_notes(crosswalk, ids)),
        provenance=merged(schemes[id].provenance for id in ids),
    )


def _answered(crosswalk: Crosswalk) -> dict[str, dict[str, bool]]:
    """By scheme: the codes that the crosswalk answers for, and whether any theme is linked."""
    found: dict[str, dict[str, bool]] = {}
    for link in crosswalk.links:
        codes = found.setdefault(link.scheme, {})
        codes[link.code] = codes.get(link.code, False) or link.theme != NONE
    return found


def _overview_row(
    scheme: Codebook, answered: Mapping[str, Mapping[str, bool]], years: Mapping[str, int]
) -> dict[str, object]:
    """One scheme as a row."""
    has_theme = [linked for code, linked in answered.get(scheme.id, {}).items() if code in scheme]
    work = scheme.source.work if scheme.source else ""
    return {
        "scheme": scheme.id,
        "title": scheme.title or scheme.id,
        "work": work,
        "year": years.get(work, pd.NA),
        "page": scheme.source.page if scheme.source else "",
        "n_codes": len(scheme),
        "n_linked": sum(has_theme),
        "n_none": len(has_theme) - sum(has_theme),
        "provenance": scheme.provenance.kind,
    }


def _overview_notes(frame: pd.DataFrame) -> list[str]:
    """Codes that nobody answered for, and works without a year."""
    notes = []
    n_open = int((frame["n_codes"] - frame["n_linked"] - frame["n_none"]).sum())
    if n_open:
        notes.append(f"Codes that the crosswalk does not answer for: {n_open}.")
    works = sorted({repr(work) for work in frame.loc[frame["year"].isna(), "work"] if work})
    if works:
        notes.append(f"Works of which the year is not known: {', '.join(works)}.")
    return notes


def _matrix_notes(crosswalk: Crosswalk, schemes: Sequence[str]) -> list[str]:
    """Schemes that nobody answered for, and links that are not shown."""
    notes = []
    linked = [link.scheme for link in crosswalk.links]
    unanswered = [repr(scheme) for scheme in schemes if scheme not in linked]
    if unanswered:
        notes.append(f"Schemes without any link in the crosswalk: {', '.join(unanswered)}.")
    n_others = sum(scheme not in schemes for scheme in linked)
    if n_others:
        notes.append(f"Links of schemes that are not shown: {n_others}.")
    return notes


def _inference_notes(crosswalk: Crosswalk, schemes: Sequence[str]) -> list[str]:
    """How many of the links of some schemes no work states."""
    links = [link for link in crosswalk.links if link.scheme in set(schemes)]
    n_inferred = sum(link.source.status == "inference" for link in links)
    if not n_inferred:
        return []
    return [f"Links that are inferences of ours: {n_inferred} of {len(links)}."]


def _check_links(
    crosswalk: Crosswalk,
    schemes: Mapping[str, Codebook],
    themes: Mapping[str, str],
    *,
    main: str,
) -> None:
    """Refuse links of the schemes shown to codes and themes that do not exist."""
    for link in crosswalk.links:
        if link.scheme not in schemes:
            continue
        schemes[link.scheme][link.code]
        if link.theme not in themes:
            raise LookupError(
                f"the crosswalk links {link.code!r} of {link.scheme!r} to {link.theme!r}, which is "
                f"neither a theme of {main!r} nor 'none'{did_you_mean(link.theme, themes)}"
            )
