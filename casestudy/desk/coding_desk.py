"""The coding desk that a notebook shows."""

from __future__ import annotations

from casestudy.annotate import DeskWidget
from casestudy.desk.study_bench import StudyBench
from casestudy.study import Study


class CodingDesk(DeskWidget):
    """A desk to read and code the sources of a study, in a notebook.

    Select words with the mouse or the keyboard, press the digit of a code or type a few letters of
    its name. What the desk calls saved is on the disk, synced.

    Parameters
    ----------
    study : Study
        The study.
    coder : str
        Who codes: letters, digits, `_`, `-`, `.`. Each coder has logs of their own.
    source : str
        The source to begin with; the first of the study if empty.
    height : int
        Height of the desk in pixels.
    keep_words : bool, optional
        Whether the notebook keeps words of the source in the still picture that it has of the
        desk. If not given, those of published and synthetic sources only; of a collected one it
        keeps counts.

    Raises
    ------
    ValueError
        If the coder's name is not allowed.
    LookupError
        If the study has no such source.

    Examples
    --------
    >>> from casestudy import CodingDesk, open_study
    >>> CodingDesk(open_study("my-study"), coder="anna")  # doctest: +SKIP
    """

    def __init__(
        self,
        study: Study,
        *,
        coder: str = "me",
        source: str = "",
        height: int = 680,
        keep_words: bool | None = None,
    ) -> None:
        super().__init__(
            StudyBench(study, coder=coder), source=source, height=height, keep_words=keep_words
        )
