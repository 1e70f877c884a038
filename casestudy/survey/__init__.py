"""What was asked and answered: channels by purchasing stage, shares of answers, numbers."""

from __future__ import annotations

from casestudy.survey.channels import ChannelTable, channels_by_stage
from casestudy.survey.numbers import NumericSummary, numeric_summary
from casestudy.survey.response_shares import ResponseShares
from casestudy.survey.shares import (
    multiple_response,
    single_response,
    top_choices,
)

__all__ = [
    "ChannelTable",
    "NumericSummary",
    "ResponseShares",
    "channels_by_stage",
    "multiple_response",
    "numeric_summary",
    "single_response",
    "top_choices",
]
