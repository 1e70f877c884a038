"""Answers to an open question of a survey: one row a respondent, one column of text.

All answers to one question are one text, a line or more each under the respondent's name, and each
is a part of it. A blank is an answer to count: it is a part without words. The other columns of a
row are kept as attributes of its respondent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casestudy.errors import did_you_mean
from casestudy.ingest.csvtable import DELIMITERS, delimiter_of, rows_of
from casestudy.ingest.draft import Draft, counted, one_newline
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original, open_original
from casestudy.ingest.readers import in_language
from casestudy.ingest.reading import Reading
from casestudy.ingest.sniffing import is_workbook
from casestudy.ingest.turntable import SheetRow, cell, listed
from casestudy.sources import Part

READER = "answers 2"


@dataclass(frozen=True, slots=True)
class Table:
    """The names of columns and the rows below them."""

    names: Sequence[str]
    rows: Sequence[SheetRow]
    encoding: str = ""

    def column(self, name: str) -> int | None:
        """Position of a column, by its exact name or else without regard to capitals."""
        wanted = [name.strip(), name.strip().casefold()]
        plain = [each.strip() for each in self.names]
        for names in (plain, [each.casefold() for each in plain]):
            for each in wanted:
                if each in names:
                    return names.index(each)
        return None


def read_answers(
    path: Path,
    *,
    column: str,
    respondent: str | None = None,
    attributes: Sequence[str] | None = None,
    apart: Sequence[str] = (),
    encoding: str | None = None,
) -> Reading:
    r"""The answers to an open question, from a CSV file or an Excel workbook.

    Parameters
    ----------
    path : path
        The file; its first row names the columns.
    column : str
        Name of the column that holds the answers.
    respondent : str, optional
        Name of the column that says who answered. Left out, respondents are known by their row.
    attributes : sequence of str, optional
        Names of the columns to keep for each respondent; left out, all others.
    apart : sequence of str
        Names of columns that are no attributes, such as other open questions.
    encoding : str, optional
        Character encoding of a CSV file. Left out, it is detected.

    Returns
    -------
    Reading
        Of the kind ``answer``, with a part for each row in their order: `speaker` is the
        respondent. A row without an answer has a part without words; a row without anything has
        none.

    Raises
    ------
    BadFile
        If the file cannot be read, lacks a column, or holds no answer.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "survey.csv"
    ...     text = "id,age,why\nR1,31,Fair prices\nR2,40,\nR3,52,Kind staff\n"
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     reading = read_answers(path, column="why", respondent="id")
    >>> reading.text
    'R1: Fair prices\nR3: Kind staff'
    >>> [(part.speaker, reading.text[part.start : part.end]) for part in reading.parts]
    [('R1', 'Fair prices'), ('R2', ''), ('R3', 'Kind staff')]
    >>> reading.parts[1].attributes
    (('age', '40'),)
    """
    original = open_original(Path(path), encoding=encoding, tracked_changes="accepted")
    with original.within_limits():
        return in_language(answers_in(original, column, respondent, attributes, apart))


def answers_in(
    original: Original,
    column: str,
    respondent: str | None,
    attributes: Sequence[str] | None,
    apart: Sequence[str],
) -> Reading:
    """The answers of one file that is open."""
    draft = Draft()
    wanted = [column, *([] if respondent is None else [respondent]), *(attributes or [])]
    workbook = is_workbook(original)
    table = of_workbook(original, draft, wanted) if workbook else of_csv(original, draft, wanted)
    speech, *places = (place_of(original, table, name) for name in wanted)
    who = places.pop(0) if respondent is not None else None
    read = {speech, who, *(table.column(name) for name in apart)}
    kept = labels(table, places if attributes is not None else others(draft, table, read))
    rows = [row for row in table.rows if any(map(str.strip, row.cells))]
    parts = [answer(draft, row, speech, who, kept) for row in rows]
    tell(draft, column, parts)
    if all(part.start == part.end for part in parts):
        raise original.bad(f"has no answer in the column {column!r}; check the export")
    return draft.reading(parts, kind="answer", reader=READER, title=column, encoding=table.encoding)


def labels(table: Table, places: Iterable[int]) -> dict[int, str]:
    """A name for each column that is kept, no two alike."""
    found: dict[int, str] = {}
    for place in places:
        name = label = table.names[place].strip()
        number = 2
        while label in found.values():
            label, number = f"{name} ({number})", number + 1
        found[place] = label
    return found


def others(draft: Draft, table: Table, read: set[int | None]) -> list[int]:
    """The columns that are not read otherwise; values in those without a name are lost."""
    kept = [place for place, name in enumerate(table.names) if name.strip() and place not in read]
    nameless = set(range(len(table.names))) - {*kept} - read
    for row in table.rows:
        if any(cell(row, place) for place in nameless) or any(row.cells[len(table.names) :]):
            draft.lose("value in a column without a name")
    return kept


def answer(
    draft: Draft, row: SheetRow, speech: int, who: int | None, kept: Mapping[int, str]
) -> Part:
    """Write one answer, and return its part."""
    name = cell(row, who) if who is not None else ""
    name = " ".join((name or row.place).split())
    words = cell(row, speech)
    if words:
        draft.write(f"{name}: {words}", locator=row.place)
    values = ((label, cell(row, place)) for place, label in kept.items())
    return Part(
        kind="answer",
        start=draft.length - len(one_newline(words)),
        end=draft.length,
        speaker=name,
        locator=row.place,
        attributes=tuple((label, value) for label, value in values if value),
    )


def tell(draft: Draft, column: str, parts: Sequence[Part]) -> None:
    """Say how many left the question blank, and who answered more than once."""
    n_blank = sum(part.start == part.end for part in parts)
    if n_blank:
        draft.warn(f"{counted(n_blank, 'row')} without an answer in the column {column!r}")
    text = draft.text
    n_wordless = sum(
        part.start < part.end and not any(map(str.isalnum, text[part.start : part.end]))
        for part in parts
    )
    if n_wordless:
        draft.warn(f"{counted(n_wordless, 'answer')} without a letter or digit, such as '-'")
    twice = [name for name, count in Counter(part.speaker for part in parts).items() if count > 1]
    if twice:
        draft.warn(f"respondents with more than one row: {listed(twice)}; check the export")


def place_of(original: Original, table: Table, name: str) -> int:
    """Position of a column that must be there."""
    found = table.column(name)
    if found is None:
        hint = did_you_mean(name, [each.strip() for each in table.names if each.strip()])
        raise original.bad(
            f"has no column {name!r}{hint}; it has the columns {listed(table.names)}; "
            "give one of these names"
        )
    return found


def of_csv(original: Original, draft: Draft, wanted: Sequence[str]) -> Table:
    """The table of a CSV file, parted so that the wanted columns are found."""
    result = decoded(original)
    if result.warning:
        draft.warn(result.warning)
    line = result.text.split("\n", 1)[0]
    likely = delimiter_of(line)
    for delimiter in (likely, *DELIMITERS):
        names, *cells = rows_of(original, result.text, delimiter) or [[]]
        rows = [SheetRow(f"row {number}", row) for number, row in enumerate(cells, 2)]
        table = Table(names, rows, result.encoding)
        if all(table.column(name) is not None for name in wanted):
            return table
    names, *_ = rows_of(original, result.text, likely) or [[]]
    return Table(names, [], result.encoding)


def of_workbook(original: Original, draft: Draft, wanted: Sequence[str]) -> Table:
    """The first sheet of a workbook that has the wanted columns, else the first with any."""
    from casestudy.ingest import xlsx

    sheets = [sheet for sheet in xlsx.sheets_of(original, draft) if sheet.rows]
    for sheet in sheets:
        for position in range(min(xlsx.HEAD_ROWS, len(sheet.rows))):
            names = sheet.named(position)
            if all(Table(names, []).column(name) is not None for name in wanted):
                return Table(names, sheet.below(position, len(names)))
    return Table(sheets[0].named(0) if sheets else [], [])
