"""How each kind of signal is looked for on a page.

A selector alone proves nothing: a class may be called "recommend" and hold nothing. So an element
counts as observed only with words of its own; without them it is present, an empty shell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from casestudy.assist.block_places import Place
from casestudy.assist.page_names import host_of
from casestudy.assist.pagefacts import PageFacts
from casestudy.assist.phrases import WORD, any_phrase
from casestudy.pages.site_features import Signal


class Found(NamedTuple):
    """One place where a signal was found.

    `detail` says by what: the selector, the property, the phrase. Without words start is -1.
    """

    state: str
    start: int
    end: int
    locator: str
    detail: str
    said: str = ""


def in_structured(facts: PageFacts, signal: Signal) -> Iterator[Found]:
    """A value of structured data, by type and property."""
    for fact in facts.facts:
        if signal.types and not set(signal.types).intersection(fact.types[-1:]):
            continue
        if signal.around and not set(signal.around).intersection(fact.types):
            continue
        if signal.properties and fact.property not in signal.properties:
            continue
        if signal.pattern and not re.search(signal.pattern, fact.value, re.IGNORECASE):
            continue
        if len(fact.value.split()) < signal.least_words:
            continue
        name = ".".join((*fact.types[-1:], fact.property))
        detail = f"{fact.channel} {name}"
        yield Found(signal.state, fact.start, fact.end, fact.locator, detail)


def in_elements(facts: PageFacts, signal: Signal) -> Iterator[Found]:
    """An element by selector, with what its attribute and its words must say."""
    pattern = re.compile(signal.pattern, re.IGNORECASE) if signal.pattern else None
    found = []
    for node in facts.css(signal.css):
        value = node.attributes.get(signal.attribute) or "" if signal.attribute else ""
        if pattern is None or pattern.search(value):
            found.append((node, value))
    if len(found) >= signal.least_times:
        for node, value in found:
            detail = f"{signal.css} {signal.attribute}={value[:80]!r}" if value else signal.css
            yield from _with_words(facts, signal, node, detail)


def in_names(facts: PageFacts, signal: Signal) -> Iterator[Found]:
    """An element by words of its class or id."""
    for wanted in signal.words:
        words = wanted.split("-")
        for node in facts.named.get(words[0], ()):
            name = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
            joined = f"-{'-'.join(_name_parts(name))}-"
            if len(words) > 1 and f"-{wanted}-" not in joined:
                continue
            if not any(f"-{veto}-" in joined for veto in signal.without):
                yield from _with_words(facts, signal, node, f"named {name.strip()[:60]!r}")


def in_links(facts: PageFacts, signal: Signal) -> Iterator[Found]:
    """A link by its whole address; one inside the site by words of its path or by what it says."""
    pattern = re.compile(signal.pattern, re.IGNORECASE) if signal.pattern else None
    says, words, without = _says(facts, signal), frozenset(signal.words), frozenset(signal.without)
    for link in facts.links if pattern is not None else facts.own_links:
        if pattern is not None:
            by = f"link to {link.href[:80]}" if pattern.search(link.href) else ""
        elif not words.isdisjoint(link.names):
            by = f"link to {max(words & link.names, key=len)}"
        else:
            hit = says.search(link.says) if says is not None else None
            by = f"link that says {hit[0]!r}" if hit else ""
        if not by or (without and not without.isdisjoint(words_of(f"{link.href} {link.says}"))):
            continue
        if signal.most_words and len(link.says.split()) > signal.most_words:
            continue
        place = facts.place_of(link.node)
        if not signal.views or place.view in signal.views:
            yield Found(signal.state, place.start, place.end, place.locator, by, link.says)


def in_hosts(facts: PageFacts, signal: Signal) -> Iterator[Found]:
    """A host that the page loads from: observed if it answered, else only present."""
    for end in signal.hosts:
        for host, how in facts.host_ends.get(end, ()):
            if how in ("before", "after"):
                detail = f"request to {host} {how} consent"
                yield Found("observed", -1, -1, "", detail, host)
            else:
                yield Found("present", -1, -1, "", f"{how} names {host}", host)


def in_frames(facts: PageFacts, signal: Signal) -> Iterator[Found]:
    """A page set in from a host."""
    for node in facts.css("iframe"):
        given = node.attributes
        address = given.get("src") or given.get("data-src") or given.get("data-lazy-src") or ""
        host = host_of(address)
        is_meant = not signal.pattern or re.search(signal.pattern, address, re.IGNORECASE)
        if is_meant and any(ends_in(host, end) for end in signal.hosts):
            place = facts.place_of(node)
            detail = f"frame from {host}"
            yield Found(signal.state, place.start, place.end, place.locator, detail, address)


def in_cookies(facts: PageFacts, signal: Signal) -> Iterator[Found]:
    """A cookie of a third party that was set before anybody consented."""
    for host in facts.page.cookies:
        if not signal.hosts or any(ends_in(host, end) for end in signal.hosts):
            yield Found(signal.state, -1, -1, "", f"cookie of {host} before consent", host)


MATCHERS: Mapping[str, Callable[[PageFacts, Signal], Iterator[Found]]] = MappingProxyType(
    {
        "structured": in_structured,
        "element": in_elements,
        "named": in_names,
        "link": in_links,
        "host": in_hosts,
        "frame": in_frames,
        "cookie": in_cookies,
    }
)
"""How a signal of each kind is looked for; words are looked for in one pass, by `wordings`."""


def words_of(text: str) -> list[str]:
    """The words of an address or text, in small letters."""
    return WORD.findall(text.lower().replace("_", " "))


def ends_in(host: str, end: str) -> bool:
    """Whether a host is another or lies below it.

    Examples
    --------
    >>> ends_in("static.klaviyo.com", "klaviyo.com"), ends_in("notklaviyo.com", "klaviyo.com")
    (True, False)
    """
    return host == end or host.endswith(f".{end}")


def _with_words(facts: PageFacts, signal: Signal, node: LexborNode, detail: str) -> Iterator[Found]:
    """The element as observed if it has the words it must have, as present if it is a shell."""
    place = facts.place_of(node)
    if signal.views and place.n_words and place.view not in signal.views:
        return
    if signal.most_words and place.n_words > signal.most_words:
        return
    if place.n_words < signal.least_words:
        yield Found("present", place.start, place.end, place.locator, detail)
        return
    says = _says(facts, signal)
    if says is None or _has(facts, place, says):
        yield Found(signal.state, place.start, place.end, place.locator, detail)


def _says(facts: PageFacts, signal: Signal) -> re.Pattern[str] | None:
    """What must be said, in the languages of the page."""
    languages = facts.languages
    phrases = [p for code, each in signal.phrases.items() if code in languages for p in each]
    return any_phrase(tuple(phrases))


def _has(facts: PageFacts, place: Place, says: re.Pattern[str]) -> bool:
    return place.start >= 0 and says.search(facts.text, place.start, place.end) is not None


def _name_parts(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[a-z]+|[A-Z][a-z]*|\d+", name)]
