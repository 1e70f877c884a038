"""Correcting a transcript without losing codings: from a corrected file, or stretch by stretch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from casestudy.anchors import anchor, find_quote
from casestudy.anchors.diffing import offset_map
from casestudy.carrying import carried_parts
from casestudy.edits import EditReport, Replacement, replaced
from casestudy.errors import did_you_mean
from casestudy.importing.answer_columns import read_chosen
from casestudy.importing.extras import extras_of
from casestudy.ingest import Reading, read_file
from casestudy.memos import Memo
from casestudy.sources import Source
from casestudy.store import EditWords, SourceShelf, edit_source, read_memos, write_memo

SAME_TEXT = 0.5
"""Share of a text that its corrected version must keep. A transcript corrected in every sentence
keeps more; two interviews with the same questions keep less (ours: below 0.3)."""


def update_source(
    study: Path,
    source: str,
    path: Path,
    *,
    by: str = "",
    why: str = "",
    encoding: str = "",
    tracked_changes: str = "",
) -> EditReport:
    """Put a corrected file in place of a source, and carry every coding and memo on it along.

    Comments and codes that the file holds and the study does not have yet become memos and codings.

    Parameters
    ----------
    study : path
        The study folder.
    source : str
        Id of the source.
    path : path
        The corrected file; it need not be of the old format.
    by, why : str
        Who corrected, and why.
    encoding : str
        Encoding of a text file; if empty, the one named for the file before it, or found out.
    tracked_changes : {"accepted", "original"}
        Which text of a document with tracked changes to read; if empty, as for the file before it.

    Returns
    -------
    EditReport
        A receipt for each coding of each coder and each memo on words; what the file brought; and
        in the notes what the reader warns of and could not keep.

    Raises
    ------
    BadFile
        If the file cannot be read.
    """
    old = SourceShelf(study)[source]
    reading = _read_as_before(old, path, encoding, tracked_changes)
    words = EditWords(by=by, why=why or f"corrected file {path.name}", kind="update")
    _, report = put_corrected(study, old, reading, path, path.read_bytes(), words)
    lost = (f"lost: {loss}" for loss in reading.losses.losses)
    return replace(report, notes=(*report.notes, *reading.warnings, *lost))


def _read_as_before(old: Source, path: Path, encoding: str, tracked_changes: str) -> Reading:
    """A corrected file, read by the choices that were made for the file before it."""
    choices = {**old.choices, **({"encoding": encoding} if encoding else {})}
    if "column" in choices:
        return read_chosen(path, choices)
    return read_file(
        path,
        encoding=choices.get("encoding"),
        tracked_changes=tracked_changes or choices.get("tracked_changes", "accepted"),
        kind=old.kind,
    )


def put_corrected(
    study: Path, old: Source, reading: Reading, path: Path, original: bytes, words: EditWords
) -> tuple[Source, EditReport]:
    """A source as its corrected file has it, and what that did to codings and memos."""
    new = corrected(old, reading, path, original)
    extras = extras_of(study, new, reading)
    return new, edit_source(study, new, original=original, words=words, extras=extras)


def edit_text(
    study: Path,
    source: str,
    replacements: Iterable[Replacement],
    *,
    by: str = "",
    why: str = "",
) -> EditReport:
    """Replace stretches of a source's text, and carry every coding on it along.

    The original file stays as it was imported; the edit is kept beside it.
    """
    old = SourceShelf(study)[source]
    wanted = list(replacements)
    text = replaced(old.text, wanted)
    new = replace(old, text=text, parts=carried_parts(old.parts, wanted))
    return edit_source(study, new, words=EditWords(by=by, why=why))


def pin_memo(study: Path, memo: str, quote: str) -> Memo:
    """Pin a memo about a source to words that occur once in it, and write it so."""
    memos = {each.id: each for each in read_memos(study)}
    if memo not in memos:
        raise LookupError(f"the study has no memo {memo!r}{did_you_mean(memo, memos)}")
    kind, _, id = memos[memo].about.partition(":")
    if kind != "source":
        raise ValueError(
            f"memo {memo!r} is about {memos[memo].about!r}, not about a source; "
            "only memos about sources have a place in a text"
        )
    text = SourceShelf(study)[id].text
    pinned = replace(memos[memo], place=anchor(text, *find_quote(text, quote)), orphaned=False)
    write_memo(study, pinned)
    return pinned


def replacement_of(source: Source, quote: str, new: str) -> Replacement:
    """The replacement of words that occur exactly once in a source."""
    start, end = find_quote(source.text, quote)
    return Replacement(start=start, end=end, new=new)


def corrected(old: Source, reading: Reading, path: Path, original: bytes) -> Source:
    """A source with the text of a corrected file, and everything else as it was."""
    return replace(
        old,
        title=reading.title or old.title,
        warnings=reading.warnings,
        **fields_of_file(reading, path, original),
    )


def fields_of_file(reading: Reading, path: Path, original: bytes) -> dict[str, Any]:
    """The fields of a source that its file alone decides, be the source new or corrected."""
    return {
        "text": reading.text,
        "parts": reading.parts,
        "roles": reading.roles,
        "file": path.name,
        "original": f"original{path.suffix.lower()}",
        "original_sha256": hashlib.sha256(original).hexdigest(),
        "withheld": False,
        "reader": reading.reader,
        "encoding": reading.encoding,
    }


def share_kept(old: str, new: str) -> float:
    """Share of a text, 0 to 1, that another text still has in the same order."""
    if not old or not new:
        return 0.0
    return float(offset_map(old, new).spans([0], [len(old)]).survived[0])
