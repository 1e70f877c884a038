"""Which labels are speakers: those that recur, and recur as often as people take turns.

A label must occur at least twice. The text as a whole must read as a conversation: two speakers or
more, and not thousands of words between one label and the next. What falls through is text, and
the person is told which label looked odd.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import ne

from casestudy.ingest.heads import Head, is_capitalised, key
from casestudy.ingest.timed_heads import by_program
from casestudy.ingest.wordlists import NOT_SPEAKERS, NOT_SPOKEN

MAX_WORDS_A_TURN = 400
"""Mean words between labels up to which a text is a conversation. Real interviews have a mean of 57
to 171 words a turn (thirteen oral-history interviews); a report with some labels has thousands."""

LONG_TURNS = 2000
"""Mean words a turn up to which a text with clear signs of an interview is one. A life story may
run for a quarter of an hour, some 2,000 words, without a question."""

MAX_PREFACE = 300
"""Words that may stand before the first label of such a text: a page of title and setting."""

FEW_HEADS = 60
"""Mean words allowed for each label there is: four labels far apart are no conversation, as with
"H1:" and "H2:" in an abstract and again in a conclusion."""

PAREN_WITHIN = 3
"""Lines of captions within which the first name in brackets must stand. Captions that name speakers
so begin with one; captions that only describe sounds open with speech or music."""

MIN_RECURRENCE = 2
"""Times a label must stand at the head of a line to be a speaker."""

INTERVIEWER = re.compile(
    r"i|int|q|interv.*|entrev.*|haastat.*|befrag.*|moderator.*|speaker[ _#]*\d+|respondent.*"
    r"|participant.*|facilitator.*|person[ _#]*\d+|sprecher.*"
)
"""Labels that speak for an interview by themselves, after `key`."""

PAIRS = (("q", "a"), ("f", "a"), ("p", "r"), ("d", "r"), ("q", "r"), ("k", "v"))
"""Letters that stand for question and answer with a full stop, in several languages."""

EXPLICIT = ("colon", "stamped")
"""Styles that may stand beside one another in one transcript, and beside ``Q.`` and ``A.``."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """The labels that are speakers: how each key is spelt, and the heads that open turns."""

    names: dict[str, str]
    heads: tuple[Head, ...]


NOBODY = Speakers({}, ())


def speakers(
    candidates: Sequence[Sequence[Head]], lines: Sequence[str], *, sure: bool = False
) -> Speakers:
    """Decide which candidate heads open turns.

    Parameters
    ----------
    candidates : sequence of sequences of Head
        For each line the ways it could be read.
    lines : sequence of str
        The lines themselves.
    sure : bool
        Whether the lines are known to be speech, as captions are.

    Returns
    -------
    Speakers
        Empty if the text is not a conversation.
    """
    groups = [
        explicit(candidates),
        bracketed(candidates),
        most_lines(candidates, lines, "tab"),
        most_lines(candidates, lines, "dash"),
        most_lines(candidates, lines, "stop"),
    ]
    if sure:
        groups.append(in_captions(candidates))
    best = max(groups, key=len)
    if not sure:
        best = by_program(best, candidates, lines)
    alone = standing_alone(candidates, lines)
    if len(alone) > 2 * len(best):
        best = alone
    names = spellings(best)
    accepted = sure or is_conversation(best, lines)
    return Speakers(names, tuple(best)) if accepted else NOBODY


def is_conversation(heads: Sequence[Head], lines: Sequence[str]) -> bool:
    """Whether accepted heads are many enough, and several, for people taking turns.

    Long turns, as in life stories, pass if a label says that this is an interview, or if the labels
    begin at once and alternate.
    """
    names = [key(head.label) for head in heads]
    if len(set(names)) < 2:
        return False
    n_words = sum(len(line.split()) for line in lines[heads[0].line :])
    if n_words <= min(MAX_WORDS_A_TURN, FEW_HEADS * len(heads)) * len(heads):
        return True
    telling = any(INTERVIEWER.fullmatch(name) for name in names)
    n_before = sum(len(line.split()) for line in lines[: heads[0].line])
    alternates = 5 * sum(map(ne, names, names[1:])) >= 4 * (len(names) - 1)
    named = not any(digits(name) for name in names)
    return n_words <= LONG_TURNS * len(heads) and (
        telling or (named and alternates and n_before <= MAX_PREFACE)
    )


def of_styles(candidates: Sequence[Sequence[Head]], styles: Iterable[str]) -> list[Head]:
    """One head a line: the first of the given styles."""
    allowed = tuple(styles)
    firsts = (next((h for h in heads if h.style in allowed), None) for heads in candidates)
    return [head for head in firsts if head is not None and may_speak(head)]


def may_speak(head: Head) -> bool:
    """Whether the label is not one of the words that never name a speaker."""
    first = key(head.label).split(" ")[0]
    return first not in (NOT_SPOKEN if head.style in ("bracket", "paren") else NOT_SPEAKERS)


def recurring(heads: Sequence[Head]) -> list[Head]:
    """The heads whose label occurs often enough."""
    counts = Counter(key(head.label) for head in heads)
    return [head for head in heads if counts[key(head.label)] >= MIN_RECURRENCE]


def explicit(candidates: Sequence[Sequence[Head]]) -> list[Head]:
    """Heads with a colon or a time stamp, and ``Q.`` and ``A.`` where both recur.

    "A. Miller:" is a name unless letters stand for question and answer on other lines.
    """
    named = recurring(of_styles(candidates, EXPLICIT))
    taken = {head.line for head in named}
    questions = of_styles(candidates, ["question"])
    free = [head for head in questions if head.line not in taken]
    asked = {key(head.label) for head in recurring(free)}
    letters = {letter for pair in PAIRS if asked.issuperset(pair) for letter in pair}
    asking = [head for head in questions if key(head.label) in letters]
    taken = {head.line for head in asking}
    named = recurring([head for head in of_styles(candidates, EXPLICIT) if head.line not in taken])
    return sorted([*named, *asking], key=lambda head: head.line)


def bracketed(candidates: Sequence[Sequence[Head]]) -> list[Head]:
    """Heads such as ``[id1]``: an identifier with a digit, or at least two recurring names."""
    heads = recurring(of_styles(candidates, ["bracket"]))
    if len({key(head.label) for head in heads}) > 1:
        return heads
    return [head for head in heads if any(letter.isdigit() for letter in head.label)]


def most_lines(
    candidates: Sequence[Sequence[Head]], lines: Sequence[str], style: str
) -> list[Head]:
    """Heads set off by a tab or a dash alone, if most lines are written so."""
    heads = recurring(of_styles(candidates, [style]))
    n_lines = sum(bool(line.strip()) for line in lines)
    return heads if 2 * len(heads) > n_lines else []


def in_captions(candidates: Sequence[Sequence[Head]]) -> list[Head]:
    """Names in round brackets, if two or more recur and such a name opens the recording."""
    every = [head for head in of_styles(candidates, ["paren"]) if is_capitalised(head.label)]
    heads = recurring(every)
    two = len({key(head.label) for head in heads}) > 1
    return heads if two and heads[0].line < PAREN_WITHIN else []


def standing_alone(candidates: Sequence[Sequence[Head]], lines: Sequence[str]) -> list[Head]:
    """Names on lines of their own, if half of the short capitalised lines are such names.

    Two of them must hold most of the places, as two persons do in an interview.
    """
    every = [h for h in of_styles(candidates, ["alone"]) if is_capitalised(h.label)]
    followed = [head for head in every if has_text_after(lines, head.line)]
    heads = recurring(followed)
    most = Counter(key(head.label) for head in heads).most_common(2)
    two_lead = len(most) == 2 and 5 * sum(count for _, count in most) >= 3 * len(heads)
    return heads if len(heads) >= 4 and two_lead and 2 * len(heads) >= len(every) else []


def has_text_after(lines: Sequence[str], line: int) -> bool:
    """Whether a lone name is followed by something said."""
    return any(text.strip() for text in lines[line + 1 : line + 3])


def spellings(heads: Sequence[Head]) -> dict[str, str]:
    """For each label its most frequent spelling."""
    counts = Counter(head.label for head in heads)
    names: dict[str, str] = {}
    for label, _ in counts.most_common():
        names.setdefault(key(label), label.rstrip(":"))
    return names


def digits(label: str) -> str:
    """The digits of a label; two persons often differ in nothing else."""
    return "".join(letter for letter in label if letter.isdigit())
