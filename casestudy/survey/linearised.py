"""Standard errors under a sample design: Taylor's linearisation over strata and clusters.

Every estimate is turned into one contribution a respondent whose sum behaves like the estimate;
the covariance of such a sum follows from how the clusters differ within their strata. All weighted
numbers of this room get their uncertainty here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.sampling import Codes, SampleDesign, sample_design

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

RAKING_ROUNDS = 10
"""Passes over the margins when the part explained by raking is taken out; it settles in about 5."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """Some estimates with their covariance under a design.

    Parameters
    ----------
    values : array of float, shape (n_estimates,)
    covariance : array of float, shape (n_estimates, n_estimates)
    df : float
        Units drawn first less strata.
    n : int
        Respondents that the estimates are of.
    effective_n : float
        Kish's (sum of weights)² / sum of squared weights, of these respondents.
    design_effects : array of float, shape (n_estimates,)
        Variance over that of a simple random sample of the same size; NaN where that is 0.
    notes : tuple of str
        What had to be assumed.
    """

    values: Floats
    covariance: Floats
    df: float
    n: int
    effective_n: float
    design_effects: Floats
    notes: tuple[str, ...] = ()

    @property
    def standard_errors(self) -> Floats:
        """Square roots of the diagonal."""
        return np.sqrt(np.maximum(np.diagonal(self.covariance), 0))

    def limits(self, level: float) -> tuple[Floats, Floats]:
        """Student's t limits of each estimate, shape (n_estimates,) each."""
        t = special.stdtrit(max(self.df, 1), (1 + level) / 2)
        half = t * self.standard_errors
        return self.values - half, self.values + half


def plain_design(n_respondents: int) -> SampleDesign:
    """The design of a simple random sample from a population without end."""
    return sample_design(n_respondents)


def design_means(values: Floats, *, design: SampleDesign, inside: Mask | None = None) -> Estimate:
    """Weighted means over the respondents inside a domain, with their covariance.

    Parameters
    ----------
    values : array of float, shape (n_respondents, n_values) or (n_respondents,)
        Not read outside the domain.
    inside : array of bool, shape (n_respondents,), optional
        The domain; all if not given. The others still count for the strata and clusters.
    """
    table = values.reshape(len(values), -1)
    within = np.ones(len(table), dtype=bool) if inside is None else inside
    table = np.where(within[:, np.newaxis], table, 0.0)
    w = np.where(within, design.weights, 0.0)
    total = w.sum()
    if not total:
        return _nothing(table.shape[1])
    means = w @ table / total
    deviations = np.where(within[:, np.newaxis], table - means, 0.0)
    covariance, notes = total_covariance(w[:, np.newaxis] * deviations / total, design=design)
    simple = _simple_variances(deviations, w, n=int(within.sum()))
    with np.errstate(divide="ignore", invalid="ignore"):
        effects = np.where(simple > 0, np.diagonal(covariance) / simple, np.nan)
    return Estimate(
        values=means,
        covariance=covariance,
        df=degrees_of_freedom(design),
        n=int(within.sum()),
        effective_n=float(total**2 / (w**2).sum()),
        design_effects=effects,
        notes=notes,
    )


def domain_means(
    values: Floats, masks: Sequence[Mask], *, design: SampleDesign
) -> tuple[Floats, Floats]:
    """Weighted means of one value over several domains, and their joint covariance.

    Parameters
    ----------
    values : array of float, shape (n_respondents,)
        Not read outside the domains.
    masks : sequence of arrays of bool, each of shape (n_respondents,)
        The domains. Domains that share clusters covary.

    Returns
    -------
    tuple of arrays of float, shapes (n_domains,) and (n_domains, n_domains)
        NaN for a domain of nobody.
    """
    means, contributions = [], []
    for mask in masks:
        weights = np.where(mask, design.weights, 0.0)
        total = weights.sum()
        known = np.where(mask, values, 0.0)
        mean = weights @ known / total if total else np.nan
        means.append(mean)
        contributions.append(weights * np.where(mask, known - mean, 0.0) / (total or np.nan))
    covariance, _ = total_covariance(np.column_stack(contributions), design=design)
    return np.array(means), covariance


def design_totals(values: Floats, *, design: SampleDesign) -> Estimate:
    """Weighted totals over all respondents, with their covariance."""
    table = values.reshape(len(values), -1)
    covariance, notes = total_covariance(design.weights[:, np.newaxis] * table, design=design)
    return Estimate(
        values=design.weights @ table,
        covariance=covariance,
        df=degrees_of_freedom(design),
        n=len(table),
        effective_n=float(design.weights.sum() ** 2 / (design.weights**2).sum()),
        design_effects=np.full(table.shape[1], np.nan),
        notes=notes,
    )


def total_covariance(
    contributions: Floats, *, design: SampleDesign
) -> tuple[Floats, tuple[str, ...]]:
    """Covariance of a sum of one contribution a respondent, shape (n_values, n_values).

    Notes
    -----
    In each stratum n_h/(n_h - 1) (1 - n_h/N_h) times the crossproduct of the cluster sums about
    their mean. A stratum with one cluster has no such mean; its sum is taken about the mean of
    all clusters, which overstates rather than hides its part, and a note says so.
    """
    if not len(contributions):
        return np.zeros((contributions.shape[1],) * 2), ()
    table = _without_margins(contributions, design)
    sums, stratum, share_drawn = _cluster_sums(table, design)
    covariance = np.zeros((table.shape[1],) * 2)
    overall = sums.mean(axis=0)
    n_lonely = 0
    for one in np.unique(stratum):
        part, rest = sums[stratum == one], 1 - share_drawn[stratum == one][0]
        if len(part) > 1:
            centred = part - part.mean(axis=0)
            covariance += rest * len(part) / (len(part) - 1) * (centred.T @ centred)
        elif rest > 0:
            n_lonely += 1
            covariance += rest * np.outer(part[0] - overall, part[0] - overall)
    note = (
        f"{n_lonely} strata have one unit drawn; it is compared with the mean of all strata, so "
        "that standard errors are rather too large.",
    )
    return covariance, note if n_lonely else ()


def degrees_of_freedom(design: SampleDesign) -> float:
    """Units drawn first less strata."""
    n_units = (
        len(np.unique(design.clusters)) if design.clusters is not None else len(design.weights)
    )
    n_strata = len(np.unique(design.strata)) if design.strata is not None else 1
    return float(n_units - n_strata)


def _cluster_sums(table: Floats, design: SampleDesign) -> tuple[Floats, Codes, Floats]:
    """Sums of the contributions by cluster, each cluster's stratum and share drawn of it."""
    n = len(table)
    strata = design.strata if design.strata is not None else np.zeros(n, dtype=np.int64)
    if design.clusters is None:
        first, sums = np.arange(n), table
    else:
        _, first, place = np.unique(design.clusters, return_index=True, return_inverse=True)
        sums = np.zeros((len(first), table.shape[1]))
        np.add.at(sums, place, table)
    stratum = strata[first]
    drawn = np.bincount(stratum)[stratum]
    if design.population is None:
        return sums, stratum, np.zeros(len(first))
    return sums, stratum, drawn / design.population[first]


def _without_margins(contributions: Floats, design: SampleDesign) -> Floats:
    """What is left of the contributions when the margins that were raked to are taken out.

    The residuals of a regression on the margins' groups, weighted by the weights before raking
    (Deville and Särndal 1992).
    """
    if not design.margins:
        return contributions
    w = design.weights[:, np.newaxis]
    base = design.base_weights if design.base_weights is not None else design.weights
    rest = contributions / w
    for _ in range(RAKING_ROUNDS):
        for margin in design.margins:
            sizes = np.bincount(margin, weights=base)
            sums = np.zeros((len(sizes), rest.shape[1]))
            np.add.at(sums, margin, base[:, np.newaxis] * rest)
            rest = rest - (sums / np.where(sizes > 0, sizes, 1.0)[:, np.newaxis])[margin]
    return np.asarray(w * rest)


def _simple_variances(deviations: Floats, w: Floats, *, n: int) -> Floats:
    """Variances of the means if the same people had been drawn one by one without replacement."""
    total = w.sum()
    if n < 2:
        return np.full(deviations.shape[1], np.nan)
    spread = (w @ deviations**2) / total * n / (n - 1)
    left = (total - n) / total if total > n else 1.0
    return np.asarray(spread / n * left)


def _nothing(n_values: int) -> Estimate:
    unknown = np.full(n_values, np.nan)
    return Estimate(
        values=unknown,
        covariance=np.full((n_values, n_values), np.nan),
        df=float("nan"),
        n=0,
        effective_n=0.0,
        design_effects=unknown,
        notes=("Nobody answered: no mean is known.",),
    )
