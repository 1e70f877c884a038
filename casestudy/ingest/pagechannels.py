"""What a page says beside its text: labels, descriptions of pictures, data for machines.

Each saying becomes a line `label: value` after the text of the page, so that it can be quoted and
coded like any other words, and no position in the text moves. The part holds the value alone. Its
locator is the XPath of the attribute, or of the script with a JSON pointer behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from casestudy.ingest.draft import LONE_SURROGATE
from casestudy.ingest.pageblanks import spaced
from casestudy.ingest.pagedata import (
    MAX_LEAVES,
    assigned,
    ld_leaves,
    parsed,
    state_leaves,
    type_name,
)
from casestudy.ingest.pagemarks import TELLING, Given, Inside
from casestudy.ingest.pagesteps import Step, path_of
from casestudy.ingest.pagewalk import PageWalk
from casestudy.ingest.wordlists import SILENT_META, WORDLESS_INPUTS

VALUED = ("input", "meter", "progress", "data")
"""Elements whose `value` is read; that of an option or a button is a key for programs."""
LABELLED = ("option", "optgroup", "track")
CONDITIONAL = ("value", "label")
STATE_ENDS = ("STATE__", "NEXT_DATA__", "NUXT__")
STATE = re.compile(r"\b(__(?:NEXT_DATA|NUXT|\w{0,20}STATE)__)\s*=\s*(?=\{)")
"""Names under which pages keep the data that their scripts build them from."""
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
MAX_SAYINGS = 20_000
"""Sayings of one page at most; full shop pages have a thousand."""


Saying = tuple[str, str, str, str, str, bool]
"""One saying beside the text: its channel, label, value and locator, the headings or types above
it, and whether it is hidden. Plain tuples, as a page has hundreds of them."""


class Sayings:
    """Everything one page says beside its text, and sentences on what could not be read of it."""

    def __init__(self, walk: PageWalk) -> None:
        self.warnings: list[str] = []
        self.said: list[Saying] = []
        scripts: list[Saying] = []
        for marked in walk.marked:
            of_attributes(self.said, *marked)
        for step, inside in walk.data:
            tag = step[1].tag
            if tag == "script":
                scripts += self._of_script(step)
            elif tag == "meta":
                self.said += of_meta(step)
            elif tag == "link":
                given = step[1].attributes
                if "itemprop" in given:
                    self.said += of_property(step, given, hidden=False)
            else:
                channel = "title" if inside.foreign else "meta"
                words = plain(step[1].text())
                if words:
                    self.said.append((channel, "title", words, path_of(step), "", False))
        self.said += sorted(scripts, key=lambda said: said[0] == "state")
        if len(self.said) > MAX_SAYINGS:
            left = len(self.said) - MAX_SAYINGS
            self.warnings.append(f"{left:,} labels and values beside the text are left out")
            del self.said[MAX_SAYINGS:]

    def _of_script(self, step: Step) -> list[Saying]:
        """The values of a script of JSON, or of the data that a script begins with."""
        given, words = step[1].attributes, step[1].first_child
        if "src" in given or words is None:
            return []
        kind = (given.get("type") or "").lower()
        text = words.text_content or ""
        if "json" in kind:
            is_linked = "ld+json" in kind
            name = "JSON-LD" if is_linked else "data"
            return self._leaves(step, text, -1, is_linked=is_linked, name=name)
        is_state = "__" in text and any(end in text for end in STATE_ENDS)
        found = STATE.search(text) if is_state else None
        if found is None:
            return []
        return self._leaves(step, text, found.end(), is_linked=False, name=found[1])

    def _leaves(
        self, step: Step, text: str, at: int, *, is_linked: bool, name: str
    ) -> list[Saying]:
        if not text.strip():
            return []
        try:
            value = parsed(text) if at < 0 else assigned(text, at)
        except ValueError as error:
            if is_linked:
                reason = str(error).partition(": line")[0][:80]
                self.warnings.append(f"a script of {name} is not valid and was left out: {reason}")
            return []
        leaves = ld_leaves(value) if is_linked else state_leaves(value)
        if len(leaves) > MAX_LEAVES:
            self.warnings.append(f"{name}: only the first {MAX_LEAVES:,} values are kept")
            del leaves[MAX_LEAVES:]
        path, channel, said = path_of(step), "json-ld" if is_linked else "state", []
        for types, key, shown, pointer in leaves:
            words = plain(shown)
            if words:
                label = key if key.isidentifier() else plain(key)
                said.append((channel, label, words, f"{path}#{pointer}", types, False))
        return said


def of_attributes(
    said: list[Saying], step: Step, given: Given, inside: Inside, heading: str
) -> None:
    """Add what the attributes of one element say to a reader."""
    for name, value in given.items():
        if not value or name not in TELLING or value.isspace():
            continue
        if name in CONDITIONAL and not is_told(name, step[1].tag or "", given):
            continue
        if name == "itemprop":
            said += of_property(step, given, hidden=inside.hidden)
        else:
            place = f"{step[3] or path_of(step)}/@{name}"
            said.append((name, name, plain(value), place, heading, inside.hidden))


def is_told(name: str, tag: str, given: Given) -> bool:
    """Whether an attribute that mostly is a key for programs has words for a reader."""
    if name == "label":
        return tag in LABELLED
    return tag in VALUED and (given.get("type") or "").lower() not in WORDLESS_INPUTS


def of_property(step: Step, given: Given, *, hidden: bool) -> Iterator[Saying]:
    """The value of a property of microdata that does not stand in the text."""
    name = next((n for n in ("content", "datetime") if given.get(n)), "")
    if not name and step[1].tag == "link" and given.get("href"):
        name = "href"
    value = plain(given.get(name) or "") if name else ""
    if value:
        label, types = given["itemprop"] or "", " > ".join(types_around(step))
        yield ("microdata", plain(label), value, f"{path_of(step)}/@{name}", types, hidden)


def types_around(step: Step) -> list[str]:
    """The types of microdata that an element lies in, from the outermost."""
    found: list[str] = []
    at: Step | None = step[0]
    while at is not None and at[1] is not None:
        given = at[1].attributes
        if "itemscope" in given and given.get("itemtype"):
            found.append(type_name(given["itemtype"] or ""))
        at = at[0]
    return found[::-1]


def of_meta(step: Step) -> Iterator[Saying]:
    """A description of the page in its head, technical ones left out."""
    given = step[1].attributes
    name = (given.get("name") or given.get("property") or "").strip()
    value = plain(given.get("content") or "")
    if given.get("itemprop"):
        yield from of_property(step, given, hidden=False)
    elif name and value and not SILENT_META.search(name):
        yield ("meta", name, value, f"{path_of(step)}/@content", "", False)


def with_sayings(text: str, said: list[Saying]) -> tuple[str, list[int], list[int]]:
    """The text of a page with its sayings below it, and where each value starts and ends."""
    lines = [f"{one[1]}: {one[2]}" for one in said]
    at = len(text) if text else -1
    ends = [at + end for end in accumulate([len(line) + 1 for line in lines])]
    starts = [end - len(one[2]) for end, one in zip(ends, said, strict=True)]
    whole = "\n".join([text, *lines] if text else lines)
    try:
        whole.encode()
    except UnicodeEncodeError:
        whole = LONE_SURROGATE.sub("\ufffd", whole)
    return whole, starts, ends


def plain(words: str) -> str:
    """Words on one line, without characters that stand for none."""
    if words.isprintable():
        return words.strip(" ") if "  " not in words else spaced(words)
    words = spaced(words)
    return words if words.isprintable() else UNPRINTABLE.sub("\ufffd", words)
