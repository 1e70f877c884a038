"""Where the forms of a key stand in a text: whole words, the longest form first, labels left alone.

Each form is looked up by its first characters, so the time grows with the text and hardly with the
key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from casestudy.language import LANGUAGES, check_language
from casestudy.pseudonym_key import Pseudonym, PseudonymKey
from casestudy.pseudonym_label import BRACKETED
from casestudy.pseudonyms.endings import any_tail, stems, tails
from casestudy.pseudonyms.renderings import Rendering, renderings, visible
from casestudy.pseudonyms.scripts import is_unparted_after, is_unparted_before
from casestudy.spelling import folded, same_form

HEAD = 4
"""First characters by which the forms that may stand at a place are found: few share so many."""

BEGINNING = 3
"""First characters by which the search for a place begins."""

_NO_TAIL = re.compile("(?P<ending>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One form found in a text.

    Parameters
    ----------
    start, end : int
        The name itself, without what hangs on it.
    ending_end : int
        End of the word with its ending.
    entry : Pseudonym
        Whom it stands for.
    original : str
        The form of the key that was found.
    is_whole : bool
        Whether the name stands unchanged before its ending.
    """

    start: int
    end: int
    ending_end: int
    entry: Pseudonym = field(repr=False)
    original: str = field(repr=False)
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """One thing to look for: a form or a changed stem, as it stands in a folded text."""

    stem: str
    words: re.Pattern[str] | None
    tail: re.Pattern[str]
    is_whole: bool
    entry: Pseudonym
    original: str

    def place(self, small: str, text: str, start: int) -> Place | None:
        """Where the target ends if it starts here."""
        if self.words is None:
            end = start + len(self.stem) if small.startswith(self.stem, start) else -1
        else:
            found = self.words.match(small, start)
            end = found.end() if found else -1
        tail = self.tail.match(small, end) if end >= 0 else None
        if tail is None or (self.entry.common_word and text[start:end].islower()):
            return None
        return Place(
            start=start, end=end, ending_end=tail.end(), entry=self.entry,
            original=self.original, is_whole=self.is_whole,
        )  # fmt: skip


class Finder:
    """The forms of a key, ready to be looked for.

    Parameters
    ----------
    key : PseudonymKey
        Whose forms to look for, in capitals or small letters, accents composed or apart.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.

    Attributes
    ----------
    known : dict
        Short texts that were met, each with labels, and which: speakers and titles come again.
    """

    def __init__(self, key: PseudonymKey, languages: Sequence[str]) -> None:
        for language in languages:
            check_language(language)
        self._labels = frozenset(entry.label for entry in key)
        self._label_tail = any_tail(languages)
        self._targets: dict[str, list[_Target]] = {}
        for target in _targets(key, languages):
            self._targets.setdefault(_head(target.stem), []).append(target)
        for targets in self._targets.values():
            targets.sort(key=lambda target: (-len(target.stem), not target.is_whole))
        every = [target.stem for targets in self._targets.values() for target in targets]
        self._starts = _starts_pattern(every)
        self.known: dict[str, tuple[str, tuple[str, ...]]] = {}

    def places(self, text: str) -> Iterator[Place]:
        """Each place, in order and without overlap, in whichever way the text reads."""
        itself, *others = renderings(text)
        found = self._places(itself.text)
        if not others:
            yield from found
            return
        every = [*found, *(p for shown in others for p in self._in_rendering(shown))]
        end = 0
        for place in sorted(every, key=lambda place: (place.start, -place.end, -place.ending_end)):
            if place.start >= end:
                yield place
                end = place.ending_end

    def _in_rendering(self, shown: Rendering) -> Iterator[Place]:
        """The places of one way in which a text reads, as they stand in the text."""
        for place in self._places(shown.text):
            start, end = shown.span(place.start, place.end)
            _, ending_end = shown.span(place.start, place.ending_end)
            yield replace(place, start=start, end=end, ending_end=ending_end)

    def _places(self, text: str) -> Iterator[Place]:
        small = folded(text)
        position = 0
        while hit := self._starts.search(small, position):
            position = hit.start()
            if text[position] == "[" and (after := self._label_end(text, small, position)):
                position = after
                continue
            place = self._place_at(small, text, position)
            if place is None:
                position += 1
                continue
            yield place
            position = place.ending_end

    def label_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the labels of the key stand."""
        found = BRACKETED.finditer(text) if self._labels and "[" in text else ()
        yield from (one.span() for one in found if one[0] in self._labels)

    def _label_end(self, text: str, small: str, start: int) -> int:
        """End of the label that starts here and of what hangs on it; 0 if there is none."""
        end = text.find("]", start) + 1
        if text[start:end] not in self._labels:
            return 0
        tail = self._label_tail.match(small, end)
        return tail.end() if tail else end

    def _place_at(self, small: str, text: str, start: int) -> Place | None:
        """The longest form that starts here; not after a letter with an accent of its own."""
        if start and small[start].isalnum() and unicodedata.combining(small[start - 1]):
            return None
        for length in range(HEAD, 0, -1):
            for target in self._targets.get(small[start : start + length], ()):
                if place := target.place(small, text, start):
                    return place
        return None


@lru_cache(maxsize=4)
def finder(key: PseudonymKey, languages: tuple[str, ...] = LANGUAGES) -> Finder:
    """The finder of a key; the last few are kept, since one key serves many texts."""
    return Finder(key, languages)


def _head(stem: str) -> str:
    """What a stem is found by: its first characters, of its first word alone."""
    return stem.partition(" ")[0][:HEAD]


def _targets(key: PseudonymKey, languages: Sequence[str]) -> Iterator[_Target]:
    """Every stem of every form; a stem that two names share belongs to the one that comes first."""
    tail_of = tails(languages)
    whole = {shown_form(form) for entry in key for form in entry.originals}
    for entry in key:
        for original in entry.originals:
            form = shown_form(original)
            for stem in stems(form, languages=languages):
                if not stem.is_whole and stem.text in whole - {form}:
                    continue
                last = stem.text[-1]
                ends = last.isalnum() and not is_unparted_after(last)
                tail = tail_of[stem.ending, stem.is_whole] if ends else _NO_TAIL
                yield _Target(
                    stem=stem.text, words=_words(stem.text), tail=tail,
                    is_whole=stem.is_whole, entry=entry, original=original,
                )  # fmt: skip


def shown_form(original: str) -> str:
    """A form of the key as it is looked for: as it reads, in small letters."""
    return same_form(visible(original).text) or same_form(original)


def _words(stem: str) -> re.Pattern[str] | None:
    """A pattern for a stem of several words, however they are set apart.

    A hyphen of the name may stand at the end of a line.
    """
    if not re.search("[ -]", stem):
        return None
    words = [r"-(?:[ \t]*\n[ \t]*)?".join(map(re.escape, w.split("-"))) for w in stem.split(" ")]
    return re.compile(r"\s+".join(words))


def _starts_pattern(stems: Iterable[str]) -> re.Pattern[str]:
    """Where a label or a stem may start, by its first characters.

    A stem that begins with a letter starts where a word does. Stems are grouped by their first
    characters, which makes the search several times as fast as a list of them.
    """
    heads = {_beginning(stem) for stem in stems}
    words = {head for head in heads if head[0].isalnum() and not is_unparted_before(head[0])}
    starts = [r"(?<![^\W_])" + _either(words)] if words else []
    others = [_either(heads - words)] if heads - words else []
    return re.compile("|".join([*starts, r"\[", *others]))


def _beginning(stem: str) -> str:
    """The first characters of a stem, not beyond the first blank: there may be several."""
    word, blank, _ = stem.partition(" ")
    return f"{word}{blank}"[:BEGINNING]


def _either(heads: set[str]) -> str:
    """A pattern for any of some beginnings; one that is the beginning of another is enough."""
    if "" in heads:
        return ""
    followers: dict[str, set[str]] = {}
    for head in heads:
        followers.setdefault(head[0], set()).add(head[1:])
    by_rest: dict[str, list[str]] = {}
    for first, rests in sorted(followers.items()):
        by_rest.setdefault(_either(rests), []).append(r"\s" if first == " " else re.escape(first))
    ways = [f"[{''.join(firsts)}]{rest}" for rest, firsts in by_rest.items()]
    return f"(?:{'|'.join(ways)})"
