"""A text with labels in place of names, a record of each replacement, and the way back."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from casestudy.language import LANGUAGES
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonym_label import BRACKETED
from casestudy.pseudonyms.matching import Place, finder

COLUMNS = ("start", "end", "new_start", "new_end", "form", "label")
NAME_KINDS = ("person", "organisation", "place", "other")
"""Kinds whose forms may also be ordinary words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A text with labels, and what stood in their places.

    The record holds the names and undoes the replacement: keep it with the key.

    Parameters
    ----------
    text : str
        The new text.
    places : tuple of (start, end, new_start, new_end, form, label)
        Code points in the old and in the new text, in order, end excluded; `form` is what stood in
        the old text, letter by letter.
    notes : tuple of str
        What a person should look at.
    """

    text: str
    places: tuple[tuple[int, int, int, int, str, str], ...]
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a replacement: start, end, new_start, new_end, form, label."""
        frame = pd.DataFrame(self.places, columns=list(COLUMNS))
        positions = dict.fromkeys(COLUMNS[:4], "int64")
        return frame.astype(positions | {"form": "str", "label": "str"})

    def __repr__(self) -> str:
        return f"<Replacement: places: {len(self.places)}, characters: {len(self.text)}>"


def pseudonymised(
    text: str, key: PseudonymKey, *, languages: Sequence[str] = LANGUAGES
) -> Replacement:
    """A text in which each form of the key is replaced by its label.

    Parameters
    ----------
    text : str
        Any text.
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name; they are kept after the label. Leave out the language
        that nobody speaks in the text: with Finnish endings, "Robin" is read as a form of "Rob".

    Returns
    -------
    Replacement
        Whole words only, in capitals and small letters, the longest form first. What is inside a
        label already is left alone, so a second run changes nothing.

    Notes
    -----
    Only what is on the key is replaced. A person can still be known by what is said.

    Examples
    --------
    >>> key = PseudonymKey().with_names([("Eero Lakso", "Lakso"), "Virtanen"])
    >>> done = pseudonymised("Lakso's offer went to Virtaselle, said EERO LAKSO.", key)
    >>> done.text
    "[P1]'s offer went to [P2]lle, said [P1]."
    >>> restored(done.text, key, done)
    "Lakso's offer went to Virtaselle, said EERO LAKSO."
    """
    found = list(finder(key, tuple(languages)).places(text))
    return replace(replacement(text, found), notes=_notes(text, key, found))


def replacement(text: str, found: Iterable[Place]) -> Replacement:
    """A text with labels in some places, in their order, without notes."""
    parts: list[str] = []
    places = []
    position = length = 0
    for place in found:
        before, label = text[position : place.start], place.entry.label
        parts += [before, label]
        start = length + len(before)
        length = start + len(label)
        old = text[place.start : place.end]
        places.append((place.start, place.end, start, length, old, label))
        position = place.end
    parts.append(text[position:])
    return Replacement(text="".join(parts), places=tuple(places))


def restored(text: str, key: PseudonymKey, replacement: Replacement | None = None) -> str:
    """A text with names in place of labels.

    Parameters
    ----------
    text : str
        What `pseudonymised` made.
    key : PseudonymKey
        Which label stands for whom.
    replacement : Replacement, optional
        The record of the replacement: with it each letter is as it was. Without it each label
        becomes the first form of its entry, and a warning says so.

    Raises
    ------
    ValueError
        If the record belongs to another text.

    Warns
    -----
    UserWarning
        If the text holds labels and there is no record.

    Examples
    --------
    >>> key = PseudonymKey().with_names(["Bo Lund"])
    >>> done = pseudonymised("BO LUND came.", key)
    >>> restored(done.text, key, done)
    'BO LUND came.'
    """
    if replacement is None:
        return _best_effort(text, key)
    if text != replacement.text:
        raise ValueError(
            "the record belongs to another text, or the text was edited since; give the text as "
            "it was made, or leave the record out for the first form of each name"
        )
    parts = []
    position = 0
    for _, _, new_start, new_end, form, _ in replacement.places:
        parts += [text[position:new_start], form]
        position = new_end
    return "".join([*parts, text[position:]])


def first_forms(text: str, key: PseudonymKey) -> str:
    """A text in which each label is the first form of its entry; other forms are lost.

    Examples
    --------
    >>> first_forms("[P1] came.", PseudonymKey().with_names([("Bo Lund", "Bo")]))
    'Bo Lund came.'
    """
    if "[" not in text:
        return text
    first = {entry.label: entry.originals[0] for entry in key}
    parts = []
    position = 0
    for start, end, label in label_spans(text, key):
        parts += [text[position:start], first[label]]
        position = end
    return "".join([*parts, text[position:]])


def label_spans(text: str, key: PseudonymKey) -> Iterator[tuple[int, int, str]]:
    """Where the labels of a key stand in a text, in order, and which label it is."""
    labels = {entry.label for entry in key} if "[" in text else ()
    for found in BRACKETED.finditer(text) if labels else ():
        if found[0] in labels:
            yield found.start(), found.end(), found[0]


def _best_effort(text: str, key: PseudonymKey) -> str:
    """Each label as the first form of its entry, and a warning that this is not exact."""
    new = first_forms(text, key)
    if new == text:
        return text
    warnings.warn(
        "restored without the record of the replacement: each label became the first form of its "
        "name; case, other forms and changed stems are lost",
        UserWarning,
        stacklevel=3,
    )
    return new


def _notes(text: str, key: PseudonymKey, places: Sequence[Place]) -> tuple[str, ...]:
    """What a person should look at, told by labels and without a name."""
    marks = Marks()
    marks.add(text, places)
    there = [entry.label for entry in key if entry.label in text]
    told = [f"The text held labels before: {', '.join(there)}."] if there else []
    return (*marks.notes, *told)


@dataclass(slots=True)
class Marks:
    """Replacements that may be wrong, counted by label: what a person should look at."""

    small: Counter[str] = field(default_factory=Counter)
    joined: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, places: Iterable[Place]) -> None:
        """Count the places of a text."""
        names = [place for place in places if place.entry.kind in NAME_KINDS]
        self.small.update(p.entry.label for p in names if text[p.start : p.end].islower())
        self.joined.update(p.entry.label for p in names if _has_finnish_ending(text, p))

    def join(self, others: Marks) -> None:
        """Count those of others too."""
        self.small.update(others.small)
        self.joined.update(others.joined)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that name labels and no names."""
        notes = []
        if self.small:
            notes.append(
                f"Forms in small letters were replaced: {_counts(self.small)}. If a name is also "
                "an ordinary word, enter it with common_word=True."
            )
        if self.joined:
            notes.append(
                f"Finnish endings were kept after a label: {_counts(self.joined)}. If nobody "
                "speaks Finnish here, leave that language out."
            )
        return tuple(notes)


def _has_finnish_ending(text: str, place: Place) -> bool:
    ending = text[place.end : place.ending_end]
    return bool(ending) and ending[0] not in "'’ʼ‘"


def _counts(labels: Counter[str]) -> str:
    return ", ".join(f"{label} ({n})" for label, n in sorted(labels.items()))
