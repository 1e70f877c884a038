"""Where the sentences of a text end, in the languages of `languages.toml`.

Nothing is downloaded: NLTK's Punkt, without a trained model, parts a line at its marks and leaves
our abbreviations alone; then the rules of the language join what was parted too early (ordinals,
abbreviations of several letters) and part what Punkt leaves together (ellipses, marks of other
scripts, which stand without a blank).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from casestudy.full_stops import CLOSERS, MARKS, WINDOW, ends_with_letter, first_word, goes_on
from casestudy.language import shown_spans
from casestudy.languages import (
    Language,
    LanguageGuess,
    guessed_language,
    language_named,
    language_of,
)
from casestudy.sources import Source

Span = tuple[int, int]

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
ASCII_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›", "'"))
"""Punkt knows only ASCII quotation marks; one mark replaces one, so positions stay."""

WIDE_END = re.compile(
    rf"[。！？｡؟۔।॥։።]+(?:[{CLOSERS}]+(?!と|って|という|など|、|，))?(?![{CLOSERS}])"
)
"""Marks of other scripts that end a sentence without a blank after them; but a quotation goes on
that Japanese particles follow."""
ELLIPSIS = re.compile(rf"(?:\.{{3,}}|…)[{CLOSERS}]*\s+(?=[\"'“„«(¿¡]*[^\W\d_])")
"""An ellipsis and the letter after it."""
UPSIDE_DOWN = re.compile(r"(?<=[.!?…])\s+(?=[¿¡])")
LETTER = re.compile(r"(?<![^\W_])[^\W\d_]\.\s+(?=\S)")
"""A single letter with a full stop, which Punkt takes for somebody's initial."""


def sentences(text: str, *, language: str | LanguageGuess) -> list[Span]:
    """Where each sentence of a text starts and ends.

    Parameters
    ----------
    text : str
        Any text; an empty one has no sentences.
    language : str or LanguageGuess
        Whose abbreviations do not end a sentence: a name or code of `languages.languages`, "other"
        for none of them, or what `languages.guessed_language` found. There is no default.

    Returns
    -------
    list of (start, end)
        Code points, end excluded, in order and without overlap. No sentence crosses a line break,
        and none starts or ends with a blank; what lies between them is blank.

    Raises
    ------
    ValueError
        If the language is not known.

    Notes
    -----
    It errs where a sentence ends without a mark, and where an abbreviation is not in the lists. An
    ellipsis ends a sentence if a capital follows, but for the English "I".

    References
    ----------
    Kiss, T. and Strunk, J. (2006). Unsupervised multilingual sentence boundary detection.
    Computational Linguistics 32, 485-525. doi:10.1162/coli.2006.32.4.485

    Examples
    --------
    >>> text = "Dr. Berg agreed.  We order valves, seals etc. from them."
    >>> [text[start:end] for start, end in sentences(text, language="english")]
    ['Dr. Berg agreed.', 'We order valves, seals etc. from them.']
    >>> text = "Am 3. Mai kamen z. B. zwei Briefe. Dann nichts."
    >>> [text[start:end] for start, end in sentences(text, language="de")]
    ['Am 3. Mai kamen z. B. zwei Briefe.', 'Dann nichts.']
    """
    found = _language(language)
    spans = [span for line in LINE.finditer(text) for span in _of_line(text, line.span(), found)]
    return [stripped for span in spans if (stripped := _stripped(text, *span))]


def source_sentences(source: Source) -> list[Span]:
    """Where the sentences of what is said or shown in a source start and end.

    The language is the one that the source states; if it states none that is known, a guess.

    Examples
    --------
    >>> said = Source(id="s1", kind="interview", text="Dr. Berg agreed. So did we.", language="en")
    >>> source_sentences(said)
    [(0, 16), (17, 27)]
    """
    stated = language_of(source.language) if source.language else None
    language = stated.name if stated else guessed_language(source.text)
    return [
        (first + start, first + end)
        for first, last in shown_spans(source)
        for start, end in sentences(source.text[first:last], language=language)
    ]


def _language(language: str | LanguageGuess) -> Language:
    if isinstance(language, LanguageGuess):
        return language.language or language_named("other")
    return language_named(language)


def _of_line(text: str, line: Span, language: Language) -> Iterator[Span]:
    """The sentences of one line, with the blanks around them."""
    for start, end in _parted(text, line, WIDE_END):
        spans = [
            (start + first, start + last)
            for first, last in _splitter(language).span_tokenize(
                text[start:end].translate(ASCII_MARKS)
            )
        ]
        for span in _joined(text, _quoted(text, spans), language):
            for piece in _parted(text, span, UPSIDE_DOWN):
                for part in _at_letters(text, piece, language):
                    yield from _at_ellipses(text, part, language)


@cache
def _splitter(language: Language) -> Any:
    """Punkt with the abbreviations of a language."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(language.never_last)
    return PunktSentenceTokenizer(parameters)


def _parted(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[Span]:
    """A span cut after each mark."""
    start, end = span
    for found in mark.finditer(text, start, end):
        yield start, found.end()
        start = found.end()
    if start < end:
        yield start, end


def _at_ellipses(text: str, span: Span, language: Language) -> Iterator[Span]:
    """A span cut after each ellipsis that a capital follows."""
    start, end = span
    for found in ELLIPSIS.finditer(text, start, end):
        word = first_word(text[found.end() : min(end, found.end() + WINDOW)])
        is_i = language.code == "en" and re.match(r"I(?:['’]|$)", word)
        if word[:1].isupper() and not is_i:
            yield start, found.end()
            start = found.end()
    if start < end:
        yield start, end


def _at_letters(text: str, span: Span, language: Language) -> Iterator[Span]:
    """A span cut after each single letter that is no initial: "so do I.", "and so on"."""
    start, end = span
    for found in LETTER.finditer(text, start, end):
        before = text[max(start, found.end() - WINDOW) : found.end()].rstrip()
        after = text[found.end() : min(end, found.end() + WINDOW)]
        word = first_word(after)
        is_initial = len(word) == 1 and LETTER.match(after) is not None
        if word[:1].isupper() and not is_initial and ends_with_letter(before, word, language):
            yield start, found.end()
            start = found.end()
    if start < end:
        yield start, end


def _stripped(text: str, start: int, end: int) -> Span | None:
    """A span without the blanks at its ends; nothing if it is all blank."""
    words = text[start:end].strip()
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    return (first, first + len(words)) if words else None


# --- what was parted too early -------------------------------------------------------------------


def _quoted(text: str, spans: list[Span]) -> list[Span]:
    """Spans with each quotation mark on its own side, whatever language uses which mark where.

    A mark belongs to the words that it touches; one with blanks on both sides, as in French, shows
    its side by its shape.
    """
    edges = [list(span) for span in spans]
    for left, right in pairwise(edges):
        while left[0] < left[1] and _opens(text, left[1] - 1):
            left[1] = right[0] = left[1] - 1
            while left[0] < left[1] and text[left[1] - 1].isspace():
                left[1] -= 1
        while right[0] < right[1] and _closes(text, right[0]):
            left[1] = right[0] = right[0] + 1
            while right[0] < right[1] and text[right[0]].isspace():
                right[0] += 1
    return [(start, end) for start, end in edges if start < end]


def _opens(text: str, at: int) -> bool:
    """Whether the mark at a place opens a quotation, though it stands at the end of a sentence."""
    spaced = at == 0 or text[at - 1].isspace()
    return text[at] in MARKS and spaced and text[at] not in "»›”’"


def _closes(text: str, at: int) -> bool:
    """Whether the mark at a place closes a quotation, though it stands at the start of one."""
    touches = at > 0 and not text[at - 1].isspace()
    apart = text[at : at + 1] in ("»", "›") and text[at + 1 : at + 2].isspace()
    return text[at] in MARKS and (touches or apart)


def _joined(text: str, spans: list[Span], language: Language) -> Iterator[Span]:
    """Spans, with those put together that were parted inside a sentence."""
    before: Span | None = None
    for start, end in spans:
        if before is None:
            before = (start, end)
        elif goes_on(
            text[max(before[0], before[1] - WINDOW) : before[1]],
            text[start : min(end, start + WINDOW)],
            language,
        ):
            before = (before[0], end)
        else:
            yield before
            before = (start, end)
    if before is not None:
        yield before
