"""Whether people speak in a page: an interview that was saved as HTML.

Most pages are none, and to look at every line of a shop page for speakers would take longer than to
read it. So it is first asked whether there could be speakers at all: lines with the marks that set
off a label must hold half of the words, or a table must.
"""

from __future__ import annotations

import re

from casestudy.ingest.draft import Draft, Row
from casestudy.ingest.pagesteps import path_of
from casestudy.ingest.pagewalk import PageWalk
from casestudy.ingest.reading import Reading
from casestudy.ingest.tables import MIN_ROWS
from casestudy.ingest.turns import parts_of

LABEL_SIGNS = re.compile(r"[:：\t\[<–—]|[ \xa0]-[ \xa0]|\A\W*[A-Z]\.\s")
"""What sets off a label at the head of a line; the styles of `heads` all have one of these."""
HEAD = 200
"""Characters of a line in which its label ends."""


def spoken_reading(walk: PageWalk, warnings: list[str], told: dict[str, str]) -> Reading | None:
    """The page as an interview; None if nobody speaks in it."""
    if not (labels_lead(walk) or tables_lead(walk)):
        return None
    draft = draft_of(walk)
    for sentence in warnings:
        draft.warn(sentence)
    parts = parts_of(draft, strict=True)
    if all(part.kind != "turn" for part in parts):
        return None
    if walk.marked:
        draft.lose("label or description beside the text", count=len(walk.marked))
    return draft.reading(parts, kind="interview", **told)


def labels_lead(walk: PageWalk) -> bool:
    """Whether lines that could begin with a label hold half of the words that are shown."""
    n_words = n_labelled = 0
    for line, block in zip(walk.texts, walk.blocks, strict=True):
        if not block[3].hidden:
            n = line.count(" ") + 1
            n_words += n
            if LABEL_SIGNS.search(line, 0, HEAD):
                n_labelled += n
    return 2 * n_labelled >= n_words > 0


def tables_lead(walk: PageWalk) -> bool:
    """Whether tables of some rows hold half of all words."""
    if len(walk.tables.rows) < MIN_ROWS:
        return False
    text = walk.text
    spans = [(cells[0][0], cells[-1][1]) for _, cells in walk.tables.rows]
    return 2 * sum(len(text[start:end].split()) for start, end in spans) >= len(text.split())


def draft_of(walk: PageWalk) -> Draft:
    """The text of a page as readers of transcripts take it."""
    draft = Draft()
    for line, (_, _, step, inside, heading) in zip(walk.texts, walk.blocks, strict=True):
        draft.write(
            line, locator=path_of(step), table=inside.table, heading=heading, hidden=inside.hidden
        )
    numbers: dict[int, int] = {}
    for table, cells in walk.tables.rows:
        numbers[table] = number = numbers.get(table, 0) + 1
        draft.rows.append(Row(table=table, number=number, cells=tuple(cells)))
    return draft
