"""Words for a coefficient: named benchmarks, and how sure it is that one is reached.

A scale is a convention, not a finding; a result names the one it used. Gwet's rule does not ask in
which interval the value lies, but down to which interval one must go to be sure enough.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from casestudy.agreement.result import Agreement
from casestudy.agreement.uncertainty import ZERO
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A named benchmark: words for intervals, from the lowest up.

    Parameters
    ----------
    name : str
        As it is cited.
    bounds : tuple of float
        Where each interval but the lowest begins.
    words : tuple of str
        One more than bounds.
    reference : str
        Where it was proposed.
    begins_at_bound : bool
        Whether a bound belongs to the interval above it ("from 0.8"), not below ("over 0.8").
    """

    name: str
    bounds: tuple[float, ...]
    words: tuple[str, ...]
    reference: str
    begins_at_bound: bool = True

    def word(self, value: float) -> str:
        """The word for a value; "not defined" for NaN."""
        if math.isnan(value):
            return "not defined"
        side: Literal["left", "right"] = "right" if self.begins_at_bound else "left"
        return self.words[int(np.searchsorted(self.bounds, value, side=side))]


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "landis_koch": Scale(
            name="Landis & Koch (1977)",
            bounds=(0.0, 0.2, 0.4, 0.6, 0.8),
            words=("poor", "slight", "fair", "moderate", "substantial", "almost perfect"),
            reference="Biometrics 33, 159-174. doi:10.2307/2529310",
            begins_at_bound=False,
        ),
        "altman": Scale(
            name="Altman (1991)",
            bounds=(0.2, 0.4, 0.6, 0.8),
            words=("poor", "fair", "moderate", "good", "very good"),
            reference="Practical Statistics for Medical Research, p. 404",
            begins_at_bound=False,
        ),
        "fleiss": Scale(
            name="Fleiss (1981)",
            bounds=(0.4, 0.75),
            words=("poor", "intermediate to good", "excellent"),
            reference="Statistical Methods for Rates and Proportions, 2nd edition, p. 218",
            begins_at_bound=False,
        ),
        "cicchetti": Scale(
            name="Cicchetti (1994)",
            bounds=(0.4, 0.6, 0.75),
            words=("poor", "fair", "good", "excellent"),
            reference="Psychological Assessment 6, 284-290. doi:10.1037/1040-3590.6.4.284",
        ),
        "krippendorff": Scale(
            name="Krippendorff (2019)",
            bounds=(0.667, 0.8),
            words=("not reliable", "tentative conclusions only", "reliable"),
            reference="Content Analysis, 4th edition. doi:10.4135/9781071878781",
        ),
    }
)
"""Named benchmarks by id."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdict:
    """What a benchmark says of a coefficient.

    Parameters
    ----------
    agreement : Agreement
        The coefficient.
    scale : Scale
        The benchmark.
    word : str
        For the interval in which the value lies.
    sure_word : str
        The best word that is reached with the wanted probability (Gwet); empty without a standard
        error, or with one of 0: where nobody disagreed the spread cannot be told.
    probability : float
        How probable it is that the interval of `sure_word` or a better one is reached.
    membership : tuple of float
        Probability of each interval, from the lowest up; empty where `sure_word` is.
    """

    agreement: Agreement
    scale: Scale
    word: str
    sure_word: str
    probability: float
    membership: tuple[float, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Caveats."""
        said = "The words are a convention; they say nothing about what the codes are used for."
        return (said, *self.agreement.notes)

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""
        return self.agreement.provenance

    def to_frame(self) -> pd.DataFrame:
        """One row an interval, the best first: word, from, probability, cumulative, provenance."""
        n = len(self.scale.words)
        shares = self.membership or (math.nan,) * n
        frame = pd.DataFrame(
            {
                "word": self.scale.words,
                "from": (-1.0, *self.scale.bounds),
                "probability": shares,
                "at_least": np.cumsum(shares[::-1])[::-1],
                "provenance": kinds(self.provenance),
            }
        )
        return frame[::-1].reset_index(drop=True).astype({"word": "str", "provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def verdict(agreement: Agreement, *, scale: str, probability: float = 0.95) -> Verdict:
    """What a named benchmark says of a coefficient, and what it says with enough certainty.

    Parameters
    ----------
    agreement : Agreement
        With a standard error, if the verdict is to be sure.
    scale : str
        One of `SCALES`: "landis_koch", "altman", "fleiss", "cicchetti", "krippendorff".
    probability : float
        How sure one wants to be, between 0.5 and 1.

    Returns
    -------
    Verdict
        `word` for the value, `sure_word` by Gwet's cumulative membership.

    Raises
    ------
    ValueError
        If the scale is not known or the probability not between 0.5 and 1.

    Notes
    -----
    The membership of an interval (a, b] is Φ((value - a) / SE) - Φ((value - b) / SE), over the same
    for -1 to 1. From the best interval down they are added up until the wanted probability is
    reached. Here the normal distribution is taken whatever made the standard error.

    References
    ----------
    Gwet, K. L. (2021). Handbook of Inter-Rater Reliability, volume 1, 5th edition, chapter 7.

    Examples
    --------
    >>> from casestudy.agreement import from_table, gwet_ac1
    >>> found = verdict(gwet_ac1(from_table([[80, 7], [8, 5]], level="nominal")),
    ...                 scale="landis_koch")
    >>> found.word, found.sure_word
    ('almost perfect', 'substantial')
    """
    if scale not in SCALES:
        raise ValueError(f"scale {scale!r} is not known; allowed are {', '.join(SCALES)}")
    if not 0.5 < probability < 1:
        raise ValueError(f"probability {probability} is not allowed: between 0.5 and 1, say 0.95")
    chosen = SCALES[scale]
    shares = _membership(agreement, chosen)
    sure, reached = "", math.nan
    if shares:
        at_least = np.cumsum(shares[::-1])[::-1]
        place = int(np.flatnonzero(at_least >= probability - 1e-12).max(initial=0))
        sure, reached = chosen.words[place], float(at_least[place])
    return Verdict(
        agreement=agreement,
        scale=chosen,
        word=chosen.word(agreement.value),
        sure_word=sure,
        probability=reached,
        membership=shares,
    )


def _membership(agreement: Agreement, scale: Scale) -> tuple[float, ...]:
    """Probability of each interval between -1 and 1."""
    from scipy.special import ndtr

    value, error = agreement.value, agreement.standard_error
    if math.isnan(value) or math.isnan(error) or error <= ZERO:
        return ()
    edges = np.array([-1.0, *scale.bounds, 1.0])
    above = ndtr((value - edges) / error)
    return tuple(float(x) for x in (above[:-1] - above[1:]) / (above[0] - above[-1]))
