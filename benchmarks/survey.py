"""How long a whole questionnaire takes, beside the usual way, in the same run.

Data: made-up answers (seed 1). Run: python benchmarks/survey.py [--quick]
The peers pingouin and scikit-posthocs are measured if they are installed (pip install pingouin
scikit-posthocs); they are no part of the project. pandas, scipy and statsmodels are.

Reported: seconds of the clock and of the processor, the best of three; the peer's time, where it
would take minutes measured on a part and multiplied; and the ratio. Each job first checks that both
give the same numbers on that part.

* crosstabs: 10,000 respondents x 100 items, all 4,950 tables: chi-squared, p, Cramér's V, adjusted
  residuals, Holm. Peer: pandas.crosstab, scipy, statsmodels' residuals, one table after another.
* weighted crosstabs: the same with weights and Rao and Scott's first-order correction; no peer.
* bootstrap: 100,000 x 50 items, 1,000 resamples: means, top-two boxes, shares. Peer:
  scipy.stats.bootstrap of each item's mean.
* Dunn: 100 items x 3 groups, 10,000 respondents: Kruskal-Wallis, Dunn with Holm, Cliff's delta with
  limits. Peer: scikit-posthocs' posthoc_dunn alone.
* alpha: 10,000 x 20 and 100,000 x 50 items, 1,000 resamples of respondents. Peer: pingouin's
  cronbach_alpha of each resample.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers
from casestudy.sampling import sample_design
from casestudy.survey import crosstab_battery, holm, rank_battery, resampled_summaries
from casestudy.survey.reliability_bootstrap import drawn_alphas

STEPS = tuple("12345")


@dataclass(frozen=True)
class Timed:
    """Seconds of the clock and of the processor, and what came out."""

    clock: float
    processor: float
    result: object


def timed(job: Callable[[], object], *, times: int = 3) -> Timed:
    """The best of some runs."""
    best = Timed(np.inf, np.inf, None)
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        result = job()
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        best = Timed(min(best.clock, clock), min(best.processor, processor), result)
    return best


def ratings(n: int, m: int, *, seed: int = 1) -> np.ndarray:
    """Answers on five steps, each item with its own spread, some of them missing."""
    rng = np.random.default_rng(seed)
    level = rng.normal(size=(n, 1))
    seen = 0.5 * level + rng.normal(size=(n, m)) + rng.normal(size=m) * 0.3
    codes = np.digitize(seen, [-1.2, -0.4, 0.4, 1.2]).astype(np.int8)
    codes[rng.random((n, m)) < 0.02] = -3
    return codes


def told(codes: np.ndarray) -> Answers:
    """The same as answers."""
    return Answers(
        items=tuple(
            ChosenAnswers(
                item=f"q{place}", codes=codes[:, place], choices=STEPS, labels=STEPS,
                scores=(1, 2, 3, 4, 5),
            )
            for place in range(codes.shape[1])
        )
    )  # fmt: skip


def shown(name: str, ours: Timed, peer: str = "", seconds: float = 0.0, jobs: float = 1.0) -> None:
    """One line a job; the ratio is of processor time."""
    line = f"{name:58} {ours.clock:8.3f} s clock {ours.processor:8.3f} s processor"
    if peer:
        line += f"   {peer}: {seconds * jobs:8.1f} s, {seconds * jobs / ours.processor:8.0f} times"
    print(line, flush=True)


def crosstabs(n_pairs: int) -> None:
    """All cross-tables."""
    from scipy import stats
    from statsmodels.stats.contingency_tables import Table

    codes = ratings(10_000, 100)
    answers = told(codes)
    ours = timed(lambda: crosstab_battery(answers))
    found = ours.result
    frame = pd.DataFrame(np.where(codes < 0, np.nan, codes))
    pairs = found.pairs[np.linspace(0, len(found.pairs) - 1, n_pairs).astype(int)]

    def usual() -> list[tuple[float, float, float, np.ndarray]]:
        rows = []
        for a, b in pairs:
            table = pd.crosstab(frame[a], frame[b]).to_numpy()
            chi_squared, p, _, _ = stats.chi2_contingency(table, correction=False)
            v = stats.contingency.association(table, method="cramer")
            rows.append((chi_squared, p, v, Table(table).standardized_resids))
        return rows

    theirs = timed(usual, times=1)
    for (a, b), row in zip(pairs, theirs.result, strict=True):
        place = int(np.flatnonzero((found.pairs == (a, b)).all(axis=1))[0])
        same = found.statistics
        assert np.isclose(same.chi_squared[place], row[0])  # noqa: S101
        assert np.isclose(found.p[place], row[1])  # noqa: S101
        assert np.isclose(same.v[place], row[2])  # noqa: S101
        assert np.allclose(same.residuals[place], row[3])  # noqa: S101
    name = "4,950 crosstabs, 10,000 respondents"
    shown(name, ours, "pandas + scipy + statsmodels", theirs.processor / n_pairs, len(found.p))
    weights = np.random.default_rng(2).gamma(4, 0.25, len(codes))
    weighted = answers.with_design(sample_design(len(codes), weights=weights))
    shown("the same, weighted", timed(lambda: crosstab_battery(weighted)))
    shown("limits of the 4,950 Cramér's V", timed(found.v_intervals))


def bootstrap(n_items: int) -> None:
    """Means, boxes and shares by resampling."""
    from scipy import stats

    codes = ratings(100_000, 50)
    answers = told(codes)
    names = [one.item for one in answers]
    ours = timed(lambda: resampled_summaries(answers, names))
    values = codes[:, 0][codes[:, 0] >= 0] + 1.0

    def usual() -> object:
        return [
            stats.bootstrap((values,), np.mean, n_resamples=1000, batch=20, method="percentile")
            for _ in range(n_items)
        ]

    theirs = timed(usual, times=1)
    low, high = theirs.result[0].confidence_interval
    assert np.allclose(ours.result.mean_limits[0], (low, high), atol=1e-3)  # noqa: S101
    name = "bootstrap of 50 items, 100,000 respondents, 1,000 resamples"
    shown(name, ours, "scipy.stats.bootstrap (means only)", theirs.processor / n_items, 50)


def dunn(n_items: int) -> None:
    """Rank tests of many items."""
    codes = ratings(10_000, 101)
    group = ChosenAnswers(
        item="g", codes=np.arange(10_000) % 3, choices=tuple("abc"), labels=tuple("abc")
    )
    answers = told(codes[:, :100]).with_items(group)
    ours = timed(lambda: rank_battery(answers, by="g"))
    name = "Kruskal-Wallis and Dunn with Holm, 100 items, 3 groups"
    try:
        from scikit_posthocs import posthoc_dunn
    except ImportError:
        shown(name, ours)
        return
    frame = pd.DataFrame({"g": group.codes, "y": np.where(codes[:, 0] < 0, np.nan, codes[:, 0])})
    kept = frame.dropna()

    def usual() -> object:
        return [
            posthoc_dunn(kept, val_col="y", group_col="g", p_adjust="holm") for _ in range(n_items)
        ]

    theirs = timed(usual, times=1)
    p = theirs.result[0].to_numpy()[np.triu_indices(3, 1)]
    assert np.allclose(holm(ours.result.pair_p[0]), p)  # noqa: S101
    shown(name, ours, "scikit-posthocs (Dunn only)", theirs.processor / n_items, 100)


def alpha(n: int, m: int, n_calls: int) -> None:
    """The bootstrap of alpha."""
    codes = np.abs(ratings(n, m)) + 1.0
    ours = timed(lambda: drawn_alphas(codes, n_resamples=1000, rng=np.random.default_rng(1)))
    name = f"bootstrap of alpha, {m} items, {n:,} respondents, 1,000"
    try:
        from pingouin import cronbach_alpha
    except ImportError:
        shown(name, ours)
        return
    rng = np.random.default_rng(1)
    rows = [rng.integers(0, len(codes), len(codes)) for _ in range(n_calls)]
    theirs = timed(lambda: [cronbach_alpha(pd.DataFrame(codes[row]))[0] for row in rows], times=1)
    assert np.allclose(ours.result[:n_calls], theirs.result)  # noqa: S101
    shown(name, ours, "pingouin, one call a resample", theirs.processor / n_calls, 1000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a smaller part of the peers' work")
    part = 5 if parser.parse_args().quick else 1
    crosstabs(200 // part)
    bootstrap(2 if part == 1 else 1)
    dunn(5 // part)
    alpha(10_000, 20, 100 // part)
    alpha(100_000, 50, 5 // part)


if __name__ == "__main__":
    main()
