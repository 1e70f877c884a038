"""Which names are written differently but are likely one: parts, endings, misspellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from casestudy.language import LANGUAGES
from casestudy.pseudonyms.endings import Stem, stems, tails
from casestudy.pseudonyms.similarity import similar
from casestudy.spelling import without_accents

SIMILAR = 85.0
"""Score from which two names are suggested as one: "Osanna" and "Ossanna" have 92; in a word of
seven letters or more one wrong letter leaves 85 and above, in a shorter one a lost letter does."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """That one name is likely a form of another, and why."""

    head: Words
    reason: str


def variants(names: Mapping[Words, int], *, first: Collection[Words] = ()) -> dict[Words, Variant]:
    """For each name that is likely a form of another, which one and why.

    Parameters
    ----------
    names : mapping of tuple of str to int
        Each name as its words in small letters, and how often it occurs.
    first : collection of names
        Names of which the others are forms, whichever occurs more.

    Returns
    -------
    dict of name to Variant
        Heads are no variants themselves. Longer names are heads of their parts, the more frequent
        of two spellings of the other.

    Examples
    --------
    >>> found = variants({("joe", "ossanna"): 2, ("osanna",): 1, ("joe",): 5})
    >>> found[("osanna",)].head, found[("osanna",)].reason
    (('joe', 'ossanna'), 'similar spelling: 92')
    """
    order = sorted(names, key=lambda name: (-len(name), name not in first, -names[name], name))
    heads = _Heads()
    found: dict[Words, Variant] = {}
    near = _near(order)
    for name in order:
        if variant := heads.variant(name, near.get(name, [])):
            found[name] = variant
        else:
            heads.add(name)
    return found


class _Heads:
    """The names that are no form of another, as they are met."""

    def __init__(self) -> None:
        self._names: set[Words] = set()
        self._by_part: dict[Words, set[Words]] = defaultdict(set)
        self._by_stem: dict[str, list[tuple[Stem, Words]]] = defaultdict(list)
        self._tails = tails(LANGUAGES)

    def add(self, name: Words) -> None:
        self._names.add(name)
        for part in _parts(name):
            self._by_part[part].add(name)
        for form in dict.fromkeys([" ".join(name), *name]):
            for stem in stems(form):
                self._by_stem[stem.text].append((stem, name))

    def variant(self, name: Words, near: Sequence[tuple[Words, float]]) -> Variant | None:
        """Whose form a name is: a part of one head, one with an ending, or one spelt alike."""
        if len(wholes := self._by_part.get(name, ())) == 1:
            return Variant(next(iter(wholes)), "part of a longer name")
        if inflected := self._inflected(" ".join(name)):
            return Variant(inflected, "with an ending")
        for other, score in near:
            owners = {other} & self._names or self._by_part.get(other, set())
            if len(owners) == 1 and not wholes:
                return Variant(next(iter(owners)), f"similar spelling: {score:.0f}")
        return None

    def _inflected(self, form: str) -> Words | None:
        """The one head of which this is a form with an ending; none if there are several."""
        for cut in range(len(form) - 1, 2, -1):
            found = {
                head
                for stem, head in self._by_stem.get(form[:cut], ())
                if self._tails[stem.ending, stem.is_whole].fullmatch(form, cut)
            }
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def _parts(name: Words) -> set[Words]:
    """Each stretch of words of a name that is shorter than the name."""
    n = len(name)
    return {name[i:j] for i in range(n) for j in range(i + 1, n + 1) if j - i < n}


def _near(names: Sequence[Words]) -> dict[Words, list[tuple[Words, float]]]:
    """For each name the names and single words of names that are spelt alike, best first."""
    others = list(dict.fromkeys([*names, *((word,) for name in names for word in name)]))
    ours = [without_accents(" ".join(name)) for name in names]
    theirs = [without_accents(" ".join(other)) for other in others]
    found: dict[Words, list[tuple[Words, float]]] = defaultdict(list)
    for i, j, score in similar(ours, theirs, at_least=SIMILAR):
        if names[i] != others[j]:
            found[names[i]].append((others[j], score))
    return {
        name: sorted(near, key=lambda pair: (-pair[1], pair[0])) for name, near in found.items()
    }
