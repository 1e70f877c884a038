"""Which figures and tables a run of the notebooks wrote, and which are left from before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedOutputs:
    """Records of the saved figures or tables of a folder, by name."""

    written: tuple[Record, ...]
    stale: tuple[str, ...]


def saved_outputs(folder: Path, *, since_ns: int) -> SavedOutputs:
    """Records (`<name>.json`) in a folder: those written since a time, and the names of the others.

    Parameters
    ----------
    folder : path
        `figures/` or `tables/`.
    since_ns : int
        Start of the run, in nanoseconds since 1970.
    """
    written: list[Record] = []
    stale: list[str] = []
    for path in sorted(folder.glob("*.json")):
        if path.stat().st_mtime_ns < since_ns:
            stale.append(path.stem)
            continue
        record = json.loads(path.read_text("utf-8"))
        record["id"] = path.stem
        written.append(record)
    return SavedOutputs(written=tuple(written), stale=tuple(stale))
