"""How a coder likes the desk: keys, size of text, colours. Derived, and never worth a failure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casestudy.store import layout


def read(study: Path, coder: str) -> dict[str, Any]:
    """What was kept; nothing if nothing was, or it cannot be read."""
    try:
        kept = json.loads(_path(study, coder).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(study: Path, coder: str, settings: Mapping[str, Any]) -> None:
    """Keep settings for the next time, if the folder can be written to."""
    path = _path(study, coder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings, indent=1), "utf-8")
    except OSError:
        return  # a read-only study is read with the usual settings


def _path(study: Path, coder: str) -> Path:
    return study / layout.DERIVED / "desk" / f"{coder}.json"
