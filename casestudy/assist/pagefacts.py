"""What a page offers to be looked for: elements, links, names, structured data, hosts, words.

Everything is gathered when it is first asked for and then kept, so that sixty features share one
parsing and one pass over the words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from casestudy.assist.audited_page import AuditedPage
from casestudy.assist.block_places import BlockPlaces, Place
from casestudy.assist.page_names import domain_of, host_of, name_words, path_names
from casestudy.assist.phrases import WORD, languages_of
from casestudy.pages.element_paths import ROOT_PATH, path_of_node
from casestudy.sources import Part

ADDRESSED = "script[src], link[href], iframe[src], img[src], source[src], video[src]"
HOST_IN_SCRIPT = re.compile(r"//([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
NOT_LOADING = frozenset(("preconnect", "dns-prefetch", "canonical", "alternate"))
"""What a `link` may be without anything being loaded from its address."""
MAX_SHADOWS = 200


class Fact(NamedTuple):
    """A value of structured data: the types around it, its property, and where it stands."""

    types: tuple[str, ...]
    property: str
    value: str
    start: int
    end: int
    locator: str
    channel: str


class Link(NamedTuple):
    """A link: its element, address and host, the words of its path, and what it says."""

    node: LexborNode
    href: str
    host: str
    names: frozenset[str]
    says: str


class PageFacts:
    """One page, parsed once.

    Parameters
    ----------
    page : AuditedPage
        The page.
    names : frozenset of str
        Words of classes and ids that will be asked for.
    """

    def __init__(self, page: AuditedPage, *, names: frozenset[str] = frozenset()) -> None:
        self.page = page
        self.text = page.source.text
        self._names = names
        self._any_name = re.compile("|".join(sorted(names)) or r"(?!)", re.IGNORECASE)
        self._tree = LexborHTMLParser(page.html, options=LexborDocumentOptions.WO_EVENTS)
        self._paths: dict[int, str] = {}
        self.roots = self._trees()

    def _trees(self) -> list[LexborNode]:
        """The page itself and the shadow trees that are written out in it."""
        root = self._tree.root
        if root is None:
            return []
        self._paths[root.mem_id] = ROOT_PATH
        found = [root]
        for tree in found:
            for template in tree.css("template[shadowrootmode]"):
                for content in template.template_fragments()[:1]:
                    self._paths[content.mem_id] = path_of_node(template, self._paths)
                    found.append(content)
            if len(found) > MAX_SHADOWS:
                break
        return found

    def css(self, selector: str) -> list[LexborNode]:
        """The elements that a selector finds, also in shadow trees."""
        if len(self.roots) == 1:
            return self.roots[0].css(selector)
        return [node for root in self.roots for node in root.css(selector)]

    def path(self, node: LexborNode) -> str:
        """The XPath of an element."""
        return path_of_node(node, self._paths)

    @cached_property
    def blocks(self) -> tuple[Part, ...]:
        """The blocks of the page that are shown."""
        return tuple(part for part in self.page.source.blocks() if not part.hidden)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that the page may be in."""
        words: Counter[str] = Counter()
        for block in self.blocks:
            words.update(WORD.findall(self.text[block.start : block.end].lower()))
        return languages_of(words, self.page.source.language)

    @cached_property
    def facts(self) -> list[Fact]:
        """Every value of structured data, from scripts and from the page itself."""
        return [*self._told_beside(), *self._told_in_text()]

    @cached_property
    def links(self) -> list[Link]:
        """Every link that leads somewhere."""
        found = []
        for node in self.css("a[href]"):
            given = node.attributes
            href = (given.get("href") or "").strip()
            if href and not href.lower().startswith(("#", "javascript:", "data:")):
                says = " ".join(node.text(deep=True, separator=" ").split())
                says = says or given.get("aria-label") or given.get("title") or ""
                found.append(Link(node, href, host_of(href), path_names(href), says))
        return found

    @cached_property
    def own_host(self) -> str:
        """The host of the site itself, without its first labels; empty if it is not known."""
        said = [
            node.attributes.get("href") or node.attributes.get("content") or ""
            for node in self.css("link[rel=canonical], meta[property='og:url'], base[href]")
        ]
        hosts = [host_of(address) for address in (self.page.url, *said)]
        known = [host for host in hosts if host]
        if not known:
            most = Counter(link.host for link in self.links if link.host).most_common(1)
            known = [host for host, n in most if n >= OFTEN]
        return domain_of(known[0]) if known else ""

    @cached_property
    def own_links(self) -> list[Link]:
        """The links that lead to pages of the site itself."""
        own = self.own_host
        return [link for link in self.links if not link.host or domain_of(link.host) == own]

    @cached_property
    def named(self) -> Mapping[str, list[LexborNode]]:
        """Elements by the words of their class and id, as far as those are asked for."""
        found: dict[str, list[LexborNode]] = {}
        known: dict[str, tuple[str, ...]] = {}
        for node in self.css("body [class], body [id]"):
            given = node.attributes
            name = f"{given.get('class') or ''} {given.get('id') or ''}"
            words = known.get(name)
            if words is None:
                is_asked = self._any_name.search(name) is not None
                words = tuple(name_words(name) & self._names) if is_asked else ()
                known[name] = words
            for word in words:
                found.setdefault(word, []).append(node)
        return MappingProxyType(found)

    @cached_property
    def hosts(self) -> dict[str, str]:
        """Each host that the page names to load something from, with the element that does."""
        found: dict[str, str] = {}
        for node in self.css(ADDRESSED):
            given = node.attributes
            if node.tag == "link" and (given.get("rel") or "").lower() in NOT_LOADING:
                continue
            host = host_of(given.get("src") or given.get("href") or "")
            if host:
                found.setdefault(host, node.tag or "")
        for node in self.css("script:not([src])"):
            words = node.first_child
            text = (words.text_content or "") if words is not None else ""
            if "\\/\\/" in text:
                text = text.replace("\\/", "/")
            for host in HOST_IN_SCRIPT.findall(text):
                found.setdefault(host, "script")
        return found

    @cached_property
    def host_ends(self) -> dict[str, list[tuple[str, str]]]:
        """Hosts by each of their ends, with "before" or "after" consent if they answered.

        A host that did not is there with the element that names it.
        """
        found: dict[str, list[tuple[str, str]]] = {}
        for host, how in {**self.hosts, **(self.page.hosts or {})}.items():
            labels = host.split(".")
            for first in range(len(labels) - 1):
                found.setdefault(".".join(labels[first:]), []).append((host, how))
        return found

    def place_of(self, node: LexborNode) -> Place:
        """The words of an element in the text of the page."""
        return self._places.of(self.path(node), node)

    @cached_property
    def _places(self) -> BlockPlaces:
        return BlockPlaces(self.text, self.blocks, self.page.source.channels)

    def _told_beside(self) -> Iterator[Fact]:
        """Values that the reader has put below the text."""
        for part in self.page.source.channels:
            if part.channel in ("json-ld", "microdata"):
                label = self.text.rfind("\n", 0, part.start) + 1
                yield Fact(
                    tuple(part.heading.replace("/", " > ").split(" > ")),
                    self.text[label : part.start - 2],
                    self.text[part.start : part.end],
                    part.start,
                    part.end,
                    part.locator,
                    part.channel,
                )

    def _told_in_text(self) -> Iterator[Fact]:
        """Properties of microdata whose value is the text of their element."""
        for node in self.css("[itemprop]"):
            given = node.attributes
            if any(given.get(name) for name in ("content", "datetime")) or node.tag in VALUELESS:
                continue
            place = self.place_of(node)
            if place.n_words:
                name = " ".join((given["itemprop"] or "").split())
                words = self.text[place.start : place.end]
                types = types_around(node)
                yield Fact(types, name, words, place.start, place.end, place.locator, "microdata")


OFTEN = 5
"""Links to one host from which it is taken for the site's own, where the page does not say."""
VALUELESS = frozenset(("meta", "link", "img", "audio", "video", "iframe", "source"))


def types_around(node: LexborNode) -> tuple[str, ...]:
    """The types of microdata that an element lies in, from the outermost."""
    found = []
    at = node.parent
    while at is not None:
        given = at.attributes
        if "itemscope" in given and given.get("itemtype"):
            found.append((given["itemtype"] or "").strip().rpartition("/")[2])
        at = at.parent
    return tuple(reversed(found))
