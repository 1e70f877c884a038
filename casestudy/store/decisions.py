"""Decisions on codings: what a coder adopted from others or rejected, and why.

A decision is an event in the log of the coder who decided. To adopt is to code, naming the codings
that it is about; to reject names them and codes nothing. Deleting what was adopted, or undoing a
rejection, takes the decision back.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casestudy.store.event_checks import Event
from casestudy.store.fold import effective, in_order, read_log, standing
from casestudy.store.index import log_files

ADOPTED, REJECTED = "adopted", "rejected"


def decisions(study: Path, *, coder: str = "") -> list[Mapping[str, Any]]:
    """Every decision that stands, in the order of coder, source and time.

    Parameters
    ----------
    study : path
        The study folder.
    coder : str
        Only the decisions of this coder; of all if empty.

    Returns
    -------
    list of mapping
        `decision`, `coder`, `source`, `about` (ids of codings), `outcome` ("adopted" or
        "rejected"), `reason`, `at`; for an adopted one also `code`, and `coding`, the id of the
        coding that came of it (else both empty).
    """
    found: list[Mapping[str, Any]] = []
    for log in log_files(study):
        if coder and log.coder != coder:
            continue
        events = read_log(log.path, shown=log.shown).events
        adopted = [event for event in standing(events) if event.get("about")]
        rejected = [event for event in effective(in_order(events)) if event["op"] == "reject"]
        made = sorted([*adopted, *rejected], key=lambda event: str(event["at"]))
        found += [{"coder": log.coder, "source": log.source, **_decision(e)} for e in made]
    return found


def _decision(event: Event) -> dict[str, Any]:
    is_adopted = event["op"] == "code"
    return {
        "decision": event["id"],
        "about": tuple(event["about"]),
        "outcome": ADOPTED if is_adopted else REJECTED,
        "reason": event.get("reason", ""),
        "at": event["at"],
        "code": event["code"] if is_adopted else "",
        "coding": event["id"] if is_adopted else "",
    }
