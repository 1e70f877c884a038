r"""Advanced SubStation captions (.ass, .ssa): a line an event, with a name and the words.

``\N`` in the words is a line end; what stands in braces is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casestudy.ingest.cues import Cue, clock_seconds, unrolled, utterances
from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import compose

READER = "substation 1"

CODE = re.compile(r"\{[^{}]*\}")
CLOCK = re.compile(r"\d{1,4}:\d{2}:\d{2}[.,]\d{1,3}")
COLUMNS = ("start", "end", "name", "text")


def read(original: Original) -> Reading:
    """Read an Advanced SubStation file."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    cues = list(cues_of(draft, result.text.split("\n")))
    if not cues:
        raise original.bad("has no event with times and words; export it again")
    cues.sort(key=lambda cue: cue.start_time)
    parts = compose(draft, utterances(draft, unrolled(draft, cues)))
    return draft.reading(parts, kind="interview", reader=READER, encoding=result.encoding)


def cues_of(draft: Draft, lines: Sequence[str]) -> Iterator[Cue]:
    """The events that are spoken."""
    names = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect",
             "text"]  # fmt: skip
    for number, line in enumerate(lines, 1):
        kind, _, rest = line.partition(":")
        if kind.strip() == "Format" and "text" in rest.casefold():
            names = [
                "name" if n == "actor" else n for n in rest.casefold().replace(" ", "").split(",")
            ]
        elif kind.strip() == "Comment" and rest.count(",") >= len(names) - 1:
            draft.lose(
                f"comment: {rest.split(',', len(names) - 1)[-1].strip()!r}", f"line {number}"
            )
        elif kind.strip() == "Dialogue":
            cells = dict(zip(names, rest.split(",", len(names) - 1), strict=False))
            start, end, speaker, text = (cells.get(name, "").strip() for name in COLUMNS)
            if CLOCK.fullmatch(start) and CLOCK.fullmatch(end):
                yield Cue(
                    text=plain(text),
                    speaker=" ".join(speaker.split()),
                    start_time=clock_seconds(start),
                    end_time=clock_seconds(end),
                    locator=f"line {number}",
                )
            elif text:
                draft.lose(f"event without times: {text!r}", f"line {number}")


def plain(text: str) -> str:
    r"""The words of an event.

    Examples
    --------
    >>> plain(r"{\i1}Well,{\i0}\Nyes.")
    'Well,\nyes.'
    """
    text = CODE.sub("", text)
    return text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")
