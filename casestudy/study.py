"""A study folder, opened: it holds what the folder holds, it never computes.

Everything is read when it is asked for; codings are read anew each time, so that what another
process coded in between is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Unpack

import pandas as pd

from casestudy.assist.audit_results import SiteAudit
from casestudy.choosing_schemes import main_scheme, scheme_named
from casestudy.claims import Finding
from casestudy.codebook import Codebook
from casestudy.codings import Codings
from casestudy.crosswalk import Crosswalk
from casestudy.editing import edit_text, pin_memo, replacement_of, update_source
from casestudy.edits import EditReport
from casestudy.errors import Problem
from casestudy.importing.answers import AnswerImport, import_answers
from casestudy.importing.choices import ImportChoices, ImportSettings
from casestudy.importing.files import import_files
from casestudy.importing.reports import ImportReport
from casestudy.memos import Memo
from casestudy.pages.capture_reports import CaptureReport
from casestudy.pages.capture_settings import CaptureSettings
from casestudy.provenance import Work
from casestudy.pseudonymising import StudyPseudonyms
from casestudy.qualitative.changes import PageChanges
from casestudy.qualitative.pictures import CodedPicture
from casestudy.reading_codings import codings_of, orphan_frame
from casestudy.rounds import Round
from casestudy.sources import Case
from casestudy.store import (
    Coder,
    EditHistory,
    EvidenceShelf,
    SchemeShelf,
    SourceShelf,
    SurveyShelf,
    allowed_codes,
    read_crosswalk,
    read_findings,
    read_memos,
    read_study_record,
    study_problems,
    undo_edit,
)
from casestudy.store.layout import CROSSWALK, SCHEMES


class Study:
    """One study: its cases, coding schemes, sources, codings, evidence and surveys.

    Parameters
    ----------
    folder : path
        The folder that holds `study.toml`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._record = read_study_record(self.folder)
        self._schemes = SchemeShelf(self.folder)

    @property
    def title(self) -> str:
        """Title of the study."""
        return self._record.title

    @property
    def authors(self) -> tuple[str, ...]:
        """Authors of the study."""
        return self._record.authors

    @property
    def cases(self) -> Mapping[str, Case]:
        """The cases by id."""
        return self._record.cases

    @property
    def works(self) -> Mapping[str, Work]:
        """The bibliography by id."""
        return self._record.works

    @property
    def rounds(self) -> tuple[Round, ...]:
        """Rounds of reliability tests; while one is open, its coders are blind to one another."""
        return read_study_record(self.folder).rounds

    @property
    def schemes(self) -> Mapping[str, Codebook]:
        """Every coding scheme of the study by id."""
        return self._schemes.books()

    @property
    def codebook(self) -> Codebook:
        """The main scheme: the one that study.toml names, or the only one."""
        return main_scheme(self._record, self.schemes)

    @property
    def crosswalk(self) -> Crosswalk:
        """Links from companion schemes to themes of the main scheme; empty if there are none."""
        path = self.folder / SCHEMES / CROSSWALK
        return read_crosswalk(path) if path.exists() else Crosswalk()

    @property
    def sources(self) -> SourceShelf:
        """All sources by id; a text is read when it is asked for."""
        return SourceShelf(self.folder)

    @property
    def evidence(self) -> EvidenceShelf:
        """Tables of published evidence by name."""
        return EvidenceShelf(self.folder)

    @property
    def surveys(self) -> SurveyShelf:
        """Surveys by name."""
        return SurveyShelf(self.folder)

    @property
    def memos(self) -> list[Memo]:
        """All memos."""
        return read_memos(self.folder)

    @property
    def findings(self) -> list[Finding]:
        """The published findings that a rerun is held against."""
        return read_findings(self.folder)

    @property
    def codings(self) -> Codings:
        """All codings with codes of the main scheme, as they stand now."""
        return self.codings_with(self.codebook.id)

    def codings_with(self, scheme: str) -> Codings:
        """All codings with codes of one scheme, as they stand now.

        Codings whose code no scheme has stay in their logs and are listed as problems.
        """
        book = scheme_named(scheme, self.schemes)
        return codings_of(self.folder, self._record, self.schemes, book=book)

    def coder(self, name: str) -> Coder:
        """A coder at work in this study; codes of companion schemes are written `scheme:code`."""
        return Coder(
            self.folder,
            name=name,
            sources=self.sources,
            codes=allowed_codes(self._record, self.schemes),
        )

    def import_files(
        self,
        *paths: Path | str,
        on_progress: Callable[[str], None] | None = None,
        **choices: Unpack[ImportChoices],
    ) -> ImportReport:
        """Import files and folders as sources; what is refused is listed with its reason.

        `on_progress` is called with the name of each file when it is done; left out, a bar is
        shown. The other parameters are those of `casestudy.importing.choices.ImportSettings`.
        """
        settings = ImportSettings(**choices)
        try:
            return import_files(
                self.folder, map(Path, paths), settings=settings, on_progress=on_progress
            )
        finally:  # also when a person interrupts
            self._look_again()

    def import_answers(
        self, path: Path | str, *questions: str, **how: Unpack[AnswerImport]
    ) -> ImportReport:
        """Import the answers to open questions as sources; see `importing_answers.import_answers`.

        Each question is a column of a CSV file or an Excel workbook with a row a respondent.
        """
        try:
            return import_answers(self.folder, Path(path), questions, **how)
        finally:
            self._look_again()

    def import_survey(self, path: Path | str, questionnaire: Path | str = "", **how: Any) -> Any:
        """Import a survey's answers; see `casestudy.importing.surveys.import_survey`."""
        from casestudy.importing.surveys import import_survey

        return import_survey(self.folder, path, questionnaire, **how)

    def capture(
        self, *addresses: str, case: str = "", settings: CaptureSettings | None = None
    ) -> CaptureReport:
        """Capture pages of the web as sources: `casestudy.importing.capturing.capture_pages`."""
        from casestudy.importing.capturing import capture_pages

        try:
            return capture_pages(self.folder, addresses, case=case, settings=settings)
        finally:  # also when a person interrupts
            self._look_again()

    def update_source(
        self,
        source: str,
        path: Path | str,
        *,
        by: str = "",
        why: str = "",
        encoding: str = "",
        tracked_changes: str = "",
    ) -> EditReport:
        """Put a corrected file in place of a source; every coding on it gets a receipt.

        Comments and codes that the file holds are kept as at the first import, none twice.
        """
        choices = {"encoding": encoding, "tracked_changes": tracked_changes}
        report = update_source(self.folder, source, Path(path), by=by, why=why, **choices)
        self._look_again()
        return report

    def _look_again(self) -> None:
        """Read the record and the schemes anew: files may have brought cases and codes."""
        self._record = read_study_record(self.folder)
        vars(self).pop("schemes", None)

    def edit(self, source: str, quote: str, new: str, *, by: str = "", why: str = "") -> EditReport:
        """Replace words of a source that occur once; every coding on it gets a receipt."""
        replacement = replacement_of(self.sources[source], quote, new)
        return edit_text(self.folder, source, [replacement], by=by, why=why)

    def undo_edit(self, source: str, *, by: str = "") -> EditReport:
        """Take the last edit of a source back, with all that it did to codings."""
        return undo_edit(self.folder, self.sources.folder(source), by=by)

    def pin_memo(self, memo: str, *, quote: str) -> Memo:
        """Pin a memo about a source to words that occur once in it; edits carry it along."""
        return pin_memo(self.folder, memo, quote)

    def edits(self, source: str) -> Mapping[str, EditReport]:
        """The edits that a source went through by id, oldest first, each with all its receipts."""
        return EditHistory(self.sources.folder(source))

    @property
    def pseudonyms(self) -> StudyPseudonyms:
        """Labels in place of names, over the whole study."""
        return StudyPseudonyms(self.folder)

    @property
    def orphans(self) -> pd.DataFrame:
        """Codings whose words an edit took away: coder, source, code, old place and context."""
        return orphan_frame(self.folder)

    def audit(self, *wanted: str, sites: Iterable[str] = ()) -> SiteAudit:
        """What each website shows of each theme; see `casestudy.websites.audit_pages`."""
        from casestudy.websites import audit_pages

        return audit_pages(self.folder, wanted, sites=sites)

    def changes(self, source: str, *, since: str = "") -> PageChanges:
        """What changed on a page; see `casestudy.page_history`."""
        from casestudy.page_history import changes_of_page

        return changes_of_page(self.folder, source, since=since)

    def coded_picture(self, source: str, *, picture: str = "") -> CodedPicture:
        """The picture of a page with what was coded on it; see `casestudy.websites.picture_of`."""
        from casestudy.websites import picture_of

        return picture_of(self.folder, source, self.codings, picture=picture)

    def check(self) -> list[Problem]:
        """Everything found wrong in the folder, each with file and line."""
        return study_problems(self.folder)

    def __repr__(self) -> str:
        return (
            f"<Study {self.title!r}: {len(self.cases)} cases, {len(self.sources)} sources, "
            f"{len(self.schemes)} coding schemes>"
        )
