"""How ratings are laid out before they are drawn: rows, colours, whole per cents, places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_hex, to_rgb

from casestudy.figures.style import text_width
from casestudy.survey import LikertSummary

Floats = npt.NDArray[np.float64]

LOW = ("#a6500b", "#f0c294")
HIGH = ("#274c77", "#a9c6e2")
NEUTRAL = "#d3d8de"
"""From strong to pale: darker the further from the middle, apart for colour-blind readers."""

SUM_PT = 25.0
"""Room for the sum at the end of a bar."""
NARROW_PT = 230.0
"""Room below which the sums are left out and the numbers at the right stand together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPlan:
    """Where everything stands along the axis, in per cent, and points for a per cent.

    `left` and `right` are how far the bars reach, `panel` where the neutral answers begin, `end`
    where they end, `n` and `lost` where the numbers at the right end.
    """

    layout: str
    left: float
    right: float
    panel: float
    end: float
    n: float
    lost: float
    points: float
    is_narrow: bool

    @property
    def has_panel(self) -> bool:
        """Whether the neutral answers have a panel of their own."""
        return self.end > self.right + 1e-9


def colours(result: LikertSummary) -> list[str]:
    """A colour for each choice, from the lowest to the highest."""
    k = len(result.choices)
    n_low = result.middle if result.middle >= 0 else k // 2
    n_high = k - n_low - (1 if result.middle >= 0 else 0)
    low = _between(LOW, n_low)
    high = _between(HIGH, n_high)[::-1]
    return [*low, *([NEUTRAL] if result.middle >= 0 else []), *high]


def whole_percents(shares: Floats) -> list[int]:
    """Shares as whole per cent that add up to 100, by the largest remainder.

    Examples
    --------
    >>> whole_percents(np.array([1 / 3, 1 / 3, 1 / 3]))
    [34, 33, 33]
    """
    if not np.isfinite(shares).all():
        return [0] * len(shares)
    scaled = 100 * np.asarray(shares)
    found = np.floor(scaled).astype(int)
    left = round(float(scaled.sum())) - int(found.sum())
    for place in np.argsort(-(scaled - found), kind="stable")[:left]:
        found[place] += 1
    return [int(one) for one in found]


def _between(ends: tuple[str, str], n: int) -> list[str]:
    first, last = (np.array(to_rgb(end)) for end in ends)
    steps = np.linspace(0, 1, n) if n > 1 else np.array([0.25])
    return [to_hex(first + (last - first) * step) for step in steps]


def ordered_rows(result: LikertSummary, order: str) -> list[tuple[str, int]]:
    """Labels and rows, the first on top; a heading has the row -1."""
    items = list(dict.fromkeys(result.items))
    places = {item: [n for n, one in enumerate(result.items) if one == item] for item in items}
    if order == "net":
        net = np.nan_to_num(result.net, nan=-9.0)
        items.sort(key=lambda item: -float(np.mean(net[places[item]])))
    texts = dict(zip(result.items, result.texts, strict=True))
    rows: list[tuple[str, int]] = []
    for item in items:
        if result.by:
            rows.append((texts[item] or item, -1))
            rows += [(f"  {result.groups[n]}", n) for n in places[item]]
        else:
            rows.append((texts[item] or item, places[item][0]))
    return rows


def rating_plan(result: LikertSummary, layout: str, *, room: float) -> RatingPlan:
    """Fit bars, panel and numbers into the room, in points."""
    low, high = 100 * np.nan_to_num(result.low), 100 * np.nan_to_num(result.high)
    neutral = 100 * np.nan_to_num(result.neutral)
    if layout == "centred":
        low, high = low + neutral / 2, high + neutral / 2
    left, right = (_to_ten(side) for side in (low, high))
    if layout == "stacked":
        left, right = 0.0, 100.0
    width = _to_ten(neutral) if layout == "apart" and neutral.any() else 0.0
    is_narrow = room < NARROW_PT
    side = 4.0 if layout == "stacked" or is_narrow else SUM_PT
    gap = (6.0 if is_narrow else 10.0) if width else 0.0
    at_n = text_width("999 (99)" if is_narrow else "9999") + 4
    at_lost = 0.0 if is_narrow else text_width("answer") + 8
    points = max(room - 2 * side - gap - at_n - at_lost, room / 4) / (left + right + width)
    panel = right + (side + (gap if is_narrow else 0)) / points
    end = panel + width if width else right
    n = (end if width else panel) + (gap + at_n) / points
    return RatingPlan(
        layout=layout, left=left + side / points, right=right, panel=panel, end=end, n=n,
        lost=n + at_lost / points, points=points, is_narrow=is_narrow,
    )  # fmt: skip


def _to_ten(side: Floats) -> float:
    """The greatest per cent, up to a full ten."""
    return float(np.ceil(max(side.max(initial=0), 10) / 10 - 1e-9) * 10)
