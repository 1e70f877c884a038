"""Multiple-case studies in notebooks: code interviews and websites, check, join, reproduce.

The nouns of the field (`Codebook`, `Source`, `Codings` …) and `open_study` stand here; the rooms
(`ingest`, `qualitative`, `figures` …) load on first use.
"""

from __future__ import annotations

import importlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casestudy.claims import Finding as Finding
    from casestudy.claims import Ledger as Ledger
    from casestudy.codebook import Change as Change
    from casestudy.codebook import Code as Code
    from casestudy.codebook import Codebook as Codebook
    from casestudy.codings import Coding as Coding
    from casestudy.codings import Codings as Codings
    from casestudy.desk import CodingDesk as CodingDesk
    from casestudy.errors import UnknownCode as UnknownCode
    from casestudy.evidence import Evidence as Evidence
    from casestudy.memos import Memo as Memo
    from casestudy.opening import new_study as new_study
    from casestudy.opening import open_study as open_study
    from casestudy.pages.capture_settings import CaptureSettings as CaptureSettings
    from casestudy.provenance import Provenance as Provenance
    from casestudy.questionnaire import Questionnaire as Questionnaire
    from casestudy.questionnaire import Survey as Survey
    from casestudy.sources import Case as Case
    from casestudy.sources import Segment as Segment
    from casestudy.sources import Source as Source
    from casestudy.study import Study as Study

__version__ = "0.1.0"

_HOME_OF = MappingProxyType(
    {
        "CaptureSettings": "pages.capture_settings",
        "Case": "sources",
        "Change": "codebook",
        "Code": "codebook",
        "Codebook": "codebook",
        "Coding": "codings",
        "CodingDesk": "desk",
        "Codings": "codings",
        "Evidence": "evidence",
        "Finding": "claims",
        "Ledger": "claims",
        "Memo": "memos",
        "Provenance": "provenance",
        "Questionnaire": "questionnaire",
        "Segment": "sources",
        "Source": "sources",
        "Study": "study",
        "Survey": "questionnaire",
        "UnknownCode": "errors",
        "new_study": "opening",
        "open_study": "opening",
    }
)
_ROOMS = (
    "agreement",
    "annotate",
    "assist",
    "capture",
    "figures",
    "ingest",
    "joint",
    "pseudonyms",
    "qualitative",
    "report",
    "reproduce",
    "store",
    "survey",
    "tables",
)

__all__ = [*sorted(_HOME_OF), *_ROOMS]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Load a noun or a room when it is first named."""
    if name in _HOME_OF:
        value: Any = getattr(importlib.import_module(f"casestudy.{_HOME_OF[name]}"), name)
    elif name in _ROOMS:
        value = importlib.import_module(f"casestudy.{name}")
    else:
        raise AttributeError(f"module 'casestudy' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
