"""What a copy for others says of itself, and what of the study it lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from casestudy.pseudonyms import Relabelling
from casestudy.store.layout import (
    CODINGS,
    DERIVED,
    EVIDENCE,
    MEMOS,
    NOTEBOOKS,
    SCHEMES,
    SOURCES,
    SURVEYS,
)

ABOUT = "PSEUDONYMISED.md"
"""What says of a copy that it is one."""

WALKED = (SCHEMES, EVIDENCE, MEMOS, SURVEYS, NOTEBOOKS)
"""Folders whose files are copied one by one."""

HANDLED = (SOURCES, CODINGS, DERIVED, ".git", ".gitignore", ".gitattributes")
"""What a copy holds in its own way, or what nobody would look for in it."""

ORIGINALS = (
    "originals of sources, pages as they were captured with their pictures, texts from before "
    "edits, and what logs set aside"
)


def left_out(study: Path, copied: Collection[Path]) -> list[str]:
    """What a study holds and a copy of it does not, by path; folders as wholes."""
    return [ORIGINALS, *sorted(_missing(study, copied))]


def _missing(study: Path, copied: Collection[Path]) -> Iterator[str]:
    for path in study.iterdir():
        is_ours = path.name in HANDLED or path.name.startswith(("pseudonyms.", ".pseudonyms."))
        if path.name in WALKED:
            for file in path.rglob("*"):
                hidden = any(part.startswith(".") for part in file.relative_to(study).parts)
                if file.is_file() and file not in copied and not hidden:
                    yield file.relative_to(study).as_posix()
        elif path not in copied and not is_ours and _holds_something(path):
            yield f"{path.name}/" if path.is_dir() else path.name


def _holds_something(path: Path) -> bool:
    return path.is_file() or any(path.iterdir())


def about_the_copy(labels: Relabelling, missing: Sequence[str]) -> str:
    """A page that says what this folder is; it names labels and no names."""
    rows = [
        f"| {entry.label} | {entry.kind} | {labels.places[entry.label]} |" for entry in labels.key
    ]
    lacking = [f"- {labels.uncounted(name).text}" for name in missing]
    told = [
        "# A pseudonymised copy",
        "",
        f"Made on {datetime.now(UTC).date().isoformat()} by casestudy. Labels stand "
        "in place of names, in texts, codings, memos, ids and the names of files; the same label "
        "is the same person or thing everywhere.",
        "",
        "People can still be known by what they say. Whoever holds the key can put the names back, "
        "so this is still personal data for them, and it may be for others.",
        "",
        "Original files were left out. `original_sha256` in each `source.toml` is a sealed hash: "
        "who made the copy can show with it which original it belongs to, and nobody can try out "
        "names with it.",
        "",
        "| Label | What it is | Places |",
        "|---|---|---|",
        *rows,
        "",
        "## Left out",
        "",
        *lacking,
        "",
    ]
    return "\n".join(told)
