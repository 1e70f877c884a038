"""What a coding looks like as an event of a log, and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from casestudy.codings import WHOLE_SOURCE, Coding
from casestudy.ratings import Rating
from casestudy.store.event_checks import Event
from casestudy.store.fold import region_of, span_of


def event_of(coding: Coding) -> Event:
    """The event that logs a coding made elsewhere."""
    whole = coding.start == WHOLE_SOURCE
    event: Event = {
        "op": "code",
        "id": coding.id,
        "code": coding.code,
        "start": None if whole else coding.start,
        "end": None if whole else coding.end,
        "quote": coding.quote,
        "prefix": coding.prefix,
        "suffix": coding.suffix,
        "region": str(coding.region or ""),
        "text": coding.text_sha256,
        "origin": coding.origin,
        "confidence": coding.confidence,
        "memo": coding.memo,
        "weight": coding.weight,
        "stance": coding.stance,
    }
    return {key: value for key, value in event.items() if value not in ("", None) or key == "quote"}


def coding_of(event: Event, *, source: str, coder: str) -> Coding:
    """The coding that an event of a log states."""
    start, end = span_of(event)
    return Coding(
        id=event["id"],
        source=source,
        code=event["code"],
        coder=coder,
        start=start,
        end=end,
        quote=event["quote"],
        prefix=event.get("prefix", ""),
        suffix=event.get("suffix", ""),
        region=region_of(event),
        text_sha256=event["text"],
        created=datetime.fromisoformat(event["at"]),
        memo=event.get("memo", ""),
        **rating_of(event),
    )


def rating_of(coding: Event) -> Rating:
    """The weight and stance that a coding stands with."""
    return Rating(weight=coding.get("weight"), stance=coding.get("stance", ""))


def decision_fields(about: Iterable[str], reason: str) -> dict[str, Any]:
    """What an event says of the codings that it decides on, and why.

    Raises
    ------
    ValueError
        If no coding is named.
    """
    ids = [about] if isinstance(about, str) else list(about)
    if not ids:
        raise ValueError("a decision is about codings: name at least one id")
    return {"about": ids, **({"reason": reason} if reason else {})}
