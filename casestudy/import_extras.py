"""What a file held besides its text: comments become memos, codes become codings.

Codes that a file brings are put into a scheme of their own, `imported_codes`, since nobody has
said what they mean; a person can merge them into the main scheme later.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from casestudy.anchors import anchor
from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding, Memo
from casestudy.ingest import Comment, HumanCode
from casestudy.sources import Source
from casestudy.store import Coder, read_codebook, write_codebook, write_memo
from casestudy.store.layout import SCHEMES

SCHEME = "imported_codes"


def keep_comments(study: Path, source: Source, comments: Sequence[Comment]) -> int:
    """Write each comment of a file as a memo on its source, and say how many there were."""
    for number, comment in enumerate(comments, start=1):
        words = source.text[comment.start : comment.end].strip()
        quoted = "".join(f"> {line}\n" for line in words.splitlines())
        memo = Memo(
            id=f"{source.id}-comment-{number:03d}",
            about=f"source:{source.id}",
            text=f"{quoted}\n{comment.text}" if quoted else comment.text,
            author=comment.author,
            created=comment.date,
            title=f"Comment in {source.file}, {comment.locator or f'character {comment.start}'}",
        )
        write_memo(study, memo)
    return len(comments)


def keep_codes(study: Path, source: Source, codes: Sequence[HumanCode]) -> int:
    """Log each code of a file as a coding of the one who coded, and say how many there were."""
    if not codes:
        return 0
    book = _scheme(study, source, [code.code for code in codes])
    ids = {code.name: code.id for code in book}
    now = datetime.now(UTC)
    by_coder: dict[str, list[Coding]] = {}
    for one in codes:
        coder = _slug(one.coder) or "imported"
        coding = _coding(source, one, f"{SCHEME}:{ids[one.code]}", coder, now)
        by_coder.setdefault(coder, []).append(coding)
    allowed = [f"{SCHEME}:{id}" for id in ids.values()]
    for coder, made in by_coder.items():
        Coder(study, name=coder, sources={source.id: source}, codes=allowed).add(made)
    return len(codes)


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


def _coding(source: Source, one: HumanCode, code: str, coder: str, now: datetime) -> Coding:
    place = anchor(source.text, one.start, one.end)
    told = "\0".join([source.id, source.text_sha256, coder, code, str(one.start), str(one.end)])
    return Coding.at(
        place,
        id=f"imported-{hashlib.sha256(told.encode()).hexdigest()[:26]}",
        source=source.id,
        code=code,
        coder=coder,
        text_sha256=source.text_sha256,
        created=now,
    )


def _slug(name: str) -> str:
    slug = re.sub(r"[^\w-]+", "_", name.casefold()).strip("_-")
    return slug if slug and not slug[0].isdigit() else f"c_{slug}" if slug else ""


def _unique(slug: str, taken: set[str]) -> str:
    number = 2
    unique = slug
    while unique in taken:
        unique, number = f"{slug}_{number}", number + 1
    return unique
