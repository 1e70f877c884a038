"""Everything about pseudonyms in one study, from the list of candidates to a copy for others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from casestudy.errors import BadFile
from casestudy.language import LANGUAGES
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonym_ticks import merged_ticks, with_ticks
from casestudy.pseudonymising.applying import pseudonymise
from casestudy.pseudonymising.copying import copy_for_others
from casestudy.pseudonymising.finding import study_candidates
from casestudy.pseudonymising.looking import look_for_leaks, study_leaks
from casestudy.pseudonymising.reports import PseudonymisedStudy, RestoredStudy, StudyCopy
from casestudy.pseudonymising.restoring import restore
from casestudy.pseudonyms import CandidateList, LeakReport, key_from_ticks, ticks_of
from casestudy.store import read_key, write_key
from casestudy.store.layout import KEY_FILE
from casestudy.store.pseudonym_key import is_encrypted
from casestudy.store.tick_list import read_ticks, tick_list_path, write_ticks

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class StudyPseudonyms:
    """Labels in place of names over one study.

    Parameters
    ----------
    folder : path
        The study folder.
    passphrase : str, optional
        What the key is encrypted with; it is never written down.
    key_file : path, optional
        Where the key lies, if not in the study folder.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    """

    folder: Path
    passphrase: str | None = None
    key_file: Path | None = None
    languages: tuple[str, ...] = LANGUAGES

    def __repr__(self) -> str:
        return f"<StudyPseudonyms: {self.folder.name}>"

    def with_passphrase(self, passphrase: str) -> StudyPseudonyms:
        """The same with a passphrase for the key; ask for it with `getpass.getpass`."""
        return replace(self, passphrase=passphrase)

    def speaking(self, *languages: str) -> StudyPseudonyms:
        """The same with the languages that are spoken in the texts."""
        return replace(self, languages=languages)

    # --- the key ---------------------------------------------------------------------------------

    @property
    def key_path(self) -> Path:
        """Where the key lies."""
        return self.key_file or self.folder / KEY_FILE

    @property
    def key(self) -> PseudonymKey:
        """The key as it is on disk; an empty one if there is none yet.

        Raises
        ------
        BadFile
            If it needs a passphrase that was not given, or is not sound.
        """
        if not self.key_path.exists():
            return PseudonymKey()
        return read_key(self.key_path, self.passphrase if self.is_encrypted else None)

    def write_key(self, key: PseudonymKey) -> Path:
        """Write the key, encrypted if there is a passphrase."""
        return write_key(key, self.key_path, self.passphrase)

    @property
    def is_encrypted(self) -> bool:
        """Whether the key on disk needs a passphrase."""
        return is_encrypted(self.key_path)

    def candidates(self, *, known: Iterable[str] = ()) -> CandidateList:
        """What could lead to a person: names and identifiers in all words of the study."""
        return study_candidates(self.folder, known=known)

    def write_ticks(self, candidates: CandidateList) -> Path:
        """Write the list to tick; what was ticked in it before stays ticked."""
        path = tick_list_path(self.folder)
        old = read_ticks(path) if path.exists() else []
        return write_ticks(merged_ticks(ticks_of(candidates, key=self.key), old), path)

    def extend_key(
        self, ticked: Iterable[str] = (), *, candidates: CandidateList | None = None
    ) -> PseudonymKey:
        """Put what is ticked on the key, and write it.

        Parameters
        ----------
        ticked : iterable of str
            Candidates that are ticked besides those in the file.
        candidates : CandidateList, optional
            Where `ticked` comes from, if the list to tick was not written.

        Raises
        ------
        BadFile
            If there is neither a list to tick nor candidates.
        ValueError, LookupError
            If something ticked is no candidate, or stands for somebody else.
        """
        path = tick_list_path(self.folder)
        if candidates is None and not path.exists():
            raise BadFile(
                path, "there is no list to tick yet; run `casestudy pseudonymise candidates`"
            )
        old = read_ticks(path) if path.exists() else []
        listed = ticks_of(candidates, key=self.key) if candidates is not None else []
        ticks = with_ticks(merged_ticks(listed, old) if listed else old, ticked)
        key = key_from_ticks(ticks, key=self.key)
        self.write_key(key)
        return key

    # --- over the whole study --------------------------------------------------------------------

    def apply(
        self, *, by: str = "", dry_run: bool = False, on_progress: Progress = _silent
    ) -> PseudonymisedStudy:
        """Put labels in place of names in the study itself, or say what would be done."""
        return pseudonymise(
            self.folder,
            self.key,
            by=by,
            languages=self.languages,
            dry_run=dry_run,
            on_progress=on_progress,
        )

    def restore(self, *, by: str = "", on_progress: Progress = _silent) -> RestoredStudy:
        """Put the names back."""
        return restore(self.folder, self.key, by=by, on_progress=on_progress)

    def copy(self, folder: Path | str, *, on_progress: Progress = _silent) -> StudyCopy:
        """Write a copy for others, in which no name on the key stands in any byte."""
        return copy_for_others(
            self.folder, Path(folder), self.key, languages=self.languages, on_progress=on_progress
        )

    def leaks(self, *paths: Path | str, on_progress: Progress = _silent) -> LeakReport:
        """Where names still stand in what others would get, or in some files and folders."""
        if not paths:
            return study_leaks(
                self.folder, self.key, languages=self.languages, on_progress=on_progress
            )
        return look_for_leaks(
            map(Path, paths), self.key, languages=self.languages, on_progress=on_progress
        )
