"""What can be observed on a website by a machine, theme by theme: features and their signals.

A feature is something that a shop has or has not, such as reviews or a live chat. A signal is one
way in which a page shows it. Both are data of the study (`coding_scheme/site_features.toml`), so
that a researcher can read, dispute and extend them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from casestudy.codebook import Codebook
from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance
from casestudy.sources import VIEWS

SIGNAL_KINDS = (
    "structured", "element", "named", "link", "wording", "label", "host", "frame", "cookie",
)  # fmt: skip
"""How a page shows a feature: a value of structured data; an element by selector; an element by its
class or id; a link by its path or words; words of the text; words beside the text; an address that
the page loads from; a page set in; a cookie of a third party before consent."""
STATES = ("observed", "present", "not observed", "unknown")
"""What is known of a feature on a site. *Present*: its shell or its address is there, its content
is not. *Not observed* is said only of complete captures; everything else is unknown."""
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}")
ID_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
LEAST_PRECISION = 0.8
"""Precision on labelled pages from which a feature may be on by default."""

Phrases = Mapping[str, tuple[str, ...]]
"""Phrases by language; `*` completes a word, `#` stands for a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One way in which a page shows a feature.

    Parameters
    ----------
    kind : str
        One of `SIGNAL_KINDS`.
    css : str
        For "element": a CSS selector.
    attribute, pattern : str
        For "element": an attribute of the element that must match a regular expression.
    types, properties, around : tuple of str
        For "structured": the type of the object, the property that must have a value, and types
        of which one must be around or above the object.
    words : tuple of str
        For "named" words of a class or id, joined by "-" if several must follow one another; for
        "link" whole pieces of the path of an address, in small letters with "-" between words.
    phrases : mapping of str to tuple of str
        What the text must say, by language. For "link" the words of the link or its path.
    without : tuple of str
        Words of class, path or text that rule the signal out.
    hosts : tuple of str
        For "host" and "frame": ends of host names.
    least_words, most_words : int
        Words that the element or block must have at least and at most; 0 for no limit.
    least_times : int
        How often the element must occur.
    views : tuple of str
        Parts of the page in which it counts; all if empty.
    state : {"observed", "present"}
        What a hit means.
    """

    kind: str
    css: str = ""
    attribute: str = ""
    pattern: str = ""
    types: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    phrases: Phrases = field(default_factory=lambda: MappingProxyType({}))
    without: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    least_words: int = 0
    most_words: int = 0
    least_times: int = 1
    views: tuple[str, ...] = ()
    state: str = "observed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFeature:
    """Something that a site shows, the code it is evidence for, and how it is recognised.

    Parameters
    ----------
    id, name : str
        Never changes; what people call it.
    theme, code : str
        Theme and code of the main scheme that it speaks to; the code may be the theme itself.
    signals : tuple of Signal
        Any one of them is enough.
    precision : float
        Share of the labelled pages on which it was found that really show it; 0 if not measured.
    n_labelled : int
        On how many labelled pages it was found.
    default : bool
        Whether it is looked for unless it is asked for.
    note : str
        What it is easily mistaken for.
    source : str
        Where the signals come from.
    """

    id: str
    name: str
    theme: str
    code: str
    signals: tuple[Signal, ...]
    precision: float = 0.0
    n_labelled: int = 0
    default: bool = True
    note: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class SiteFeatures:
    """All features of a study, in the order of its themes.

    Examples
    --------
    >>> chat = SiteFeature(id="chat", name="live chat", theme="communication", precision=0.9,
    ...                    code="communication", signals=(Signal(kind="host", hosts=("tawk.to",)),))
    >>> len(SiteFeatures(features=(chat,)))
    1
    """

    features: tuple[SiteFeature, ...]
    title: str = ""
    note: str = ""
    provenance: Provenance = Provenance(kind="collected")

    def __post_init__(self) -> None:
        for id, sentence in feature_faults(self.features):
            raise ValueError(f"feature {id!r}: {sentence}")

    def __len__(self) -> int:
        return len(self.features)

    def __iter__(self) -> Iterator[SiteFeature]:
        return iter(self.features)

    def chosen(self, wanted: Iterable[str] | None = None) -> tuple[SiteFeature, ...]:
        """The features that are asked for by id or theme; those on by default if none are.

        Raises
        ------
        LookupError
            If one is neither the id of a feature nor a theme.
        """
        if wanted is None:
            return tuple(one for one in self.features if one.default)
        names = list(wanted)
        known = {one.id for one in self.features} | {one.theme for one in self.features}
        for name in names:
            if name not in known:
                raise LookupError(
                    f"{name!r} is neither a feature nor a theme with features"
                    f"{did_you_mean(name, known)}; `casestudy audit --features` lists them"
                )
        return tuple(
            one for one in self.features if one.id in names or (one.theme in names and one.default)
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a feature: theme, code, kinds of its signals, precision, default, note."""
        rows = [
            {
                "feature": one.id,
                "name": one.name,
                "theme": one.theme,
                "code": one.code,
                "signals": ", ".join(dict.fromkeys(signal.kind for signal in one.signals)),
                "precision": one.precision,
                "n_labelled": one.n_labelled,
                "default": one.default,
                "note": one.note,
            }
            for one in self.features
        ]
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, max_rows=100))


def feature_faults(features: Iterable[SiteFeature]) -> Iterator[tuple[str, str]]:
    """What is wrong with features as such: pairs of the id at fault and a sentence."""
    seen: set[str] = set()
    for one in features:
        if not ID_PATTERN.fullmatch(one.id):
            yield one.id, "an id has small letters, digits and '_', and begins with a letter"
        if one.id in seen:
            yield one.id, "the id is used twice; ids are unique: rename one"
        seen.add(one.id)
        if not one.signals:
            yield one.id, "it has no signal; add a [[feature.signal]]"
        if not 0 <= one.precision <= 1:
            yield one.id, f"precision is {one.precision}; it is a share from 0 to 1"
        if one.default and one.precision < LEAST_PRECISION:
            yield (
                one.id,
                f"precision is {one.precision}, so it cannot be on by default; "
                f"write default = false, or better its signals up to {LEAST_PRECISION}",
            )
        for number, signal in enumerate(one.signals, start=1):
            for sentence in signal_faults(signal):
                yield one.id, f"signal {number}: {sentence}"


def signal_faults(signal: Signal) -> Iterator[str]:
    """What is wrong with one signal."""
    if signal.kind not in SIGNAL_KINDS:
        hint = did_you_mean(signal.kind, SIGNAL_KINDS)
        yield f"kind {signal.kind!r} is not known{hint}; allowed are {', '.join(SIGNAL_KINDS)}"
        return
    needed = NEEDED.get(signal.kind, ())
    if needed and not any(getattr(signal, name) for name in needed):
        yield f"a signal of the kind {signal.kind!r} needs {' or '.join(needed)}"
    if signal.state not in ("observed", "present"):
        yield f"state {signal.state!r} is not known; allowed are observed and present"
    for view in signal.views:
        if view not in VIEWS:
            yield f"view {view!r} is not known; allowed are {', '.join(VIEWS)}"
    for language, phrases in signal.phrases.items():
        if not LANGUAGE_PATTERN.fullmatch(language):
            yield f"{language!r} is no language code such as 'en' or 'fi'"
        for phrase in phrases:
            in_text = signal.kind in ("wording", "label")
            if not any(one.isalnum() or (one == "#" and not in_text) for one in phrase):
                yield f"the phrase {phrase!r} has no letter or digit"
    try:
        re.compile(signal.pattern)
    except re.error as error:
        yield f"pattern {signal.pattern!r} is no regular expression: {error}"


NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "structured": ("types", "properties"),
        "element": ("css",),
        "named": ("words",),
        "link": ("words", "phrases", "pattern"),
        "wording": ("phrases",),
        "label": ("phrases", "pattern"),
        "host": ("hosts",),
        "frame": ("hosts",),
    }
)
"""Fields of which a signal of a kind needs at least one."""


def problems_of(features: SiteFeatures, *, codebook: Codebook) -> Iterator[tuple[int, str]]:
    """What does not fit between features and scheme: pairs of number (from 0) and sentence."""
    for number, one in enumerate(features):
        if one.code not in codebook:
            hint = did_you_mean(one.code, codebook.by_id)
            yield number, f"code {one.code!r} is not in the codebook {codebook.id!r}{hint}"
        elif codebook.theme_of(one.code).id != one.theme:
            yield (
                number,
                f"code {one.code!r} belongs to the theme {codebook.theme_of(one.code).id!r}, "
                f"not to {one.theme!r}",
            )
