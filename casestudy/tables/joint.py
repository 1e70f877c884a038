"""What was said beside what was answered, in a table."""

from __future__ import annotations

from casestudy.joint import JointDisplay, JointRule, Preference, Voice
from casestudy.joint.display import JointCell
from casestudy.joint.rule import VERDICTS
from casestudy.tables.style import Column, Table

NEAR = "*"
"""Behind a verdict whose interval holds a threshold."""


def joint_display(
    result: JointDisplay, *, title: str = "Voices and preferences", quotations: int = 2
) -> Table:
    """Both strands by theme and segment: how many voices with their words, shares, the verdict.

    Parameters
    ----------
    result : JointDisplay
        A row for each theme and segment.
    title : str
        What the table is called.
    quotations : int
        Quotations to show in a row at most, of different voices first, longest first.

    Returns
    -------
    Table
        The rule and the caveats stand below; the unrounded numbers are its data.
    """
    names = dict(zip(result.themes, result.theme_names, strict=True))
    groups = dict(zip(result.segments, result.segment_names, strict=True))
    rows = [
        (
            names[cell.theme],
            groups[cell.segment],
            _said(cell, quotations),
            _answered(cell.preference),
            cell.verdict + (NEAR if cell.is_near else ""),
        )
        for cell in result.cells
    ]
    notes = result.notes
    if any(cell.is_near for cell in result.cells):
        notes = (*notes, f"{NEAR} The interval of the share holds a threshold of the rule.")
    heads = ("Theme", "Segment", "What was said", "What was answered", "Together")
    return Table(
        title=title,
        columns=tuple(Column(name=head) for head in heads),
        rows=tuple(rows),
        notes=notes,
        provenance=result.provenance,
        data=result.to_frame(),
    )


def joint_rule(rule: JointRule, *, title: str = "How the strands are compared") -> Table:
    """The rule of a joint display: what each pair of findings is called.

    Parameters
    ----------
    rule : JointRule
        Thresholds.
    title : str
        What the table is called.
    """
    frame = rule.to_frame()
    columns = tuple(Column(name=str(name)) for name in frame.columns)
    rows = tuple(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))
    told = f"Verdicts are {', '.join(VERDICTS)}."
    return Table(title=title, columns=columns, rows=rows, notes=(str(rule), told), data=frame)


def _said(cell: JointCell, most: int) -> str:
    """How many voices, and some of their words."""
    if not cell.voices:
        return "silent (unknown)"
    n, passages = cell.n_voices, len(cell.voices)
    told = f"{n} {'voice' if n == 1 else 'voices'}"
    told += f", {passages} passages" if passages > n else ""
    shown = _chosen(cell.voices, most)
    quotes = " ".join(f"“{voice.quote}” ({voice.place})" for voice in shown)
    return f"{told}: {quotes}" if quotes else told


def _chosen(voices: tuple[Voice, ...], most: int) -> list[Voice]:
    """Of each voice its longest passage, the longest first."""
    longest: dict[str, Voice] = {}
    for voice in voices:
        if voice.who not in longest or len(voice.quote) > len(longest[voice.who].quote):
            longest[voice.who] = voice
    return sorted(longest.values(), key=lambda voice: (-len(voice.quote), voice.who))[:most]


def _answered(one: Preference | None) -> str:
    """A share with its interval and base, or what a work says."""
    if one is None:
        return "not asked"
    if one.share is None or one.low is None or one.high is None:
        return f"{one.stance or 'nobody answered'}: {one.text} ({one.place})"
    return f"{one.share:.0%} [{one.low:.0%}, {one.high:.0%}] of {one.n} say {one.place}: {one.text}"
