"""Tables as Word documents: text stays text, structure for all readers, the same bytes twice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from casestudy import tables
from casestudy.tables import Column, Table, save_table
from tests.figures import made as results

from . import made

NASTY = '<w:p/> & "quoted" ]]> \x00\x01\ud800 {=1+1} ä 🙂'
CLEAN = '<w:p/> & "quoted" ]]>  {=1+1} ä 🙂'


def table(**changes: object) -> Table:
    settings: dict[str, object] = {
        "title": f"Title {NASTY}",
        "columns": (Column(name=f"Head {NASTY}"), Column(name="n", align="right")),
        "rows": ((f"cell {NASTY}\nsecond line", "1"), ("", "2")),
        "notes": (f"note {NASTY}",),
        "provenance": (made.PUBLISHED,),
        **changes,
    }
    return Table(**settings)  # type: ignore[arg-type]


def opened(shown: Table) -> Document:  # type: ignore[valid-type]
    return Document(io.BytesIO(shown.as_word()))


def test_every_text_is_there_and_nothing_but_text() -> None:
    document = opened(table())
    [made_table] = document.tables
    cells = [[cell.text for cell in row.cells] for row in made_table.rows]
    assert cells == [[f"Head {CLEAN}", "n"], [f"cell {CLEAN}\nsecond line", "1"], ["", "2"]]
    paragraphs = [p.text for p in document.paragraphs if p.text]
    assert paragraphs == [
        f"Title {CLEAN}", f"note {CLEAN}", "Data: published: lakso2021, p. 2",
    ]  # fmt: skip


def test_the_head_is_repeated_and_the_table_has_a_text_alternative() -> None:
    [made_table] = opened(table(title="Trust by case")).tables
    xml = made_table._tbl.xml
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.index("<w:tblHeader/>") < xml.index("second line")
    assert 'w:tblCaption w:val="Trust by case"' in xml
    assert xml.count('<w:jc w:val="right"/>') == 3


def test_made_up_data_is_marked() -> None:
    shown = table(title="T", provenance=(made.SYNTHETIC,))
    assert opened(shown).paragraphs[0].text == "T (SYNTHETIC DATA)"
    assert opened(table(title="T")).paragraphs[0].text == "T"


def test_a_wide_table_turns_the_page() -> None:
    many = tuple(Column(name=f"a column {i}") for i in range(14))
    wide = table(columns=many, rows=(("x",) * 14,))
    for shown, is_wide in ((wide, True), (table(), False)):
        section = opened(shown).sections[0]
        assert (section.page_width > section.page_height) == is_wide


def test_no_field_link_or_macro_and_no_name_of_a_person() -> None:
    with zipfile.ZipFile(io.BytesIO(table().as_word())) as archive:
        names = archive.namelist()
        whole = archive.read("word/document.xml").decode()
        about = archive.read("docProps/core.xml").decode()
    assert names[0] == "[Content_Types].xml"
    assert not any("vba" in name or "embed" in name for name in names)
    for tag in ("w:fldSimple", "w:instrText", "w:hyperlink", "w:object"):
        assert f"<{tag}" not in whole
    assert "<dc:creator></dc:creator>" in about


def test_written_twice_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first = table().as_word()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert table().as_word() == first


@pytest.mark.parametrize(
    "shown",
    [
        tables.theme_matrix(results.matrix(n_cases=6)),
        tables.codebook(made.codebook()),
        tables.quotations(results.quotation_list()),
        tables.scheme_overview(results.overview(50)),
    ],
    ids=["matrix", "codebook", "quotations", "schemes"],
)
def test_every_row_of_real_tables(shown: Table) -> None:
    [made_table] = opened(shown).tables
    assert len(made_table.rows) == len(shown.rows) + 1
    cells = [cell.text for cell in made_table.rows[1].cells]
    assert cells == ["\n".join(cell.splitlines()) for cell in shown.rows[0]]


def test_an_empty_table_is_a_document(tmp_path: Path) -> None:
    empty = Table(title="None", columns=(Column(name="Case"),), rows=())
    saved = save_table(empty, tmp_path / "none")
    document = Document(str(tmp_path / "none.docx"))
    assert len(document.tables[0].rows) == 1
    assert "none.docx" in [file.name for file in saved.files]
