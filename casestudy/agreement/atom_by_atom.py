"""One code, atom by atom: what programs for qualitative analysis call percent agreement and kappa.

Each character (or word) is taken for a unit that bears the code or does not. Neighbouring atoms are
anything but independent, and unmarked text makes agreement easy; the numbers are here because
reviewers know them, side by side, so that it is seen how far they lie apart.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from itertools import combinations

import numpy as np
import numpy.typing as npt

from casestudy.agreement.coincidences import stretches
from casestudy.agreement.comparable import check_codes_apart, check_comparable, seen_by_all
from casestudy.agreement.continua import Continuum
from casestudy.agreement.inference import Inference
from casestudy.agreement.result import Agreement, Agreements
from casestudy.agreement.source_inference import over_drawn_sources, with_uncertainty
from casestudy.errors import did_you_mean

Floats = npt.NDArray[np.float64]
PERCENT = "percent agreement"
COHEN = "Cohen's kappa"
LIGHT = "Light's kappa (mean of pairs)"
FLEISS = "Fleiss' kappa"
BP = "Brennan-Prediger S"
AC1 = "Gwet's AC1"
ALPHA = "Krippendorff's alpha (nominal)"
JACCARD = "Jaccard (marked by both, of marked by either)"
QUALCODER = "QualCoder's coefficient (not Cohen's kappa)"
DEPENDENT = (
    "Atoms of one segment are not independent of one another, and text that nobody marked counts "
    "as agreement: a long text with few segments agrees by percent whatever the coders do."
)


def atom_agreement(data: Continuum, code: str, *, inference: Inference | None = None) -> Agreements:
    """How far coders agree on which atoms bear a code, by what other programs print.

    Parameters
    ----------
    data : Continuum
        Segments may overlap if they bear different codes. Only sources that every coder saw are
        used.
    code : str
        One of its values.
    inference : Inference, optional
        How standard errors and intervals are found, by sources; linearised if not given.

    Returns
    -------
    Agreements
        Percent agreement, Cohen's kappa (for more than two coders the mean over pairs), Fleiss'
        kappa, Brennan-Prediger, AC1, alpha; and, for two coders, the Jaccard coefficient and what
        QualCoder calls kappa. `n_pairable` counts atoms times coders.

    Raises
    ------
    LookupError
        If the code is not in the data.
    ValueError
        If there are fewer than two coders, no source that all of them saw, or segments of one
        coder with this code overlap.

    Notes
    -----
    NVivo prints percent agreement and Cohen's kappa over characters, source by source; over several
    sources atoms are added up here. QualCoder takes marked text only and, for chance, the
    product of both marking and both not marking it where Cohen adds them. MAXQDA compares segments:
    see `matched_segments`. u-alpha differs from alpha here in that it never draws two atoms of one
    segment.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s1", "trust", 100, 250), ("ben", "s1", "trust", 200, 300)]
    >>> data = typed_continuum(rows, lengths={"s1": 1000}, atom="character")
    >>> for row in atom_agreement(data, "trust").rows[:2]:
    ...     print(f"{row.value:.7f} {row.coefficient}")
    0.8500000 percent agreement
    0.3181818 Cohen's kappa
    """
    check_comparable(data)
    if code not in data.values:
        raise LookupError(
            f"code {code!r} is not in these data{did_you_mean(code, data.values)}; allowed are "
            f"{', '.join(data.values)}"
        )
    check_codes_apart(data)
    used = _of_code(seen_by_all(data, needs="agreement atom by atom"), code)
    sums, n = _sums(used), len(used.coders)
    whole = _coefficients(n, sums.sum(axis=0)[None, :])
    total = float(used.lengths.sum())
    plain = Agreement(
        coefficient=PERCENT,
        value=0.0,
        coders=used.coders,
        n_units=len(used),
        n_pairable=round(total) * n,
        n_sources=len(used.sources),
        about=code,
        unit=used.atom,
        settings={**used.settings, "n_pairable": f"{used.atom}s times coders"},
        notes=used.notes,
        provenance=used.provenance,
    )
    rows = []
    for name, value in whole.items():
        reason = "" if np.isfinite(value[0]) else "nobody marked anything, or everybody everything"
        row = replace(plain, coefficient=name, undefined=reason,
                      value=math.nan if reason else float(value[0]))  # fmt: skip
        found = over_drawn_sources(sums, partial(_one, name, n), inference)
        rows.append(with_uncertainty(row, found))
    return Agreements(rows=tuple(rows), more_notes=(DEPENDENT,))


def _of_code(data: Continuum, code: str) -> Continuum:
    """The segments of one code."""
    keep = data.value == data.values.index(code)
    columns = ("coder", "source", "starts", "ends")
    own = {name: getattr(data, name)[keep] for name in columns}
    return replace(
        data, values=(code,), names=(), colours=(), value=np.zeros(keep.sum(), np.int64), **own
    )


def _sums(data: Continuum) -> Floats:
    """What each source adds: atoms, atoms marked by each coder, and by both of each pair."""
    cut = stretches(data)
    marked = cut.values >= 0
    columns = [data.lengths.astype(float)]
    both = [marked[i] & marked[j] for i, j in combinations(range(len(data.coders)), 2)]
    for there in (*marked, *both):
        weights = cut.lengths * there
        columns.append(np.bincount(cut.source, weights=weights, minlength=len(data.sources)))
    return np.column_stack(columns)


def _one(name: str, n_coders: int, rows: Floats) -> Floats:
    return _coefficients(n_coders, rows)[name]


@np.errstate(invalid="ignore", divide="ignore")
def _coefficients(n_coders: int, rows: Floats) -> dict[str, Floats]:
    """All coefficients from sums, shape (b, d)."""
    total, own, both = rows[:, 0], rows[:, 1 : 1 + n_coders], rows[:, 1 + n_coders :]
    pairs = list(combinations(range(n_coders), 2))
    one, other = (own[:, [pair[side] for pair in pairs]] for side in (0, 1))
    agreed = (total[:, None] - one - other + 2 * both) / total[:, None]
    a, b = one / total[:, None], other / total[:, None]
    kappas = (agreed - a * b - (1 - a) * (1 - b)) / (1 - a * b - (1 - a) * (1 - b))
    percent, share = agreed.mean(axis=1), own.mean(axis=1) / total
    alike = share**2 + (1 - share) ** 2
    n = n_coders * total
    found = {
        PERCENT: percent,
        COHEN if n_coders == 2 else LIGHT: kappas.mean(axis=1),
        FLEISS: (percent - alike) / (1 - alike),
        BP: 2 * percent - 1,
        AC1: (percent - (1 - alike)) / alike,
        ALPHA: 1 - (1 - percent) / ((1 - alike) * n / (n - 1)),
    }
    return {**found, **_of_marked(one[:, 0], other[:, 0], both[:, 0])} if n_coders == 2 else found


def _of_marked(one: Floats, other: Floats, both: Floats) -> dict[str, Floats]:
    """What looks at marked text only, for two coders."""
    either = one + other - both
    jaccard, yes, no = both / either, one * other, (either - one) * (either - other)
    chance = yes * no / either**4
    return {JACCARD: jaccard, QUALCODER: (jaccard - chance) / (1 - chance)}
