"""A table as LaTeX with `booktabs` alone: columns that fit the page, long tables in parts.

Widths are told beforehand from the number of letters, so that no further package is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casestudy.tables.markup import latex_escaped

LONG_TEXT = 24
"""Cells with more letters than this are broken into lines."""
MOST_WEIGHT = 160
"""Letters beyond which a longer text gets no wider column."""
LETTERS_PER_LINE = 84
"""Letters that fit across a page in small type."""
LINES_PER_PAGE = 40
"""Lines of a table that fit on a page beside its title and notes."""
GAP = 0.026
"""Share of the page that lies between two columns."""

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How the columns are set: their letters in the template, and what a cell starts with."""

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    aligns: tuple[str, ...]
    key: str
    """What the numbers stand for that replace heads; empty if none are replaced."""

    @property
    def template(self) -> str:
        """The columns of the `tabular`."""
        letters = {"left": "l", "right": "r", "centre": "c"}
        return "".join(
            rf"p{{{share:.3f}\linewidth}}" if share else letters[align]
            for share, align in zip(self.shares, self.aligns, strict=True)
        )

    def row(self, cells: Sequence[str]) -> str:
        """One row, escaped."""
        shown = (
            (r"\raggedright " if share else "") + latex_escaped(cell)
            for cell, share in zip(cells, self.shares, strict=True)
        )
        return " & ".join(shown) + r" \tabularnewline"

    def lines(self, cells: Sequence[str]) -> int:
        """How many printed lines a row takes, about."""
        widths = (max(int(share * LETTERS_PER_LINE), 1) if share else 0 for share in self.shares)
        pairs = zip(cells, widths, strict=True)
        return max((-(-len(cell) // width) if width else 1 for cell, width in pairs), default=1)


def latex_table(
    title: str, *, heads: Sequence[str], aligns: Sequence[str], rows: Rows, below: Sequence[str]
) -> str:
    """A table for a paper, in one part or in several that are continued.

    Parameters
    ----------
    title : str
        The caption.
    heads, aligns : sequence of str
        Head of each column; "left", "right" or "centre".
    rows : sequence of sequence of str
        Cells.
    below : sequence of str
        Notes and provenance.

    Returns
    -------
    str
        One `table` environment for each printed page; all text is escaped.
    """
    setting = column_setting(heads, aligns, rows)
    notes = [*([setting.key] if setting.key else []), *below]
    parts = _pages(rows, setting)
    return "\n".join(
        _part(title, setting, part, notes, is_first=number == 0)
        for number, part in enumerate(parts)
    )


def column_setting(heads: Sequence[str], aligns: Sequence[str], rows: Rows) -> Setting:
    """Columns that fit the page: long texts in lines, heads as numbers where they are too wide.

    Parameters
    ----------
    heads, aligns : sequence of str
        Head of each column; "left", "right" or "centre".
    rows : sequence of sequence of str
        Cells.
    """
    cells = [max((len(row[i]) for row in rows), default=0) for i in range(len(heads))]
    words = [max(len(head), n) for head, n in zip(heads, cells, strict=True)]
    shown, key = tuple(heads), ""
    if sum(n for n in words if n <= LONG_TEXT) > 0.8 * LETTERS_PER_LINE:
        shown = (heads[0], *(f"({number})" for number in range(1, len(heads))))
        key = "; ".join(f"{n} {head}" for n, head in zip(shown[1:], heads[1:], strict=True))
        words = [max(len(head), n) for head, n in zip(shown, cells, strict=True)]
    shares = _shares(words) if sum(words) > 0.9 * LETTERS_PER_LINE else [0.0] * len(words)
    return Setting(heads=shown, shares=tuple(shares), aligns=tuple(aligns), key=key)


def _shares(words: Sequence[int]) -> list[float]:
    """For each column the share of the page that its long texts get; 0 where none is long."""
    weights = [min(n, MOST_WEIGHT) ** 0.6 if n > LONG_TEXT else 0.0 for n in words]
    short = sum(n for n in words if n <= LONG_TEXT) / LETTERS_PER_LINE
    room = max(1.0 - short - GAP * len(words), 0.3)
    return [room * weight / (sum(weights) or 1.0) for weight in weights]


def _pages(rows: Rows, setting: Setting) -> Iterator[list[Sequence[str]]]:
    page: list[Sequence[str]] = []
    used = 0
    for row in rows:
        needed = setting.lines(row)
        if page and used + needed > LINES_PER_PAGE:
            yield page
            page, used = [], 0
        page.append(row)
        used += needed
    yield page


def _part(title: str, setting: Setting, rows: Rows, below: Sequence[str], *, is_first: bool) -> str:
    caption = latex_escaped(title if is_first else f"{title} (continued)")
    return "\n".join(
        [
            r"\begin{table}[htbp]",
            *([] if is_first else [r"\addtocounter{table}{-1}"]),
            r"\centering",
            rf"\caption{{{caption}}}",
            r"\footnotesize",
            rf"\begin{{tabular}}{{@{{}}{setting.template}@{{}}}}",
            r"\toprule",
            setting.row(setting.heads),
            r"\midrule",
            *(setting.row(row) for row in rows),
            r"\bottomrule",
            r"\end{tabular}",
            *(rf"\par\smallskip\parbox{{\linewidth}}{{{latex_escaped(text)}}}" for text in below),
            r"\end{table}",
            "",
        ]
    )
