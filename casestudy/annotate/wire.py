"""Texts and arrays as messages carry them to a browser: a plain head and buffers of bytes.

Positions on the wire are code points; the browser counts UTF-16 units and converts. A text goes as
UTF-8, or as UTF-16 where it holds lone surrogates, which UTF-8 cannot carry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from casestudy.annotate.bench import ShownCoding
from casestudy.annotate.rows import Rows, heading_level
from casestudy.memos import Memo
from casestudy.sources import Source

FIRST_PIECE = 600_000
"""Code points of a text that go at once; a longer one follows in pieces: Jupyter drops what a
kernel that sends more than about three million bytes in three seconds."""
NEXT_PIECE = 300_000
LARGEST_NARROW = "\uffff"
"""Code points above it take two UTF-16 units."""


@dataclass(slots=True)
class Parcel:
    """A message with its buffers, each named in the head."""

    head: dict[str, Any]
    buffers: list[bytes] = field(default_factory=list)

    def put(self, name: str, kind: str, content: bytes) -> None:
        """Add a buffer under a name; `kind` tells the browser how to read it."""
        self.head.setdefault("buffers", []).append([name, kind])
        self.buffers.append(content)

    def put_text(self, name: str, text: str) -> None:
        """Add a text, lone surrogates included."""
        try:
            self.put(name, "utf8", text.encode())
        except UnicodeEncodeError:
            self.put(name, "utf16", text.encode("utf-16-le", "surrogatepass"))
            # to a browser two lone surrogates side by side are one sign; Python counts them as two
            wide = [at for at, sign in enumerate(text) if sign > LARGEST_NARROW]
            self.put_numbers("wide", wide, "i4")

    def put_numbers(self, name: str, values: ArrayLike, dtype: str) -> None:
        """Add numbers: `i4`, `u2`, `u1`, `f4` or `f8`, little-endian."""
        self.put(name, dtype, np.asarray(values).astype(f"<{dtype}").tobytes())


def source_parcel(source: Source, rows: Rows, coded: Sequence[ShownCoding]) -> Parcel:
    """A source with its rows and codings, and the first piece of its text."""
    parcel = Parcel({"type": "source", "source": _source_head(source)})
    parcel.put_text("text", source.text[:FIRST_PIECE])
    _put_rows(parcel, source, rows)
    put_codings(parcel, coded)
    return parcel


def answer_parcel(ask: str, value: Any) -> Parcel:
    """The answer to a question: plain values, or bytes."""
    if not isinstance(value, bytes):
        return Parcel({"type": "answer", "ask": ask, "value": value})
    parcel = Parcel({"type": "answer", "ask": ask})
    parcel.put("value", "bytes", value)
    return parcel


def piece_parcel(source: Source, start: int) -> Parcel:
    """The next piece of a long text, from a code point on."""
    parcel = Parcel({"type": "piece", "source": source.id, "start": start})
    parcel.put_text("text", source.text[start : start + NEXT_PIECE])
    return parcel


def put_codings(parcel: Parcel, coded: Sequence[ShownCoding]) -> None:
    """Add codings, one entry each in several arrays; what few have goes into the head."""
    codes, coders = _numbered(c.code for c in coded), _numbered(c.coder for c in coded)
    origins = _numbered(c.origin for c in coded)
    parcel.head["codings"] = {
        "codes": list(codes),
        "coders": list(coders),
        "origins": list(origins),
        "memos": {number: c.memo for number, c in enumerate(coded) if c.memo},
        "regions": {number: c.region for number, c in enumerate(coded) if c.region},
        "confidences": {n: c.confidence for n, c in enumerate(coded) if c.confidence is not None},
        "lost": {number: c.quote for number, c in enumerate(coded) if c.lost},
        "weights": {n: c.weight for n, c in enumerate(coded) if c.weight is not None},
        "stances": {number: c.stance for number, c in enumerate(coded) if c.stance},
    }
    parcel.put_text("ids", "\n".join(c.id for c in coded))
    parcel.put_text("times", "\n".join(c.created for c in coded))
    parcel.put_numbers("starts", [c.start for c in coded], "i4")
    parcel.put_numbers("ends", [c.end for c in coded], "i4")
    parcel.put_numbers("codes", [codes[c.code] for c in coded], "u2")
    parcel.put_numbers("coders", [coders[c.coder] for c in coded], "u2")
    parcel.put_numbers("origins", [origins[c.origin] for c in coded], "u2")


def plain_coding(coding: ShownCoding) -> dict[str, Any]:
    """One coding as a plain dictionary, for messages about a few."""
    fields = coding._asdict()
    if not coding.lost:
        del fields["quote"]  # the browser has the text
    return fields


def plain_note(memo: Memo) -> dict[str, Any]:
    """A memo as a plain dictionary, with its place if it has one: -1 where the words are gone."""
    place = memo.place if not memo.orphaned else None
    return {
        "id": memo.id,
        "about": memo.about,
        "text": memo.text,
        "author": memo.author,
        "created": memo.created,
        "title": memo.title,
        "start": place.start if place else -1,
        "end": place.end if place else -1,
    }


def _source_head(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "kind": source.kind,
        "case": source.case,
        "language": source.language_code,
        "sha": source.text_sha256,
        "length": len(source.text),
        "synthetic": source.provenance.is_synthetic,
        "warnings": list(source.warnings),
    }


def _put_rows(parcel: Parcel, source: Source, rows: Rows) -> None:
    speakers = _numbered(part.speaker for part in rows.parts)
    headings = _numbered(part.heading for part in rows.parts)
    parcel.head["parts"] = {
        "speakers": list(speakers),
        "roles": [source.roles.get(speaker, "") for speaker in speakers],
        "headings": list(headings),
    }
    parcel.put_numbers("row_starts", [row.start for row in rows.rows], "i4")
    parcel.put_numbers("row_ends", [row.end for row in rows.rows], "i4")
    parcel.put_numbers("row_kinds", [row.kind for row in rows.rows], "u1")
    parcel.put_numbers("row_parts", [row.part for row in rows.rows], "i4")
    parcel.put_numbers("part_speakers", [speakers[p.speaker] for p in rows.parts], "u2")
    parcel.put_numbers("part_headings", [headings[p.heading] for p in rows.parts], "i4")
    parcel.put_numbers("part_levels", [heading_level(p) for p in rows.parts], "u1")
    times = [np.nan if p.start_time is None else p.start_time for p in rows.parts]
    parcel.put_numbers("part_times", times, "f8")
    parcel.put_numbers("part_starts", [p.start for p in rows.parts], "i4")
    parcel.put_numbers("part_ends", [p.end for p in rows.parts], "i4")
    nowhere = (np.nan,) * 4
    boxes = [part.box if part.box is not None else nowhere for part in rows.parts]
    if any(part.box is not None for part in rows.parts):
        parcel.put_numbers("part_boxes", boxes, "f4")
    parcel.put_text("part_kinds", "".join(p.kind[0] for p in rows.parts))


def _numbered(values: Iterable[str]) -> Mapping[str, int]:
    """Each value once, in order of first appearance, with its number."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}
