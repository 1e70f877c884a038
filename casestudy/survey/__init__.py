"""What was asked and answered: shares, comparisons, scales and models, each with its base."""

from __future__ import annotations

from casestudy.survey.adjustments import benjamini_hochberg, bonferroni, holm
from casestudy.survey.association import Association, association
from casestudy.survey.battery import CrosstabBattery, crosstab_battery
from casestudy.survey.box_result import BoxScores
from casestudy.survey.boxes import box_scores, net_promoter_score, top_box
from casestudy.survey.channels import ChannelTable, channels_by_stage
from casestudy.survey.coded import coded_answers
from casestudy.survey.column_letters import ColumnLetters, column_letters
from casestudy.survey.cross_tables import CrossTable, counted_table, grouped_table
from casestudy.survey.crossing import cross_table
from casestudy.survey.exact import ExactP
from casestudy.survey.factors import FactorAnalysis, factor_analysis
from casestudy.survey.goodness import GoodnessOfFit, goodness_of_fit
from casestudy.survey.ledger import LedgerSummary, TestLedger, TestRecord
from casestudy.survey.likert import LikertSummary, likert_summary
from casestudy.survey.mcnemar_test import mcnemar
from casestudy.survey.multiple_table import MultipleResponseTable, multiple_response_table
from casestudy.survey.multiple_tests import MultipleResponseTest, multiple_response_test
from casestudy.survey.numbers import NumericSummary, numeric_summary
from casestudy.survey.paired_result import PairedComparisons, PairedTest
from casestudy.survey.pairwise import PairwiseRanks, pairwise_ranks
from casestudy.survey.parallel import ParallelAnalysis, parallel_analysis
from casestudy.survey.polychoric import (
    PolychoricCorrelations,
    polychoric_correlation,
    polychoric_correlations,
)
from casestudy.survey.proportions import share_difference, share_intervals
from casestudy.survey.raking import Margin, RakedWeights, raked_weights
from casestudy.survey.rank_battery import RankBattery, rank_battery
from casestudy.survey.rank_result import RankTest
from casestudy.survey.rank_tests import kruskal_wallis, mann_whitney
from casestudy.survey.reliability import ScaleReliability, scale_reliability, scale_scores
from casestudy.survey.repeated import cochran_q, friedman
from casestudy.survey.resampling import ResampledSummaries, resampled_summaries
from casestudy.survey.response_shares import ResponseShares
from casestudy.survey.shares import multiple_response, single_response, top_choices
from casestudy.survey.signed_rank_test import signed_ranks
from casestudy.survey.trend import TrendTest, jonckheere

__all__ = [
    "Association",
    "BoxScores",
    "ChannelTable",
    "ColumnLetters",
    "CrossTable",
    "CrosstabBattery",
    "ExactP",
    "FactorAnalysis",
    "GoodnessOfFit",
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
    "PolychoricCorrelations",
    "RakedWeights",
    "RankBattery",
    "RankTest",
    "ResampledSummaries",
    "ResponseShares",
    "ScaleReliability",
    "TestLedger",
    "TestRecord",
    "TrendTest",
    "association",
    "benjamini_hochberg",
    "bonferroni",
    "box_scores",
    "channels_by_stage",
    "cochran_q",
    "coded_answers",
    "column_letters",
    "counted_table",
    "cross_table",
    "crosstab_battery",
    "factor_analysis",
    "friedman",
    "goodness_of_fit",
    "grouped_table",
    "holm",
    "jonckheere",
    "kruskal_wallis",
    "likert_summary",
    "mann_whitney",
    "mcnemar",
    "multiple_response",
    "multiple_response_table",
    "multiple_response_test",
    "net_promoter_score",
    "numeric_summary",
    "pairwise_ranks",
    "parallel_analysis",
    "polychoric_correlation",
    "polychoric_correlations",
    "raked_weights",
    "rank_battery",
    "resampled_summaries",
    "scale_reliability",
    "scale_scores",
    "share_difference",
    "share_intervals",
    "signed_ranks",
    "single_response",
    "top_box",
    "top_choices",
]
