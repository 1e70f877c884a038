"""The strand of words: who spoke of which theme, in which segment, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casestudy.codings import WHOLE_SOURCE, Codings
from casestudy.evidence import Evidence
from casestudy.parts import SPOKEN_PARTS
from casestudy.provenance import Provenance, merged, pages
from casestudy.sources import Source

ALL = "all"
"""The segment of what is said of everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One passage or statement with a theme.

    Parameters
    ----------
    theme, segment : str
        Code id of the theme; segment of who speaks, "" if not known.
    who : str
        The voice: source and speaker, or the work; several passages of one voice count once.
    quote, place : str
        The words, and where they stand.
    """

    theme: str
    segment: str
    who: str
    quote: str
    place: str
    provenance: Provenance


def voices(
    codings: Codings,
    *,
    sources: Mapping[str, Source],
    segments: Mapping[str, str],
    scheme_themes: bool = True,
) -> tuple[Voice, ...]:
    """Who spoke of which theme, from codings.

    Parameters
    ----------
    codings : Codings
        Whose is up to you: `codings.by_people()`, `codings.only(coder="anna")`.
    sources : mapping of str to Source
        Every coded source by id.
    segments : mapping of str to str
        The segment of each speaker or respondent, or else of each source. A name is looked up
        first, then the source.
    scheme_themes : bool
        Whether codes are rolled up to their themes.

    Returns
    -------
    tuple of Voice
        One a coding of words, in the order of the codings; whole sources and regions have no words
        and are left out.

    Raises
    ------
    LookupError
        If a coded source is not among the sources.
    """
    found = []
    frame = codings.frame
    themes = codings.themes if scheme_themes else frame["code"]
    columns = (frame[name].tolist() for name in ("source", "start", "quote"))
    for id, start, quote, theme in zip(*columns, themes.tolist(), strict=True):
        if start == WHOLE_SOURCE:
            continue
        if id not in sources:
            raise LookupError(f"source {id!r} is coded and not among the sources; add it")
        source = sources[id]
        speaker, place = _spoken(source, start)
        segment = segments.get(speaker, segments.get(source.id, ""))
        found.append(
            Voice(
                theme=str(theme),
                segment=segment,
                who=f"{source.id}: {speaker}" if speaker else source.id,
                quote=" ".join(quote.split()),
                place=", ".join(part for part in (source.id, speaker, place) if part),
                provenance=source.provenance,
            )
        )
    return tuple(found)


def stated_voices(
    evidence: Evidence, *, segment: str = ALL, where: Mapping[str, str] | None = None
) -> tuple[Voice, ...]:
    """What a work states of each theme, from a table of evidence with a column `theme`.

    Parameters
    ----------
    evidence : Evidence
        Such as `study.evidence["theme_features"]`.
    segment : str
        The segment that the statements are about.
    where : mapping of str to str, optional
        Columns and the value that a row must have, such as `{"basis": "results"}`.

    Returns
    -------
    tuple of Voice
        One a row, each a voice of its own, with work and page.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    frame = evidence.frame
    for name in ("theme", *(where or {})):
        if name not in frame.columns:
            raise ValueError(f"evidence {evidence.name!r} has no column {name!r}")
    for name, value in (where or {}).items():
        frame = frame[frame[name] == value]
    return tuple(
        Voice(
            theme=row["theme"],
            segment=segment,
            who=row["id"],
            quote=row["statement"],
            place=cited(row["work"], row["page"], row["status"]),
            provenance=Provenance(kind="published", work=row["work"]),
        )
        for row in frame.to_dict("records")
        if row["theme"]
    )


def cited(work: str, page: str, status: str) -> str:
    """Work and page, and whether the work says it."""
    told = f"{work}, {pages(page)}" if page else work
    return f"{told} (inference)" if status == "inference" else told


def _spoken(source: Source, start: int) -> tuple[str, str]:
    """Who speaks at a position, and where it stands in the original."""
    for part in source.parts:
        if part.start <= start < part.end and part.kind in SPOKEN_PARTS:
            return part.speaker, part.locator
    return "", ""


def provenance_of(given: tuple[Voice, ...]) -> tuple[Provenance, ...]:
    """Where the voices come from."""
    return merged(voice.provenance for voice in given)
