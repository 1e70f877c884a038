"""Labels that look like slips, told to the person who can mend them.

A label that stands once is text, so a mistyped name hides in the turn before it. Nothing is mended
here: the transcript is the researcher's.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from casestudy.ingest.heads import Head, is_capitalised, key
from casestudy.ingest.labels import (
    INTERVIEWER,
    Speakers,
    digits,
    explicit,
    of_styles,
)

MAX_ODD = 200
"""Labels looked at for slips; a text with more of them is no transcript with slips."""

EVERYWHERE = 4
"""Times a lone label must stand, on four lines in five, to be told to the person."""

MAX_NAMED = 5
"""Odd labels named in one warning."""


def oddities(
    found: Speakers, candidates: Sequence[Sequence[Head]], places: Sequence[str]
) -> list[str]:
    """Sentences on labels that look like slips: seen once, or rare and close to a frequent one.

    Parameters
    ----------
    found : Speakers
        What was decided.
    candidates : sequence of sequences of Head
        All candidates, a list for each line.
    places : sequence of str
        Where each line stands in the original.
    """
    if not found.heads:
        return []
    first = found.heads[0].line
    styles = {head.style for head in found.heads} & {"colon", "stamped", "bracket"}
    heads = [head for head in of_styles(candidates, styles) if head.line > first]
    counts = Counter(key(head.label) for head in heads)
    once = [
        head
        for head in heads
        if key(head.label) not in found.names and counts[key(head.label)] == 1
    ]
    once = once[:MAX_ODD]
    return meant(once, found, places) + unclear(once, found, places) + rare(found) + respelt(found)


def meant(once: Sequence[Head], found: Speakers, places: Sequence[str]) -> list[str]:
    """Labels seen once that are nearly a speaker's."""
    return [
        f"{places[head.line]}: {head.label!r} occurs once as a label and was read as text; "
        f"probably {likely!r} is meant: correct it in the original and read the file again"
        for head in once
        if (likely := nearest(head.label, found.names))
    ]


def unclear(once: Sequence[Head], found: Speakers, places: Sequence[str]) -> list[str]:
    """Labels seen once that are near no speaker's, in one sentence."""
    alien = [h for h in once if not nearest(h.label, found.names) and is_capitalised(h.label)]
    if not alien:
        return []
    named = ", ".join(f"{head.label!r} ({places[head.line]})" for head in alien[:MAX_NAMED])
    more = f" and {len(alien) - MAX_NAMED} more" if len(alien) > MAX_NAMED else ""
    return [
        f"labels that occur once were read as text: {named}{more}; "
        "a speaker's label must occur at least twice"
    ]


def rare(found: Speakers) -> list[str]:
    """Speakers with very few turns whose label is nearly that of one with many."""
    counts = Counter(key(head.label) for head in found.heads)
    many = {k: found.names[k] for k, count in counts.items() if count >= 10}
    few = [k for k, count in counts.items() if count <= 2][:MAX_ODD]
    return [
        f"speaker {found.names[k]!r} has {counts[k]} turns; "
        f"if {likely!r} is meant, correct it in the original and read the file again"
        for k in few
        if (likely := nearest(found.names[k], many))
    ]


def respelt(found: Speakers) -> list[str]:
    """Spellings that were read as one speaker."""
    others = Counter(
        head.label for head in found.heads if head.label.rstrip(":") != found.names[key(head.label)]
    )
    return [
        f"{label!r} ({count} turns) was read as {found.names[key(label)]!r}"
        for label, count in others.items()
    ]


def nearest(label: str, names: dict[str, str]) -> str:
    """The known label that a slip of the keys would turn into this one, else ''.

    Examples
    --------
    >>> nearest("Interviwer", {"interviewer": "Interviewer"})
    'Interviewer'
    >>> nearest("Speaker 3", {"speaker 1": "Speaker 1"})
    ''
    """
    near = difflib.get_close_matches(key(label), names, n=3, cutoff=0.7)
    same = [name for name in near if digits(name) == digits(label)]
    return names[same[0]] if same else ""


def one_sided(candidates: Sequence[Sequence[Head]]) -> str:
    """A sentence on a text in which one person alone is labelled, else ''.

    Either the label says that it is the interviewer's, or it stands on nearly every line.
    """
    counts = Counter(key(head.label) for head in explicit(candidates))
    label, count = next(iter(counts.items()), ("", 0))
    n_lines = sum(bool(heads) for heads in candidates)
    asks = INTERVIEWER.fullmatch(label) is not None
    everywhere = count >= EVERYWHERE and 5 * count >= 4 * n_lines
    if len(counts) != 1 or not (asks or everywhere):
        return ""
    what = "label the answers too" if asks else "label the other speakers too"
    return (
        f"only {label!r} is a label ({count} times), so no turns were made: "
        f"{what} and read the file again"
    )
