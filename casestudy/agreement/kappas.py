"""Coefficients of agreement beyond chance, by the names that papers use."""

from __future__ import annotations

import numpy.typing as npt

from casestudy.agreement.basis import basis_of
from casestudy.agreement.chance import brennan_prediger_measure, fleiss_measure, gwet_measure
from casestudy.agreement.inference import Inference
from casestudy.agreement.judgements import Judgements, judgements
from casestudy.agreement.measures import agreement_of
from casestudy.agreement.metrics import weight_distance
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.result import Agreement


def brennan_prediger(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike = "identity",
    inference: Inference | None = None,
) -> Agreement:
    """Brennan and Prediger's coefficient, also called S or G: chance draws the categories evenly.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None, and the categories are the values that
        occur; data may list categories that nobody used, and these count.
    weights : str or array_like
        Weights of agreement: "identity", "linear", "quadratic", "ordinal", "radical", "ratio",
        "circular", "bipolar", or a symmetric matrix.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Notes
    -----
    p_e = Σ w_kl / q², with q categories; 1/q without weights. With two categories it is PABAK,
    2 p_a - 1. A category that nobody uses makes it greater: say which categories there were.

    References
    ----------
    Brennan, R. L., & Prediger, D. J. (1981). Coefficient kappa: some uses, misuses, and
    alternatives. Educational and Psychological Measurement 41, 687-699.
    doi:10.1177/001316448104100307

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> table = from_table([[20, 10], [20, 50]], level="nominal")  # Artstein & Poesio 2008
    >>> round(brennan_prediger(table).value, 3)
    0.4
    """
    given = judgements(data, level="nominal")
    basis = basis_of(given.unordered, weight_distance(given, weights))
    name = f"Brennan-Prediger S{weights_told(weights)}"
    return agreement_of(given, brennan_prediger_measure(given, basis, name), inference)


def scott_pi(
    data: ReliabilityData | npt.ArrayLike, *, inference: Inference | None = None
) -> Agreement:
    """Scott's pi of two coders: chance draws twice from what both said together.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (2, n_units)
        In an array, missing judgements are NaN or None.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Raises
    ------
    ValueError
        If there are not two coders.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding. Public
    Opinion Quarterly 19, 321-325. doi:10.1086/266577

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> table = from_table([[20, 10], [20, 50]], level="nominal")  # Artstein & Poesio 2008
    >>> round(scott_pi(table).value, 3)
    0.341
    """
    given = two_coders(judgements(data, level="nominal"), "Scott's pi")
    basis = basis_of(given.unordered, weight_distance(given, "identity"))
    return agreement_of(given, fleiss_measure(given, basis, "Scott's pi"), inference)


def fleiss_kappa(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike = "identity",
    inference: Inference | None = None,
) -> Agreement:
    """Fleiss' kappa of any number of coders: chance draws twice from the shares of the categories.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None; coders may differ from unit to unit.
    weights : str or array_like
        Weights of agreement; see `brennan_prediger`.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Returns
    -------
    Agreement
        `details` has the standard error under the hypothesis that kappa is 0 (Fleiss, Nee and
        Landis 1979) where all units have as many judgements and there are no weights.

    Notes
    -----
    p_e = Σ w_kl π_k π_l, π_k the mean over units of the share of the judgements that name k. It
    generalises Scott's pi, not Cohen's kappa; that is `conger_kappa`. Fleiss' own standard errors
    hold only where kappa is 0, so no interval can be made of them; that of 1971 is wrong even then.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological
    Bulletin 76, 378-382. doi:10.1037/h0031619
    Fleiss, J. L., Nee, J. C. M., & Landis, J. R. (1979). Large sample variance of kappa in the case
    of different sets of raters. Psychological Bulletin 86, 974-977.
    doi:10.1037/0033-2909.86.5.974
    Gwet, K. L. (2021). Handbook of Inter-Rater Reliability, volume 1, 5th edition.

    Examples
    --------
    >>> from casestudy.agreement import from_counts
    >>> round(fleiss_kappa(from_counts([[3, 0], [0, 3], [2, 1]], level="nominal")).value, 4)
    0.55
    """
    given = judgements(data, level="nominal")
    name = f"Fleiss' kappa{weights_told(weights)}"
    basis = basis_of(given.unordered, weight_distance(given, weights))
    return agreement_of(given, fleiss_measure(given, basis, name), inference)


def gwet_ac1(
    data: ReliabilityData | npt.ArrayLike, *, inference: Inference | None = None
) -> Agreement:
    """Gwet's AC1: chance works only where a unit is hard to judge; steady where a value is rare.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None, and the categories are the values that
        occur; data may list categories that nobody used, and these count.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Notes
    -----
    p_e = Σ π_k (1 - π_k) / (q - 1), with q categories. Where nearly all judgements are the same,
    p_e is near 0 and AC1 near plain agreement, while kappa and alpha say that the coders have not
    shown that they can tell the values apart. Both are right, about different questions.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high
    agreement. British Journal of Mathematical and Statistical Psychology 61, 29-48.
    doi:10.1348/000711006X126600

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> round(gwet_ac1(from_table([[80, 7], [8, 5]], level="nominal")).value, 3)
    0.808
    """
    given = judgements(data, level="nominal")
    basis = basis_of(given.unordered, weight_distance(given, "identity"))
    return agreement_of(given, gwet_measure(given, basis, "Gwet's AC1"), inference)


def gwet_ac2(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike,
    inference: Inference | None = None,
) -> Agreement:
    """Gwet's AC2: AC1 where some disagreements are smaller than others.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.
    weights : str or array_like
        Weights of agreement; see `brennan_prediger`. Gwet's "ordinal" weights know ranks only and
        are not Krippendorff's ordinal distance.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Notes
    -----
    p_e = Σ w_kl Σ π_k (1 - π_k) / (q (q - 1)).

    References
    ----------
    Gwet, K. L. (2021). Handbook of Inter-Rater Reliability, volume 1, 5th edition.

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> likert = [[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]]
    >>> round(gwet_ac2(from_table(likert, level="ordinal"), weights="quadratic").value, 5)
    0.84028
    """
    given = judgements(data, level="ordinal")
    basis = basis_of(given.unordered, weight_distance(given, weights))
    name = f"Gwet's AC2{weights_told(weights)}"
    return agreement_of(given, gwet_measure(given, basis, name), inference)


def weights_told(weights: str | npt.ArrayLike) -> str:
    """The weights as they stand behind the name of a coefficient.

    Examples
    --------
    >>> weights_told("identity"), weights_told("linear")
    ('', ' (linear weights)')
    """
    if not isinstance(weights, str):
        return " (own weights)"
    return "" if weights == "identity" else f" ({weights} weights)"


def two_coders(given: Judgements, name: str) -> Judgements:
    """The judgements, if they are of two coders.

    Parameters
    ----------
    given : Judgements
        What was judged.
    name : str
        The coefficient that needs two.

    Raises
    ------
    ValueError
        If there are more.
    """
    if given.data.n_coders != 2:
        raise ValueError(
            f"{name} is for two coders, and there are {given.data.n_coders} "
            f"({', '.join(given.data.coders)}); choose two with data.of_coders([…]), or use "
            "krippendorff_alpha, fleiss_kappa or light_kappa"
        )
    return given
