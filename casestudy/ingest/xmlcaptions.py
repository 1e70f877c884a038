"""Captions in XML: TTML and its relatives, and YouTube's timed text."""

from __future__ import annotations

import html
import re

from lxml import etree

from casestudy.ingest.cues import Cue, unrolled, utterances
from casestudy.ingest.draft import Draft
from casestudy.ingest.json_values import second
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import compose
from casestudy.ingest.xmltree import XML_ID, XML_LANG, attribute, descendants, local

OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s|t|f)")
FRAMES = re.compile(r"(\d{1,4}:\d{2}:\d{2}):(\d{1,3})(?:\.\d+)?")
UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
"""Seconds in the units of TTML; ticks and frames have rates of their own."""


def ttml(original: Original, root: etree._Element) -> Reading:
    """TTML and DFXP captions: paragraphs with times, a person's if they say whose."""
    draft = Draft()
    rates = {"t": rate(root, "tickRate", 1.0), "f": rate(root, "frameRate", 30.0)}
    names = {
        str(agent.get(XML_ID)): " ".join("".join(agent.itertext()).split())
        for agent in descendants(root, "agent")
    }
    cues = []
    for number, each in enumerate(descendants(root, "p"), 1):
        start = moment(attribute(each, "begin"), rates)
        end = moment(attribute(each, "end"), rates)
        length = moment(attribute(each, "dur"), rates)
        if start is None:
            words = " ".join("".join(each.itertext()).split())
            if words:
                draft.lose(f"words without times: {words!r}", f"p {number}")
            continue
        agent = attribute(each, "agent")
        cues.append(
            Cue(
                text=lines_in(each),
                speaker=names.get(agent, agent),
                start_time=start,
                end_time=end if end is not None else start + (length or 0.0),
                locator=f"p {number}",
            )
        )
    return of_cues(original, draft, cues, "ttml 1", str(root.get(XML_LANG) or ""))


def rate(root: etree._Element, name: str, otherwise: float) -> float:
    """A rate that the root states."""
    return second(attribute(root, name)) or otherwise


def moment(text: str, rates: dict[str, float]) -> float | None:
    """Seconds of a time expression of TTML.

    Examples
    --------
    >>> moment("1.5s", {}), moment("00:00:02:15", {"f": 30.0}), moment("30t", {"t": 10.0})
    (1.5, 2.5, 3.0)
    """
    offset, frames = OFFSET.fullmatch(text.strip()), FRAMES.fullmatch(text.strip())
    if offset:
        per = UNITS.get(offset[2])
        return float(offset[1]) * per if per else float(offset[1]) / rates[offset[2]]
    if frames:
        return (second(frames[1]) or 0.0) + int(frames[2]) / rates["f"]
    return second(text)


def lines_in(element: etree._Element) -> str:
    """The words of a caption, its line breaks kept."""
    pieces = [element.text or ""]
    for each in element:
        if local(each) == "br":
            pieces.append("\n")
        elif local(each) not in ("metadata", ""):
            pieces.append(lines_in(each))
        pieces.append(each.tail or "")
    text = "".join(pieces)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def youtube(original: Original, root: etree._Element) -> Reading:
    """YouTube's timed text: the first form in seconds, the third in milliseconds."""
    draft = Draft()
    cues = []
    for number, each in enumerate((e for e in root.iter() if local(e) in ("text", "p")), 1):
        unit, keys = (1.0, ("start", "dur")) if local(each) == "text" else (0.001, ("t", "d"))
        start, length = (second(attribute(each, key), unit) for key in keys)
        text = html.unescape("".join(each.itertext()))
        if text.strip() and start is not None:
            end = round(start + (length or 0.0), 6)
            cues.append(Cue(text=text, start_time=start, end_time=end, locator=f"text {number}"))
    return of_cues(original, draft, cues, "youtube 1", "")


def of_cues(
    original: Original, draft: Draft, cues: list[Cue], reader: str, language: str
) -> Reading:
    """A reading of captions."""
    parts = compose(draft, utterances(draft, unrolled(draft, cues)))
    if not parts:
        raise original.bad("holds captions without words or times; export it again")
    return draft.reading(parts, kind="interview", reader=reader, language=language)
