"""What in the sources could lead to a person, for a researcher to go through and tick.

Three ways lead to a candidate: it is the label of a speaker, it has the shape of an identifier, or
it is written with a capital and rarely without. Nothing is decided here, and nothing is learnt from
data: a list that a person reads is slower than a model, and can be explained.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from casestudy.provenance import Provenance, kinds, merged
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonym_label import fault_of_form
from casestudy.pseudonyms.candidate_list import COLUMNS, CandidateList
from casestudy.pseudonyms.capitals import capitalised, reason
from casestudy.pseudonyms.matching import finder
from casestudy.pseudonyms.patterns import Shaped, shaped
from casestudy.pseudonyms.variants import Words, variants
from casestudy.pseudonyms.wordlists import COMPANY_FORMS, ROLES
from casestudy.results import typed_frame
from casestudy.sources import Source
from casestudy.spelling import same_form

CONTEXT = 40
"""Characters shown on either side of an example."""
MOST_CONTEXTS = 3
"""Contexts that are kept of one candidate, from as many sources as there are."""

NAMES = ("speaker", "name", "organisation")
"""Kinds of candidates that are names; the others have the shape of an identifier."""

LIMITS = (
    "These are suggestions for a person to go through. Names that nobody wrote with a capital, and "
    "people who are described without a name, are not among them."
)


@dataclass(slots=True)
class _Candidate:
    """One candidate while it is gathered: its words, where it stands, why it is one."""

    words: Words
    kind: str
    reason: str
    places: list[tuple[int, int, int]] = field(default_factory=list)
    spoken: dict[int, int] = field(default_factory=dict)
    text: str = ""

    @property
    def n(self) -> int:
        """Places in the texts, or turns under this label where they are more."""
        return max(len(self.places), sum(self.spoken.values()))

    @property
    def numbers(self) -> set[int]:
        """The sources it stands in."""
        return {number for number, *_ in self.places} | set(self.spoken)


def name_candidates(sources: Iterable[Source], *, known: Iterable[str] = ()) -> CandidateList:
    """Names and identifiers that stand in the sources, for a person to tick.

    Parameters
    ----------
    sources : iterable of Source
        Their whole texts are read, with what stands outside the turns, and their titles.
    known : iterable of str
        A list of names that the researcher keeps. They are found in small letters too, and names
        spelt much like them are put beside them.

    Returns
    -------
    CandidateList
        Speakers first, then names, then identifiers, the frequent ones first; forms of one name
        follow one another. The order of the sources makes no difference.

    Raises
    ------
    ImportError
        If rapidfuzz is not installed.

    Notes
    -----
    A word is a candidate if it has a capital inside sentences and at most one place in small
    letters, if it stands after a title, or if it only ever starts sentences and no word like it
    occurs in small letters. In German, where every noun has a capital, the list is long.

    Examples
    --------
    >>> text = "We met Ms Lakso. Then Lakson offer came, and anna.lakso@firm.example answered."
    >>> found = name_candidates([Source(id="talk", kind="interview", text=text)])
    >>> found.to_frame()[["candidate", "kind", "reason"]].values.tolist()
    [['Lakso', 'name', 'after a title'],
     ['Lakson', 'name', 'with an ending'],
     ['anna.lakso@firm.example', 'email', 'form of an e-mail address']]
    """
    read = sorted(map(_read, sources), key=lambda each: each.id)
    texts = [each.text for each in read]
    identifiers = [shaped(text) for text in texts]
    listed = _listed(known)
    names = _names(read, identifiers, listed)
    counts = dict.fromkeys(listed, 0) | {words: one.n for words, one in names.items()}
    forms = {w: v for w, v in variants(counts, first=listed.keys()).items() if w in names}
    for words, variant in forms.items():
        is_speaker = names[words].kind == "speaker"
        names[words].reason = "label of a speaker; " * is_speaker + variant.reason
    heads = {words: variant.head for words, variant in forms.items()}
    ordered = [*_in_groups(names, heads), *_shapes(identifiers)]
    unmet = {words: name for words, name in listed.items() if words not in names}
    shown = unmet | {words: one.text for words, one in names.items()}
    return CandidateList(
        frame=_frame(
            ordered, texts, read, heads={words: shown[head] for words, head in heads.items()}
        ),
        n_sources=len(read),
        n_words=sum(source.n_words for source in read),
        contexts={one.text: _contexts(one, texts) for one in ordered},
        notes=(LIMITS, *([f"Listed names that no source has: {len(unmet)}."] if unmet else [])),
        provenance=merged(source.provenance for source in read),
    )


class _Read(NamedTuple):
    """What is kept of a source while candidates are gathered: not its thousand parts."""

    id: str
    text: str
    speakers: dict[str, int]
    n_words: int
    provenance: Provenance


def _read(source: Source) -> _Read:
    text = unicodedata.normalize("NFC", f"{source.text}\n{source.title}")
    return _Read(source.id, text, source.speakers, source.n_words, source.provenance)


def _masked(text: str, found: Iterable[Shaped]) -> str:
    """The text with zeros in the place of identifiers, so that their words are not names."""
    for one in found:
        text = f"{text[: one.start]}{'0' * (one.end - one.start)}{text[one.end :]}"
    return text


def _listed(known: Iterable[str]) -> dict[Words, str]:
    """The researcher's names by their words."""
    listed: dict[Words, str] = {}
    for name in known:
        if fault := fault_of_form(name):
            raise ValueError(f"the known name {name!r} {fault}")
        listed.setdefault(tuple(same_form(name).split()), name)
    return listed


def _names(
    sources: Sequence[_Read], identifiers: Sequence[list[Shaped]], listed: Mapping[Words, str]
) -> dict[Words, _Candidate]:
    """Names by their words: capitals, then speakers, then what the researcher knows."""
    texts = [source.text for source in sources]
    found, tally = capitalised(map(_masked, texts, identifiers))
    names: dict[Words, _Candidate] = {}
    for words, seen in found.items():
        why = reason(words, tally, n=len(seen.places), n_inside=seen.n_inside)
        kind = "organisation" if words[-1] in COMPANY_FORMS and len(words) > 1 else "name"
        names[words] = _Candidate(words, kind, why, places=seen.places)
    _add_speakers(names, sources)
    _add_listed(names, map(_masked, texts, identifiers), listed)
    for words, candidate in names.items():
        candidate.text = candidate.text or _usual(candidate, texts, default=" ".join(words))
    return {
        words: one for words, one in names.items() if one.kind == "speaker" or not _is_role(words)
    }


def _add_speakers(names: dict[Words, _Candidate], sources: Sequence[_Read]) -> None:
    for number, source in enumerate(sources):
        for label, n_turns in source.speakers.items():
            words = tuple(same_form(label).split())
            if not _is_role(words) and not fault_of_form(label.strip()):
                one = names.setdefault(words, _Candidate(words, "speaker", ""))
                one.kind, one.reason = "speaker", "label of a speaker"
                one.text = one.text or label.strip()
                one.spoken[number] = n_turns


def _add_listed(
    names: dict[Words, _Candidate], texts: Iterable[str], listed: Mapping[Words, str]
) -> None:
    if not listed:
        return
    key = PseudonymKey().with_names(listed.values(), kind="other")
    look = finder(key)
    for number, text in enumerate(texts):
        for place in look.places(text):
            words = tuple(same_form(place.original).split())
            one = names.setdefault(words, _Candidate(words, "name", ""))
            if one.reason != (why := "on the list of names"):
                one.places = []
                one.reason, one.text = why, listed[words]
            one.places.append((number, place.start, place.end))


def _is_role(words: Words) -> bool:
    """Whether a label says what somebody does: "Interviewer", "Speaker 2", "P3"."""
    return re.sub(r"[\s.]*\d+[a-z]?$", "", " ".join(words)) in ROLES


def _usual(candidate: _Candidate, texts: Sequence[str], *, default: str) -> str:
    """How the name is written most often."""
    counts: dict[str, int] = {}
    for number, start, end in candidate.places:
        written = " ".join(texts[number][start:end].split())
        counts[written] = counts.get(written, 0) + 1
    return min(counts, key=lambda written: (-counts[written], written), default=default)


def _in_groups(
    names: Mapping[Words, _Candidate], heads: Mapping[Words, Words]
) -> Iterator[_Candidate]:
    """Names, forms of one name together: groups with a speaker first, then the frequent ones."""
    groups: dict[Words, list[_Candidate]] = {}
    for words, candidate in names.items():
        groups.setdefault(heads.get(words, words), []).append(candidate)

    def rank(head: Words) -> tuple[bool, int, Words]:
        members = groups[head]
        return all(one.kind != "speaker" for one in members), -sum(one.n for one in members), head

    for head in sorted(groups, key=rank):
        yield from sorted(groups[head], key=lambda one: (one.words != head, -one.n, one.words))


def _shapes(identifiers: Sequence[Sequence[Shaped]]) -> list[_Candidate]:
    """Identifiers, each once, by kind and frequency."""
    found: dict[tuple[str, str], _Candidate] = {}
    for number, members in enumerate(identifiers):
        for one in members:
            text = " ".join(one.text.split())
            candidate = found.setdefault(
                (one.kind, text), _Candidate((text,), one.kind, one.reason, text=text)
            )
            candidate.places.append((number, one.start, one.end))
    return sorted(found.values(), key=lambda one: (one.kind, -one.n, one.text))


def _frame(
    candidates: Sequence[_Candidate],
    texts: Sequence[str],
    sources: Sequence[_Read],
    *,
    heads: Mapping[Words, str],
) -> pd.DataFrame:
    rows = [
        (
            one.text,
            one.kind,
            one.n,
            len(one.numbers),
            next(iter(_contexts(one, texts)), ""),
            one.reason,
            heads.get(one.words, "") if one.kind in NAMES else "",
            kinds(sources[number].provenance for number in one.numbers),
        )
        for one in candidates
    ]
    return typed_frame(rows, COLUMNS, whole_numbers=("n", "n_sources"))


def _contexts(candidate: _Candidate, texts: Sequence[str]) -> tuple[str, ...]:
    """The words around some of its places, the first of each source before others."""
    first: dict[int, tuple[int, int, int]] = {}
    places = sorted(candidate.places)
    for place in places:
        first.setdefault(place[0], place)
    chosen = dict.fromkeys([*first.values(), *places[: MOST_CONTEXTS + 1]])
    return tuple(
        " ".join(texts[number][max(0, start - CONTEXT) : end + CONTEXT].split())
        for number, start, end in list(chosen)[:MOST_CONTEXTS]
    )
