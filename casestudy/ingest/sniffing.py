"""What a file is, told by its bytes: names lie, a .doc may be RTF and a .csv may be UTF-16."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO

from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the container of old Office files and of password-protected new ones."""

ZIP_ENDINGS = (".docx", ".odt", ".xlsx", ".pptx")
"""Endings that promise a zip archive."""

REFUSED = (
    (
        b"SQLite format 3\x00",
        "is a database of another program; export its sources or use REFI-QDA",
    ),
    (b"\x89PNG", "is a picture; type its text or run a text recogniser first"),
    (b"\xff\xd8\xff", "is a picture; type its text or run a text recogniser first"),
    (b"GIF8", "is a picture; type its text or run a text recogniser first"),
    (b"ID3", "is a sound recording; transcribe it first and read the transcript"),
    (b"OggS", "is a sound recording; transcribe it first and read the transcript"),
    (b"fLaC", "is a sound recording; transcribe it first and read the transcript"),
    (b"RIFF", "is a recording or picture; transcribe it first and read the transcript"),
    (b"\x1a\x45\xdf\xa3", "is a film; transcribe it first and read the transcript"),
    (b"WARC/", "is an archive of pages; `casestudy import` makes a source of each"),
    (b"\x1f\x8b", "is packed with gzip; unpack it and read what is inside"),
    (b"7z\xbc\xaf", "is packed with 7-Zip; unpack it and read what is inside"),
    (b"Rar!", "is packed with RAR; unpack it and read what is inside"),
    (b"\x7fELF", "is a program, not a text"),
)
"""First bytes of files that hold no text we could read, and what to do instead."""

PACKED = {
    "xl/workbook.bin": "is a binary Excel workbook; save it as .xlsx or CSV",
    "ppt/presentation.xml": "is a PowerPoint file; save its text as .docx or .txt",
    "Index/Document.iwa": "is a Pages file; export it as .docx",
    "META-INF/container.xml": "is an e-book; convert it to HTML or text",
}
"""Members that tell what an archive is."""

CUE_TIMES = re.compile(
    r"[ \t]*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}[ \t]*-->[ \t]*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
)
HTML_START = re.compile(
    r"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|main|article"
    r"|section|header|nav|div|p|h[1-6]|ul|ol|table|span|form|dl|blockquote|font|center|br"
    r"|a\s+href|(?:b|i|strong|em)>[^<>]*</)[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
HTML_TAGS = re.compile(r"</(?:p|div|html|body|td|li|span|h[1-6])>", re.IGNORECASE)
XML_START = re.compile(r"\s*<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>")
CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
HEADS = {
    "subviewer": re.compile(rf"\s*{CLOCK},{CLOCK}[ \t]*\n"),
    "substation": re.compile(r"\s*\[Script Info\]", re.IGNORECASE),
    "audacity": re.compile(
        r"\s*(?:\d{1,6}[.,]\d{3,9}\t){2}[^\n]*\S[^\n]*\n(?:\\\t[^\n]*\n)?(?:\d{1,6}[.,]\d{3,9}\t){2}"
    ),
    "textgrid": re.compile(r"\s*(?:File type = )?\"ooTextFile(?: short)?\"\s+(?:Object class = )?"
                           r"\"TextGrid\""),
}  # fmt: skip
"""How files of other programs begin."""
CHAT_START = re.compile(r"\s*@(?:UTF8|Begin|Font|PID|Window|ColorWords)\b")
MIME_START = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}?mime-version:", re.IGNORECASE)


def sniff(original: Original) -> str:
    """Name of the reader for a file.

    Raises
    ------
    BadFile
        If the file is of a kind that is not read, with what to do instead.
    """
    data = original.data
    for start, reason in REFUSED:
        if data.startswith(start):
            raise original.bad(reason)
    if data[4:8] == b"ftyp":
        raise original.bad("is a recording; transcribe it first and read the transcript")
    if data.startswith(b"PK"):
        return packed(original)
    if data.startswith(OLE):
        return old_office(original)
    check_name(original)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = data[:4096].decode("latin-1")
    if HTML_START.match(head):
        return "webpage"
    if head.lstrip().startswith("<?xml"):
        return "xml"
    name = written(decoded(original).text)
    if name == "text" and original.path.suffix.lower() in (".csv", ".tsv"):
        from casestudy.ingest.csvtable import no_columns

        raise original.bad(no_columns(decoded(original).text.split("\n", 1)[0]))
    return name


def is_workbook(original: Original) -> bool:
    """Whether a file is an Excel workbook; any other is taken for CSV."""
    if not original.data.startswith((b"PK", OLE)):
        return False
    name = sniff(original)
    if name != "xlsx":
        raise original.bad("is no table; allowed are .csv and .xlsx with a row a respondent")
    return True


def check_name(original: Original) -> None:
    """Refuse a file whose name promises a container that it is not.

    A log-in page or an error message that was saved as `interview.docx` would otherwise come in as
    the interview.
    """
    ending = original.path.suffix.lower()
    is_promised = ending in ZIP_ENDINGS or (
        ending == ".pdf" and b"%PDF-" not in original.data[:1024]
    )
    if is_promised:
        raise original.bad(
            f"is named {ending} but is not such a file: it begins with {original.data[:16]!r}; "
            "open it in the program that made it and save it again, or, if it is text or a web "
            "page, give it the ending .txt or .html"
        )


def packed(original: Original) -> str:
    """Name of the reader for a zip archive."""
    try:
        with zipfile.ZipFile(BytesIO(original.data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:60] if "mimetype" in names else b""
    except Exception as error:
        raise original.bad(
            "is a zip archive (a .docx or .odt) that cannot be opened: it is damaged or cut short; "
            "copy it again or save it again in the word processor"
        ) from error
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    for member, reason in PACKED.items():
        if member in names:
            raise original.bad(reason)
    raise original.bad(
        "is a zip archive but neither .docx nor .odt; unpack it and read the files inside"
    )


def old_office(original: Original) -> str:
    """Name of the reader for an old Office container, if LibreOffice is there to open it."""
    if "EncryptedPackage".encode("utf-16-le") in original.data:
        raise original.bad(
            "is protected by a password; open it, remove the password and save it as .docx"
        )
    if "WordDocument".encode("utf-16-le") not in original.data:
        raise original.bad(
            "is an old Office file; open it and save it as .docx, or as CSV if it is a table"
        )
    if shutil.which("soffice") is None:
        raise original.bad(
            "is an old Word file (.doc); open it and save it as .docx, "
            "or install LibreOffice so that it can be converted"
        )
    return "doc"


def written(text: str) -> str:
    """Name of the reader for decoded characters."""
    start = text[:4096]
    if re.match(r"WEBVTT(?:\s|$)", start):
        return "webvtt"
    if first_cue(start):
        return "subrip"
    named = next((name for name, head in HEADS.items() if head.match(start)), "")
    if named:
        return named
    if CHAT_START.match(start):
        return "chat"
    if text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]") and is_json(start):
        return "json"
    if MIME_START.match(start):
        return "mhtml"
    if is_csv(start):
        return "csv"
    if HTML_START.match(start) or len(HTML_TAGS.findall(text[:20000])) > 5:
        return "webpage"
    root = XML_START.match(start)
    if root and text.rstrip().endswith(f"</{root.group(1)}>"):
        return "xml"
    return "text"


def first_cue(start: str) -> bool:
    """Whether a text opens with a cue: a number, perhaps, and its times."""
    lines = [line for line in start.split("\n") if line.strip()][:2]
    return any(CUE_TIMES.match(line) for line in lines) and (
        CUE_TIMES.match(lines[0]) is not None or lines[0].strip().isdigit()
    )


def is_json(start: str) -> bool:
    """Whether a text in braces or brackets goes on as JSON does, not as speech in brackets."""
    return re.match(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"])", start) is not None


def is_csv(start: str) -> bool:
    """Whether the first line names a column of speakers and one of speech."""
    from casestudy.ingest.csvtable import header_columns

    return header_columns(start.split("\n", 1)[0]) is not None
