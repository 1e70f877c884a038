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
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import tomlkit

from casestudy.codings import Memo
from casestudy.errors import BadFile
from casestudy.store import layout
from casestudy.store.durable import write_durably

FENCE = "+++"
ABOUT = re.compile(r"study|(?:code|source|case|coding):.*\S.*")
ID_PATTERN = re.compile(r"[^\W_][\w .-]*")


def read_memos(study: Path) -> list[Memo]:
    """All memos of a study, by file name."""
    return [read_memo(path) for path in memo_paths(study)]


def memo_paths(study: Path) -> list[Path]:
    """The files of all memos, by name; a README.md among them is none."""
    found = (study / layout.MEMOS).glob("*.md")
    return sorted(path for path in found if path.name != "README.md")


def read_memo(path: Path) -> Memo:
    """The memo that a file holds.

    Raises
    ------
    BadFile
        If the head is missing or says not what the memo is about.
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
    document = tomlkit.document()
    for key in ("about", "author", "created", "title"):
        if getattr(memo, key):
            document[key] = getattr(memo, key)
    path = study / layout.MEMOS / f"{memo.id}.md"
    text = f"{FENCE}\n{tomlkit.dumps(document)}{FENCE}\n{memo.text}\n"
    write_durably(path, text.encode("utf-8"))
    return path
