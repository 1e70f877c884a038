"""Whether the answers to one item are spread as some shares say, such as those of a population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.exact import CLOSE, DRAWN, ExactP
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.response_shares import ResponseShares

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

MOST_WAYS = 1_000_000
"""Ways for the answers to fall out beyond which they are drawn instead."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GoodnessOfFit:
    """How far counts are from expected shares.

    Parameters
    ----------
    item : str
    labels : tuple of str
    counts : array of int, shape (n_choices,)
    expected, residuals : array of float, shape (n_choices,)
        Counts that the shares lead to; (count - expected)/√(expected(1 - share)).
    chi_squared, df, p_chi_squared : float
    exact : ExactP or None
        Chance of an outcome as unlikely, where it was found.
    p : float
        The p-value reported.
    w : float
        Cohen's effect size √(χ²/n).
    """

    item: str
    labels: tuple[str, ...]
    counts: Counts
    expected: Floats
    residuals: Floats
    chi_squared: float
    df: float
    p_chi_squared: float
    exact: ExactP | None
    p: float
    w: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The test, for a ledger."""
        way = f"multinomial exact, {self.exact.method}" if self.exact else "Pearson chi-squared"
        return (
            TestRecord(
                question=self.item, segment="", test=f"goodness of fit ({way})",
                statistic=self.chi_squared, df=(self.df,), p=self.p, n=int(self.counts.sum()),
                effect_name="Cohen's w", effect=self.w, provenance=self.provenance,
            ),
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row an answer: label, n, expected, residual, provenance."""
        frame = pd.DataFrame(
            {
                "label": self.labels,
                "n": self.counts,
                "expected": self.expected,
                "residual": self.residuals,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype({"label": "str", "provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def goodness_of_fit(
    counts: ResponseShares | npt.ArrayLike,
    *,
    expected: Sequence[float] | None = None,
    rng: int | np.random.Generator = 0,
) -> GoodnessOfFit:
    """Whether the answers to an item with one answer each are spread as expected.

    Parameters
    ----------
    counts : ResponseShares or array of int, shape (n_choices,)
        From `single_response` without a design, or counts.
    expected : sequence of float, optional
        Share of each answer, above 0, or in proportion to that; all equal if not given.
    rng : int or Generator
        Seed or generator for outcomes that are drawn if there are too many to go through.

    Returns
    -------
    GoodnessOfFit
        The exact test is taken where an expected count is below 5. Registered in the ledger that
        is open, if any.

    Raises
    ------
    ValueError
        If there is no expected share for each answer, one is not above 0, there are fewer than two
        answers, or the shares are weighted.

    Notes
    -----
    The exact p-value adds up the chances of all outcomes at most as likely as the observed one.

    Examples
    --------
    >>> round(goodness_of_fit([1, 4, 7, 3]).p, 6)
    0.191065
    """
    shares = counts if isinstance(counts, ResponseShares) else None
    if shares is not None and len(shares.standard_errors):
        raise ValueError("these shares are weighted, and the test needs counts of equal people")
    given = np.asarray(
        counts.counts if isinstance(counts, ResponseShares) else counts, dtype=np.int64
    )
    parts = _expected(given, expected)
    n = int(given.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        chi_squared = float(((given - n * parts) ** 2 / (n * parts)).sum())
        residuals = (given - n * parts) / np.sqrt(n * parts * (1 - parts))
    df = float(len(given) - 1)
    approximate = float(special.chdtrc(df, chi_squared))
    exact = (
        _exact(given, parts, np.random.default_rng(rng)) if n and (n * parts < 5).any() else None
    )
    return noted(
        GoodnessOfFit(
            item=shares.item if shares else "",
            labels=shares.labels if shares else tuple(map(str, range(1, len(given) + 1))),
            counts=given, expected=n * parts, residuals=residuals, chi_squared=chi_squared, df=df,
            p_chi_squared=approximate, exact=exact, p=exact.p if exact else approximate,
            w=(chi_squared / n) ** 0.5 if n else np.nan,
            notes=(*(("An expected count is below 5: exact test.",) if exact else ()),
                   *(shares.notes if shares else ())),
            provenance=shares.provenance if shares else (),
        )
    )  # fmt: skip


def _expected(given: Counts, expected: Sequence[float] | None) -> Floats:
    parts = np.ones(len(given)) if expected is None else np.asarray(expected, dtype=float)
    if len(given) < 2 or len(parts) != len(given) or not (parts > 0).all():
        raise ValueError(
            f"{len(given)} answers and the expected shares {parts.tolist()}; give one share above "
            "0 for each of at least two answers"
        )
    return np.asarray(parts / parts.sum())


def _log_chance(outcomes: Counts, parts: Floats) -> Floats:
    n = outcomes.sum(axis=1)
    inside = special.xlogy(outcomes, parts) - special.gammaln(outcomes + 1.0)
    return np.asarray(special.gammaln(n + 1.0) + inside.sum(axis=1))


def _exact(given: Counts, parts: Floats, rng: np.random.Generator) -> ExactP:
    n, k = int(given.sum()), len(given)
    observed = float(_log_chance(given[np.newaxis], parts)[0]) + CLOSE * n
    if special.comb(n + k - 1, k - 1) <= MOST_WAYS:
        chances = _log_chance(_outcomes(n, k), parts)
        return ExactP(
            p=min(float(np.exp(chances[chances <= observed]).sum()), 1.0), method="enumeration"
        )
    drawn = rng.multinomial(n, parts, size=DRAWN)
    p = (int((_log_chance(drawn, parts) <= observed).sum()) + 1) / (DRAWN + 1)
    error = float((p * (1 - p) / DRAWN) ** 0.5)
    return ExactP(p=p, method="Monte Carlo", n_tables=DRAWN, standard_error=error)


def _outcomes(n: int, k: int) -> Counts:
    """All ways for n answers to fall on k choices."""
    found, left = np.zeros((1, 0), dtype=np.int64), np.array([n])
    for _ in range(k - 1):
        times = left + 1
        parent = np.repeat(np.arange(len(left)), times)
        here = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        found, left = np.column_stack([found[parent], here]), left[parent] - here
    return np.column_stack([found, left])
