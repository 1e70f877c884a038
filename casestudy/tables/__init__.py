"""Tables for papers, pages and spreadsheets: each result laid out once, in words that are read.

A table is `f(result) -> Table`; `save_table` writes it as HTML, LaTeX, Word, XLSX and CSV with a
record.
"""

from __future__ import annotations

from casestudy.tables.agreement import benchmark, prevalence, reliability
from casestudy.tables.apa import apa
from casestudy.tables.disagreement import (
    adjudication,
    agreement_over_time,
    before_and_after,
    confused_codes,
    disagreements,
    left_out,
)
from casestudy.tables.frames import result_rows
from casestudy.tables.joint import joint_display, joint_rule
from casestudy.tables.pseudonyms import leaks, name_candidates
from casestudy.tables.qualitative import (
    code_frequencies,
    crosswalk_matrix,
    quotations,
    scheme_overview,
    theme_matrix,
)
from casestudy.tables.saving import SavedTable, save_table
from casestudy.tables.sentences import methods_sentence
from casestudy.tables.sites import page_changes, site_features, site_themes
from casestudy.tables.speaking import speaking_shares
from casestudy.tables.study import cases, codebook, evidence, ledger, sources
from casestudy.tables.style import Column, Table
from casestudy.tables.survey import channels_by_stage, numeric_summary, response_shares
from casestudy.tables.survey_models import (
    brant_test,
    correspondence,
    factor_analysis,
    predicted_shares,
    regression,
    scale_reliability,
)
from casestudy.tables.survey_rankings import (
    best_worst,
    importance_performance,
    kano_table,
    ranking_summary,
    worths,
)
from casestudy.tables.survey_shares import (
    box_scores,
    cross_table,
    likert_summary,
    multiple_response_table,
    raked_weights,
)
from casestudy.tables.survey_tests import (
    all_tests,
    association,
    multiple_response_test,
    paired_comparisons,
    paired_test,
    pairwise_ranks,
    rank_test,
)
from casestudy.tables.weights import stance_matrix, weight_matrix

__all__ = [
    "Column",
    "SavedTable",
    "Table",
    "adjudication",
    "agreement_over_time",
    "all_tests",
    "apa",
    "association",
    "before_and_after",
    "benchmark",
    "best_worst",
    "box_scores",
    "brant_test",
    "cases",
    "channels_by_stage",
    "code_frequencies",
    "codebook",
    "confused_codes",
    "correspondence",
    "cross_table",
    "crosswalk_matrix",
    "disagreements",
    "evidence",
    "factor_analysis",
    "importance_performance",
    "joint_display",
    "joint_rule",
    "kano_table",
    "leaks",
    "ledger",
    "left_out",
    "likert_summary",
    "methods_sentence",
    "multiple_response_table",
    "multiple_response_test",
    "name_candidates",
    "numeric_summary",
    "page_changes",
    "paired_comparisons",
    "paired_test",
    "pairwise_ranks",
    "predicted_shares",
    "prevalence",
    "quotations",
    "raked_weights",
    "rank_test",
    "ranking_summary",
    "regression",
    "reliability",
    "response_shares",
    "result_rows",
    "save_table",
    "scale_reliability",
    "scheme_overview",
    "site_features",
    "site_themes",
    "sources",
    "speaking_shares",
    "stance_matrix",
    "theme_matrix",
    "weight_matrix",
    "worths",
]
