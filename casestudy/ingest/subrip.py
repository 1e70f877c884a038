r"""SubRip captions (.srt): numbered cues, speakers typed as ``Name:`` into the words.

A cue runs to the times of the next one, so a blank line inside it does no harm. Braces are speech
in interviews, as in ``{laughs}``; only codes such as ``{\an8}`` are markup.
"""

from __future__ import annotations

import re

from casestudy.ingest.cues import TIMES, Cue, clock_seconds, unrolled, utterances
from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import compose

READER = "subrip 1"

MARKUP = re.compile(r"</?(?:i|b|u|s|font|c)(?:\s[^>]*|\.[^>]*)?>", re.IGNORECASE)
CODE = re.compile(r"\{\\[^}]*\}")


def read(original: Original) -> Reading:
    """Read a SubRip file."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    cues = cues_of(draft, result.text.split("\n"))
    parts = compose(draft, utterances(draft, unrolled(draft, cues)))
    return draft.reading(parts, kind="interview", reader=READER, encoding=result.encoding)


def cues_of(draft: Draft, lines: list[str]) -> list[Cue]:
    """The cues of a file."""
    timed = [number for number, line in enumerate(lines) if TIMES.match(line)]
    heads = [head_line(lines, number) for number in timed]
    for line in lines[: heads[0] if heads else 0]:
        if line.strip():
            draft.lose(f"words before the first cue: {line.strip()!r}")
    cues = []
    for count, (number, stop) in enumerate(zip(timed, [*heads[1:], len(lines)], strict=True), 1):
        cues.append(cue(draft, lines[number], lines[number + 1 : stop], f"cue {count}"))
    return cues


def head_line(lines: list[str], timed: int) -> int:
    """Index of the line where a cue begins: the number above its times, if there is one."""
    return timed - 1 if timed and lines[timed - 1].strip().isdigit() else timed


def cue(draft: Draft, times: str, lines: list[str], place: str) -> Cue:
    """One cue with its words."""
    found = TIMES.match(times)
    start, end = (clock_seconds(clock) for clock in found.groups()) if found else (0.0, 0.0)
    if end < start:
        draft.warn(f"{place} ends before it starts; its times are kept as they stand")
    text = "\n".join(line for line in lines if line.strip())
    codes = CODE.findall(text)
    if codes:
        draft.lose("placing or style code in braces", count=len(codes))
    return Cue(
        text=MARKUP.sub("", CODE.sub("", text)), start_time=start, end_time=end, locator=place
    )
