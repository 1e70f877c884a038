"""Words of a language: where sentences end, what a phrase matches, what a reader sees.

Nothing is downloaded: the sentence splitter runs on two short lists of abbreviations of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from casestudy.errors import did_you_mean
from casestudy.sources import OUTER_PARTS, Source

LANGUAGES = ("english", "finnish")
"""Languages that the splitter has abbreviations for."""

NEVER_LAST: Mapping[str, str] = MappingProxyType(
    {
        "english": "mr mrs ms dr prof st messrs e.g i.e cf vs viz approx ca fig figs eq vol vols "
        "chap ed eds dept gen sgt capt rev hon tel",
        "finnish": "esim ks vrt ts ns ym.s tri toht prof maist dipl.ins nro puh klo os s.o t.s muk "
        "alk noin n arv huom fil.tri kaup.tri",
    }
)
"""Abbreviations, without their last full stop, after which a sentence goes on."""

SOMETIMES_LAST: Mapping[str, str] = MappingProxyType(
    {
        "english": "etc no a.m p.m u.s u.k e.u inc ltd co corp al est ext sec min max "
        "jan feb mar apr jun jul aug sep sept oct nov dec",
        "finnish": "jne yms ym mm eaa jkr ekr oy ab milj mrd eur tms kk vko vrk kpl min",
    }
)
"""Abbreviations that may end a sentence: it goes on only before a small letter or a digit."""

_ASCII_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›", "'"))
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_HYPHENS = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]"
_APOSTROPHES = "['\N{RIGHT SINGLE QUOTATION MARK}]"


def sentences(text: str, *, language: str) -> list[tuple[int, int]]:
    """Where each sentence of a text starts and ends.

    Parameters
    ----------
    text : str
        Any text; an empty one has no sentences.
    language : {"english", "finnish"}
        Whose abbreviations do not end a sentence. There is no default.

    Returns
    -------
    list of (start, end)
        Code points, end excluded, in order and without overlap. No sentence crosses a line break,
        and none starts or ends with a blank; what lies between them is blank.

    Raises
    ------
    ValueError
        If the language is not one of the two.

    Notes
    -----
    The splitter is NLTK's Punkt with our abbreviations and no trained model. It errs where a
    sentence ends without a mark, and where an abbreviation is not in the lists.

    References
    ----------
    Kiss, T. and Strunk, J. (2006). Unsupervised multilingual sentence boundary detection.
    Computational Linguistics 32, 485-525. doi:10.1162/coli.2006.32.4.485

    Examples
    --------
    >>> text = "Dr. Berg agreed.  We order valves, seals etc. from them."
    >>> [text[start:end] for start, end in sentences(text, language="english")]
    ['Dr. Berg agreed.', 'We order valves, seals etc. from them.']
    """
    check_language(language)
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(NEVER_LAST[language].split())
    splitter = PunktSentenceTokenizer(parameters)
    may_be_last = frozenset(SOMETIMES_LAST[language].split())
    found: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        # Punkt knows only ASCII quotation marks; one mark replaces one, so positions stay
        split = splitter.span_tokenize(line[0].translate(_ASCII_MARKS))
        spans = [(line.start() + start, line.start() + end) for start, end in split]
        found.extend(_joined(text, spans, may_be_last))
    return [stripped for span in found if (stripped := _stripped(text, *span))]


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    r"""A pattern that finds any of some phrases: whole words, in capitals or small letters.

    Parameters
    ----------
    phrases : iterable of str
        At least one. `*` stands for the rest of a word, or its beginning; a space for any blanks,
        line breaks included; straight and curly apostrophes are the same. Where two phrases start
        at the same place, the longer one is found.

    Raises
    ------
    ValueError
        If there is no phrase, or one has no letter or digit.

    Examples
    --------
    >>> find = phrase_pattern(["quick* respon*"]).search
    >>> find("They are Quick\nto respond, with quickest  responses")[0]
    'quickest  responses'
    """
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    if not ordered:
        raise ValueError("there is no phrase to search for; give at least one")
    for phrase in ordered:
        if not any(character.isalnum() for character in phrase):
            raise ValueError(
                f"the phrase {phrase!r} has no letter or digit; "
                "give words, with '*' for the rest of a word"
            )
    either = "|".join(r"\s+".join(map(_word_pattern, phrase.split())) for phrase in ordered)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def shown_spans(source: Source) -> list[tuple[int, int]]:
    """The stretches of a source that were said or shown: no labels, time stamps, hidden blocks.

    Returns
    -------
    list of (start, end)
        Turns, paragraphs and blocks in order; the whole text if the source has no such parts.

    Examples
    --------
    >>> from casestudy.sources import Part
    >>> turn = Part(kind="turn", start=5, end=8, speaker="Ann")
    >>> shown_spans(Source(id="s1", kind="interview", text="Ann: yes", parts=(turn,)))
    [(5, 8)]
    """
    outer = [part for part in source.parts if part.kind in OUTER_PARTS]
    if not outer:
        return [(0, len(source.text))] if source.text and not source.channels else []
    return [(part.start, part.end) for part in outer if not part.hidden and part.start < part.end]


def check_language(language: str) -> None:
    """Refuse a language without a list of abbreviations."""
    if language not in LANGUAGES:
        raise ValueError(
            f"language {language!r} is not known{did_you_mean(language, LANGUAGES)}; "
            f"allowed are {', '.join(LANGUAGES)}"
        )


def _word_pattern(word: str) -> str:
    """One word of a phrase as a pattern."""
    pattern = re.escape(word).replace(r"\*", r"\w*").replace(r"\-", _HYPHENS)
    return re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", _APOSTROPHES, pattern)


def _joined(
    text: str, spans: Iterable[tuple[int, int]], abbreviations: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Spans, with those put together that an abbreviation parted too early."""
    before: tuple[int, int] | None = None
    for start, end in spans:
        if before is None:
            before = (start, end)
        elif _goes_on(text[start]) and _last_word(text[slice(*before)]) in abbreviations:
            before = (before[0], end)
        else:
            yield before
            before = (start, end)
    if before is not None:
        yield before


def _goes_on(character: str) -> bool:
    """Whether a sentence may be going on with this character."""
    return character.islower() or character.isdigit()


def _last_word(sentence: str) -> str:
    """The last word of a sentence, in small letters, without marks around it."""
    words = sentence.split()
    return words[-1].lower().strip(".,;:()[]\"'") if words else ""


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span without the blanks at its ends; nothing if it is all blank."""
    words = text[start:end].strip()
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    return (first, first + len(words)) if words else None
