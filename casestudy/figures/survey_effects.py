"""Effects with their intervals: tests of a ledger, worths of ranked objects, scores of boxes."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from casestudy.figures.forest import EffectRow, forest
from casestudy.survey import BoxScores, LedgerSummary, PlackettLuce, RegressionTable

MINUS = "\N{MINUS SIGN}"


def effects(result: LedgerSummary, *, ax: Axes | None = None) -> Axes:
    """Draw the effect size of each overall test of a ledger, with its interval.

    Parameters
    ----------
    result : LedgerSummary
        Tests with an effect become rows; post hoc tests are left out.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points and lines, with the p-value after Holm at the right. A test without an interval has a
        point alone.

    Raises
    ------
    ValueError
        If the tests have different kinds of effects, which cannot stand on one axis, or none.
    """
    shown = [
        (record, p)
        for record, p in zip(result.records, result.holm, strict=True)
        if not record.is_post_hoc and not math.isnan(record.effect)
    ]
    names = list(dict.fromkeys(record.effect_name for record, _ in shown))
    if len(names) != 1:
        told = ", ".join(names) or "none"
        raise ValueError(
            f"the overall tests of the ledger have the effects {told}; draw tests with one kind of "
            "effect, such as a ledger of their own"
        )
    rows = [
        EffectRow(
            label=" by ".join(one for one in (record.question, record.segment) if one),
            value=record.effect, low=record.low, high=record.high, word=_p(p),
        )
        for record, p in shown
    ]  # fmt: skip
    return forest(ax, rows, zero=0.0, axis=f"{names[0]}; at the right p after Holm",
                   provenance=result.provenance, face=(effects, result))  # fmt: skip


def worths(result: PlackettLuce, *, ax: Axes | None = None) -> Axes:
    """Draw the log worths of ranked objects, with intervals by which any two can be compared.

    Parameters
    ----------
    result : PlackettLuce
        Objects become rows, the one that is worth most on top.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points with the limits of the quasi standard errors, and the chance to be first of all.
    """
    order = np.argsort(-result.log_worths, kind="stable")
    rows = [
        EffectRow(
            label=result.labels[n], value=float(result.log_worths[n]),
            low=result.intervals[n].low, high=result.intervals[n].high,
            word=f"{100 * result.worths[n]:.0f}%",
        )
        for n in order.tolist()
    ]  # fmt: skip
    level = result.intervals[0].level
    reference = result.labels[result.objects.index(result.reference)]
    axis = (
        f"log worth ({reference} = 0), {result.n} rankings; lines: {level:.0%} intervals from "
        "quasi standard errors, for comparing two objects; at the right the chance to be first of "
        "all"
    )
    return forest(
        ax, rows, zero=0.0, axis=axis, provenance=result.provenance, face=(worths, result)
    )


def box_scores(result: BoxScores, *, ax: Axes | None = None) -> Axes:
    """Draw a score of boxes for each group, with its interval.

    Parameters
    ----------
    result : BoxScores
        Groups become rows, in their order.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points from -100 to 100 for a net score, with the shares that make it at the right.
    """
    is_net = bool(np.nan_to_num(result.negative).any())
    rows = [
        EffectRow(
            label=group, value=100 * float(result.score[n]), low=100 * result.intervals[n].low,
            high=100 * result.intervals[n].high,
            word=_shares(result, n, is_net=is_net), short=_whole(100 * float(result.score[n])),
        )
        for n, group in enumerate(result.groups)
    ]  # fmt: skip
    unit = f"from {MINUS}100 to 100" if is_net else "per cent"
    axis = f"{result.name}, {unit}; lines: {result.intervals[0].level:.0%} intervals"
    return forest(
        ax, rows, zero=0.0, axis=axis, provenance=result.provenance, face=(box_scores, result)
    )


def regression(result: RegressionTable, *, ax: Axes | None = None) -> Axes:
    """Draw the odds ratios, or the differences, of a regression with their intervals.

    Parameters
    ----------
    result : RegressionTable
        Terms become rows, in their order. Odds ratios stand on a logarithmic scale.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points and lines, with the numbers at the right.
    """
    is_linear = result.kind == "linear"
    values = result.estimates if is_linear else result.odds_ratios
    low, high = (result.low, result.high) if is_linear else result.odds_ratio_limits
    rows = [
        EffectRow(
            label=str(term), value=float(values[n]), low=float(low[n]), high=float(high[n]),
            word="{} [{}, {}]".format(*(_number(float(side[n])) for side in (values, low, high))),
            short=_number(float(values[n])),
        )
        for n, term in enumerate(result.terms)
    ]  # fmt: skip
    what = "difference" if is_linear else "odds ratio"
    axis = f"{what} of {result.outcome}, n = {result.n}; lines: {result.level:.0%} intervals"
    return forest(
        ax, rows, zero=0.0 if is_linear else 1.0, axis=axis, is_log=not is_linear,
        provenance=result.provenance, face=(regression, result),
    )  # fmt: skip


def _shares(result: BoxScores, n: int, *, is_net: bool) -> str:
    score = _whole(100 * float(result.score[n]))
    up, down = (f"{100 * side[n]:.0f}%" for side in (result.positive, result.negative))
    return (
        f"{score} ({up} {MINUS} {down}, n = {result.n[n]})"
        if is_net
        else f"{up} (n = {result.n[n]})"
    )


def _whole(value: float) -> str:
    return f"{value:.0f}".replace("-", MINUS)


def _p(p: float) -> str:
    if math.isnan(p):
        return "no p"
    return "p < .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".", 1)


def _number(value: float) -> str:
    if np.isnan(value):
        return "–"
    if np.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return f"{value:.2f}".replace("-", MINUS)
