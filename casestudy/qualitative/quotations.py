"""The coded words themselves, with who said them, where, and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codings import WHOLE_SOURCE, Codings
from casestudy.provenance import Provenance
from casestudy.qualitative.counts import notes_on
from casestudy.qualitative.places import locators, speakers, surroundings
from casestudy.results import as_html, as_text
from casestudy.sources import Source

COLUMNS = (
    "theme", "code", "code_name", "case", "source", "speaker", "locator",
    "before", "quote", "after", "region", "coder", "created", "weight", "stance", "memo",
    "provenance",
)  # fmt: skip
"""Columns of the list, in order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuotationList:
    """Quotations with their place and context, one row a coding, columns `COLUMNS`.

    `weight` is missing and `stance` empty where none was given.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


def quotations(
    codings: Codings, *, sources: Mapping[str, Source], context: int = 80
) -> QuotationList:
    """What was said or shown under each code, in the words of the sources.

    Parameters
    ----------
    codings : Codings
        One row each, in the order of codebook, source and start. A coding of a whole source or of
        a region of a picture has an empty quotation and no context.
    sources : mapping of str to Source
        Every coded source by id.
    context : int
        Most characters to show before and after, at least 0; no word is cut.

    Returns
    -------
    QuotationList
        Notes say how many codings have no quotation, and how many no longer stand at their place
        because the source has changed: those keep their quotation and have no context.

    Raises
    ------
    ValueError
        If `context` is negative.
    LookupError
        If a coded source is not among the sources.

    Notes
    -----
    The quotations are all that was coded, not a choice of the best: how many there are says how
    often a code was put, not how common a view is.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> book = Codebook(id="demo", codes=(Code(id="trust", name="trust"),))
    >>> coding = Coding(id="c1", source="s1", code="trust", coder="anna",
    ...                 start=3, end=8, quote="trust")
    >>> text = Source(id="s1", kind="document", text="We trust them.")
    >>> found = quotations(Codings(frame=codings_frame([coding]), codebook=book),
    ...                    sources={"s1": text})
    >>> found.frame[["before", "quote", "after"]].values.tolist()
    [['We ', 'trust', ' them.']]
    """
    if context < 0:
        raise ValueError(f"context {context} is not allowed: give 0 or more characters")
    frame = _in_order(codings)
    wordless = (frame["start"] == WHOLE_SOURCE).to_numpy(dtype=bool)
    n_regions = int((frame["region"] != "").sum())
    moved = ~_holds(frame, sources) & ~wordless
    around = _contexts(frame, sources, known=~(wordless | moved), context=context)
    names = {code.id: code.name for code in codings.codebook}
    listed = frame.assign(
        code_name=frame["code"].map(names),
        speaker=speakers(frame, sources=sources),
        locator=locators(frame, sources=sources),
        before=[before for before, _ in around],
        quote=frame["quote"].where(~wordless, ""),
        after=[after for _, after in around],
    )
    texts = [column for column in COLUMNS if column not in ("created", "weight")]
    return QuotationList(
        frame=listed[list(COLUMNS)].astype(dict.fromkeys(texts, "str")),
        notes=(
            *_notes(int(wordless.sum()) - n_regions, n_regions, int(moved.sum())),
            *notes_on(codings),
        ),
        provenance=codings.provenance,
    )


def _in_order(codings: Codings) -> pd.DataFrame:
    """The codings with their themes, by codebook order, source, start, end, coder and id."""
    order = {code.id: place for place, code in enumerate(codings.codebook)}
    keys = ["_place", "source", "start", "end", "coder", "coding"]
    frame = codings.frame.assign(theme=codings.themes, _place=codings.frame["code"].map(order))
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _holds(frame: pd.DataFrame, sources: Mapping[str, Source]) -> npt.NDArray[np.bool_]:
    """Whether each quotation still stands at its position in its source."""
    rows = zip(frame["source"], frame["start"], frame["end"], frame["quote"], strict=True)
    held = [
        id in sources and sources[id].text[start:end] == quote for id, start, end, quote in rows
    ]
    return np.array(held, dtype=bool)


def _contexts(
    frame: pd.DataFrame,
    sources: Mapping[str, Source],
    *,
    known: npt.NDArray[np.bool_],
    context: int,
) -> list[tuple[str, str]]:
    """What stands before and after each quotation; nothing where its place is not known."""
    rows = zip(frame["source"], frame["start"], frame["end"], known, strict=True)
    return [
        surroundings(sources[id].text, start, end, context=context) if is_known else ("", "")
        for id, start, end, is_known in rows
    ]


def _notes(n_whole: int, n_regions: int, n_moved: int) -> list[str]:
    """What has to be said of codings without quotation or without context."""
    notes = []
    if n_whole:
        notes.append(f"Codings of a whole source, which have no quotation: {n_whole}.")
    if n_regions:
        notes.append(f"Codings of a region of a picture, which have no quotation: {n_regions}.")
    if n_moved:
        notes.append(
            "Quotations that no longer stand at their place, because the source has changed, "
            f"shown as they were coded and without context: {n_moved}."
        )
    return notes
