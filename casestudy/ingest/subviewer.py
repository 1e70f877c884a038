"""SubViewer captions (.sbv), as YouTube's editor writes them: times on a line, then the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casestudy.ingest.cues import CLOCK, Cue, clock_seconds, unrolled, utterances
from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import compose

READER = "subviewer 1"

TIMES = re.compile(rf"[ \t]*({CLOCK}),({CLOCK})[ \t]*$")
BREAK = "[br]"
"""How SubViewer 2 writes a line end."""


def read(original: Original) -> Reading:
    """Read a SubViewer file."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    cues = list(cues_of(draft, result.text.split("\n")))
    parts = compose(draft, utterances(draft, unrolled(draft, cues)))
    return draft.reading(parts, kind="interview", reader=READER, encoding=result.encoding)


def cues_of(draft: Draft, lines: list[str]) -> Iterator[Cue]:
    """The cues of a file; what stands before the first is a loss."""
    timed = [number for number, line in enumerate(lines) if TIMES.match(line)]
    for line in lines[: timed[0] if timed else 0]:
        if line.strip():
            draft.lose(f"words before the first cue: {line.strip()!r}")
    for count, (number, stop) in enumerate(zip(timed, [*timed[1:], len(lines)], strict=True), 1):
        found = TIMES.match(lines[number])
        start, end = (clock_seconds(each) for each in found.groups()) if found else (0.0, 0.0)
        text = "\n".join(line for line in lines[number + 1 : stop] if line.strip())
        yield Cue(
            text=text.replace(BREAK, "\n"), start_time=start, end_time=end, locator=f"cue {count}"
        )
