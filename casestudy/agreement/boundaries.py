"""Boundaries: whether coders cut the text at the same places, whatever the stretches are called.

A boundary is a place inside a source where a coder starts or ends a segment. A near miss counts
less than a miss.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from casestudy.agreement.comparable import check_comparable, left_out_note, shared_by_two
from casestudy.agreement.continuum import Continuum, typed_continuum
from casestudy.agreement.result import Agreement, Agreements

Integers = npt.NDArray[np.int64]
SIMILARITY = "boundary similarity"
PI, KAPPA = "boundary-based pi", "boundary-based kappa"
SEGMENTATION = "segmentation similarity"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEdits:
    """What turns the boundaries of one coder into those of another.

    Parameters
    ----------
    n_matches, n_missing : int
        Boundaries that both have; that one has and the other has not, nor near it.
    near_misses : tuple of int
        How many atoms the two boundaries of each near miss are apart.
    """

    n_matches: int
    n_missing: int
    near_misses: tuple[int, ...]

    def cost(self, near: int) -> float:
        """Edits, a near miss counting by its distance."""
        return self.n_missing + sum(self.near_misses) / near

    @property
    def n(self) -> int:
        """Boundaries of either, those of a match or a near miss once."""
        return self.n_matches + self.n_missing + len(self.near_misses)


def boundary_edits(one: Iterable[int], other: Iterable[int], *, near: int) -> BoundaryEdits:
    """The edits between two sets of boundaries: matches, then near misses, the nearest first.

    Parameters
    ----------
    one, other : iterable of int
        Places of boundaries.
    near : int
        Boundaries that are fewer than so many atoms apart are a near miss; at least 1.

    Examples
    --------
    >>> boundary_edits([2, 5, 9], [2, 10], near=2)
    BoundaryEdits(n_matches=1, n_missing=1, near_misses=(1,))
    """
    if near < 1:
        raise ValueError(f"near {near} is not allowed: give at least 1, which is no near miss")
    mine, theirs = set(one), set(other)
    n_matches = len(mine & theirs)
    mine, theirs = mine - theirs, theirs - mine
    misses: list[int] = []
    for distance in range(1, near):
        for place in sorted(mine | theirs):
            after = place + distance
            for a, b in ((mine, theirs), (theirs, mine)):
                if place in a and after in b:
                    a.remove(place)
                    b.remove(after)
                    misses.append(distance)
    return BoundaryEdits(
        n_matches=n_matches, n_missing=len(mine) + len(theirs), near_misses=tuple(misses)
    )


def boundary_agreement(data: Continuum, *, near: int) -> Agreements:
    """How far coders cut the text at the same places, near misses counting in part (Fournier 2013).

    Parameters
    ----------
    data : Continuum
        Segments may overlap; only where they start and end counts.
    near : int
        Boundaries fewer than so many atoms apart are a near miss. 2 in the literature, where an
        atom is a sentence or a paragraph; with words or characters it should be larger. 1 for
        none.

    Returns
    -------
    Agreements
        Boundary similarity over all pairs of coders, pi and kappa based on it, and segmentation
        similarity. `n_units` counts boundaries over all coders, `n_pairable` places where a
        boundary could be, over pairs of coders.

    Raises
    ------
    ValueError
        If there are fewer than two coders, or no source was seen by two of them.

    Notes
    -----
    Boundary similarity: 1 - (missing + sum of distance / near over near misses) / (matches +
    missing + near misses), both sums over pairs of coders and sources. Segmentation similarity
    divides by all places instead, so that it is near 1 wherever boundaries are rare. For pi and
    kappa chance is the squared share, or the product of two coders' shares, of places with a
    boundary; their difference is the bias in `details`.

    References
    ----------
    Fournier, C. (2013). Evaluating text segmentation using boundary edit distance. ACL 2013,
    1702-1712. Fournier, C. and Inkpen, D. (2012). Segmentation similarity and agreement. NAACL-HLT
    2012, 152-161.

    Examples
    --------
    >>> found = boundary_agreement(segmentations({"1": (2, 3, 3, 1, 3, 6, 3),
    ...                                           "2": (2, 8, 2, 4, 2, 3)}), near=2)
    >>> [round(row.value, 3) for row in (found["boundary similarity"],
    ...                                  found["segmentation similarity"])]
    [0.5, 0.825]
    """
    check_comparable(data)
    cuts = cuts_of(data)
    pairs = list(pairs_of(data))
    edits = [boundary_edits(cuts[i, at], cuts[j, at], near=near) for i, j, at in pairs]
    n, places = sum(each.n for each in edits), sum(int(data.lengths[at]) - 1 for *_, at in pairs)
    cost = sum(each.cost(near) for each in edits)
    same = 1 - cost / n if n else math.nan
    plain = plain_row(data, n_units=sum(map(len, cuts.values())), n_pairable=places)
    plain = replace(plain, settings={**plain.settings, "near miss": f"fewer than {near} apart"})
    none = "" if n else "nobody set a boundary"
    rows = [replace(plain, coefficient=SIMILARITY, value=same, observed=same, undefined=none)]
    of_all, of_pairs = _chance_of_all(data, cuts), _chance_of_pairs(data, cuts)
    corrected = replace(plain, observed=same, details={"bias": of_all - of_pairs})
    for name, chance in ((PI, of_all), (KAPPA, of_pairs)):
        reason = none or ("" if chance < 1 else "every place is a boundary")
        value = math.nan if reason else (same - chance) / (1 - chance)
        rows.append(
            replace(corrected, coefficient=name, value=value, expected=chance, undefined=reason)
        )
    rows.append(replace(plain, coefficient=SEGMENTATION, value=1 - cost / places))
    return Agreements(rows=tuple(rows))


def segmentations(masses: Mapping[str, Sequence[int]], *, atom: str = "unit") -> Continuum:
    """A continuum on which each coder cut one whole text into stretches of given sizes.

    Raises
    ------
    ValueError
        If the sizes of two coders do not add up to the same length.
    """
    totals = {coder: sum(sizes) for coder, sizes in masses.items()}
    if len(set(totals.values())) > 1:
        told = ", ".join(f"{coder}: {total}" for coder, total in totals.items())
        raise ValueError(f"the sizes add up to different lengths ({told}); cut the same text")
    rows = [
        (coder, "text", "segment", end - size, end)
        for coder, sizes in masses.items()
        for size, end in zip(sizes, np.cumsum(sizes).tolist(), strict=True)
    ]
    return typed_continuum(rows, lengths={"text": max(totals.values(), default=0)}, atom=atom)


Cuts = dict[tuple[int, int], set[int]]
"""Places of boundaries by coder and source."""


def cuts_of(data: Continuum) -> Cuts:
    """Where each coder starts or ends a segment inside a source that another coder saw too."""
    usable = shared_by_two(data)
    found: Cuts = {
        (coder, source): set()
        for coder, source in np.argwhere(data.seen & usable[None, :]).tolist()
    }
    for places in (data.starts, data.ends):
        inside = (places > 0) & (places < data.lengths[data.source]) & usable[data.source]
        columns = (data.coder[inside], data.source[inside], places[inside])
        for coder, source, place in zip(*(column.tolist() for column in columns), strict=True):
            found[coder, source].add(place)
    return found


def pairs_of(data: Continuum) -> Iterator[tuple[int, int, int]]:
    """Pairs of coders with each source that both saw."""
    for i, j in combinations(range(len(data.coders)), 2):
        for source in np.flatnonzero(data.seen[i] & data.seen[j]).tolist():
            yield i, j, source


def _partners(data: Continuum) -> npt.NDArray[np.int64]:
    """Other coders who saw the source, for each coder and source."""
    return np.asarray(data.seen * (data.seen.sum(axis=0) - 1))


def _chance_of_all(data: Continuum, cuts: Cuts) -> float:
    """Chance that two coders set a boundary at a place, if all set as many."""
    partners = _partners(data)
    shares = [
        (len(found) / (data.lengths[at] - 1), partners[c, at]) for (c, at), found in cuts.items()
    ]
    values, weights = np.array(shares).T
    return float(np.average(values, weights=weights) ** 2)


def _chance_of_pairs(data: Continuum, cuts: Cuts) -> float:
    """Chance that two coders set a boundary at a place, each with a share of its own."""
    partners = _partners(data)
    set_by, places = np.zeros(len(data.coders)), np.zeros(len(data.coders))
    for (coder, source), found in cuts.items():
        set_by[coder] += partners[coder, source] * len(found)
        places[coder] += partners[coder, source] * (data.lengths[source] - 1)
    pairs = {(i, j) for i, j, _ in pairs_of(data)}
    return float(np.mean([set_by[i] / places[i] * set_by[j] / places[j] for i, j in sorted(pairs)]))


def plain_row(data: Continuum, *, n_units: int, n_pairable: int) -> Agreement:
    """What the rows of a table of boundaries have in common."""
    return Agreement(
        coefficient="",
        value=0.0,
        coders=data.coders,
        n_units=n_units,
        n_pairable=n_pairable,
        n_sources=int(shared_by_two(data).sum()),
        unit=f"boundary between {data.atom}s",
        settings=data.settings,
        notes=(*data.notes, *left_out_note(data)),
        provenance=data.provenance,
    )
