"""Who speaks how much, in a table."""

from __future__ import annotations

import math

from casestudy.qualitative import SpeakingShares
from casestudy.tables.style import Column, Table

UNKNOWN = "?"
NOBODY = "nobody named"


def speaking_shares(result: SpeakingShares, *, title: str = "") -> Table:
    """How much each speaker of a source says.

    Parameters
    ----------
    result : SpeakingShares
        One row a speaker, in order of first appearance.
    title : str
        What the table is called; names the source if empty.

    Returns
    -------
    Table
        "?" where the role or the time is not known.
    """
    columns_read = (
        result.speakers, result.roles, result.n_turns, result.n_words, result.share_words,
        result.longest_turn, result.seconds,
    )  # fmt: skip
    rows = [
        (
            speaker or NOBODY,
            role or UNKNOWN,
            f"{turns:,}",
            f"{words:,}",
            _number(100 * share),
            f"{longest:,}",
            _number(seconds / 60),
        )
        for speaker, role, turns, words, share, longest, seconds in zip(*columns_read, strict=True)
    ]
    names = ("Turns", "Words", "% of words", "Longest turn (words)", "Minutes")
    columns = (
        Column(name="Speaker"),
        Column(name="Role"),
        *(Column(name=name, align="right") for name in names),
    )
    said = f"Turns: {result.n_turns.sum():,}; words in turns: {result.n_words.sum():,}."
    return Table(
        title=title or f"Who speaks how much in {result.source}",
        columns=columns,
        rows=tuple(rows),
        notes=(said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def _number(value: float) -> str:
    return UNKNOWN if math.isnan(value) else f"{value:.1f}"
