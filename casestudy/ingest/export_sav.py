"""SPSS files: values with their labels, and which of them SPSS takes as missing."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casestudy.ingest.export_heads import by_colon
from casestudy.ingest.export_table import LAYOUTS, ExportColumn, SurveyExport
from casestudy.ingest.original import Original


def sav_export(original: Original) -> SurveyExport:
    """The answers of an SPSS file.

    Raises
    ------
    ImportError
        If the library for SPSS files is not installed.
    BadFile
        If the file cannot be read.
    """
    frame, told = _read(original)
    names = told.column_names_to_labels
    ranges = told.missing_ranges
    columns = []
    for name in frame.columns:
        cells = tuple(map(written, frame[name].tolist()))
        labels = told.variable_value_labels.get(name, {})
        columns.append(
            ExportColumn(
                name=str(name),
                wordings=by_colon(names[name]) if names.get(name) else ((str(name), ""),),
                cells=cells,
                labels=MappingProxyType({written(key): str(v) for key, v in labels.items()}),
                missing=_missing(ranges.get(name, ()), {*cells, *map(written, labels)}),
            )
        )
    rows = tuple(range(1, len(frame) + 1))
    return SurveyExport(
        path=original.path, layout=LAYOUTS["spss"], columns=tuple(columns), rows=rows
    )


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


def _read(original: Original) -> tuple[Any, Any]:
    try:
        import pyreadstat
    except ImportError:
        raise ImportError(
            f"{original.path} is an SPSS file, which needs an extra library; install it with "
            "pip install 'casestudy[survey]', or save the file as CSV"
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library's own, of pandas
            return pyreadstat.read_sav(
                str(Path(original.path)), user_missing=True, apply_value_formats=False
            )
    except (pyreadstat.ReadstatError, ValueError, OSError, UnicodeError) as error:
        raise original.bad(
            f"cannot be read as an SPSS file ({error}); save it again, or as CSV"
        ) from error


def _missing(ranges: Iterable[Mapping[str, Any]], values: Iterable[str]) -> tuple[str, ...]:
    """The values that fall into a range of missing ones."""
    found = []
    for value in sorted(values):
        for one in ranges:
            low, high = one["lo"], one["hi"]
            if isinstance(low, str):
                inside = value == low
            else:
                inside = _number(value) is not None and low <= float(value) <= high
            if inside and value:
                found.append(value)
    return tuple(dict.fromkeys(found))


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
