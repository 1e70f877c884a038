"""Where everything lies in a study folder: the one place that knows the names."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

STUDY_FILE = "study.toml"
SCHEMES = "coding_scheme"
CROSSWALK = "crosswalk.toml"
SITE_FEATURES = "site_features.toml"
SOURCES = "sources"
CODINGS = "codings"
MEMOS = "memos"
EVIDENCE = "evidence"
SURVEYS = "survey_data"
NOTEBOOKS = "notebooks"
FINDINGS = "published.toml"
DERIVED = ".casestudy"
"""Everything below this folder can be deleted at any time and is made again."""

KEY_FILE = "pseudonyms.key.toml"
"""The usual name of the key to the pseudonyms, in the study folder."""
TICK_LIST = "pseudonyms.candidates.toml"
"""What could lead to a person, for a person to tick."""
PRIVATE = "pseudonyms.private"
"""What files said before their names were replaced. It holds names, and git ignores it."""

FOLDER_OF_KIND = MappingProxyType(
    {
        "interview": "interviews",
        "website": "websites",
        "answer": "answers",
        "document": "documents",
    }
)

IGNORED = """\
# derived, always safe to delete
.casestudy/
/report/
# the names behind the pseudonyms: the key, the list to tick, what files said before
/pseudonyms.*
/.pseudonyms.*
"""
ATTRIBUTES = """\
# sources are kept byte for byte; logs of codings merge line by line
sources/** -text
codings/**/*.jsonl -text merge=union
"""


def log_path(study: Path, coder: str, source: str) -> Path:
    """The log of one coder on one source."""
    return study / CODINGS / coder / f"{source}.jsonl"


def lock_path(study: Path, coder: str, source: str) -> Path:
    """What a process holds while it writes that log."""
    return study / DERIVED / "locks" / coder / f"{source}.lock"


def source_folder(study: Path, kind: str, source: str) -> Path:
    """The folder of one source."""
    return study / SOURCES / FOLDER_OF_KIND[kind] / source


def nearest_study(folder: Path) -> Path:
    """The folder itself or the nearest one above it that holds a study; itself if none does."""
    every = (folder, *folder.parents)
    return next((each for each in every if (each / STUDY_FILE).exists()), folder)


def scheme_paths(study: Path) -> list[Path]:
    """The files of all coding schemes, by name."""
    found = (study / SCHEMES).glob("*.toml")
    return sorted(path for path in found if path.name not in (CROSSWALK, SITE_FEATURES))
