"""What was coded, laid out: matrices, frequencies, quotations, concept maps, schemes, words."""

from __future__ import annotations

from casestudy.qualitative.boilerplate import SharedBlocks, counted_once, shared_blocks
from casestudy.qualitative.changes import Mark, PageChanges, PageState, page_changes
from casestudy.qualitative.concepts import ConceptMap, concept_map
from casestudy.qualitative.frequencies import CodeFrequencies, code_frequencies
from casestudy.qualitative.matrices import ThemeMatrix, observation_matrix, theme_matrix
from casestudy.qualitative.quotations import QuotationList, quotations
from casestudy.qualitative.schemes import (
    CrosswalkMatrix,
    SchemeOverview,
    crosswalk_matrix,
    scheme_overview,
)
from casestudy.qualitative.speaking import (
    SpeakingShares,
    TurnSequence,
    speaking_shares,
    turn_sequence,
)
from casestudy.qualitative.words import (
    Concordance,
    WordFrequencies,
    concordance,
    word_frequencies,
)
from casestudy.sentences import sentences

__all__ = [
    "CodeFrequencies",
    "ConceptMap",
    "Concordance",
    "CrosswalkMatrix",
    "Mark",
    "PageChanges",
    "PageState",
    "QuotationList",
    "SchemeOverview",
    "SharedBlocks",
    "SpeakingShares",
    "ThemeMatrix",
    "TurnSequence",
    "WordFrequencies",
    "code_frequencies",
    "concept_map",
    "concordance",
    "counted_once",
    "crosswalk_matrix",
    "observation_matrix",
    "page_changes",
    "quotations",
    "scheme_overview",
    "sentences",
    "shared_blocks",
    "speaking_shares",
    "theme_matrix",
    "turn_sequence",
    "word_frequencies",
]
