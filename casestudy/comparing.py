"""From a study to a table of agreement: which sources, which data, which coefficient.

In a notebook the same walk is three calls: `agreement.units`, `agreement.reliability_data` (or
`agreement.continuum`), and the coefficient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from casestudy import agreement
from casestudy.agreement import (
    Agreement,
    Agreements,
    Continuum,
    Disagreements,
    Inference,
    ReliabilityData,
)
from casestudy.codings import Codings
from casestudy.errors import did_you_mean
from casestudy.progress import progress
from casestudy.study import Study

CONTINUA = ("character", "word")
MATCH, REGION = "match", "region"
UNITS = (*agreement.UNITS, MATCH, REGION, *CONTINUA)
EACH = "each"
N_CONTINUA = 30
"""Random continua of gamma."""
VALUES = (EACH, "set", "one", "main")
OfUnits = Callable[[ReliabilityData, Inference | None], Agreement | Agreements]

OF_ONE_VALUE: Mapping[str, OfUnits] = MappingProxyType(
    {
        "alpha": lambda d, i: agreement.krippendorff_alpha(d, level="nominal", inference=i),
        "cohen": lambda d, i: agreement.cohen_kappa(d, inference=i),
        "light": lambda d, i: agreement.light_kappa(d, inference=i),
        "conger": lambda d, i: agreement.conger_kappa(d, inference=i),
        "fleiss": lambda d, i: agreement.fleiss_kappa(d, inference=i),
        "scott": lambda d, i: agreement.scott_pi(d, inference=i),
        "ac1": lambda d, i: agreement.gwet_ac1(d, inference=i),
        "brennan-prediger": lambda d, i: agreement.brennan_prediger(d, inference=i),
        "percent": lambda d, i: agreement.percent_agreement(d, inference=i),
        "holsti": lambda d, i: agreement.holsti(d, inference=i),
        "all": lambda d, i: agreement.chance_corrected(d, inference=i),
    }
)
"""Coefficients on units that bear one value each, or one code against the rest."""
OF_SETS: Mapping[str, OfUnits] = MappingProxyType(
    {
        "alpha-jaccard": lambda d, i: agreement.set_alpha(d, distance="jaccard", inference=i),
        "alpha-masi": lambda d, i: agreement.set_alpha(d, distance="masi", inference=i),
    }
)
"""Coefficients on units that bear sets of codes."""
ON_CONTINUA = (
    "u-alpha", "pooled", "gamma", "boundary", "windowdiff", "atoms", "u-alpha-1995",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is to be compared, and how; every choice is repeated in the result.

    Parameters
    ----------
    unit : str
        "turn", "sentence", "paragraph", "block", "window" or "source"; "match" for the segments,
        "region" for the rectangles as coders chose them; "character" or "word" for the continuum.
    coefficient : str
        One that fits the unit and value.
    value : str
        "each" (each code against the rest), "set", "one" or "main"; not for a continuum.
    level : str
        "theme", "code" or a whole number.
    touching, uncoded : str
        As in `agreement.reliability_data`.
    size : int
        Of a window, in characters; atoms within which boundaries count as near.
    threshold : float
        Least share that matched segments have in common.
    coders, sources : tuple of str
        Whom and what; if empty, all people, and all sources that any of them coded.
    seen : mapping of str to sequence of str, optional
        For each coder the sources read.
    everybody_saw_all : bool
        Whether every coder read every source compared.
    inference : Inference, optional
        How intervals are made.
    seed : int
        Of the random continua of gamma.
    """

    unit: str
    coefficient: str
    value: str = EACH
    level: str = "theme"
    touching: str = "any"
    uncoded: str = "in"
    size: int = 0
    threshold: float = 0.5
    coders: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    seen: Mapping[str, Sequence[str]] | None = None
    everybody_saw_all: bool = False
    inference: Inference | None = field(default=None, compare=False)
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """The coefficients, the data that they were computed from, and what was chosen."""

    data: ReliabilityData | Continuum
    found: Agreements

    @property
    def disagreements(self) -> Disagreements:
        """The passages on which coders differ."""
        if isinstance(self.data, Continuum):
            return agreement.continuum_disagreements(self.data)
        return agreement.unit_disagreements(self.data)


def compare(study: Study, wanted: Comparison) -> Compared:
    """The agreement of coders in a study.

    Parameters
    ----------
    study : Study
        The study.
    wanted : Comparison
        What to compare, and how.

    Raises
    ------
    ValueError
        If a choice is not allowed, or the coefficient does not fit the unit.
    LookupError
        If a coder or source is unknown.
    """
    _check(wanted)
    codings = _codings(study, wanted)
    sources = _sources(study, codings, wanted)
    seen = wanted.seen
    if wanted.everybody_saw_all:
        coders = wanted.coders or tuple(sorted(codings.frame["coder"].unique()))
        seen = dict.fromkeys(coders, sources)
    if wanted.unit in CONTINUA:
        line = _continuum(study, codings, sources, seen, wanted)
        return Compared(data=line, found=_on_continuum(line, wanted))
    data = _unit_data(study, codings, sources, seen, wanted)
    return Compared(data=data, found=_on_units(data, wanted))


def _unit_data(
    study: Study,
    codings: Codings,
    sources: Sequence[str],
    seen: Mapping[str, Sequence[str]] | None,
    wanted: Comparison,
) -> ReliabilityData:
    value = "set" if wanted.value == EACH else wanted.value
    level = int(wanted.level) if wanted.level.isdigit() else wanted.level
    if wanted.unit in (MATCH, REGION):
        matched = agreement.matched_segments if wanted.unit == MATCH else agreement.matched_regions
        return matched(
            codings, sources=sources, threshold=wanted.threshold, value=value, level=level,
            uncoded=wanted.uncoded, seen=seen,
        )  # fmt: skip
    cut = agreement.units(
        [study.sources[name] for name in sources], unit=wanted.unit, size=wanted.size or None
    )
    return agreement.reliability_data(
        codings, units=cut, value=value, level=level, touching=wanted.touching,
        uncoded=wanted.uncoded, seen=seen,
    )  # fmt: skip


def _continuum(
    study: Study,
    codings: Codings,
    sources: Sequence[str],
    seen: Mapping[str, Sequence[str]] | None,
    wanted: Comparison,
) -> Continuum:
    return agreement.continuum(
        codings,
        sources=[study.sources[name] for name in sources],
        atom=wanted.unit,
        level=int(wanted.level) if wanted.level.isdigit() else wanted.level,
        seen=seen,
    )


def _on_units(data: ReliabilityData, wanted: Comparison) -> Agreements:
    how = wanted.inference
    if wanted.value == "set":
        return _as_rows(OF_SETS[wanted.coefficient](data, how))
    measure = OF_ONE_VALUE[wanted.coefficient]
    each = agreement.each_against_the_rest(data) if wanted.value == EACH else (data,)
    rows = [row for one in each for row in _as_rows(measure(one, how))]
    return Agreements(rows=tuple(rows))


def _on_continuum(data: Continuum, wanted: Comparison) -> Agreements:
    how, name = wanted.inference, wanted.coefficient
    if name == "u-alpha":
        return agreement.unitizing_alpha(data, inference=how)
    if name == "pooled":
        return agreement.pooled_unitizing_alpha(data, inference=how)
    if name == "atoms":
        used = [code for n, code in enumerate(data.values) if (data.value == n).any()]
        rows = [row for code in used for row in agreement.atom_agreement(data, code, inference=how)]
        return Agreements(rows=tuple(rows))
    if name == "boundary":
        return agreement.boundary_agreement(data, near=wanted.size or 2, inference=how)
    if name == "windowdiff":
        return agreement.window_agreement(data, window=wanted.size or None, inference=how)
    if name == "gamma":
        with progress("Aligning continuum", N_CONTINUA) as step:
            return agreement.gamma_agreement(
                data, rng=np.random.default_rng(wanted.seed), n_continua=N_CONTINUA,
                inference=how, on_progress=step,
            )  # fmt: skip
    return agreement.unitizing_alpha_1995(data)


def _as_rows(found: Agreement | Agreements) -> Agreements:
    return Agreements(rows=(found,)) if isinstance(found, Agreement) else found


def _check(wanted: Comparison) -> None:
    """Refuse a unit, value or coefficient that is not known, or that do not fit together."""
    _check_known(wanted.unit, UNITS, "unit")
    _check_known(wanted.value, VALUES, "value")
    _check_known(wanted.coefficient, (*OF_ONE_VALUE, *OF_SETS, *ON_CONTINUA), "coefficient")
    fitting, where = _fitting(wanted)
    if wanted.coefficient not in fitting:
        raise ValueError(
            f"the coefficient {wanted.coefficient!r} does not fit {where}; allowed there are "
            f"{', '.join(fitting)}"
        )


def _fitting(wanted: Comparison) -> tuple[tuple[str, ...], str]:
    """The coefficients that fit a unit and value, and what these are in words."""
    if wanted.unit in CONTINUA:
        return ON_CONTINUA, f"the continuum (unit {wanted.unit!r})"
    if wanted.value == "set":
        return tuple(OF_SETS), f"sets of codes (unit {wanted.unit!r}, value 'set')"
    return tuple(OF_ONE_VALUE), f"one value a unit (unit {wanted.unit!r}, value {wanted.value!r})"


def _check_known(given: str, allowed: Sequence[str], what: str) -> None:
    if given not in allowed:
        raise ValueError(
            f"{what} {given!r} is not known{did_you_mean(given, allowed)}; "
            f"allowed are {', '.join(allowed)}"
        )


def _codings(study: Study, wanted: Comparison) -> Codings:
    """The codings of the coders compared: of those named, machines too, or of all people."""
    codings = study.codings
    if not wanted.coders:
        return codings.by_people()
    known = {*codings.frame["coder"], *(wanted.seen or {})}
    for coder in wanted.coders:
        if coder not in known and not wanted.everybody_saw_all:
            raise LookupError(
                f"{coder!r} has coded nothing{did_you_mean(coder, known)}; coders are "
                f"{', '.join(sorted(known)) or 'nobody'}"
            )
    return codings.only(coder=wanted.coders)


def _sources(study: Study, codings: Codings, wanted: Comparison) -> tuple[str, ...]:
    """The sources compared: those named, or those that any of the coders coded."""
    for name in wanted.sources:
        study.sources.folder(name)
    if wanted.sources:
        return wanted.sources
    stated = {name for names in (wanted.seen or {}).values() for name in names}
    found = sorted({*codings.frame["source"], *stated} & set(study.sources))
    if not found:
        raise ValueError(
            "nobody has coded any source yet, so there is nothing to compare; "
            "code with: casestudy code SOURCE CODE --quote …"
        )
    return tuple(found)
