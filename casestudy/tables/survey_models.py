"""Scales, factors and models of a survey, in tables."""

from __future__ import annotations

import numpy as np

from casestudy.survey import (
    BrantTest,
    CorrespondenceAnalysis,
    FactorAnalysis,
    PredictedShares,
    RegressionTable,
    ScaleReliability,
)
from casestudy.tables.numbers import (
    bare,
    decimal,
    freedom,
    limits,
    p_equals,
    p_value,
    percent,
    right,
)
from casestudy.tables.style import Column, Table

SMALL_LOADING = 0.3
"""Loadings below this in size are printed pale: in brackets."""


def scale_reliability(result: ScaleReliability, *, title: str = "Reliability of a scale") -> Table:
    """The items of a scale, and how well they hold together.

    Parameters
    ----------
    result : ScaleReliability
        Items become rows.
    title : str
        What the table is called.
    """
    rows = [
        (
            f"{item} (reversed)" if item in result.reversed else item,
            str(int(result.item_n[n])),
            decimal(float(result.item_means[n])),
            decimal(float(result.item_sds[n])),
            bare(float(result.item_rest[n])),
            bare(float(result.alpha_dropped[n])),
        )
        for n, item in enumerate(result.items)
    ]
    feldt, drawn = result.alpha_feldt, result.alpha_bootstrap
    omega = result.omega_bootstrap
    said = (
        f"Cronbach's alpha {bare(result.alpha)}, {feldt.level:.0%} interval "
        f"{limits(feldt.low, feldt.high)} (Feldt), {limits(drawn.low, drawn.high)} (bootstrap); "
        f"omega {bare(result.omega)}, {limits(omega.low, omega.high)} (bootstrap); mean "
        f"correlation {bare(result.mean_correlation)}; split halves "
        f"{bare(result.split_half_least)} to {bare(result.split_half_greatest)}; n = {result.n}."
    )
    return Table(
        title=title,
        columns=(
            Column(name="Item"),
            *right("n", "Mean", "SD", "Correlation with the rest", "Alpha without it"),
        ),
        rows=tuple(rows),
        notes=(said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def factor_analysis(result: FactorAnalysis, *, title: str = "Factors") -> Table:
    """Loadings of items on factors; fit in the notes.

    Parameters
    ----------
    result : FactorAnalysis
        Items become rows; loadings below 0.3 in size stand in brackets.
    title : str
        What the table is called.
    """
    rows = [
        (
            item,
            *(_loading(float(one)) for one in result.loadings[n]),
            bare(float(result.communalities[n])),
            bare(float(result.item_kmo[n])),
        )
        for n, item in enumerate(result.items)
    ]
    factors = [f"Factor {n + 1}" for n in range(result.loadings.shape[1])]
    explained = ", ".join(f"{percent(float(share), 0)}%" for share in result.explained)
    rmsea = result.rmsea_interval
    fit = (
        f"{result.method}, rotation {result.rotation}; chi-squared({freedom([result.df])}) = "
        f"{decimal(result.chi_squared)}, p {p_equals(result.p)}; RMSEA {bare(result.rmsea, 3)} "
        f"({limits(rmsea.low, rmsea.high, 3)} at 90%), TLI {bare(result.tli, 3)}, RMSR "
        f"{bare(result.rmsr, 3)}; KMO {bare(result.kmo)}; n = {result.n}."
    )
    phi = result.factor_correlations[np.triu_indices(len(factors), 1)]
    notes = [f"Variance explained: {explained}.", fit]
    if len(phi):
        notes.append(f"Correlations of the factors: {', '.join(bare(float(r)) for r in phi)}.")
    return Table(
        title=title,
        columns=(Column(name="Item"), *right(*factors, "Communality", "KMO")),
        rows=tuple(rows),
        notes=(*notes, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def regression(result: RegressionTable, *, title: str = "") -> Table:
    """What each predictor adds: odds ratios, or differences, with limits; thresholds below.

    Parameters
    ----------
    result : RegressionTable
        Terms become rows, thresholds or the intercept follow.
    title : str
        What the table is called; made of the outcome if empty.
    """
    is_linear = result.kind == "linear"
    ratios, (low, high) = result.odds_ratios, result.odds_ratio_limits
    rows = [
        (
            str(term),
            decimal(float(result.estimates[n])),
            decimal(float(result.standard_errors[n])),
            *([] if is_linear else [decimal(float(ratios[n]))]),
            limits(float((result.low if is_linear else low)[n]),
                   float((result.high if is_linear else high)[n])),
            decimal(float(result.statistics[n])),
            p_value(float(result.p[n])),
        )
        for n, term in enumerate(result.terms)
    ]  # fmt: skip
    gaps = ("–",) * (3 if is_linear else 4)
    below = [
        (
            name,
            decimal(float(result.thresholds[n])),
            decimal(float(result.threshold_errors[n])),
            *gaps,
        )
        for n, name in enumerate(result.threshold_names)
    ]
    measure = ("Difference",) if is_linear else ("Log odds ratio",)
    of = f"{result.level:.0%} interval" + ("" if is_linear else " of the odds ratio")
    heads = (*measure, "SE", *(() if is_linear else ("Odds ratio",)), of,
             "z" if np.isinf(result.df) else f"t({result.df:.0f})", "p")  # fmt: skip
    return Table(
        title=title or f"{result.kind.capitalize()} regression of {result.outcome}",
        columns=(Column(name="Term"), *right(*heads)),
        rows=(*rows, *below),
        notes=(_fit(result), f"Limits: {result.interval_method}.", *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def brant_test(result: BrantTest, *, title: str = "Test of proportional odds") -> Table:
    """Whether one odds ratio holds for every cut: Brant's test and likelihood ratios.

    Parameters
    ----------
    result : BrantTest
        Tests become rows.
    title : str
        What the table is called.
    """
    rows = [
        ("Brant", name, decimal(float(result.chi_squared[n])), freedom([float(result.df[n])]),
         p_value(float(result.p[n])))
        for n, name in enumerate(result.names)
    ] + [
        ("likelihood ratio", name, decimal(float(result.ratio_chi_squared[n])),
         freedom([float(result.ratio_df[n])]), p_value(float(result.ratio_p[n])))
        for n, name in enumerate(result.ratio_names)
    ]  # fmt: skip
    return Table(
        title=title,
        columns=(Column(name="Test"), Column(name="Of"), *right("Chi-squared", "df", "p")),
        rows=tuple(rows),
        notes=("Small p-values speak against proportional odds.", *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def predicted_shares(result: PredictedShares, *, title: str = "") -> Table:
    """The share of each answer that a model expects of each group.

    Parameters
    ----------
    result : PredictedShares
        Groups become rows, answers columns.
    title : str
        What the table is called; made of both items if empty.
    """
    k = len(result.levels)
    shown = [
        f"{percent(share, 0)} [{limits(100 * one.low, 100 * one.high, 0)}]"
        for share, one in zip(result.shares.ravel().tolist(), result.intervals, strict=True)
    ]
    rows = [(group, *shown[n * k : (n + 1) * k]) for n, group in enumerate(result.groups)]
    return Table(
        title=title or f"Predicted {result.outcome} by {result.by}",
        columns=(Column(name="Group"), *right(*(f"{level} %" for level in result.levels))),
        rows=tuple(rows),
        notes=result.notes,
        provenance=result.provenance,
        data=result.to_frame(),
    )


def correspondence(
    result: CorrespondenceAnalysis, *, title: str = "Correspondence analysis"
) -> Table:
    """The points of a map: mass, quality, and for each axis coordinate and contribution.

    Parameters
    ----------
    result : CorrespondenceAnalysis
        Points become rows.
    title : str
        What the table is called.
    """
    axes = range(len(result.inertias))
    rows = [
        (
            result.point_items[n],
            point,
            percent(float(result.masses[n])),
            percent(float(result.qualities[n]), 0),
            *(decimal(float(result.coordinates[n, axis])) for axis in axes),
            *(percent(float(result.contributions[n, axis]), 0) for axis in axes),
        )
        for n, point in enumerate(result.points)
    ]
    told = ", ".join(
        f"axis {axis + 1} {decimal(float(result.inertias[axis]), 4)} "
        f"({percent(float(result.explained[axis]))}%)"
        for axis in axes
    )
    return Table(
        title=title,
        columns=(
            Column(name="Item"), Column(name="Point"),
            *right("Mass %", "Quality %", *(f"Axis {axis + 1}" for axis in axes),
                   *(f"Contribution {axis + 1} %" for axis in axes)),
        ),
        rows=tuple(rows),
        notes=(f"Principal inertias: {told}; n = {result.n}.", *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )  # fmt: skip


def _loading(value: float) -> str:
    text = bare(value)
    return text if abs(value) >= SMALL_LOADING else f"({text})"


def _fit(result: RegressionTable) -> str:
    fit = {name: decimal(value) for name, value in result.fit.items()}
    overall = f"p {p_equals(result.fit['p'])}"
    if result.kind == "linear":
        df = freedom([result.fit["statistic_df"], result.df])
        return (
            f"n = {result.n}; R² {fit['r_squared']}, adjusted {fit['adjusted_r_squared']}; F({df}) "
            f"= {fit['statistic']}, {overall}; greatest variance inflation {fit['greatest_vif']}."
        )
    df = freedom([result.fit["statistic_df"]])
    return (
        f"n = {result.n}; log-likelihood {fit['log_likelihood']}, AIC {fit['aic']}, McFadden's R² "
        f"{fit['mcfadden']}, Nagelkerke's {fit['nagelkerke']}; all predictors ({df} df) "
        f"{fit['statistic']}, {overall}."
    )
