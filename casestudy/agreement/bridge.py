"""From codings to reliability data on given units: what each coder said of each turn or sentence.

Nothing that changes the number is decided here: the unit, what a value is, how a coding that
touches a unit partly counts, what uncoded text means, and who saw what are all stated, and the
result repeats them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.levels import Level, lifted
from casestudy.agreement.reliability import MISSING, ReliabilityData
from casestudy.agreement.seeing import Seen, Sight, check_shared, sight
from casestudy.agreement.touching import TOUCHING, Marks, Stretch, marks
from casestudy.agreement.unit_spans import Units
from casestudy.agreement.unit_values import UnitValues, code_sets, main_code, one_code
from casestudy.codings import WHOLE_SOURCE, Codings
from casestudy.errors import did_you_mean
from casestudy.provenance import merged

Integers = npt.NDArray[np.int64]
VALUES = ("set", "one", "main")
UNCODED = ("in", "out", "missing")
UNCODED_MEANS = {
    "in": "uncoded units are in: to have put no code is a value",
    "out": "units that nobody coded are left out; where another coder coded, no code is a value",
    "missing": "a unit that a coder left uncoded is missing for that coder",
}
"""What a number says of text without a code, for each of `UNCODED`."""


def reliability_data(
    codings: Codings,
    *,
    units: Units,
    value: str,
    level: Level,
    touching: str,
    uncoded: str,
    seen: Seen | None = None,
) -> ReliabilityData:
    """What each coder said of each unit of text.

    Parameters
    ----------
    codings : Codings
        Of the coders to compare: choose them with `codings.only(coder=…)`. Machines count as
        coders.
    units : Units
        What coders are compared on, as `units(sources, unit="turn")` makes them; its sources are
        the ones compared.
    value : {"set", "one", "main"}
        "set": the set of codes on a unit; per code with `against_the_rest`. "one": the one code on
        a unit; refused where a coder put two. "main": the code that covers most of the unit; of
        equals the first of the codebook.
    level : {"theme", "code"} or int
        Which codes of the tree are told apart: themes, codes as they are, or codes lifted to so
        many steps below the theme.
    touching : {"any", "majority", "whole", "inside", "most"}
        How a coding that touches a unit partly counts; see `TOUCHING`.
    uncoded : {"in", "out", "missing"}
        What text without a code means. "in": that it bears none is a value. "out": units that
        nobody coded are left out. "missing": a coder who left a unit uncoded is missing there.
    seen : mapping of str to iterable of str, optional
        For each coder the sources read, coded or not. If not given, a coder counts as missing in
        sources without a coding of the coder, and a note says so.

    Returns
    -------
    ReliabilityData
        Level "set" or "nominal". `settings` repeats every choice; notes count what was left out.

    Raises
    ------
    ValueError
        If a choice is not known, no source was seen by two coders, or a coder put two codes on a
        unit and `value` is "one": who saw what, or coder, unit and codes are named.

    Examples
    --------
    >>> from casestudy.agreement.unit_spans import units
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> from casestudy.sources import Source
    >>> said = Source(id="s1", kind="answer", text="Prices are fair. We like replies.")
    >>> book = Codebook(id="demo", codes=(Code(id="price", name="price"),))
    >>> made = [Coding(id="c1", source="s1", code="price", coder="anna", start=0, end=6)]
    >>> data = reliability_data(
    ...     Codings(frame=codings_frame(made), codebook=book), units=units([said], unit="sentence"),
    ...     value="one", level="theme", touching="any", uncoded="in",
    ...     seen={"anna": ["s1"], "ben": ["s1"]})
    >>> data.to_frame()[["unit", "coder", "value"]].values.tolist()
    [['s1:1', 'anna', 'price'], ['s1:1', 'ben', 'no code'],
    ['s1:2', 'anna', 'no code'], ['s1:2', 'ben', 'no code']]
    """
    check_choice(value, VALUES, "value")
    check_choice(uncoded, UNCODED, "uncoded")
    who = sight(codings, sources=units.sources, seen=seen)
    check_shared(who, codings)
    codes = lifted(codings.codebook, level=level)
    order = tuple(dict.fromkeys(codes.values()))
    coded, left_out = _stretches(codings, units, who, codes)
    starts = _offsets(units)[units.source_of] + units.starts
    ends = starts + units.ends - units.starts
    found = marks(coded, starts, ends, touching=touching)
    judged = who.seen[:, units.source_of]
    table = _values(found, judged, value, order, (who, units))
    values, kept = with_uncoded(table, uncoded)
    nowhere = f"Codings that count for no unit: {found.n_nowhere} of {len(coded.starts)}."
    return ReliabilityData(
        values=values[:, kept],
        coders=who.coders,
        level="set" if value == "set" else "nominal",
        categories=table.categories,
        unit=units.unit,
        units=units.ids[kept].astype(np.str_),
        sources=units.sources,
        source_of=units.source_of[kept],
        starts=units.starts[kept],
        ends=units.ends[kept],
        settings={
            **units.settings,
            "value": value,
            "codes": ", ".join(order),
            "level": str(level),
            "touching": TOUCHING[touching],
            "uncoded": UNCODED_MEANS[uncoded],
            "seen": who.how,
        },
        notes=(
            *units.notes,
            *who.notes,
            *left_out,
            *([nowhere] if found.n_nowhere else []),
            *_uncoded_note(table, kept),
        ),
        provenance=merged((*units.provenance, *codings.provenance)),
    )


def check_choice(given: str, allowed: Sequence[str], what: str) -> None:
    """Refuse a choice that is not known."""
    if given not in allowed:
        raise ValueError(
            f"{what} {given!r} is not known{did_you_mean(given, allowed)}; "
            f"allowed are {', '.join(allowed)}"
        )


def _offsets(units: Units) -> Integers:
    """Where each source starts if all texts are laid end to end."""
    return np.concatenate([[0], np.cumsum(units.lengths)[:-1]]).astype(np.int64)


def _stretches(
    codings: Codings, units: Units, who: Sight, codes: Mapping[str, str]
) -> tuple[Stretch, list[str]]:
    """What was coded, on the line of all texts, and notes on what cannot be placed there."""
    frame, notes = placed(codings, units.sources, whole=units.unit == "source")
    source = positions_in(frame["source"], units.sources)
    order = list(dict.fromkeys(codes.values()))
    offset, length = _offsets(units)[source], units.lengths[source]
    starts, ends = (frame[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    everywhere = starts == WHOLE_SOURCE
    _check_inside(frame, ends > length)
    return Stretch(
        coder=positions_in(frame["coder"], who.coders),
        code=positions_in(frame["code"].map(dict(codes)), order),
        starts=offset + np.where(everywhere, 0, starts),
        ends=offset + np.where(everywhere, length, ends),
    ), notes


def placed(
    codings: Codings, sources: tuple[str, ...], *, whole: bool
) -> tuple[pd.DataFrame, list[str]]:
    """The codings that stand on text of some sources, and notes on those left out.

    Parameters
    ----------
    codings : Codings
        Of any source.
    sources : tuple of str
        Ids of the sources compared.
    whole : bool
        Whether a coding of the whole source counts.
    """
    frame = codings.frame
    elsewhere = ~frame["source"].isin(list(sources))
    region = ~elsewhere & (frame["region"] != "")
    entire = ~elsewhere & ~region & (frame["start"] == WHOLE_SOURCE)
    left = [
        (elsewhere, "Codings left out, because their source is not compared"),
        (region, "Codings of regions of pictures left out; compare them with matched_regions"),
    ]
    if not whole:
        left.append((entire, "Codings of a whole source left out; they say nothing of one place"))
    notes = [f"{what}: {int(rows.sum())} of {len(frame)}." for rows, what in left if rows.any()]
    keep = ~elsewhere & ~region & (whole | ~entire)
    return frame[keep], notes


def _check_inside(frame: pd.DataFrame, beyond: npt.NDArray[np.bool_]) -> None:
    if beyond.any():
        row = frame.iloc[int(np.argmax(beyond))]
        raise ValueError(
            f"coding {row['coding']!r} of {row['coder']} ends at {row['end']}, beyond the text of "
            f"{row['source']!r}: the codings and the sources do not belong together; read both anew"
        )


def positions_in(column: pd.Series, known: Sequence[str]) -> Integers:
    """Positions of a column's names in a list that has them all."""
    return pd.Categorical(column, categories=list(known)).codes.astype(np.int64)


def _values(
    found: Marks,
    judged: npt.NDArray[np.bool_],
    value: str,
    codes: tuple[str, ...],
    named: tuple[Sight, Units],
) -> UnitValues:
    """What each coder said of each unit, in the form that was asked for."""
    if value == "set":
        return code_sets(found, codes, judged)
    if value == "main":
        return main_code(found, codes, judged)
    who, units = named

    def place(coder: int, unit: int) -> str:
        span = f"characters {units.starts[unit]} to {units.ends[unit]}"
        return f"{units.unit} {units.ids[unit]!r} ({span}), as {who.coders[coder]} coded it,"

    instead = (
        "value 'set' (all codes of a unit), value 'main' (the code that covers most of it), or a "
        "touching that counts less than any overlap"
    )
    return one_code(found, codes, judged, place=place, instead=instead)


def with_uncoded(
    table: UnitValues, uncoded: str
) -> tuple[npt.NDArray[np.signedinteger], npt.NDArray[np.bool_]]:
    """The values, and which units are kept, for what uncoded text means."""
    everything = np.ones(table.values.shape[1], dtype=bool)
    if uncoded == "in":
        return table.values, everything
    if uncoded == "out":
        return table.values, np.asarray(table.coded.any(axis=0))
    small = table.values.dtype.type(MISSING)
    return np.where(table.coded, table.values, small), np.asarray(table.coded.any(axis=0))


def _uncoded_note(table: UnitValues, kept: npt.NDArray[np.bool_]) -> list[str]:
    """How many units nobody coded, and what became of them."""
    n, blank = table.coded.shape[1], int((~table.coded.any(axis=0)).sum())
    if not blank:
        return []
    if kept.all():
        return [f"Units that nobody coded count as agreement on no code: {blank} of {n}."]
    return [f"Units left out, because nobody coded them: {blank} of {n}."]
