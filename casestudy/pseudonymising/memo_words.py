"""Labels in a memo: in its head and in its words."""

from __future__ import annotations

import tomllib

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


def _parted(text: str) -> tuple[str, str]:
    """The head between the two fences, and what follows; nothing if there is no head."""
    if not text.startswith(FENCE):
        return "", text
    head, closing, body = text[len(FENCE) :].partition(f"\n{FENCE}")
    return (f"{head}\n", body) if closing else ("", text)
