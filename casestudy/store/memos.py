"""Memos as Markdown files with a head that says what each is about.

```
+++
about = "code:transparency"
author = "anna"
created = "2026-11-23"
title = "Why, not what"
+++
The text of the memo.
```

A memo that is pinned to words of a source has `start`, `end`, `quote`, `prefix` and `suffix` in its
head, as a coding has in its log.
"""

from __future__ import annotations

import os
import re
import time
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomlkit

from casestudy.anchors import Anchor
from casestudy.errors import BadFile
from casestudy.memos import Memo
from casestudy.store import layout
from casestudy.store.durable import write_durably

FENCE = "+++"
ABOUT = re.compile(r"study|(?:code|source|case|coding):.*\S.*")
ID_PATTERN = re.compile(r"[^\W_][\w .-]*")
MOST_REMEMBERED = 100_000
"""Memos of which it is remembered what they are about."""
JUST_NOW = 2_000_000_000
"""Nanoseconds in which a file may change twice and bear the same time."""
PLACE = ("start", "end", "quote", "prefix", "suffix")


def read_memos(study: Path) -> list[Memo]:
    """All memos of a study, by file name."""
    return [read_memo(path) for path in memo_paths(study)]


def memo_paths(study: Path) -> list[Path]:
    """The files of all memos, by name; a README.md among them is none."""
    found = (study / layout.MEMOS).glob("*.md")
    return sorted(path for path in found if path.name != "README.md")


def read_memos_in(folder: Path) -> list[Memo]:
    """The memos that an edit kept in a folder."""
    return [read_memo(path) for path in sorted(folder.glob("*.md"))]


def memos_about(study: Path, source: str) -> list[Memo]:
    """The memos about one source; files that hold no memo are left to `casestudy check`.

    What each file is about is remembered as long as the file is the same: an act on a thousand
    sources asks a thousand times.
    """
    wanted = f"source:{source}"
    return [read_memo(Path(path)) for path, about in _subjects(study) if about == wanted]


def _subjects(study: Path) -> Iterator[tuple[str, str]]:
    """The path of each memo and what it is about, by name."""
    folder = study / layout.MEMOS
    if not folder.is_dir():
        return
    now = time.time_ns()
    with os.scandir(folder) as entries:
        files = sorted((e for e in entries if _may_be_memo(e.name)), key=lambda e: e.name)
    for file in files:
        state = file.stat()
        stamp = (state.st_ino, state.st_size, state.st_mtime_ns)
        is_settled = abs(now - state.st_mtime_ns) > JUST_NOW
        subject = _subject if is_settled else _subject.__wrapped__
        yield file.path, subject(file.path, stamp)


def _may_be_memo(name: str) -> bool:
    return name.endswith(".md") and name != "README.md"


@lru_cache(maxsize=MOST_REMEMBERED)
def _subject(path: str, stamp: tuple[int, int, int]) -> str:
    """What the memo in a file of this number, size and time is about; empty if it holds none."""
    del stamp
    try:
        return read_memo(Path(path)).about
    except BadFile:
        return ""


def read_memo(path: Path) -> Memo:
    """The memo that a file holds.

    Raises
    ------
    BadFile
        If the head is missing or says not what the memo is about, or where it is pinned.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadFile(path, "not UTF-8; save the file as UTF-8") from None
    if not text.startswith(FENCE + "\n") or f"\n{FENCE}\n" not in text:
        raise BadFile(
            path, f"a memo begins with a head between two lines '{FENCE}' that says `about`", line=1
        )
    head_text, _, body = text[len(FENCE) + 1 :].partition(f"\n{FENCE}\n")
    try:
        head = tomllib.loads(head_text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(path, f"the head is not valid TOML: {error}", line=2) from None
    about = str(head.get("about", ""))
    if not ABOUT.fullmatch(about):
        raise BadFile(
            path,
            f"about = {about!r} is not known; write 'study', 'code:<id>', 'source:<id>', "
            "'case:<id>' or 'coding:<id>'",
            line=2,
        )
    return Memo(
        id=path.stem,
        about=about,
        text=body.strip("\n"),
        author=str(head.get("author", "")),
        created=str(head.get("created", "")),
        title=str(head.get("title", "")),
        place=_place(path, head),
        orphaned=bool(head.get("orphaned", False)),
        origin=str(head.get("origin", "")),
    )


def write_memo(study: Path, memo: Memo) -> Path:
    """Write a memo as a new file or in place of the one with its id.

    Raises
    ------
    ValueError
        If its id cannot be the name of a file.
    """
    if not ID_PATTERN.fullmatch(memo.id):
        raise ValueError(
            f"memo id {memo.id!r} is not allowed: it starts with a letter or digit, "
            "then come letters, digits, blanks, '_', '-' or '.'"
        )
    path = memo_path(study, memo.id)
    write_durably(path, memo_content(memo))
    return path


def add_memo(study: Path, memo: Memo) -> Path:
    """Write a memo as a new file, under the next free number if its id is taken.

    One that is there already, word for word, is left.
    """
    path = memo_path(study, memo.id)
    if path.exists() and path.read_bytes() == memo_content(memo):
        return path
    return write_memo(study, replace(memo, id=free_memo_id(study, memo.id)))


def free_memo_id(study: Path, id: str, taken: Collection[str] = ()) -> str:
    """An id that no memo has, made from one that ends in a number."""
    stem, _, number = id.rpartition("-")
    count = int(number) if number.isdecimal() else 1
    while id in taken or memo_path(study, id).exists():
        count += 1
        id = f"{stem or id}-{count:03d}"
    return id


def memo_path(study: Path, id: str) -> Path:
    """The file of a memo."""
    return study / layout.MEMOS / f"{id}.md"


def memo_content(memo: Memo) -> bytes:
    """What the file of a memo holds."""
    document = tomlkit.document()
    for key in ("about", "author", "created", "title", "origin", "orphaned"):
        if getattr(memo, key):
            document[key] = getattr(memo, key)
    if memo.place is not None:
        for key in PLACE:
            document[key] = getattr(memo.place, key)
    return f"{FENCE}\n{tomlkit.dumps(document)}{FENCE}\n{memo.text}\n".encode()


def _place(path: Path, head: dict[str, Any]) -> Anchor | None:
    """The words that a head pins its memo to."""
    if not any(key in head for key in ("start", "end", "quote")):
        return None
    start, end, quote = (head.get(key, -1) for key in ("start", "end", "quote"))
    is_span = type(start) is int and type(end) is int and 0 <= start < end
    if not is_span or not isinstance(quote, str) or len(quote) != end - start:
        raise BadFile(
            path,
            f"start = {start!r}, end = {end!r}, quote = {quote!r} are no place in a text: give all "
            "three, counted in characters, or none of them",
            line=2,
        )
    sides = {key: str(head.get(key, "")) for key in ("prefix", "suffix")}
    return Anchor(start=start, end=end, quote=quote, **sides)
