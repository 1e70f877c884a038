"""Labels in the files of a study that are no sources: which words of each are anybody's to change.

In the study itself, ids stay, and so do the names of authors, what is published, and what ties a
questionnaire to its answers. In a copy for others no name stays anywhere.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from casestudy.errors import BadFile
from casestudy.pseudonymising.memo_words import labelled_memo
from casestudy.pseudonymising.notebook_words import labelled_code, labelled_notebook
from casestudy.pseudonymising.table_words import labelled_csv
from casestudy.pseudonymising.toml_words import labelled_toml
from casestudy.pseudonyms import Relabelling
from casestudy.store import SourceShelf, read_questionnaire
from casestudy.store.layout import EVIDENCE, MEMOS, NOTEBOOKS, SCHEMES, STUDY_FILE, SURVEYS
from casestudy.store.memos import read_memo

NOTHING: frozenset[str] = frozenset()

OF_OTHERS = frozenset({"authors", "work"})
"""What `study.toml` says of authors and cited works: they are named because they published."""

OF_CHOICES = frozenset({"value", "columns"})
"""What ties a questionnaire to its answers."""

Words = Callable[[str, Relabelling], str]


@dataclass(frozen=True, slots=True)
class WordFile:
    """A file with words in it, what it is, and how labels are put into it."""

    path: Path
    what: str
    words: Words

    def labelled(self, labels: Relabelling) -> bytes:
        """What the file says with labels; its mark and line ends stay.

        Raises
        ------
        BadFile
            If it cannot be read as what it should be.
        """
        content = self.path.read_bytes()
        try:
            text = content.decode("utf-8")
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            ends = "\r\n" if "\r\n" in text else "\n"
            new = self.words(text.removeprefix(mark).replace("\r\n", "\n"), labels)
        except UnicodeDecodeError:
            raise BadFile(self.path, "not UTF-8; save the file as UTF-8") from None
        except (tomllib.TOMLDecodeError, csv.Error, json.JSONDecodeError) as error:
            raise BadFile(self.path, f"cannot be read: {error}") from None
        return (mark + new.replace("\n", ends)).encode("utf-8")


def files_of_study(study: Path) -> Iterator[WordFile]:
    """The files in which labels are put in the study itself; memos on sources go with those."""
    shelf = SourceShelf(study)
    for path in sorted((study / MEMOS).glob("*.md")):
        if source_of_memo(path) not in shelf:
            yield WordFile(path, "memo", partial(labelled_memo, keep=NOTHING))
    for path in sorted((study / SCHEMES).glob("*.toml")):
        yield WordFile(path, "scheme", partial(labelled_toml, keep=NOTHING))
    yield WordFile(study / STUDY_FILE, "study", partial(labelled_toml, keep=OF_OTHERS))
    for path in sorted((study / SURVEYS).glob("*/questionnaire.toml")):
        yield WordFile(path, "survey", partial(labelled_toml, keep=OF_CHOICES))
        answers = path.with_name("responses.csv")
        if answers.exists():
            open_ones = {item.id for item in read_questionnaire(path).items if item.kind == "text"}
            yield WordFile(answers, "answers", partial(labelled_csv, only=open_ones))


def source_of_memo(path: Path) -> str:
    """The source that a memo is about; empty if it is about something else, or cannot be read."""
    try:
        kind, _, id = read_memo(path).about.partition(":")
    except BadFile:
        return ""
    return id if kind == "source" else ""


def files_for_copy(study: Path) -> Iterator[WordFile]:
    """The files that go into a copy for others, sources and logs aside."""
    wanted: tuple[tuple[str, str, str, Words], ...] = (
        (".", STUDY_FILE, "study", labelled_toml),
        (".", "*.md", "text", _prose),
        (".", "LICENSE*", "text", _prose),
        (".", "CITATION.cff", "text", _prose),
        (SCHEMES, "*.toml", "scheme", labelled_toml),
        (EVIDENCE, "*.csv", "evidence", labelled_csv),
        (MEMOS, "*.md", "memo", labelled_memo),
        (SURVEYS, "*/questionnaire.toml", "survey", labelled_toml),
        (SURVEYS, "*/*.csv", "answers", labelled_csv),
        (SURVEYS, "*/*.py", "code", labelled_code),
        (NOTEBOOKS, "*.ipynb", "notebook", labelled_notebook),
        (NOTEBOOKS, "*.toml", "findings", labelled_toml),
        (NOTEBOOKS, "*.py", "code", labelled_code),
        *((room, "**/*.md", "text", _prose) for room in (SCHEMES, EVIDENCE, SURVEYS, NOTEBOOKS)),
    )
    for folder, pattern, what, words in wanted:
        for path in sorted((study / folder).glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield WordFile(path, what, words)


def _prose(text: str, labels: Relabelling) -> str:
    return labels.words(text)
