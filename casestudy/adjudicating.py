"""Adjudication in a study folder: coders decide together, and each decision is logged at once.

What the coders did stays as it was. The consensus coder's log says what was adopted or rejected, on
which codings, and why; after a power cut every decision before it stands, and going on begins with
what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Unpack

from casestudy.agreement.adjudication import Question, Questions, that_follow
from casestudy.agreement.open_questions import questions
from casestudy.agreement.seeing import Seen
from casestudy.codings import WHOLE_SOURCE, Coding
from casestudy.ratings import Rating
from casestudy.regions import Region
from casestudy.store import Coder, decisions
from casestudy.study import Study

BORDERS = ("shared", "widest")


class Adjudicator:
    """Makes one consensus coder of several coders, decision by decision.

    Parameters
    ----------
    study : Study
        The study.
    coders : sequence of str
        Whose codings are decided on; at least two.
    consensus : str
        Name of the coder who bears what is decided.
    seen : mapping of str to iterable of str, optional
        For each coder the sources read, coded or not; if not given, those in which the coder coded
        something.
    """

    def __init__(
        self,
        study: Study,
        *,
        coders: Sequence[str],
        consensus: str = "consensus",
        seen: Seen | None = None,
    ) -> None:
        self.study = study
        self.coders = tuple(coders)
        self.consensus = consensus
        self._seen = seen

    def questions(self) -> Questions:
        """All that is to be decided, and what was decided, as the logs now stand."""
        return questions(
            self.study.codings,
            coders=self.coders,
            consensus=self.consensus,
            decided=self._decided(),
            seen=self._seen,
        )

    def accept(
        self,
        question: str,
        *,
        reason: str,
        borders: str = "",
        at: tuple[int, int] | Region | None = None,
        code: str = "",
        **rating: Unpack[Rating],
    ) -> Coding:
        """Adopt the code at a place; an earlier decision on the same codings is taken back.

        Parameters
        ----------
        question : str
            Id of the question, or of a coding that it is about.
        reason : str
            Why; it is logged.
        borders : {"", "shared", "widest"}
            Where coders differ in the borders: the text that all of them coded, or all that any of
            them coded.
        at : (start, end) or Region, optional
            Another place: code points, end excluded, or a rectangle on a picture.
        code : str
            Another code, if that is what was agreed on.
        **rating
            `weight` and `stance`, if they were agreed on. What is not named is taken over where
            all who put the code gave the same, and the code is theirs; else the coding has none.

        Raises
        ------
        LookupError
            If there is no such question.
        ValueError
            If there is no reason, or coders differ in the borders and none are chosen.
        """
        found = self.questions()[question]
        _check_reason(reason)
        place = _place(found, borders) if at is None else _stated(at)
        coder = self.study.coder(self.consensus)
        self._take_back(found, coder, self._decided())
        agreed = found.agreed if code in ("", found.code) else Rating()
        given = Rating(**{**agreed, **rating})
        return coder.adopt(
            found.source, code or found.code, about=found.codings, reason=reason, **place, **given
        )

    def reject(self, question: str, *, reason: str) -> None:
        """Decide that the code does not hold at a place; an earlier decision is taken back."""
        found = self.questions()[question]
        _check_reason(reason)
        coder = self.study.coder(self.consensus)
        self._take_back(found, coder, self._decided())
        coder.reject(found.source, about=found.codings, reason=reason)

    def accept_by(
        self,
        rule: str,
        *,
        threshold: float = 1.0,
        borders: str = "",
        reason: str = "",
        on_progress: Callable[[str], None] = lambda _: None,
    ) -> tuple[Question, ...]:
        """Adopt every open question that a rule decides; interrupted, it goes on where it stopped.

        Parameters
        ----------
        rule : {"unanimous", "majority"}
            All coders who saw the source put the code, or more than half of them.
        threshold : float
            Least share of the text that any two who put the code have in common; 1 asks for the
            same borders.
        borders : {"", "shared", "widest"}
            What is adopted where borders differ; needed if `threshold` is less than 1.
        reason : str
            Added to the rule, which is logged in any case.
        on_progress : function of str
            Called with the id of each question when it is decided.

        Returns
        -------
        tuple of Question
            What was adopted.
        """
        chosen = that_follow(self.questions(), rule=rule, threshold=threshold)
        if threshold < 1 and borders not in BORDERS:
            raise ValueError(
                f"a threshold of {threshold:g} adopts codings with different borders; choose "
                "borders 'shared' (the text that all coded) or 'widest' (all that any coded)"
            )
        coder, decided = self.study.coder(self.consensus), self._decided()
        for row in chosen:
            n = len(row.coders)
            said = f"rule {rule}: {n} of {n + len(row.silent)} coders"
            differing = "".join(f"; {name} not agreed on" for name in row.differing)
            why = f"{said}{differing}; {reason}" if reason else said + differing
            self._take_back(row, coder, decided)
            coder.adopt(
                row.source, row.code, about=row.codings, reason=why, **_place(row, borders),
                **row.agreed,
            )  # fmt: skip
            on_progress(row.id)
        return chosen

    @staticmethod
    def _take_back(question: Question, coder: Coder, decided: Iterable[Mapping[str, Any]]) -> None:
        """Delete what was adopted before on the same codings."""
        about = set(question.codings)
        for one in decided:
            if one["coding"] and one["source"] == question.source and about & {*one["about"]}:
                coder.delete(question.source, one["coding"])

    def _decided(self) -> list[Mapping[str, Any]]:
        return decisions(self.study.folder, coder=self.consensus)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("a decision needs a reason, so that it can be told later; give reason=…")


def _stated(at: tuple[int, int] | Region) -> dict[str, Any]:
    """A place as arguments of `Coder.adopt`."""
    return {"region": at} if isinstance(at, Region) else {"start": at[0], "end": at[1]}


def _place(question: Question, borders: str) -> dict[str, Any]:
    """Where the code is adopted, as arguments of `Coder.adopt`."""
    if borders not in ("", *BORDERS):
        raise ValueError(f"borders {borders!r} are not known; allowed are {', '.join(BORDERS)}")
    if question.regions:
        if len(question.regions) > 1:
            raise ValueError(
                _differ(question, question.regions, "give one of them as at=Region(…)")
            )
        return {"region": Region.parsed(question.regions[0])}
    spans = set(question.spans.values())
    if len(spans) > 1 and not borders:
        told = [f"{who} {low} to {high}" for who, (low, high) in question.spans.items()]
        todo = "choose borders 'shared' or 'widest', or give at=(start, end)"
        raise ValueError(_differ(question, told, todo))
    low, high = question.shared if borders == "shared" else question.widest
    if low == WHOLE_SOURCE:
        return {}
    if low >= high:
        raise ValueError(
            f"{question.id}: those who put {question.code!r} share no text; choose borders "
            "'widest', or give at=(start, end)"
        )
    return {"start": low, "end": high}


def _differ(question: Question, told: Sequence[str], todo: str) -> str:
    return f"{question.id}: the borders of {question.code!r} differ ({'; '.join(told)}); {todo}"
