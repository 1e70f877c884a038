"""Messages to the views, made of what the bench knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casestudy.agreement import Question
from casestudy.annotate.bench import Bench
from casestudy.annotate.reading_list import ReadingList, plain_places
from casestudy.annotate.scheme import first_keys, plain_codes
from casestudy.annotate.wire import plain_note

Message = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whose codings are laid side by side, and which coder bears what is decided."""

    coders: tuple[str, ...]
    consensus: str = "consensus"


def init_message(bench: Bench, view: str) -> Message:
    """What a new view needs to know of study, coder and codebook."""
    return {
        "type": "init",
        "view": view,
        "study": bench.title,
        "coder": bench.coder,
        "teacher": bench.teacher,
        "key": bench.key,
        "settings": dict(bench.settings()),
        **codes_of(bench),
    }


def codes_of(bench: Bench) -> Message:
    """The codes as a list shows them, and the keys of the first ten."""
    codebook = bench.codebook
    chosen = bench.settings().get("keys", {})
    return {"codes": plain_codes(codebook), "keys": first_keys(codebook, chosen)}


def notes_of(bench: Bench, source: str) -> list[Message]:
    """The notes that are pinned to words of a source."""
    return [plain_note(memo) for memo in bench.passage_notes(source)]


def around_source(bench: Bench, source: str) -> Message:
    """What goes along with the text of a source and the codings on it."""
    return {
        "notes": notes_of(bench, source),
        "pictures": {**bench.pictures(source)},
        "blind": bench.blind(source),
        "barred": bench.barred(source),
    }


def reading_message(bench: Bench, reading: ReadingList) -> Message:
    """A list of places with their words."""
    sources = {place.source: bench.source(place.source) for place in reading.places}
    places = list(plain_places(reading.places, sources))
    return {"type": "reading", "title": reading.title, "places": places}


def questions_message(bench: Bench, comparison: Comparison, source: str) -> Message:
    """What the compared coders have to decide together in a source."""
    found = bench.questions(source, comparison.coders, comparison.consensus)
    return {
        "type": "questions",
        "source": source,
        "coders": list(comparison.coders),
        "consensus": comparison.consensus,
        "questions": [plain_question(one) for one in _in_order(found)],
    }


def plain_question(question: Question) -> Message:
    """One question as a plain dictionary."""
    start, end = question.widest
    return {
        "id": question.id,
        "code": question.code,
        "codings": list(question.codings),
        "coders": list(question.coders),
        "silent": list(question.silent),
        "spans": {coder: list(span) for coder, span in question.spans.items()},
        "regions": list(question.regions),
        "kind": question.kind,
        "rivals": list(question.rivals),
        "ratings": {coder: dict(rating) for coder, rating in question.ratings.items()},
        "agreed": dict(question.agreed),
        "differing": list(question.differing),
        "outcome": question.outcome,
        "reason": question.reason,
        "start": start,
        "end": end,
        "shared": list(question.shared),
    }


def _in_order(questions: Sequence[Question]) -> list[Question]:
    return sorted(questions, key=lambda one: (one.widest, one.code))
