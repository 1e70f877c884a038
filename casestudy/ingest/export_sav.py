"""SPSS files: values with their labels, and which of them SPSS takes as missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casestudy.ingest import sav_values
from casestudy.ingest.export_heads import by_colon
from casestudy.ingest.export_table import LAYOUTS, ExportColumn, SurveyExport
from casestudy.ingest.original import Original

PATIENCE = 120.0
"""Seconds that reading a file may take."""


def sav_export(original: Original) -> SurveyExport:
    """The answers of an SPSS file.

    Raises
    ------
    ImportError
        If the library for SPSS files is not installed.
    BadFile
        If the file cannot be read.
    """
    columns = tuple(
        ExportColumn(
            name=one["name"],
            wordings=by_colon(one["label"]) if one["label"] else ((one["name"], ""),),
            cells=tuple(one["cells"]),
            labels=MappingProxyType(one["labels"]),
            missing=_missing(one["missing"], {*one["cells"], *one["labels"]}),
        )
        for one in _read(original)
    )
    n_rows = len(columns[0].cells) if columns else 0
    return SurveyExport(
        path=original.path,
        layout=LAYOUTS["spss"],
        columns=columns,
        rows=tuple(range(1, n_rows + 1)),
    )


def _read(original: Original) -> list[dict[str, Any]]:
    """The columns, read in a process of its own, which a damaged file may bring down."""
    if find_spec("pyreadstat") is None:
        raise ImportError(
            f"{original.path} is an SPSS file, which needs an extra library; install it with "
            "pip install 'casestudy[survey]', or save the file as CSV"
        )
    command = [sys.executable, "-m", sav_values.__name__, str(Path(original.path).resolve())]
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 (our own module, on one file)
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
            env=known, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise original.bad(
            f"was not read as an SPSS file within {PATIENCE:.0f} seconds; save it again, or as CSV"
        ) from error
    if done.returncode == sav_values.REFUSED:
        raise original.bad(
            f"cannot be read as an SPSS file ({done.stderr.strip()}); save it again, or as CSV"
        )
    if done.returncode:
        raise original.bad(
            "is so damaged that the library for SPSS files came to a sudden end on it; "
            "save it again, or as CSV"
        )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _missing(ranges: Iterable[Sequence[Any]], values: Iterable[str]) -> tuple[str, ...]:
    """The values that fall into a range of missing ones."""
    found = []
    for value in sorted(values):
        for one in ranges:
            low, high = one
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
