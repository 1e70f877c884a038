"""A survey written into a study: its questionnaire as a person wrote it, its answers beside it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from casestudy.errors import BadFile, did_you_mean
from casestudy.questionnaire import Survey
from casestudy.store import layout
from casestudy.store.durable import write_durably
from casestudy.store.surveys import read_questionnaire

QUESTIONNAIRE, RESPONSES = "questionnaire.toml", "responses.csv"


def questionnaire_file(study: Path, given: Path | str = "", name: str = "") -> Path:
    """The questionnaire that is meant: the file given, or that of a survey of the study.

    Raises
    ------
    LookupError
        If no file is given, and the study has no such survey or several.
    """
    if given:
        return Path(given)
    found = {path.parent.name: path for path in (study / layout.SURVEYS).glob(f"*/{QUESTIONNAIRE}")}
    if name in found:
        return found[name]
    if not name and len(found) == 1:
        return next(iter(found.values()))
    told = f"there is no survey {name!r}{did_you_mean(name, found)}" if name else "which survey?"
    raise LookupError(
        f"{told}; the study has {', '.join(sorted(found)) or 'none'}: name one of them, or give "
        "the file of the questionnaire"
    )


def write_survey(
    study: Path, name: str, questionnaire: Path, survey: Survey, *, replace_answers: bool = False
) -> Path:
    """Write a survey's questionnaire and answers; the questionnaire keeps its words and comments.

    Kinds of missing that the answers need and the file lacks are added at its end.

    Raises
    ------
    FileExistsError
        If there are other answers or another questionnaire, and they are not to be replaced.
    ValueError
        If the name is no name of a folder.
    """
    if not name or name != Path(name).name or name.startswith("."):
        raise ValueError(
            f"a survey cannot be called {name!r}; its name is that of a folder in {layout.SURVEYS}/"
        )
    folder = study / layout.SURVEYS / name
    files = {
        QUESTIONNAIRE: _with_missing(questionnaire, survey),
        RESPONSES: responses_csv(survey).encode("utf-8"),
    }
    own = folder / QUESTIONNAIRE
    for file, content in files.items():
        path = folder / file
        is_source = path.exists() and path.samefile(questionnaire)
        if path.exists() and not is_source and not replace_answers and path.read_bytes() != content:
            raise FileExistsError(
                f"{path} is there already and differs; give another name, or say that it is to be "
                "replaced (--replace)"
            )
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        write_durably(folder / file, content)
    read_questionnaire(own)
    return folder


def responses_csv(survey: Survey) -> str:
    """The answers as a CSV file: all cells text, quoted where they must be."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(survey.responses.columns)
    writer.writerows(survey.responses.itertuples(index=False, name=None))
    return text.getvalue()


def _with_missing(path: Path, survey: Survey) -> bytes:
    """A questionnaire's file with the kinds of missing that it lacks."""
    known = {entry.kind for entry in read_questionnaire(path).missing}
    added = "".join(
        f'\n# The answers need it.\n[[missing]]\nkind = "{entry.kind}"\nvalue = "{entry.value}"\n'
        for entry in survey.questionnaire.missing
        if entry.kind not in known
    )
    content = path.read_bytes()
    if added and b"[[missing]]" not in content and b"missing" in content.split(b"[[", 1)[0]:
        raise BadFile(path, f"needs the kinds of missing written as tables:{added}")
    return content + added.encode("utf-8")
