"""Gamma: agreement on where units lie and what they are, where units may overlap.

The units of the coders are aligned as well as they can be; the disorder that is left is held
against the disorder of continua that chance made. Gamma-cat and gamma-k look only at the codes of
units that were aligned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations, islice

import numpy as np
import numpy.typing as npt

from casestudy.agreement.alignment import Alignment, best_alignment
from casestudy.agreement.comparable import check_comparable, seen_by_all
from casestudy.agreement.continuum import Continuum
from casestudy.agreement.nearness import NOBODY, Dissimilarity, Units, positional
from casestudy.agreement.random_continua import random_continua
from casestudy.agreement.result import Agreement, Agreements

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
GAMMA, GAMMA_CAT, GAMMA_K = "gamma", "gamma-cat", "gamma-k"
Z = 1.96


def gamma_agreement(
    data: Continuum,
    *,
    rng: np.random.Generator,
    unlike: Dissimilarity | None = None,
    n_continua: int = 30,
    precision: float | None = None,
) -> Agreements:
    """How far coders agree on where units lie and what they are, beyond chance (Mathet 2015).

    Parameters
    ----------
    data : Continuum
        Units of one coder may overlap. Only sources that every coder saw are used.
    rng : Generator
        Makes the random continua; the same seed gives the same gamma.
    unlike : Dissimilarity, optional
        Weights of position and category, and how far codes are apart; 3, 1 and nominal if not
        given.
    n_continua : int
        Random continua to begin with, at least 2.
    precision : float, optional
        Wished half-width of the 95% interval of the expected disorder, as a share of it: as many
        more continua are made as that needs. 0.01 is what the authors call high precision.

    Returns
    -------
    Agreements
        gamma, gamma-cat, and gamma-k for each code. `details` holds the observed and the expected
        disorder, the standard error that the expected one has because continua are drawn, and
        how many were drawn. `n_units` counts units, `n_pairable` groups of two or more that were
        aligned.

    Raises
    ------
    ValueError
        If there are fewer than two coders, no source that all of them saw, or no units.

    Notes
    -----
    With De = 1 the cost of a unit alone, d_pos(u, v) = ((|start difference| + |end difference|) /
    (length of u + length of v))² and d = alpha d_pos + beta d_cat. The disorder of a group is the
    mean of d over all pairs of coders, a pair without a unit costing De; that of an alignment is
    the sum over its groups by the mean number of units of a coder. Delta is the smallest one, found
    exactly. gamma = 1 - delta / mean delta of the random continua.

    gamma-cat and gamma-k: over pairs of aligned units (for gamma-k, those with a unit of the
    code), 1 - (sum w d_cat / sum w) / expected, w = max(0, 1 - alpha d_pos) / (units of the
    group - 1). Units that were aligned with none have no part in it; pygamma-agreement 0.5.9
    counts them as disagreements, which its source calls experimental, so that its gamma-cat and
    gamma-k are lower wherever units stay alone.

    Sources are laid end to end. No units of two sources are aligned with each other, and chance
    shifts units along the whole line. An interval (several sources) takes the sources as a sample
    and the expected disorder as fixed.

    References
    ----------
    Mathet, Y., Widlöcher, A. and Métivier, J.-P. (2015). The unified and holistic method gamma (γ)
    for inter-annotator agreement measure and alignment. Computational Linguistics 41, 437-479.
    doi:10.1162/COLI_a_00227
    Mathet, Y. (2017). The agreement measure γcat, a complement to γ focused on categorization of a
    continuum. Computational Linguistics 43, 661-681. doi:10.1162/COLI_a_00296

    Examples
    --------
    >>> from casestudy.agreement.continuum import typed_continuum
    >>> rows = [("anna", "s1", "trust", 1, 5), ("anna", "s1", "price", 6, 10),
    ...         ("ben", "s1", "trust", 2, 6), ("ben", "s1", "price", 7, 11)]
    >>> data = typed_continuum(rows, lengths={"s1": 40}, atom="word")
    >>> found = gamma_agreement(data, rng=np.random.default_rng(1))
    >>> found["gamma"].details["observed_disorder"]
    0.1875
    """
    check_comparable(data)
    unlike = _checked(unlike or Dissimilarity(), data)
    used = seen_by_all(data, needs="gamma")
    if not len(used):
        raise ValueError(
            f"none of {', '.join(used.coders)} marked anything in {', '.join(used.sources)}; there "
            "are no units to align"
        )
    return _rows(used, _drawn(used, unlike, _limits(n_continua, precision), rng), unlike)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """Best alignments of the data and of random continua, reduced to what the rows need.

    `observed` and each of `drawn` are disorders; `codes` and `drawn_codes` the disorders of
    gamma-cat and then of each code, NaN where no units were aligned.
    """

    alignment: Alignment
    observed: float
    codes: Floats
    drawn: Floats
    drawn_codes: Floats


def _drawn(
    data: Continuum, unlike: Dissimilarity, limits: tuple[int, float], rng: np.random.Generator
) -> _Found:
    """The best alignment of the data and those of as many random continua as are needed."""
    units = _units(data, apart=_apart(data, unlike))
    line = _units(data, apart=0)
    alignment = best_alignment(units, unlike)
    chance = random_continua(line, length=int(data.lengths.sum()), rng=rng)
    n_values = len(data.values)
    drawn: list[tuple[float, Floats]] = []
    needed, precision = limits
    while len(drawn) < needed:
        for made in islice(chance, needed - len(drawn)):
            best = best_alignment(made, unlike)
            drawn.append((best.disorder, _code_disorders(best, made, unlike, n_values)))
        disorders = np.array([disorder for disorder, _ in drawn])
        needed = max(needed, _continua_needed(disorders, precision))
    return _Found(
        alignment=alignment,
        observed=alignment.disorder,
        codes=_code_disorders(alignment, units, unlike, n_values),
        drawn=disorders,
        drawn_codes=np.array([codes for _, codes in drawn]),
    )


def _continua_needed(disorders: Floats, precision: float) -> int:
    """How many continua make the mean as precise as is wished (Mathet 2015, section 5.3)."""
    spread = float(np.std(disorders) / np.mean(disorders))
    return math.ceil((Z * spread / precision) ** 2)


def _units(data: Continuum, *, apart: int) -> Units:
    """The segments as units on one line, sources end to end with a distance between them."""
    offset = data.offsets + apart * np.arange(len(data.sources))
    order = np.lexsort((data.starts, data.source, data.coder))
    place = offset[data.source[order]]
    return Units(
        coder=data.coder[order],
        starts=place + data.starts[order],
        ends=place + data.ends[order],
        category=data.value[order],
        n_coders=len(data.coders),
    )


def _apart(data: Continuum, unlike: Dissimilarity) -> int:
    """A distance between sources across which no units can be aligned."""
    n = len(data.coders)
    longest = int((data.ends - data.starts).max())
    most = n * (n - 1) / 2 + n - 1
    return math.ceil(2 * longest * math.sqrt(most / unlike.alpha)) + 1


def _code_disorders(found: Alignment, units: Units, unlike: Dissimilarity, n_values: int) -> Floats:
    """Weighted mean of how far the codes of aligned units are apart: of all, and of each code."""
    sizes = (found.groups != NOBODY).sum(axis=1)
    weights, totals = np.zeros(n_values + 1), np.zeros(n_values + 1)
    for i, j in combinations(range(units.n_coders), 2):
        rows = np.flatnonzero((found.groups[:, i] != NOBODY) & (found.groups[:, j] != NOBODY))
        one, other = found.groups[rows, i], found.groups[rows, j]
        sure = np.maximum(0.0, 1 - unlike.alpha * positional(units, one, other))
        weight = sure / (sizes[rows] - 1)
        total = weight * unlike.categorical(units, one, other)
        a, b = units.category[one], units.category[other]
        for sums, each in ((weights, weight), (totals, total)):
            sums[0] += each.sum()
            sums[1:] += np.bincount(a, weights=each, minlength=n_values)
            # a pair counts once for a code, also where both of its units bear it
            sums[1:] += np.bincount(b[a != b], weights=each[a != b], minlength=n_values)
    with np.errstate(invalid="ignore"):
        return totals / weights


def _rows(data: Continuum, found: _Found, unlike: Dissimilarity) -> Agreements:
    """The coefficients as results."""
    expected = float(found.drawn.mean())
    chance = [
        float(np.nanmean(c)) if np.isfinite(c).any() else math.nan for c in found.drawn_codes.T
    ]
    coefficients = [(GAMMA, "", found.observed, expected)]
    coefficients += [(GAMMA_CAT, "", float(found.codes[0]), chance[0])]
    coefficients += [
        (GAMMA_K, name, float(disorder), mean)
        for name, disorder, mean in zip(data.values, found.codes[1:], chance[1:], strict=True)
    ]
    aligned = int(((found.alignment.groups != NOBODY).sum(axis=1) >= 2).sum())
    plain = Agreement(
        coefficient=GAMMA,
        value=0.0,
        coders=data.coders,
        n_units=len(data),
        n_pairable=aligned,
        n_sources=len(data.sources),
        unit=f"segment of {data.atom}s",
        settings={**data.settings, **_settings(unlike, len(found.drawn))},
        notes=data.notes,
        provenance=data.provenance,
    )
    rows = [_row(plain, found, *each) for each in coefficients]
    return Agreements(rows=tuple(rows))


def _row(
    plain: Agreement, found: _Found, name: str, about: str, observed: float, expected: float
) -> Agreement:
    """One coefficient, or NaN with the reason."""
    reason = _reason(name, observed, expected)
    details = {"observed_disorder": observed, "expected_disorder": expected}
    if name == GAMMA:
        spread = float(found.drawn.std(ddof=1)) / math.sqrt(len(found.drawn))
        details |= {"expected_disorder_error": spread, "n_continua": float(len(found.drawn))}
    return replace(
        plain,
        coefficient=name,
        about=about,
        value=math.nan if reason else 1 - observed / expected,
        undefined=reason,
        details=details,
    )


def _reason(name: str, observed: float, expected: float) -> str:
    """Why a coefficient is not defined; empty where it is."""
    if math.isnan(observed):
        what = "no units" if name == GAMMA_CAT else "no unit of this code"
        return f"{what} of two coders were aligned near enough to compare their codes"
    if not expected > 0:
        return "chance leaves no disorder either: all units that are aligned bear one code"
    return ""


def _limits(n_continua: int, precision: float | None) -> tuple[int, float]:
    """How many continua, and how precise; refused where they make no sense."""
    if n_continua < 2:
        raise ValueError(f"{n_continua} random continua are too few: give at least 2; 30 is usual")
    if precision is not None and not 0 < precision < 1:
        raise ValueError(f"precision {precision} is not allowed: give 0.01, 0.02 or 0.05")
    return n_continua, math.inf if precision is None else precision


def _checked(unlike: Dissimilarity, data: Continuum) -> Dissimilarity:
    """The dissimilarity, if its matrix fits the codes."""
    n = len(data.values)
    if unlike.categories is not None and np.shape(unlike.categories) != (n, n):
        raise ValueError(
            f"`categories` has the shape {np.shape(unlike.categories)} for {n} codes; give one row "
            f"and one column for each of {', '.join(data.values)}"
        )
    return unlike


def _settings(unlike: Dissimilarity, n_continua: int) -> dict[str, str]:
    return {
        "alpha": f"{unlike.alpha:g}",
        "beta": f"{unlike.beta:g}",
        "chance": f"{n_continua} continua of units shifted along the line",
        "n_pairable": "groups of two or more aligned units",
    }
