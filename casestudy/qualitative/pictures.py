"""A picture of a source with what was coded on it: regions, and words whose place is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from casestudy.codings import Codings
from casestudy.pages.blocks import blocks_beneath, region_around
from casestudy.provenance import Provenance, kinds, merged
from casestudy.regions import Region
from casestudy.results import as_html, as_text
from casestudy.sources import Source

PEOPLE = ("human", "published")
"""Origins of codings that are evidence."""
LONGEST = 160
"""Letters of the words beneath a mark that are told."""
COLUMNS = (
    "number", "theme", "theme_name", "code", "code_name", "coders", "by_person", "region", "words",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMark:
    """One code on one place of a picture: its number there, who put it, and the words beneath."""

    number: int
    region: Region
    code: str
    code_name: str
    theme: str
    theme_name: str
    theme_number: int
    colour: str
    coders: tuple[str, ...]
    by_person: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodedPicture:
    """A picture and the marks on it.

    Parameters
    ----------
    source, title : str
        Id and title of the source.
    picture : str
        Name of the picture's file.
    content : bytes
        The file.
    marks : tuple of PictureMark
        From the top down, numbered from 1.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the picture came from.
    """

    source: str
    title: str
    picture: str
    content: bytes
    marks: tuple[PictureMark, ...]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def alt(self) -> str:
        """The picture in words, for those who do not see it."""
        told = "; ".join(
            f"{mark.number} {mark.code_name} ({mark.theme_name})"
            + (f": “{mark.words}”" if mark.words else "")
            + ("" if mark.by_person else ", only suggested")
            for mark in self.marks
        )
        name = self.title or self.source
        return f"Picture of {name} with {len(self.marks)} marks. {told}".strip()

    def to_frame(self) -> pd.DataFrame:
        """One row a mark; coders joined by "; "."""
        rows = [
            (
                *(one.number, one.theme, one.theme_name, one.code, one.code_name),
                *("; ".join(one.coders), one.by_person, str(one.region), one.words),
            )
            for one in self.marks
        ]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        return frame.assign(source=self.source, provenance=kinds(self.provenance))

    _repr_html_ = as_html
    __repr__ = as_text


def coded_picture(
    source: Source, *, codings: Codings, picture: str, content: bytes, is_current: bool = True
) -> CodedPicture:
    """The picture of a source with what was coded on it.

    Parameters
    ----------
    source : Source
        A captured page, or any source with a picture.
    codings : Codings
        Those of other sources are left out.
    picture : str
        Name of the picture's file, as regions name it.
    content : bytes
        The file.
    is_current : bool
        Whether the boxes of the source's blocks belong to this picture; then coded words are
        marked around the boxes of their blocks, too.

    Returns
    -------
    CodedPicture
        Codings of several coders with one code on one place are one mark.
    """
    book = codings.codebook
    found: dict[tuple[Region, str], list[tuple[str, str]]] = {}
    n_elsewhere = 0
    fields = ["code", "coder", "origin", "start", "end", "region"]
    own = codings.only(source=source.id)
    for code, coder, origin, start, end, said in own.frame[fields].itertuples(index=False):
        region = _place(source, picture if is_current else "", start, end, said)
        if region is None or region.picture != picture or code not in book:
            n_elsewhere += 1
        else:
            found.setdefault((region, code), []).append((coder, origin))
    numbers = {theme.id: number for number, theme in enumerate(book.themes)}
    marks = []
    ordered = sorted(found.items(), key=lambda one: (one[0][0].y, one[0][0].x, one[0][1]))
    for number, ((region, code), by) in enumerate(ordered, start=1):
        theme = book.theme_of(code)
        marks.append(
            PictureMark(
                number=number,
                region=region,
                code=code,
                code_name=book[code].name,
                theme=theme.id,
                theme_name=theme.name,
                theme_number=numbers[theme.id],
                colour=theme.colour,
                coders=tuple(sorted({coder for coder, _ in by})),
                by_person=any(origin in PEOPLE for _, origin in by),
                words=_words(source, region) if is_current else "",
            )
        )
    return CodedPicture(
        source=source.id,
        title=source.title,
        picture=picture,
        content=content,
        marks=tuple(marks),
        notes=tuple(_notes(n_elsewhere)),
        provenance=merged((source.provenance, *own.provenance)),
    )


def _notes(n_elsewhere: int) -> Iterator[str]:
    if n_elsewhere:
        yield (
            f"{n_elsewhere} codings are not on the picture: of the whole source, of words that "
            "it does not show, or on another picture."
        )


def _place(source: Source, picture: str, start: int, end: int, region: str) -> Region | None:
    """Where a coding lies: its region, or a rectangle around the blocks that it touches."""
    if region:
        return Region.parsed(region)
    if start < 0 or not picture:
        return None
    boxes = [
        part.box
        for part in source.blocks()
        if part.box is not None and not part.hidden and part.start < end and start < part.end
    ]
    return region_around(boxes, picture=picture)


def _words(source: Source, region: Region) -> str:
    """The words beneath a region, cut."""
    parts = blocks_beneath(source, region)
    words = " ".join(" ".join(source.text[part.start : part.end].split()) for part in parts)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
