"""What the pages of a site have in common: menus, footers, cookie notices.

A footer that stands on fifty pages is one statement of the shop, not fifty. Blocks with the same
words on several pages of a site are shared; codings on them count once for each coder and code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from casestudy.codings import Codings
from casestudy.provenance import Provenance, kinds, merged
from casestudy.results import as_html, as_text
from casestudy.sources import Part, Source

LEAST_PAGES = 2
"""Pages of a site on which a block must stand at least to be shared."""
LEAST_SHARE = 0.5
"""Share of a site's pages on which a block of its main content must stand to be shared. Menus,
headers, footers and dialogs are shared from two pages on: they are made for that."""
FRAMING = ("navigation", "header", "footer", "dialog", "aside")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedBlocks:
    """Blocks that pages of a site share.

    Parameters
    ----------
    frame : DataFrame
        One row a shared text and site: site, text, view, n_pages, share, first (id of the first
        page that has it).
    spans : mapping of str to mapping of (start, end) to str
        For each source where its shared blocks lie, and the words of each.
    repeats : mapping of str to tuple of (start, end)
        For each source the shared blocks that an earlier page of its site has already.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the pages came from.
    """

    frame: pd.DataFrame
    spans: Mapping[str, Mapping[Span, str]]
    repeats: Mapping[str, tuple[Span, ...]]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a shared text and site, those on most pages first."""
        return self.frame.assign(provenance=kinds(self.provenance))

    _repr_html_ = as_html
    __repr__ = as_text


def shared_blocks(pages: Iterable[Source]) -> SharedBlocks:
    r"""The blocks that pages of a site share.

    Parameters
    ----------
    pages : iterable of Source
        Pages of one or several sites, in their order; the case of a page is its site. A page
        without a case is a site of its own.

    Returns
    -------
    SharedBlocks
        Blocks of menus, headers, footers, dialogs and side columns with the same words on at least
        two pages of a site, and blocks of the main content on at least half of its pages.

    Notes
    -----
    Words must be the same letter by letter. Numbers that change from page to page, such as those
    of a basket, keep a block apart.

    Examples
    --------
    >>> def page(id, words):
    ...     parts = (Part(kind="block", start=0, end=len(words), view="main"),
    ...              Part(kind="block", start=len(words) + 1, end=len(words) + 11, view="footer"))
    ...     text = f"{words}\nContact us"
    ...     return Source(id=id, kind="website", case="shop", text=text, parts=parts)
    >>> found = shared_blocks([page("a", "Spade"), page("b", "Rake"), page("c", "Hoe")])
    >>> found.frame[["text", "n_pages"]].values.tolist(), found.repeats["b"]
    ([['Contact us', 3]], ((5, 15),))
    """
    each = list(pages)
    sites: dict[str, list[Source]] = {}
    for page in each:
        sites.setdefault(page.case or page.id, []).append(page)
    rows: list[dict[str, object]] = []
    spans: dict[str, dict[Span, str]] = {page.id: {} for page in each}
    repeats: dict[str, list[Span]] = {page.id: [] for page in each}
    for site, members in sites.items():
        rows += _site_rows(site, members, spans, repeats)
    columns = ["site", "text", "view", "n_pages", "share", "first"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.sort_values("n_pages", ascending=False, kind="stable").reset_index(drop=True)
    return SharedBlocks(
        frame=frame,
        spans=MappingProxyType(spans),
        repeats=MappingProxyType({id: tuple(found) for id, found in repeats.items()}),
        notes=(
            "A block is shared if its words stand on at least two pages of the site (in the main "
            "content on at least half of them). A coding on it counts once a coder and code.",
        ),
        provenance=merged(page.provenance for page in each),
    )


def counted_once(codings: Codings, shared: SharedBlocks) -> Codings:
    """Codings with those on shared blocks counted once for each site, coder, code and words.

    Parameters
    ----------
    codings : Codings
        On pages and other sources; those outside shared blocks all stay.
    shared : SharedBlocks
        What the pages share.

    Returns
    -------
    Codings
        The first coding, in the order of the frame, of each coder and code on the same words of a
        shared block of a site. A coding that reaches beyond its block stays.
    """
    frame = codings.frame
    keep = np.ones(len(frame), dtype=bool)
    seen: set[tuple[str, ...]] = set()
    fields = ["source", "case", "code", "coder", "start", "end", "quote"]
    for number, row in enumerate(frame[fields].itertuples(index=False, name=None)):
        source, case, code, coder, start, end, quote = row
        block = _block_around(shared.spans.get(source, {}), start, end)
        if block is None:
            continue
        key = (case or source, coder, code, shared.spans[source][block], quote)
        keep[number] = key not in seen
        seen.add(key)
    return codings.keeping(keep)


def _site_rows(
    site: str,
    pages: Sequence[Source],
    spans: dict[str, dict[Span, str]],
    repeats: dict[str, list[Span]],
) -> list[dict[str, object]]:
    """The shared texts of one site; where they lie is added to `spans` and `repeats`."""
    places: dict[str, list[tuple[Source, Part]]] = {}
    for page in pages:
        for block in page.blocks():
            words = page.text[block.start : block.end]
            if any(letter.isalnum() for letter in words):
                places.setdefault(words, []).append((page, block))
    rows: list[dict[str, object]] = []
    for words, found in places.items():
        ids = list(dict.fromkeys(page.id for page, _ in found))
        framing = next((block.view for _, block in found if block.view in FRAMING), "")
        if not _is_shared(len(ids), len(pages), is_framing=bool(framing)):
            continue
        view = framing or found[0][1].view
        rows.append(
            {
                "site": site,
                "text": words,
                "view": view,
                "n_pages": len(ids),
                "share": len(ids) / len(pages),
                "first": ids[0],
            }
        )
        for page, block in found:
            spans[page.id][block.start, block.end] = words
            if page.id != ids[0]:
                repeats[page.id].append((block.start, block.end))
    return rows


def _is_shared(n: int, n_pages: int, *, is_framing: bool) -> bool:
    return n >= LEAST_PAGES and (is_framing or n >= LEAST_SHARE * n_pages)


def _block_around(spans: Mapping[Span, str], start: int, end: int) -> Span | None:
    """The shared block that a coding lies in, if any."""
    if start < 0:
        return None
    return next((span for span in spans if span[0] <= start and end <= span[1]), None)
