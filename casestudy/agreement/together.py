"""All coefficients of one set of judgements, side by side, counted once."""

from __future__ import annotations

import numpy.typing as npt

from casestudy.agreement.arrays import INTERCHANGEABLE
from casestudy.agreement.basis import basis_of
from casestudy.agreement.chance import (
    brennan_prediger_measure,
    fleiss_measure,
    gwet_measure,
    percent_measure,
)
from casestudy.agreement.coders import conger_measure, named_coders
from casestudy.agreement.disagreements import alpha_measure
from casestudy.agreement.inference import Inference
from casestudy.agreement.judgements import judgements
from casestudy.agreement.kappas import weights_told
from casestudy.agreement.measures import agreement_of
from casestudy.agreement.metrics import weight_distance
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.result import Agreements


def chance_corrected(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike = "identity",
    inference: Inference | None = None,
) -> Agreements:
    """Percent agreement and every chance-corrected coefficient of the same judgements.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.
    weights : str or array_like
        Weights of agreement for all of them; see `brennan_prediger`.
    inference : Inference, optional
        How standard errors and intervals are made; linearised if not given. A bootstrap draws
        anew for each coefficient.

    Returns
    -------
    Agreements
        Percent agreement, Brennan-Prediger, Fleiss, Conger, Gwet and alpha. Conger's is left out
        where the data do not say who judged what.

    Notes
    -----
    They differ in what they take for chance. Where they lie far apart, one category takes nearly
    all judgements (see `prevalence`), or coders differ in how often they use the categories.

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> for row in chance_corrected(from_table([[80, 7], [8, 5]], level="nominal")):
    ...     print(f"{row.value:.3f} {row.coefficient}")
    0.850 percent agreement
    0.700 Brennan-Prediger S
    0.314 Fleiss' kappa
    0.314 Conger's kappa
    0.808 Gwet's AC1
    0.318 Krippendorff's alpha (nominal)
    """
    given = judgements(data, level="nominal")
    distance = weight_distance(given, weights)
    basis = basis_of(given.unordered, distance)
    is_plain = isinstance(weights, str) and weights == "identity"
    told = weights_told(weights)
    made = [
        (given, percent_measure(given, basis, f"percent agreement{told}")),
        (given, brennan_prediger_measure(given, basis, f"Brennan-Prediger S{told}")),
        (given, fleiss_measure(given, basis, f"Fleiss' kappa{told}")),
    ]
    if given.data.settings.get("coders") != INTERCHANGEABLE:
        heard = named_coders(given)
        common = basis if heard is given else basis_of(heard.unordered, distance)
        made.append((heard, conger_measure(heard, common, f"Conger's kappa{told}")))
    made.append(
        (given, gwet_measure(given, basis, "Gwet's AC1" if is_plain else f"Gwet's AC2{told}"))
    )
    name = "nominal" if is_plain else told.strip(" ()")
    made.append((given, alpha_measure(given, distance, name)))
    return Agreements(rows=tuple(agreement_of(who, measure, inference) for who, measure in made))
