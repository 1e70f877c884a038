"""Saving a table: for pages, for papers, for spreadsheets, and a record of what it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casestudy.provenance import Provenance, merged
from casestudy.tables.style import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SavedTable:
    """A table on disk.

    Parameters
    ----------
    path : path
        Where it was saved, without ending.
    table : Table
        What was saved.
    files : tuple of path
        Everything that was written.
    """

    path: Path
    table: Table
    files: tuple[Path, ...]

    @property
    def title(self) -> str:
        """What the table shows."""
        return self.table.title

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""
        return merged(self.table.provenance)

    def to_record(self) -> dict[str, Any]:
        """The table in the stable shape that programs read; file names are relative to it."""
        return {
            "id": self.path.name,
            "title": self.title,
            "provenance": [str(p) for p in self.provenance],
            "synthetic": self.table.is_synthetic,
            "files": [file.name for file in self.files],
        }

    def __repr__(self) -> str:
        return f"{self.table!r}\nSaved as {', '.join(file.name for file in self.files)}"

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def save_table(table: Table, path: Path | str) -> SavedTable:
    """Write a table as HTML, LaTeX, Word, XLSX and CSV, with a JSON record.

    Parameters
    ----------
    table : Table
        Any table; one without a title is refused.
    path : path
        Where to, without ending; its last part becomes the table's id. Folders are made.

    Returns
    -------
    SavedTable
        Shows the table in a notebook.

    Raises
    ------
    ValueError
        If the table has no title.

    Notes
    -----
    The HTML is a part of a page with its looks before it, in plain ASCII, so that it reads the
    same in any page and in any encoding. The CSV and the second sheet of the workbook
    hold the values that were not rounded.
    """
    target = Path(path)
    if not table.title.strip():
        raise ValueError(f"table {target.name!r} has no title: give it one in `title`")
    target.parent.mkdir(parents=True, exist_ok=True)
    page = table._repr_html_().encode("ascii", "xmlcharrefreplace").decode("ascii")
    forms = {
        "html": page.encode("ascii"),
        "tex": table.as_latex().encode(),
        "docx": table.as_word(),
        "xlsx": table.as_workbook(),
        "csv": table.as_csv().encode(),
    }
    files = tuple(target.with_name(f"{target.name}.{end}") for end in (*forms, "json"))
    saved = SavedTable(path=target, table=table, files=files)
    record = json.dumps(saved.to_record(), ensure_ascii=False, indent=2) + "\n"
    for file, content in zip(files, (*forms.values(), record.encode()), strict=True):
        file.write_bytes(content)
    return saved
