"""Labels in a memo: in its head and in its words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace

from casestudy.anchors import Anchor
from casestudy.carrying import carried_receipts
from casestudy.edits import Replacement
from casestudy.memos import Memo
from casestudy.pseudonymising.log_words import words_of_place
from casestudy.pseudonymising.toml_words import labelled_toml
from casestudy.pseudonyms import Relabelling

FENCE = "+++\n"


def labelled_memo(text: str, labels: Relabelling, *, keep: frozenset[str] | None = None) -> str:
    r"""A memo with labels; one whose head cannot be read is taken as mere words.

    Examples
    --------
    >>> from casestudy.pseudonyms import PseudonymKey
    >>> labels = Relabelling(PseudonymKey().with_names(["Lakso"]))
    >>> print(labelled_memo('+++\nabout = "study"\ntitle = "On Lakso"\n+++\nLakso again.', labels))
    +++
    about = "study"
    title = "On [P1]"
    +++
    [P1] again.
    """
    head, body = _parted(text)
    try:
        if head:
            return f"{FENCE}{labelled_toml(head, labels, keep=keep)}{FENCE}{labels.words(body)}"
    except tomllib.TOMLDecodeError:
        pass  # `casestudy check` tells of the head; the names in it are replaced all the same
    return labels.words(text)


def labelled_pinned_memo(
    memo: Memo,
    labels: Relabelling,
    *,
    old: str,
    new: str,
    made: Sequence[Replacement],
    seal: Callable[[str], str],
) -> Memo:
    """A memo on a source as a copy for others has it: its place is one in the text with labels.

    An orphan's words stand in no text any more: they are searched for names by themselves. Where a
    memo came from is a hash of its words, and is sealed.
    """
    kind, _, digest = memo.origin.partition(":")
    return replace(
        memo,
        id=labels.id(memo.id),
        about=f"source:{labels.id(memo.about.removeprefix('source:'))}",
        text=labels.words(memo.text),
        title=labels.words(memo.title),
        author=labels.words(memo.author),
        origin=f"{kind}:{seal(digest)}" if digest else memo.origin,
        place=memo.place and _place(memo.place, labels, old, new, made),
    )


def _place(
    place: Anchor, labels: Relabelling, old: str, new: str, made: Sequence[Replacement]
) -> Anchor:
    if place.holds_in(old):
        after = carried_receipts([place], made, new=new)[0].after
        if after is not None:
            return after
    found = words_of_place(
        {"prefix": place.prefix, "quote": place.quote, "suffix": place.suffix}, labels
    )
    return Anchor(start=place.start, end=place.start + len(found["quote"]), **found)


def _parted(text: str) -> tuple[str, str]:
    """The head between the two fences, and what follows; nothing if there is no head."""
    if not text.startswith(FENCE):
        return "", text
    head, closing, body = text[len(FENCE) :].partition(f"\n{FENCE}")
    return (f"{head}\n", body) if closing else ("", text)
