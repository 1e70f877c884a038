"""What one page shows: every signal of every feature looked for, words in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from casestudy.assist.audit_results import BEST_FIRST
from casestudy.assist.audited_page import AuditedPage
from casestudy.assist.pagefacts import PageFacts
from casestudy.assist.phrases import PhraseIndex, any_phrase
from casestudy.assist.signals import MATCHERS, Found
from casestudy.pages.site_features import Signal, SiteFeature
from casestudy.sources import Part

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
