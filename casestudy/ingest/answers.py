"""Open answers of a survey: one row a respondent, one column of text, one reading an answer.

An answer is a short source. Who left the question blank has no reading; how many did is said in
the warnings of the first, because a blank is an answer to count, and the survey's own data keep it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casestudy.errors import did_you_mean
from casestudy.ingest.csvtable import DELIMITERS, delimiter_of, rows_of
from casestudy.ingest.draft import Draft, counted
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original, open_original
from casestudy.ingest.reading import Reading
from casestudy.ingest.sniffing import is_workbook
from casestudy.ingest.turns import paragraph
from casestudy.ingest.turntable import SheetRow, cell, listed

READER = "answers 1"


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


def read_answers(path: Path, *, column: str, respondent: str | None = None) -> list[Reading]:
    r"""Open answers from a CSV file or an Excel workbook, one reading an answer.

    Parameters
    ----------
    path : path
        The file; its first row names the columns.
    column : str
        Name of the column that holds the answers.
    respondent : str, optional
        Name of the column that says who answered. Left out, respondents are known by their row.

    Returns
    -------
    list of Reading
        In the order of the rows; `title` is the respondent, `kind` is ``answer``. Rows without an
        answer have none.

    Raises
    ------
    BadFile
        If the file cannot be read, lacks the column, or holds no answer.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "survey.csv"
    ...     _ = path.write_text("id,why\nR1,Fair prices\nR2,\nR3,Kind staff\n", encoding="utf-8")
    ...     answers = read_answers(path, column="why", respondent="id")
    >>> [(answer.title, answer.text) for answer in answers]
    [('R1', 'Fair prices'), ('R3', 'Kind staff')]
    """
    original = open_original(Path(path), encoding=None, tracked_changes="accepted")
    with original.within_limits():
        return answers_in(original, column, respondent)


def answers_in(original: Original, column: str, respondent: str | None) -> list[Reading]:
    """The answers of one file that is open."""
    draft = Draft()
    wanted = [column] if respondent is None else [column, respondent]
    workbook = is_workbook(original)
    table = of_workbook(original, draft, wanted) if workbook else of_csv(original, draft, wanted)
    speech, *names = (place_of(original, table, name) for name in wanted)
    filled = [row for row in table.rows if cell(row, speech)]
    if not filled:
        raise original.bad(f"has no answer in the column {column!r}; check the export")
    n_blank = sum(any(map(str.strip, row.cells)) for row in table.rows) - len(filled)
    if n_blank:
        draft.warn(f"{counted(n_blank, 'row')} without an answer in the column {column!r}")
    who = [cell(row, names[0]) if names else "" for row in filled]
    twice = [name for name, count in Counter(who).items() if name and count > 1]
    if twice:
        draft.warn(f"respondents with more than one row: {listed(twice)}; check the export")
    return [
        answer(draft if number == 0 else Draft(), row, speech, name, table.encoding)
        for number, (row, name) in enumerate(zip(filled, who, strict=True))
    ]


def answer(draft: Draft, row: SheetRow, column: int, name: str, encoding: str) -> Reading:
    """One answer."""
    draft.write(cell(row, column), locator=row.place)
    found = [paragraph(draft.text, line, line) for line in draft.lines]
    return draft.reading(
        [part for part in found if part is not None],
        kind="answer",
        reader=READER,
        title=name or row.place,
        encoding=encoding,
    )


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
