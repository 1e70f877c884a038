"""One function reads any file: look at the bytes, choose the reader, hand over.

Reader modules are loaded when a file needs them, so that importing the package stays light.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from casestudy.ingest.original import open_original
from casestudy.ingest.reading import Reading
from casestudy.ingest.sniffing import sniff
from casestudy.languages import contradicted, guessed_language, language_of

READERS = {
    "text": "casestudy.ingest.text",
    "docx": "casestudy.ingest.docx",
    "doc": "casestudy.ingest.olddoc",
    "webvtt": "casestudy.ingest.webvtt",
    "subrip": "casestudy.ingest.subrip",
    "subviewer": "casestudy.ingest.subviewer",
    "substation": "casestudy.ingest.substation",
    "audacity": "casestudy.ingest.audacity",
    "textgrid": "casestudy.ingest.textgrid",
    "webpage": "casestudy.ingest.webpage",
    "mhtml": "casestudy.ingest.mhtml",
    "rtf": "casestudy.ingest.rtf",
    "odt": "casestudy.ingest.odt",
    "json": "casestudy.ingest.jsonfile",
    "xml": "casestudy.ingest.xmlfile",
    "chat": "casestudy.ingest.chat",
    "csv": "casestudy.ingest.csvtable",
    "xlsx": "casestudy.ingest.xlsx",
    "pdf": "casestudy.ingest.pdf",
}
"""Module of each reader; each has one function, `read`."""


def read_file(
    path: Path,
    *,
    encoding: str | None = None,
    tracked_changes: str = "accepted",
    kind: str = "",
) -> Reading:
    r"""Read a transcript, page or document from an outside file.

    Parameters
    ----------
    path : path
        The file. Its bytes decide how it is read, not its name.
    encoding : str, optional
        Character encoding of a text file. Left out, it is detected, and a guess is reported.
    tracked_changes : {"accepted", "original"}
        For Word and OpenDocument files: the text after all tracked changes, or before them.
    kind : str
        "website" reads a page in blocks even if people seem to speak in it; empty finds it out.

    Returns
    -------
    Reading
        Text, parts, kind, and everything a person should know.

    Raises
    ------
    BadFile
        If the file is empty, damaged, protected, or of a kind that is not read.
    FileNotFoundError
        If there is no such file.

    Notes
    -----
    A label such as ``Anna:`` must stand at the head of a line at least twice to be a speaker. The
    rule keeps "Note:" and "Anna said:" what they are. A label that stands once is reported.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "cues.srt"
    ...     _ = path.write_text("1\n00:00:01,000 --> 00:00:02,500\nHello.\n", encoding="utf-8")
    ...     reading = read_file(path)
    >>> reading.text, reading.reader, reading.parts[0].end_time
    ('Hello.', 'subrip 1', 2.5)
    """
    original = open_original(
        Path(path), encoding=encoding, tracked_changes=tracked_changes, kind=kind
    )
    module = import_module(READERS[sniff(original)])
    with original.within_limits():
        reading = module.read(original)
    if not isinstance(reading, Reading):
        raise TypeError(f"{module.__name__}.read returned {type(reading).__name__}, not a Reading")
    if not reading.text.strip():
        raise original.bad("holds no words; check that it is the right file and export it again")
    return in_language(reading)


def in_language(reading: Reading) -> Reading:
    """A reading with the language that the file states, or else a guess that says it is one."""
    if not reading.language:
        return replace(reading, language=str(guessed_language(reading.text)))
    stated = language_of(reading.language)
    guess = contradicted(stated, reading.text) if stated else None
    if stated is None or guess is None or guess.language is None:
        return reading
    sentence = (
        f"the file states its language as {reading.language!r}, but its words look "
        f"{guess.language.name}, and it is taken for that; say so with language= if it is wrong"
    )
    return replace(reading, language=str(guess), warnings=(*reading.warnings, sentence))
