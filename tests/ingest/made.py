"""Small files made by the tests themselves, part by part."""

from __future__ import annotations

import math
import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from casestudy.ingest import Reading, read_file

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def run(text: str, properties: str = "") -> str:
    """A run of a Word paragraph."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*inside: str) -> str:
    """A Word paragraph; plain strings become runs."""
    return f"<w:p>{''.join(i if i.startswith('<') else run(i) for i in inside)}</w:p>"


def table(*rows: list[str]) -> str:
    """A Word table with one paragraph a cell."""
    cells = ["".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document; `parts` are further members of its folder, by the name of their root."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        root = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
        members[f"word/{name}.xml"] = f"<w:{root} {WORD}>{inside}</w:{root}>"
    return packed(members)


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text."""
    document = (
        f"<office:document-content {OPEN}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": document,
    }
    if styles:
        members["styles.xml"] = f"<office:document-styles {OPEN}>{styles}</office:document-styles>"
    return packed(members)


def workbook(sheets: dict[str, list[list[str]]], **more: str) -> bytes:
    """An Excel workbook; a cell that begins with `<c` is written as it stands, others as text."""
    names = list(sheets)
    members: dict[str, str | bytes] = {
        "xl/workbook.xml": (
            f"<workbook {SHEET}><sheets>"
            + "".join(f'<sheet name="{escape(n)}" r:id="r{k}"/>' for k, n in enumerate(names))
            + "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="r{k}" Target="worksheets/s{k}.xml"/>' for k in range(len(names))
        )
        + "</Relationships>",
    }
    for number, name in enumerate(names):
        rows = "".join(f"<row>{''.join(map(sheet_cell, row))}</row>" for row in sheets[name])
        members[f"xl/worksheets/s{number}.xml"] = (
            f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>"
        )
    for name, inside in more.items():
        members[f"xl/{name}.xml"] = inside
    return packed(members)


SHEET = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def sheet_cell(text: str) -> str:
    """One cell of a sheet."""
    inline = f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    return text if text.startswith("<c") else inline


def read(folder: Path, content: str | bytes, name: str = "file", **options: str) -> Reading:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    reading = read_file(path, **options)  # type: ignore[arg-type]
    check(reading)
    return reading


def turns(reading: Reading) -> list[tuple[str, str]]:
    """Speaker and words of each turn."""
    return [
        (part.speaker, reading.text[part.start : part.end])
        for part in reading.parts
        if part.kind == "turn"
    ]


def times(reading: Reading) -> list[tuple[float | None, float | None]]:
    """Start and end of each turn in seconds."""
    return [(part.start_time, part.end_time) for part in reading.parts if part.kind == "turn"]


def pieces(reading: Reading, kind: str) -> list[str]:
    """The words of all parts of a kind."""
    return [reading.text[part.start : part.end] for part in reading.parts if part.kind == kind]


def check(reading: Reading) -> None:
    """What holds for every reading, whatever the file."""
    text = reading.text
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    text.encode("utf-8")
    assert reading.kind in ("interview", "website", "document", "answer")
    starts = [part.start for part in reading.parts]
    assert starts == sorted(starts)
    end = 0
    for part in reading.parts:
        assert 0 <= part.start <= part.end <= len(text)
        assert part.start < part.end or part.kind == "answer"
        assert all(math.isfinite(time or 0.0) for time in (part.start_time, part.end_time))
        if part.kind == "cue":
            assert part.end <= end
        else:
            assert part.start >= end, "outer parts follow one another without overlap"
            end = part.end
    for each in (*reading.comments, *reading.codes):
        assert 0 <= each.start <= each.end <= len(text)
    spoken = {part.speaker for part in reading.parts if part.kind == "turn" and part.speaker}
    assert set(reading.roles) == spoken
    assert set(reading.roles.values()) <= {"interviewer", "respondent", ""}
    assert "\n" not in "".join(reading.warnings)
