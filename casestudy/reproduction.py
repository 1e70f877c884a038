"""A published study rebuilt: notebooks run, claims judged, ledger and page written.

A claim that no longer holds, a notebook that fails, a value computed for no finding: each is named
in the result, and the page is written all the same, so that one can look.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from casestudy.claims import Ledger, Value, ledger
from casestudy.reproduce import NotebookRun, SavedOutputs, run_notebooks, saved_outputs
from casestudy.store import StudyRecord, read_findings, read_study_record
from casestudy.store.durable import write_durably
from casestudy.store.layout import DERIVED, NOTEBOOKS

Progress = Callable[[str], None]
REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """What a rerun of a study gave."""

    ledger: Ledger
    runs: tuple[NotebookRun, ...]
    figures: SavedOutputs
    tables: SavedOutputs
    page: Path
    seconds: float

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything found wrong, a sentence each; empty if the study was reproduced."""
        failed = tuple(run.error for run in self.runs if run.error)
        broken = tuple(
            f"{claim.finding.id}: {claim.verdict}; expected {claim.finding.expected!r} "
            f"({claim.finding.compare}), computed {claim.computed!r}. "
            f"{claim.finding.statement} ({claim.finding.source})"
            for claim in self.ledger.broken
        )
        return failed + broken + self.ledger.notes

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        return {
            "claims": [claim.to_record() for claim in self.ledger.claims],
            "figures": [_named(record, "figures") for record in self.figures.written],
            "tables": [_named(record, "tables") for record in self.tables.written],
            "report": str(self.page),
            "faults": list(self.faults),
        }


def reproduce_study(
    study: Path, *, jobs: int = 0, on_progress: Progress = lambda _: None
) -> Reproduction:
    """Run a study's notebooks and hold what they compute against its published findings.

    Parameters
    ----------
    study : path
        The study folder.
    jobs : int
        How many notebooks run at the same time; 0 for as many as there are processors.
    on_progress : function of str
        Called with a notebook's name when it is done.

    Raises
    ------
    FileNotFoundError
        If the study has no notebooks.
    BadFile
        If `published.toml` is malformed.
    """
    record = read_study_record(study)
    findings = read_findings(study)
    paths = notebook_paths(study)
    if not paths:
        raise FileNotFoundError(
            f"{study / NOTEBOOKS} holds no notebook, so there is nothing to run; "
            "notebooks are named 01_….ipynb onward"
        )
    start, start_ns = time.perf_counter(), time.time_ns()
    runs = run_notebooks(
        paths,
        executed=study / DERIVED / "executed",
        jobs=jobs or os.cpu_count() or 1,
        on_progress=on_progress,
    )
    computed, clashes = _computed(runs)
    judged = ledger(findings, computed)
    judged = replace(judged, notes=judged.notes + clashes)
    figures = saved_outputs(study / "figures", since_ns=start_ns)
    tables = saved_outputs(study / "tables", since_ns=start_ns)
    reproduction = Reproduction(
        ledger=judged,
        runs=tuple(runs),
        figures=figures,
        tables=tables,
        page=study / REPORT / "index.html",
        seconds=time.perf_counter() - start,
    )
    _write(study, record, reproduction)
    return reproduction


def notebook_paths(study: Path) -> list[Path]:
    """The notebooks of a study in reading order."""
    return sorted((study / NOTEBOOKS).glob("[0-9]*.ipynb"))


def _computed(runs: list[NotebookRun]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Values by finding, and a sentence for each that two notebooks do not agree on."""
    computed: dict[str, Value] = {}
    clashes = []
    for run in runs:
        for name, value in run.claims.items():
            if computed.setdefault(name, value) != value:
                clashes.append(
                    f"{run.name} recorded {value!r} for {name!r}, an earlier notebook "
                    f"{computed[name]!r}; record each value in one place"
                )
    return computed, tuple(clashes)


def _write(study: Path, record: StudyRecord, reproduction: Reproduction) -> None:
    """Ledger as JSON and CSV, and the page."""
    from casestudy import tables
    from casestudy.report import reproduction_page

    folder = study / REPORT
    text = json.dumps(reproduction.to_record()["claims"], indent=1, ensure_ascii=False)
    write_durably(folder / "ledger.json", f"{text}\n".encode())
    csv = tables.ledger(reproduction.ledger).as_csv()
    write_durably(folder / "ledger.csv", csv.encode("utf-8"))
    page = reproduction_page(
        title=record.title,
        ledger=reproduction.ledger,
        figures=[{**record} for record in reproduction.figures.written],
        tables=[_with_html(study, record) for record in reproduction.tables.written],
        notebooks=[{"name": run.name, "error": run.error} for run in reproduction.runs],
        intro=record.note,
    )
    write_durably(reproduction.page, page.encode("utf-8"))


def _with_html(study: Path, record: dict[str, Any]) -> dict[str, Any]:
    path = study / "tables" / f"{record['id']}.html"
    return {**record, "html": path.read_text("utf-8")}


def _named(record: dict[str, Any], folder: str) -> dict[str, Any]:
    """A record as programs read it, with paths from the study folder."""
    files = [f"{folder}/{Path(str(name)).name}" for name in record.get("files", [])]
    return {
        "id": record["id"],
        "title": record.get("title", ""),
        "synthetic": bool(record.get("synthetic", False)),
        "provenance": record.get("provenance", []),
        "files": files,
    }
