"""The list that a person ticks: what could lead to somebody, and what is to become of it.

A program suggests and a person decides: nothing is replaced that nobody ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from casestudy.errors import did_you_mean
from casestudy.pseudonym_label import check_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One candidate and what a person decided about it.

    Parameters
    ----------
    name : str
        As it is written in the texts.
    ticked : bool
        Whether it is to be replaced.
    kind : str
        A key of `LABEL_OF_KIND`.
    same_as : str
        The name of which this is another form, or a label that the key has; empty for a name of
        its own.
    common_word : bool
        Whether it is also an ordinary word, and is replaced with a capital only.
    told : tuple of str
        How often it stands, why it is suggested, and some contexts: for the person to read.
    """

    name: str
    ticked: bool = False
    kind: str = "person"
    same_as: str = ""
    common_word: bool = False
    told: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_kind(self.kind)


def merged_ticks(new: Iterable[Tick], old: Iterable[Tick]) -> list[Tick]:
    """A new list in which what a person decided in an old one stands.

    What was ticked and is not suggested any more stays, at the end.

    Examples
    --------
    >>> old = [Tick(name="Kaltvik", ticked=True, kind="organisation")]
    >>> [(t.name, t.ticked, t.kind) for t in merged_ticks([Tick(name="Kaltvik")], old)]
    [('Kaltvik', True, 'organisation')]
    """
    decided = {tick.name: tick for tick in old}
    merged = [replace(decided.pop(t.name), told=t.told) if t.name in decided else t for t in new]
    return [*merged, *(tick for tick in decided.values() if tick.ticked)]


def ticked_groups(ticks: Iterable[Tick]) -> list[list[Tick]]:
    """What is ticked, forms of one name together, the name itself first if it is ticked too.

    Raises
    ------
    ValueError
        If `same_as` leads in a circle.

    Examples
    --------
    >>> forms = [Tick(name="Annie", ticked=True, same_as="Anna"), Tick(name="Anna", ticked=True)]
    >>> [[tick.name for tick in group] for group in ticked_groups(forms)]
    [['Anna', 'Annie']]
    """
    every = list(ticks)
    heads = {tick.name: tick.same_as for tick in every}
    groups: dict[str, list[Tick]] = {}
    for tick in every:
        if tick.ticked:
            groups.setdefault(_head(tick.name, heads), []).append(tick)
    return [sorted(group, key=lambda tick: tick.name != head) for head, group in groups.items()]


def with_ticks(ticks: Iterable[Tick], names: Iterable[str]) -> list[Tick]:
    """A list in which further names are ticked.

    Raises
    ------
    LookupError
        If a name is not on the list.
    """
    every, wanted = list(ticks), list(names)
    listed = [tick.name for tick in every]
    for name in wanted:
        if name not in listed:
            raise LookupError(
                f"{name!r} is not among the candidates{did_you_mean(name, listed)}; write it as "
                "the list does"
            )
    return [replace(tick, ticked=tick.ticked or tick.name in wanted) for tick in every]


def _head(name: str, heads: Mapping[str, str]) -> str:
    """The name that a name is in the end a form of."""
    met = [name]
    while heads.get(met[-1]):
        above = heads[met[-1]]
        if above in met:
            raise ValueError(
                f"{above!r} is said to be a form of itself, through {len(met)} entries of the "
                'list; leave same_as = "" for one of them'
            )
        met.append(above)
    return met[-1]
