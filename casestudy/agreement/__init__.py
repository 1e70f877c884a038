"""How far coders agree: reliability data, coefficients, intervals, and what they rest on."""

from __future__ import annotations

from casestudy.agreement.adjudication import Question, Questions, that_follow
from casestudy.agreement.alpha import krippendorff_alpha, set_alpha
from casestudy.agreement.arrays import from_array, from_counts, from_frame, from_table
from casestudy.agreement.atom_by_atom import atom_agreement
from casestudy.agreement.before_after import BeforeAfter, before_and_after
from casestudy.agreement.boundaries import boundary_agreement, boundary_edits, segmentations
from casestudy.agreement.bridge import reliability_data
from casestudy.agreement.by_code import fleiss_kappa_by_category, per_code_alpha
from casestudy.agreement.confusion import ConfusionMatrix, continuum_confusion, unit_confusion
from casestudy.agreement.continua import Continuum, typed_continuum
from casestudy.agreement.continuum_bridge import continuum
from casestudy.agreement.disagreement import (
    Disagreements,
    continuum_disagreements,
    unit_disagreements,
)
from casestudy.agreement.drift import Drift, agreement_over_time
from casestudy.agreement.gamma import gamma_agreement
from casestudy.agreement.icc import intraclass_correlations
from casestudy.agreement.inference import (
    Inference,
    bootstrap,
    jackknife,
    krippendorff_bootstrap,
    linearised,
)
from casestudy.agreement.joining import set_continuum, set_distances, united
from casestudy.agreement.kappas import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    scott_pi,
)
from casestudy.agreement.leaving_out import (
    LeftOut,
    between_pairs,
    each_source,
    without_each_coder,
    without_each_source,
)
from casestudy.agreement.matching import matched_regions, matched_segments
from casestudy.agreement.metrics import bipolar_distance, circular_distance
from casestudy.agreement.nearness import Dissimilarity
from casestudy.agreement.open_questions import questions
from casestudy.agreement.pairs import (
    cohen_kappa,
    conger_kappa,
    light_kappa,
    pairwise_kappas,
    weighted_kappa,
)
from casestudy.agreement.percent import holsti, percent_agreement
from casestudy.agreement.pooling import pooled_unitizing_alpha
from casestudy.agreement.prevalence import Prevalence, prevalence
from casestudy.agreement.rated_units import stances_on_units, weights_on_units
from casestudy.agreement.regions_beneath import BlockBox, codings_on_blocks
from casestudy.agreement.reliability import LEVELS, MISSING, ReliabilityData
from casestudy.agreement.result import Agreement, Agreements
from casestudy.agreement.sample_size import units_for_alpha, units_for_width
from casestudy.agreement.timeline import CoderTimeline, coder_timeline
from casestudy.agreement.together import chance_corrected
from casestudy.agreement.touching import TOUCHING
from casestudy.agreement.unit_spans import UNITS, Units, units
from casestudy.agreement.unit_values import against_the_rest, codes_in, each_against_the_rest
from casestudy.agreement.unitizing import unitizing_alpha
from casestudy.agreement.unitizing_1995 import unitizing_alpha_1995
from casestudy.agreement.verdicts import SCALES, Scale, Verdict, verdict
from casestudy.agreement.windows import window_agreement

__all__ = [
    "LEVELS",
    "MISSING",
    "SCALES",
    "TOUCHING",
    "UNITS",
    "Agreement",
    "Agreements",
    "BeforeAfter",
    "BlockBox",
    "CoderTimeline",
    "ConfusionMatrix",
    "Continuum",
    "Disagreements",
    "Dissimilarity",
    "Drift",
    "Inference",
    "LeftOut",
    "Prevalence",
    "Question",
    "Questions",
    "ReliabilityData",
    "Scale",
    "Units",
    "Verdict",
    "against_the_rest",
    "agreement_over_time",
    "atom_agreement",
    "before_and_after",
    "between_pairs",
    "bipolar_distance",
    "bootstrap",
    "boundary_agreement",
    "boundary_edits",
    "brennan_prediger",
    "chance_corrected",
    "circular_distance",
    "coder_timeline",
    "codes_in",
    "codings_on_blocks",
    "cohen_kappa",
    "conger_kappa",
    "continuum",
    "continuum_confusion",
    "continuum_disagreements",
    "each_against_the_rest",
    "each_source",
    "fleiss_kappa",
    "fleiss_kappa_by_category",
    "from_array",
    "from_counts",
    "from_frame",
    "from_table",
    "gamma_agreement",
    "gwet_ac1",
    "gwet_ac2",
    "holsti",
    "intraclass_correlations",
    "jackknife",
    "krippendorff_alpha",
    "krippendorff_bootstrap",
    "light_kappa",
    "linearised",
    "matched_regions",
    "matched_segments",
    "pairwise_kappas",
    "per_code_alpha",
    "percent_agreement",
    "pooled_unitizing_alpha",
    "prevalence",
    "questions",
    "reliability_data",
    "scott_pi",
    "segmentations",
    "set_alpha",
    "set_continuum",
    "set_distances",
    "stances_on_units",
    "that_follow",
    "typed_continuum",
    "unit_confusion",
    "unit_disagreements",
    "united",
    "unitizing_alpha",
    "unitizing_alpha_1995",
    "units",
    "units_for_alpha",
    "units_for_width",
    "verdict",
    "weighted_kappa",
    "weights_on_units",
    "window_agreement",
    "without_each_coder",
    "without_each_source",
]
