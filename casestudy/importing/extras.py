"""What a file held besides its text: comments become memos, codes become codings.

A memo is pinned to the words that its comment is about, and an edit carries it along like a coding.
Codes that a file brings are put into a scheme of their own, `imported_codes`, since nobody has
said what they mean; a person can merge them into the main scheme later.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from casestudy.anchors import Anchor, anchor
from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding
from casestudy.ingest import Comment, HumanCode, Reading
from casestudy.memos import Memo
from casestudy.sources import Source
from casestudy.store import AllowedCodes, Coder, Extras, add_memo, read_codebook, write_codebook
from casestudy.store.layout import SCHEMES

SCHEME = "imported_codes"
WORD = re.compile(r"\S+")


def extras_of(study: Path, source: Source, reading: Reading) -> Extras:
    """The memos and codings that a file gives, on the text of a source that was read from it.

    Codes that no scheme has yet are added to the scheme of imported codes.
    """
    return Extras(
        memos=tuple(_memos(source, reading.comments)),
        codings=tuple(_codings(study, source, reading.codes)),
    )


def keep_extras(study: Path, source: Source, extras: Extras) -> None:
    """Write the memos and log the codings of a new source.

    This comes before the source itself is written: an import that stops in between is made again,
    and finds its memos and codings by their ids.
    """
    for memo in extras.memos:
        add_memo(study, memo)
    by_coder: dict[str, list[Coding]] = {}
    for coding in extras.codings:
        by_coder.setdefault(coding.coder, []).append(coding)
    allowed = AllowedCodes(coding.code for coding in extras.codings)
    for coder, made in by_coder.items():
        Coder(study, name=coder, sources={source.id: source}, codes=allowed).add(made)


def _memos(source: Source, comments: Sequence[Comment]) -> Iterator[Memo]:
    """A memo for each comment, pinned to its words."""
    for number, comment in enumerate(comments, start=1):
        told = "\0".join([comment.author, comment.date, comment.text])
        yield Memo(
            id=f"{source.id}-comment-{number:03d}",
            about=f"source:{source.id}",
            text=comment.text,
            author=comment.author,
            created=comment.date,
            title=f"Comment in {source.file}, {comment.locator or f'character {comment.start}'}",
            place=_pin(source.text, comment),
            origin=f"comment:{_digest(told)}",
        )


def _pin(text: str, comment: Comment) -> Anchor | None:
    """The words a comment is about; for one at a place, on no words, the word there."""
    if comment.start < comment.end:
        return anchor(text, comment.start, comment.end)
    if not comment.end:
        return None  # the file does not say where it belongs
    words = list(WORD.finditer(text, max(0, text.rfind("\n", 0, comment.end)), comment.end))
    found = words[-1] if words else WORD.search(text, comment.end)
    return anchor(text, *found.span()) if found else None


def _codings(study: Path, source: Source, codes: Sequence[HumanCode]) -> Iterator[Coding]:
    """A coding of the one who coded for each code of a file."""
    if not codes:
        return
    ids = {code.name: code.id for code in _scheme(study, source, [code.code for code in codes])}
    now = datetime.now(UTC)
    times: Counter[str] = Counter()
    for one in codes:
        coder, code = _slug(one.coder) or "imported", f"{SCHEME}:{ids[one.code]}"
        words = " ".join(source.text[one.start : one.end].split())
        told = "\0".join([source.id, coder, code, words])
        times[told] += 1  # two turns may hold the same words
        yield Coding.at(
            anchor(source.text, one.start, one.end),
            id=f"imported-{_digest(f'{told}{times[told]}')}",
            source=source.id,
            code=code,
            coder=coder,
            text_sha256=source.text_sha256,
            created=now,
        )


def _scheme(study: Path, source: Source, names: Sequence[str]) -> Codebook:
    """The scheme of imported codes, with these codes in it."""
    path = study / SCHEMES / f"{SCHEME}.toml"
    if path.exists():
        book = read_codebook(path)
    else:
        note = "Codes that imported files held. Nobody has said here what they mean."
        book = Codebook(id=SCHEME, title="Codes found in imported files", note=note)
    known = {code.name for code in book}
    taken = set(book.by_id)
    added = []
    for name in dict.fromkeys(names):
        if name in known:
            continue
        id = _unique(_slug(name) or "code", taken)
        taken.add(id)
        added.append(Code(id=id, name=name, definition=f"As coded in {source.file}."))
    if added:
        book = replace(book, codes=(*book.codes, *added))
        write_codebook(book, path)
    return book


def _digest(told: str) -> str:
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:26]


def _slug(name: str) -> str:
    slug = re.sub(r"[^\w-]+", "_", name.casefold()).strip("_-")
    return slug if slug and not slug[0].isdigit() else f"c_{slug}" if slug else ""


def _unique(slug: str, taken: set[str]) -> str:
    number = 2
    unique = slug
    while unique in taken:
        unique, number = f"{slug}_{number}", number + 1
    return unique
