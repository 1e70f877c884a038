"""The records of worths: of all, and of each of several groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.ledger import TestRecord

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlackettLuce:
    """Worths of the objects of a ranking item.

    Parameters
    ----------
    item, text : str
    objects, labels : tuple of str
    reference : str
        Object whose log worth is 0.
    unranked : {"last", "not_compared"}
        What became of objects that were not ranked.
    log_worths, standard_errors : array of float, shape (n_objects,)
        Less the reference's, whose standard error is NaN.
    quasi_errors : array of float, shape (n_objects,)
        With these, any two objects can be compared: the variance of their difference is nearly the
        sum of the squares.
    quasi_error_of : float
        Greatest relative error that this brings.
    worths : array of float, shape (n_objects,)
        Chance to be ranked first of all; adds up to 1.
    intervals : tuple of Interval
        Of the log worths, from the quasi standard errors: for comparing objects, not for each one.
    log_ties, tie_errors : array of float, shape (n_tie_orders,)
        Logs of the tie parameters of two, three … objects; empty without ties.
    covariance : array of float, shape (n_objects + n_tie_orders,) * 2
    n : int
        Respondents who ranked at least one object.
    log_likelihood : float
    chi_squared, df, p : float
        Test that all objects are worth the same; likelihood ratio, or Wald's under a design.
    """

    item: str
    text: str
    objects: tuple[str, ...]
    labels: tuple[str, ...]
    reference: str
    unranked: str
    log_worths: Floats
    standard_errors: Floats
    quasi_errors: Floats
    quasi_error_of: float
    worths: Floats
    intervals: tuple[Interval, ...]
    log_ties: Floats
    tie_errors: Floats
    covariance: Floats
    n: int
    log_likelihood: float
    chi_squared: float
    df: float
    p: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The test that all are worth the same, for a ledger."""
        return (
            TestRecord(
                question=self.item, segment="", test="Plackett-Luce, all worths equal",
                statistic=self.chi_squared, df=(self.df,), p=self.p, n=self.n,
                provenance=self.provenance,
            ),
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row an object: object, label, worth, log_worth, standard_error, quasi_error, low,
        high, provenance.
        """  # noqa: D205
        frame = pd.DataFrame(
            {
                "object": self.objects,
                "label": self.labels,
                "worth": self.worths,
                "log_worth": self.log_worths,
                "standard_error": self.standard_errors,
                "quasi_error": self.quasi_errors,
                "low": [interval.low for interval in self.intervals],
                "high": [interval.high for interval in self.intervals],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["object", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentedWorths:
    """Worths of the objects of a ranking item in each of several groups.

    Parameters
    ----------
    by : str
        Item that makes the groups.
    groups : tuple of str
        Labels of those with rankings.
    parts : tuple of PlackettLuce
        One a group.
    chi_squared, df, p : float
        Likelihood ratio test that all groups have the same worths.
    """

    by: str
    groups: tuple[str, ...]
    parts: tuple[PlackettLuce, ...]
    chi_squared: float
    df: float
    p: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The test that the groups are alike, for a ledger."""
        return (
            TestRecord(
                question=self.parts[0].item, segment=self.by,
                test="Plackett-Luce, worths equal between groups", statistic=self.chi_squared,
                df=(self.df,), p=self.p, n=sum(part.n for part in self.parts),
                provenance=self.provenance,
            ),
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row a group and object, with the columns of `PlackettLuce`."""
        pairs = zip(self.groups, self.parts, strict=True)
        frame = pd.concat(
            [part.to_frame().assign(group=group) for group, part in pairs], ignore_index=True
        )
        return frame[["group", *[name for name in frame.columns if name != "group"]]]

    _repr_html_ = as_html
    __repr__ = as_text
