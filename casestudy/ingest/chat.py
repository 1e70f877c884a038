"""CHAT transcripts (.cha): main lines are speech, tab lines continue them, the rest is set aside.

Words stay as they were transcribed, with the codes in them; only the time bullets at the end of a
line are read as times. Dependent tiers such as ``%mor`` are reported with their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import Utterance, compose

READER = "chat 1"

MAIN = re.compile(r"\*([^:\s]{1,40}):\s*(.*)", re.DOTALL)
BULLET = re.compile(r"\s*\x15(?:%snd:\"[^\"]*\"_)?(\d{1,12})_(\d{1,12})\x15")
BROKEN = re.compile(r"\x15[^\x15]*\x15?")


def read(original: Original) -> Reading:
    """Read a CHAT file."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    said, header = [], dict[str, str]()
    for line, text in logical_lines(result.text):
        if text.startswith("*"):
            said.append(utterance(draft, text, f"line {line}"))
        elif text.startswith("%"):
            draft.lose(f"dependent tier {text[:4].rstrip(':')}")
        elif text.startswith("@"):
            name, _, value = text[1:].partition(":")
            header.setdefault(name.strip(), " ".join(value.split()))
        else:
            draft.lose(f"words outside any line of CHAT: {text!r}", f"line {line}")
    parts = compose(draft, [each for each in said if each is not None], merge=False, cues=False)
    if not parts:
        raise original.bad("is a CHAT file without main lines such as '*MOT:'; check the export")
    return draft.reading(
        parts,
        reader=READER,
        title=header.get("Title", ""),
        encoding=result.encoding,
        language=header.get("Languages", "").split(",")[0].strip(),
    )


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines joined with the tab lines that continue them, each with its first line number."""
    first, pieces = 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1] in ("\t", " ") and pieces:
            pieces.append(line.strip())
            continue
        if pieces:
            yield first, " ".join(pieces)
        first, pieces = number, [line.rstrip()] if line.strip() else []
    if pieces:
        yield first, " ".join(pieces)


def utterance(draft: Draft, text: str, place: str) -> Utterance | None:
    """One main line, or None if it names nobody."""
    found = MAIN.fullmatch(text)
    if found is None:
        draft.lose(f"main line without a speaker: {text!r}", place)
        return None
    bullets = [[int(clock) / 1000 for clock in match.groups()] for match in BULLET.finditer(text)]
    return Utterance(
        speaker=found.group(1),
        text=BROKEN.sub("", BULLET.sub("", found.group(2))),
        locator=place,
        start_time=bullets[0][0] if bullets else None,
        end_time=bullets[-1][1] if bullets else None,
    )
