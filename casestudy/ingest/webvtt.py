"""WebVTT captions: voices, entities and notes, as the standard and as recorders write them.

Several voices in one cue are several turns. Notes, style sheets and regions are not speech: they
are reported as losses, notes with their words. A tag that is no markup, such as ``<laughs>``, is
what somebody typed and stays.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from casestudy.ingest.cues import TIMES, Cue, clock_seconds, unrolled, utterances
from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import compose

READER = "webvtt 1"

VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t\n]+([^>]*)>|</v>", re.IGNORECASE)
MARKUP = re.compile(
    r"</?(?:c|i|b|u|ruby|rt|lang|v|font)(?:\.[^>\s]*)?(?:\s[^>]*)?>|<(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
NOTE = re.compile(r"NOTE(?:[ \t]|$)")
SHEET = re.compile(r"(STYLE|REGION)[ \t]*$")


def read(original: Original) -> Reading:
    """Read a WebVTT file."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    lines = result.text.split("\n")
    title = lines[0].removeprefix("WEBVTT").strip(" \t-–—:")
    cues = list(cues_of(draft, lines))
    if not cues:
        raise original.bad(
            "has no cue with times such as '00:00:01.000 --> 00:00:02.000'; export it again"
        )
    parts = compose(draft, utterances(draft, unrolled(draft, cues)))
    kind = "interview"
    return draft.reading(parts, kind=kind, reader=READER, title=title, encoding=result.encoding)


def cues_of(draft: Draft, lines: list[str]) -> Iterator[Cue]:
    """The cues of a file, one for each voice in them; the rest goes to the losses."""
    number = 0
    for first, block in blocks(lines):
        timed = next((k for k, line in enumerate(block) if TIMES.match(line)), None)
        if timed is None:
            set_aside(draft, block, first)
            continue
        number += 1
        name = " ".join(block[:timed]).strip()
        place = f"cue {number} ({name})" if name and name != str(number) else f"cue {number}"
        yield from voiced(draft, block[timed], block[timed + 1 :], place)


def blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between empty lines, each with the number of its first line.

    A line of blanks is part of a cue, as players hold. A line of times opens a new cue even where
    the empty line before it was forgotten or holds a blank; then the name of the cue comes along.
    """
    block: list[str] = []
    first, timed = 0, False
    for number, line in enumerate([*lines, ""], 1):
        times = TIMES.match(line) is not None
        if not line or (times and timed):
            name = [block.pop()] if times and len(block) > 1 and block[-2].isspace() else []
            if any(each.strip() for each in block):
                yield first, block
            block, timed = name, False
        if line:
            first = first if block else number
            timed = timed or times
            block.append(line)


def set_aside(draft: Draft, block: list[str], first: int) -> None:
    """Report a block that is no cue: header, note, style sheet, region, or broken times."""
    where = f"line {first}"
    if first == 1:
        for line in block[1:]:
            draft.lose(f"header line {line!r}", where)
    elif NOTE.match(block[0]):
        words = " ".join(" ".join(block).removeprefix("NOTE").split())
        if words:
            draft.lose(f"note: {words!r}", where)
    elif sheet := SHEET.match(block[0]):
        draft.lose("style sheet" if sheet.group(1) == "STYLE" else "region setting", where)
    else:
        words = " ".join(block)
        draft.lose(f"words outside any cue: {words!r}", where)
        draft.warn(
            f"{where}: words without cue times were not read: {words[:60]!r}; correct the times"
        )


def voiced(draft: Draft, times: str, lines: list[str], place: str) -> Iterator[Cue]:
    """One cue for each voice."""
    found = TIMES.match(times)
    if found is None:
        return
    start, end = (clock_seconds(clock) for clock in found.groups())
    if "," in found.group(1) + found.group(2):
        draft.warn("cue times are written with a comma, as in SubRip; they were read as full stops")
    if end < start:
        draft.warn(f"{place} ends before it starts; its times are kept as they stand")
    for speaker, text in by_voice("\n".join(lines)):
        yield Cue(text=text, speaker=speaker, start_time=start, end_time=end, locator=place)


def by_voice(payload: str) -> list[tuple[str, str]]:
    """Pairs of speaker and words in one cue.

    Examples
    --------
    >>> by_voice("<v Anna>Tea &amp; cake?</v> <v.loud Ben><i>Yes</i> <laughs></v>")
    [('Anna', 'Tea & cake?'), ('Ben', 'Yes <laughs>')]
    """
    pairs: list[tuple[str, str]] = []
    speaker, at = "", 0
    for tag in VOICE.finditer(payload):
        pairs.append((speaker, plain(payload[at : tag.start()])))
        speaker, at = " ".join(plain(tag.group(1) or "").split()), tag.end()
    pairs.append((speaker, plain(payload[at:])))
    return [(name, text.strip()) for name, text in pairs if text.strip()]


def plain(text: str) -> str:
    """Words without markup, entities turned into the characters they stand for."""
    return unescaped(MARKUP.sub("", text))


def unescaped(text: str) -> str:
    """Entities turned into the characters they stand for; what is none stays as it was typed.

    Examples
    --------
    >>> unescaped("AT&T &amp; &#8212; &notit;")
    'AT&T & — &notit;'
    """
    return ENTITY.sub(
        lambda entity: html.unescape(entity[0]) if known(entity[0][1:]) else entity[0], text
    )


def known(name: str) -> bool:
    """Whether a name between ampersand and semicolon stands for a character."""
    return name.startswith("#") or name in html5
