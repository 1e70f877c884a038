"""Transcripts as CSV: one row a turn, with a column of speakers and one of words.

The first row names the columns; comma, semicolon and tab are understood. Entities such as
``&#8212;`` in cells are decoded.
"""

from __future__ import annotations

import csv
from io import StringIO

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.turntable import Header, SheetRow, header_of, listed, turns_of
from casestudy.ingest.webvtt import unescaped

READER = "csv 2"

DELIMITERS = (",", ";", "\t")

MAX_CELL = 10_000_000
"""Characters in one cell at most; a whole interview has under a million."""

NAME_THEM = (
    "name the columns of a transcript 'speaker' and 'text' in the first row; "
    "read open answers with read_answers(path, column=…)"
)


def header_columns(line: str) -> tuple[str, Header] | None:
    """The delimiter and columns of a transcript table by its first line, or None for any other.

    Examples
    --------
    >>> delimiter, header = header_columns("timestamp;speaker;words;tags")
    >>> delimiter, header.speaker, header.speech
    (';', 1, 2)
    >>> header_columns("Dear speaker, thank you for the text") is None
    True
    """
    for delimiter in DELIMITERS:
        header = header_of(line.split(delimiter))
        if header is not None:
            return delimiter, header
    return None


def delimiter_of(line: str) -> str:
    """The sign that parts a line into the most columns."""
    return max(DELIMITERS, key=line.count)


def no_columns(line: str) -> str:
    """What to say about a table whose first line names no speakers and words."""
    names = [name.strip().strip('"') for name in line.split(delimiter_of(line))]
    return (
        "is a table without a column of speakers and one of words; "
        f"it has the columns {listed(names)}; {NAME_THEM}"
    )


def read(original: Original) -> Reading:
    """Read a table of turns."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    line = result.text.split("\n", 1)[0]
    found = header_columns(line)
    if found is None:
        raise original.bad(no_columns(line))
    delimiter, header = found
    rows = [
        SheetRow(f"row {number}", [unescaped(cell) if "&" in cell else cell for cell in cells])
        for number, cells in enumerate(rows_of(original, result.text, delimiter)[1:], 2)
    ]
    if header.speech == len(header.names) - 1:
        rows = [whole(draft, row, header.speech, delimiter) for row in rows]
    parts = turns_of(draft, header, rows)
    if not parts:
        raise original.bad("has no row with words below its column names; check the export")
    return draft.reading(parts, reader=READER, encoding=result.encoding)


def whole(draft: Draft, row: SheetRow, last: int, delimiter: str) -> SheetRow:
    """A row whose words, in the last column, were cut where they hold the delimiter."""
    if not any(value.strip() for value in row.cells[last + 1 :]):
        return row
    draft.warn(
        f"{row.place}: has more cells than there are columns; what follows the last was read as "
        f"words: put words with {delimiter!r} in quotation marks"
    )
    return SheetRow(row.place, [*row.cells[:last], delimiter.join(row.cells[last:])])


def rows_of(original: Original, text: str, delimiter: str) -> list[list[str]]:
    """All rows, the names of the columns among them."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(reader)
    except csv.Error as error:
        raise original.bad(
            f"is not a well-formed table ({error}); export it again as CSV", line=reader.line_num
        ) from error
