"""The codings of one scheme, as they stand: logs, schemes and sources' records put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from casestudy.codebook import Codebook
from casestudy.codings import Codings
from casestudy.errors import Problem, did_you_mean
from casestudy.provenance import Provenance
from casestudy.store import SourceShelf, StudyRecord, coding_frame, known_codes, orphans


def codings_of(
    folder: Path, record: StudyRecord, schemes: Mapping[str, Codebook], *, book: Codebook
) -> Codings:
    """All codings of a study with codes of one scheme, read through that scheme's changes.

    Parameters
    ----------
    folder : path
        The study folder.
    record : StudyRecord
        What its study.toml says.
    schemes : mapping of str to Codebook
        All of its schemes.
    book : Codebook
        The scheme wanted.

    Returns
    -------
    Codings
        Codings whose code no scheme has stay in their logs and are listed as problems. So do
        weights and stances that a coding's code does not allow: in the frame they are missing.
    """
    shelf = SourceShelf(folder)
    provenance: dict[str, Provenance] = {}

    def record_of(source: str) -> tuple[str, str]:
        if source not in shelf:
            return "", "collected"
        found = shelf.record(source)
        provenance[source] = Provenance(**found.get("provenance", {"kind": "collected"}))
        return found.get("case", ""), provenance[source].kind

    frame, problems = coding_frame(folder, record_of=record_of)
    scheme_of = known_codes(record, schemes)
    strangers = frame[~frame["code"].isin(list(scheme_of))]
    problems += [
        _stranger(code, coder, source, scheme_of)
        for code, coder, source in zip(
            strangers["code"], strangers["coder"], strangers["source"], strict=True
        )
    ]
    frame = frame[frame["code"].map(scheme_of) == book.id].reset_index(drop=True)
    names = {code: code.removeprefix(f"{book.id}:") for code in frame["code"].unique()}
    lens = {code: book.current_codes.get(name, name) for code, name in names.items()}
    frame["code"] = frame["code"].map(lens).astype("str")
    problems += [*_uncounted(frame, book, "weight"), *_uncounted(frame, book, "stance")]
    return Codings(frame=frame, codebook=book, problems=tuple(problems), origins=provenance)


def _uncounted(frame: pd.DataFrame, book: Codebook, column: str) -> list[Problem]:
    """Take the weights or stances out of a frame that codes do not allow; say which they were."""
    given = frame[column].notna() if column == "weight" else frame[column] != ""
    rated = frame.loc[given, ["code", column]].astype(object)  # plain numbers, not numpy's
    faults = {}
    for code, value in rated.drop_duplicates().itertuples(index=False, name=None):
        scales = book.ratings_of(code)
        fault = scales.weight_fault if column == "weight" else scales.stance_fault
        faults[code, value] = fault(value)
    if not any(faults.values()):
        return []
    said = [faults[pair] for pair in rated.itertuples(index=False, name=None)]
    wrong = rated.index[[fault != "" for fault in said]]
    rows = frame.loc[wrong, ["coder", "source", "coding"]].itertuples(index=False, name=None)
    frame.loc[wrong, column] = pd.NA if column == "weight" else ""
    return [
        Problem(
            file=f"codings/{coder}/{source}.jsonl",
            id=coding,
            message=f"{fault}. It is kept in the log and not counted; `casestudy check` names the "
            "line",
        )
        for (coder, source, coding), fault in zip(rows, filter(None, said), strict=True)
    ]


def _stranger(code: str, coder: str, source: str, known: Iterable[str]) -> Problem:
    return Problem(
        file=f"codings/{coder}/{source}.jsonl",
        id=code,
        message=f"code {code!r} is not in the codebook{did_you_mean(code, known)}; "
        "`casestudy check` names the line",
    )


def orphan_frame(study: Path) -> pd.DataFrame:
    """Codings whose words an edit took away: coder, source, code, old place and context."""
    columns = ["coder", "source", "id", "code", "quote", "prefix", "suffix", "start", "end"]
    return pd.DataFrame(orphans(study), columns=columns).rename(columns={"id": "coding"})
