"""Bytes become characters: certain signs first, a guess last and never in silence.

The order is: what the person said, the byte order mark, the pattern of zero bytes (UTF-16 without
a mark is valid UTF-8 full of zeros, so this test comes before the next), strict UTF-8, and then a
guess that is reported.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from casestudy.ingest.draft import one_newline
from casestudy.ingest.guessing import likeliest
from casestudy.ingest.mixture import break_after_zeros, break_of
from casestudy.ingest.original import Original

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32 before UTF-16, whose little mark opens the UTF-32 one."""

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""Longest text read: an hour of talk is 0.06 MB, a day of it under 1 MB; this is far beyond."""

MAX_CONTROL_SHARE = 0.01
"""Share of control characters above which decoded bytes are called binary, not text."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x14\x16-\x1f\x7f]")
"""Characters no transcript holds. Tab, line and page ends, and CHAT's mark \\x15 are allowed."""

HINT = "save the file as UTF-8 text, or name its encoding with encoding="


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters with LF line ends, the encoding they came in, and a warning if it was a guess."""

    text: str
    encoding: str
    warning: str = ""


BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
SAMPLE = 30
"""Characters on either side of the one that shows how an encoding was guessed."""


def decoded(original: Original) -> Decoded:
    """The characters of a text file.

    Raises
    ------
    BadFile
        If the bytes are not text, or not in the encoding that was asked for.
    """
    if len(original.data) > MAX_TEXT_BYTES:
        raise original.bad(
            f"holds {len(original.data):,} bytes of text and at most {MAX_TEXT_BYTES:,} are read; "
            "split it into one file an interview"
        )
    if original.encoding:
        result = forced(original, original.encoding)
    else:
        result = marked(original) or guessed(original)
    if is_binary(result.text):
        raise original.bad(
            "is not a text file: it is full of control characters; "
            "allowed are the formats of docs/formats.md; export it as text, .docx or .vtt"
        )
    return Decoded(one_newline(result.text.removeprefix("\ufeff")), result.encoding, result.warning)


def forced(original: Original, encoding: str) -> Decoded:
    """The characters in the encoding the person named."""
    try:
        text = original.data.decode(encoding)
    except LookupError as error:
        raise original.bad(
            f"encoding {encoding!r} is not known; allowed are names such as 'utf-8' or 'cp1252'"
        ) from error
    except (UnicodeError, ValueError) as error:
        line = original.data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise original.bad(
            f"is not written in {encoding!r}; leave encoding= out to let it be detected", line=line
        ) from error
    if not isinstance(text, str):
        raise original.bad(f"encoding {encoding!r} does not give text; try 'utf-8' or 'cp1252'")
    return Decoded(text, codecs.lookup(encoding).name)


def marked(original: Original) -> Decoded | None:
    """The characters if the bytes themselves show the encoding, else None."""
    for mark, encoding in MARKS:
        if original.data.startswith(mark):
            return by_mark(original, encoding)
    if b"\x00" in original.data:
        return by_zeros(original)
    try:
        return Decoded(original.data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def by_mark(original: Original, encoding: str) -> Decoded:
    """The characters after a byte order mark."""
    name = encoding.removesuffix("-sig")
    try:
        return Decoded(original.data.decode(encoding), name)
    except UnicodeDecodeError as error:
        at = error.start + (len(codecs.BOM_UTF8) if name == "utf-8" else 0)
        raise original.bad(
            f"begins as {name} text but breaks off at byte {at:,}; "
            "it may be cut short or hold two encodings: copy or export it again",
            line=original.data.count(b"\n", 0, at) + 1 if name == "utf-8" else 0,
        ) from error


def by_zeros(original: Original) -> Decoded:
    """The characters of UTF-16 text without a mark, known by where its zero bytes stand."""
    line = break_after_zeros(original.data)
    if line:
        raise original.bad(
            "is written in two encodings: above this line it is UTF-8, and from here UTF-16; "
            "save all of it as UTF-8",
            line=line,
        )
    even, odd = original.data[0::2].count(0), original.data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = original.data.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if is_binary(text) or min(even, odd) * 4 > max(even, odd):
        raise original.bad(
            "is not a text file: it holds zero bytes; "
            "allowed are the formats of docs/formats.md; export it as text, .docx or .vtt"
        )
    return Decoded(text, encoding)


def refuse_mixture(original: Original, name: str) -> None:
    """Refuse a file that goes over from one encoding to another, and say where."""
    line, first = break_of(original.data, name)
    if line:
        raise original.bad(
            f"is written in two encodings: above this line it is {first}, and here it is not; "
            "save all of it as UTF-8, or name one encoding for the whole with encoding=",
            line=line,
        )


def guessed(original: Original) -> Decoded:
    """The characters in the likeliest encoding, with a warning."""
    name = likeliest(original.data)
    refuse_mixture(original, name)
    if not name:
        raise original.bad(f"is in a character encoding that was not recognised; {HINT}")
    text = original.data.decode(name)
    if is_binary(text):
        raise original.bad(f"is not a text file, or its encoding was not recognised; {HINT}")
    warning = (
        f"the encoding was guessed as {name}: "
        f"check letters with accents, such as {sample(text)!r}; "
        "if they are wrong, read the file again with encoding="
    )
    return Decoded(text, f"{name} (guessed)", warning)


def sample(text: str) -> str:
    """The first word with a character beyond ASCII, as much of it as a person would look at.

    Examples
    --------
    >>> sample("a quiet café, and naïve")
    'café,'
    """
    found = BEYOND_ASCII.search(text)
    if found is None:
        return ""
    before = text[max(0, found.start() - SAMPLE) : found.start()]
    start = found.start() - len(re.split(r"\W", before)[-1])
    return next(iter(text[start : found.start() + SAMPLE].split(maxsplit=1)), "")


def is_binary(text: str) -> bool:
    """Whether decoded characters look like anything but writing.

    Examples
    --------
    >>> is_binary("A quiet line."), is_binary("PK" + chr(3) + chr(4) + chr(0))
    (False, True)
    """
    return len(CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text)
