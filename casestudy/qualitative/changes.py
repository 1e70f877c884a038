"""What changed between two states of a page: blocks that appeared, went, were reworded or moved.

Blocks are compared, not letters: a shop changes by sentences. What a change means is told by the
codes on it: those that people had put on the old words or have put on the new ones, and, apart
from these, those that a rule suggests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz

from casestudy.codebook import Codebook
from casestudy.provenance import Provenance, kinds, merged
from casestudy.qualitative.block_changes import LEAST_ALIKE, Item, compared, items_of
from casestudy.results import as_html, as_text
from casestudy.sources import Part, Source

CHANGES = ("appeared", "went", "reworded", "moved")
COLUMNS = (
    "change", "themes", "suggested", "view", "channel", "heading", "old_text", "new_text",
    "similarity", "old_start", "old_end", "new_start", "new_end", "locator",
)  # fmt: skip


FEATURE_COLUMNS = ["theme", "feature", "name", "before", "after"]


class Mark(NamedTuple):
    """A code on a stretch of a page, and whether a person put it there."""

    start: int
    end: int
    code: str
    by_person: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """One state of a page: its text and blocks, the codes on it, and when it was as it is."""

    source: Source
    marks: tuple[Mark, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageChanges:
    """What changed on a page between two captures.

    Parameters
    ----------
    source : str
        Id of the page.
    before, after : str
        When the two states were captured or brought in, as far as known.
    rows : DataFrame
        One row a change, columns `COLUMNS`; positions are -1 where there is no such side. Cells
        of one row of a table are one change, a line each.
    features : DataFrame
        Features of the site audit whose state differs: theme, feature, name, before, after.
    codebook : Codebook
        The scheme of the themes.
    n_same : int
        Blocks that are the same on both sides, in the same order.
    receipts : tuple of (str, int)
        How many codings were left unchanged, moved, adjusted, orphaned.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the page came from.
    """

    source: str
    before: str
    after: str
    rows: pd.DataFrame
    features: pd.DataFrame
    codebook: Codebook
    n_same: int
    receipts: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a change; themes joined by "; "."""
        return self.rows.assign(source=self.source, provenance=kinds(self.provenance))

    def theme_frame(self) -> pd.DataFrame:
        """One row a theme, and one for changes without: how many of each kind, and features.

        `n_suggested` counts changes that only a rule puts under the theme.
        """
        rows = []
        for theme in [*(theme.id for theme in self.codebook.themes), ""]:
            ours, theirs = self._under(theme, "themes"), self._under(theme, "suggested")
            if not theme:
                ours = theirs = ours & theirs
            counts = {kind: int((ours & (self.rows["change"] == kind)).sum()) for kind in CHANGES}
            features = self.features[self.features["theme"] == theme]
            rows.append(
                {
                    "theme": theme or "(no theme)",
                    **counts,
                    "n_suggested": int((theirs & ~ours).sum()),
                    "features_new": int((features["after"] == "observed").sum()),
                    "features_gone": int((features["before"] == "observed").sum()),
                }
            )
        return pd.DataFrame(rows)

    def _under(self, theme: str, column: str) -> npt.NDArray[np.bool_]:
        """Which changes a column puts under a theme; for no theme those under none."""
        told = self.rows[column]
        return np.array([theme in one.split("; ") for one in told], dtype=bool)

    _repr_html_ = as_html
    __repr__ = as_text


def page_changes(
    old: PageState,
    new: PageState,
    *,
    codebook: Codebook,
    features: pd.DataFrame | None = None,
    receipts: Iterable[tuple[str, int]] = (),
) -> PageChanges:
    r"""What changed from an old state of a page to a new one.

    Parameters
    ----------
    old, new : PageState
        The two states, of one page or of two that are to be compared.
    codebook : Codebook
        The scheme of the codes.
    features : DataFrame, optional
        Features whose state differs: theme, feature, name, before, after.
    receipts : iterable of (str, int)
        What became of the codings.

    Returns
    -------
    PageChanges
        Blocks that are hidden are compared, too, and rows of tables as wholes. What stands beside
        the text is compared with the same label and place.

    Examples
    --------
    >>> def page(*lines):
    ...     text, parts, at = "\n".join(lines), [], 0
    ...     for line in lines:
    ...         parts.append(Part(kind="block", start=at, end=at + len(line)))
    ...         at += len(line) + 1
    ...     return PageState(source=Source(id="p", kind="website", text=text, parts=tuple(parts)))
    >>> found = page_changes(page("Delivery in 5 days", "Call us"),
    ...                      page("Delivery in 2 days", "Chat with us", "Call us"),
    ...                      codebook=Codebook(id="demo"))
    >>> found.rows[["change", "old_text", "new_text"]].values.tolist()
    [['reworded', 'Delivery in 5 days', 'Delivery in 2 days'], ['appeared', '', 'Chat with us']]
    """
    rows: list[dict[str, object]] = []
    n_same = 0
    for kind in ("block", "channel"):
        one, other = items_of(old.source, kind), items_of(new.source, kind)
        pairs, gone, come = compared(one, other)
        if kind == "block":
            n_same = sum(item.n for item in one) - sum(one[number].n for number in gone)
        rows += _rows(one, other, pairs, gone, come)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    _tell_themes(frame, codebook, old.marks, new.marks)
    return PageChanges(
        source=new.source.id,
        before=old.when,
        after=new.when,
        rows=frame,
        features=features if features is not None else pd.DataFrame(columns=FEATURE_COLUMNS),
        codebook=codebook,
        n_same=n_same,
        receipts=tuple(receipts),
        notes=(
            f"A block is reworded if at least {LEAST_ALIKE:.0%} of its letters stayed in order.",
            "Themes in 'suggested' come from a rule, not from a person.",
        ),
        provenance=merged((old.source.provenance, new.source.provenance)),
    )


def _rows(
    old: Sequence[Item],
    new: Sequence[Item],
    pairs: Sequence[tuple[int, int, str]],
    gone: Sequence[int],
    come: Sequence[int],
) -> list[dict[str, object]]:
    """A row for each change, in the order of the new page; what went stands where it was."""
    told = {a for a, _, _ in pairs}, {b for _, b, _ in pairs}
    stayed = np.delete(np.arange(len(old)), gone), np.delete(np.arange(len(new)), come)
    before = np.searchsorted(stayed[0], gone)
    places = np.append(-1, stayed[1])[before] + 0.5
    found = [(float(b), _row(kind, old[a], new[b])) for a, b, kind in pairs]
    found += [(float(n), _row("appeared", None, new[n])) for n in come if n not in told[1]]
    found += [
        (float(place), _row("went", old[n], None))
        for n, place in zip(gone, places, strict=True)
        if n not in told[0]
    ]
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def _row(change: str, old: Item | None, new: Item | None) -> dict[str, object]:
    shown = new or old
    part = shown.part if shown is not None else Part(kind="block", start=0, end=0)
    similarity = fuzz.ratio(old.words, new.words) / 100 if old and new else 0.0
    return {
        "change": change,
        "themes": "",
        "suggested": "",
        "view": part.view,
        "channel": part.channel,
        "heading": part.heading,
        "old_text": old.words if old else "",
        "new_text": new.words if new else "",
        "similarity": similarity,
        "old_start": old.part.start if old else -1,
        "old_end": old.part.end if old else -1,
        "new_start": new.part.start if new else -1,
        "new_end": new.part.end if new else -1,
        "locator": part.locator,
    }


def _tell_themes(
    frame: pd.DataFrame, codebook: Codebook, old_marks: Sequence[Mark], new_marks: Sequence[Mark]
) -> None:
    """Write the themes of each change into the frame, those of people and those of rules apart."""
    order = {theme.id: number for number, theme in enumerate(codebook.themes)}
    spans = frame[["old_start", "old_end", "new_start", "new_end"]].to_numpy()
    for column, by_person in (("themes", True), ("suggested", False)):
        told = []
        for old_start, old_end, new_start, new_end in spans:
            marks = [
                *(m for m in old_marks if m.start < old_end and old_start < m.end),
                *(m for m in new_marks if m.start < new_end and new_start < m.end),
            ]
            themes = {codebook.theme_of(m.code).id for m in marks if m.by_person == by_person}
            told.append("; ".join(sorted(themes, key=order.__getitem__)))
        frame[column] = pd.Series(told, index=frame.index, dtype="str")
