"""Label tracks of Audacity: a line a label, with its start, its end and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casestudy.ingest.cues import Cue, utterances
from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import compose

READER = "audacity 1"

LABEL = re.compile(r"(\d{1,6}[.,]\d{3,9})\t(\d{1,6}[.,]\d{3,9})(?:\t(.*))?")


def read(original: Original) -> Reading:
    """Read a label track."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    cues = list(cues_of(draft, result.text.split("\n")))
    parts = compose(draft, utterances(draft, cues))
    if not parts:
        raise original.bad("holds labels without words; check the label track")
    return draft.reading(parts, kind="interview", reader=READER, encoding=result.encoding)


def cues_of(draft: Draft, lines: Sequence[str]) -> Iterator[Cue]:
    """The labels, in order of time as Audacity keeps them."""
    for number, line in enumerate(lines, 1):
        found = LABEL.fullmatch(line.rstrip("\r"))
        if found:
            start, end = (float(each.replace(",", ".")) for each in found.groups()[:2])
            yield Cue(text=found[3] or "", start_time=start, end_time=end, locator=f"line {number}")
        elif line.startswith("\\"):
            draft.lose("range of frequencies of a label")
        elif line.strip():
            draft.lose(f"line that is no label: {line.strip()!r}", f"line {number}")
