"""Frames as CSV that no spreadsheet program takes for formulas.

Interview text may begin with `=`, `+` or `@`; a spreadsheet would compute it, and so could be made
to run what a stranger wrote. Such a text gets an apostrophe before it; numbers stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from casestudy.provenance import Provenance, merged

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet read a text as a formula."""
NUMBER_PATTERN = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def formula_safe(cell: object) -> object:
    """A cell with an apostrophe before what a spreadsheet would compute; numbers stay numbers.

    Examples
    --------
    >>> formula_safe("=1+1"), formula_safe("-0.5"), formula_safe(-0.5)
    ("'=1+1", '-0.5', -0.5)
    """
    risky = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if risky and not NUMBER_PATTERN.fullmatch(str(cell)) else cell


def formula_safe_csv(frame: pd.DataFrame, *, provenance: Iterable[Provenance]) -> str:
    r"""A frame as CSV that no spreadsheet takes for formulas, its provenance in the last column.

    Parameters
    ----------
    frame : DataFrame
        The rows; its own column `provenance`, if it has one, goes to the end.
    provenance : iterable of Provenance
        Where the data came from, for a frame without such a column.

    Examples
    --------
    >>> formula_safe_csv(pd.DataFrame({"n": [-1], "said": ["=1+1"]}), provenance=())
    "n,said,provenance\n-1,'=1+1,not stated\n"
    """
    safe = frame.map(formula_safe).rename(columns=formula_safe)
    origin = safe.pop("provenance") if "provenance" in safe else None
    stated = "; ".join(str(p) for p in merged(provenance)) or "not stated"
    safe["provenance"] = stated if origin is None else origin
    return str(safe.to_csv(index=False, lineterminator="\n"))
