"""Where something comes from: published, collected or synthetic, as a field of every datum.

A provenance travels from the file through frames and results to a line under the figure. When
materials of several kinds meet, all of them are named, and synthetic material is named first,
because overlooking it would be the worst mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

KINDS = ("published", "collected", "synthetic")
"""The kinds of provenance: in print, gathered by the researcher, made up."""

STATUSES = ("published", "inference")
"""What a cited statement is: said by the work itself, or our reading of it."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Citation:
    """The place in a work that a statement rests on.

    Parameters
    ----------
    work : str
        Id of a work in `study.toml`.
    page : str
        Page or pages as printed; empty if the work has none.
    status : {"published", "inference"}
        Whether the work says it or we infer it.
    """

    work: str
    page: str = ""
    status: str = "published"

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(
                f"citation of {self.work!r}: status {self.status!r} is not known; "
                f"allowed are {', '.join(STATUSES)}"
            )

    def __str__(self) -> str:
        text = f"{self.work}, {pages(self.page)}" if self.page else self.work
        return f"{text} (inference)" if self.status == "inference" else text


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Provenance:
    """Where one data set, source or claim comes from.

    Parameters
    ----------
    kind : {"published", "collected", "synthetic"}
        In print, gathered by the researcher, or made up.
    work, page : str
        For published material: id of the work in `study.toml`, page as printed.
    date, method : str
        For collected material: when and how it was gathered.
    generator, seed : str
        For synthetic material: what made it, and the seed if chance had a part in it.

    Examples
    --------
    >>> print(Provenance(kind="published", work="lakso2021", page="40"))
    published: lakso2021, p. 40
    >>> print(Provenance(kind="synthetic", generator="generate_responses.py", seed="7"))
    SYNTHETIC: generate_responses.py, seed 7
    """

    kind: str
    work: str = ""
    page: str = ""
    date: str = ""
    method: str = ""
    generator: str = ""
    seed: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(
                f"provenance kind {self.kind!r} is not known; allowed are {', '.join(KINDS)}"
            )

    @property
    def is_synthetic(self) -> bool:
        """Whether the material was made up."""
        return self.kind == "synthetic"

    @property
    def details(self) -> str:
        """All but the kind, in words."""
        seed = f"seed {self.seed}" if self.seed else ""
        page = pages(self.page) if self.page else ""
        told = [self.work, page, self.method, self.date, self.generator, seed]
        return ", ".join(detail for detail in told if detail)

    @property
    def shown_kind(self) -> str:
        """The kind as it is shown: in capitals if the material was made up."""
        return self.kind.upper() if self.is_synthetic else self.kind

    def __str__(self) -> str:
        return f"{self.shown_kind}: {self.details}" if self.details else self.shown_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One entry of the study's bibliography.

    `cited_in` is the id of the work through which this one is known, where it was not read
    itself; such an entry may lack a title, which is then not guessed.
    """

    id: str
    author: str = ""
    year: int = 0
    title: str = ""
    kind: str = ""
    publisher: str = ""
    pages: str = ""
    url: str = ""
    doi: str = ""
    cited_in: str = ""
    note: str = ""


def pages(page: str) -> str:
    """A page or pages with the right abbreviation.

    Examples
    --------
    >>> pages("40"), pages("27, 29"), pages("79-83")
    ('p. 40', 'pp. 27, 29', 'pp. 79-83')
    """
    return f"pp. {page}" if any(mark in page for mark in ",-–") else f"p. {page}"


def merged(provenances: Iterable[Provenance]) -> tuple[Provenance, ...]:
    """Each provenance once, synthetic first."""
    return tuple(sorted(set(provenances), key=lambda p: (not p.is_synthetic, p)))


def kinds(provenances: Iterable[Provenance]) -> str:
    """The kinds of some provenances as one word or list, synthetic first.

    Examples
    --------
    >>> kinds([Provenance(kind="published"), Provenance(kind="synthetic")])
    'synthetic, published'
    """
    return ", ".join(dict.fromkeys(provenance.kind for provenance in merged(provenances)))


def provenance_line(provenances: Iterable[Provenance]) -> str:
    """What a figure or table says of its data, on one line: each kind once, then its materials.

    Examples
    --------
    >>> provenance_line([Provenance(kind="published", work="lakso2021", page="40")])
    'Data: published: lakso2021, p. 40'
    """
    by_kind: dict[str, list[str]] = {}
    for one in merged(provenances):
        by_kind.setdefault(one.shown_kind, []).extend([one.details] if one.details else [])
    told = [
        f"{kind}: {'; '.join(details)}" if details else kind for kind, details in by_kind.items()
    ]
    return f"Data: {'. '.join(told)}" if told else "Data: provenance not stated"
