"""What of the key still stands in texts that are to be published: in them, and in their names.

Exact places are found as the replacement finds them. Near misses are what it cannot find: lost
accents, misspellings, one part of a person's name, names glued together or to other letters, and
numbers that are set apart otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import pandas as pd

from casestudy.language import LANGUAGES
from casestudy.provenance import Provenance, kinds, merged
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonyms.matching import Place, finder
from casestudy.pseudonyms.near import NearFinder, Owner
from casestudy.pseudonyms.near_words import Span
from casestudy.pseudonyms.renderings import as_read, visible
from casestudy.results import as_html, as_text, typed_frame

COLUMNS = ("where", "line", "found", "form", "label", "kind", "match", "reason", "provenance")

LIMITS = (
    "An empty list says that no form on the key was found here. It does not say that nobody can be "
    "known by what is said."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that could not be looked at, and what a person should do about it."""

    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeakReport:
    """Each place where a form on the key, or something near it, still stands.

    The report holds the names: keep it apart, as the key.

    Parameters
    ----------
    frame : DataFrame
        Columns where, line, found, form, label, kind, match, reason, provenance. `line` counts
        from 1; 0 means the name of the text itself. `found` is what stands there, `form` what the
        key has; `match` is "exact" or "near-miss".
    n_texts, n_exact, n_near : int
        Texts looked at, and rows of either match.
    unread : tuple of Unread
        What could not be looked at, or only in part.
    """

    frame: pd.DataFrame
    n_texts: int
    n_exact: int
    n_near: int
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


def leaks(
    texts: Mapping[str, str],
    key: PseudonymKey,
    *,
    languages: Sequence[str] = LANGUAGES,
    provenance: Iterable[Provenance] = (),
) -> LeakReport:
    r"""Where the names on a key, and spellings near them, stand in texts and in their names.

    Parameters
    ----------
    texts : mapping of str to str
        What is to be published, by the name of its file or field. The names are searched too;
        a file that is no text (a picture) is given with an empty text.
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    provenance : iterable of Provenance
        Where the texts come from.

    Returns
    -------
    LeakReport
        In the order of the texts and of the places in them.

    Raises
    ------
    ImportError
        If rapidfuzz is not installed.

    Notes
    -----
    A near miss is a suggestion: many are other words. Two words are near if their letters agree by
    `near.NEAR_MISS` of 100, or by `near.NEAR_MISS_SMALL_LETTERS` if the word has no capital.

    Examples
    --------
    >>> key = PseudonymKey().with_names([("Eero Lakso", "Lakso")])
    >>> found = leaks({"lakso_1.csv": "who,said\n[P1],ask Laksso"}, key)
    >>> found.to_frame()[["where", "line", "found", "label", "match"]].values.tolist()
    [['lakso_1.csv', 0, 'lakso', '[P1]', 'exact'],
     ['lakso_1.csv', 2, 'Laksso', '[P1]', 'near-miss']]
    """
    look = LeakFinder(key, languages)
    rows = [
        (where, line, leak)
        for where, text in texts.items()
        for line, leak in [*((0, leak) for leak in look.in_name(where)), *look.in_text(text)]
    ]
    return leak_report(rows, n_texts=len(texts), provenance=provenance)


def leak_report(
    rows: Iterable[tuple[str, int, Leak]],
    *,
    n_texts: int,
    provenance: Iterable[Provenance] = (),
    unread: Iterable[Unread] = (),
    notes: Iterable[str] = (),
) -> LeakReport:
    """The report of places that were found in texts: where, on which line, and what."""
    given = tuple(provenance)
    stated = kinds(given)
    cells = [(where, line, *leak[1:], stated) for where, line, leak in rows]
    frame = typed_frame(cells, COLUMNS, whole_numbers=("line",))
    matches = Counter(frame["match"])
    return LeakReport(
        frame=frame,
        n_texts=n_texts,
        n_exact=matches["exact"],
        n_near=matches["near-miss"],
        unread=tuple(unread),
        notes=(*notes, LIMITS),
        provenance=merged(given),
    )


class Leak(NamedTuple):
    """One place, as the columns from `found` on tell of it."""

    start: int
    found: str
    form: str
    label: str
    kind: str
    match: str
    reason: str


class LeakFinder:
    """The names on a key, ready to be looked for in many texts.

    Parameters
    ----------
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    """

    def __init__(self, key: PseudonymKey, languages: Sequence[str] = LANGUAGES) -> None:
        self._exact = finder(key, tuple(languages))
        self._near = NearFinder(key, languages)

    def in_name(self, name: str) -> list[Leak]:
        """What the name of a file gives away; small letters count there as capitals do."""
        return self._leaks(name, is_name=True)

    def in_text(self, text: str, *, near: bool = True) -> Iterator[tuple[int, Leak]]:
        """What a text gives away, with the line; without near misses if so told."""
        found = self._leaks(text, is_name=False) if near else self._exactly(text)
        if found:
            ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
            yield from ((bisect_right(ends, leak.start) + 1, leak) for leak in found)

    def _exactly(self, text: str) -> list[Leak]:
        return [_exact_leak(text, place) for place in self._exact.places(text)]

    def _leaks(self, text: str, *, is_name: bool) -> list[Leak]:
        """Exact places and near misses by where they start; what is exact is not near as well."""
        places = list(self._exact.places(text))
        taken: list[Span] = [*self._exact.label_spans(text)]
        taken += [(place.start, place.ending_end) for place in places]
        shown = visible(text)
        misses = self._near.misses(shown.text, shown.spans_of(taken), is_name=is_name)
        found = [_exact_leak(text, place) for place in places]
        for miss in misses:
            start, _ = shown.span(miss.start, miss.end)
            written = shown.text[miss.start : miss.end]
            owner = (miss.entry, miss.original)
            found.append(_leak(start, written, owner, match="near-miss", why=miss.reason))
        return sorted(found, key=lambda leak: leak.start)


@lru_cache(maxsize=1)
def leak_finder(key: PseudonymKey, languages: tuple[str, ...] = LANGUAGES) -> LeakFinder:
    """The finder of a key; the last one is kept, with what it learned of the words it met."""
    return LeakFinder(key, languages)


def _exact_leak(text: str, place: Place) -> Leak:
    written = as_read(text[place.start : place.ending_end])
    owner = (place.entry, place.original)
    return _leak(place.start, written, owner, match="exact", why=_why(text, place))


def _leak(start: int, found: str, owner: Owner, *, match: str, why: str) -> Leak:
    entry, original = owner
    return Leak(start, found, original, entry.label, entry.kind, match, why)


def _why(text: str, place: Place) -> str:
    """How an exact place is written."""
    is_same = text[place.start : place.end] == place.original
    told = "as on the key" if is_same else "in other letters or blanks"
    return f"{told}, with an ending" if place.ending_end > place.end else told
