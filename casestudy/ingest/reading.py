"""What reading one file gives: a text, its parts, and what a person should know about both.

A reading is a plain value. It does not know the study: id, case and provenance are added by the
one who imports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casestudy.errors import LossReport
from casestudy.sources import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark that somebody wrote in the margin of a document.

    Parameters
    ----------
    author, date : str
        As the file states them, a date mostly as ``2026-11-23T10:05:00Z``; empty if it does not.
    text : str
        What the comment says. It is no part of the text of the reading.
    start, end : int
        Code points of the words that are commented on. Both are the same where a comment stands
        at a place and on no words, and both are 0 where the file does not say where it belongs.
    locator : str
        Where it stands in the original.
    """

    author: str = ""
    date: str = ""
    text: str
    start: int
    end: int
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanCode:
    """A code that a person had put on a stretch of the text before the file came to us.

    Parameters
    ----------
    code : str
        The code as it was typed.
    coder : str
        Who coded, if the file says so; else the name of the column that holds the codes.
    start, end : int
        Code points of the turn that bears the code.
    """

    code: str
    coder: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    r"""The text of one file and its structure.

    Parameters
    ----------
    text : str
        What the file says: LF line ends, no byte order mark, otherwise unchanged. In containers
        that keep the speaker beside the words (captions, TEI, ELAN, JSON, CSV, XLSX) each turn is
        written as ``Name: words`` on its own line.
    parts : tuple of Part
        Turns with their cues, paragraphs outside turns, blocks of pages, sorted by start. For a
        turn, start and end hold the speech alone, without label and time stamps.
    kind : {"interview", "website", "document", "answer"}
        What the file is: an interview has turns; an answer is one cell of a survey.
    reader : str
        Name and version of our reader, such as ``docx 2``.
    title : str
        As the file states it; empty if it does not.
    language : str
        As the file states it; a code with ``(guessed)`` if it states none, or one that its words
        contradict; empty if nothing stands out.
    encoding : str
        Character encoding, with ``(guessed)`` if it was a guess; empty if the format fixes it.
    comments : tuple of Comment
        Remarks in the margin, sorted by start; they are no part of `text`.
    codes : tuple of HumanCode
        Codes that the file holds already.
    roles : mapping of str to {"interviewer", "respondent", ""}
        For each named speaker, who asks and who answers; empty if that is not clear. Where it was
        guessed from what they say, a warning tells so.
    warnings : tuple of str
        Sentences for the person who imports.
    losses : LossReport
        What the file held and the text does not.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from casestudy.ingest import read_file
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "talk.txt"
    ...     _ = path.write_text("I: Why?\nB: Because.\nI: I see.\nB: Good.\n", encoding="utf-8")
    ...     reading = read_file(path)
    >>> reading.kind, len(reading.parts), reading.parts[1].speaker
    ('interview', 4, 'B')
    >>> reading.roles
    {'I': 'interviewer', 'B': 'respondent'}
    """

    text: str
    parts: tuple[Part, ...]
    kind: str
    reader: str
    title: str = ""
    encoding: str = ""
    language: str = ""
    comments: tuple[Comment, ...] = ()
    codes: tuple[HumanCode, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    losses: LossReport = field(default_factory=LossReport)

    def __post_init__(self) -> None:
        ordered = sorted(self.parts, key=lambda part: (part.start, part.kind == "cue", part.end))
        object.__setattr__(self, "parts", tuple(ordered))
