"""Codes by groups: how often each code was put, by source, case, speaker or coder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codebook import Code, Codebook
from casestudy.codings import Codings
from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance, kinds
from casestudy.qualitative.counts import counts, long_counts, notes_on
from casestudy.qualitative.places import last_speakers, speakers
from casestudy.results import as_html, as_text
from casestudy.sources import Source

By = Literal["source", "case", "speaker", "coder"]
Level = Literal["code", "theme"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodeFrequencies:
    """How many codings each code has in each group.

    Parameters
    ----------
    codes, code_names, colours : tuple of str
        Ids in codebook order, names, and `#rrggbb` (the theme's, where a code has none) or empty.
    groups : tuple of str
        Sources, cases, speakers or coders in alphabetical order; "" (nobody known) stands last.
    by : {"source", "case", "speaker", "coder"}
        What the groups are.
    counts : array of int, shape (n_codes, n_groups)
        Codings.
    n_codings : int
        All codings counted: the sum of `counts`.
    level : {"code", "theme"}
        Whether codes were counted as they are or rolled up to their themes.
    """

    codes: tuple[str, ...]
    code_names: tuple[str, ...]
    colours: tuple[str, ...]
    groups: tuple[str, ...]
    by: str
    counts: npt.NDArray[np.int64]
    n_codings: int
    level: str = "code"
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a code and group: code, name, n, provenance; the groups' column is named `by`."""
        code, group, n = long_counts(self.counts, rows=self.codes, columns=self.groups)
        name = np.repeat(np.array(self.code_names, dtype=object), len(self.groups))
        data = {"code": code, "name": name, self.by: group, "n": n}
        frame = pd.DataFrame({**data, "provenance": kinds(self.provenance)})
        return frame.astype(dict.fromkeys(["code", "name", self.by, "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def code_frequencies(
    codings: Codings,
    *,
    by: By,
    level: Level,
    sources: Mapping[str, Source] | None = None,
) -> CodeFrequencies:
    """How many codings each code has in each source, case, speaker or coder.

    Parameters
    ----------
    codings : Codings
        Every coding given is counted once, by people and machines alike; a note says how many are
        suggestions. To count evidence only, give `codings.by_people()`.
    by : {"source", "case", "speaker", "coder"}
        What to group by. A coding counts to the speaker at its start; speakers of the same name
        are one group, in whatever source they speak.
    level : {"code", "theme"}
        Codes as they are, without those never used; or rolled up to all themes of the codebook.
        There is no default.
    sources : mapping of str to Source, optional
        Every coded source by id; needed for speakers only.

    Returns
    -------
    CodeFrequencies
        Codings of no known case or speaker are counted under "".

    Raises
    ------
    ValueError
        If `by` or `level` is not one of the allowed, or sources are needed and not given.
    LookupError
        If a coded source is not among the sources.

    Notes
    -----
    A count of codings grows with the length of a source and with the number of its coders; it is
    not a share of what was said. Zero means that the code was not put there, not that the matter
    is absent.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> book = Codebook(id="demo", codes=(Code(id="trust", name="trust"),))
    >>> made = [Coding(id="c1", source="s1", code="trust", coder="anna"),
    ...         Coding(id="c2", source="s2", code="trust", coder="ben")]
    >>> found = code_frequencies(Codings(frame=codings_frame(made), codebook=book),
    ...                          by="coder", level="code")
    >>> found.groups, found.counts.tolist()
    (('anna', 'ben'), [[1, 1]])
    """
    _check("by", by, get_args(By))
    _check("level", level, get_args(Level))
    group, notes = _groups(codings, by, sources)
    code = codings.themes if level == "theme" else codings.frame["code"]
    codes = _codes_shown(codings.codebook, used=set(code.unique()), level=level)
    groups = tuple(sorted(group.unique(), key=lambda name: (name == "", name)))
    table = counts(code, group, row_ids=[shown.id for shown in codes], column_ids=groups)
    theme_of = codings.codebook.theme_of
    return CodeFrequencies(
        codes=tuple(shown.id for shown in codes),
        code_names=tuple(shown.name for shown in codes),
        colours=tuple(shown.colour or theme_of(shown.id).colour for shown in codes),
        groups=groups,
        by=by,
        counts=table,
        n_codings=int(table.sum()),
        level=level,
        notes=(*notes, *notes_on(codings)),
        provenance=codings.provenance,
    )


def _codes_shown(codebook: Codebook, *, used: set[str], level: str) -> list[Code]:
    """All themes, or the codes that were used, in codebook order."""
    return list(codebook.themes) if level == "theme" else [c for c in codebook if c.id in used]


def _groups(
    codings: Codings, by: str, sources: Mapping[str, Source] | None
) -> tuple[pd.Series, list[str]]:
    """The group of each coding, and what has to be said of the groups."""
    frame = codings.frame
    notes: list[str] = []
    if by != "speaker":
        group = frame[by]
    elif sources is None:
        raise ValueError(
            "code frequencies by speaker need `sources`, which say who speaks where: "
            "give a mapping of source id to Source"
        )
    else:
        group = pd.Series(speakers(frame, sources=sources), index=frame.index, dtype="str")
        last = last_speakers(frame, sources=sources)
        n_over = int(((last != "") & (last != group.to_numpy(dtype=object))).sum())
        if n_over:
            notes.append(
                f"Counted to the speaker at their start, though they reach over more than one: "
                f"{n_over} of {len(frame)} codings."
            )
    n_unknown = int((group == "").sum())
    if n_unknown:
        notes.insert(
            0,
            f"Counted in a group without a name, because no {by} is known: "
            f"{n_unknown} of {len(frame)} codings.",
        )
    return group, notes


def _check(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value that is not one of the allowed."""
    if value not in allowed:
        raise ValueError(
            f"{name} {value!r} is not known{did_you_mean(value, allowed)}; "
            f"allowed are {', '.join(allowed)}"
        )
