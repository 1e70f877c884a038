"""A log of codings as a copy for others has it: the same events, ids and times, words with labels.

What an event quotes is not searched for names but taken anew from the text it was made on, with
labels in that text: a quotation or its context may begin in the middle of a name, and half a name
is one too many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casestudy.anchors import CONTEXT, anchor
from casestudy.carrying import carried_spans
from casestudy.edits import Replacement
from casestudy.pseudonyms import Relabelling
from casestudy.sources import text_sha256
from casestudy.store.edit_plan import EDITS

Event = dict[str, Any]
_IDS = ("id", "coding", "event")
_FROM_TEXT = re.compile(r"(\w+)-[0-9a-f]{26}(-again-\d+)?")
"""Ids of codings by a rule or from a file: they begin with what made them, and end with a hash."""
_KEPT = ("id", "at", "op", "v", "coding", "event", "edit", "outcome", "confidence", "region")
"""What no word of anybody is in."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with labels, its hash, and what was replaced in the text without."""

    text: str
    sha256: str
    made: tuple[Replacement, ...]


class Texts:
    """Every text that a source ever had, with labels, by the hash of the text without.

    Parameters
    ----------
    folder : path
        The folder of the source.
    labels : Relabelling
        What becomes of words.
    """

    def __init__(self, folder: Path, labels: Relabelling) -> None:
        self._labels = labels
        self._paths = [folder / "text.txt", *sorted((folder / EDITS).glob("*/text.txt"))]
        self._by_hash: dict[str, LabelledText] = {}

    def of(self, sha256: str) -> LabelledText | None:
        """A text with labels; nothing if nobody kept it."""
        while sha256 not in self._by_hash and self._paths:
            text = self._paths.pop(0).read_bytes().decode("utf-8", "surrogatepass")
            done = self._labels.uncounted(text)
            made = tuple(Replacement(start=p[0], end=p[1], new=p[5]) for p in done.places)
            new = LabelledText(done.text, text_sha256(done.text), made)
            self._by_hash[text_sha256(text)] = new
        return self._by_hash.get(sha256)


def labelled_events(
    events: Sequence[Event], texts: Texts, labels: Relabelling, *, seal: Callable[[str], str]
) -> tuple[list[Event], int]:
    """The events of a log with labels, and how many of them quote a text that nobody kept.

    Of those the quotation is searched for names, half words are cut off its context, and the hash
    of the text is left out. Ids that were made from a text are sealed, so that nobody can try out
    names with them; all other ids are the same.
    """
    new, strays = [], 0
    spans = _spans(events, texts)
    for event in events:
        place = _place(event, texts, spans)
        if place is None and "quote" in event:
            place = words_of_place(event, labels)
            strays += event.get("start") is not None
        new.append(_sealed(_labelled(event, place or {}, labels), seal))
    return new, strays


def _sealed(event: Event, seal: Callable[[str], str]) -> Event:
    """An event whose ids tell nothing of the text: those that time made, and sealed ones."""
    for name in _IDS:
        if name in event:
            event[name] = _sealed_id(event[name], seal)
    if "about" in event:
        event["about"] = [_sealed_id(id, seal) for id in event["about"]]
    return event


def _sealed_id(id: str, seal: Callable[[str], str]) -> str:
    made = _FROM_TEXT.fullmatch(id)
    return f"{made[1]}-{seal(made[0].partition('-again-')[0])[:26]}{made[2] or ''}" if made else id


def _labelled(event: Event, place: Mapping[str, Any], labels: Relabelling) -> Event:
    changed: Event = {}
    for name, value in event.items():
        if name in place:
            changed[name] = place[name]
        elif name == "code":
            changed[name] = ":".join(map(labels.id, str(value).split(":")))
        elif name == "stance":
            changed[name] = labels.id(str(value))
        elif name in _KEPT or not isinstance(value, str):
            changed[name] = value
        elif name != "text":
            changed[name] = labels.words(value)
    return changed


def _spans(events: Sequence[Event], texts: Texts) -> dict[tuple[str, int, int], tuple[int, int]]:
    """Where each place that events name lies in the same text with labels."""
    named: dict[str, set[tuple[int, int]]] = {}
    for event in events:
        if isinstance(event.get("text"), str) and event.get("start") is not None:
            named.setdefault(event["text"], set()).add((event["start"], event["end"]))
    found = {}
    for sha256, places in named.items():
        if (known := texts.of(sha256)) is not None:
            starts, ends = carried_spans([a for a, _ in places], [b for _, b in places], known.made)
            for place, start, end in zip(places, starts.tolist(), ends.tolist(), strict=True):
                found[sha256, *place] = start, end
    return found


def _place(
    event: Event, texts: Texts, spans: Mapping[tuple[str, int, int], tuple[int, int]]
) -> dict[str, Any] | None:
    """Position, quotation and context on the text with labels; nothing if it is not known."""
    known = texts.of(event["text"]) if isinstance(event.get("text"), str) else None
    if known is None:
        return None
    hashed = {"text": known.sha256}
    if event.get("start") is None:
        return hashed
    start, end = spans[event["text"], event["start"], event["end"]]
    if not 0 <= start < end <= len(known.text):
        return None
    found = anchor(known.text, start, end)
    words = {"quote": found.quote, "prefix": found.prefix, "suffix": found.suffix}
    return {**hashed, "start": start, "end": end, **{k: v for k, v in words.items() if k in event}}


def words_of_place(event: Event, labels: Relabelling) -> dict[str, Any]:
    """Quotation and context, searched for names as one stretch; half words at its ends are cut."""
    prefix, quote, suffix = (str(event.get(name, "")) for name in ("prefix", "quote", "suffix"))
    if len(prefix) >= CONTEXT:
        prefix = prefix.partition(" ")[2]
    if len(suffix) >= CONTEXT:
        suffix = suffix.rpartition(" ")[0]
    done = labels.uncounted(prefix + quote + suffix)
    made = [Replacement(start=p[0], end=p[1], new=p[5]) for p in done.places]
    edges = [len(prefix), len(prefix) + len(quote)]
    starts, ends = carried_spans(edges[:1], edges[1:], made)
    start, end = int(starts[0]), int(ends[0])
    words = {
        "prefix": done.text[:start],
        "quote": done.text[start:end],
        "suffix": done.text[end:],
    }
    return {name: text for name, text in words.items() if name in event}
