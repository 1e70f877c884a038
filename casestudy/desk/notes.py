"""Notes on sources, codes, cases and passages: memos of the study, written at the desk.

A note on a passage is about `source:<id>#char=<start>,<end>`, as RFC 5147 names a stretch of a
text; its title is the passage's words, by which it is found again when the text was corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from casestudy.annotate.bench import Act, Done
from casestudy.codings import Memo
from casestudy.sources import Source
from casestudy.store import read_memos, write_memo
from casestudy.store.log import new_id
from casestudy.study import Study

LONGEST_TITLE = 80
_PASSAGE = re.compile(r"source:(?P<source>[^#]+)#char=(?P<start>\d+),(?P<end>\d+)")


def notes_about(study: Study, abouts: Iterable[str]) -> list[Memo]:
    """All notes about some things, oldest first."""
    wanted = set(abouts)
    found = [memo for memo in read_memos(study.folder) if memo.about in wanted]
    return sorted(found, key=lambda memo: (memo.created, memo.id))


def passage_notes(study: Study, source: Source) -> list[tuple[Memo, int, int]]:
    """The notes on passages of a source, each with its place; -1 where the words are gone."""
    found = []
    for memo in read_memos(study.folder):
        place = _PASSAGE.fullmatch(memo.about)
        if place is None or place["source"] != source.id:
            continue
        found.append((memo, *_place(source.text, memo, int(place["start"]), int(place["end"]))))
    return found


def kept_note(study: Study, coder: str, act: Act) -> Done:
    """Write a note, a new one or in place of one's own.

    Raises
    ------
    ValueError
        If the note is somebody else's.
    """
    now, text = datetime.now(UTC), str(act["text"])
    about, title = str(act["about"]), str(act.get("title", ""))
    known = {memo.id: memo for memo in read_memos(study.folder)}
    old = known.get(str(act.get("note", "")))
    if old is not None and old.author != coder:
        raise ValueError(f"this note is {old.author or 'unsigned'}'s; write one of your own")
    if old is not None:
        memo = replace(old, text=text)
    else:
        id = f"{now:%Y-%m-%d} {coder} {new_id()[-8:]}"
        created = now.isoformat(timespec="seconds")
        title = " ".join(title.split())[:LONGEST_TITLE]
        memo = Memo(id=id, about=about, text=text, author=coder, created=created, title=title)
    write_memo(study.folder, memo)
    return Done(more={"note": memo.id})


def _place(text: str, memo: Memo, start: int, end: int) -> tuple[int, int]:
    """Where the noted words are now: at their place, else where they stand once, else nowhere."""
    words = " ".join(text[start:end].split())[:LONGEST_TITLE]
    if not memo.title or words == memo.title:
        return start, end
    pattern = re.compile(r"\s+".join(map(re.escape, memo.title.split())))
    found = list(pattern.finditer(text))
    if len(found) != 1:
        return -1, -1
    first = found[0].start()
    return first, min(first + end - start, len(text))
