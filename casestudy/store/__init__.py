"""The plain files of a study folder, read into words and written from them.

Everything a person wrote is text that git can diff; everything derived lies below `.casestudy/`
and can be deleted. The log of codings is append-only and durable before it is acknowledged.
"""

from __future__ import annotations

from casestudy.store.allowed_codes import (
    AllowedCodes,
    allowed_codes,
    known_codes,
    known_ratings,
)
from casestudy.store.brought import Extras
from casestudy.store.capture_journal import CaptureJournal
from casestudy.store.check import study_problems
from casestudy.store.coder import Coder
from casestudy.store.decisions import decisions
from casestudy.store.edit_records import EditHistory, edits_of
from casestudy.store.edits import EditWords, edit_source, edit_source_by, orphans, undo_edit
from casestudy.store.evidence_files import EvidenceShelf, read_evidence
from casestudy.store.feature_file import read_site_features
from casestudy.store.findings import read_findings
from casestudy.store.fold import read_log, standing
from casestudy.store.index import coding_frame
from casestudy.store.leftovers import remove_leftovers
from casestudy.store.log import CodingLog
from casestudy.store.memos import add_memo, read_memos, write_memo
from casestudy.store.new_study import make_study_folder
from casestudy.store.pictures import picture_names, picture_size
from casestudy.store.pseudonym_key import read_key, write_key
from casestudy.store.scheme_edits import write_codebook
from casestudy.store.scheme_shelf import SchemeShelf
from casestudy.store.schemes import read_codebook, read_crosswalk, schemes_of
from casestudy.store.source_files import check_new, read_source, write_source
from casestudy.store.source_shelf import SourceShelf
from casestudy.store.study_file import StudyRecord, add_case, read_study_record
from casestudy.store.survey_files import questionnaire_file, write_survey
from casestudy.store.surveys import SurveyShelf, read_questionnaire, read_survey

__all__ = [
    "AllowedCodes",
    "CaptureJournal",
    "Coder",
    "CodingLog",
    "EditHistory",
    "EditWords",
    "EvidenceShelf",
    "Extras",
    "SchemeShelf",
    "SourceShelf",
    "StudyRecord",
    "SurveyShelf",
    "add_case",
    "add_memo",
    "allowed_codes",
    "check_new",
    "coding_frame",
    "decisions",
    "edit_source",
    "edit_source_by",
    "edits_of",
    "known_codes",
    "known_ratings",
    "make_study_folder",
    "orphans",
    "picture_names",
    "picture_size",
    "questionnaire_file",
    "read_codebook",
    "read_crosswalk",
    "read_evidence",
    "read_findings",
    "read_key",
    "read_log",
    "read_memos",
    "read_questionnaire",
    "read_site_features",
    "read_source",
    "read_study_record",
    "read_survey",
    "remove_leftovers",
    "schemes_of",
    "standing",
    "study_problems",
    "undo_edit",
    "write_codebook",
    "write_key",
    "write_memo",
    "write_source",
    "write_survey",
]
