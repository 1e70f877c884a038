"""The pages name every method, and no method that is not there."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from casestudy import survey

DOCS = Path(__file__).parents[2] / "docs"
METHODS = {name for name in survey.__all__ if inspect.isfunction(getattr(survey, name))}
PARTS = {"holm", "bonferroni", "benjamini_hochberg", "quasi_variances", "polychoric_correlation",
         "grouped_table", "counted_table", "coded_answers", "answers_from_frame"}  # fmt: skip


def words(page: str) -> set[str]:
    return set(re.findall(r"[a-z_0-9]+", page))


def test_every_method_is_explained() -> None:
    methods = (DOCS / "methods.md").read_text("utf-8")
    assert METHODS - PARTS - words(methods) == set()


def test_the_way_through_names_what_there_is() -> None:
    page = (DOCS / "survey.md").read_text("utf-8")
    assert METHODS - words(page) <= PARTS | {"top_choices", "channels_by_stage", "share_intervals",
        "share_difference", "net_promoter_score", "top_box", "box_scores", "resampled_summaries",
        "numeric_summary"}  # fmt: skip
    called = set(re.findall(r"`([a-z_]+)\(", page)) | set(re.findall(r"survey\.([a-z_]+)\(", page))
    assert called - {"my_survey"} <= METHODS
