"""What a saved notebook keeps of a desk: a picture of it in words that runs nothing.

A notebook is easily passed on, so of a source that was collected only counts are kept, unless the
coder asks for its words. Published and synthetic sources are kept with their words.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from casestudy.annotate.bench import ShownCoding
from casestudy.annotate.rows import Row, rows_of
from casestudy.annotate.words import printable
from casestudy.codebook import Codebook
from casestudy.provenance import provenance_line
from casestudy.ratings import Rating, told
from casestudy.sources import Source

LONGEST_STILL = 60_000
"""Characters of a source that are kept in full; of a longer one only the coded words are."""
MOST_QUOTES = 200
"""Codings of a long source whose words are kept."""


def still_html(
    source: Source | None,
    coded: Sequence[ShownCoding],
    *,
    codebook: Codebook,
    coder: str,
    keep_words: bool,
    name: str = "",
) -> str:
    """One source and what a coder coded in it, as inert HTML.

    Parameters
    ----------
    source : Source, optional
        The open source.
    coded : sequence of ShownCoding
        Codings on it; those of other coders are left out.
    codebook : Codebook
        For the names of the codes.
    coder : str
        Whose codings.
    keep_words : bool
        Whether words of the source may be kept.
    name : str
        By which a desk that is drawn finds the picture of itself, to hide it.

    Returns
    -------
    str
        A `div` without scripts, links or styles that reach beyond it.
    """
    if source is None:
        return _whole(name, "<p>Coding desk: the study has no sources yet.</p>")
    own = [coding for coding in coded if coding.coder == coder and not coding.lost]
    parts = [_head(source, own, coder), _counts(own, codebook)]
    if keep_words:
        parts.append(_words(source, own, codebook))
    else:
        parts.append(
            "<p>The words of this source are not kept in the notebook, because it was collected. "
            "<code>CodingDesk(…, keep_words=True)</code> keeps them.</p>"
        )
    return _whole(name, *parts)


def still_text(source: Source | None, coded: Sequence[ShownCoding], *, coder: str) -> str:
    """The same in one line of plain text."""
    if source is None:
        return "<CodingDesk: the study has no sources yet>"
    n = sum(coding.coder == coder for coding in coded)
    return f"<CodingDesk of {coder} on {source.id!r}: {n} codings>"


def _whole(name: str, *parts: str) -> str:
    return f'<div data-still="{html.escape(name)}">{"".join(parts)}</div>'


def _head(source: Source, own: Sequence[ShownCoding], coder: str) -> str:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    title = _shown(source.title or source.id)
    return (
        f"<p><strong>{title}</strong> <code>{_shown(source.id)}</code>, coded by {_shown(coder)}: "
        f"{len(own)} codings as of {now}. {_shown(provenance_line((source.provenance,)))} "
        "Run the cell for the desk itself.</p>"
    )


def _counts(own: Sequence[ShownCoding], codebook: Codebook) -> str:
    if not own:
        return ""
    rows = "".join(
        f"<tr><td>{_shown(_name(code, codebook))}</td><td>{n}</td></tr>"
        for code, n in Counter(coding.code for coding in own).most_common()
    )
    return (
        f"<table><thead><tr><th>code</th><th>codings</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _words(source: Source, own: Sequence[ShownCoding], codebook: Codebook) -> str:
    placed = [coding for coding in own if coding.start >= 0]
    if len(source.text) > LONGEST_STILL:
        quotes = "".join(
            f"<li>{_shown(_label(c, codebook))}: <q>{_shown(source.text[c.start : c.end])}</q></li>"
            for c in placed[:MOST_QUOTES]
        )
        rest = len(placed) - MOST_QUOTES
        return f"<ul>{quotes}</ul>" + (f"<p>… and {rest} more codings.</p>" if rest > 0 else "")
    return "".join(_paragraphs(source, placed, codebook))


def _paragraphs(source: Source, placed: Sequence[ShownCoding], codebook: Codebook) -> Iterator[str]:
    found = rows_of(source)
    waiting = sorted(placed, key=lambda coding: coding.start, reverse=True)
    inside: list[ShownCoding] = []
    for row in found.rows:
        while waiting and waiting[-1].start < row.end:
            inside.append(waiting.pop())
        inside = [coding for coding in inside if coding.end > row.start]
        part = found.parts[row.part] if row.part >= 0 else None
        begins = part is not None and part.speaker and row.start == part.start
        speaker = f"<strong>{_shown(part.speaker)}:</strong> " if part and begins else ""
        yield f'<p dir="auto">{speaker}{_marked(source.text, row, inside, codebook)}</p>'


def _marked(text: str, row: Row, inside: Sequence[ShownCoding], codebook: Codebook) -> str:
    """A row with its coded stretches marked, cut wherever a coding begins or ends."""
    edges = {row.start, row.end}
    edges.update(at for c in inside for at in (c.start, c.end) if row.start < at < row.end)
    cuts = sorted(edges)
    pieces = []
    for start, end in pairwise(cuts):
        names = [_label(c, codebook) for c in inside if c.start < end and c.end > start]
        words = _shown(text[start:end])
        title = _shown(", ".join(dict.fromkeys(names)))
        pieces.append(f'<mark title="{title}">{words}</mark>' if names else words)
        ending = [_label(c, codebook) for c in inside if c.end == end]
        if ending:
            pieces.append(f" <small>[{_shown(', '.join(ending))}]</small>")
    return "".join(pieces)


def _label(coding: ShownCoding, codebook: Codebook) -> str:
    """The name of a coding's code, with the weight and stance that it has."""
    rated = told(Rating(weight=coding.weight, stance=coding.stance))
    name = _name(coding.code, codebook)
    return f"{name} ({rated})" if rated else name


def _name(code: str, codebook: Codebook) -> str:
    return codebook[code].name if code in codebook else code


def _shown(text: str) -> str:
    return html.escape(str(printable(text)).replace("\0", "\ufffd"))
