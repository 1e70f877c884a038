"""How much a place of a text looks like a quotation: by its words and by what stands around them.

This is the way back when nobody kept the old text. It is also the weak way: two people may say the
same, and a deleted sentence has likenesses. So a place is believed only if its surroundings agree
too, and clearly better than those of any other place.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from casestudy.anchors.anchor import CONTEXT, Anchor
from casestudy.anchors.diffing import offset_map
from casestudy.anchors.text_units import snapped

Place = tuple[int, int]
"""Start and end of a span, in code points."""

LEAST_LEFT = 0.5
"""Share of a quotation, and similarity to it, below which a place is not its place any more. Half,
as in the client of Hypothesis, which accepts errors in at most half of a quotation; the benchmark
counts a quotation as deleted from the same half."""
LEAST_SCORE = 0.75
"""Agreement with quotation and context, 0 to 1, below which nothing is believed that was searched
for. Measured on an interview of 47,000 characters: the best likeness of a deleted quotation
scored 0.66 at most, quotations with 15 % typing errors scored 0.79 at least."""
MARGIN = 0.1
"""By how much the best place must score above the second best."""
QUOTE_WEIGHT, CONTEXT_WEIGHT = 50, 40
"""How quotation and context share in the score: 50 and 20 + 20, as in the client of Hypothesis."""
MOST_PLACES = 200
"""Places of a quotation that are weighed at most; what stands more often is decided by none."""


def occurrences(text: str, quote: str) -> list[int]:
    """Every place where a quotation stands letter by letter, overlapping ones included.

    Examples
    --------
    >>> occurrences("ababa", "aba")
    [0, 2]
    """
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def similarity(quote: str, other: str) -> float:
    """1 minus the edits that turn one quotation into another over the longer length, 0 to 1.

    Examples
    --------
    >>> similarity("trust", "thrust")
    0.8333333333333334
    """
    return float(Levenshtein.normalized_similarity(quote, other))


def context_agreement(wanted: Anchor, text: str, place: Place) -> float:
    """How well the surroundings of a place agree with an anchor's context, 0 to 1.

    A side without context is left out, as at the beginning of a text; no context at all counts 0.
    """
    before = text[max(0, place[0] - CONTEXT) : place[0]]
    after = text[place[1] : place[1] + CONTEXT]
    sides = [(wanted.prefix, before), (wanted.suffix, after)]
    known = [fuzz.ratio(old, now) / 100 for old, now in sides if old]
    return sum(known) / len(known) if known else 0.0


def score(wanted: Anchor, text: str, place: Place) -> float:
    """Agreement of a place with the quotation and its context together, 0 to 1."""
    words = QUOTE_WEIGHT * similarity(wanted.quote, text[slice(*place)])
    context = CONTEXT_WEIGHT * context_agreement(wanted, text, place)
    return (words + context) / (QUOTE_WEIGHT + CONTEXT_WEIGHT)


def best_in_context(wanted: Anchor, text: str, places: Sequence[int]) -> Place | None:
    """Of the places where a quotation stands, the one whose surroundings agree clearly best.

    If several agree about as well, the one at the anchor's own position; None if there is none.
    """
    if len(places) > MOST_PLACES:
        return None
    spans = [(at, at + len(wanted.quote)) for at in places]
    scored = sorted(((context_agreement(wanted, text, span), span) for span in spans), reverse=True)
    if not scored or scored[0][0] < LEAST_SCORE:
        return None
    equals = [span for agreement, span in scored if agreement > scored[0][0] - MARGIN]
    if len(equals) > 1:
        equals = [span for span in equals if span[0] == wanted.start]
    return equals[0] if equals else None


def most_similar(wanted: Anchor, text: str, start: int = 0, end: int | None = None) -> Place | None:
    """The place within a stretch of a text that looks most like a quotation.

    As whole graphemes; None if no place is like it by half.
    """
    end = len(text) if end is None else end
    if end - start < len(wanted.quote):
        return like_enough(wanted, text, (start, end))
    cutoff = 100 * LEAST_LEFT
    found = fuzz.partial_ratio_alignment(wanted.quote, text[start:end], score_cutoff=cutoff)
    if found is None:
        return None
    return _fitted(wanted, text, start + found.dest_start, start + found.dest_end)


def _fitted(wanted: Anchor, text: str, start: int, end: int) -> Place | None:
    """A rough place with its edges put where quotation and context meet."""
    low, high = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    edit = offset_map(wanted.prefix + wanted.quote + wanted.suffix, text[low:high])
    first = len(wanted.prefix)
    fit = edit.spans([first], [first + len(wanted.quote)])
    return like_enough(wanted, text, (int(fit.start[0]) + low, int(fit.end[0]) + low))


def like_enough(wanted: Anchor, text: str, place: Place) -> Place | None:
    """A place as whole graphemes without blanks around; None if it is not even half alike."""
    if not text[slice(*place)].strip():
        return None
    place = snapped(text, *place)
    return place if similarity(wanted.quote, text[slice(*place)]) >= LEAST_LEFT else None
