"""A study as a coding desk needs it: read as it is now, changed durably."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

from casestudy.adjudicating import Adjudicator
from casestudy.agreement import Question
from casestudy.annotate.bench import Act, Done, ListedSource, NotDone, ShownCoding
from casestudy.codebook import Codebook
from casestudy.codings import Codings, check_coder
from casestudy.desk import acts, liking, notes
from casestudy.desk.deciding import decided
from casestudy.desk.scheme_acts import changed_scheme, is_scheme_act
from casestudy.desk.teaching import Lesson
from casestudy.memos import Memo
from casestudy.rounds import open_round
from casestudy.sources import Source
from casestudy.store import Coder, layout, picture_names, picture_size
from casestudy.store.pictures import PictureBands
from casestudy.store.source_logs import SourceLogs, log_stamps
from casestudy.store.write_access import barred
from casestudy.study import Study

PEOPLE = ("human", "published")
"""Origins of codings that are no suggestions."""


class StudyBench:
    """A study, and one coder who codes in it.

    Parameters
    ----------
    study : Study
        The study.
    coder : str
        Who codes.
    blind : bool, optional
        Whether what others and machines coded is hidden. If not given, while the coder takes part
        in an open round of `study.toml`.
    teacher : str
        The coder whose codings are hidden until the coder compares; nobody if empty.
    """

    def __init__(
        self, study: Study, *, coder: str, blind: bool | None = None, teacher: str = ""
    ) -> None:
        check_coder(coder)
        self.coder = coder
        self.study = study
        self._is_blind = blind
        self._lesson = Lesson(study, teacher=teacher, learner=coder) if teacher else None
        self._shelf = study.sources
        self._bands = PictureBands()
        self._logs: SourceLogs | None = None
        self._lens: Mapping[str, str] = {}
        self._known: dict[tuple[str, str], tuple[Mapping[str, Any], ShownCoding]] = {}
        self._hand: tuple[object, Coder] | None = None

    @property
    def teacher(self) -> str:
        """Whose codings are learnt from; nobody if empty."""
        return self._lesson.teacher if self._lesson is not None else ""

    @property
    def title(self) -> str:
        """The study's title."""
        return self.study.title

    @property
    def key(self) -> str:
        """A digest of folder and coder."""
        return hashlib.sha256(f"{self.study.folder}\0{self.coder}".encode()).hexdigest()[:16]

    @property
    def codebook(self) -> Codebook:
        """The main scheme as it is now."""
        return self.study.codebook

    def listed(self) -> Sequence[ListedSource]:
        """All sources, with how much of each is coded."""
        self._shelf = self.study.sources
        frame = self.codings().frame
        counts = frame.groupby("source")["created"].agg(["size", "max"])
        found = counts.to_dict("index")
        return [self._listed(id, found.get(id)) for id in self._shelf]

    def source(self, id: str) -> Source:
        """A source as it is now."""
        if id not in self._shelf:
            self._shelf = self.study.sources
        return self._shelf[id]

    def coded(self, source: str) -> Sequence[ShownCoding]:
        """The codings of all coders on a source."""
        shown = []
        current = self.codebook.current_codes
        if current is not self._lens:
            self._lens, self._known = current, {}
        known, self._known = self._known, {}
        for coder, event, lost in self._logs_of(source).codings():
            pair = known.get((coder, event["id"]))
            if pair is None or pair[0] is not event:
                pair = (event, _shown(event, coder, current, lost=lost))
            self._known[coder, event["id"]] = pair
            shown.append(pair[1])
        if self._lesson is not None:
            shown = self._lesson.visible(shown, source)
        if self.blind(source):
            return [coding for coding in shown if self._is_own(coding)]
        return self._undecided(shown, source)

    def pictures(self, source: str) -> Mapping[str, tuple[int, int]]:
        """The pictures of a source by name, with width and height in pixels."""
        folder = self._shelf.folder(source)
        found = {}
        for name in picture_names(folder):
            with contextlib.suppress(ValueError):  # a file that is no picture is not shown
                found[name] = picture_size(folder / name)
        return found

    def band(self, source: str, picture: str, top: int, height: int) -> bytes:
        """A horizontal band of a picture as WebP."""
        folder = self._shelf.folder(source)
        if picture not in picture_names(folder):
            raise LookupError(f"source {source!r} has no picture {picture!r}")
        return self._bands.band(folder / picture, top=top, height=height)

    def blind(self, source: str) -> str:
        """Why others' codings are hidden: the coder is blind, or takes part in an open round."""
        if self._is_blind is not None:
            return "you code blind" if self._is_blind else ""
        name = open_round(self.study.rounds, coder=self.coder, source=source)
        return f"the round {name!r} is open" if name else ""

    def barred(self, source: str) -> str:
        """Why the coder's log on a source cannot be written."""
        return barred(self.study.folder, coder=self.coder, source=source)

    def questions(self, source: str, coders: Sequence[str], consensus: str) -> Sequence[Question]:
        """What some coders have to decide together in a source."""
        if why := self.blind(source):
            raise NotDone(f"what others coded is hidden, because {why}")
        found = Adjudicator(self.study, coders=coders, consensus=consensus).questions()
        return [row for row in found.rows if row.source == source]

    def notes(self, about: Sequence[str]) -> Sequence[Memo]:
        """Notes about some things."""
        return notes.notes_about(self.study, about)

    def passage_notes(self, source: str) -> Sequence[Memo]:
        """Notes that are pinned to words of a source."""
        return notes.passage_notes(self.study, source)

    def codings(self) -> Codings:
        """All codings of the coder."""
        return self.study.codings.only(coder=self.coder)

    def stamps(self, source: str) -> Mapping[str, object]:
        """Sizes and times of change of all that the desk shows."""
        folder = self._shelf.folder(source)
        return {
            "codings": (log_stamps(self.study.folder, source), self._shown_upto(source)),
            "source": _stamp(folder / "source.toml"),
            "codebook": self._codebook_stamp(),
            "notes": _stamp(self.study.folder / layout.MEMOS),
            "barred": self.barred(source),
        }

    def do(self, act: Act) -> Done:
        """Carry out an act durably, once."""
        try:
            if is_scheme_act(act):
                return changed_scheme(self.study, self.coder, act)
            if act.get("kind") == "decide":
                return decided(self.study, act)
            if act.get("kind") == "check" and self._lesson is not None:
                return self._lesson.checked(act)
            if act.get("kind") == "memo":
                return self._note(act)
            return acts.carried_out(self._coder_now(), act)
        except acts.REFUSALS as error:
            raise NotDone(acts.reason(error)) from error

    def _note(self, act: Act) -> Done:
        source = self._coder_now().sources[act["source"]] if act.get("source") else None
        if source is not None:
            acts.check_text(source, act)
        return notes.kept_note(self.study, self.coder, act, source)

    def _shown_upto(self, source: str) -> int:
        return self._lesson.shown_upto(source) if self._lesson is not None else 0

    def _undecided(self, shown: list[ShownCoding], source: str) -> list[ShownCoding]:
        """Without the suggestions that the coder has accepted or rejected."""
        if all(coding.origin in PEOPLE for coding in shown):
            return shown
        decided = self._logs_of(source).decided_by(self.coder)
        return [coding for coding in shown if coding.origin in PEOPLE or coding.id not in decided]

    def _is_own(self, coding: ShownCoding) -> bool:
        return coding.coder == self.coder and coding.origin == "human"

    def settings(self) -> Mapping[str, Any]:
        """How the coder likes the desk."""
        return liking.read(self.study.folder, self.coder)

    def keep_settings(self, settings: Mapping[str, Any]) -> None:
        """Remember how the coder likes the desk."""
        kept = {"lessons": self.settings().get("lessons", {})}  # a view may know an older state
        liking.keep(self.study.folder, self.coder, {**settings, **kept})

    def _coder_now(self) -> Coder:
        """The coder at work, with the codes as they are now."""
        stamp = self._codebook_stamp()
        if self._hand is None or self._hand[0] != stamp:
            self._hand = (stamp, self.study.coder(self.coder))
        return self._hand[1]

    def _codebook_stamp(self) -> object:
        return tuple((path.name, _stamp(path)) for path in layout.scheme_paths(self.study.folder))

    def _logs_of(self, source: str) -> SourceLogs:
        if self._logs is None or self._logs.source != source:
            self._logs = SourceLogs(self.study.folder, source)
        return self._logs

    def _listed(self, id: str, count: Mapping[Hashable, Any] | None) -> ListedSource:
        record = self._shelf.record(id)
        return ListedSource(
            id=id,
            title=record.get("title", ""),
            kind=record["kind"],
            case=record.get("case", ""),
            size=(self._shelf.folder(id) / "text.txt").stat().st_size,
            n_codings=int(count["size"]) if count else 0,
            last=count["max"].isoformat() if count else "",
            provenance=record.get("provenance", {}).get("kind", "collected"),
        )


def _shown(
    event: Mapping[str, Any], coder: str, current: Mapping[str, str], *, lost: bool
) -> ShownCoding:
    """A coding as it is shown, its code read through what became of the scheme."""
    start, end = event.get("start"), event.get("end")
    return ShownCoding(
        event["id"],
        -1 if start is None else start,
        -1 if end is None else end,
        current.get(event["code"], event["code"]),
        coder,
        event["at"],
        event.get("origin", "human"),
        event.get("memo", ""),
        event.get("region", ""),
        event.get("confidence"),
        event.get("quote", ""),
        lost,
        event.get("weight"),
        event.get("stance", ""),
    )


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns
