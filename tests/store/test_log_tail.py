"""A log looked at again and again: always what a full reading says, and only new lines parsed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.store import log_tail
from casestudy.store.fold import read_lines, read_log
from casestudy.store.log_tail import LogTail


def line(number: int, **more: object) -> bytes:
    event = {
        "op": "code", "id": f"id{number:05}", "at": f"2026-01-01T00:00:00.{number:06}Z",
        "code": "trust", "start": number, "end": number + 1, "quote": "x", **more,
    }  # fmt: skip
    return json.dumps(event).encode()


def same(tail: LogTail, path: Path) -> None:
    seen, full = tail.look(), read_log(path, shown="log")
    assert (seen.events, seen.lines) == (full.events, full.lines)
    assert [str(p) for p in seen.problems] == [str(p) for p in full.problems]


def test_a_log_that_is_not_there_yet_holds_nothing(tmp_path: Path) -> None:
    tail = LogTail(tmp_path / "log", "log")
    assert tail.events == []
    (tmp_path / "log").write_bytes(line(1) + b"\n")
    assert len(tail.events) == 1
    (tmp_path / "log").unlink()
    assert tail.events == []


def test_only_what_was_appended_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"".join(line(n) + b"\n" for n in range(100)))
    tail = LogTail(path, "log")
    same(tail, path)
    parsed: list[int] = []

    def counting(texts: list[bytes], *, shown: str, first: int = 1) -> object:
        parsed.append(sum(map(bool, texts)))
        return read_lines(texts, shown=shown, first=first)

    monkeypatch.setattr(log_tail, "read_lines", counting)
    with path.open("ab") as file:
        file.write(line(100) + b"\n")
    same(tail, path)
    assert sum(parsed) == 1
    tail.look()
    assert sum(parsed) == 1


def test_a_merge_that_puts_lines_in_the_middle_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "log"
    lines = [line(n) for n in range(10)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    tail = LogTail(path, "log")
    tail.look()
    lines[3:3] = [line(77)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    same(tail, path)
    assert [event["id"] for event in tail.events][3] == "id00077"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 3)),
        st.tuples(st.just("torn"), st.integers(1, 40)),
        st.tuples(st.just("broken"), st.just(0)),
        st.tuples(st.just("cut"), st.integers(0, 400)),
        st.tuples(st.just("insert"), st.integers(0, 5)),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(STEPS)
def test_whatever_happens_to_the_file_the_tail_says_what_a_full_reading_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("tail") / "log"
    path.write_bytes(line(0) + b"\n")
    tail = LogTail(path, "log")
    for number, (kind, size) in enumerate(steps, start=1):
        content = path.read_bytes()
        if kind == "append":
            content += b"".join(line(number * 10 + n) + b"\n" for n in range(size))
        elif kind == "torn":
            content += line(number * 10)[:size]
        elif kind == "broken":
            content += b"{no json}\n\n"
        elif kind == "cut":
            content = content[:-size] if size else content
        else:
            lines = content.split(b"\n")
            lines[size:size] = [line(number * 10)]
            content = b"\n".join(lines)
        path.write_bytes(content)
        same(tail, path)
