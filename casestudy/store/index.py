"""All codings of a study as one frame, fast: the logs are parsed once and remembered as columns.

The index is derived: it lies below `.casestudy/`, knows each log by size and time of change, and
can be deleted at any time. Only logs that changed are parsed again. It holds plain arrays, never
pickled objects, so that an index from a stranger cannot run anything.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from casestudy.codings import COLUMNS
from casestudy.errors import Problem
from casestudy.store import layout
from casestudy.store.columns import (
    NO_WEIGHT,
    Columns,
    columns_of_log,
    joined,
    load_columns,
    packed,
    save_columns,
    unpacked,
)

CACHE = f"{layout.DERIVED}/cache/codings.npz"
PARALLEL_BYTES = 32 * 2**20
"""Below this much log, starting processes costs more than it saves (measured, two cores)."""
REWRITE_SHARE = 0.02
"""Share of changed log bytes from which it pays to write the index anew."""

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log: where it is, whose it is, and its size and time of change."""

    path: Path
    coder: str
    source: str
    stamp: Stamp

    @property
    def shown(self) -> str:
        """How a message names it."""
        return f"{layout.CODINGS}/{self.coder}/{self.source}.jsonl"


def log_files(study: Path) -> list[LogFile]:
    """All logs of a study, by coder and source."""
    found = []
    root = study / layout.CODINGS
    if not root.is_dir():
        return []
    for coder in sorted(entry.name for entry in os.scandir(root) if entry.is_dir()):
        with os.scandir(root / coder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".jsonl"):
                    state = entry.stat()
                    stamp = (state.st_size, state.st_mtime_ns)
                    found.append(LogFile(Path(entry.path), coder, entry.name[:-6], stamp))
    return found


def logs_of_source(study: Path, source: str) -> list[LogFile]:
    """The logs of all coders on one source, by coder."""
    found = []
    for path in sorted((study / layout.CODINGS).glob(f"*/{glob.escape(source)}.jsonl")):
        state = path.stat()
        stamp = (state.st_size, state.st_mtime_ns)
        found.append(LogFile(path, path.parent.name, source, stamp))
    return found


def coding_frame(
    study: Path,
    *,
    record_of: Callable[[str], tuple[str, str]],
) -> tuple[pd.DataFrame, list[Problem]]:
    """Every standing coding of a study, and what in its logs could not be read.

    Parameters
    ----------
    study : path
        The study folder.
    record_of : function of a source id
        Gives the source's case and the kind of its provenance.

    Returns
    -------
    frame : DataFrame
        The columns of `Codings`, ordered by coder, source and time.
    problems : list of Problem
        Broken lines, each with file and number.
    """
    files = log_files(study)
    columns = _current_columns(study, files)
    frame = _frame(columns, files, record_of)
    problems = [problem for problems in columns.problems for problem in problems]
    return frame, problems


def _current_columns(study: Path, files: list[LogFile]) -> Columns:
    """The columns of all logs, in the order of the files, from the index where it is still true."""
    cached = load_columns(study / CACHE)
    known = {key: number for number, key in enumerate(cached.keys)} if cached else {}
    stale = [file for file in files if (file.shown, *file.stamp) not in known]
    fresh = {file.shown for file in stale}
    if cached is not None and not stale and len(known) == len(files):
        return cached
    pieces = []
    if cached is not None and len(stale) < len(files):
        old = {key[0]: number for key, number in known.items()}
        keep = [old[file.shown] for file in files if file.shown not in fresh]
        pieces.append(cached.taking(keep))
    pieces.extend(_parse(stale))
    columns = joined(pieces, order=[file.shown for file in files])
    _remember(study, columns, files, stale)
    return columns


def _parse(files: list[LogFile]) -> list[Columns]:
    keys = [(file.path, file.shown, file.stamp) for file in files]
    total = sum(file.stamp[0] for file in files)
    workers = min(os.cpu_count() or 1, 8)
    if total < PARALLEL_BYTES or workers == 1:
        return [columns_of_log(*key) for key in keys]
    batches = [batch for batch in (keys[n :: workers * 4] for n in range(workers * 4)) if batch]
    with ProcessPoolExecutor(workers) as pool:
        pieces = [unpacked(arrays) for arrays in pool.map(_parse_batch, batches)]
    order = [file.shown for file in files]
    return [joined([piece for piece in pieces if piece is not None], order=order)]


def _parse_batch(keys: list[tuple[Path, str, Stamp]]) -> dict[str, np.ndarray]:
    """Several logs in a process of its own; plain arrays travel faster than a million texts."""
    parsed = [columns_of_log(*key) for key in keys]
    return packed(joined(parsed, order=[shown for _, shown, _ in keys]))


def _remember(study: Path, columns: Columns, files: list[LogFile], stale: list[LogFile]) -> None:
    """Write the index if enough changed; a read-only study simply goes without."""
    total = sum(file.stamp[0] for file in files) or 1
    changed = sum(file.stamp[0] for file in stale)
    if (study / CACHE).exists() and 0 < changed < REWRITE_SHARE * total:
        return
    try:
        save_columns(columns, study / CACHE)
    except OSError:
        return  # read-only or full: what was read from the logs is complete without the index


def _frame(
    columns: Columns, files: list[LogFile], record_of: Callable[[str], tuple[str, str]]
) -> pd.DataFrame:
    of_file = np.repeat(np.arange(len(files)), columns.counts)
    records: Mapping[str, tuple[str, str]] = {
        source: record_of(source) for source in {file.source for file in files}
    }

    def by_file(values: list[str]) -> pd.api.extensions.ExtensionArray:
        return _text(np.array([*values, ""], dtype=object)[of_file])

    data = {
        "coding": _text(columns.texts["coding"]),
        "source": by_file([file.source for file in files]),
        "case": by_file([records[file.source][0] for file in files]),
        "code": _text(columns.texts["code"]),
        "coder": by_file([file.coder for file in files]),
        "start": columns.start,
        "end": columns.end,
        "region": _text(columns.texts["region"]),
        "quote": _text(columns.texts["quote"]),
        "created": pd.DatetimeIndex(columns.created.view("datetime64[us]"), tz="UTC"),
        "origin": _text(columns.texts["origin"]),
        "confidence": columns.confidence,
        "weight": pd.arrays.IntegerArray(columns.weight, columns.weight == NO_WEIGHT),
        "stance": _text(columns.texts["stance"]),
        "memo": _text(columns.texts["memo"]),
        "provenance": by_file([records[file.source][1] for file in files]),
    }
    return pd.DataFrame(data, columns=list(COLUMNS), copy=False)


def _text(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    return pd.array(values, dtype="str")
