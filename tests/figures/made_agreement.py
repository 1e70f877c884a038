"""Results of comparing coders, made up: for the figures and tables of disagreement."""

from __future__ import annotations

from functools import partial

import numpy as np

from casestudy import agreement
from casestudy.agreement import (
    CoderTimeline,
    ConfusionMatrix,
    Disagreements,
    Drift,
    LeftOut,
    Questions,
)
from casestudy.provenance import Provenance
from tests.agreement import made_codings
from tests.agreement.made_continua import several

NOMINAL = partial(agreement.krippendorff_alpha, level="nominal")
CODES = ("price", "speed", "trust")


def timeline(*provenance: Provenance, n_coders: int = 3) -> CoderTimeline:
    """Three coders on one interview, some segments of one coder overlapping."""
    from dataclasses import replace

    data = replace(several(1, n_coders=n_coders), provenance=provenance)
    return agreement.coder_timeline(data, source="s0")


def confusion(*provenance: Provenance, n_coders: int = 3) -> ConfusionMatrix:
    """Amounts of words, with codes that nobody gave."""
    from dataclasses import replace

    data = several(1, n_coders=n_coders)
    data = replace(data, values=(*data.values, "unused"), provenance=provenance)
    return agreement.continuum_confusion(data)


def bridged() -> agreement.ReliabilityData:
    """What two coders said of the turns of two interviews."""
    return agreement.reliability_data(
        codings(), units=agreement.units(made_codings.SOURCES, unit="turn"), value="set",
        level="theme", touching="any", uncoded="in",
        seen={"anna": ["one", "two"], "ben": ["one", "two"]},
    )  # fmt: skip


def codings() -> made_codings.Codings:
    """Codings of two coders over some days."""
    made = made_codings.coding
    return made_codings.codings(
        made("anna", "one", "trust", "trust them", day=0),
        made("anna", "one", "price", "price", day=0),
        made("ben", "one", "trust", "We trust", day=1),
        made("ben", "one", "speed", "Fast", day=1),
        made("anna", "two", "speed", "fast", day=7),
        made("ben", "two", "speed", "fast", day=9),
    )


def drift(*provenance: Provenance, n_parts: int = 2) -> Drift:
    """Alpha of one code in parts of the time of coding."""
    from dataclasses import replace

    data = agreement.against_the_rest(replace(bridged(), provenance=provenance), "speed")
    return agreement.agreement_over_time(
        data, codings=codings(), coefficient=NOMINAL, n_parts=n_parts
    )


def passages() -> Disagreements:
    """The turns on which coders differ."""
    return agreement.unit_disagreements(bridged())


def without_coders() -> LeftOut:
    """Alpha without each of three coders."""
    rng = np.random.default_rng(1)
    table = np.array(CODES)[rng.integers(0, 3, (3, 30))]
    table[1] = table[0]
    data = agreement.from_array(table.tolist(), level="nominal", coders=("anna", "ben", "odd"))
    return agreement.without_each_coder(data, NOMINAL)


def questions() -> Questions:
    """Four questions, one decided."""
    found = agreement.questions(codings(), coders=["anna", "ben"], consensus="both")
    about = found.rows[0].codings
    decided = [{"about": about, "outcome": "adopted", "reason": "talked", "at": "1"}]
    return agreement.questions(codings(), coders=["anna", "ben"], consensus="both", decided=decided)
