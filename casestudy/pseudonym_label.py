"""Labels that stand in place of names, and what a form of a name may look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

from casestudy.errors import did_you_mean
from casestudy.spelling import same_form

LABEL_OF_KIND: Mapping[str, str] = MappingProxyType(
    {
        "person": "P",
        "organisation": "ORG",
        "place": "PLACE",
        "email": "MAIL",
        "phone": "PHONE",
        "address": "ADDRESS",
        "url": "URL",
        "iban": "IBAN",
        "card": "CARD",
        "personal_id": "ID",
        "birth_date": "BORN",
        "other": "OTHER",
    }
)
"""What a label of each kind begins with: `[P1]`, `[ORG1]` and so on."""

LABEL_RULE = "a label is one line in square brackets with a letter or digit inside, as [P1]"
BRACKETED = re.compile(r"\[[^\[\]\n\r]*\]")
"""What may be a label: no label holds another bracket."""
_LABEL = re.compile(r"\[[^\[\]\n\r]*[^\W_][^\[\]\n\r]*\]")
_NUMBERED = re.compile(r"\[([A-Z]+)([1-9][0-9]*)\]", re.IGNORECASE)


def fault_of_form(form: str) -> str:
    """What is wrong with a form, as the end of a sentence; empty if nothing is."""
    if not any(character.isalnum() for character in form):
        return "has no letter or digit; give a name"
    if "[" in form or "]" in form:
        return "holds a square bracket, which only labels may have; leave it out"
    if form != form.strip() or unicodedata.combining(form[0]):
        return "begins or ends with a blank or a lone accent; leave it out"
    return ""


def is_label(text: str) -> bool:
    """Whether a text can be a label."""
    return bool(_LABEL.fullmatch(text))


def check_kind(kind: str) -> None:
    """Refuse a kind that has no label."""
    if kind not in LABEL_OF_KIND:
        raise ValueError(
            f"kind {kind!r} is not known{did_you_mean(kind, LABEL_OF_KIND)}; "
            f"allowed are {', '.join(LABEL_OF_KIND)}"
        )


def next_label(labels: Iterable[str], kind: str, *, shown: Set[str]) -> str:
    """The next number of a kind; a number that a form already has is left out."""
    head = LABEL_OF_KIND[kind]
    taken = [_NUMBERED.fullmatch(label) for label in labels]
    number = max((int(m[2]) for m in taken if m and m[1].upper() == head), default=0) + 1
    while shows(f"[{head}{number}]", shown):
        number += 1
    return f"[{head}{number}]"


def shows(label: str, forms: Set[str]) -> bool:
    """Whether a label holds one of the forms (as `same_form` writes them) as whole words."""
    text = same_form(label)
    edges = [m.start() for m in re.finditer(r"(?<![^\W_])(?=[^\W_])", text)]
    ends = [m.end() for m in re.finditer(r"[^\W_]+", text)]
    return any(text[a:b] in forms for a in edges for b in ends if b > a)
