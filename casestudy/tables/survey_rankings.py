"""Rankings, best and worst, Kano's features, importance and performance, in tables."""

from __future__ import annotations

from casestudy.survey import (
    BestWorst,
    ImportancePerformance,
    KanoTable,
    PlackettLuce,
    RankingSummary,
    SegmentedWorths,
)
from casestudy.survey.kano import CATEGORIES
from casestudy.tables.numbers import decimal, freedom, limits, p_equals, percent, right
from casestudy.tables.style import Column, Table


def ranking_summary(result: RankingSummary, *, title: str = "") -> Table:
    """Mean ranks and first choices, by group if there are groups.

    Parameters
    ----------
    result : RankingSummary
        Objects, or groups and objects, become rows.
    title : str
        What the table is called; the wording of the question if empty.
    """
    k = len(result.objects)
    rows = []
    for g, group in enumerate(result.groups):
        for n, label in enumerate(result.labels):
            mean, first = result.mean_intervals[g * k + n], result.first_intervals[g * k + n]
            rows.append(
                (*([group] if result.by else []), label, str(int(result.n_ranked[g, n])),
                 decimal(float(result.mean_ranks[g, n])), limits(mean.low, mean.high),
                 percent(float(result.first_shares[g, n])),
                 limits(100 * first.low, 100 * first.high, 1))
            )  # fmt: skip
    level = result.mean_intervals[0].level
    heads = [*([Column(name="Group")] if result.by else []), Column(name="Object")]
    return Table(
        title=title or result.text or result.item,
        columns=(
            *heads,
            *right(
                "Ranked by",
                "Mean rank",
                f"{level:.0%} interval",
                "First %",
                f"{level:.0%} interval of it",
            ),
        ),
        rows=tuple(rows),
        notes=(
            f"{int(result.n.sum())} respondents; objects that were not ranked: "
            f"{result.unranked.replace('_', ' ')}.",
            *result.notes,
        ),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def worths(result: PlackettLuce | SegmentedWorths, *, title: str = "") -> Table:
    """Worths of ranked objects with quasi standard errors; of groups side by side.

    Parameters
    ----------
    result : PlackettLuce or SegmentedWorths
        Objects, or groups and objects, become rows.
    title : str
        What the table is called; the wording of the question if empty.
    """
    is_segmented = isinstance(result, SegmentedWorths)
    parts = result.parts if isinstance(result, SegmentedWorths) else (result,)
    groups = result.groups if isinstance(result, SegmentedWorths) else ("",)
    rows = [
        (*([group] if is_segmented else []), label, percent(float(part.worths[n])),
         decimal(float(part.log_worths[n])),
         decimal(float(part.standard_errors[n])).replace("?", "–"),
         decimal(float(part.quasi_errors[n])))
        for group, part in zip(groups, parts, strict=True)
        for n, label in enumerate(part.labels)
    ]  # fmt: skip
    test = "the groups have the same worths" if is_segmented else "all objects are worth the same"
    said = (
        f"That {test}: chi-squared({freedom([result.df])}) = {decimal(result.chi_squared)}, p "
        f"{p_equals(result.p)}; n = {sum(part.n for part in parts)}."
    )
    heads = [*([Column(name="Group")] if is_segmented else []), Column(name="Object")]
    return Table(
        title=title or parts[0].text or parts[0].item,
        columns=(*heads, *right("First of all %", "Log worth", "SE", "Quasi SE")),
        rows=tuple(rows),
        notes=(
            said,
            "To compare two objects: the variance of their difference is the sum of the squared "
            "quasi standard errors.",
            *result.notes,
        ),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def best_worst(result: BestWorst, *, title: str = "") -> Table:
    """How often objects were best and worst, and their utilities.

    Parameters
    ----------
    result : BestWorst
        Objects become rows.
    title : str
        What the table is called; the wording of the question if empty.
    """
    rows = [
        (label, str(int(result.shown[n])), str(int(result.best[n])), str(int(result.worst[n])),
         decimal(float(result.scores[n])), decimal(float(result.utilities[n])),
         decimal(float(result.standard_errors[n])).replace("?", "–"),
         decimal(float(result.quasi_errors[n])), percent(float(result.shares[n])))
        for n, label in enumerate(result.labels)
    ]  # fmt: skip
    return Table(
        title=title or result.text or result.item,
        columns=(Column(name="Object"),
                 *right("Shown", "Best", "Worst", "Score", "Utility", "SE", "Quasi SE", "Share %")),
        rows=tuple(rows),
        notes=(
            f"{result.n} respondents, {result.n_sets} sets; {result.model} model.", *result.notes
        ),
        provenance=result.provenance,
        data=result.to_frame(),
    )  # fmt: skip


def kano_table(result: KanoTable, *, title: str = "Kinds of features") -> Table:
    """Kano's categories of features, and how much they please and displease.

    Parameters
    ----------
    result : KanoTable
        Features become rows; a category that does not stand out has a question mark.
    title : str
        What the table is called.
    """
    rows = [
        (feature, str(int(result.n[n])), *(str(int(count)) for count in result.counts[n]),
         f"{result.categories[n]}{'' if result.is_clear[n] else ' (?)'}",
         decimal(float(result.better[n])), decimal(float(result.worse[n])))
        for n, feature in enumerate(result.features)
    ]  # fmt: skip
    heads = (*right("n", *(name.capitalize() for name in CATEGORIES)), Column(name="Category"),
             *right("Better", "Worse"))  # fmt: skip
    return Table(
        title=title,
        columns=(Column(name="Feature"), *heads),
        rows=tuple(rows),
        notes=(
            "(?): the first two categories may be equally frequent (Fong's test, p ≥ .10). Better, "
            "worse: by how much having it pleases and lacking it displeases.",
            *result.notes,
        ),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def importance_performance(
    result: ImportancePerformance, *, title: str = "Importance and performance"
) -> Table:
    """Importance and performance of attributes, and their quadrants.

    Parameters
    ----------
    result : ImportancePerformance
        Attributes become rows; a quadrant that is not sure has a question mark.
    title : str
        What the table is called.
    """
    rows = [
        (name, str(int(result.n[n])), decimal(float(result.importance[n])),
         limits(result.importance_intervals[n].low, result.importance_intervals[n].high),
         decimal(float(result.performance[n])),
         limits(result.performance_intervals[n].low, result.performance_intervals[n].high),
         f"{result.quadrants[n]}{'' if result.is_clear[n] else ' (?)'}")
        for n, name in enumerate(result.attributes)
    ]  # fmt: skip
    level = result.performance_intervals[0].level
    said = (
        f"Importance {result.importance_kind}; the quadrants meet at importance "
        f"{decimal(result.cut_importance)} and performance {decimal(result.cut_performance)} "
        f"({result.cut.replace('_', ' ')}). (?): an interval holds its cut."
    )
    return Table(
        title=title,
        columns=(Column(name="Attribute"),
                 *right("n", "Importance", f"{level:.0%} interval", "Performance",
                        f"{level:.0%} interval of it"), Column(name="Quadrant")),
        rows=tuple(rows),
        notes=(said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )  # fmt: skip
