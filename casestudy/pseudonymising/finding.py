"""What could lead to a person, over all that a study holds in words: sources, memos, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from casestudy.errors import BadFile
from casestudy.provenance import Provenance
from casestudy.pseudonyms import CandidateList, name_candidates
from casestudy.sources import Source
from casestudy.store import (
    SourceShelf,
    SurveyShelf,
    read_log,
    read_memos,
    read_study_record,
    standing,
)
from casestudy.store.index import log_files


def study_candidates(study: Path, *, known: Iterable[str] = ()) -> CandidateList:
    """Names and identifiers in the sources, memos, notes on codings, cases and open answers.

    Parameters
    ----------
    study : path
        The study folder.
    known : iterable of str
        A list of names that the researcher keeps.

    Returns
    -------
    CandidateList
        A memo, an open question, the notes of a coder and the cases count as a source each.
    """
    shelf = SourceShelf(study)
    words = chain((shelf[id] for id in shelf), _other_words(study))
    return name_candidates(words, known=known)


def _other_words(study: Path) -> Iterator[Source]:
    """All other words of a study, in the shape of sources."""
    for memo in read_memos(study):
        yield _words(f"memo {memo.id}", f"{memo.title}\n{memo.text}\n{memo.author}")
    notes: dict[str, list[str]] = {}
    for log in log_files(study):
        said = [event.get("memo", "") for event in standing(read_log(log.path, shown="").events)]
        notes.setdefault(log.coder, []).extend(filter(None, said))
    for coder, said in notes.items():
        yield _words(f"notes {coder}", "\n".join(said))
    cases = read_study_record(study).cases.values()
    yield _words("cases", "\n".join(_said_of_case(c.name, c.attributes.values()) for c in cases))
    yield from _answers(study)


def _answers(study: Path) -> Iterator[Source]:
    shelf = SurveyShelf(study)
    for name in shelf:
        try:
            survey = shelf[name]
        except BadFile:
            continue  # `casestudy check` tells of it
        for item in survey.questionnaire.items:
            if item.kind == "text" and item.id in survey.responses:
                said = "\n".join(survey.responses[item.id])
                provenance = survey.questionnaire.provenance
                yield _words(f"answers {name} {item.id}", said, provenance)


def _said_of_case(name: str, attributes: Iterable[str]) -> str:
    """A case's name and attributes, inside a sentence each: they all begin with a capital."""
    return "\n".join(f"it is {words}" for words in (name, *attributes))


def _words(id: str, text: str, provenance: Provenance = Provenance(kind="collected")) -> Source:
    """Words as a source whose id only serves to tell it from others."""
    plain = "".join(c if c.isalnum() else "_" for c in id)
    return Source(id=f"other.{plain}", kind="document", text=text, provenance=provenance)
