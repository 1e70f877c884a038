"""Learning to code: how one's own coding of a stretch compares with a teacher's.

The teacher's codings are hidden until the learner asks. Then they are shown up to where the learner
has come, with a word on each: found, found with other borders, another code, missed, or put where
the teacher put nothing. It is a conversation, not a mark: a teacher's coding can be argued with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from casestudy.agreement import Question

VERDICTS = ("found", "borders", "other", "missed", "extra")
"""What the learner did where the teacher, or the learner alone, put a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One place where teacher or learner put a code.

    Parameters
    ----------
    verdict : str
        One of `VERDICTS`.
    code : str
        The teacher's code; for "extra" the learner's.
    start, end : int
        Code points of all that either coded; -1 for whole sources and regions.
    instead : tuple of str
        For "other": the learner's codes on the same words.
    """

    verdict: str
    code: str
    start: int
    end: int
    instead: tuple[str, ...] = ()


def feedback(questions: Iterable[Question], *, teacher: str, upto: int) -> tuple[Feedback, ...]:
    """How the learner's coding compares with the teacher's, up to a position.

    Parameters
    ----------
    questions : iterable of Question
        About teacher and learner only, in one source.
    teacher : str
        Who teaches.
    upto : int
        Places that begin at or after this code point are left out.

    Returns
    -------
    tuple of Feedback
        In the order of the text. Where the learner put another code on the words that the teacher
        coded, this is said once, with the teacher's code.
    """
    found = []
    for one in questions:
        start, end = one.widest
        if start >= upto:
            continue
        if one.coders == (teacher,):
            verdict = "other" if one.rivals else "missed"
        elif teacher in one.coders:
            verdict = "found" if one.border_agreement == 1 else "borders"
        elif one.rivals:
            continue  # said at the teacher's code
        else:
            verdict = "extra"
        instead = one.rivals if verdict == "other" else ()
        found.append(
            Feedback(verdict=verdict, code=one.code, start=start, end=end, instead=instead)
        )
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.code)))


def plain_feedback(found: Iterable[Feedback]) -> dict[str, Any]:
    """Feedback as plain values, with how often each verdict fell."""
    rows = list(found)
    counts = Counter(row.verdict for row in rows)
    return {
        "feedback": [asdict(row) for row in rows],
        "counts": {verdict: counts[verdict] for verdict in VERDICTS},
    }
