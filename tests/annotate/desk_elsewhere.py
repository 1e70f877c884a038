"""A desk on a study in a process of its own: it says hello, codes, and puts what it heard."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from casestudy.annotate.desk import Desk
from casestudy.desk.study_bench import StudyBench
from casestudy.opening import open_study


def heard(folder: Path, coder: str) -> dict[str, Any]:
    """What the desk shows and answers, and what stands in the study afterwards."""
    said: list[dict[str, Any]] = []
    study = open_study(folder)
    desk = Desk(StudyBench(study, coder=coder), post=lambda message, _: said.append(message))
    desk.receive({"type": "hello", "view": "v"})
    act = {"id": "A1", "kind": "code", "source": "talk", "codes": ["concerns"], "start": 0}
    # a memo that does not fit on what a full disk may have left
    desk.receive({"type": "do", "act": {**act, "end": 4, "memo": "x" * 9000}})
    desk.receive({"type": "settings", "settings": {"look": {"size": 20}}})
    kinds = {message["type"]: message for message in said}
    return {
        "barred": kinds["source"]["barred"],
        "shown": [coding.code for coding in desk.shown],
        "answer": next(m["type"] for m in said if m["type"] in ("saved", "refused")),
        "why": kinds.get("refused", {}).get("why", ""),
        "codings": study.codings.frame[["coder", "code"]].to_numpy().tolist(),
    }


if __name__ == "__main__":
    json.dump(heard(Path(sys.argv[1]), sys.argv[2]), sys.stdout)
