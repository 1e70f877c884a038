"""Speech that comes in pieces (captions, annotations, rows) put together into turns.

Consecutive pieces of one speaker make one turn. The text of a turn is ``Name: `` and its pieces
with one blank between them; line ends inside a caption are layout and become blanks too, so that
the sentences of a turn stay whole. A line that opens with a dash is another voice in the same
caption and keeps its own line. Each piece is a ``cue`` part inside the turn, with its times.
Where nobody is named, a turn ends at a pause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casestudy.ingest.draft import Draft
from casestudy.sources import Part

PAUSE = 2.0
"""Seconds of silence that end a turn of a nameless speaker. Captions follow speech within one
second; two seconds without any is a pause a listener notices."""

DASHES = ("-", "–", "—")
DASH_LINE = re.compile(r"\s*[-–—]\s*\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One piece of speech: who, what, when, where it stands in the original, if a turn opens."""

    speaker: str
    text: str
    locator: str
    start_time: float | None = None
    end_time: float | None = None
    opens: bool = False


def compose(
    draft: Draft, utterances: Iterable[Utterance], *, merge: bool = True, cues: bool = True
) -> list[Part]:
    """Write utterances as turns, a line each.

    Parameters
    ----------
    draft : Draft
        Receives the text.
    utterances : iterable of Utterance
        In the order they were said; those without words are left out.
    merge : bool
        Whether consecutive utterances of one speaker make one turn.
    cues : bool
        Whether utterances inside a turn are kept as cue parts.

    Returns
    -------
    list of Part
        Turns and cues.

    Examples
    --------
    >>> draft = Draft()
    >>> said = [Utterance(speaker="A", text=t, locator="") for t in ("Well,", "yes.")]
    >>> turn, *cues = compose(draft, said)
    >>> draft.text, turn.start, [(cue.start, cue.end) for cue in cues]
    ('A: Well, yes.', 3, [(3, 8), (9, 13)])
    """
    parts: list[Part] = []
    for group in grouped([each for each in utterances if flowing(each.text)], merge=merge):
        parts += turn_parts(draft, group, cues=cues)
    return parts


def grouped(utterances: Sequence[Utterance], *, merge: bool) -> list[list[Utterance]]:
    """Utterances that make one turn together."""
    groups: list[list[Utterance]] = []
    for each in utterances:
        if not (groups and merge and goes_on(groups[-1][-1], each)):
            groups.append([])
        groups[-1].append(each)
    return groups


def goes_on(before: Utterance, after: Utterance) -> bool:
    """Whether one utterance continues the turn of the other."""
    if before.speaker != after.speaker or after.opens:
        return False
    if before.speaker or before.end_time is None or after.start_time is None:
        return True
    return after.start_time - before.end_time < PAUSE


def turn_parts(draft: Draft, group: Sequence[Utterance], *, cues: bool) -> list[Part]:
    """Write one turn; return its part and those of its cues."""
    texts = [flowing(each.text) for each in group]
    label = f"{group[0].speaker}: " if group[0].speaker else ""
    joints = ["\n" if text[:1] in DASHES else " " for text in texts[1:]]
    speech = "".join(text + joint for text, joint in zip(texts, [*joints, ""], strict=True))
    draft.write(label + speech, locator=group[0].locator)
    at = draft.length - len(speech)
    turn = piece("turn", at, draft.length, group[0], group[-1])
    inside = []
    for each, text in zip(group, texts, strict=True):
        inside.append(piece("cue", at, at + len(text), each, each))
        at += len(text) + 1
    return [turn, *(inside if cues else [])]


def piece(kind: str, start: int, end: int, first: Utterance, last: Utterance) -> Part:
    """The part for a turn or cue."""
    return Part(
        kind=kind,
        start=start,
        end=end,
        speaker=first.speaker,
        start_time=first.start_time,
        end_time=last.end_time,
        locator=first.locator,
    )


def flowing(text: str) -> str:
    r"""Caption lines as running text; a line that opens with a dash stays a line.

    Examples
    --------
    >>> flowing("We changed\neleven gearboxes."), flowing("- Yes.\n- No.")
    ('We changed eleven gearboxes.', '- Yes.\n- No.')
    """
    lines: list[str] = []
    for line in text.strip("\ufeff \t\r\n").split("\n"):
        words = " ".join(line.split())
        if not lines or DASH_LINE.match(line):
            lines.append(words)
        elif words:
            lines[-1] = f"{lines[-1]} {words}" if lines[-1] else words
    return "\n".join(lines).strip("\ufeff \n")
