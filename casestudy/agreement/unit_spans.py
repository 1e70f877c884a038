"""Units: the stretches of text that coders are compared on, one after another.

Turns and blocks come from the source's own parts; sentences, paragraphs and windows are cut within
what was said or shown, so that labels and hidden blocks are part of none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.atoms import atoms
from casestudy.errors import did_you_mean
from casestudy.language import shown_spans
from casestudy.provenance import Provenance, kinds, merged
from casestudy.results import as_html, as_text
from casestudy.sentences import sentences, source_sentences
from casestudy.sources import Source

Integers = npt.NDArray[np.int64]
Spans = list[tuple[int, int]]
UNITS = ("turn", "sentence", "paragraph", "block", "window", "source")
"""What `units` cuts sources into."""
PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")
"""A line that is not blank, without the blanks at its ends."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """Stretches of text that coders are compared on.

    Parameters
    ----------
    unit : str
        What a unit is: "turn", "window of 200 characters".
    sources : tuple of str
        Ids of the sources, those without a unit too.
    lengths : array of int, shape (n_sources,)
        Characters of each source.
    source_of, starts, ends : array of int, shape (n_units,)
        Position in `sources`; code points, end excluded. In order, without overlap.
    settings : mapping of str to str
        Every choice that shaped the units.
    provenance : tuple of Provenance
        Where the texts came from.
    """

    unit: str
    sources: tuple[str, ...]
    lengths: Integers
    source_of: Integers
    starts: Integers
    ends: Integers
    settings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def ids(self) -> npt.NDArray[np.object_]:
        """Id of each unit: its source, and its number there from 1."""
        first = np.searchsorted(self.source_of, self.source_of, side="left")
        names = np.array(self.sources, dtype=object)[self.source_of]
        numbers = np.arange(len(self)) - first + 1
        return np.array([f"{name}:{n}" for name, n in zip(names, numbers, strict=True)], object)

    def to_frame(self) -> pd.DataFrame:
        """One row a unit: unit, source, start, end, provenance."""
        frame = pd.DataFrame(
            {
                "unit": self.ids,
                "source": np.array(self.sources, dtype=object)[self.source_of],
                "start": self.starts,
                "end": self.ends,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["unit", "source", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def units(
    sources: Mapping[str, Source] | Iterable[Source],
    *,
    unit: str,
    size: int | None = None,
    atom: str = "character",
    language: str = "",
) -> Units:
    """Sources cut into units, by their own parts or by rule.

    Parameters
    ----------
    sources : mapping of str to Source, or iterable of Source
        What was coded.
    unit : {"turn", "sentence", "paragraph", "block", "window", "source"}
        A speaker's turn; a sentence; a line of text; a shown block of a page; a stretch of `size`
        atoms; the whole source.
    size : int, optional
        Atoms of a window. The last window of a source may be shorter.
    atom : {"character", "word"}
        What windows count.
    language : str, optional
        Whose abbreviations do not end a sentence; if not given, that of each source, and English
        where a source states none.

    Raises
    ------
    ValueError
        If the unit or atom is not known, or a window has no size.

    Examples
    --------
    >>> said = Source(id="s1", kind="answer", text="Prices are fair. We like replies.")
    >>> units([said], unit="sentence").to_frame()[["unit", "start", "end"]].values.tolist()
    [['s1:1', 0, 16], ['s1:2', 17, 33]]
    """
    if unit not in UNITS:
        raise ValueError(
            f"unit {unit!r} is not known{did_you_mean(unit, UNITS)}; allowed are {', '.join(UNITS)}"
        )
    cut = _cutter(unit, size, atom, language)
    given = list(sources.values()) if isinstance(sources, Mapping) else list(sources)
    spans = [(number, *span) for number, one in enumerate(given) for span in cut(one)]
    table = np.array(spans, dtype=np.int64).reshape(-1, 3)
    found = set(table[:, 0].tolist())
    without = [one.id for number, one in enumerate(given) if number not in found]
    return Units(
        unit=f"window of {size} {atom}s" if unit == "window" else unit,
        sources=tuple(one.id for one in given),
        lengths=np.array([len(one.text) for one in given], dtype=np.int64),
        source_of=table[:, 0].copy(),
        starts=table[:, 1].copy(),
        ends=table[:, 2].copy(),
        settings=_settings(unit, language),
        notes=_without(unit, without),
        provenance=merged(one.provenance for one in given),
    )


def _cutter(
    unit: str, size: int | None, atom: str, language: str
) -> Callable[[Source], Iterable[tuple[int, int]]]:
    """The function that cuts one source."""
    if unit == "window":
        if size is None or size < 1:
            raise ValueError(
                f"a window of {size} {atom}s is not allowed; give `size`, at least 1, such as 200"
            )
        return lambda source: _windows(source, size, atom)
    cutters: Mapping[str, Callable[[Source], Iterable[tuple[int, int]]]] = MappingProxyType(
        {
            "turn": lambda source: _parts(source, "turn"),
            "block": lambda source: _parts(source, "block"),
            "source": lambda source: [(0, len(source.text))] if source.text else [],
            "paragraph": _paragraphs,
            "sentence": lambda source: _sentences(source, language),
        }
    )
    return cutters[unit]


def _parts(source: Source, kind: str) -> Spans:
    return [
        (part.start, part.end)
        for part in source.parts
        if part.kind == kind and not part.hidden and part.start < part.end
    ]


def _paragraphs(source: Source) -> Iterator[tuple[int, int]]:
    for first, last in shown_spans(source):
        for match in PARAGRAPH.finditer(source.text, first, last):
            yield match.span()


def _sentences(source: Source, language: str) -> Iterator[tuple[int, int]]:
    if not language:
        yield from source_sentences(source)
        return
    for first, last in shown_spans(source):
        for start, end in sentences(source.text[first:last], language=language):
            yield first + start, first + end


def _windows(source: Source, size: int, atom: str) -> Iterator[tuple[int, int]]:
    """Windows of so many atoms of what was shown; they run over what lies between."""
    line = atoms(source, atom=atom, text="shown")
    first = np.arange(0, line.n, size, dtype=np.int64)
    if line.n:
        starts, ends = line.text_spans(first, np.minimum(first + size, line.n))
        yield from zip(starts.tolist(), ends.tolist(), strict=True)


def _settings(unit: str, language: str) -> dict[str, str]:
    told = {"unit": unit}
    if unit == "sentence":
        told["language"] = language or "that of each source"
    return told


def _without(unit: str, ids: list[str]) -> tuple[str, ...]:
    if not ids:
        return ()
    return (f"Sources without any {unit}: {', '.join(ids)}.",)
