"""What reading one file gives: a text, its parts, and what a person should know about both.

A reading is a plain value. It does not know the study: id, case and provenance are added by the
one who imports it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from casestudy.errors import LossReport
from casestudy.sources import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    r"""The text of one file and its structure.

    Parameters
    ----------
    text : str
        What the file says: LF line ends, no byte order mark, otherwise unchanged. In containers
        that keep the speaker beside the words (captions, TEI, ELAN, JSON, CSV) each turn is
        written as ``Name: words`` on its own line.
    parts : tuple of Part
        Turns with their cues, paragraphs outside turns, blocks of pages, sorted by start. For a
        turn, start and end hold the speech alone, without label and time stamps.
    kind : {"interview", "website", "document"}
        What the file is: an interview has turns.
    reader : str
        Name and version of our reader, such as ``docx 1``.
    title, language : str
        As the file states them; empty if it does not.
    encoding : str
        Character encoding, with ``(guessed)`` if it was a guess; empty if the format fixes it.
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
    """

    text: str
    parts: tuple[Part, ...]
    kind: str
    reader: str
    title: str = ""
    encoding: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()
    losses: LossReport = field(default_factory=LossReport)

    def __post_init__(self) -> None:
        ordered = sorted(self.parts, key=lambda part: (part.start, part.kind == "cue", part.end))
        object.__setattr__(self, "parts", tuple(ordered))
