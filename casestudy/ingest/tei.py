"""TEI transcripts of speech: ``<u who>`` is a turn, ``<when>`` tells its time.

What happens without words (``<incident>``, ``<vocal>``, ``<pause>``) stays in the text as its
description in brackets, as it stands between the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from casestudy.ingest.draft import Draft
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import Utterance, compose
from casestudy.ingest.xmltree import XML_ID, XML_LANG, attribute, child, descendants, local

READER = "tei 1"

EVENTS = ("incident", "vocal", "kinesic", "event")
UNITS = {"s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0}
"""Seconds in each unit of time that TEI names."""


def read_tree(original: Original, root: etree._Element) -> Reading:
    """Read the utterances of a TEI document; one without any is read by paragraphs."""
    draft = Draft()
    text = child(root, "text")
    body = text if text is not None else root
    times, people = timeline(root), persons(root)
    said = [
        utterance(draft, element, f"u {number}", times, people)
        for number, element in enumerate(descendants(body, "u"), 1)
    ]
    parts = compose(draft, said, merge=False, cues=False)
    if not parts:
        raise original.bad(
            'is TEI without utterances (<u>); export the transcript with <u who="…">, '
            "or as .docx or text"
        )
    title = child(root, "teiHeader", "fileDesc", "titleStmt", "title")
    return draft.reading(
        parts,
        reader=READER,
        title="".join(title.itertext()) if title is not None else "",
        language=str(
            (text if text is not None else root).get(XML_LANG) or root.get(XML_LANG) or ""
        ),
    )


def utterance(
    draft: Draft,
    element: etree._Element,
    place: str,
    times: dict[str, float],
    people: dict[str, str],
) -> Utterance:
    """One ``<u>`` with its speaker's name and times."""
    who = attribute(element, "who").split()
    names = [people.get(each.lstrip("#"), each.lstrip("#")) for each in who]
    words = re.sub(r"\s+", " ", "".join(said_in(element))).strip()
    if not words:
        draft.lose("utterance without words", place)
    return Utterance(
        speaker=" and ".join(names),
        text=words,
        locator=place,
        start_time=times.get(attribute(element, "start").lstrip("#")),
        end_time=times.get(attribute(element, "end").lstrip("#")),
    )


def said_in(element: etree._Element) -> Iterator[str]:
    """Words of an utterance and what happens between them."""
    yield element.text or ""
    for each in element:
        name = local(each)
        if name in EVENTS:
            words = " ".join("".join(each.itertext()).split())
            yield f" [{words or attribute(each, 'type') or name}] "
        elif name == "pause":
            yield " [pause] "
        elif name:
            yield from said_in(each)
            yield " " if name in ("seg", "p") else ""
        yield each.tail or ""


def persons(root: etree._Element) -> dict[str, str]:
    """The name of each person by id, where the header states one."""
    names = {}
    for each in descendants(root, "person"):
        name = next((e for kind in ("persName", "name") for e in descendants(each, kind)), None)
        words = " ".join("".join(name.itertext()).split()) if name is not None else ""
        if words and each.get(XML_ID):
            names[str(each.get(XML_ID))] = words
    return names


def timeline(root: etree._Element) -> dict[str, float]:
    """Seconds of each point in time by id; a point is so far from the one it names in ``since``."""
    times: dict[str, float] = {}
    for line in descendants(root, "timeline"):
        before = 0.0
        for when in descendants(line, "when"):
            unit = UNITS.get(attribute(when, "unit") or attribute(line, "unit") or "s", 1.0)
            interval = number(attribute(when, "interval"))
            since = attribute(when, "since").lstrip("#")
            if interval is not None:
                before = (times.get(since, 0.0) if since else before) + interval * unit
            name = str(when.get(XML_ID) or "")
            if name and (interval is not None or not times):
                times[name] = before
    return times


def number(text: str) -> float | None:
    """A decimal number, or None.

    Examples
    --------
    >>> number("17.6"), number("unknown")
    (17.6, None)
    """
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text.strip(), re.ASCII) else None
