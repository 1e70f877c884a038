"""What a paper says of a result, in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import metadata

from casestudy.agreement import Agreement, Agreements

MINUS = "\N{MINUS SIGN}"


def methods_sentence(result: Agreement | Agreements) -> str:
    """What a methods section says: who judged what, which coefficient, interval and software.

    Parameters
    ----------
    result : Agreement or Agreements
        Computed in one way; several themes are told as a range.

    Returns
    -------
    str
        In the style of the APA: no zero before the point of a number that cannot exceed 1.

    Raises
    ------
    ValueError
        If there is nothing to tell.

    Examples
    --------
    >>> from casestudy.agreement import from_table, krippendorff_alpha
    >>> data = from_table([[20, 10], [20, 50]], level="nominal")
    >>> print(methods_sentence(krippendorff_alpha(data)).split(" Computed")[0])
    2 coders judged 100 units independently of one another. Agreement was Krippendorff's alpha
    (nominal) = .34, 95% CI [.15, .54] (t(99), linearised, units sampled).
    """
    rows = result if isinstance(result, Agreements) else Agreements(rows=(result,))
    defined = [row for row in rows if not row.undefined]
    if not len(rows):
        raise ValueError("there is no coefficient to write about; compute one first")
    first = rows.rows[0]
    where = f" in {first.n_sources:,} sources" if first.n_sources else ""
    unit = f"{first.unit}s" if first.unit else "units"
    n_units = _span([row.n_units for row in rows])
    who = f"{len(first.coders)} coders judged {n_units} {unit}{where} independently of one another."
    lost = [row.about or row.coefficient for row in rows if row.undefined]
    missing = f" It is not defined for {', '.join(lost)}." if lost and defined else ""
    told = _told(defined) if defined else "Agreement is not defined"
    return f"{who} {told}.{missing} Computed with casestudy {_version()}."


def _told(rows: Sequence[Agreement]) -> str:
    """Values with their intervals; what all have in common is said once."""
    kinds, methods = {row.coefficient for row in rows}, {row.interval.method for row in rows}
    levels = {row.interval.level for row in rows}
    if len(rows) == 1 or len(kinds) > 1 or len(methods) > 1 or methods == {""}:
        return f"Agreement was {'; '.join(map(_told_whole, rows))}"
    each = "; ".join(f"{_apa(row.value)} {_bounds(row)} for {row.about}" for row in rows)
    return (
        f"Agreement was measured by {kinds.pop()} with {levels.pop():.0%} confidence intervals "
        f"({methods.pop()}): {each}"
    )


def _told_whole(row: Agreement) -> str:
    """One coefficient with its interval and how that was made."""
    value = f"{row.about + ': ' if row.about else ''}{row.coefficient} = {_apa(row.value)}"
    if math.isnan(row.interval.low):
        return value
    return f"{value}, {row.interval.level:.0%} CI {_bounds(row)} ({row.interval.method})"


def _bounds(row: Agreement) -> str:
    return f"[{_apa(row.interval.low)}, {_apa(row.interval.high)}]"


def _span(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _apa(value: float) -> str:
    """Two decimals; no zero before the point, for coefficients that cannot exceed 1."""
    text = f"{abs(value):.2f}"
    sign = MINUS if value < 0 and float(text) else ""
    return sign + (text.removeprefix("0") if abs(value) < 1 else text)


def _version() -> str:
    try:
        return metadata.version("casestudy")
    except metadata.PackageNotFoundError:
        return "(version not known)"
