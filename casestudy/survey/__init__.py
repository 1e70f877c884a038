"""What was asked and answered: channels by purchasing stage, shares of answers, numbers."""

from __future__ import annotations

from casestudy.survey.channels import ChannelTable, channels_by_stage
from casestudy.survey.numbers import NumericSummary, numeric_summary
from casestudy.survey.open_answers import answers_frame, coded_answers
from casestudy.survey.shares import (
    ResponseShares,
    multiple_response,
    single_response,
    top_choices,
)

__all__ = [
    "ChannelTable",
    "NumericSummary",
    "ResponseShares",
    "answers_frame",
    "channels_by_stage",
    "coded_answers",
    "multiple_response",
    "numeric_summary",
    "single_response",
    "top_choices",
]
