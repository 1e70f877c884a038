"""Rounds of a reliability test: who codes which sources without seeing what others coded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round; while it is open, its coders are blind to one another.

    Parameters
    ----------
    name : str
        What the round is called.
    coders : tuple of str
        Who takes part; everybody if empty.
    sources : tuple of str
        Ids of the sources coded; all if empty.
    is_open : bool
        Whether it still goes on.
    """

    name: str
    coders: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    is_open: bool = True

    def blinds(self, coder: str, source: str = "") -> bool:
        """Whether a coder may not see now what others coded in a source, or in any if empty."""
        takes_part = not self.coders or coder in self.coders
        return self.is_open and takes_part and (not self.sources or source in ("", *self.sources))


def open_round(rounds: Iterable[Round], *, coder: str, source: str = "") -> str:
    """Name of the first round that a coder is blind in, empty if there is none.

    Examples
    --------
    >>> test = Round(name="pilot", coders=("anna", "ben"), sources=("talk",))
    >>> open_round([test], coder="anna", source="talk")
    'pilot'
    >>> open_round([test], coder="cleo", source="talk")
    ''
    """
    return next((one.name for one in rounds if one.blinds(coder, source)), "")
