"""What a coding looks like as an event of a log, and back."""

from __future__ import annotations

from datetime import datetime

from casestudy.codings import WHOLE_SOURCE, Coding
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
    )
