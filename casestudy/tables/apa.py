"""Results of a survey as the APA writes them: one clause each, to be set into a sentence."""

from __future__ import annotations

from functools import singledispatch

from casestudy.survey import (
    Association,
    BoxScores,
    BrantTest,
    FactorAnalysis,
    MultipleResponseTest,
    PairedTest,
    RankTest,
    RegressionTable,
    ScaleReliability,
    TrendTest,
)
from casestudy.tables.numbers import MINUS, bare, decimal, freedom, p_equals

SYMBOLS = {
    "Cliff's delta": "δ", "epsilon squared": "ε²", "Kendall's W": "W",
    "matched rank-biserial correlation": "r", "odds ratio": "OR",
}  # fmt: skip
"""What the APA writes for an effect size."""

STATISTICS = (
    ("Mann-Whitney U, design", "t"), ("Kruskal-Wallis H, design", "F"), ("Mann-Whitney", "U"),
    ("Kruskal-Wallis", "H"), ("Friedman", "χ²"), ("Cochran", "Q"), ("Pearson", "χ²"),
    ("Rao-Scott", "F"), ("Jonckheere", "J"),
)  # fmt: skip
"""What the APA writes for a statistic, by how the test's name begins."""


@singledispatch
def apa(result: object) -> str:
    """A result as the APA writes it: statistic, p, effect size and its interval.

    Parameters
    ----------
    result : result of a test, a scale or a model
        Of `casestudy.survey`.

    Returns
    -------
    str
        A clause without a full stop; numbers that cannot exceed 1 have no zero before the point.

    Raises
    ------
    TypeError
        If there is no such clause for the kind of result.

    Notes
    -----
    The exact test is named where one was used, because its p-value has no statistic of its own.

    References
    ----------
    American Psychological Association (2020). Publication manual (7th ed.), 6.36-6.44.

    Examples
    --------
    >>> from casestudy.survey import association
    >>> apa(association([[30, 10], [15, 25]]))
    'χ²(1, N = 80) = 11.43, p < .001, V = .38, 95% CI [.16, .60]'
    """
    raise TypeError(
        f"there is no clause for a {type(result).__name__}; give the result of a test, a scale or "
        "a model"
    )


@apa.register
def _(result: Association) -> str:
    interval = _interval(result.v_interval.level, result.v_interval.low, result.v_interval.high)
    effect = f"V = {bare(result.v)}, {interval}"
    n = f"N = {result.table.n}"
    if result.exact is not None:
        return f"Fisher-Freeman-Halton exact test, {n}, p {p_equals(result.p)}, {effect}"
    return f"{_test(result.test, result.statistic, result.df, n)}, p {p_equals(result.p)}, {effect}"


@apa.register
def _(result: RankTest) -> str:
    return _ranked(result, n=int(result.sizes.sum()))


@apa.register
def _(result: PairedTest) -> str:
    return _ranked(result, n=result.n)


@apa.register
def _(result: TrendTest) -> str:
    interval = _interval(result.interval.level, result.interval.low, result.interval.high)
    return (
        f"J = {decimal(result.statistic, 1)}, z = {decimal(result.z)}, p {p_equals(result.p)}, "
        f"rising less falling pairs = {bare(result.effect)}, {interval}"
    )


@apa.register
def _(result: MultipleResponseTest) -> str:
    return (
        f"Bilder-Loughin test with Rao-Scott correction, χ²({freedom([result.df])}, "
        f"N = {result.table.n}) = {decimal(result.statistic)}, p {p_equals(result.p)}"
    )


@apa.register
def _(result: ScaleReliability) -> str:
    feldt, omega = result.alpha_feldt, result.omega_bootstrap
    return (
        f"Cronbach's α = {bare(result.alpha)}, {_interval(feldt.level, feldt.low, feldt.high)}, "
        f"McDonald's ω = {bare(result.omega)}, {_interval(omega.level, omega.low, omega.high)}, "
        f"n = {result.n}"
    )


@apa.register
def _(result: FactorAnalysis) -> str:
    rmsea = result.rmsea_interval
    return (
        f"χ²({freedom([result.df])}, N = {result.n}) = {decimal(result.chi_squared)}, "
        f"p {p_equals(result.p)}, RMSEA = {bare(result.rmsea, 3)}, "
        f"{_interval(rmsea.level, rmsea.low, rmsea.high, places=3)}, TLI = {bare(result.tli, 3)}, "
        f"RMSR = {bare(result.rmsr, 3)}"
    )


@apa.register
def _(result: RegressionTable) -> str:
    fit = result.fit
    if result.kind == "linear":
        return (
            f"F({freedom([fit['statistic_df'], result.df])}) = {decimal(fit['statistic'])}, "
            f"p {p_equals(fit['p'])}, R² = {bare(fit['r_squared'])}, adjusted R² = "
            f"{bare(fit['adjusted_r_squared'])}"
        )
    return (
        f"χ²({freedom([fit['statistic_df']])}, N = {result.n}) = {decimal(fit['statistic'])}, "
        f"p {p_equals(fit['p'])}, Nagelkerke's R² = {bare(fit['nagelkerke'])}"
    )


@apa.register
def _(result: BrantTest) -> str:
    return (
        f"Brant test, χ²({freedom([float(result.df[0])])}, N = {result.n}) = "
        f"{decimal(float(result.chi_squared[0]))}, p {p_equals(float(result.p[0]))}"
    )


@apa.register
def _(result: BoxScores) -> str:
    told = [
        f"{group} {decimal(100 * float(result.score[n]), 1)}, "
        + _interval(one.level, 100 * one.low, 100 * one.high, places=1)
        for n, (group, one) in enumerate(zip(result.groups, result.intervals, strict=True))
    ]
    return f"{result.name}: {'; '.join(told)}"


def _ranked(result: RankTest | PairedTest, *, n: int) -> str:
    symbol = SYMBOLS.get(result.effect_name, result.effect_name)
    interval = _interval(result.interval.level, result.interval.low, result.interval.high)
    test = _test(result.test, result.statistic, result.df, f"N = {n}")
    exact = " (exact)" if result.exact is not None else ""
    return f"{test}, p {p_equals(result.p)}{exact}, {symbol} = {bare(result.effect)}, {interval}"


def _test(name: str, statistic: float, df: tuple[float, ...], n: str) -> str:
    symbol = next((sign for start, sign in STATISTICS if name.startswith(start)), name)
    inside = [freedom(df)] if df else []
    inside += [n] if symbol in ("χ²", "H", "Q") else []
    brackets = f"({', '.join(inside)})" if inside else ""
    after = "" if symbol in ("χ²", "H", "Q") else f", {n}"
    return f"{symbol}{brackets} = {decimal(statistic)}{after}"


def _interval(level: float, low: float, high: float, *, places: int = 2) -> str:
    shown = bare if max(abs(low), abs(high)) <= 1 else decimal
    return f"{100 * level:g}% CI [{shown(low, places)}, {shown(high, places)}]".replace("-", MINUS)
