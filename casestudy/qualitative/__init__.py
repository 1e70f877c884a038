"""What was coded, laid out: matrices, frequencies, quotations, concept maps, schemes, words."""

from __future__ import annotations

from casestudy.qualitative.boilerplate import SharedBlocks, counted_once, shared_blocks
from casestudy.qualitative.changes import Mark, PageChanges, PageState, page_changes
from casestudy.qualitative.concepts import ConceptMap, concept_map
from casestudy.qualitative.frequencies import CodeFrequencies, code_frequencies
from casestudy.qualitative.matrices import ThemeMatrix, observation_matrix, theme_matrix
from casestudy.qualitative.pictures import CodedPicture, PictureMark, coded_picture
from casestudy.qualitative.quotations import QuotationList, quotations
from casestudy.qualitative.ratings import (
    StanceMatrix,
    WeightMatrix,
    stance_matrix,
    weight_matrix,
)
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
    "CodedPicture",
    "ConceptMap",
    "Concordance",
    "CrosswalkMatrix",
    "Mark",
    "PageChanges",
    "PageState",
    "PictureMark",
    "QuotationList",
    "SchemeOverview",
    "SharedBlocks",
    "SpeakingShares",
    "StanceMatrix",
    "ThemeMatrix",
    "TurnSequence",
    "WeightMatrix",
    "WordFrequencies",
    "code_frequencies",
    "coded_picture",
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
    "stance_matrix",
    "theme_matrix",
    "turn_sequence",
    "weight_matrix",
    "word_frequencies",
]
