"""What is known of a source when it first comes into a study."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from casestudy.editing import fields_of_file
from casestudy.importing.choices import ImportSettings
from casestudy.ingest import Reading
from casestudy.languages import language_named
from casestudy.provenance import Provenance
from casestudy.sources import Source

MARK = "SYNTHETIC"
"""A file that says this in its first lines is taken for made-up material."""
MARK_WITHIN = 1000
"""Characters of the text, and bytes of the file, in which the mark is looked for."""


def new_source(
    path: Path, reading: Reading, settings: ImportSettings, original: bytes, *, id: str
) -> Source:
    """A source made of what was read from its file and of what the person said."""
    provenance, warnings = settings.provenance, list(reading.warnings)
    if provenance is None and says_synthetic(reading.text, original):
        provenance = Provenance(kind="synthetic", generator=path.name)
        warnings.append("the file says that it is synthetic, and is marked so")
    if provenance is None:
        today = datetime.now(UTC).date().isoformat()
        provenance = Provenance(kind="collected", date=today, method="import")
    return Source(
        id=id,
        kind=settings.kind or reading.kind,
        case=settings.case,
        title=reading.title,
        language=_language(settings.language) or reading.language,
        provenance=provenance,
        warnings=tuple(warnings),
        choices=settings.choices,
        **fields_of_file(reading, path, original),
    )


def _language(wanted: str) -> str:
    """The code of the language that the person named."""
    return language_named(wanted).code if wanted else ""


def says_synthetic(text: str, original: bytes) -> bool:
    """Whether material says of itself, near its beginning, that it was made up."""
    return MARK in text[:MARK_WITHIN] or MARK.encode() in original[:MARK_WITHIN]
