"""A table as a Word document: real table cells, a repeated head, rules above and below.

The text is only ever text: it is escaped, and signs that XML does not know are left out. Written
twice, a document is the same to the byte.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

Rows = Sequence[Sequence[str]]

LETTERS_ACROSS = 100
"""More letters than this across a page, and the page is turned."""
NEVER_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JUSTIFIED = {"left": "left", "right": "right", "centre": "center"}
_WHEN = (1980, 1, 1, 0, 0, 0)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SMALL, _NORMAL = 16, 18
"""Size of letters in half points."""


def word_document(
    title: str,
    *,
    heads: Sequence[str],
    aligns: Sequence[str],
    rows: Rows,
    below: Sequence[str],
    is_synthetic: bool,
) -> bytes:
    """A document with one table, ready to be copied into a paper.

    Parameters
    ----------
    title : str
        Stands above the table, and is its text alternative.
    heads, aligns : sequence of str
        Head of each column; "left", "right" or "centre".
    rows : sequence of sequence of str
        Cells; the first of each row names it.
    below : sequence of str
        Notes and provenance.
    is_synthetic : bool
        Whether the title bears the mark of made-up data.

    Returns
    -------
    bytes
        A `.docx` file.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml

    document = Document()
    section = document.sections[0]
    if sum(_letters(heads, rows)) > LETTERS_ACROSS:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    body = document.element.body
    parts = [
        _title(title, is_synthetic=is_synthetic),
        _table(title, heads, aligns, rows),
        *(_paragraph(text, size=_SMALL) for text in below),
    ]
    for number, part in enumerate(parts):
        body.insert(number, parse_xml(part))
    about = document.core_properties
    about.title, about.author, about.comments = clean(title)[:255], "", ""
    file = io.BytesIO()
    document.save(file)
    return _same_bytes(file.getvalue())


def clean(text: str) -> str:
    r"""Text without the signs that XML cannot hold; blanks and line breaks as they are.

    Examples
    --------
    >>> clean("a\x00b\ud800c")
    'abc'
    """
    return NEVER_IN_XML.sub("", text)


def _letters(heads: Sequence[str], rows: Rows) -> list[int]:
    """How many letters each column is wide: heads are bold, long texts are broken."""
    longest_word = [max(map(len, head.split()), default=0) for head in heads]
    cells = [max((min(len(row[i]), 22) for row in rows), default=0) for i in range(len(heads))]
    return [
        max(round(1.3 * head), cell) + 5 for head, cell in zip(longest_word, cells, strict=True)
    ]


def _title(title: str, *, is_synthetic: bool) -> str:
    mark = _run(" (SYNTHETIC DATA)", bold=True, colour="B00020") if is_synthetic else ""
    shown = _run(" ".join(title.split()), bold=True)
    return f'<w:p {_W}><w:pPr><w:keepNext/><w:spacing w:after="80"/></w:pPr>{shown}{mark}</w:p>'


def _paragraph(text: str, *, size: int) -> str:
    space = '<w:spacing w:before="60" w:after="0"/>'
    return f"<w:p {_W}><w:pPr>{space}</w:pPr>{_run(text, size=size)}</w:p>"


def _run(text: str, *, bold: bool = False, size: int = _NORMAL, colour: str = "") -> str:
    """Words in one look; line breaks are kept."""
    weight = "<w:b/>" if bold else ""
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).splitlines()]
    looks = f'<w:rPr>{weight}{ink}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    return f"<w:r>{looks}{'<w:br/>'.join(lines)}</w:r>"


def _table(title: str, heads: Sequence[str], aligns: Sequence[str], rows: Rows) -> str:
    """The table with rules above, below and under the head, which is repeated on each page."""
    name = quoteattr(clean(" ".join(title.split())))
    rule = 'w:val="single" w:sz="8" w:space="0" w:color="000000"'
    looks = (
        f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top {rule}/>'
        f'<w:bottom {rule}/></w:tblBorders><w:tblLayout w:type="autofit"/>'
        f'<w:tblLook w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={name}/></w:tblPr>"
    )
    widths = "".join(f'<w:gridCol w:w="{100 * n}"/>' for n in _letters(heads, rows))
    lines = "".join(_row(row, aligns) for row in rows)
    head = _row(heads, aligns, is_head=True)
    return f"<w:tbl {_W}>{looks}<w:tblGrid>{widths}</w:tblGrid>{head}{lines}</w:tbl>"


def _row(cells: Sequence[str], aligns: Sequence[str], *, is_head: bool = False) -> str:
    flags = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
    edge = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        "</w:tcBorders>"
        if is_head
        else ""
    )
    made = "".join(
        f'<w:tc><w:tcPr>{edge}</w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20"/>'
        f'<w:jc w:val="{_JUSTIFIED[align]}"/></w:pPr>{_run(cell, bold=is_head)}</w:p></w:tc>'
        for cell, align in zip(cells, aligns, strict=True)
    )
    return f"<w:tr><w:trPr>{flags}</w:trPr>{made}</w:tr>"


def _same_bytes(content: bytes) -> bytes:
    """The archive with its files in order and without the time of writing."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        first = "[Content_Types].xml"
        for name in sorted(given.namelist(), key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, date_time=_WHEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, given.read(name))
    return made.getvalue()
