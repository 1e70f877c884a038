"""A site audit: what each site shows of each theme, found by rule and shown with its place.

Three answers, never a bare "no". *Observed*: a page shows the feature, with words or a value of its
own. *Present*: its empty shell, or an address it would load from, is there, and its content is
not. *Unknown*: nothing was found, and that proves nothing. Only where every page was captured by a
browser with its log of requests is it said that a feature was *not observed* in those captures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from casestudy.assist.audit_results import (
    BEST_FIRST,
    HIT_COLUMNS,
    PAGE_COLUMNS,
    SiteAudit,
    audit_notes,
)  # fmt: skip
from casestudy.assist.pagefacts import AuditedPage, PageFacts
from casestudy.assist.phrases import PhraseIndex, any_phrase
from casestudy.assist.signals import MATCHERS, Found
from casestudy.codebook import Codebook
from casestudy.page_blocks import FOREIGN, region_around
from casestudy.provenance import merged
from casestudy.site_features import Signal, SiteFeature
from casestudy.sources import Box, Part

MAX_HITS = 10
"""Hits of one feature on one page that are kept, the best first; how many there were is counted."""
MAX_LOOKED_AT = 500
"""Places of one signal on one page that are looked at."""
LONG_BLOCK = 300
"""Characters from which of a block only the sentence with the words is taken."""
LABELS = frozenset(
    ("aria-label", "aria-description", "aria-valuetext", "alt", "title", "placeholder", "label")
)
"""Channels that speak to a reader."""

Key = tuple[int, int]
"""Number of a feature and of one of its signals."""


class Searched(NamedTuple):
    """Features made ready for pages: their words in one index each, their names in one set."""

    features: tuple[SiteFeature, ...]
    wordings: PhraseIndex[Key]
    labels: PhraseIndex[Key]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageHits:
    """What was found on one page: for each feature its places, and how many there were."""

    page: AuditedPage
    found: dict[int, list[tuple[Signal, Found]]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    spans: set[tuple[int, int, int]] = field(default_factory=set)

    def state(self, feature: int) -> str:
        """What the page says of a feature."""
        states = {found.state for _, found in self.found.get(feature, ())}
        for state in ("observed", "present"):
            if state in states:
                return state
        return "not observed" if self.page.complete else "unknown"


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


def made_ready(features: tuple[SiteFeature, ...]) -> Searched:
    """Features with all their words in one index, so that a page is gone through once."""
    signals = [
        ((number, place), signal)
        for number, feature in enumerate(features)
        for place, signal in enumerate(feature.signals)
    ]

    def index(kind: str) -> PhraseIndex[Key]:
        return PhraseIndex(
            (key, language, phrase)
            for key, signal in signals
            if signal.kind == kind
            for language, phrases in signal.phrases.items()
            for phrase in phrases
        )

    names = {
        word.split("-")[0]
        for _, signal in signals
        if signal.kind == "named"
        for word in signal.words
    }
    return Searched(features, index("wording"), index("label"), frozenset(names))


def page_hits(page: AuditedPage, searched: Searched) -> PageHits:
    """Everything that one page shows of the features."""
    facts = PageFacts(page, names=searched.names)
    hits = PageHits(page)
    for number, feature in enumerate(searched.features):
        for signal in feature.signals:
            matcher = MATCHERS.get(signal.kind)
            for place, found in enumerate(matcher(facts, signal) if matcher else ()):
                if place >= MAX_LOOKED_AT:
                    break
                _keep(hits, number, signal, found)
    for (number, place), found in wordings(facts, searched):
        _keep(hits, number, searched.features[number].signals[place], found)
    for founds in hits.found.values():
        founds.sort(key=lambda one: (BEST_FIRST[one[1].state], one[1].start < 0))
        del founds[MAX_HITS:]
    return hits


def wordings(facts: PageFacts, searched: Searched) -> Iterator[tuple[Key, Found]]:
    """What the words of the page say, and those beside them."""
    languages, text = facts.languages, facts.text
    for block in facts.blocks:
        for hit in searched.wordings.find(text, block.start, block.end):
            if hit.language in languages:
                signal = searched.features[hit.key[0]].signals[hit.key[1]]
                if _counts(signal, text, block):
                    start, end = _sentence(text, block, hit.start, hit.end)
                    detail = f"says {text[hit.start : hit.end]!r}"
                    yield hit.key, Found(signal.state, start, end, block.locator, detail)
    for part in facts.page.source.channels:
        if part.channel in LABELS and not part.hidden:
            for hit in searched.labels.find(text, part.start, part.end):
                if hit.language in languages:
                    signal = searched.features[hit.key[0]].signals[hit.key[1]]
                    detail = f"{part.channel} says {text[hit.start : hit.end]!r}"
                    yield hit.key, Found(signal.state, part.start, part.end, part.locator, detail)


def _keep(hits: PageHits, number: int, signal: Signal, found: Found) -> None:
    span = (number, found.start, found.end)
    if found.start >= 0 and span in hits.spans:
        return
    hits.spans.add(span)
    hits.counts[number] = hits.counts.get(number, 0) + 1
    hits.found.setdefault(number, []).append((signal, found))


def _counts(signal: Signal, text: str, block: Part) -> bool:
    """Whether a block is of the kind in which the words of a signal count."""
    if signal.views and block.view not in signal.views:
        return False
    if signal.most_words or signal.least_words:
        n_words = text.count(" ", block.start, block.end) + 1
        if n_words < signal.least_words or n_words > (signal.most_words or n_words):
            return False
    veto = any_phrase(signal.without)
    return veto is None or veto.search(text, block.start, block.end) is None


def _sentence(text: str, block: Part, start: int, end: int) -> tuple[int, int]:
    """The block, or of a long one the sentence with the words."""
    if block.end - block.start <= LONG_BLOCK:
        return block.start, block.end
    first = max(text.rfind(mark, block.start, start) for mark in (". ", "! ", "? "))
    ends = [at for mark in (". ", "! ", "? ") if (at := text.find(mark, end, block.end)) >= 0]
    return first + 2 if first >= 0 else block.start, min(ends) + 1 if ends else block.end


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
