"""Who saw which source. A coder who never saw a source is missing there, and did not say "no"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.codings import Codings
from casestudy.errors import did_you_mean

INFERRED = "inferred: a coder saw the sources in which the coder coded something"
STATED = "as stated"
Seen = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sight:
    """Who saw what.

    Parameters
    ----------
    coders, sources : tuple of str
        Names of the rows and columns.
    seen : array of bool, shape (n_coders, n_sources)
        Whether the coder saw the source.
    how : str
        Whether it was stated or inferred.
    """

    coders: tuple[str, ...]
    sources: tuple[str, ...]
    seen: npt.NDArray[np.bool_]
    how: str

    @property
    def notes(self) -> tuple[str, ...]:
        """That it was inferred, and what a coder may have seen without coding anything."""
        if self.how == STATED:
            return ()
        told = [
            f"{coder} {len(self.sources) - n} of {len(self.sources)}"
            for coder, n in zip(self.coders, self.seen.sum(axis=1).tolist(), strict=True)
            if n < len(self.sources)
        ]
        missing = f" Missing: {', '.join(told)}." if told else ""
        return (
            "Who saw which source was inferred: a coder without a coding in a source counts as "
            f"missing there, not as having found nothing.{missing}",
        )


def sight(codings: Codings, *, sources: Sequence[str], seen: Seen | None) -> Sight:
    """Who saw which of some sources: as stated, or inferred from where somebody coded.

    Parameters
    ----------
    codings : Codings
        Of the coders to compare.
    sources : sequence of str
        Ids of the sources to compare.
    seen : mapping of str to iterable of str, optional
        For each coder the sources that the coder read, coded or not; sources that are not compared
        may be named. If not given, those in which the coder coded something.

    Raises
    ------
    ValueError
        If a coder with codings is not in `seen`, or coded a source not stated there.
    """
    frame = codings.frame[codings.frame["source"].isin(list(sources))]
    coded = set(zip(frame["coder"], frame["source"], strict=True))
    if seen is None:
        coders = tuple(sorted({coder for coder, _ in coded}))
        stated = {coder: {source for who, source in coded if who == coder} for coder in coders}
    else:
        stated = {coder: set(read) for coder, read in seen.items()}
        coders = tuple(stated)
        _check_stated(coded, stated)
    table = [[source in stated[coder] for source in sources] for coder in coders]
    return Sight(
        coders=coders,
        sources=tuple(sources),
        seen=np.array(table, dtype=bool).reshape(len(coders), len(sources)),
        how=INFERRED if seen is None else STATED,
    )


def check_shared(who: Sight, codings: Codings) -> None:
    """Refuse to compare where no source was seen by two coders, naming who saw what.

    Parameters
    ----------
    who : Sight
        Of the sources compared.
    codings : Codings
        Of all coders who were to be compared.
    """
    if who.seen.size and (who.seen.sum(axis=0) >= 2).any():
        return
    saw = {
        coder: [name for name, there in zip(who.sources, row, strict=True) if there]
        for coder, row in zip(who.coders, who.seen, strict=True)
    }
    others = sorted(set(codings.frame["coder"]) - set(saw))
    told = [f"{coder} saw {_some(names)}" for coder, names in saw.items()]
    told += [f"{coder} coded none of them" for coder in others]
    raise ValueError(
        f"none of the {len(who.sources)} sources was seen by two coders "
        f"({'; '.join(told) or 'nobody coded them'}); compare sources that two coders coded, or "
        "state in `seen` what a coder read without coding anything"
    )


def _some(names: Sequence[str], *, most: int = 3) -> str:
    """Up to a few names, and how many more there are."""
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return ", ".join([*names[:most], *more]) or "nothing"


def _check_stated(coded: Iterable[tuple[str, str]], stated: Mapping[str, set[str]]) -> None:
    """Refuse a statement that the codings contradict."""
    for coder, source in sorted(coded):
        if coder not in stated:
            raise ValueError(
                f"{coder} coded {source!r} but is not in `seen`{did_you_mean(coder, stated)}; add "
                "the coder with all sources read, or leave the codings out with "
                "codings.only(coder=…)"
            )
        if source not in stated[coder]:
            raise ValueError(
                f"{coder} coded {source!r}, which `seen` does not list for {coder}"
                f"{did_you_mean(source, stated[coder])}; add it"
            )
