"""Coefficients that know who said what: Cohen's kappa and its relatives, by name."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from casestudy.agreement.basis import basis_of
from casestudy.agreement.coders import conger_measure, named_coders
from casestudy.agreement.cohen import coder_pairs, cohen_measure, light_measure
from casestudy.agreement.inference import Inference
from casestudy.agreement.judgements import Judgements, judgements
from casestudy.agreement.kappas import two_coders, weights_told
from casestudy.agreement.measures import agreement_of
from casestudy.agreement.metrics import weight_distance
from casestudy.agreement.patterns import Floats
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.result import Agreement, Agreements


def cohen_kappa(
    data: ReliabilityData | npt.ArrayLike, *, inference: Inference | None = None
) -> Agreement:
    """Cohen's kappa of two coders: chance draws from what each of the two tends to say.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (2, n_units)
        In an array, missing judgements are NaN or None; a unit that one of the two did not judge
        drops out.
    inference : Inference, optional
        How standard error and interval are made; that of Fleiss, Cohen and Everitt if not given.

    Returns
    -------
    Agreement
        `details` has the standard error under the hypothesis that kappa is 0.

    Raises
    ------
    ValueError
        If there are not two coders.

    Notes
    -----
    κ = (p_o - p_e) / (1 - p_e) with p_e = Σ p_k. p_.k. Two coders who differ in how often they use
    a category get a smaller p_e and so a greater kappa than two who do not: kappa rewards
    bias. Alpha and pi do not.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20, 37-46. doi:10.1177/001316446002000104

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> table = from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]], level="nominal")
    >>> round(cohen_kappa(table).value, 3)  # Cohen (1960), p. 45
    0.492
    """
    given = two_coders(named_coders(judgements(data, level="nominal")), "Cohen's kappa")
    apart = 1.0 - np.eye(given.n_categories)
    return agreement_of(given, cohen_measure(given, apart, "Cohen's kappa"), inference)


def weighted_kappa(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike | None = None,
    disagreement: npt.ArrayLike | None = None,
    inference: Inference | None = None,
) -> Agreement:
    """Cohen's weighted kappa of two coders, with any weights.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (2, n_units)
        In an array, missing judgements are NaN or None.
    weights : str or array_like, optional
        Weights of agreement: "linear", "quadratic" and so on, of the values of the categories; or
        a matrix. Rows are what the first coder said; it need not be symmetric.
    disagreement : array_like, optional
        Instead of them, how bad each disagreement is, as Cohen wrote it: 0 on the diagonal, in
        any unit.
    inference : Inference, optional
        How standard error and interval are made; that of Fleiss, Cohen and Everitt if not given.

    Raises
    ------
    ValueError
        If not one of weights and disagreement is given, or it has the wrong shape.

    Notes
    -----
    κ_w = 1 - Σ v_kl p_kl / Σ v_kl p_k. p_.l with disagreement weights v. With quadratic weights it
    grows with the number of categories; say which weights were used.

    References
    ----------
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70, 213-220. doi:10.1037/h0026256
    Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Psychological Bulletin 72, 323-327.
    doi:10.1037/h0028106

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> table = from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]], level="nominal")
    >>> bad = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    >>> round(weighted_kappa(table, disagreement=bad).value, 3)  # Cohen (1968): 0.348
    0.348
    """
    if (weights is None) == (disagreement is None):
        raise ValueError(
            "give either weights (of agreement: 'linear', 'quadratic', a matrix) or disagreement "
            "(a matrix with zeros on the diagonal)"
        )
    given = two_coders(named_coders(judgements(data, level="ordinal")), "weighted kappa")
    if weights is None:
        apart, told = _own_disagreement(disagreement, given), " (own weights)"
    else:
        apart, told = _disagreement(weights, given), weights_told(weights)
    name = f"Cohen's weighted kappa{told}"
    return agreement_of(given, cohen_measure(given, apart, name), inference)


def light_kappa(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike = "identity",
    inference: Inference | None = None,
) -> Agreement:
    """Light's kappa: the mean of Cohen's kappa over all pairs of coders.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.
    weights : str or array_like
        Weights of agreement, symmetric.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Returns
    -------
    Agreement
        NaN with a reason if kappa is not defined for one of the pairs.

    References
    ----------
    Light, R. J. (1971). Measures of response agreement for qualitative data. Psychological
    Bulletin 76, 365-377. doi:10.1037/h0031643

    Examples
    --------
    >>> anna, ben, eva = [1, 1, 2, 2, 1], [1, 2, 2, 2, 1], [1, 1, 2, 2, 2]
    >>> round(light_kappa([anna, ben, eva]).value, 4)
    0.4658
    """
    given = named_coders(judgements(data, level="nominal"))
    distance = weight_distance(given, weights)
    apart = distance.as_matrix() / (distance.greatest or 1.0)
    name = f"Light's kappa{weights_told(weights)}"
    return agreement_of(given, light_measure(given, apart, name), inference)


def conger_kappa(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike = "identity",
    inference: Inference | None = None,
) -> Agreement:
    """Conger's kappa: Cohen's for any number of coders; chance draws two coders.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.
    weights : str or array_like
        Weights of agreement, symmetric.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Notes
    -----
    For two coders without missing judgements it is Cohen's kappa. With some missing it still uses
    every judgement for what a coder tends to say, where Cohen's drops the unit.

    References
    ----------
    Conger, A. J. (1980). Integration and generalization of kappas for multiple raters.
    Psychological Bulletin 88, 322-328. doi:10.1037/0033-2909.88.2.322

    Examples
    --------
    >>> anna, ben, eva = [1, 1, 2, 2, 1], [1, 2, 2, 2, 1], [1, 1, 2, 2, 2]
    >>> round(conger_kappa([anna, ben, eva]).value, 4)
    0.4737
    """
    given = named_coders(judgements(data, level="nominal"))
    name = f"Conger's kappa{weights_told(weights)}"
    basis = basis_of(given.unordered, weight_distance(given, weights))
    return agreement_of(given, conger_measure(given, basis, name), inference)


def pairwise_kappas(
    data: ReliabilityData | npt.ArrayLike, *, inference: Inference | None = None
) -> Agreements:
    """Cohen's kappa of each pair of coders: who agrees with whom.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.
    inference : Inference, optional
        How standard error and interval are made.

    Examples
    --------
    >>> anna, ben, eva = [1, 1, 2, 2, 1], [1, 2, 2, 2, 1], [1, 1, 2, 2, 2]
    >>> [row.coders for row in pairwise_kappas([anna, ben, eva])]
    [('coder 1', 'coder 2'), ('coder 1', 'coder 3'), ('coder 2', 'coder 3')]
    """
    given = named_coders(judgements(data, level="nominal"))
    apart = 1.0 - np.eye(given.n_categories)
    return Agreements(
        rows=tuple(
            agreement_of(pair, cohen_measure(pair, apart, "Cohen's kappa"), inference)
            for pair in coder_pairs(given.data)
        )
    )


def _disagreement(weights: str | npt.ArrayLike, given: Judgements) -> Floats:
    if isinstance(weights, str):
        distance = weight_distance(given, weights)
        return distance.as_matrix() / (distance.greatest or 1.0)
    found = _square(weights, given)
    if ((found < 0) | (found > 1)).any() or (found.diagonal() != 1).any():
        raise ValueError(
            "weights of agreement run from 0 to 1 and are 1 on the diagonal; for weights of "
            "disagreement use disagreement="
        )
    return np.asarray(1.0 - found)


def _own_disagreement(disagreement: npt.ArrayLike | None, given: Judgements) -> Floats:
    found = _square(np.asarray(disagreement), given)
    if (found < 0).any() or found.diagonal().any() or not found.any():
        raise ValueError(
            "weights of disagreement are 0 on the diagonal and not negative elsewhere; for "
            "weights of agreement use weights="
        )
    return np.asarray(found / found.max())


def _square(weights: npt.ArrayLike, given: Judgements) -> Floats:
    found, n = np.asarray(weights, dtype=np.float64), given.n_categories
    if found.shape != (n, n):
        raise ValueError(
            f"the weights have the shape {found.shape}, but there are {n} categories "
            f"({', '.join(map(str, given.data.categories))}); give {n} × {n} weights in their order"
        )
    return found
