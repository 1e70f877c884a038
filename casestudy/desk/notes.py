"""Notes on sources, codes, cases and passages: memos of the study, written at the desk.

A note on a passage is a memo about its source that is pinned to the words; edits carry it along.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from casestudy.anchors import Anchor, anchor
from casestudy.annotate.bench import Act, Done
from casestudy.annotate.words import printable
from casestudy.memos import Memo
from casestudy.sources import Source
from casestudy.store import read_memos, write_memo
from casestudy.store.log import new_id
from casestudy.store.memos import memos_about
from casestudy.study import Study


def notes_about(study: Study, abouts: Iterable[str]) -> list[Memo]:
    """All notes about some things as wholes, oldest first; notes on passages are left out."""
    wanted = set(abouts)
    found = [memo for memo in read_memos(study.folder) if memo.about in wanted]
    whole = [memo for memo in found if memo.place is None]
    return sorted(whole, key=lambda memo: (memo.created, memo.id))


def passage_notes(study: Study, source: str) -> list[Memo]:
    """The notes that are pinned to words of a source; those whose words are gone are `orphaned`."""
    return [memo for memo in memos_about(study.folder, source) if memo.place is not None]


def kept_note(study: Study, coder: str, act: Act, source: Source | None) -> Done:
    """Write a note, a new one or in place of one's own.

    Parameters
    ----------
    study : Study
        The study.
    coder : str
        Who writes.
    act : mapping
        `about` and `text`; `note`, the id of the note to change; `start` and `end`, the passage.
    source : Source, optional
        The source of the passage.

    Raises
    ------
    ValueError
        If the note is somebody else's, or the source does not have the passage.
    """
    text = str(printable(act["text"]))
    known = {memo.id: memo for memo in read_memos(study.folder)}
    old = known.get(str(act.get("note", "")))
    if old is not None and old.author != coder:
        raise ValueError(f"this note is {old.author or 'unsigned'}'s; write one of your own")
    memo = replace(old, text=text) if old else _new(coder, act, text, _place(act, source))
    write_memo(study.folder, memo)
    return Done(more={"note": memo.id})


def _new(coder: str, act: Act, text: str, place: Anchor | None) -> Memo:
    now = datetime.now(UTC)
    return Memo(
        id=f"{now:%Y-%m-%d} {coder} {new_id()[-8:]}",
        about=str(act["about"]),
        text=text,
        author=coder,
        created=now.isoformat(timespec="seconds"),
        place=place,
    )


def _place(act: Act, source: Source | None) -> Anchor | None:
    if act.get("start") is None or source is None:
        return None
    return anchor(source.text, int(act["start"]), int(act["end"]))
