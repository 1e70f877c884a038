"""From codings to a continuum: the segments as the coders marked them, cut by nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from casestudy.agreement.atoms import Atoms, atoms
from casestudy.agreement.bridge import placed, positions_in
from casestudy.agreement.continua import Continuum
from casestudy.agreement.joining import united
from casestudy.agreement.levels import Level, lifted
from casestudy.agreement.seeing import Seen, sight
from casestudy.codings import Codings
from casestudy.provenance import merged
from casestudy.sources import Source

Integers = npt.NDArray[np.int64]


def continuum(
    codings: Codings,
    *,
    sources: Mapping[str, Source] | Iterable[Source],
    atom: str,
    level: Level,
    text: str = "shown",
    seen: Seen | None = None,
) -> Continuum:
    """The segments that coders marked, on texts that nobody cut into units.

    Parameters
    ----------
    codings : Codings
        Of the coders to compare: choose them with `codings.only(coder=…)`.
    sources : mapping of str to Source, or iterable of Source
        The sources to compare.
    atom : {"character", "word"}
        What lengths count. Between characters and words the coefficients differ a little.
    level : {"theme", "code"} or int
        Which codes of the tree are told apart, as in `reliability_data`.
    text : {"shown", "all"}
        Only what was said or shown, or labels, time stamps and hidden blocks as well, which nobody
        can code and which make coders look alike.
    seen : mapping of str to iterable of str, optional
        For each coder the sources read, as in `reliability_data`.

    Returns
    -------
    Continuum
        Overlapping segments of one coder that come to bear one code are joined; segments that hold
        no atom, codings of whole sources and of regions are left out; notes count them.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> said = Source(id="s1", kind="answer", text="Prices are fair. We like replies.")
    >>> book = Codebook(id="demo", codes=(Code(id="price", name="price"),))
    >>> made = [Coding(id=who, source="s1", code="price", coder=who, start=0, end=end)
    ...         for who, end in (("anna", 6), ("ben", 16))]
    >>> data = continuum(Codings(frame=codings_frame(made), codebook=book), sources=[said],
    ...                  atom="word", level="theme")
    >>> data.to_frame()[["coder", "start", "end"]].values.tolist()
    [['anna', 0, 1], ['ben', 0, 3]]
    """
    given = list(sources.values()) if isinstance(sources, Mapping) else list(sources)
    ids = tuple(one.id for one in given)
    who = sight(codings, sources=ids, seen=seen)
    codes = lifted(codings.codebook, level=level)
    values = tuple(dict.fromkeys(codes.values()))
    lines = tuple(atoms(one, atom=atom, text=text) for one in given)
    frame, notes = placed(codings, ids, whole=False)
    source = positions_in(frame["source"], ids)
    starts, ends = _on_lines(
        lines, source, *(frame[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    )
    holds = starts < ends
    if not holds.all():
        notes.append(f"Segments left out, because they hold no {atom}: {int((~holds).sum())}.")
    coder = positions_in(frame["coder"], who.coders)
    order = np.flatnonzero(holds)
    order = order[np.lexsort((starts[order], coder[order], source[order]))]
    book = codings.codebook
    made = Continuum(
        coders=who.coders,
        sources=ids,
        values=values,
        names=tuple(book[value].name for value in values),
        colours=tuple(book[value].colour for value in values),
        lengths=np.array([line.n for line in lines], dtype=np.int64),
        seen=who.seen,
        coder=coder[order],
        source=source[order],
        value=positions_in(frame["code"].map(dict(codes)), values)[order],
        starts=starts[order],
        ends=ends[order],
        atom=atom,
        places=lines,
        settings={"atom": atom, "text": text, "level": str(level), "seen": who.how},
        notes=(*who.notes, *notes),
        provenance=merged((*(one.provenance for one in given), *codings.provenance)),
    )
    return united(made)


def _on_lines(
    lines: tuple[Atoms, ...], source: Integers, starts: Integers, ends: Integers
) -> tuple[Integers, Integers]:
    """Spans of the texts as stretches of atoms."""
    first, last = np.zeros_like(starts), np.zeros_like(ends)
    for number in np.unique(source):
        rows = source == number
        first[rows], last[rows] = lines[number].positions(starts[rows], ends[rows])
    return first, last
