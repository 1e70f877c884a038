"""A study folder, opened: it holds what the folder holds, it never computes.

Everything is read when it is asked for; codings are read anew each time, so that what another
process coded in between is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from casestudy.claims import Finding
from casestudy.codebook import Codebook
from casestudy.codings import Codings, Memo
from casestudy.crosswalk import Crosswalk
from casestudy.editing import edit_text, replacement_of, update_source
from casestudy.edits import EditReport
from casestudy.errors import Problem, did_you_mean
from casestudy.importing import import_files
from casestudy.imports import ImportReport, ImportSettings
from casestudy.provenance import Provenance, Work
from casestudy.sources import Case
from casestudy.store import (
    Coder,
    EvidenceShelf,
    SchemeShelf,
    SourceShelf,
    SurveyShelf,
    coding_frame,
    known_codes,
    make_study_folder,
    orphans,
    read_crosswalk,
    read_findings,
    read_memos,
    read_study_record,
    study_problems,
    undo_edit,
)
from casestudy.store.layout import CROSSWALK, SCHEMES, STUDY_FILE


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
    def schemes(self) -> Mapping[str, Codebook]:
        """Every coding scheme of the study by id."""
        return self._schemes.books()

    @property
    def codebook(self) -> Codebook:
        """The main scheme: the one that study.toml names, or the only one."""
        name = self._record.codebook
        if not name and len(self.schemes) == 1:
            return next(iter(self.schemes.values()))
        if not name:
            raise LookupError(
                f"study.toml names no codebook, and {SCHEMES}/ has {len(self.schemes)} schemes; "
                'write codebook = "<id of a scheme>" under [study]'
            )
        return self._scheme(name)

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
        book = self._scheme(scheme)
        shelf = self.sources
        provenance: dict[str, Provenance] = {}

        def record_of(source: str) -> tuple[str, str]:
            if source not in shelf:
                return "", "collected"
            record = shelf.record(source)
            provenance[source] = Provenance(**record.get("provenance", {"kind": "collected"}))
            return record.get("case", ""), provenance[source].kind

        frame, problems = coding_frame(self.folder, record_of=record_of)
        scheme_of = known_codes(self._record, self.schemes)
        strangers = frame[~frame["code"].isin(list(scheme_of))]
        problems += [
            _stranger(code, coder, source, scheme_of)
            for code, coder, source in zip(
                strangers["code"], strangers["coder"], strangers["source"], strict=True
            )
        ]
        frame = frame[frame["code"].map(scheme_of) == scheme].reset_index(drop=True)
        names = {code: code.removeprefix(f"{scheme}:") for code in frame["code"].unique()}
        lens = {code: book.current_codes.get(name, name) for code, name in names.items()}
        frame["code"] = frame["code"].map(lens).astype("str")
        return Codings(frame=frame, codebook=book, problems=tuple(problems), origins=provenance)

    def _scheme(self, name: str) -> Codebook:
        if name not in self.schemes:
            raise LookupError(
                f"the codebook {name!r} is not among the schemes in "
                f"{SCHEMES}/{did_you_mean(name, self.schemes)}"
            )
        return self.schemes[name]

    def coder(self, name: str) -> Coder:
        """A coder at work in this study; codes of companion schemes are written `scheme:code`."""
        return Coder(
            self.folder,
            name=name,
            sources=self.sources,
            codes=known_codes(self._record, self.schemes),
        )

    def import_files(
        self,
        *paths: Path | str,
        case: str = "",
        kind: str = "",
        id: str = "",
        encoding: str = "",
        tracked_changes: str = "accepted",
        provenance: Provenance | None = None,
        on_progress: Callable[[str], None] = lambda _: None,
    ) -> ImportReport:
        """Import files and folders as sources; what is refused is listed with its reason.

        Parameters
        ----------
        *paths : path
            Files or folders.
        case, kind, id, encoding, tracked_changes, provenance
            As in `casestudy.imports.ImportSettings`.
        on_progress : function of str
            Called with the name of each file when it is done.
        """
        settings = ImportSettings(
            case=case,
            kind=kind,
            id=id,
            encoding=encoding,
            tracked_changes=tracked_changes,
            provenance=provenance,
        )
        report = import_files(
            self.folder, map(Path, paths), settings=settings, on_progress=on_progress
        )
        self._record = read_study_record(self.folder)
        return report

    def update_source(
        self, source: str, path: Path | str, *, by: str = "", why: str = ""
    ) -> EditReport:
        """Put a corrected file in place of a source; every coding on it gets a receipt."""
        return update_source(self.folder, source, Path(path), by=by, why=why)

    def edit(self, source: str, quote: str, new: str, *, by: str = "", why: str = "") -> EditReport:
        """Replace words of a source that occur once; every coding on it gets a receipt."""
        replacement = replacement_of(self.sources[source], quote, new)
        return edit_text(self.folder, source, [replacement], by=by, why=why)

    def undo_edit(self, source: str, *, by: str = "") -> EditReport:
        """Take the last edit of a source back, with all that it did to codings."""
        return undo_edit(self.folder, self.sources.folder(source), by=by)

    @property
    def orphans(self) -> pd.DataFrame:
        """Codings whose words an edit took away: coder, source, code, old place and context."""
        columns = ["coder", "source", "id", "code", "quote", "prefix", "suffix", "start", "end"]
        frame = pd.DataFrame(orphans(self.folder), columns=columns)
        return frame.rename(columns={"id": "coding"})

    def check(self) -> list[Problem]:
        """Everything found wrong in the folder, each with file and line."""
        return study_problems(self.folder)

    def __repr__(self) -> str:
        return (
            f"<Study {self.title!r}: {len(self.cases)} cases, {len(self.sources)} sources, "
            f"{len(self.schemes)} coding schemes>"
        )


def open_study(folder: Path | str | None = None) -> Study:
    """The study in a folder.

    Parameters
    ----------
    folder : path, optional
        The folder that holds `study.toml`. If not given, the current folder or the nearest one
        above it that does, so that a notebook of the study finds it.

    Raises
    ------
    BadFile
        If there is no study, or `study.toml` is malformed.
    """
    if folder is not None:
        return Study(Path(folder))
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if (candidate / STUDY_FILE).exists():
            return Study(candidate)
    return Study(here)


def new_study(folder: Path | str, *, title: str = "", scheme: Path | None = None) -> Study:
    """A new study in a new or empty folder, with the ten customer-intimacy themes to begin with.

    Parameters
    ----------
    folder : path
        Where.
    title : str
        Title; the folder's name if none is given.
    scheme : path, optional
        Another coding scheme to begin with.
    """
    return Study(make_study_folder(Path(folder), title=title, scheme=scheme))


def _stranger(code: str, coder: str, source: str, known: Iterable[str]) -> Problem:
    return Problem(
        file=f"codings/{coder}/{source}.jsonl",
        id=code,
        message=f"code {code!r} is not in the codebook{did_you_mean(code, known)}; "
        "`casestudy check` names the line",
    )
