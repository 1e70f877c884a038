"""Whether a case that an import names is a new one, or a known one misspelt."""

from __future__ import annotations

import re
from pathlib import Path

from casestudy.errors import nearest
from casestudy.store import read_study_record


def is_new_case(study: Path, case: str) -> bool:
    """Whether a case is new to the study; one that looks like a misspelling is refused."""
    known = read_study_record(study).cases
    if not case or case in known:
        return False
    near = nearest(case, known)
    # "case_2" after "case_1" is no misspelling: names that are numbered differ in their digits
    if near and re.findall(r"\d+", near) == re.findall(r"\d+", case):
        raise LookupError(
            f"case {case!r} is not in study.toml; did you mean {near!r}? "
            "Write it as there, or add it to study.toml if it is another case"
        )
    return True
