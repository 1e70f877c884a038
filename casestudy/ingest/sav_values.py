"""The values of an SPSS file, written out as JSON by a process of its own.

The library that reads such files is written in C, and a damaged file can bring it down; a kernel
with somebody's work must not go with it. Run: python -m casestudy.ingest.sav_values FILE
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

REFUSED = 3
"""Exit code where the library refuses the file; it then says why on standard error."""


def written(value: Any) -> str:
    """A stored value as text: whole numbers without a point, nothing for a hole.

    Examples
    --------
    >>> written(3.0), written(2.5), written(float("nan")), written("yes"), written(None)
    ('3', '2.5', '', 'yes', '')
    """
    if value is None or value != value:  # noqa: PLR0124 (only a hole differs from itself)
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def columns_of(path: str) -> list[dict[str, Any]]:
    """For each variable its name, label, cells, value labels and ranges of missing values."""
    import pyreadstat

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own, of pandas
        frame, told = pyreadstat.read_sav(path, user_missing=True, apply_value_formats=False)
    labels, ranges = told.variable_value_labels, dict[str, Any](told.missing_ranges)
    return [
        {
            "name": str(name),
            "label": told.column_names_to_labels.get(name) or "",
            "cells": [written(value) for value in frame[name].tolist()],
            "labels": {written(key): str(text) for key, text in labels.get(name, {}).items()},
            "missing": [[one["lo"], one["hi"]] for one in ranges.get(name, ())],
        }
        for name in frame.columns
    ]


def main(path: str) -> int:
    """Write the columns of a file to standard output."""
    import pyreadstat

    try:
        found = columns_of(path)
    except (pyreadstat.ReadstatError, ValueError, OSError, UnicodeError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
