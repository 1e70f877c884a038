"""What a view may ask: the sources, a code in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from casestudy.annotate.bench import Bench
from casestudy.annotate.scheme import plain_code
from casestudy.sources import Source

Question = Mapping[str, Any]


def answer_to(bench: Bench, question: Question, source: Source | None) -> Any:
    """The answer to a question of a view, as plain values.

    Raises
    ------
    ValueError
        If nobody can answer such a question.
    """
    what = question.get("what", "")
    if what not in _ANSWERS:
        raise ValueError(f"nothing is known about {what!r}; ask for {', '.join(_ANSWERS)}")
    return _ANSWERS[what](bench, question, source)


def _sources(bench: Bench, _question: Question, _source: Source | None) -> list[dict[str, Any]]:
    return [asdict(listed) for listed in bench.listed()]


def _code(bench: Bench, question: Question, _source: Source | None) -> dict[str, Any]:
    return plain_code(bench.codebook, str(question["code"]))


_ANSWERS: dict[str, Callable[[Bench, Question, Source | None], Any]] = {
    "sources": _sources,
    "code": _code,
}
