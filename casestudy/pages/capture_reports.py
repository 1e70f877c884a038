"""What came of a run of captures, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from casestudy.edits import EditReport
from casestudy.pages.captures import Capture
from casestudy.provenance import Provenance, merged
from casestudy.results import as_html, as_text
from casestudy.sources import Source

COLUMNS = (
    "source", "address", "url", "status", "outcome", "words", "captured", "reason", "limits_hit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedSource:
    """A page that was captured: a new source, or a new capture of one that was there.

    Parameters
    ----------
    address : str
        The address that was asked for.
    source : Source
        The source as it stands now.
    capture : Capture
        The record of the capture.
    report : EditReport, optional
        For a page that was there before: what the new text did to each coding.
    """

    address: str
    source: Source
    capture: Capture
    report: EditReport | None = None

    @property
    def is_new(self) -> bool:
        """Whether the page was not in the study before."""
        return self.report is None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedCapture:
    """A page that was not captured, and why."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureReport:
    """What a run of captures brought in, and what failed.

    Parameters
    ----------
    outcomes : tuple of CapturedSource and FailedCapture
        One a page, in the order of asking.
    notes : tuple of str
        Pages that were left out and why; where an interrupted run was taken up.
    """

    outcomes: tuple[CapturedSource | FailedCapture, ...]
    notes: tuple[str, ...] = ()

    @property
    def captured(self) -> tuple[CapturedSource, ...]:
        """The pages that were captured."""
        return tuple(one for one in self.outcomes if isinstance(one, CapturedSource))

    @property
    def failed(self) -> tuple[FailedCapture, ...]:
        """The pages that were not."""
        return tuple(one for one in self.outcomes if isinstance(one, FailedCapture))

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the pages come from."""
        return merged(one.source.provenance for one in self.captured)

    def to_frame(self) -> pd.DataFrame:
        """One row a page, in the order of asking."""
        return pd.DataFrame([_row(one) for one in self.outcomes], columns=list(COLUMNS))

    _repr_html_ = as_html
    __repr__ = as_text

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        return {
            "captured": [_record(one) for one in self.captured],
            "failed": [{"address": one.address, "reason": one.reason} for one in self.failed],
            "notes": list(self.notes),
        }


class CaptureInterrupted(KeyboardInterrupt):
    """A run that a person stopped; every page that it had captured is in the study.

    Parameters
    ----------
    report : CaptureReport
        What was done until then.
    n_left : int
        Pages that were not asked for.
    """

    def __init__(self, report: CaptureReport, *, n_left: int) -> None:
        self.report = report
        super().__init__(
            f"the run was interrupted: {len(report.captured)} pages are captured and kept, "
            f"{len(report.failed)} failed, {n_left} are left; the same command goes on with them"
        )


def _row(one: CapturedSource | FailedCapture) -> dict[str, Any]:
    if isinstance(one, FailedCapture):
        return {"address": one.address, "outcome": "failed", "reason": one.reason}
    return {
        "source": one.source.id,
        "address": one.address,
        "url": one.capture.url,
        "status": one.capture.status,
        "outcome": "new" if one.is_new else "captured again",
        "words": one.source.n_words,
        "captured": one.capture.started,
        "limits_hit": "; ".join(one.capture.limits_hit),
    }


def _record(one: CapturedSource) -> dict[str, Any]:
    return {
        "source": one.source.id,
        "address": one.address,
        "url": one.capture.url,
        "status": one.capture.status,
        "case": one.source.case,
        "words": one.source.n_words,
        "captured": one.capture.started,
        "is_new": one.is_new,
        "codings": dict(one.report.counts) if one.report else {},
        "limits_hit": list(one.capture.limits_hit),
        "cannot_hold": list(one.capture.cannot_hold),
        "warnings": list(one.source.warnings),
    }
