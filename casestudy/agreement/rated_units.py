"""Whether coders who put the same code on a unit also give it the same weight, or the same stance.

That the code is there is one question, how strongly it holds and on which side are others. Here
only units count on which coders both put the code and rated it; how many are left is said.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from casestudy.agreement.bridge import check_choice, reliability_data
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.unit_spans import Units
from casestudy.codebook import Code, Codebook
from casestudy.codings import Codings

VALUES = ("one", "main")
MEASURED = ("ordinal", "interval", "ratio")
_WEIGHT = "weight_"
"""Before a weight where a code is expected, whose id begins with a letter."""


def stances_on_units(
    codings: Codings, *, code: str, units: Units, touching: str, value: str
) -> ReliabilityData:
    """Which stance each coder gave each unit on which the coder put a code.

    Parameters
    ----------
    codings : Codings
        Of the coders to compare.
    code : str
        The code whose codings are compared; codes below it are not taken along.
    units : Units
        What coders are compared on, as `units(sources, unit="turn")` makes them.
    touching : {"any", "majority", "whole", "inside", "most"}
        How a coding that touches a unit partly counts, as in `reliability_data`.
    value : {"one", "main"}
        "one": refused where a coder gave two stances on a unit. "main": the stance that covers most
        of the unit; of equals the first of the codebook.

    Returns
    -------
    ReliabilityData
        Level "nominal", for every coefficient on given units. A coder who did not put the code on a
        unit, or put it without a stance, is missing there. Notes say how many units are left.

    Raises
    ------
    UnknownCode
        If the code is not in the codebook.
    ValueError
        If the code has no stances, fewer than two coders gave one, or a coder gave two on a unit
        and `value` is "one".

    Examples
    --------
    >>> from casestudy.agreement import krippendorff_alpha, units
    >>> from casestudy.codings import Coding, codings_frame
    >>> from casestudy.ratings import Stance
    >>> from casestudy.sources import Source
    >>> said = Source(id="s1", kind="answer", text="Prices are fair. Replies are slow.")
    >>> sides = (Stance(id="for"), Stance(id="against"))
    >>> book = Codebook(id="demo", codes=(Code(id="trust", name="trust", stances=sides),))
    >>> made = [Coding(id=f"{who}{at}", source="s1", code="trust", coder=who, start=at, end=at + 6,
    ...                stance=stance)
    ...         for who in ("anna", "ben") for at, stance in ((0, "for"), (17, "against"))]
    >>> data = stances_on_units(Codings(frame=codings_frame(made), codebook=book), code="trust",
    ...                         units=units([said], unit="sentence"), touching="any", value="one")
    >>> float(krippendorff_alpha(data).value)
    1.0
    """
    check_choice(value, VALUES, "value")
    scales = codings.codebook.ratings_of(code)
    if not scales.stances:
        raise ValueError(f"the code {code!r} has no stances; declare them in the codebook")
    order = [stance.id for stance in scales.stances]
    data = _rated(codings, code, "stance", order, (units, touching, value))
    # where nothing was given a coder is missing, so that "no code" is no value here
    return replace(data, categories=data.categories[:-1])


def weights_on_units(
    codings: Codings, *, code: str, units: Units, touching: str, value: str, level: str
) -> ReliabilityData:
    """Which weight each coder gave each unit on which the coder put a code.

    Parameters
    ----------
    codings, code, units, touching, value
        As in `stances_on_units`; "main" takes of equals the lower weight.
    level : {"ordinal", "interval", "ratio"}
        What the numbers mean: an order, equal steps, or also a true zero. There is no default.

    Returns
    -------
    ReliabilityData
        The weights as numbers, NaN where a coder did not put the code on a unit or gave no weight.

    Raises
    ------
    UnknownCode, ValueError
        As in `stances_on_units`.
    """
    check_choice(value, VALUES, "value")
    check_choice(level, MEASURED, "level")
    if codings.codebook.ratings_of(code).weight is None:
        raise ValueError(f"the code {code!r} has no weights; declare them in the codebook")
    given = codings.only(code=code).frame["weight"].dropna()
    order = [f"{_WEIGHT}{weight}" for weight in sorted(given.unique())]
    data = _rated(codings, code, "weight", order, (units, touching, value))
    numbers = [float(weight.removeprefix(_WEIGHT)) for weight in order]
    table = np.array([*numbers, np.nan, np.nan])  # "no code" and missing stand last
    return replace(data, values=table[data.values], level=level, categories=())


def _rated(
    codings: Codings, code: str, rating: str, order: list[str], how: tuple[Units, str, str]
) -> ReliabilityData:
    """What coders said of units, each rating in the place of a code."""
    own = codings.only(code=code)
    column = own.frame[rating]
    is_given = (column.notna() if rating == "weight" else column != "").to_numpy(dtype=bool)
    rated = own.keeping(is_given)
    coders = sorted(set(rated.frame["coder"]))
    if len(coders) < 2:
        raise ValueError(
            f"{rating}s of {code!r} were given by {', '.join(coders) or 'nobody'}; to compare "
            "takes at least two coders"
        )
    said = rated.frame[rating].astype("str")
    names = _WEIGHT + said if rating == "weight" else said
    data = _data(_as_codes(rated, names, order), how, code, rating)
    where = _data(_as_codes(own, pd.Series(code, index=own.frame.index), [code]), how, code, "")
    both = [int((one.judged.sum(axis=0) >= 2).sum()) for one in (where, data)]
    notes = (
        f"Codings of {code!r} without a {rating}, left out: {int((~is_given).sum())} of "
        f"{len(own)}.",
        f"Units on which at least two coders put {code!r}: {both[0]}; at least two of them gave a "
        f"{rating} on {both[1]}.",
    )
    settings = {
        **data.settings,
        "codes": ", ".join(name.removeprefix(_WEIGHT) for name in order),
        "rated": f"{rating} of {code}",
    }
    return replace(
        data, about=f"{rating} of {code}", settings=settings, notes=(*notes, *data.notes)
    )


def _data(codings: Codings, how: tuple[Units, str, str], code: str, rating: str) -> ReliabilityData:
    """The existing bridge; only a coder who says something of a unit counts there."""
    units, touching, value = how
    try:
        return reliability_data(
            codings, units=units, value=value, level="code", touching=touching, uncoded="missing"
        )
    except ValueError as error:
        place, bears, _ = str(error).partition(" bears ")
        if not bears:
            raise
        raise ValueError(
            f"{place} has two different {rating}s for {code!r}, but value 'one' needs one a unit; "
            f"use value 'main' (the {rating} that covers most of it), or smaller units"
        ) from None


def _as_codes(codings: Codings, names: pd.Series, order: list[str]) -> Codings:
    """Codings with other names in the place of their codes."""
    book = Codebook(id=codings.codebook.id, codes=tuple(Code(id=id, name=id) for id in order))
    frame = codings.frame.assign(code=names.astype("str"))
    return Codings(frame=frame, codebook=book, origins=codings.origins)
