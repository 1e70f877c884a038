"""How far coders agree: reliability data, coefficients, intervals, and what they rest on."""

from __future__ import annotations

from casestudy.agreement.alpha import krippendorff_alpha, set_alpha
from casestudy.agreement.arrays import from_array, from_counts, from_frame, from_table
from casestudy.agreement.by_code import fleiss_kappa_by_category, per_code_alpha
from casestudy.agreement.icc import intraclass_correlations
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
from casestudy.agreement.percent import holsti, percent_agreement
from casestudy.agreement.prevalence import Prevalence, prevalence
from casestudy.agreement.reliability import LEVELS, MISSING, ReliabilityData
from casestudy.agreement.result import Agreement, Agreements
from casestudy.agreement.sample_size import units_for_alpha, units_for_width
from casestudy.agreement.together import chance_corrected
from casestudy.agreement.verdicts import SCALES, Scale, Verdict, verdict

__all__ = [
    "LEVELS",
    "MISSING",
    "SCALES",
    "Agreement",
    "Agreements",
    "Inference",
    "Prevalence",
    "ReliabilityData",
    "Scale",
    "Verdict",
    "bipolar_distance",
    "bootstrap",
    "brennan_prediger",
    "chance_corrected",
    "circular_distance",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "fleiss_kappa_by_category",
    "from_array",
    "from_counts",
    "from_frame",
    "from_table",
    "gwet_ac1",
    "gwet_ac2",
    "holsti",
    "intraclass_correlations",
    "jackknife",
    "krippendorff_alpha",
    "krippendorff_bootstrap",
    "light_kappa",
    "linearised",
    "pairwise_kappas",
    "per_code_alpha",
    "percent_agreement",
    "prevalence",
    "scott_pi",
    "set_alpha",
    "units_for_alpha",
    "units_for_width",
    "verdict",
    "weighted_kappa",
]
