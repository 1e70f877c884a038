"""Boundaries: whether coders cut the text at the same places, whatever the stretches are called.

A boundary is a place inside a source where a coder starts or ends a segment. A near miss counts
less than a miss.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np
import numpy.typing as npt

from casestudy.agreement.comparable import check_comparable, left_out_note, shared_by_two
from casestudy.agreement.continua import Continuum, typed_continuum
from casestudy.agreement.inference import Inference
from casestudy.agreement.result import Agreement, Agreements
from casestudy.agreement.source_inference import over_drawn_sources, with_uncertainty

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Cuts = dict[tuple[int, int], set[int]]
"""Places of boundaries by coder and source."""
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


def boundary_agreement(
    data: Continuum, *, near: int, inference: Inference | None = None
) -> Agreements:
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
    sums = _sums(data, cuts, near)
    pairs = sorted({(i, j) for i, j, _ in pairs_of(data)})
    found = _coefficients(pairs, sums.sum(axis=0)[None, :])
    plain = plain_row(data, n_units=sum(map(len, cuts.values())), n_pairable=int(sums[:, 1].sum()))
    plain = replace(plain, settings={**plain.settings, "near miss": f"fewer than {near} apart"})
    chance = {PI: float(found["chance of all"][0]), KAPPA: float(found["chance of pairs"][0])}
    rows = [
        replace(
            plain,
            coefficient=name,
            value=float(found[name][0]),
            observed=float(found[SIMILARITY][0]) if name in chance else math.nan,
            expected=chance.get(name, math.nan),
            undefined=_reason(name, float(found[name][0]), chance),
            details={"bias": chance[PI] - chance[KAPPA]} if name in chance else {},
        )
        for name in (SIMILARITY, PI, KAPPA, SEGMENTATION)
    ]
    sure = [
        over_drawn_sources(sums, partial(_one_of, row.coefficient, pairs), inference)
        for row in rows
    ]
    return Agreements(rows=tuple(map(with_uncertainty, rows, sure)))


Pair = tuple[int, int]


def _one_of(name: str, pairs: list[Pair], rows: Floats) -> Floats:
    return _coefficients(pairs, rows)[name]


def _coefficients(pairs: list[Pair], rows: Floats) -> dict[str, Floats]:
    """All coefficients from sums, shape (b, d)."""
    n_coders = (rows.shape[1] - 5) // 2
    cost, places, n, shares, weights = rows[:, :5].T
    set_by, could = rows[:, 5 : 5 + n_coders], rows[:, 5 + n_coders :]
    with np.errstate(invalid="ignore", divide="ignore"):
        same, share = 1 - cost / n, set_by / could
        of_all = (shares / weights) ** 2
        of_pairs = np.nanmean([share[:, i] * share[:, j] for i, j in pairs], axis=0)
        return {
            SIMILARITY: same,
            PI: (same - of_all) / (1 - of_all),
            KAPPA: (same - of_pairs) / (1 - of_pairs),
            SEGMENTATION: 1 - cost / places,
            "chance of all": of_all,
            "chance of pairs": of_pairs,
        }


def _sums(data: Continuum, cuts: Cuts, near: int) -> Floats:
    """What each source adds: cost of edits, places, boundaries, shares of places and their weights.

    Then for each coder the boundaries set and the places there were, over partners.
    """
    n_coders = len(data.coders)
    sums = np.zeros((len(data.sources), 5 + 2 * n_coders))
    for i, j, at in pairs_of(data):
        edits = boundary_edits(cuts[i, at], cuts[j, at], near=near)
        places = float(data.lengths[at] - 1)
        sums[at, :3] += edits.cost(near), places, edits.n
        for coder in (i, j):
            n_set = len(cuts[coder, at])
            sums[at, 3:5] += n_set / places if places else 0.0, 1
            sums[at, 5 + coder] += n_set
            sums[at, 5 + n_coders + coder] += places
    return sums


def _reason(name: str, value: float, chance: Mapping[str, float]) -> str:
    """Why a coefficient is not defined."""
    if not math.isnan(value):
        return ""
    if name == SEGMENTATION:
        return "the texts have no place where a boundary could be"
    return "every place is a boundary" if chance.get(name) == 1 else "nobody set a boundary"


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
