"""Who speaks how much and when: shares of the words, and the turns along the text or time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from casestudy.figures.grids import row_labels, rows_height, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    GREY,
    HAIRLINE,
    INK,
    PALE_ACCENT,
    TEXT_PT,
    axes_size,
    fit_height,
    house_style,
    new_axes,
    text_width,
    wrapped,
)
from casestudy.qualitative import SpeakingShares, TurnSequence

LOOKS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "respondent": {"facecolor": ACCENT, "edgecolor": ACCENT, "linewidth": 0.6},
        "interviewer": {"facecolor": PALE_ACCENT, "edgecolor": ACCENT, "linewidth": 0.6},
        "": {"facecolor": "white", "edgecolor": GREY, "hatch": "//////", "linewidth": 0.6},
    }
)
"""Full, pale and hatched; the role is named beside its row, too."""
NO_ROLE = "role not known"
NOBODY = "nobody named"
MINUTE, HOUR = 60, 3600
TIME_STEPS = (1, 5, 15, 30, *(m * MINUTE for m in (1, 2, 5, 10, 15, 30)), HOUR, 2 * HOUR, 6 * HOUR)
"""Seconds between the marks of a time axis."""
LATE = 0.2
"""From this share of the recording on, silence before the first turn is not drawn."""
TICK_GAP_PT = 16.0
"""Air between two marks of an axis."""


def speaking_shares(result: SpeakingShares, *, ax: Axes | None = None) -> Axes:
    """Draw which share of the words each speaker says, with words, turns and time.

    Parameters
    ----------
    result : SpeakingShares
        Speakers become bars, in order of first appearance, each with its role.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Bars of per cent from 0 to 100; full for respondents, pale for interviewers, hatched where
        the role is not known. Time is told only where it is known for all turns of a speaker.
    """
    with house_style():
        ax = _rows(ax, result)
        shares = 100 * np.nan_to_num(result.share_words)
        words = _words(result, room=axes_size(ax)[0] / 2)
        _share_axis(ax, shares, words)
        for row, (role, share) in enumerate(zip(result.roles, shares, strict=True)):
            ax.barh(row, share, height=0.56, **_look(role))
        _below(ax, f"share of the {result.n_words.sum():,} words said in turns")
        mark_provenance(ax, result.provenance)
        fit_height(ax, rows_height(ax))
        gap = 4 * ax.get_xlim()[1] / axes_size(ax)[0]
        cells = zip(shares + gap, range(len(words)), words, strict=True)
        write_cells(ax, cells, colour=INK, ha="left", fontsize=TEXT_PT)
    return drawn(ax, speaking_shares, result)


def turn_taking(result: TurnSequence, *, ax: Axes | None = None) -> Axes:
    """Draw who speaks when: a lane for each speaker, and in it each turn as long as it is.

    Parameters
    ----------
    result : TurnSequence
        Speakers become lanes, in order of first appearance, each with its role.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Turns along time where the start and end of each are known, else along the text. The
        shortest turns are drawn a hairline wide, that none is overlooked.
    """
    with house_style():
        ax = _rows(ax, result)
        columns = (
            ["start_time", "end_time"] if result.is_timed else ["share_before", "share_passed"]
        )
        spans = result.frame[columns].to_numpy(dtype=float)
        ax.set_xlim(*(_times_drawn(spans) if result.is_timed else (0.0, 1.0)))
        for row, (speaker, role) in enumerate(zip(result.speakers, result.roles, strict=True)):
            ax.axhline(row, color=HAIRLINE, linewidth=0.6, zorder=0)
            starts, ends = spans[(result.frame["speaker"] == speaker).to_numpy()].T
            ax.barh(
                np.full(len(starts), row), ends - starts, left=starts, height=0.62,
                clip_on=False, **_look(role),
            )  # fmt: skip
        _time_axis(ax) if result.is_timed else _text_axis(ax)
        _below(ax, _along(result))
        mark_provenance(ax, result.provenance)
        fit_height(ax, rows_height(ax))
    return drawn(ax, turn_taking, result)


def _rows(ax: Axes | None, result: SpeakingShares | TurnSequence) -> Axes:
    """Axes with a labelled row for each speaker, the first on top, and no frame."""
    ax = ax or new_axes()
    row_labels(ax, _labels(result.speakers, result.roles))
    ax.set_ylim(len(result.speakers) - 0.4, -0.6)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def _labels(speakers: Sequence[str], roles: Sequence[str]) -> list[str]:
    """Each speaker with the role, unless the name says it already."""
    pairs = [(name or NOBODY, role or NO_ROLE) for name, role in zip(speakers, roles, strict=True)]
    return [name if name.casefold() == role else f"{name} ({role})" for name, role in pairs]


def _look(role: str) -> dict[str, Any]:
    return dict(LOOKS.get(role, LOOKS[""]))


def _words(result: SpeakingShares, *, room: float) -> list[str]:
    """What stands at the end of each bar; on a narrow figure without turns and time."""
    long, short = [], []
    columns = (result.share_words, result.n_words, result.n_turns, result.seconds)
    for share, words, turns, seconds in zip(*columns, strict=True):
        head = "no words" if np.isnan(share) else f"{share:.0%}"
        said = [_counted(words, "word"), _counted(turns, "turn")]
        said += [] if np.isnan(seconds) else [clock(seconds)]
        long.append(f"{head} ({', '.join(said)})")
        short.append(f"{head} ({said[0]})")
    return long if max(map(text_width, long)) <= room else short


def _counted(n: int, word: str) -> str:
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds, with hours where there are any.

    Examples
    --------
    >>> clock(75), clock(3601)
    ('1:15', '1:00:01')
    """
    minutes, left = divmod(round(seconds), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _share_axis(ax: Axes, shares: Any, words: Sequence[str]) -> None:
    """A scale from 0 to 100 per cent, with room at the right for the longest words."""
    room = axes_size(ax)[0]
    ends = zip(shares, words, strict=True)
    right = max(share * room / max(room - text_width(word) - 8, 20) for share, word in ends)
    ax.set_xlim(0, max(right, 102))
    _percent_ticks(ax, 100.0)
    ax.axvline(0, color=GREY, linewidth=0.6, zorder=3)


def _text_axis(ax: Axes) -> None:
    _percent_ticks(ax, 1.0)


def _percent_ticks(ax: Axes, whole: float) -> None:
    """Marks in per cent of `whole`, as many as have room."""
    points = axes_size(ax)[0] * whole / ax.get_xlim()[1]
    need = text_width("100%") + TICK_GAP_PT
    step = next(step for step in (10, 20, 50, 100) if step == 100 or step / 100 * points > need)
    marks = range(0, 101, step)
    _ticks(ax, [mark / 100 * whole for mark in marks], [f"{mark}%" for mark in marks])


def _times_drawn(spans: Any) -> tuple[float, float]:
    """Where the time axis begins and ends: at 0, unless the first turn comes late."""
    first, last = float(spans[:, 0].min()), float(spans[:, 1].max())
    first = 0.0 if 0 <= first < LATE * last else first
    return first, max(last, first + 1.0)


def _time_axis(ax: Axes) -> None:
    """Marks at round minutes or seconds of the recording, as many as have room."""
    first, last = ax.get_xlim()
    need = text_width(clock(last)) + TICK_GAP_PT
    most = max(axes_size(ax)[0] / need, 1.0)
    fitting = (step for step in TIME_STEPS if (last - first) / step <= most)
    step = next(fitting, TIME_STEPS[-1])
    marks = np.arange(np.ceil(first / step) * step, last + 1e-9, step)
    _ticks(ax, marks.tolist(), [clock(mark) for mark in marks])


def _ticks(ax: Axes, places: Sequence[float], words: Sequence[str]) -> None:
    ax.set_xticks(places, words)
    ax.tick_params(axis="x", length=2.5)
    for place in places:
        ax.axvline(place, color=HAIRLINE, linewidth=0.6, zorder=0)


def _along(result: TurnSequence) -> str:
    """What the axis is, and why it is the text where some times are known."""
    n = len(result.frame)
    turns = _counted(n, "turn")
    if result.is_timed:
        return f"{turns} along the time of the recording"
    some = f"; start and end in time are known for {result.n_timed}" if result.n_timed else ""
    return f"{turns} along the text, in per cent of its characters{some}"


def _below(ax: Axes, words: str) -> None:
    """What is counted, under the axis and no wider than it."""
    ax.set_xlabel(wrapped(words, width=axes_size(ax)[0]), loc="left", parse_math=False)
