"""Ratings: what a code lets its coders say of a passage besides that it is about the code.

A weight says how strongly, as a whole number on a scale that the code declares; a stance says on
which side, as one of a few words. A rating is given by a person or is missing. Missing is no
number: a default is only where a choice begins, and is never counted as given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypedDict

LARGEST_WEIGHT = 1_000_000
"""No scale reaches further to either side: room for every scale in use, exact in every format."""
STANCE_PATTERN = re.compile(r"[^\W\d_][\w.-]*")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_SCALE_KEYS = ("low", "high", "default", "means", "labels")


class Rating(TypedDict, total=False):
    """What a coding may be rated with, as arguments; what is left out is not given."""

    weight: int | None
    stance: str


def rating_in(values: Mapping[str, Any]) -> Rating:
    """The weight and the stance that some values name; what they do not name is not in it.

    Examples
    --------
    >>> rating_in({"kind": "rate", "weight": None})
    {'weight': None}
    """
    found = Rating()
    if "weight" in values:
        found["weight"] = values["weight"]
    if "stance" in values:
        found["stance"] = values["stance"]
    return found


def told(rating: Rating) -> str:
    """A rating in a few words, empty if nothing was given.

    Examples
    --------
    >>> told(Rating(weight=80, stance="for"))
    'weight 80, for'
    """
    weight = rating.get("weight")
    given = ["" if weight is None else f"weight {weight}", rating.get("stance", "")]
    return ", ".join(filter(None, given))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightScale:
    """The weights that a code's codings may have: whole numbers from `low` to `high`.

    Parameters
    ----------
    low, high : int
        Both may be given.
    default : int, optional
        Where a choice begins. It is proposed, never given by itself.
    means : str
        What the number says, such as "how strongly".
    labels : mapping of int to str
        What single weights are called.

    Raises
    ------
    ValueError
        If the ends are not whole numbers in order, or the default or a label lies outside.

    Examples
    --------
    >>> scale = WeightScale(low=0, high=2, labels={0: "not at all", 2: "fully"})
    >>> 3 in scale, str(scale), scale.said(2)
    (False, '0 to 2', '2 (fully)')
    """

    low: int
    high: int
    default: int | None = None
    means: str = ""
    labels: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for name, value in (("low", self.low), ("high", self.high)):
            if type(value) is not int or abs(value) > LARGEST_WEIGHT:
                raise ValueError(
                    f"weight: {name} {value!r} is not a whole number between "
                    f"-{LARGEST_WEIGHT:,} and {LARGEST_WEIGHT:,}"
                )
        if self.low >= self.high:
            raise ValueError(f"weight: low {self.low} is not below high {self.high}")
        if self.default is not None and self.default not in self:
            raise ValueError(f"weight: the default {self.default!r} is not on the scale {self}")
        for value, name in self.labels.items():
            if value not in self or not name:
                raise ValueError(
                    f"weight: label {value!r}: {name!r} needs a name and a number on "
                    f"the scale {self}"
                )

    def __contains__(self, weight: object) -> bool:
        return type(weight) is int and self.low <= weight <= self.high

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"

    def said(self, weight: int) -> str:
        """A weight with its label, if it has one."""
        label = self.labels.get(weight, "")
        return f"{weight} ({label})" if label else str(weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A side that a passage may take: its short word and what people call it.

    Raises
    ------
    ValueError
        If the word does not begin with a letter or has blanks in it.
    """

    id: str
    name: str = ""

    def __post_init__(self) -> None:
        if not STANCE_PATTERN.fullmatch(self.id):
            raise ValueError(
                f"stance {self.id!r} is not allowed: it starts with a letter, then come letters, "
                "digits, '_', '-' or '.'; give its longer form as its name"
            )

    @property
    def shown(self) -> str:
        """What people call it."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingScales:
    """All that the codings of one code may be rated with; nothing if both are empty.

    Examples
    --------
    >>> scales = RatingScales(stances=(Stance(id="for"), Stance(id="against")))
    >>> scales.fault(stance="fro")
    "stance 'fro' is not one of for, against"
    >>> scales.fault(weight=3)
    'weight 3: the code has no weights'
    """

    weight: WeightScale | None = None
    stances: tuple[Stance, ...] = ()

    def __bool__(self) -> bool:
        return self.weight is not None or bool(self.stances)

    def fault(self, *, weight: int | None = None, stance: str = "") -> str:
        """Why a rating is not allowed, empty if it is; a missing one always is."""
        faults = [self.weight_fault(weight), self.stance_fault(stance)]
        return "; ".join(fault for fault in faults if fault)

    def weight_fault(self, weight: int | None) -> str:
        """Why a weight is not allowed."""
        if weight is None or (self.weight is not None and weight in self.weight):
            return ""
        if self.weight is None:
            return f"weight {weight!r}: the code has no weights"
        return f"weight {weight!r} is not a whole number from {self.weight}"

    def stance_fault(self, stance: str) -> str:
        """Why a stance is not allowed."""
        known = [one.id for one in self.stances]
        if not stance or stance in known:
            return ""
        if not known:
            return f"stance {stance!r}: the code has no stances"
        return f"stance {stance!r} is not one of {', '.join(known)}"


NO_RATINGS = RatingScales()


def weight_scale(told: Mapping[str, Any]) -> WeightScale:
    """The scale that a table of plain values tells; labels are named by their numbers.

    Raises
    ------
    ValueError
        If a key is unknown or missing, or a value is of the wrong kind.
    """
    unknown = [key for key in told if key not in _SCALE_KEYS]
    if unknown:
        raise ValueError(
            f"weight: the key {unknown[0]!r} is not known; allowed are {', '.join(_SCALE_KEYS)}"
        )
    for key in ("low", "high"):
        if key not in told:
            raise ValueError(f"weight: {key!r} is missing; give the ends of the scale")
    means, labels = told.get("means", ""), told.get("labels", {})
    if not isinstance(means, str) or not isinstance(labels, Mapping):
        raise ValueError("weight: 'means' is a text, 'labels' a table of texts by weight")
    return WeightScale(
        low=told["low"],
        high=told["high"],
        default=told.get("default"),
        means=means,
        labels=MappingProxyType({_labelled(key): str(name) for key, name in labels.items()}),
    )


def stances(told: Sequence[Any]) -> tuple[Stance, ...]:
    """The stances that a list tells: words, or tables of `id` and `name`.

    Raises
    ------
    ValueError
        If a member is neither, or a stance is named twice.

    Examples
    --------
    >>> [stance.shown for stance in stances(["for", {"id": "against", "name": "speaks against"}])]
    ['for', 'speaks against']
    """
    found = tuple(map(_stance, told))
    check_stances(found)
    return found


def check_stances(given: Sequence[Stance]) -> None:
    """Refuse stances of which two have one word."""
    ids = [stance.id for stance in given]
    if len(set(ids)) < len(ids):
        twice = next(id for id in ids if ids.count(id) > 1)
        raise ValueError(f"stance {twice!r} is named twice; name each once")


def plain_scale(scale: WeightScale) -> dict[str, Any]:
    """What `weight_scale` reads again: a table without what is empty."""
    fields = {
        "low": scale.low,
        "high": scale.high,
        "default": scale.default,
        "means": scale.means,
        "labels": {str(weight): name for weight, name in sorted(scale.labels.items())},
    }
    return {key: value for key, value in fields.items() if value not in (None, "", {})}


def plain_stances(given: Sequence[Stance]) -> list[Any]:
    """What `stances` reads again: a word each, with a name where it has one."""
    return [{"id": one.id, "name": one.name} if one.name else one.id for one in given]


def _stance(told: Any) -> Stance:
    if isinstance(told, str):
        return Stance(id=told)
    is_table = isinstance(told, Mapping) and {"id"} <= told.keys() <= {"id", "name"}
    if not is_table or not all(isinstance(value, str) for value in told.values()):
        raise ValueError(f"stances: {told!r} is neither a word nor a table of 'id' and 'name'")
    return Stance(**told)


def _labelled(key: object) -> int:
    if not _WHOLE.fullmatch(str(key)):
        raise ValueError(f"weight: the label {key!r} is not named by a whole number")
    return int(str(key))
