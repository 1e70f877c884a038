"""What was asked and answered: shares, comparisons, scales and models, each with its base."""

from __future__ import annotations

from casestudy.survey.adjustments import benjamini_hochberg, bonferroni, holm
from casestudy.survey.association import Association, association
from casestudy.survey.battery import CrosstabBattery, crosstab_battery
from casestudy.survey.channels import ChannelTable, channels_by_stage
from casestudy.survey.coded import coded_answers
from casestudy.survey.column_letters import ColumnLetters, column_letters
from casestudy.survey.cross_tables import CrossTable, counted_table, grouped_table
from casestudy.survey.crossing import cross_table
from casestudy.survey.exact import ExactP
from casestudy.survey.ledger import LedgerSummary, TestLedger, TestRecord
from casestudy.survey.multiple_tests import MultipleResponseTest, multiple_response_test
from casestudy.survey.numbers import NumericSummary, numeric_summary
from casestudy.survey.proportions import share_difference, share_intervals
from casestudy.survey.response_shares import ResponseShares
from casestudy.survey.shares import multiple_response, single_response, top_choices

__all__ = [
    "Association",
    "ChannelTable",
    "ColumnLetters",
    "CrossTable",
    "CrosstabBattery",
    "ExactP",
    "LedgerSummary",
    "MultipleResponseTest",
    "NumericSummary",
    "ResponseShares",
    "TestLedger",
    "TestRecord",
    "association",
    "benjamini_hochberg",
    "bonferroni",
    "channels_by_stage",
    "coded_answers",
    "column_letters",
    "counted_table",
    "cross_table",
    "crosstab_battery",
    "grouped_table",
    "holm",
    "multiple_response",
    "multiple_response_test",
    "numeric_summary",
    "share_difference",
    "share_intervals",
    "single_response",
    "top_choices",
]
