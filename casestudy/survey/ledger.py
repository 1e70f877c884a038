"""The ledger of tests: how many p-values there were, in which families, and what is left of each.

Every result that tests something tells its tests. A ledger that is open while they are made writes
each down by itself, so that the paper can say how many tests were run, not only which ones are
shown. The numbers of a result are the same with and without a ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar, Token
from dataclasses import dataclass
from types import TracebackType
from typing import ClassVar, Protocol, Self, TypeVar

import numpy as np
import pandas as pd

from casestudy.provenance import Provenance, merged
from casestudy.results import as_html, as_text
from casestudy.survey.adjustments import benjamini_hochberg, holm

NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRecord:
    """One test: what was asked of whom, what came out, and how great the effect is.

    Parameters
    ----------
    question, segment : str
        Item that is tested and item that makes the groups; empty if there is none.
    contrast : str
        Which groups or answers are compared, where it is not all at once.
    test : str
        The test's name, with how its p-value was found.
    statistic, p : float
    df : tuple of float
        Degrees of freedom, if any.
    n : int
        Respondents.
    effect_name : str
        What the effect size is.
    effect, low, high : float
        The effect size and its interval; NaN where there is none.
    is_post_hoc : bool
        Whether it follows an overall test of the same question.
    """

    __test__: ClassVar[bool] = False

    question: str
    segment: str
    test: str
    statistic: float
    p: float
    n: int
    contrast: str = ""
    df: tuple[float, ...] = ()
    effect_name: str = ""
    effect: float = NAN
    low: float = NAN
    high: float = NAN
    is_post_hoc: bool = False
    provenance: tuple[Provenance, ...] = ()

    @property
    def same_as(self) -> tuple[object, ...]:
        """What two records of the same test on the same answers have in common."""
        return (self.question, self.segment, self.contrast, self.test, self.n, repr(self.p))


class Tested(Protocol):
    """A result that holds tests."""

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """Its tests, one a p-value."""


Result = TypeVar("Result", bound=Tested)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LedgerSummary:
    """All tests of a ledger with their p-values as they are and adjusted.

    Parameters
    ----------
    name : str
        What the ledger is of.
    records : tuple of TestRecord
        In the order in which they were made, each once.
    families : tuple of str
        The family of each.
    holm : tuple of float
        P-values adjusted within the family (Holm).
    benjamini_hochberg : tuple of float
        P-values adjusted over all overall tests of the questionnaire; NaN for post hoc ones,
        which follow from these.
    """

    name: str
    records: tuple[TestRecord, ...]
    families: tuple[str, ...]
    holm: tuple[float, ...]
    benjamini_hochberg: tuple[float, ...]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a test: family, question, segment, contrast, test, statistic, df, n, p, p_holm,
        p_bh, effect_name, effect, low, high, is_post_hoc.
        """  # noqa: D205
        rows = [
            {
                "family": family,
                "question": record.question,
                "segment": record.segment,
                "contrast": record.contrast,
                "test": record.test,
                "statistic": record.statistic,
                "df": ", ".join(f"{df:g}" for df in record.df),
                "n": record.n,
                "p": record.p,
                "p_holm": adjusted,
                "p_bh": rate,
                "effect_name": record.effect_name,
                "effect": record.effect,
                "low": record.low,
                "high": record.high,
                "is_post_hoc": record.is_post_hoc,
            }
            for record, family, adjusted, rate in zip(
                self.records, self.families, self.holm, self.benjamini_hochberg, strict=True
            )
        ]
        return pd.DataFrame(rows, columns=list(rows[0]) if rows else _COLUMNS)

    _repr_html_ = as_html
    __repr__ = as_text


_COLUMNS = [
    "family", "question", "segment", "contrast", "test", "statistic", "df", "n", "p", "p_holm",
    "p_bh", "effect_name", "effect", "low", "high", "is_post_hoc",
]  # fmt: skip

_OPEN: ContextVar[tuple[TestLedger, ...]] = ContextVar("open ledgers", default=())


class TestLedger:
    """Every p-value of a study, written down as it is made.

    Parameters
    ----------
    name : str
        What the ledger is of, such as the paper or the questionnaire.
    families : mapping of str to sequence of str, optional
        Families that were declared beforehand, each with the ids of its questions. A question of
        no family is a family of its own. Within a family p-values are adjusted by Holm; over all
        overall tests by Benjamini and Hochberg.

    Raises
    ------
    ValueError
        If a question is in two families.

    Examples
    --------
    >>> from casestudy.survey import association, counted_table
    >>> with TestLedger("demo") as ledger:
    ...     found = association(counted_table([[30, 10], [15, 25]]))
    >>> len(ledger), ledger.summary().to_frame()["p"].round(4).tolist()
    (1, [0.0007])
    """

    __test__: ClassVar[bool] = False

    def __init__(self, name: str, *, families: Mapping[str, Sequence[str]] | None = None) -> None:
        self.name = name
        self._family: dict[str, str] = {}
        for family, questions in (families or {}).items():
            for question in questions:
                if question in self._family:
                    raise ValueError(
                        f"question {question!r} is in the families {self._family[question]!r} and "
                        f"{family!r}; a question belongs to one family"
                    )
                self._family[question] = family
        self._records: dict[tuple[object, ...], TestRecord] = {}
        self._token: Token[tuple[TestLedger, ...]] | None = None

    def __enter__(self) -> Self:
        self._token = _OPEN.set((*_OPEN.get(), self))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._token is not None:
            _OPEN.reset(self._token)
            self._token = None

    def __len__(self) -> int:
        return len(self._records)

    def note(self, result: Result) -> Result:
        """Write down the tests of a result that was made while the ledger was closed.

        The same test of the same answers is written down once, however often a cell is run.
        """
        self._add(result.tests)
        return result

    def summary(self) -> LedgerSummary:
        """All tests so far, with p-values adjusted within families and over all."""
        records = tuple(self._records.values())
        families = tuple(self._family.get(one.question, one.question) for one in records)
        p = np.array([record.p for record in records])
        overall = np.array([not record.is_post_hoc for record in records], dtype=bool)
        within, over = np.full(len(p), np.nan), np.full(len(p), np.nan)
        for family in set(families):
            mine = np.array([one == family for one in families])
            for part in (mine & overall, mine & ~overall):
                within[part] = holm(p[part])
        over[overall] = benjamini_hochberg(p[overall])
        return LedgerSummary(
            name=self.name,
            records=records,
            families=families,
            holm=tuple(within.tolist()),
            benjamini_hochberg=tuple(over.tolist()),
            notes=_notes(records, families),
            provenance=merged(one for record in records for one in record.provenance),
        )

    def _repr_html_(self) -> str:
        return as_html(self.summary())

    def _add(self, records: Iterable[TestRecord]) -> None:
        for record in records:
            self._records.setdefault(record.same_as, record)


def noted(result: Result) -> Result:
    """The result, written down in every ledger that is open."""
    ledgers = _OPEN.get()
    for ledger in ledgers:
        ledger.note(result)
    return result


def _notes(records: Sequence[TestRecord], families: Sequence[str]) -> tuple[str, ...]:
    n_post = sum(record.is_post_hoc for record in records)
    n_lost = sum(bool(np.isnan(record.p)) for record in records)
    notes = [
        f"{len(records)} tests in {len(set(families))} families, {n_post} of them post hoc.",
        "p_holm is adjusted within the family, overall and post hoc tests apart; p_bh over all "
        "overall tests (Benjamini-Hochberg).",
    ]
    if n_lost:
        notes.append(f"Without a p-value, and not counted in the adjustment: {n_lost}.")
    return tuple(notes)
