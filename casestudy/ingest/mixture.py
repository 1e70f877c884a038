"""Files pasted together from two encodings: where the one ends and the other begins.

UTF-8 leaves traces that other encodings do not make by chance: accented letters and quotation marks
of two and three bytes, whole words of them. Lines with such traces beside lines that are not UTF-8
show a mixture, or a file that was cut in the middle of a letter.
"""

from __future__ import annotations

import re

TRACE = re.compile(
    rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]"
    rb"|(?:[\xc6-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){3}"
)
"""Accented letters, typographic marks, or three letters of another script in a row, in UTF-8."""

HIGH = re.compile(rb"[\x80-\xff]")
WIDE = ("cp932", "euc_jp", "gb18030", "gb2312", "gbk", "big5", "cp949", "euc_kr", "johab")
"""Encodings of two bytes a letter, in which short lines may be UTF-8 by chance."""

LEAST_WIDE = 3
"""Lines of UTF-8 that such a file must hold to be a mixture."""

WIDE_SHARE = 0.2
"""Share of its lines that they must be."""

MIN_PREFACE = 40
"""Bytes of plain text before the first zero byte from which UTF-16 has begun too late."""


def break_of(data: bytes, guess: str) -> tuple[int, str]:
    r"""Line where the encoding changes and what it is above, or (0, '').

    Parameters
    ----------
    data : bytes
        Bytes that as a whole are not UTF-8.
    guess : str
        What they are taken for.

    Examples
    --------
    >>> break_of("caf\u00e9\n".encode("utf-8") + "caf\u00e9\n".encode("cp1252"), "cp1252")
    (2, 'UTF-8')
    """
    utf8 = {
        number: is_utf8(line)
        for number, line in enumerate(data.splitlines(), 1)
        if HIGH.search(line)
    }
    traces = sum(
        is_sure and TRACE.search(line) is not None
        for number, line in enumerate(data.splitlines(), 1)
        if (is_sure := utf8.get(number, False))
    )
    least = max(LEAST_WIDE, WIDE_SHARE * len(utf8)) if guess in WIDE else 1
    if traces < least or all(utf8.values()):
        return 0, ""
    first = next(iter(utf8.values()))
    line = next(number for number, is_one in utf8.items() if is_one != first)
    return line, "UTF-8" if first else f"not UTF-8 but perhaps {guess or 'another'}"


def is_utf8(line: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def break_after_zeros(data: bytes) -> int:
    r"""Line where UTF-16 begins after plain text, or 0.

    Examples
    --------
    >>> break_after_zeros(b"a line of plain text\n" * 3 + "and wide".encode("utf-16-le"))
    4
    """
    first = data.find(b"\x00")
    before = data[: max(first - 1, 0)]
    plain = before[: before.rfind(b"\n") + 1]
    if len(plain) < MIN_PREFACE or not is_utf8(plain):
        return 0
    return plain.count(b"\n") + 1
