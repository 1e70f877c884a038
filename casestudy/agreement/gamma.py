"""Gamma: agreement on where units lie and what they are, where units may overlap.

The units of the coders are aligned as well as they can be; the disorder that is left is held
against the disorder of continua that chance made. Gamma-cat and gamma-k look only at the codes of
units that were aligned.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from casestudy.agreement.comparable import check_comparable, seen_by_all
from casestudy.agreement.continua import Continuum
from casestudy.agreement.disorders import Disorders, disorders
from casestudy.agreement.inference import Inference
from casestudy.agreement.nearness import NOBODY, Dissimilarity
from casestudy.agreement.result import Agreement, Agreements
from casestudy.agreement.source_inference import over_drawn_sources, with_uncertainty
from casestudy.agreement.uncertainty import Uncertainty

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
GAMMA, GAMMA_CAT, GAMMA_K = "gamma", "gamma-cat", "gamma-k"


def gamma_agreement(
    data: Continuum,
    *,
    rng: np.random.Generator,
    unlike: Dissimilarity | None = None,
    n_continua: int = 30,
    precision: float | None = None,
    inference: Inference | None = None,
    on_progress: Callable[[str], None] = lambda _: None,
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
    inference : Inference, optional
        How the standard error and interval of gamma are found, by sources; linearised if not given.
    on_progress : function of str
        Called with the number of each random continuum when it is aligned.

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
    >>> from casestudy.agreement.continua import typed_continuum
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
    found = disorders(used, unlike, _limits(n_continua, precision), rng, on_progress)
    gamma, *codes = _rows(used, found, unlike).rows
    return Agreements(rows=(with_uncertainty(gamma, _over_sources(used, found, inference)), *codes))


def _over_sources(data: Continuum, found: Disorders, inference: Inference | None) -> Uncertainty:
    """How sure gamma is, if the sources are a sample and the expected disorder is fixed."""
    first = found.alignment.groups.max(axis=1)
    order = np.lexsort((data.starts, data.source, data.coder))
    source = data.source[order][first]
    sums = np.column_stack([
        np.bincount(source, weights=found.alignment.disorders, minlength=len(data.sources)),
        np.bincount(data.source, minlength=len(data.sources)) / len(data.coders),
    ])  # fmt: skip
    expected = float(found.drawn.mean())
    return over_drawn_sources(sums, lambda rows: 1 - rows[:, 0] / rows[:, 1] / expected, inference)


def _rows(data: Continuum, found: Disorders, unlike: Dissimilarity) -> Agreements:
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
    plain: Agreement, found: Disorders, name: str, about: str, observed: float, expected: float
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
