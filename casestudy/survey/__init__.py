"""What was asked and answered: shares, comparisons, scales and models, each with its base."""

from __future__ import annotations

from casestudy.survey.adjustments import benjamini_hochberg, bonferroni, holm
from casestudy.survey.answer_themes import answer_themes
from casestudy.survey.association import Association, association
from casestudy.survey.battery import CrosstabBattery, crosstab_battery
from casestudy.survey.best_worst import BestWorst, best_worst
from casestudy.survey.box_result import BoxScores
from casestudy.survey.boxes import box_scores, net_promoter_score, top_box
from casestudy.survey.brant import BrantTest, brant_test
from casestudy.survey.channels import ChannelTable, channels_by_stage
from casestudy.survey.coded import coded_answers
from casestudy.survey.column_letters import ColumnLetters, column_letters
from casestudy.survey.combinations import TickCombinations, tick_combinations
from casestudy.survey.correspondence import (
    CorrespondenceAnalysis,
    correspondence_analysis,
    multiple_correspondence,
)
from casestudy.survey.cross_tables import CrossTable, counted_table, grouped_table
from casestudy.survey.crossing import cross_table
from casestudy.survey.exact import ExactP
from casestudy.survey.factors import FactorAnalysis, factor_analysis
from casestudy.survey.frames import answers_from_frame
from casestudy.survey.goodness import GoodnessOfFit, goodness_of_fit
from casestudy.survey.importance import (
    ImportancePerformance,
    derived_importance,
    importance_performance,
)
from casestudy.survey.kano import KanoTable, kano_table
from casestudy.survey.ledger import LedgerSummary, TestLedger, TestRecord
from casestudy.survey.likert import LikertSummary, likert_summary
from casestudy.survey.linear_model import linear_regression
from casestudy.survey.mcnemar_test import mcnemar
from casestudy.survey.model_matrix import Term
from casestudy.survey.model_result import RegressionTable
from casestudy.survey.multiple_table import MultipleResponseTable, multiple_response_table
from casestudy.survey.multiple_tests import MultipleResponseTest, multiple_response_test
from casestudy.survey.numbers import NumericSummary, numeric_summary
from casestudy.survey.open_answers import answers_frame, codes_on_answers
from casestudy.survey.paired_result import PairedComparisons, PairedTest
from casestudy.survey.pairwise import PairwiseRanks, pairwise_ranks
from casestudy.survey.parallel import ParallelAnalysis, parallel_analysis
from casestudy.survey.plackett_luce import plackett_luce, plackett_luce_by
from casestudy.survey.polychoric import (
    PolychoricCorrelations,
    polychoric_correlation,
    polychoric_correlations,
)
from casestudy.survey.predicted import PredictedShares, predicted_shares
from casestudy.survey.proportions import share_difference, share_intervals
from casestudy.survey.quasi import quasi_variances
from casestudy.survey.raking import Margin, RakedWeights, raked_weights
from casestudy.survey.rank_battery import RankBattery, rank_battery
from casestudy.survey.rank_result import RankTest
from casestudy.survey.rank_tests import kruskal_wallis, mann_whitney
from casestudy.survey.rankings import RankingSummary, ranking_summary
from casestudy.survey.regressions import logistic_regression, ordinal_regression
from casestudy.survey.reliability import ScaleReliability, scale_reliability, scale_scores
from casestudy.survey.repeated import cochran_q, friedman
from casestudy.survey.resampling import ResampledSummaries, resampled_summaries
from casestudy.survey.response_shares import ResponseShares
from casestudy.survey.shares import multiple_response, single_response, top_choices
from casestudy.survey.signed_rank_test import signed_ranks
from casestudy.survey.trend import TrendTest, jonckheere
from casestudy.survey.worths import PlackettLuce, SegmentedWorths

__all__ = [
    "Association",
    "BestWorst",
    "BoxScores",
    "BrantTest",
    "ChannelTable",
    "ColumnLetters",
    "CorrespondenceAnalysis",
    "CrossTable",
    "CrosstabBattery",
    "ExactP",
    "FactorAnalysis",
    "GoodnessOfFit",
    "ImportancePerformance",
    "KanoTable",
    "LedgerSummary",
    "LikertSummary",
    "Margin",
    "MultipleResponseTable",
    "MultipleResponseTest",
    "NumericSummary",
    "PairedComparisons",
    "PairedTest",
    "PairwiseRanks",
    "ParallelAnalysis",
    "PlackettLuce",
    "PolychoricCorrelations",
    "PredictedShares",
    "RakedWeights",
    "RankBattery",
    "RankTest",
    "RankingSummary",
    "RegressionTable",
    "ResampledSummaries",
    "ResponseShares",
    "ScaleReliability",
    "SegmentedWorths",
    "Term",
    "TestLedger",
    "TestRecord",
    "TickCombinations",
    "TrendTest",
    "answer_themes",
    "answers_frame",
    "answers_from_frame",
    "association",
    "benjamini_hochberg",
    "best_worst",
    "bonferroni",
    "box_scores",
    "brant_test",
    "channels_by_stage",
    "cochran_q",
    "coded_answers",
    "codes_on_answers",
    "column_letters",
    "correspondence_analysis",
    "counted_table",
    "cross_table",
    "crosstab_battery",
    "derived_importance",
    "factor_analysis",
    "friedman",
    "goodness_of_fit",
    "grouped_table",
    "holm",
    "importance_performance",
    "jonckheere",
    "kano_table",
    "kruskal_wallis",
    "likert_summary",
    "linear_regression",
    "logistic_regression",
    "mann_whitney",
    "mcnemar",
    "multiple_correspondence",
    "multiple_response",
    "multiple_response_table",
    "multiple_response_test",
    "net_promoter_score",
    "numeric_summary",
    "ordinal_regression",
    "pairwise_ranks",
    "parallel_analysis",
    "plackett_luce",
    "plackett_luce_by",
    "polychoric_correlation",
    "polychoric_correlations",
    "predicted_shares",
    "quasi_variances",
    "raked_weights",
    "rank_battery",
    "ranking_summary",
    "resampled_summaries",
    "scale_reliability",
    "scale_scores",
    "share_difference",
    "share_intervals",
    "signed_ranks",
    "single_response",
    "tick_combinations",
    "top_box",
    "top_choices",
]
