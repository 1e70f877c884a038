"""ELAN annotation files (.eaf): tiers of speech, each a person's, ordered by time.

Speech stands on tiers without a parent. Where such a tier holds no words, as in files that hang all
text below an empty reference, the worded tier below it is read in its place. Other dependent tiers
(glosses, translations) are reported, never mixed into what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from casestudy.ingest.draft import Draft
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import Utterance, compose
from casestudy.ingest.xmltree import attribute, child, descendants, local

READER = "elan 1"

LONGEST_CHAIN = 20
"""References followed from one annotation to the next; ELAN's own templates use two or three."""

SMALL_SHARE = 0.1
"""Share of all words below which a tier of another type than most speech is taken for gestures."""


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """One tier: name, type, whose it is, the tier above it, its annotations in file order.

    `n_words` are the words on the tier; bare numbers and references are none.
    """

    id: str
    type: str
    speaker: str
    parent: str
    annotations: tuple[Utterance, ...]
    n_words: int


def words_in(said: Iterable[Utterance]) -> int:
    """Number of words with a letter in them."""
    words = (word for each in said for word in each.text.split())
    return sum(any(letter.isalpha() for letter in word) for word in words)


def read_tree(original: Original, root: etree._Element) -> Reading:
    """Read the speech of an ELAN file."""
    draft = Draft()
    tiers = tiers_of(root)
    spoken = spoken_tiers(tiers)
    chosen = frozenset(spoken)
    for tier in tiers:
        if tier not in chosen and tier.n_words:
            draft.lose(f"tier {tier.id!r}, which is no speech", count=len(tier.annotations))
    said = [each for tier in spoken for each in tier.annotations if each.text.strip()]
    untimed = sum(each.start_time is None for each in said)
    if untimed:
        draft.warn(f"{untimed} annotations have no time and stand at the end")
    parts = compose(draft, sorted(said, key=in_time))
    if not parts:
        raise original.bad("holds no annotation with words; check the tiers in ELAN")
    language = child(root, "LANGUAGE")
    return draft.reading(
        parts,
        kind="interview",
        reader=READER,
        language=attribute(language, "LANG_ID") if language is not None else "",
    )


def in_time(said: Utterance) -> tuple[bool, float]:
    """Order of speech: by time, and what has none at the end."""
    return said.start_time is None, said.start_time or 0.0


def tiers_of(root: etree._Element) -> list[Tier]:
    """All tiers, their annotations with times taken from the annotations they refer to."""
    slots = {
        attribute(slot, "TIME_SLOT_ID"): milliseconds(attribute(slot, "TIME_VALUE"))
        for slot in descendants(root, "TIME_SLOT")
    }
    timed = timed_by_id(root)
    tiers = []
    for element in descendants(root, "TIER"):
        name = attribute(element, "TIER_ID")
        speaker = attribute(element, "PARTICIPANT").strip() or name
        said = [
            utterance(each, speaker, f"tier {name} annotation {number}", timed, slots)
            for number, each in enumerate(annotated(element), 1)
        ]
        kind, parent = attribute(element, "LINGUISTIC_TYPE_REF"), attribute(element, "PARENT_REF")
        tiers.append(Tier(name, kind, speaker, parent, tuple(said), words_in(said)))
    return tiers


def annotated(element: etree._Element) -> list[etree._Element]:
    """The annotations below an element."""
    kinds = ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")
    return [each for each in element.iterdescendants() if local(each) in kinds]


def timed_by_id(root: etree._Element) -> dict[str, etree._Element]:
    """For each annotation by id the one that has its times: itself, or what it refers to."""
    every = {attribute(each, "ANNOTATION_ID"): each for each in annotated(root)}
    timed: dict[str, etree._Element] = {}
    for name, element in every.items():
        chain, at = [name], element
        while local(at) == "REF_ANNOTATION":
            above = attribute(at, "ANNOTATION_REF")
            if above in timed or above not in every or len(chain) > LONGEST_CHAIN:
                at = timed.get(above, element)
                break
            chain.append(above)
            at = every[above]
        timed.update(dict.fromkeys(chain, at))
    return timed


def utterance(
    element: etree._Element,
    speaker: str,
    place: str,
    timed: dict[str, etree._Element],
    slots: dict[str, float | None],
) -> Utterance:
    """One annotation; a reference has the times of what it refers to."""
    clock = timed.get(attribute(element, "ANNOTATION_ID"), element)
    value = child(element, "ANNOTATION_VALUE")
    return Utterance(
        speaker=speaker,
        text="".join(value.itertext()) if value is not None else "",
        locator=place,
        start_time=slots.get(attribute(clock, "TIME_SLOT_REF1")),
        end_time=slots.get(attribute(clock, "TIME_SLOT_REF2")),
    )


def milliseconds(text: str) -> float | None:
    """Seconds of a time slot, or None if the slot has no value."""
    digits = text.strip()
    return (
        int(digits) / 1000 if digits.isascii() and digits.isdigit() and len(digits) < 13 else None
    )


def spoken_tiers(tiers: list[Tier]) -> list[Tier]:
    """For each family of tiers the one that holds what was said, without small ones of other types.

    Gestures stand on tiers of their own without a parent, too; what tells them from speech is that
    they are of another linguistic type and hold next to no words.
    """
    names = {tier.id for tier in tiers}
    below: dict[str, list[Tier]] = {}
    for tier in tiers:
        below.setdefault(tier.parent, []).append(tier)
    worded = [
        top if top.n_words else max(family(top, below), key=lambda tier: tier.n_words)
        for top in tiers
        if top.parent not in names
    ]
    n_words = sum(tier.n_words for tier in worded)
    most = max(worded, key=lambda tier: tier.n_words, default=None)
    return [
        tier
        for tier in worded
        if most is not None and (tier.type == most.type or tier.n_words >= SMALL_SHARE * n_words)
    ]


def family(top: Tier, below: Mapping[str, Sequence[Tier]]) -> list[Tier]:
    """A tier and all that hang below it, level by level."""
    members, seen = [top], set[str]()
    for tier in members:
        if tier.id not in seen:
            seen.add(tier.id)
            members += below.get(tier.id, [])
    return members
