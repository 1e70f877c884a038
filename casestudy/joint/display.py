"""Joint display: themes by segments, with voices, preferences, and what they are to one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from casestudy.codebook import Codebook
from casestudy.joint import preferences as numbers
from casestudy.joint import voices as words
from casestudy.joint.preferences import Preference
from casestudy.joint.rule import HIGH, OPEN, JointRule
from casestudy.joint.voices import Voice
from casestudy.provenance import Provenance, kinds, merged
from casestudy.results import as_html, as_text

SILENCE = "Where no voice is heard nothing is concluded: silence is unknown, never 'no'."
LINKED = "Which item speaks to which theme is the researcher's reading."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointCell:
    """One theme in one segment: both strands and the verdict.

    Parameters
    ----------
    theme, segment : str
        Ids.
    voices : tuple of Voice
        Every passage; `n_voices` counts different people or statements.
    preference : Preference or None
        The theme's item with the largest share; others are in `others`.
    verdict : str
        One of `casestudy.joint.rule.VERDICTS`.
    is_near : bool
        Whether a threshold lies within the share's interval.
    """

    theme: str
    segment: str
    voices: tuple[Voice, ...]
    preference: Preference | None
    others: tuple[Preference, ...]
    loudness: str
    level: str
    verdict: str
    is_near: bool

    @property
    def n_voices(self) -> int:
        """How many different people or statements speak of the theme."""
        return len({voice.who for voice in self.voices})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointDisplay:
    """Both strands by theme and segment, compared by a rule.

    Parameters
    ----------
    themes, theme_names : tuple of str
        Ids in codebook order, and names.
    segments, segment_names : tuple of str
        In the order given.
    cells : tuple of JointCell
        Theme after theme, each in every segment.
    rule : JointRule
        What was compared with what.
    """

    themes: tuple[str, ...]
    theme_names: tuple[str, ...]
    segments: tuple[str, ...]
    segment_names: tuple[str, ...]
    cells: tuple[JointCell, ...]
    rule: JointRule
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def cell(self, theme: str, segment: str) -> JointCell:
        """One theme in one segment.

        Raises
        ------
        LookupError
            If the display has no such theme or segment.
        """
        for found in self.cells:
            if (found.theme, found.segment) == (theme, segment):
                return found
        raise LookupError(
            f"theme {theme!r} in segment {segment!r} is not in the display; themes are "
            f"{', '.join(self.themes)}; segments are {', '.join(self.segments)}"
        )

    def counts(self) -> pd.Series:
        """How many cells have each verdict."""
        return pd.Series([cell.verdict for cell in self.cells], dtype="str").value_counts()

    def to_frame(self) -> pd.DataFrame:
        """One row a theme and segment: both strands, unrounded, and the verdict."""
        rows = []
        for cell in self.cells:
            one = cell.preference
            rows.append(
                {
                    "theme": cell.theme,
                    "segment": cell.segment,
                    "n_voices": cell.n_voices,
                    "n_passages": len(cell.voices),
                    "voices": cell.loudness,
                    "item": one.item if one else "",
                    "share": one.share if one else None,
                    "low": one.low if one else None,
                    "high": one.high if one else None,
                    "n": one.n if one else 0,
                    "preference": cell.level,
                    "verdict": cell.verdict,
                    "near_threshold": cell.is_near,
                    "provenance": kinds(self.provenance),
                }
            )
        floats = ["share", "low", "high"]
        return pd.DataFrame(rows).astype(dict.fromkeys(floats, "float64"))

    _repr_html_ = as_html
    __repr__ = as_text


def joint_display(
    voices: Iterable[Voice],
    preferences: Iterable[Preference],
    *,
    codebook: Codebook,
    rule: JointRule,
    segments: Mapping[str, str],
    empty_themes: bool = False,
) -> JointDisplay:
    """Set voices beside preferences by theme and segment, and say what they are to one another.

    Parameters
    ----------
    voices : iterable of Voice
        The strand of words, of one or several makers (`voices`, `stated_voices`).
    preferences : iterable of Preference
        The strand of numbers (`survey_preferences`, `stated_preferences`).
    codebook : Codebook
        Its themes become rows, in its order.
    rule : JointRule
        The thresholds; there is no default, because they make the verdicts.
    segments : mapping of str to str
        Ids of the segments in their order, and names. Voices and preferences of others are
        counted in a note.
    empty_themes : bool
        Whether to show themes of which neither strand says anything.

    Returns
    -------
    JointDisplay
        Of several items of one theme the one with the largest share stands for it; a note says so.

    Raises
    ------
    ValueError
        If a voice or a preference has a theme that the codebook does not have, or there are no
        segments.
    """
    said, asked = tuple(voices), tuple(preferences)
    if not segments:
        raise ValueError("no segment is given; name at least one, such as {'all': 'all'}")
    names = {theme.id: theme.name for theme in codebook.themes}
    given = [(one.theme, one.segment) for one in said]
    given += [(one.theme, one.segment) for one in asked]
    for theme, _ in given:
        if theme not in names:
            raise ValueError(
                f"theme {theme!r} is not in the codebook {codebook.id!r}; allowed are "
                f"{', '.join(names)}"
            )
    spoken = {theme for theme, segment in given if segment in segments}
    themes = [theme for theme in names if theme in spoken or empty_themes]
    cells = tuple(
        _cell(theme, segment, said, asked, rule) for theme in themes for segment in segments
    )
    return JointDisplay(
        themes=tuple(themes),
        theme_names=tuple(names[theme] for theme in themes),
        segments=tuple(segments),
        segment_names=tuple(segments.values()),
        cells=cells,
        rule=rule,
        notes=tuple(_notes(said, asked, cells, segments, rule)),
        provenance=merged((*words.provenance_of(said), *numbers.provenance_of(asked))),
    )


def _cell(
    theme: str, segment: str, said: Sequence[Voice], asked: Sequence[Preference], rule: JointRule
) -> JointCell:
    heard = tuple(one for one in said if (one.theme, one.segment) == (theme, segment))
    own = [one for one in asked if (one.theme, one.segment) == (theme, segment)]
    own.sort(key=lambda one: (-(one.share or 0), one.stance != HIGH))
    best = own[0] if own else None
    loudness = rule.loudness(len({one.who for one in heard}))
    level = (best.stance or rule.level(best.share, best.n)) if best else rule.level(None, 0)
    near = best is not None and best.low is not None and best.high is not None
    return JointCell(
        theme=theme,
        segment=segment,
        voices=heard,
        preference=best,
        others=tuple(own[1:]),
        loudness=loudness,
        level=level,
        verdict=rule.compared(loudness, level),
        is_near=bool(near and best and rule.is_near(best.low or 0.0, best.high or 0.0)),
    )


def _notes(
    said: Sequence[Voice],
    asked: Sequence[Preference],
    cells: Sequence[JointCell],
    segments: Mapping[str, str],
    rule: JointRule,
) -> list[str]:
    """What has to be said of a display."""
    notes = [str(rule), SILENCE, LINKED]
    lost = sum(one.segment not in segments for one in said)
    if lost:
        notes.append(
            f"Passages of voices in none of the segments, not counted: {lost} of {len(said)}."
        )
    gone = sum(one.segment not in segments for one in asked)
    if gone:
        notes.append(f"Shares of other segments, not shown: {gone} of {len(asked)}.")
    if any(cell.others for cell in cells):
        notes.append("Of several items of one theme the one with the largest share stands for it.")
    near = sum(cell.is_near and cell.verdict != OPEN for cell in cells)
    if near:
        notes.append(
            f"Verdicts whose interval holds a threshold, so that another sample may differ: {near}."
        )
    return notes
