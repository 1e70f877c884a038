"""What a coefficient hangs on: computed again without each coder, and without each source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

import numpy as np
import pandas as pd

from casestudy.agreement.continua import Continuum
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.result import Agreement, Agreements
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

Data = TypeVar("Data", ReliabilityData, Continuum)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeftOut:
    """A coefficient on everything, and without each coder or each source.

    Parameters
    ----------
    what : {"coder", "source"}
        What is left out.
    whole : Agreement
        On everything.
    names : tuple of str
        What was left out, in the order of the data.
    without : tuple of Agreement
        The coefficient without it.
    """

    what: str
    whole: Agreement
    names: tuple[str, ...]
    without: tuple[Agreement, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The caveats of the coefficient on everything."""
        return self.whole.notes

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""
        return self.whole.provenance

    def to_frame(self) -> pd.DataFrame:
        """One row a coder or source: the coefficient without it, and by how much it then changes.

        A positive change says that the rest agrees better: the coder or source pulls the
        coefficient down.
        """
        values = np.array([row.value for row in self.without], dtype=float)
        frame = pd.DataFrame(
            {
                self.what: list(self.names),
                "coefficient": self.whole.coefficient,
                "without": values,
                "change": values - self.whole.value,
                "n_units": [row.n_units for row in self.without],
                "undefined": [row.undefined for row in self.without],
                "provenance": kinds(self.provenance),
            }
        )
        texts = [self.what, "coefficient", "undefined", "provenance"]
        return frame.astype(dict.fromkeys(texts, "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def without_each_coder(
    data: Data, coefficient: Callable[[Data], Agreement | Agreements]
) -> LeftOut:
    """Which coder differs: the coefficient without each coder in turn.

    Parameters
    ----------
    data : ReliabilityData or Continuum
        Of three coders or more.
    coefficient : callable
        From data to a coefficient; of several rows the first counts.

    Raises
    ------
    ValueError
        If there are fewer than three coders.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> from casestudy.agreement.unitizing import unitizing_alpha
    >>> rows = [("anna", "s", "trust", 2, 5), ("ben", "s", "trust", 2, 5),
    ...         ("eve", "s", "trust", 9, 12)]
    >>> data = typed_continuum(rows, lengths={"s": 20}, atom="word")
    >>> found = without_each_coder(data, unitizing_alpha).to_frame()
    >>> found.loc[found["change"].idxmax(), "coder"]
    'eve'
    """
    if len(data.coders) < 3:
        raise ValueError(
            f"there are {len(data.coders)} coders; to leave one out needs at least three, because "
            "a single coder agrees with nobody"
        )
    without = [
        _first(coefficient(of_coders(data, [name for name in data.coders if name != left])))
        for left in data.coders
    ]
    return LeftOut(
        what="coder",
        whole=_first(coefficient(data)),
        names=data.coders,
        without=tuple(without),
    )


def without_each_source(
    data: Data, coefficient: Callable[[Data], Agreement | Agreements]
) -> LeftOut:
    """How much each source moves a coefficient: the coefficient without each source in turn.

    Parameters
    ----------
    data : ReliabilityData or Continuum
        From two sources or more.
    coefficient : callable
        From data to a coefficient; of several rows the first counts.

    Raises
    ------
    ValueError
        If there are fewer than two sources, or the data do not say which source a unit is from.
    """
    if len(data.sources) < 2:
        raise ValueError(
            f"the data come from {len(data.sources) or 'unknown'} sources; to leave one out needs "
            "at least two"
        )
    without = [
        _first(coefficient(of_sources(data, [name for name in data.sources if name != left])))
        for left in data.sources
    ]
    return LeftOut(
        what="source",
        whole=_first(coefficient(data)),
        names=data.sources,
        without=tuple(without),
    )


def between_pairs(data: Data, coefficient: Callable[[Data], Agreement | Agreements]) -> Agreements:
    """A coefficient for each pair of coders; `coders` of each row names them.

    Parameters
    ----------
    data : ReliabilityData or Continuum
        Of two coders or more.
    coefficient : callable
        From data to a coefficient; of several rows the first counts.
    """
    rows = [
        _named(_first(coefficient(of_coders(data, pair))), " and ".join(pair))
        for pair in combinations(data.coders, 2)
    ]
    return Agreements(rows=tuple(rows))


def each_source(data: Data, coefficient: Callable[[Data], Agreement | Agreements]) -> Agreements:
    """A coefficient for each source by itself; `about` of each row names it."""
    rows = [
        _named(_first(coefficient(of_sources(data, [name]))), name)
        for name, n_coders in zip(data.sources, _n_coders(data), strict=True)
        if n_coders >= 2
    ]
    return Agreements(rows=tuple(rows))


def of_coders(data: Data, coders: Sequence[str]) -> Data:
    """The data of some coders."""
    if isinstance(data, Continuum):
        return data.only(coders=coders)
    return data.of_coders(coders)


def of_sources(data: Data, sources: Sequence[str]) -> Data:
    """The data of some sources."""
    if isinstance(data, Continuum):
        return data.only(sources=sources)
    wanted = [data.sources.index(name) for name in sources]
    new = np.full(len(data.sources) + 1, -1, dtype=np.int64)
    new[wanted] = np.arange(len(wanted))
    keep = np.flatnonzero(new[data.source_of] >= 0)
    return of_units(replace(data, sources=tuple(sources), source_of=new[data.source_of]), keep)


def of_units(data: ReliabilityData, keep: np.ndarray) -> ReliabilityData:
    """Some units of reliability data, by their positions."""
    columns = ("units", "source_of", "starts", "ends")
    parts = {name: getattr(data, name)[keep] for name in columns if len(getattr(data, name))}
    return replace(data, values=data.values[:, keep], **parts)


def _n_coders(data: ReliabilityData | Continuum) -> list[int]:
    """Coders who saw each source."""
    if isinstance(data, Continuum):
        return [int(n) for n in data.seen.sum(axis=0)]
    return [
        int(data.judged[:, data.source_of == number].any(axis=1).sum())
        for number in range(len(data.sources))
    ]


def _first(found: Agreement | Agreements) -> Agreement:
    return found if isinstance(found, Agreement) else found.rows[0]


def _named(row: Agreement, about: str) -> Agreement:
    return replace(row, about=f"{row.about}, {about}" if row.about else about)
