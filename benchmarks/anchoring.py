"""How many codings find their words again after an edit, and how long a thousand of them take.

Data: an interview of 62,000 characters made of the synthetic ones of this repository (turns in
shuffled order, repeated until it is long enough; seed 1), or the text file that is given. 1,000
quotations of 15 to 400 characters; nine edits whose true places are tracked letter by letter.
Run: python benchmarks/anchoring.py [TEXT] [--lengths 62000 622000] [--floor]

Reported for each edit, beside a naive peer (quotation letter by letter, best context, then nearest
position) in the same run:

* right: share of the quotations still there whose place overlaps the true one by at least 0.9
  (intersection over union); a quotation is still there if at least half of its characters are;
* misplaced: quotations that were deleted and were put somewhere all the same;
* seconds of processor time for all 1,000, the comparison of the two texts included.

"without the old text" is the same with nothing to compare with: quotation, context, likeness. In a
text whose turns are repeated, as in the synthetic one, it rightly refuses to choose among them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from casestudy.anchors import CONTEXT, Anchor, anchor
from casestudy.anchors.reanchoring import reanchored

SYNTHETIC = Path(__file__).parents[1] / "synthetic"
INTERVIEWS = ("interview_procurement.txt", "interview_technician.vtt")
N_QUOTES = 1000
SHORTEST, COMMONEST, LONGEST = 15, 90, 400
RIGHT = 0.9
LONGEST_GROWTH = 3
"""A place longer than so many times its quotation was torn apart by a move and is not counted."""
TYPOGRAPHY = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "'": "’",
    "\n": "\n\n",
    "\t": "    ",
    "-": "–",
}
TYPED = "etaoin shrdlu"

Span = tuple[int, int]


@dataclass(frozen=True)
class Edited:
    """A new text, and where each old position went as the start and as the end of a span."""

    text: str
    starts: list[int]
    ends: list[int]

    def truth(self, span: Span) -> Span | None:
        """The true place of a span; None if a move tore it apart."""
        start, end = self.starts[span[0]], self.ends[span[1]]
        is_torn = not 0 <= end - start <= LONGEST_GROWTH * (span[1] - span[0])
        return None if is_torn else (start, end)


@dataclass(frozen=True)
class Outcome:
    """What one method did with all quotations after one edit."""

    right: int
    still_there: int
    misplaced: int
    deleted: int
    seconds: float

    @property
    def share_right(self) -> float:
        """Share of the quotations still there that were put where they are."""
        return self.right / self.still_there if self.still_there else 1.0


# --- the corpus and its edits --------------------------------------------------------------------


def synthetic_interview(length: int) -> str:
    """The repository's synthetic interviews, turn by turn in shuffled order, until long enough."""
    chance = random.Random(1)  # noqa: S311
    text = "\n\n".join((SYNTHETIC / name).read_text("utf-8") for name in INTERVIEWS)
    text = re.sub(
        r"<v ([^>]+)>", r"\1: ", re.sub(r"</v>|^.* --> .*\n|^t\d.*\n", "", text, flags=re.M)
    )
    turns = [turn for turn in text.split("\n\n") if turn.strip()]
    made: list[str] = []
    while sum(map(len, made)) + 2 * len(made) < length:
        made += chance.sample(turns, len(turns))
    return "\n\n".join(made)[:length]


def quotations(text: str, n: int = N_QUOTES) -> list[Span]:
    """Spans from the start of a word to the end of one, most of them about 90 characters."""
    chance = random.Random(2)  # noqa: S311
    starts = [word.start() for word in re.finditer(r"\S+", text)]
    ends = [word.end() for word in re.finditer(r"\S+", text)]
    spans: list[Span] = []
    while len(spans) < n:
        start = chance.choice(starts)
        wanted = start + int(chance.triangular(SHORTEST, LONGEST, COMMONEST))
        end = ends[min(bisect_left(ends, wanted), len(ends) - 1)]
        if SHORTEST <= end - start <= LONGEST:
            spans.append((start, end))
    return spans


def rewritten(text: str, step: Callable[[int], tuple[int, str]]) -> Edited:
    """The text after an edit that says, at each place, how many characters become which."""
    made: list[str] = []
    places = [0] * (len(text) + 1)
    at = new = 0
    while at < len(text):
        taken, put = step(at)
        for offset in range(taken):
            places[at + offset] = new + (min(offset, len(put)) if taken == 1 else 0)
        made.append(put)
        at, new = at + taken, new + len(put)
    places[len(text)] = new
    return Edited("".join(made), places, places)


def unchanged(text: str) -> Edited:
    """Nothing was edited."""
    places = list(range(len(text) + 1))
    return Edited(text, places, places)


def put_in_front(text: str) -> Edited:
    """A cover page of 481 characters."""
    head = "Cover page added later. " * 20 + "\n"
    places = [len(head) + at for at in range(len(text) + 1)]
    return Edited(head + text, places, places)


def typography(text: str) -> Edited:
    """Other quotation marks, dashes, line breaks and tabs."""
    return rewritten(text, lambda at: (1, TYPOGRAPHY.get(text[at], text[at])))


def names_replaced(text: str) -> Edited:
    """Each speaker and the twelve commonest capitalised words become labels."""
    names: dict[str, int] = {}
    for found in re.finditer(r"(?<=[a-z,] )[A-Z][a-zà-ž]{2,}|^[^\W\d]+(?=:)", text, re.M):
        names[found.group()] = names.get(found.group(), 0) + 1
    chosen = sorted(names, key=lambda name: (-names[name], name))[:12]
    labels = {
        name: ("Participant {}", "P{}", "[company {}]", "System-{}")[number % 4].format(number)
        for number, name in enumerate(chosen)
    }
    found_at = {m.start(): m.group() for m in re.finditer("|".join(map(re.escape, chosen)), text)}

    def step(at: int) -> tuple[int, str]:
        name = found_at.get(at)
        return (len(name), labels[name]) if name else (1, text[at])

    return rewritten(text, step)


def typing_errors(rate: float) -> Callable[[str], Edited]:
    """An edit that leaves out, replaces or doubles a share of all characters."""

    def edit(text: str) -> Edited:
        chance = random.Random(3)  # noqa: S311

        def step(at: int) -> tuple[int, str]:
            if chance.random() >= rate:
                return 1, text[at]
            typed = chance.choice(TYPED)
            return 1, chance.choice(("", typed, text[at] + typed))

        return rewritten(text, step)

    return edit


def sentences_cut(text: str) -> Edited:
    """15 % of all sentences are deleted."""
    chance = random.Random(4)  # noqa: S311

    def step(at: int) -> tuple[int, str]:
        if (at == 0 or text[at - 1] in ".?!") and chance.random() < 0.15:
            end = re.compile(r"[.?!]").search(text, at + 1)
            return (end.end() if end else len(text)) - at, ""
        return 1, text[at]

    return rewritten(text, step)


def blocks_moved(text: str) -> Edited:
    """A tenth of the text is cut at a third of it and pasted at two thirds."""
    start, end, to = len(text) // 3, len(text) // 3 + len(text) // 10, 2 * len(text) // 3
    order = [*range(start), *range(end, to), *range(start, end), *range(to, len(text))]
    places = [0] * len(text)
    for new, old in enumerate(order):
        places[old] = new
    ends = [0, *(place + 1 for place in places)]
    return Edited("".join(text[at] for at in order), [*places, len(text)], ends)


EDITS: dict[str, Callable[[str], Edited]] = {
    "unchanged": unchanged,
    "text put in front": put_in_front,
    "typography": typography,
    "names replaced": names_replaced,
    "1 % typing errors": typing_errors(0.01),
    "5 % typing errors": typing_errors(0.05),
    "15 % typing errors": typing_errors(0.15),
    "15 % of sentences cut": sentences_cut,
    "a tenth cut and pasted": blocks_moved,
}


# --- methods and measure -------------------------------------------------------------------------

Method = Callable[[Sequence[Anchor], str, str], list[Span | None]]


def by_diff(anchors: Sequence[Anchor], old: str, new: str) -> list[Span | None]:
    """The package, with the old text."""
    receipts = reanchored(anchors, old=old, new=new)
    return [(r.after.start, r.after.end) if r.after else None for r in receipts]


def by_search(anchors: Sequence[Anchor], old: str, new: str) -> list[Span | None]:
    """The package, if nobody kept the old text."""
    receipts = reanchored(anchors, old=None, new=new)
    return [(r.after.start, r.after.end) if r.after else None for r in receipts]


def naive(anchors: Sequence[Anchor], old: str, new: str) -> list[Span | None]:
    """The peer: the quotation letter by letter, where the context agrees best, then nearest."""
    found: list[Span | None] = []
    for each in anchors:
        size = len(each.quote)
        places = [m.start() for m in re.finditer(f"(?={re.escape(each.quote)})", new)]

        def agreement(at: int, each: Anchor = each, size: int = size) -> tuple[int, int]:
            sides = (new[max(0, at - CONTEXT) : at] == each.prefix) + (
                new[at + size : at + size + CONTEXT] == each.suffix
            )
            return sides, -abs(at - each.start)

        best = max(places, key=agreement, default=None)
        found.append(None if best is None else (best, best + size))
    return found


METHODS: dict[str, Method] = {
    "ours": by_diff,
    "naive": naive,
    "without the old text": by_search,
}


def overlap(one: Span, other: Span) -> float:
    """Intersection over union of two spans."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def measured(text: str, spans: Sequence[Span], edited: Edited, method: Method) -> Outcome:
    """What a method did, held against the tracked truth."""
    anchors = [anchor(text, *span) for span in spans]
    begun = time.process_time()
    found = method(anchors, text, edited.text)
    seconds = time.process_time() - begun
    right = still_there = misplaced = deleted = 0
    for span, place in zip(spans, found, strict=True):
        truth = edited.truth(span)
        if truth is None:
            continue
        if truth[1] - truth[0] < (span[1] - span[0]) / 2:
            deleted += 1
            misplaced += place is not None
            continue
        still_there += 1
        right += place is not None and overlap(place, truth) >= RIGHT
    return Outcome(right, still_there, misplaced, deleted, seconds)


def floor() -> dict[str, object]:
    """What `tests/anchors/floor.json` pins: the corpus by its digest, and each edit's shares."""
    text = synthetic_interview(62_000)
    spans = quotations(text)
    results = {name: measured(text, spans, edit(text), by_diff) for name, edit in EDITS.items()}
    return {
        "corpus": "benchmarks/anchoring.py: synthetic_interview(62000)",
        "corpus_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "quotations": len(spans),
        "edits": {
            name: {
                "right": int(result.share_right * 10_000) / 10_000,
                "misplaced": result.misplaced,
                "deleted": result.deleted,
            }
            for name, result in results.items()
        },
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", nargs="?", type=Path, help="a text file instead of the synthetic")
    parser.add_argument("--lengths", nargs="+", type=int, default=[62_000, 622_000])
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS)
    parser.add_argument("--floor", action="store_true", help="print what the test pins, as JSON")
    arguments = parser.parse_args()
    if arguments.floor:
        print(json.dumps(floor(), indent=2))
        return
    for length in arguments.lengths:
        text = synthetic_interview(length)
        if arguments.text:
            given = arguments.text.read_text("utf-8-sig")
            text = (given * (length // len(given) + 1))[:length]
        spans = quotations(text)
        print(f"{len(text):,} characters, {len(spans):,} quotations")
        for name, edit in EDITS.items():
            edited = edit(text)
            for method in arguments.methods:
                if method == "without the old text" and length > 100_000:
                    continue
                result = measured(text, spans, edited, METHODS[method])
                print(
                    f"  {name:24} {method:21} right {result.share_right:.4f} of "
                    f"{result.still_there:4}, misplaced {result.misplaced:3} of "
                    f"{result.deleted:3}, {result.seconds:6.3f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
