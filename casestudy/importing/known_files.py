"""Which files a study has already, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from casestudy.ingest import MAX_FILE_BYTES


def known_files(by_original: Mapping[str, str], files: Iterable[Path]) -> dict[Path, str]:
    """The files that a study has already, with the ids of their sources; they need not be read."""
    if not by_original:
        return {}
    digests = ((path, _digest(path)) for path in files)
    return {p: by_original[digest] for p, digest in digests if digest in by_original}


def _digest(path: Path) -> str:
    """The hash of a file's bytes; empty if it cannot be opened or is too large to be read."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
