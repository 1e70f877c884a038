"""From events to codings: the order of lines is nothing, a broken line stands alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.store.event_checks import OPERATIONS, Event, event_fault
from casestudy.store.fold import in_order, read_log, standing, standing_coding

SHOWN = "codings/anna/talk.jsonl"


def at(number: int) -> str:
    return f"2026-11-23T09:{number // 60:02d}:{number % 60:02d}.000000Z"


def code(id: str, number: int, **more: Any) -> Event:
    fields = {"op": "code", "code": "trust", "start": 0, "end": 5, "quote": "trust"}
    return {**fields, "id": id, "at": at(number), **more}


def act(op: str, id: str, number: int, **more: Any) -> Event:
    return {"op": op, "id": id, "at": at(number), **more}


RATINGS = st.sampled_from([{"weight": 80}, {"weight": 0}, {"weight": None}, {"stance": "for"}])


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Sound events one after the other, each changing or undoing some event before it."""
    events: list[Event] = []
    for number in range(draw(st.integers(1, 14))):
        codings = [event["id"] for event in events if event["op"] == "code"]
        operation = draw(st.sampled_from(OPERATIONS)) if codings else "code"
        id = f"e{number:02d}"
        if operation == "code":
            events.append(code(id, number, code=draw(st.sampled_from(["trust", "price"]))))
        elif operation == "undo":
            target = draw(st.sampled_from([event["id"] for event in events]))
            events.append(act("undo", id, number, event=target))
        else:
            changes: dict[str, dict[str, Any]] = {
                "recode": {"code": "speed"},
                "resize": {"start": 1, "end": 3, "quote": "ru"},
                "rate": draw(RATINGS),
                "memo": {"memo": f"note {number}"},
                "delete": {},
                "move": {"start": 2, "end": 4, "quote": "us", "edit": "x", "outcome": "moved"},
            }
            if operation == "reject":
                events.append(act("reject", id, number, about=["another's"]))
                continue
            target = draw(st.sampled_from(codings))
            events.append(act(operation, id, number, coding=target, **changes[operation]))
    return events


def slow_standing(events: list[Event]) -> list[Event]:
    """The same by another way: replay from the start after each event, as one reads a history."""
    counts: dict[str, bool] = {}
    for event in events:
        counts[event["id"]] = True
        if event["op"] == "undo":
            switch(event["event"], events, counts, on=False)
    codings: dict[str, Event] = {}
    for event in events:
        if event["op"] in ("undo", "reject") or not counts[event["id"]]:
            continue
        if event["op"] == "code":
            codings[event["id"]] = dict(event)
        elif event["op"] == "delete":
            codings.pop(event["coding"], None)
        elif event["coding"] in codings:
            places = ("start", "end", "quote", "memo", "outcome", "weight", "stance")
            keys = ("code",) if event["op"] == "recode" else places
            codings[event["coding"]].update({key: event[key] for key in keys if key in event})
            if event["op"] == "resize":
                codings[event["coding"]].pop("outcome", None)
    return list(codings.values())


def switch(id: str, events: list[Event], counts: dict[str, bool], *, on: bool) -> None:
    """Turn an event on or off; an undo that is turned off gives back what it took."""
    if counts.get(id) is on or id not in counts:
        return
    counts[id] = on
    [event] = [event for event in events if event["id"] == id]
    if event["op"] == "undo":
        others = [
            other["event"] for other in events
            if other["op"] == "undo" and counts.get(other["id"]) and other["id"] != id
        ]  # fmt: skip
        if on or event["event"] not in others:
            switch(event["event"], events, counts, on=not on)


@given(histories())
def test_the_fold_is_what_a_history_says(events: list[Event]) -> None:
    assert standing(events) == slow_standing(events)


@given(histories(), st.randoms(use_true_random=False), st.integers(1, 3))
def test_the_order_and_the_repetition_of_lines_are_nothing(
    events: list[Event], chance: Any, times: int
) -> None:
    shuffled = [dict(event) for event in events for _ in range(times)]
    chance.shuffle(shuffled)
    assert standing(shuffled) == standing(events)


@given(histories())
def test_one_coding_alone_stands_as_it_stands_among_all(events: list[Event]) -> None:
    among_all = {event["id"]: event for event in standing(events)}
    for event in events:
        assert standing_coding(events, event["id"]) == among_all.get(event["id"])


@given(histories())
def test_the_fold_changes_no_event(events: list[Event]) -> None:
    before = json.dumps(events)
    standing(events)
    assert json.dumps(events) == before


@given(histories(), st.data())
def test_undo_takes_exactly_one_event_away_and_undoing_that_gives_it_back(
    events: list[Event], data: st.DataObject
) -> None:
    acts = [event for event in events if event["op"] != "undo"]
    last = data.draw(st.sampled_from(acts))
    undo = act("undo", "u1", 100, event=last["id"])
    redo = act("undo", "u2", 101, event="u1")
    without = [event for event in events if event["id"] != last["id"]]
    without = [event for event in without if event.get("event") != last["id"]]
    assert standing([*events, undo]) == standing(without)
    assert standing([*events, undo, redo]) == standing(events)


def test_each_operation() -> None:
    made = code("a", 1)
    recoded = act("recode", "b", 2, coding="a", code="price")
    resized = act("resize", "c", 3, coding="a", start=2, end=4, quote="us", prefix="tr", text="h2")
    noted = act("memo", "d", 4, coding="a", memo="why")
    [found] = standing([made, recoded, resized, noted])
    assert found == {
        **made, "code": "price", "start": 2, "end": 4, "quote": "us", "prefix": "tr",
        "text": "h2", "memo": "why",
    }  # fmt: skip
    assert found["at"] == at(1)
    assert standing([made, act("delete", "b", 2, coding="a")]) == []


def test_acts_on_a_coding_that_is_gone_or_never_was_do_nothing() -> None:
    events = [
        code("a", 1),
        act("delete", "b", 2, coding="a"),
        act("memo", "c", 3, coding="a", memo="x"),
        act("recode", "d", 4, coding="zz", code="x"),
        act("delete", "e", 5, coding="zz"),
        act("undo", "f", 6, event="zz"),
    ]
    assert standing(events) == []
    assert [event["id"] for event in standing([*events, act("undo", "g", 7, event="b")])] == ["a"]


def test_of_two_events_with_one_id_the_earlier_stands_whatever_the_order_of_lines() -> None:
    first, second = code("a", 1, code="trust"), code("a", 9, code="price")
    assert in_order([first, second]) == in_order([second, first]) == [first]


# --- reading ------------------------------------------------------------------------------------


def lines(folder: Path, *each: object) -> Path:
    path = folder / "talk.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in each]
    path.write_bytes("".join(f"{line}\n" for line in text).encode("utf-8", "surrogatepass"))
    return path


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("not json", "not JSON"),
        ('{"op":"code"', "not JSON"),
        ("<<<<<<< HEAD", "not JSON"),
        ("[]", "not an event: a JSON object is expected"),
        ("7", "not an event"),
        ("null", "not an event"),
        (code("b", 2, op="link"), "operation 'link' is not known; allowed are code, recode"),
        (code("b", 2, op=["code"]), "is not known; allowed are"),
        ({"op": "code", "id": "b", "at": at(2)}, "code: 'code' is missing"),
        ({"op": "undo", "id": "b", "at": at(2)}, "undo: 'event' is missing"),
        (act("resize", "b", 2, coding="a"), "resize: 'start' is missing"),
        (act("resize", "b", 2, coding="a", start=None, end=None), "resize: None to None is not a"),
        (code("b", 2, code=7), "code: 'code' must be text, not 7"),
        (code("b", 2, memo=None), "code: 'memo' must be text, not None"),
        (code("b", 2, code="trust\0"), "code: 'code' holds a character that no name has"),
        (code("b", 2, origin="rule:\u200b"), "code: 'origin' holds a character that no name has"),
        (code("b", 2, at="2026-11-23"), "code: 'at' must be a time like 2026-11-23T09:10:13.123"),
        (code("b", 2, at="x" * 27), "code: 'at' must be a time like"),
        (code("b", 2, at="2026-02-30T09:10:13.123456Z"), "code: 'at' must be a time like"),
        (code("b", 2, at="2026-02-20T24:00:00.000000Z"), "code: 'at' must be a time like"),
        (code("b", 2, at="٢٠٢٦-02-20T09:10:13.123456Z"), "code: 'at' must be a time like"),
        (code("b", 2, start=5), "code: 5 to 5 is not a span"),
        (code("b", 2, start=-1), "code: -1 to 5 is not a span"),
        (code("b", 2, start="0"), "code: '0' to 5 is not a span"),
        (code("b", 2, start=0.0), "code: 0.0 to 5 is not a span"),
        (code("b", 2, start=False, end=True), "code: False to True is not a span"),
        (code("b", 2, end=None), "code: 0 to None is not a span"),
        (code("b", 2, end=2**63), "is not a span"),
        (code("b", 2, confidence="high"), "code: 'confidence' must be a number from 0 to 1, not"),
        (code("b", 2, confidence=1.5), "code: 'confidence' must be a number from 0 to 1, not 1.5"),
        (code("b", 2, start=None, end=None, confidence="high"), "'confidence' must be a number"),
        ('{"op":"code","quote":"\\ud800","confidence":NaN}', "not JSON"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_the_rest_stands(
    tmp_path: Path, broken: object, sentence: str
) -> None:
    path = lines(tmp_path, code("a", 1), "", broken, code("c", 3))
    reading = read_log(path, shown=SHOWN)
    assert [event["id"] for event in reading.events] == ["a", "c"]
    assert reading.lines == [1, 4]
    [problem] = reading.problems
    assert (problem.file, problem.line) == (SHOWN, 3)
    assert sentence in problem.message
    assert "The line is kept and skipped" in problem.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("ab-:TZ."),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["op", "id", "at", "code", "start", "end"]), inner)
        ),
        max_leaves=8,
    )
)
def test_no_value_however_strange_makes_the_reader_fail(value: object) -> None:
    assert event_fault(value) != ""


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(event_bytes(code("a", 1)) + content + b"\n" + event_bytes(code("c", 3)))
    reading = read_log(path, shown=SHOWN)
    assert {"a", "c"} <= {event["id"] for event in reading.events}


def event_bytes(event: Event) -> bytes:
    return json.dumps(event).encode() + b"\n"


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(event_bytes(code("a", 1)).replace(b"\n", b"\r\n") * 2)
    reading = read_log(path, shown=SHOWN)
    assert (len(reading.events), reading.problems) == (2, [])


@pytest.mark.parametrize(
    "event",
    [
        code("a", 1),
        code("a", 1, start=None, end=None, quote=""),
        code("a", 1, confidence=1, origin="model:v1", memo="m"),
        code("a", 1, confidence=0.0),
        code("a", 1, code="scheme:kauppa_ä", note="keys of later versions are left alone"),
        {"op": "code", "id": "a", "at": at(1), "code": "trust"},
    ],
)
def test_sound_events(tmp_path: Path, event: Event) -> None:
    reading = read_log(lines(tmp_path, event), shown=SHOWN)
    assert reading.problems == []
    assert reading.events == [event]
