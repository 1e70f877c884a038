"""Tables of evidence: all text, nothing guessed, each fault with the line a person sees."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.errors import BadFile
from casestudy.evidence import COLUMNS, Evidence
from casestudy.store.csv_file import line_of_row, read_text_csv
from casestudy.store.evidence_files import EvidenceShelf, evidence_faults, read_evidence

HEADER = ",".join(COLUMNS) + ",case"
ROW = "{id},stores sell,w2001,40,,published,,A"


def table(folder: Path, *lines: str, name: str = "rows") -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
    return path


def test_every_cell_is_text_and_no_cell_a_hole(tmp_path: Path) -> None:
    path = table(tmp_path, "V01,NA,w2001,007,,published,nan,A", 'V02,"a, b",w2001,,,inference,,')
    found = read_evidence(path)
    assert (found.name, len(found)) == ("rows", 2)
    assert found.frame["statement"].tolist() == ["NA", "a, b"]
    assert found.frame["page"].tolist() == ["007", ""]
    assert found.frame["note"].tolist() == ["nan", ""]
    assert found.frame["provenance"].tolist() == ["published", "published"]
    assert [str(one) for one in found.provenance] == ["published: w2001"]
    assert all(str(kind) == "str" for kind in found.frame.dtypes)


def test_what_is_handed_out_changes_nothing(tmp_path: Path) -> None:
    found = read_evidence(table(tmp_path, ROW.format(id="V01")))
    handed = found.to_frame()
    handed["statement"] = "other"
    assert found.frame["statement"].tolist() == ["stores sell"]


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        ([ROW.format(id="V01"), ROW.format(id="V01")], 3, "id 'V01' is used twice"),
        ([ROW.format(id="V01"), "", "", ROW.format(id="V01")], 5, "id 'V01' is used twice"),
        (['V01,"two\nlines",w,,,published,,', "V02,x,w,,,guess,,"], 4, "status 'guess' is not kno"),
        (["V01,x,w,,,,,"], 2, "status '' is not known; allowed are published, inference"),
        (["V01,x,w,,,published,"], 2, "7 cells, but the header names 8 columns"),
        (["V01,a, b,w,,,published,,"], 2, "9 cells, but the header names 8 columns"),
        (['V01,"x,w,,,published,,'], 2, "not valid CSV"),
        (['V01,"x"y,w,,,published,,'], 2, "not valid CSV"),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, lines: list[str], line: int, sentence: str
) -> None:
    path = table(tmp_path, *lines)
    [fault] = evidence_faults(path)
    assert (fault.path, fault.line) == (path, line)
    assert sentence in fault.reason
    with pytest.raises(BadFile) as raised:
        read_evidence(path)
    assert raised.value.reason == fault.reason


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("id,work,page,seen_in,status,note", "the column 'statement' is missing; each table star"),
        ("statement,id,work,page,seen_in,status,note", "the columns stand in another order"),
        ("id,statement,work,page,seen_in,status,note,id", "two columns are called 'id'"),
    ],
)
def test_a_header_at_fault(tmp_path: Path, header: str, sentence: str) -> None:
    path = tmp_path / "rows.csv"
    for rows in ("", "," * header.count(",") + "\n"):
        path.write_text(f"{header}\n{rows}")
        [fault] = evidence_faults(path)
        assert fault.line == 1
        assert sentence in fault.reason


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b"", 1, "the file is empty; its first line names the columns"),
        (b"\n\n", 1, "the file is empty"),
        (b"id,a\n1,2\n\xff,3\n", 3, "not UTF-8; save the file as CSV UTF-8"),
        (b"PK\x03\x04\xff\x00", 1, "not UTF-8"),
    ],
)
def test_what_is_hardly_a_table(tmp_path: Path, content: bytes, line: int, sentence: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile) as raised:
        read_text_csv(path)
    assert raised.value.line == line
    assert sentence in raised.value.reason


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"none\.csv: the file does not exist"):
        read_text_csv(tmp_path / "none.csv")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_any_cells_come_back(tmp_path: Path, rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["a", "b"], *rows])
    path = tmp_path / "any.csv"
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8"))
    frame = read_text_csv(path)
    assert frame.to_numpy().tolist() == rows
    assert [line_of_row(path, number) for number in range(len(rows))] == [
        number + 2 for number in range(len(rows))
    ]


def test_the_shelf_names_what_there_is(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    table(folder, name="themes")
    table(folder, "x", name="broken")
    shelf = EvidenceShelf(tmp_path)
    assert (list(shelf), len(shelf), "themes" in shelf) == (["broken", "themes"], 2, True)
    assert len(shelf["themes"]) == 0
    assert isinstance(shelf["themes"], Evidence)
    with pytest.raises(LookupError, match="no evidence 'theme'; did you mean 'themes'"):
        shelf["theme"]
    with pytest.raises(BadFile):
        shelf["broken"]
    with pytest.raises(LookupError, match="there are none"):
        EvidenceShelf(tmp_path / "nowhere")["x"]
