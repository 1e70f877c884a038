"""Search phrases as a coder: quick, blind to meaning, and open about it.

What a phrase finds is a suggestion. It is kept apart from what people coded, judged by the same
agreement, and counts as evidence only after a person has coded the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal, get_args

import numpy as np

from casestudy.anchors import anchor
from casestudy.codebook import Codebook
from casestudy.codings import Coding
from casestudy.errors import did_you_mean
from casestudy.language import phrase_pattern, shown_spans
from casestudy.sentences import source_sentences
from casestudy.sources import Source

Unit = Literal["sentence", "turn", "paragraph", "match"]
"""What is coded when a phrase is found: the sentence, turn or paragraph around it, or itself."""

CODER = "rule-keywords"
"""The coder's name on every coding that a phrase made."""

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*(?:\n[^\S\n]*\n|\Z))", re.DOTALL)
"""Text up to the next blank line."""

Spans = list[tuple[int, int]]


def rule_codings(
    sources: Iterable[Source], *, codebook: Codebook, unit: Unit, created: datetime
) -> list[Coding]:
    """Where the search phrases of the codes occur: suggestions for a person to judge.

    Parameters
    ----------
    sources : iterable of Source
        Labels, time stamps and hidden blocks are not searched.
    codebook : Codebook
        Codes with `rules`: whole words, in capitals or small letters; `*` completes a word, a
        space stands for any blanks. Codes without rules are passed over.
    unit : {"sentence", "turn", "paragraph", "match"}
        What is coded when a phrase is found. A phrase that runs over the end of a unit codes the
        one it starts in. A source without turns has no coding by turn. There is no default.
    created : datetime
        When, with time zone; written on every coding.

    Returns
    -------
    list of Coding
        One for each unit and code, in the order of the sources, of the text and of the codebook.
        The same input gives the same ids.

    Raises
    ------
    ValueError
        If no code has rules, a rule has no letter or digit, the unit is not known, or `created`
        has no time zone.

    Notes
    -----
    A phrase knows neither irony nor "not", and finds no idea that is put in other words: much that
    belongs to a code is missed, and some that is found does not belong to it. Sentences are split
    as English, or as Finnish where a source is marked "fi".

    Examples
    --------
    >>> from datetime import UTC
    >>> from casestudy.codebook import Code
    >>> book = Codebook(id="demo", codes=(Code(id="speed", name="speed", rules=("quick* repl*",)),))
    >>> said = Source(id="s1", kind="answer", text="Prices are fair. We like quick replies.")
    >>> found = rule_codings([said], codebook=book, unit="sentence",
    ...                      created=datetime(2024, 1, 1, tzinfo=UTC))
    >>> [(coding.code, coding.quote, coding.origin) for coding in found]
    [('speed', 'We like quick replies.', 'rule:demo')]
    """
    if unit not in get_args(Unit):
        raise ValueError(
            f"unit {unit!r} is not known{did_you_mean(unit, get_args(Unit))}; "
            f"allowed are {', '.join(get_args(Unit))}"
        )
    if created.tzinfo is None:
        raise ValueError(
            f"created {created.isoformat()} has no time zone; give one, such as datetime.UTC"
        )
    patterns = {code.id: phrase_pattern(code.rules) for code in codebook if code.rules}
    if not patterns:
        raise ValueError(
            f"codebook {codebook.id!r} has no code with rules to search for; "
            "add `rules` to its codes"
        )
    return [
        _coding(source, text_hash, code, span, origin=f"rule:{codebook.id}", created=created)
        for source in sources
        for text_hash in [source.text_sha256]
        for code, span in _found(source, patterns, unit)
    ]


def _found(
    source: Source, patterns: Mapping[str, re.Pattern[str]], unit: Unit
) -> list[tuple[str, tuple[int, int]]]:
    """Each code with each unit that a phrase of the code starts in, in the order of the text."""
    matches = [
        (code, match.span())
        for code, pattern in patterns.items()
        for first, last in shown_spans(source)
        for match in pattern.finditer(source.text, first, last)
    ]
    if unit != "match":
        matches = list(_around(matches, _units(source, unit)))
    # a dictionary keeps one of each; sorting is stable, so codes stay in codebook order
    return sorted(dict.fromkeys(matches), key=lambda pair: pair[1])


def _around(
    matches: list[tuple[str, tuple[int, int]]], units: Spans
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each match with the unit that it starts in, where there is one."""
    ends = np.array([end for _, end in units], dtype=np.int64)
    for code, (start, _) in matches:
        number = int(np.searchsorted(ends, start, side="right"))
        if number < len(units) and units[number][0] <= start:
            yield code, units[number]


def _units(source: Source, unit: Unit) -> Spans:
    """The sentences, turns or paragraphs of what a reader sees."""
    if unit == "turn":
        return [(turn.start, turn.end) for turn in source.turns]
    if unit == "sentence":
        return source_sentences(source)
    return [
        (first + match.start(), first + match.end())
        for first, last in shown_spans(source)
        for match in _PARAGRAPH.finditer(source.text[first:last])
    ]


def _coding(
    source: Source,
    text_hash: str,
    code: str,
    span: tuple[int, int],
    *,
    origin: str,
    created: datetime,
) -> Coding:
    """One suggestion; its id follows from what it says, so that a rerun repeats it."""
    held = anchor(source.text, *span)
    said = "\n".join([source.id, text_hash, str(held.start), str(held.end), code])
    return Coding.at(
        held,
        id="rule-" + hashlib.sha256(said.encode()).hexdigest()[:26],
        source=source.id,
        code=code,
        coder=CODER,
        text_sha256=text_hash,
        created=created,
        origin=origin,
    )
