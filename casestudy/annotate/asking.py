"""What a view may ask: the sources, a code in full, notes, words anywhere, pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from casestudy.annotate.bench import CANNOT, Bench, NotDone
from casestudy.annotate.reading_list import MOST_FOUND, found_everywhere, plain_places
from casestudy.annotate.scheme import plain_code_page
from casestudy.annotate.wire import Parcel, answer_parcel, plain_note
from casestudy.errors import sentence_of
from casestudy.sources import Source

Question = Mapping[str, Any]


def answer_to(bench: Bench, question: Question) -> Parcel:
    """The answer to a question of a view, or why there is none."""
    try:
        value = _value(bench, question)
    except (*CANNOT, NotDone) as error:
        value = {"error": sentence_of(error)}
    return answer_parcel(str(question["ask"]), value)


def _value(bench: Bench, question: Question) -> Any:
    what = question.get("what", "")
    if what not in _ANSWERS:
        raise ValueError(f"nothing is known about {what!r}; ask for {', '.join(_ANSWERS)}")
    return _ANSWERS[what](bench, question)


def _sources(bench: Bench, _question: Question) -> list[dict[str, Any]]:
    return [asdict(listed) for listed in bench.listed()]


def _code(bench: Bench, question: Question) -> dict[str, Any]:
    return plain_code_page(bench.codebook, str(question["code"]))


def _notes(bench: Bench, question: Question) -> list[dict[str, Any]]:
    return [plain_note(memo) for memo in bench.notes(list(question["about"]))]


def _places(bench: Bench, question: Question) -> dict[str, Any]:
    """Where some words stand in the whole study."""
    sources: dict[str, Source] = {}

    def read() -> Any:
        for listed in bench.listed():
            source = bench.source(listed.id)
            sources[listed.id] = source
            yield source

    found = list(islice(found_everywhere(read(), str(question["words"])), MOST_FOUND + 1))
    kept = found[:MOST_FOUND]
    return {"places": list(plain_places(kept, sources)), "is_cut": len(found) > MOST_FOUND}


def _band(bench: Bench, question: Question) -> bytes:
    """A band of a picture, as WebP."""
    source, picture = str(question["source"]), str(question["picture"])
    return bench.band(source, picture, int(question["top"]), int(question["height"]))


_ANSWERS: dict[str, Callable[[Bench, Question], Any]] = {
    "sources": _sources,
    "code": _code,
    "notes": _notes,
    "places": _places,
    "band": _band,
}
