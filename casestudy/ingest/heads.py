"""The head of a turn: who speaks, as transcribers write it at the start of a line.

A head is only a candidate: "Note:" looks like one too. Which candidates are speakers is decided
over the whole text, in `labels`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from casestudy.ingest.stamps import (
    AFTER_NAME,
    ANY_CLOCK,
    ANY_STAMP,
    BEFORE_NAME,
    SURE_STAMP,
    Stamp,
    closes,
    stamp_in,
)

MAX_WORDS = 5
"""Words in a label at most; longer ones are sentences that end in a colon."""

SIGNS = (
    r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff\u0e00-\u0eff\u0f71-\u0fbc"
    r"\u102b-\u103e\u17b4-\u17d3\u200c\u200d\u3099\u309a"
)
"""Signs that stand on letters: accents apart from their letter, vowels of Hebrew, Hindi, Thai."""

NAME = (
    rf"[^\W\d_](?:[\w{SIGNS} .'’&/#\xa0-]{{0,40}}[\w{SIGNS}.])?"
    rf"(?:,[ ][^\W\d_][\w{SIGNS}.'’ -]{{0,30}}[\w{SIGNS}.])?"
    rf"(?:[ ]?\((?!{ANY_CLOCK}\s*\))[^()\n:]{{1,30}}\))?"
)
LEAD = re.compile(r"[\s>*_•–—\u200e\u200f-]*")
COLON = re.compile(
    rf"(?P<name>{NAME})[ \t\xa0\u202f*_]{{0,20}}(?P<stamp>{ANY_STAMP})?[ \t]{{0,20}}"
    rf"(?:：|:(?=\s|$|\*|_|[^\W\d_]|[\[(#…“\"])){{1}}[*_]{{0,2}}"
)
STAMPED = re.compile(
    rf"(?P<name>{NAME})[*_]*(?:[ \t]{{1,40}}|(?=[\[(#]))(?:[-–—|,][ \t]{{0,40}})?"
    rf"(?P<stamp>{SURE_STAMP}(?=\s|$)|{ANY_STAMP}(?=[ \t]*$))"
)
BRACKET = re.compile(
    r"(?:\[(?P<name>[^\W_][^\][<>\n:]{0,30})\]|<(?P<angle>[^\W_][\w .-]{0,30})>)[ \t]*:?"
)
QUESTION = re.compile(r"(?P<name>[A-Z])\d{0,3}\.(?=\s)")
TAB = re.compile(
    rf"(?P<name>{NAME})(?:[ ]{{0,40}}\t\s{{0,40}}|/?[ ]{{3,80}}|/[ ])(?=\S)"
    r"|(?P<angle>[A-Z]{1,3}\d{1,2})[ ](?=\S)"
)
DASH = re.compile(
    r"(?P<name>[^\W\d_][\w.'’&/#]{0,30}(?:[ -][\w(][\w.'’&/#)]{0,30}){0,4})[*_]{0,2}"
    r"[ \t\xa0]{1,40}[–—-][ \t\xa0]{1,40}(?=\S)"
)
PAREN = re.compile(r"\((?P<name>[^\W_][^()<>\n:]{0,40})\)[ \t]*:?[ \t]*(?:[-–—](?=[ \t\w])[ \t]*)?")
ALONE = re.compile(r"[*_]{0,2}(?P<name>[^\W_](?:[\w .,'’()-]{0,38}[\w)])?)[*_]{0,2}[ \t]{0,80}$")
STOP = re.compile(
    r"(?P<name>(?:[A-Z]{1,3}[a-z]{0,3}\.[ ])?[A-Z][A-Z .'’-]{1,38}[A-Z])\.[ \t]+(?=\S)"
)
DATED = re.compile(
    r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:[ \xa0\u202f]?[AaPp]\.?[Mm]\.?)?\]?[ ]*(?:-[ ])?"
)
"""Day and time of a message in a chat, such as WhatsApp writes them; no time of a recording."""

SENT = re.compile(
    r"From[ \t]{1,4}(?P<name>[^\n:]{1,40}?)[ \t]{1,4}[tT]o[ \t]{1,4}[^\n:]{1,60}?[ \t]{0,4}:"
)
"""Who sent a message and to whom, in the chat of a Zoom meeting."""


@dataclass(frozen=True, slots=True)
class Head:
    """A candidate for the start of a turn.

    Parameters
    ----------
    style : {"colon", "stamped", "question", "bracket", "tab", "dash", "stop", "alone", "paren"}
        How it is written; a name in round brackets is looked for in captions only.
    label : str
        The name as it stands.
    line : int
        Index of the line.
    body : int
        Offset in the line where the speech starts.
    stamp : Stamp or None
        Time beside the name.
    """

    style: str
    label: str
    line: int
    body: int
    stamp: Stamp | None = None


def heads_of(text: str, line: int, begin: int = 0) -> list[Head]:
    """Every way in which one line, from `begin` on, could be the head of a turn.

    Examples
    --------
    >>> [(head.style, head.label) for head in heads_of("Anna B. (00:12): Hello", 0)]
    [('colon', 'Anna B.')]
    >>> [(head.style, head.label) for head in heads_of("Speaker 1  1:02", 0)]
    [('stamped', 'Speaker 1')]
    """
    if not text or text.isspace():
        return []
    lead = LEAD.match(text, begin)
    start = lead.end() if lead else begin
    dated = DATED.match(text, start)
    start = dated.end() if dated else start
    before = BEFORE_NAME.match(text, start)
    at = after_signs(text, before.end()) if before else start
    stamp = stamp_in(before.group()) if before else None
    found = [style(text, line, at, stamp) for style in STYLES]
    return [head for head in found if head is not None and is_label(head.label)]


def after_signs(text: str, at: int) -> int:
    """Where a name begins after the signs that make it bold."""
    while at < len(text) and text[at] in "*_":
        at += 1
    return at


def named(style: str, pattern: re.Pattern[str]) -> Callable[..., Head | None]:
    """A matcher of one style."""

    def match(text: str, line: int, at: int, stamp: Stamp | None) -> Head | None:
        found = pattern.match(text, at)
        if found is None:
            return None
        groups = found.groupdict()
        label = groups["name"] or groups.get("angle") or ""
        beside = stamp_in(groups.get("stamp") or "")
        after = AFTER_NAME.match(text, found.end())
        body = after.end() if after else found.end()
        if after and not closes(after.group()):
            later = stamp_in(after.group())
            if beside and later and beside.end is None and beside.start <= later.start:
                beside = Stamp(beside.start, later.start)
            beside = beside or later
        return Head(style, tidy(label), line, body, stamp or beside)

    return match


STYLES = (
    named("colon", SENT),
    named("colon", COLON),
    named("stamped", STAMPED),
    named("question", QUESTION),
    named("bracket", BRACKET),
    named("tab", TAB),
    named("dash", DASH),
    named("stop", STOP),
    named("alone", ALONE),
)


def in_brackets(text: str, line: int) -> list[Head]:
    """The head of a caption that opens with a name in round brackets, as Rev writes it.

    Examples
    --------
    >>> [(head.label, head.body) for head in in_brackets("(Anna Lee) - Hello", 0)]
    [('Anna Lee', 13)]
    """
    lead = LEAD.match(text)
    head = named("paren", PAREN)(text, line, lead.end() if lead else 0, None)
    return [head] if head is not None and is_label(head.label) else []


def tidy(label: str) -> str:
    """A label without doubled blanks and the marks around it."""
    return " ".join(label.split()).strip(" *_-–—")


def is_label(label: str) -> bool:
    """Whether words could name a speaker at all; initials and titles with a stop count for none.

    Examples
    --------
    >>> is_label("Maj. Gen. J. R. van der Berg Jr."), is_label("as she always told all of us")
    (True, False)
    """
    words = label.partition("(")[0].split() or label.split()
    return (
        0 < sum(not word.endswith(".") or word == words[-1] for word in words) <= MAX_WORDS
        and any(letter.isalnum() for letter in label)
        and ("," not in " ".join(words) or is_capitalised(" ".join(words)))
    )


def is_capitalised(label: str) -> bool:
    """Whether each word of a label begins as a name does."""
    return label[0].isalpha() and all(
        word[0].isupper() or not word[0].isalpha() for word in label.split()
    )


def key(label: str) -> str:
    r"""What two spellings of one label share.

    Examples
    --------
    >>> key("RA:") == key("ra"), key("Interviewer ") == key("INTERVIEWER")
    (True, True)
    >>> key("Jose\u0301") == key("José")
    True
    """
    return unicodedata.normalize("NFC", tidy(label)).rstrip(":.").casefold()
