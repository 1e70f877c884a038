"""A transcript laid out as a table: one column holds the speakers, another what they say.

Nobody has to say which columns these are. A speaker column repeats a few short labels; the speech
column holds most of the words; a column of clocks holds the times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from casestudy.ingest.draft import Draft, Row
from casestudy.ingest.heads import MAX_WORDS, key, tidy
from casestudy.ingest.stamps import is_stamp, stamp_in
from casestudy.ingest.wordlists import NOT_SPEAKERS, SPEAKER_COLUMNS
from casestudy.sources import Part

MIN_ROWS = 4
"""Rows from which a table can be a transcript: two turns each of two speakers."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table is what; None where a table has no such column."""

    speaker: int
    speech: int
    time: int | None = None
    end: int | None = None


def table_turns(draft: Draft, *, strict: bool = False) -> tuple[set[int], list[Part]]:
    """The numbers of the tables that are transcripts, and their turns with loose cells.

    With `strict`, as for pages, tables of speech must hold most words of the whole text.
    """
    text = draft.text
    found: set[int] = set()
    parts: list[Part] = []
    for number, rows in by_table(draft.rows).items():
        cells = [[text[start:end].strip() for start, end in row.cells] for row in rows]
        columns = columns_of(cells)
        if columns is not None:
            found.add(number)
            parts += rows_to_parts(text, rows, columns)
    n_words = sum(len(text[part.start : part.end].split()) for part in parts)
    if strict and 2 * n_words < len(text.split()):
        return set(), []
    return found, sorted(parts, key=lambda part: part.start)


def by_table(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """The rows of each table."""
    tables: dict[int, list[Row]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append(row)
    return tables


def columns_of(cells: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a transcript table, or None for any other table.

    Examples
    --------
    >>> columns_of([["0:01", "I", "Why did you come?"], ["0:04", "B", "To see it for myself."]] * 2)
    Columns(speaker=1, speech=2, time=0, end=None)
    """
    width = max((len(row) for row in cells), default=0)
    full = [row for row in cells if len(row) == width]
    if width < 2 or len(full) < MIN_ROWS:
        return None
    clocks = [column for column in range(width) if tells_time(full, column)]
    worded = [column for column in range(width) if column not in clocks]
    words = {column: sum(len(row[column].split()) for row in full) for column in worded}
    speech = max(worded, key=words.__getitem__, default=0)
    naming = [c for c in worded if c != speech and names_speakers([row[c] for row in full])]
    if not naming or 2 * words[speech] < sum(words.values()):
        return None
    return Columns(naming[0], speech, *clocks[:2])


def names_speakers(cells: Sequence[str]) -> bool:
    """Whether a column repeats a few short labels that are no clocks or numbers."""
    labels = [cell for cell in cells if cell]
    counts = Counter(key(label) for label in labels)
    short = [
        la for la in labels if len(la.split()) <= MAX_WORDS and la[0].isalpha() and len(la) < 50
    ]
    again = sum(count for count in counts.values() if count > 1)
    speakers = [name for name, n in counts.items() if n > 1 and name not in NOT_SPEAKERS]
    return (
        4 * len(labels) >= len(cells)
        and len(short) >= 0.9 * len(labels)
        and again >= 0.7 * len(labels)
        and 2 <= len(speakers) <= max(2, len(labels) // 2)
        and 3 * changes(labels) >= len(labels)
    )


def changes(labels: Sequence[str]) -> int:
    """How often the label changes from row to row; people take turns, lists are sorted."""
    return sum(key(one) != key(other) for one, other in pairwise(labels))


def tells_time(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether the filled cells of a column are clocks, but for the name of the column."""
    filled = [row[column] for row in rows if row[column]]
    return bool(filled) and sum(is_stamp(cell) for cell in filled) >= 0.7 * len(filled)


def rows_to_parts(text: str, rows: Sequence[Row], columns: Columns) -> list[Part]:
    """One turn a row; a row without a speaker goes on with the turn above it."""
    labels = [tidy(cell(text, row, columns.speaker)).rstrip(":") for row in rows]
    known = {key(name) for name, count in Counter(labels).items() if name and count > 1}
    parts: list[Part] = []
    speaker = ""
    for row, label in zip(rows, labels, strict=True):
        header = row is rows[0] and key(label) in SPEAKER_COLUMNS and key(label) not in known
        speaker = "" if header else label or speaker
        part = None if header else row_turn(text, row, columns, speaker)
        if part is None:
            parts += loose_cells(text, row)
        elif not label and parts and not text[parts[-1].end : part.start].strip():
            parts[-1] = joined(parts[-1], part)
        else:
            parts.append(part)
    return parts


def row_turn(text: str, row: Row, columns: Columns, speaker: str) -> Part | None:
    """The turn of one row, or None if the row has no speech or nobody speaks."""
    if not speaker or columns.speech >= len(row.cells) or not cell(text, row, columns.speech):
        return None
    start, end = row.cells[columns.speech]
    speech = text[start:end]
    start += len(speech) - len(speech.lstrip())
    clock = stamp_in(cell(text, row, columns.time)) if columns.time is not None else None
    stop = stamp_in(cell(text, row, columns.end)) if columns.end is not None else None
    return Part(
        kind="turn",
        start=start,
        end=start + len(speech.strip()),
        speaker=speaker,
        start_time=clock.start if clock else None,
        end_time=stop.start if stop else clock.end if clock else None,
        locator=f"table {row.table} row {row.number}",
    )


def joined(first: Part, second: Part) -> Part:
    """One turn over two rows."""
    return Part(
        kind="turn",
        start=first.start,
        end=second.end,
        speaker=first.speaker,
        start_time=first.start_time,
        end_time=second.end_time,
        locator=first.locator,
    )


def loose_cells(text: str, row: Row) -> list[Part]:
    """Cells of a row that is no turn, such as the head of the table."""
    locator = f"table {row.table} row {row.number}"
    return [
        Part(kind="paragraph", start=start, end=end, locator=locator)
        for start, end in row.cells
        if text[start:end].strip()
    ]


def cell(text: str, row: Row, column: int) -> str:
    """The words of one cell, empty if the row is shorter."""
    start, end = row.cells[column] if column < len(row.cells) else (0, 0)
    return text[start:end].strip()
