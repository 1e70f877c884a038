"""A site audit: what each site shows of each theme, found by rule and shown with its place.

Three answers, never a bare "no". *Observed*: a page shows the feature, with words or a value of its
own. *Present*: its empty shell, or an address it would load from, is there, and its content is
not. *Unknown*: nothing was found, and that proves nothing. Only where every page was captured by a
browser with its log of requests is it said that a feature was *not observed* in those captures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from casestudy.assist.audit_hits import PageHits, made_ready, page_hits
from casestudy.assist.audit_results import HIT_COLUMNS, PAGE_COLUMNS, SiteAudit, audit_notes
from casestudy.assist.audited_page import AuditedPage
from casestudy.assist.signals import Found
from casestudy.codebook import Codebook
from casestudy.pages.blocks import FOREIGN, region_around
from casestudy.pages.site_features import Signal, SiteFeature
from casestudy.provenance import merged
from casestudy.sources import Box


def site_audit(
    pages: Iterable[AuditedPage],
    *,
    features: Sequence[SiteFeature],
    codebook: Codebook,
    site_names: Mapping[str, str] | None = None,
) -> SiteAudit:
    """What each site shows of each feature.

    Parameters
    ----------
    pages : iterable of AuditedPage
        Each is parsed once and forgotten before the next.
    features : sequence of SiteFeature
        What is looked for.
    codebook : Codebook
        The scheme that the features' codes belong to.
    site_names : mapping of str to str, optional
        Names of the sites by id; the id where none is given.

    Returns
    -------
    SiteAudit
        Sites in the order of their first page, features in the order of the themes.

    Raises
    ------
    ValueError
        If there is no page or no feature.
    UnknownCode
        If a code of a feature is not in the codebook.

    Examples
    --------
    >>> from casestudy.codebook import Code
    >>> from casestudy.sources import Part, Source
    >>> book = Codebook(id="demo", codes=(Code(id="trust", name="trust"),))
    >>> seal = SiteFeature(id="returns", name="returns", theme="trust", code="trust", signals=(
    ...     Signal(kind="wording", phrases={"en": ("free returns",)}),))
    >>> page = Source(id="p", kind="website", case="shop", text="Free returns for 30 days",
    ...               language="en", parts=(Part(kind="block", start=0, end=24),))
    >>> audit = site_audit([AuditedPage(source=page, html=b"<p>Free returns for 30 days")],
    ...                    features=[seal], codebook=book)
    >>> audit.states.tolist()
    [['observed']]
    """
    order = {theme.id: number for number, theme in enumerate(codebook.themes)}
    ordered = sorted(features, key=lambda one: order[codebook.theme_of(one.code).id])
    if not ordered:
        raise ValueError("no feature is given to look for; name some, or leave the choice out")
    searched = made_ready(tuple(ordered))
    each = [page_hits(page, searched) for page in pages]
    if not each:
        raise ValueError(
            "there is no page to audit: capture or import pages of a website, with --case for "
            "the site they belong to"
        )
    sites = tuple(dict.fromkeys(_site(hits.page) for hits in each))
    names = site_names or {}
    return SiteAudit(
        sites=sites,
        site_names=tuple(names.get(site) or site for site in sites),
        features=tuple(ordered),
        codebook=codebook,
        states=_states(each, sites, len(ordered)),
        n_pages=_n_pages(each, sites, len(ordered)),
        pages=_pages_frame(each),
        hits=_hits_frame(each, searched.features),
        notes=audit_notes([hits.page for hits in each], ordered),
        provenance=merged(hits.page.source.provenance for hits in each),
    )


def _site(page: AuditedPage) -> str:
    return page.site or page.source.case or page.source.id


def _states(each: Sequence[PageHits], sites: Sequence[str], n: int) -> np.ndarray:
    """Features by sites: the best that any page says; "not observed" only if all pages say so."""
    states = np.full((n, len(sites)), "unknown", dtype=object)
    for column, site in enumerate(sites):
        pages = [hits for hits in each if _site(hits.page) == site]
        for row in range(n):
            said = {hits.state(row) for hits in pages}
            best = ("observed", "present", "unknown", "not observed")
            states[row, column] = next(state for state in best if state in said)
    return states


def _n_pages(each: Sequence[PageHits], sites: Sequence[str], n: int) -> np.ndarray:
    """Features by sites: on how many pages the feature was observed."""
    counts = np.zeros((n, len(sites)), dtype=np.int64)
    for hits in each:
        column = sites.index(_site(hits.page))
        for row in hits.found:
            counts[row, column] += hits.state(row) == "observed"
    return counts


def _pages_frame(each: Sequence[PageHits]) -> pd.DataFrame:
    rows = [
        {
            "source": hits.page.source.id,
            "site": _site(hits.page),
            "title": hits.page.source.title,
            "url": hits.page.url,
            "words": hits.page.source.n_words,
            "complete": hits.page.complete,
            "n_observed": sum(hits.state(row) == "observed" for row in hits.found),
        }
        for hits in each
    ]
    return pd.DataFrame(rows, columns=list(PAGE_COLUMNS))


def _hits_frame(each: Sequence[PageHits], features: Sequence[SiteFeature]) -> pd.DataFrame:
    rows = [
        _row(hits, features[number], hits.counts[number], signal, found)
        for hits in each
        for number in sorted(hits.found)
        for signal, found in hits.found[number]
    ]
    return pd.DataFrame(rows, columns=list(HIT_COLUMNS))


def _row(
    hits: PageHits, feature: SiteFeature, n: int, signal: Signal, found: Found
) -> dict[str, object]:
    page, has_words = hits.page, found.start >= 0
    boxes = _boxes(page, found)
    region = region_around(boxes, picture=page.picture) if page.picture and boxes else None
    return {
        "site": _site(page),
        "source": page.source.id,
        "theme": feature.theme,
        "feature": feature.id,
        "name": feature.name,
        "code": feature.code,
        "state": found.state,
        "kind": signal.kind,
        "detail": found.detail,
        "text": page.source.text[found.start : found.end] if has_words else found.said,
        "start": found.start,
        "end": found.end,
        "locator": found.locator,
        "region": str(region or ""),
        "n_hits": n,
        "precision": feature.precision,
    }


def _boxes(page: AuditedPage, found: Found) -> list[Box]:
    """Where a hit lies on the picture: its own element, else the blocks with its words."""
    path = FOREIGN.sub(r"\1", found.locator.partition("/@")[0].partition("#")[0])
    if path in page.boxes:
        return [page.boxes[path]]
    return [
        block.box
        for block in page.source.blocks()
        if block.box and block.start < found.end and found.start < block.end
    ]
