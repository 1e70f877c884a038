"""Plain text: the file's own characters, and the turns and paragraphs that are typed into it."""

from __future__ import annotations

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.turns import parts_of

READER = "text 1"


def read(original: Original) -> Reading:
    """Read a plain text file."""
    result = decoded(original)
    draft = Draft()
    for number, line in enumerate(result.text.split("\n"), 1):
        draft.write(line, locator=f"line {number}")
    if result.warning:
        draft.warn(result.warning)
    parts = parts_of(draft, wrapped=True)
    return draft.reading(parts, reader=READER, encoding=result.encoding)
