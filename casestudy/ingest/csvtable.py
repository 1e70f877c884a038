"""Transcripts as CSV: one row a turn, with a column of speakers and one of words.

The first row names the columns; comma, semicolon and tab are understood. Entities such as
``&#8212;`` in cells are decoded. Columns that are neither speaker, words nor time are reported.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from io import StringIO

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.heads import key, tidy
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import Utterance, compose
from casestudy.ingest.stamps import is_stamp, stamp_in
from casestudy.ingest.webvtt import unescaped
from casestudy.ingest.wordlists import (
    END_COLUMNS,
    SPEAKER_COLUMNS,
    SPEECH_COLUMNS,
    TIME_COLUMNS,
)

READER = "csv 1"

DELIMITERS = (",", ";", "\t")

MAX_CELL = 10_000_000
"""Characters in one cell at most; a whole interview has under a million."""


@dataclass(frozen=True, slots=True)
class Header:
    """Which column is what, and how cells are set apart."""

    delimiter: str
    names: tuple[str, ...]
    speaker: int
    speech: int
    time: int | None
    end: int | None


def header_columns(line: str) -> Header | None:
    """What the first line of a transcript table says, or None if it is no such table.

    Examples
    --------
    >>> header = header_columns("timestamp,speaker,words,tags")
    >>> header.speaker, header.speech, header.time
    (1, 2, 0)
    >>> header_columns("Dear speaker, thank you for the text") is None
    True
    """
    for delimiter in DELIMITERS:
        names = [name.strip().strip('"').strip().casefold() for name in line.split(delimiter)]
        speaker, speech = first(names, SPEAKER_COLUMNS), first(names, SPEECH_COLUMNS)
        if speaker is not None and speech is not None and speaker != speech:
            time, end = first(names, TIME_COLUMNS), first(names, END_COLUMNS)
            return Header(delimiter, tuple(names), speaker, speech, time, end)
    return None


def first(names: list[str], wanted: frozenset[str]) -> int | None:
    """Position of the first name that is wanted, or None."""
    return next((number for number, name in enumerate(names) if name in wanted), None)


def read(original: Original) -> Reading:
    """Read a table of turns."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    header = header_columns(result.text.split("\n", 1)[0])
    if header is None:
        raise original.bad("has no columns named speaker and text; name them in the first row")
    said = utterances(draft, header, rows_of(original, result.text, header.delimiter))
    parts = compose(draft, said, merge=False, cues=False)
    if not parts:
        raise original.bad("has no row with words below its column names; check the export")
    return draft.reading(parts, reader=READER, encoding=result.encoding)


def rows_of(original: Original, text: str, delimiter: str) -> list[list[str]]:
    """The rows below the first."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(reader)[1:]
    except csv.Error as error:
        raise original.bad(
            f"is not a well-formed table ({error}); export it again as CSV", line=reader.line_num
        ) from error


def utterances(draft: Draft, header: Header, rows: list[list[str]]) -> list[Utterance]:
    """One utterance a row; a row without a speaker goes on with the one above."""
    labels = Counter(tidy(cell(row, header.speaker)).rstrip(":") for row in rows)
    names: dict[str, str] = {}
    for label, _ in labels.most_common():
        names.setdefault(key(label), label)
    known = {header.speaker, header.speech, header.time, header.end}
    said, speaker = list[Utterance](), ""
    for number, row in enumerate(rows, 2):
        label = tidy(cell(row, header.speaker))
        speaker = names[key(label)] if label else speaker
        for column, name in enumerate(header.names):
            if column not in known and cell(row, column):
                draft.lose(f"value in the column {name!r}")
        said.append(utterance(header, row, speaker, f"row {number}"))
    return said


def utterance(header: Header, row: list[str], speaker: str, place: str) -> Utterance:
    """One row as an utterance."""
    start, end = time_in(row, header.time), time_in(row, header.end)
    return Utterance(
        speaker=speaker,
        text=cell(row, header.speech),
        locator=place,
        start_time=start,
        end_time=end,
    )


def time_in(row: list[str], column: int | None) -> float | None:
    """Seconds in a cell that holds a clock or a number, else None."""
    text = cell(row, column) if column is not None else ""
    if text.replace(".", "", 1).isdecimal() and len(text) < 12:
        return float(text)
    stamp = stamp_in(text) if is_stamp(text) else None
    return stamp.start if stamp else None


def cell(row: list[str], column: int) -> str:
    """The characters of one cell, empty if the row is shorter."""
    text = row[column] if column < len(row) else ""
    return unescaped(text).strip()
