"""Figures for papers and notebooks: each result drawn once, saved with its numbers and its words.

A figure is `f(result, *, ax=None) -> Axes`; `save_figure` writes it for print. Where the data came
from stands under each figure, and made-up data is marked across it.
"""

from __future__ import annotations

from casestudy.figures.agreement import agreement_forest
from casestudy.figures.combinations import tick_combinations
from casestudy.figures.concepts import concept_map
from casestudy.figures.continuum import coder_timeline
from casestudy.figures.disagreement import agreement_over_time, confusion_matrix
from casestudy.figures.joint import joint_display
from casestudy.figures.legibility import illegible
from casestudy.figures.marks import mark_provenance
from casestudy.figures.pictures import annotated_picture
from casestudy.figures.qualitative import (
    code_frequencies,
    crosswalk_matrix,
    theme_matrix,
)
from casestudy.figures.ratings import ratings
from casestudy.figures.saving import SavedFigure, save_figure
from casestudy.figures.schemes import schemes_by_year
from casestudy.figures.sites import site_features, site_themes
from casestudy.figures.speaking import speaking_shares, turn_taking
from casestudy.figures.style import THEME_COLOURS, WIDTHS_MM, new_axes
from casestudy.figures.survey import channels_by_stage, response_shares
from casestudy.figures.survey_effects import box_scores, effects, regression, worths
from casestudy.figures.survey_maps import (
    correspondence_map,
    importance_performance,
    residual_map,
)
from casestudy.figures.weights import stance_matrix, weight_matrix

__all__ = [
    "THEME_COLOURS",
    "WIDTHS_MM",
    "SavedFigure",
    "agreement_forest",
    "agreement_over_time",
    "annotated_picture",
    "box_scores",
    "channels_by_stage",
    "code_frequencies",
    "coder_timeline",
    "concept_map",
    "confusion_matrix",
    "correspondence_map",
    "crosswalk_matrix",
    "effects",
    "illegible",
    "importance_performance",
    "joint_display",
    "mark_provenance",
    "new_axes",
    "ratings",
    "regression",
    "residual_map",
    "response_shares",
    "save_figure",
    "schemes_by_year",
    "site_features",
    "site_themes",
    "speaking_shares",
    "stance_matrix",
    "theme_matrix",
    "tick_combinations",
    "turn_taking",
    "weight_matrix",
    "worths",
]
