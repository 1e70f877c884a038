"""Tables for papers, pages and spreadsheets: each result laid out once, in words that are read.

A table is `f(result) -> Table`; `save_table` writes it as HTML, LaTeX, Word and CSV with a record.
"""

from __future__ import annotations

from casestudy.tables.agreement import benchmark, prevalence, reliability
from casestudy.tables.disagreement import (
    adjudication,
    agreement_over_time,
    before_and_after,
    confused_codes,
    disagreements,
    left_out,
)
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
from casestudy.tables.speaking import speaking_shares
from casestudy.tables.study import cases, codebook, evidence, ledger, sources
from casestudy.tables.style import Column, Table
from casestudy.tables.survey import channels_by_stage, numeric_summary, response_shares

__all__ = [
    "Column",
    "SavedTable",
    "Table",
    "adjudication",
    "agreement_over_time",
    "before_and_after",
    "benchmark",
    "cases",
    "channels_by_stage",
    "code_frequencies",
    "codebook",
    "confused_codes",
    "crosswalk_matrix",
    "disagreements",
    "evidence",
    "leaks",
    "ledger",
    "left_out",
    "methods_sentence",
    "name_candidates",
    "numeric_summary",
    "prevalence",
    "quotations",
    "reliability",
    "response_shares",
    "save_table",
    "scheme_overview",
    "sources",
    "speaking_shares",
    "theme_matrix",
]
