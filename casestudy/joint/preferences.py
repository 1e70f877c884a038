"""The strand of numbers: how many of a segment rate a theme's items high or tick them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from casestudy.answers import Answers
from casestudy.evidence import Evidence
from casestudy.intervals import wilson
from casestudy.item_answers import ChosenAnswers, ItemAnswers, TickedAnswers
from casestudy.joint.rule import HIGH, LOW, MIDDLE
from casestudy.joint.voices import ALL, cited
from casestudy.provenance import Provenance, merged

STANCES = (HIGH, MIDDLE, LOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """What a segment answered to one item that speaks to a theme.

    Parameters
    ----------
    theme, segment, item, text : str
        Code id; segment; id and wording of the item.
    share : float or None
        Share of the n who prefer it; None where a work says so without a number.
    n : int
        The base: who answered; 0 where it is not known.
    low, high : float or None
        Wilson interval of the share, 95 %.
    stance : {"", "high", "middle", "low"}
        What a work says in words; empty where there is a share.
    place : str
        Work and page, or what was counted.
    """

    theme: str
    segment: str
    item: str
    text: str
    share: float | None
    n: int
    low: float | None = None
    high: float | None = None
    stance: str = ""
    place: str = ""
    provenance: tuple[Provenance, ...] = ()


def survey_preferences(
    answers: Answers, *, by: str, boxes: int, reversed: Iterable[str] = ()
) -> tuple[Preference, ...]:
    """How many of each segment prefer what speaks to a theme.

    Parameters
    ----------
    answers : Answers
        Items with a `theme` count: ratings by their upper answers, multiple-choice items by who
        ticked anything; and choices of multiple-choice items whose ids are themes (as
        `survey.answer_themes` makes them) are not counted here: they are voices.
    by : str
        The item that tells the segments.
    boxes : int
        How many of the highest answers of a rating count as preferring it.
    reversed : iterable of str
        Ratings worded the other way round: their lowest answers count.

    Returns
    -------
    tuple of Preference
        One an item and segment, segments in the order of their choices.

    Raises
    ------
    ValueError
        If the answers have a design, for which shares need other intervals; if no item has a theme;
        if `boxes` is not possible.
    """
    if answers.design is not None:
        raise ValueError(
            "these answers are weighted, and shares here are counts: compute weighted shares with "
            "survey.top_box and give them as Preference"
        )
    segments = answers.chosen(by)
    turned = set(reversed)
    found = [
        _preference(answers, one, label, segments.codes == code, boxes, one.item in turned)
        for one in answers
        if one.theme and isinstance(one, ChosenAnswers | TickedAnswers)
        for code, label in enumerate(segments.choices)
    ]
    if not found:
        raise ValueError('no item has a theme; write theme = "…" at items of the questionnaire')
    return tuple(found)


def stated_preferences(
    evidence: Evidence, links: Mapping[str, tuple[str, str]], *, segment_column: str = "segment"
) -> tuple[Preference, ...]:
    """What a work says of preferences in words, linked to themes by the reader.

    Parameters
    ----------
    evidence : Evidence
        Such as `study.evidence["survey_findings"]`.
    links : mapping of str to (str, str)
        For each id of a row: the theme it speaks to, and "high", "middle" or "low". The link is the
        reader's, and is shown as such.
    segment_column : str
        Column with the segment; blank or missing for all.

    Raises
    ------
    LookupError
        If an id is not in the table.
    ValueError
        If a stance is not known.
    """
    rows = {row["id"]: row for row in evidence.frame.to_dict("records")}
    found = []
    for id, (theme, stance) in links.items():
        if id not in rows:
            raise LookupError(f"evidence {evidence.name!r} has no row {id!r}")
        if stance not in STANCES:
            raise ValueError(
                f"row {id!r}: stance {stance!r} is not known; allowed are {', '.join(STANCES)}"
            )
        row = rows[id]
        found.append(
            Preference(
                theme=theme,
                segment=row.get(segment_column) or ALL,
                item=id,
                text=row["statement"],
                share=None,
                n=0,
                stance=stance,
                place=f"{cited(row['work'], row['page'], row['status'])}; link to the theme ours",
                provenance=(Provenance(kind="published", work=row["work"]),),
            )
        )
    return tuple(found)


def _preference(
    answers: Answers, one: ItemAnswers, segment: str, inside: np.ndarray, boxes: int, turned: bool
) -> Preference:
    if isinstance(one, ChosenAnswers):
        if not 0 < boxes < len(one.choices):
            raise ValueError(
                f"boxes {boxes} is not possible: item {one.item!r} has {len(one.choices)} answers"
            )
        answered = inside & (one.codes >= 0)
        prefers = one.codes < boxes if turned else one.codes >= len(one.choices) - boxes
        counted = one.labels[:boxes] if turned else one.labels[-boxes:]
        place = " or ".join(f"“{label}”" for label in counted)
    else:
        answered = inside & (one.kinds == 0)
        prefers, place = (one.codes == 1).any(axis=1), "ticked anything"
    count, n = int((answered & prefers).sum()), int(answered.sum())
    interval = wilson(count, n) if n else None
    return Preference(
        theme=one.theme,
        segment=segment,
        item=one.item,
        text=one.text,
        share=count / n if n else None,
        n=n,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        place=place,
        provenance=answers.provenance,
    )


def provenance_of(given: Iterable[Preference]) -> tuple[Provenance, ...]:
    """Where the preferences come from."""
    return merged(one for preference in given for one in preference.provenance)
