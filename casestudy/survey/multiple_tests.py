"""Whether what people tick differs between groups, over all choices at once and for each choice.

The ticks of one person go together, so the choices' chi-squareds cannot simply be added up. The sum
is corrected by how the ticks covary within the groups (Bilder and Loughin; Rao and Scott).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers, TickedAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.adjustments import holm
from casestudy.survey.coded import as_answers
from casestudy.survey.cross_tables import CrossTable
from casestudy.survey.crossing import cross_table
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.linearised import plain_design, total_covariance
from casestudy.survey.table_statistics import chi_squared_p

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MultipleResponseTest:
    """Differences between groups in what they ticked.

    Parameters
    ----------
    table : CrossTable
        Choices by groups.
    chi_squared_sum : float
        Sum of the choices' chi-squareds, before the correction.
    statistic, df, p : float
        After Rao and Scott's second-order correction.
    choice_chi_squared, choice_df, choice_p, choice_holm : array of float, shape (n_choices,)
        Test of each choice on its own, with its p-value as it is and after Holm; NaN for a choice
        that nobody or everybody ticked. With a design each has the second-order correction, too.
    choice_v : array of float, shape (n_choices,)
        Cramér's V of each choice.
    """

    table: CrossTable
    chi_squared_sum: float
    statistic: float
    df: float
    p: float
    choice_chi_squared: Floats
    choice_df: Floats
    choice_p: Floats
    choice_holm: Floats
    choice_v: Floats
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The overall test and that of each choice, for a ledger."""
        overall = TestRecord(
            question=self.table.row_item,
            segment=self.table.column_item,
            test="Bilder-Loughin, Rao-Scott second order",
            statistic=self.statistic,
            df=(self.df,),
            p=self.p,
            n=self.table.n,
            effect_name="Cramér's V, root mean square over choices",
            effect=float(np.sqrt(np.nanmean(self.choice_v**2))) if len(self.choice_v) else np.nan,
            provenance=self.provenance,
        )
        return (overall, *(self._choice_test(place) for place in range(len(self.choice_p))))

    def _choice_test(self, place: int) -> TestRecord:
        return TestRecord(
            question=self.table.row_item,
            segment=self.table.column_item,
            contrast=self.table.row_labels[place],
            test="Pearson chi-squared of one choice",
            statistic=float(self.choice_chi_squared[place]),
            df=(float(self.choice_df[place]),),
            p=float(self.choice_p[place]),
            n=self.table.n,
            effect_name="Cramér's V",
            effect=float(self.choice_v[place]),
            is_post_hoc=True,
            provenance=self.provenance,
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a choice: choice, label, share of each group, chi_squared, df, p, p_holm, v."""
        shares = self.table.column_shares
        frame = pd.DataFrame({"choice": self.table.row_choices, "label": self.table.row_labels})
        for place, label in enumerate(self.table.column_labels):
            frame[f"share {label}"] = shares[:, place]
        frame["chi_squared"] = self.choice_chi_squared
        frame["df"] = self.choice_df
        frame["p"] = self.choice_p
        frame["p_holm"] = self.choice_holm
        frame["v"] = self.choice_v
        frame["provenance"] = kinds(self.provenance)
        return frame.astype(dict.fromkeys(["choice", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def multiple_response_test(
    answers: Answers | Survey, item: str, *, by: str
) -> MultipleResponseTest:
    """Whether groups differ in what they ticked, over all choices and for each.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, shares are weighted and their covariance is design-based.
    item : str
        Id of a multiple-choice item. The base is who answered it and is in a group.
    by : str
        Id of an item with one answer each, whose choices make the groups.

    Returns
    -------
    MultipleResponseTest
        Registered in the ledger that is open, if any.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is of another kind.

    Notes
    -----
    X² = Σ over choices of the chi-squared of the table ticked or not × group. Under independence it
    is distributed as a weighted sum of chi-squareds whose weights are the eigenvalues λ of the
    covariance of the standardised differences; (Σλ/Σλ²) X² is referred to chi-squared with
    (Σλ)²/Σλ² degrees of freedom; Σλ is (groups - 1) × choices where there is no design. Only the
    covariances of the ticks are needed, not all patterns of them. A choice that nobody or everybody
    ticked adds nothing, and a note counts such choices.

    References
    ----------
    Bilder, C. R., & Loughin, T. M. (2004). Testing for marginal independence between two
    categorical variables with multiple responses. Biometrics 60, 241-248.
    doi:10.1111/j.0006-341X.2004.00147.x
    Thomas, D. R., & Decady, Y. J. (2004). Testing for association using multiple response survey
    data. International Journal of Testing 4, 43-59.

    Examples
    --------
    >>> use = TickedAnswers(item="use", choices=("mail", "shop"), labels=("E-mail", "Shop"),
    ...     codes=np.array([[1, 0], [1, 1], [1, 0], [0, 1], [0, 1], [1, 1], [0, 0], [0, 1]]))
    >>> role = ChosenAnswers(item="role", choices=("a", "b"), labels=("A", "B"),
    ...     codes=np.array([0, 0, 0, 1, 1, 0, 1, 1]))
    >>> found = multiple_response_test(Answers(items=(use, role)), "use", by="role")
    >>> round(found.chi_squared_sum, 3), found.choice_chi_squared.round(3).tolist()
    (8.533, [8.0, 0.533])
    """
    coded = as_answers(answers, item, by)
    ticked, group = coded.ticked(item), coded.chosen(by)
    table = cross_table(coded, rows=item, columns=by)
    shares, covariance = _group_shares(coded, ticked, group)
    used = np.flatnonzero(table.bases > 0)
    shown = table.weighted.sum(axis=1) / (table.weighted_bases.sum() or np.nan)
    open_ = np.flatnonzero((shown > 0) & (shown < 1))
    chi_squared = np.full(len(shown), np.nan)
    n = table.bases[used].astype(float)
    if len(used) > 1:
        scale = np.sqrt(n)[:, np.newaxis] / np.sqrt(shown * (1 - shown))[open_]
        chi_squared[open_] = ((scale * (shares[used][:, open_] - shown[open_])) ** 2).sum(axis=0)
    size = table.weighted_bases[used]
    spread = _spread(covariance, n, size / (size.sum() or 1), shown, used=used, open_=open_)
    is_designed = coded.design is not None
    # without a design the trace is known: one for each degree of freedom
    trace = float(np.trace(spread)) if is_designed else float((len(used) - 1) * len(open_))
    squares = float((spread**2).sum())
    ratio, df = (trace / squares, trace**2 / squares) if squares else (np.nan, 0.0)
    total, choice_df = float(np.nansum(chi_squared)), np.full(len(shown), float(len(used) - 1))
    v = np.sqrt(chi_squared / (table.n or np.nan))
    if is_designed and len(used) > 1:
        deflation, choice_df[open_] = _choice_corrections(spread, len(used))
        chi_squared[open_] = chi_squared[open_] * deflation
    p = chi_squared_p(chi_squared, choice_df)
    return noted(
        MultipleResponseTest(
            table=table, chi_squared_sum=total, statistic=total * ratio, df=df,
            p=float(special.chdtrc(df, total * ratio)) if df > 0 else np.nan,
            choice_chi_squared=chi_squared, choice_df=choice_df, choice_p=p, choice_holm=holm(p),
            choice_v=v,
            notes=(*_notes(len(shown) - len(open_), len(used)), *table.notes),
            provenance=table.provenance,
        )
    )  # fmt: skip


def _group_shares(
    coded: Answers, ticked: TickedAnswers, group: ChosenAnswers
) -> tuple[Floats, Floats]:
    """Shares of each group and choice, and their covariance, groups one after the other."""
    ticks = (ticked.codes == 1).astype(float)
    both = ticked.kinds == 0
    design = coded.design or plain_design(len(ticks))
    shares, contributions = [], []
    for place in range(len(group.choices)):
        weights = np.where(both & (group.codes == place), design.weights, 0.0)
        total = weights.sum() or 1.0
        share = weights @ ticks / total
        shares.append(share)
        contributions.append((weights / total)[:, np.newaxis] * (ticks - share))
    covariance, _ = total_covariance(np.hstack(contributions), design=design)
    if coded.design is None:
        # a simple random sample: groups of their own, variances with their own divisors
        covariance = covariance * (len(ticks) - 1) / max(len(ticks), 1)
    return np.array(shares), covariance


def _choice_corrections(spread: Floats, n_groups: int) -> tuple[Floats, Floats]:
    """What each choice's chi-squared is to be multiplied by, and its degrees of freedom."""
    n_choices = len(spread) // n_groups
    blocks = spread.reshape(n_groups, n_choices, n_groups, n_choices)
    own = np.einsum("acbc->cab", blocks)
    traces, squares = np.trace(own, axis1=1, axis2=2), (own**2).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return traces / squares, traces**2 / squares


def _spread(
    covariance: Floats, n: Floats, share: Floats, shown: Floats, *, used: npt.NDArray[np.intp],
    open_: npt.NDArray[np.intp],
) -> Floats:  # fmt: skip
    """Covariance of the standardised differences of groups from the whole, by choice."""
    if not len(used):
        return np.zeros((0, 0))
    places = (used[:, np.newaxis] * len(shown) + open_).ravel()
    centre = np.sqrt(n)[:, np.newaxis] * (np.eye(len(n)) - share)
    slope = np.kron(centre, np.diag(1 / np.sqrt(shown * (1 - shown))[open_]))
    return np.asarray(slope @ covariance[np.ix_(places, places)] @ slope.T)


def _notes(n_closed: int, n_groups: int) -> list[str]:
    notes = []
    if n_groups < 2:
        notes.append(
            "Fewer than two groups have answers: there is nothing to compare, and no test."
        )
    if n_closed:
        notes.append(f"Not tested, because nobody or everybody ticked them: {n_closed} choices.")
    return notes
