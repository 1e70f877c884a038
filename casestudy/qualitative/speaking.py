"""Who speaks how much, and in which order: the turns of one transcript, counted and laid out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.provenance import Provenance
from casestudy.results import as_html, as_text
from casestudy.sources import Part, Source

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

TURN_COLUMNS = (
    "number", "speaker", "start", "end", "n_words", "start_time", "end_time",
    "share_before", "share_passed", "provenance",
)  # fmt: skip
"""Columns of the turns, in order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpeakingShares:
    """How much each speaker of a source says.

    Parameters
    ----------
    source : str
        Id of the source.
    speakers : tuple of str
        In order of first appearance; "" (nobody is named) stands last.
    roles : tuple of str
        What the source says of each: "interviewer", "respondent", or "" where it is not known.
    n_turns, n_words : array of int, shape (n_speakers,)
        Turns, and words in them.
    seconds : array of float, shape (n_speakers,)
        From the start to the end of each turn, added up; NaN for a speaker of whom any turn
        lacks a time.
    share_words : array of float, shape (n_speakers,)
        Share of all words said in turns, 0 to 1; NaN if no word is said.
    longest_turn : array of int, shape (n_speakers,)
        Words in the longest turn.
    """

    source: str
    speakers: tuple[str, ...]
    roles: tuple[str, ...]
    n_turns: Counts
    n_words: Counts
    seconds: Numbers
    share_words: Numbers
    longest_turn: Counts
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a speaker: role, turns, words, share of words, seconds, longest turn."""
        data = {
            "source": self.source,
            "speaker": pd.Series(self.speakers, dtype="str"),
            "role": pd.Series(self.roles, dtype="str"),
            "n_turns": self.n_turns,
            "n_words": self.n_words,
            "share_words": self.share_words,
            "seconds": self.seconds,
            "longest_turn": self.longest_turn,
            "provenance": ", ".join(origin.kind for origin in self.provenance),
        }
        return pd.DataFrame(data).astype({"source": "str", "provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TurnSequence:
    """The turns of a source in their order, one row each.

    Parameters
    ----------
    source : str
        Id of the source.
    speakers, roles : tuple of str
        As in `SpeakingShares`.
    frame : DataFrame
        Columns `TURN_COLUMNS`: `number` from 1; `start` and `end` in characters of the text;
        times in seconds, NaN where not known; `share_before` and `share_passed`, the shares of
        the text's characters that lie before the turn's start and before its end.
    n_timed : int
        Turns of which start and end are known.
    """

    source: str
    speakers: tuple[str, ...]
    roles: tuple[str, ...]
    frame: pd.DataFrame
    n_timed: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether start and end of every turn are known, so that time can be an axis."""
        return self.n_timed == len(self.frame)

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


def speaking_shares(source: Source) -> SpeakingShares:
    r"""How many of the words of a conversation each speaker says.

    Parameters
    ----------
    source : Source
        With turns. Speakers are told apart by their names as labelled.

    Returns
    -------
    SpeakingShares
        Notes count the words that stand outside turns and the turns without times or speaker.

    Raises
    ------
    ValueError
        If the source has no turns.

    Notes
    -----
    A word is what stands between blanks: labels and time stamps are not counted, remarks of the
    typist within a turn are. Seconds include the pauses inside a turn; where people speak at the
    same time they add up to more than the recording.

    Examples
    --------
    >>> turns = (Part(kind="turn", start=3, end=7, speaker="A", start_time=0.0, end_time=1.5),
    ...          Part(kind="turn", start=11, end=26, speaker="B"))
    >>> talk = Source(id="talk", kind="interview", text="A: Why?\nB: Because we like.", parts=turns)
    >>> found = speaking_shares(talk)
    >>> found.speakers, found.n_words.tolist(), found.share_words.tolist(), found.seconds.tolist()
    (('A', 'B'), [1, 3], [0.25, 0.75], [1.5, nan])
    """
    turns = _turns(source)
    names = _speakers(turns)
    place = {name: number for number, name in enumerate(names)}
    who = np.array([place[turn.speaker] for turn in turns])
    words = np.array([_n_words(source, turn) for turn in turns])
    n_words, longest = np.zeros((2, len(names)), dtype=np.int64)
    seconds = np.zeros(len(names))
    np.add.at(n_words, who, words)
    np.maximum.at(longest, who, words)
    np.add.at(seconds, who, [_seconds(turn) for turn in turns])
    said = int(words.sum())
    return SpeakingShares(
        source=source.id,
        speakers=names,
        roles=tuple(source.roles.get(name, "") for name in names),
        n_turns=np.bincount(who).astype(np.int64),
        n_words=n_words,
        seconds=seconds,
        share_words=n_words / said if said else np.full(len(names), np.nan),
        longest_turn=longest,
        notes=(*_notes_on_words(source, said), *_notes_on_turns(turns)),
        provenance=(source.provenance,),
    )


def turn_sequence(source: Source) -> TurnSequence:
    r"""Who speaks when: every turn with its place in the text and, where known, in time.

    Parameters
    ----------
    source : Source
        With turns.

    Returns
    -------
    TurnSequence
        Turns as they stand in the text.

    Raises
    ------
    ValueError
        If the source has no turns.

    Notes
    -----
    A share of the text counts all its characters, labels and head included. It stands for a
    place in the text and only roughly for time: people do not speak at an even pace.

    Examples
    --------
    >>> turns = (Part(kind="turn", start=3, end=7, speaker="A"),
    ...          Part(kind="turn", start=11, end=20, speaker="B"))
    >>> talk = Source(id="talk", kind="interview", text="A: Why?\nB: Because.", parts=turns)
    >>> turn_sequence(talk).to_frame()[["number", "speaker", "n_words"]].values.tolist()
    [[1, 'A', 1], [2, 'B', 1]]
    """
    turns = _turns(source)
    names, length = _speakers(turns), len(source.text)
    starts = np.array([turn.start for turn in turns], dtype=np.int64)
    ends = np.array([turn.end for turn in turns], dtype=np.int64)
    data = {
        "number": np.arange(1, len(turns) + 1),
        "speaker": pd.Series([turn.speaker for turn in turns], dtype="str"),
        "start": starts,
        "end": ends,
        "n_words": np.array([_n_words(source, turn) for turn in turns], dtype=np.int64),
        "start_time": np.array([turn.start_time for turn in turns], dtype=np.float64),
        "end_time": np.array([turn.end_time for turn in turns], dtype=np.float64),
        "share_before": starts / max(length, 1),
        "share_passed": ends / max(length, 1),
        "provenance": source.provenance.kind,
    }
    return TurnSequence(
        source=source.id,
        speakers=names,
        roles=tuple(source.roles.get(name, "") for name in names),
        frame=pd.DataFrame(data, columns=list(TURN_COLUMNS)).astype({"provenance": "str"}),
        n_timed=sum(not math.isnan(_seconds(turn)) for turn in turns),
        notes=_notes_on_turns(turns),
        provenance=(source.provenance,),
    )


def _turns(source: Source) -> tuple[Part, ...]:
    if not source.turns:
        raise ValueError(
            f"source {source.id!r} ({source.kind}) has no turns, so nobody is known to speak; "
            "give a transcript in which speakers were found"
        )
    return source.turns


def _speakers(turns: Sequence[Part]) -> tuple[str, ...]:
    """Names in order of first appearance, nobody last."""
    names = dict.fromkeys(turn.speaker for turn in turns)
    return tuple(sorted(names, key=lambda name: name == ""))


def _n_words(source: Source, turn: Part) -> int:
    return len(source.text[turn.start : turn.end].split())


def _seconds(turn: Part) -> float:
    """How long a turn lasts; NaN if a time is missing or they run backwards."""
    if turn.start_time is None or turn.end_time is None or turn.end_time < turn.start_time:
        return math.nan
    return turn.end_time - turn.start_time


def _notes_on_words(source: Source, said: int) -> list[str]:
    outside = source.n_words - said
    return (
        [f"Words outside turns, not counted: {outside}; in turns: {said}."] if outside > 0 else []
    )


def _notes_on_turns(turns: Sequence[Part]) -> tuple[str, ...]:
    """What has to be said of the turns: whose speaker or whose times are not known."""
    n_unnamed = sum(not turn.speaker for turn in turns)
    n_timed = sum(not math.isnan(_seconds(turn)) for turn in turns)
    notes = []
    if n_unnamed:
        notes.append(f"Turns of nobody named: {n_unnamed} of {len(turns)}.")
    if n_timed < len(turns):
        notes.append(f"Turns of which start and end in time are known: {n_timed} of {len(turns)}.")
    return tuple(notes)
