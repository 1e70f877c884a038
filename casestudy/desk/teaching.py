"""Lessons at the desk: a teacher's codings stay hidden until the learner has coded the stretch."""

from __future__ import annotations

from collections.abc import Iterable

from casestudy.adjudicating import Adjudicator
from casestudy.annotate.bench import Act, Done, ShownCoding
from casestudy.annotate.lesson import feedback, plain_feedback
from casestudy.desk import liking
from casestudy.study import Study

NOBODY = "nobody decides"
"""Name of a consensus coder that a comparison asks for and a lesson has no use for."""


class Lesson:
    """One learner, one teacher, and how far the teacher's codings were shown.

    Parameters
    ----------
    study : Study
        The study.
    teacher, learner : str
        Names of coders.
    """

    def __init__(self, study: Study, *, teacher: str, learner: str) -> None:
        if teacher == learner:
            raise ValueError(f"{teacher} cannot be teacher and learner at once; name two coders")
        self.teacher = teacher
        self._study = study
        self._learner = learner

    def shown_upto(self, source: str) -> int:
        """Up to which code point the teacher's codings were shown."""
        kept = liking.read(self._study.folder, self._learner).get("lessons", {})
        return int(kept.get(f"{self.teacher} {source}", 0))

    def visible(self, coded: Iterable[ShownCoding], source: str) -> list[ShownCoding]:
        """Codings without those of the teacher that are still hidden."""
        upto = self.shown_upto(source)
        return [c for c in coded if c.coder != self.teacher or -1 < c.start < upto]

    def checked(self, act: Act) -> Done:
        """Compare with the teacher up to where the learner has come, and show it from now on.

        Raises
        ------
        LookupError
            If teacher or learner have no coding.
        """
        source, upto = str(act["source"]), int(act["upto"])
        panel = Adjudicator(self._study, coders=(self.teacher, self._learner), consensus=NOBODY)
        rows = [row for row in panel.questions().rows if row.source == source]
        settings = liking.read(self._study.folder, self._learner)
        lessons = {**settings.get("lessons", {}), f"{self.teacher} {source}": upto}
        liking.keep(self._study.folder, self._learner, {**settings, "lessons": lessons})
        return Done(more=plain_feedback(feedback(rows, teacher=self.teacher, upto=upto)))
