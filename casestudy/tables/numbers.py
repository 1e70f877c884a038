"""How numbers are written in tables and sentences: rounded, with a true minus, "?" for none."""

from __future__ import annotations

import math
from collections.abc import Iterable

from casestudy.tables.style import Column

UNKNOWN = "?"
MINUS = "\N{MINUS SIGN}"


def decimal(value: float, places: int = 2) -> str:
    """A number with some decimals.

    Examples
    --------
    >>> decimal(-1.234), decimal(float("nan")), decimal(float("inf"))
    ('−1.23', '?', '∞')
    """
    if math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{abs(value):.{places}f}"
    return f"{MINUS}{text}" if value < 0 and float(text) else text


def bare(value: float, places: int = 2) -> str:
    """A number that cannot be beyond 1, without the zero before the point (APA).

    Examples
    --------
    >>> bare(0.456), bare(-0.5), bare(1.0)
    ('.46', '−.50', '1.00')
    """
    text = decimal(value, places)
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text


def percent(share: float, places: int = 1) -> str:
    """A share from 0 to 1 in per cent, without the sign."""
    return decimal(100 * share, places)


def p_value(p: float) -> str:
    """A p-value with three decimals, or that it is below them.

    Examples
    --------
    >>> p_value(0.0301), p_value(0.00002), p_value(1.0)
    ('.030', '< .001', '1.000')
    """
    if math.isnan(p):
        return UNKNOWN
    return "< .001" if p < 0.001 else bare(p, 3)


def p_equals(p: float) -> str:
    """The same after the letter p: "= .030" or "< .001"."""
    text = p_value(p)
    return text if text.startswith("<") else f"= {text}"


def limits(low: float, high: float, places: int = 2) -> str:
    """Both limits of an interval."""
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    return f"{decimal(low, places)} to {decimal(high, places)}"


def freedom(df: Iterable[float]) -> str:
    """Degrees of freedom; whole numbers without decimals."""
    return ", ".join(f"{one:.0f}" if one == round(one) else f"{one:.2f}" for one in df)


def right(*names: str) -> tuple[Column, ...]:
    """Heads of columns of numbers."""
    return tuple(Column(name=name, align="right") for name in names)
