"""How far coders agree: reliability data, coefficients, intervals, and what they rest on."""

from __future__ import annotations

from casestudy.agreement.alpha import krippendorff_alpha, set_alpha
from casestudy.agreement.arrays import from_array, from_counts, from_frame, from_table
from casestudy.agreement.inference import (
    Inference,
    bootstrap,
    jackknife,
    krippendorff_bootstrap,
    linearised,
)
from casestudy.agreement.kappas import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    scott_pi,
)
from casestudy.agreement.metrics import bipolar_distance, circular_distance
from casestudy.agreement.pairs import (
    cohen_kappa,
    conger_kappa,
    light_kappa,
    pairwise_kappas,
    weighted_kappa,
)
from casestudy.agreement.reliability import LEVELS, MISSING, ReliabilityData
from casestudy.agreement.result import Agreement, Agreements

__all__ = [
    "LEVELS",
    "MISSING",
    "Agreement",
    "Agreements",
    "Inference",
    "ReliabilityData",
    "bipolar_distance",
    "bootstrap",
    "brennan_prediger",
    "circular_distance",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "from_array",
    "from_counts",
    "from_frame",
    "from_table",
    "gwet_ac1",
    "gwet_ac2",
    "jackknife",
    "krippendorff_alpha",
    "krippendorff_bootstrap",
    "light_kappa",
    "linearised",
    "pairwise_kappas",
    "scott_pi",
    "set_alpha",
    "weighted_kappa",
]
