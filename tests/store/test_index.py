"""The index is only ever a quicker way to what the logs say; a bad one is as good as none."""

from __future__ import annotations

import os
import pickle
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.errors import Problem
from casestudy.store import index
from casestudy.store.columns import columns_of_log, load_columns, save_columns
from casestudy.store.fold import read_log, span_of, standing
from casestudy.store.index import CACHE, coding_frame, log_files
from casestudy.store.log import CodingLog, event_line

CODERS, SOURCES = ("anna", "ben", "rule-keywords"), ("talk", "site", "s3")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "🙂", "\ud800", "\0"]
)
Frame = tuple[pd.DataFrame, list[Problem]]


def record_of(source: str) -> tuple[str, str]:
    return (f"case-{source}", "synthetic")


def read(study: Path) -> Frame:
    return coding_frame(study, record_of=record_of)


def plain(study: Path) -> Frame:
    """What the logs say, without the index and without its columns."""
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for log in log_files(study):
        reading = read_log(log.path, shown=log.shown)
        problems += reading.problems
        for event in standing(reading.events):
            start, end = span_of(event)
            rows.append({
                "coding": event["id"], "source": log.source, "case": f"case-{log.source}",
                "code": event["code"], "coder": log.coder, "start": start, "end": end,
                "quote": event.get("quote", ""), "created": pd.Timestamp(event["at"]),
                "origin": event.get("origin", "human"), "confidence": event.get("confidence"),
                "weight": event.get("weight"), "stance": event.get("stance", ""),
                "memo": event.get("memo", ""), "provenance": "synthetic",
            })  # fmt: skip
    return pd.DataFrame(rows), problems


def assert_same(found: Frame, wanted: Frame) -> None:
    frame, problems = found
    assert len(frame) == len(wanted[0])
    for column in wanted[0].columns:
        values = frame[column].astype(object).where(frame[column].notna(), None)
        others = wanted[0][column].astype(object).where(wanted[0][column].notna(), None)
        assert values.tolist() == others.tolist(), column
    assert problems == wanted[1]


def append(study: Path, coder: str, source: str, **more: Any) -> dict[str, Any]:
    event = {"op": "code", "code": "trust", "start": 0, "end": 5, "quote": "trust", **more}
    return CodingLog(study, coder=coder, source=source).append([event])[0]


STEPS = st.one_of(
    st.tuples(st.just("code"), st.sampled_from(CODERS), st.sampled_from(SOURCES), TEXTS, TEXTS),
    st.tuples(st.just("undo"), st.sampled_from(CODERS), st.sampled_from(SOURCES)),
    st.tuples(st.just("gone"), st.sampled_from(CODERS), st.sampled_from(SOURCES)),
    st.tuples(st.just("broken"), st.sampled_from(CODERS), st.sampled_from(SOURCES)),
    st.tuples(st.just("emptied"), st.sampled_from(CODERS), st.sampled_from(SOURCES)),
    st.tuples(st.just("spoiled"), st.binary(max_size=40), st.integers(0, 4000)),
    st.tuples(st.just("no index")),
    st.tuples(st.just("read")),
)


def take(study: Path, step: tuple[Any, ...]) -> None:
    kind, *rest = step
    if kind in ("undo", "gone", "broken", "emptied"):
        path = study / "codings" / rest[0] / f"{rest[1]}.jsonl"
        if not path.exists():
            return
    if kind == "code":
        coder, source, quote, memo = rest
        rated = {"weight": len(memo) - 3, "stance": memo[:1]} if memo[:1].isalpha() else {}
        append(
            study, coder, source, quote=quote, memo=memo, confidence=len(memo) / 12 or None, **rated
        )
    elif kind == "undo":
        events = read_log(path, shown="").events
        if events:
            CodingLog(study, coder=rest[0], source=rest[1]).append(
                [{"op": "undo", "event": events[-1]["id"]}]
            )
    elif kind == "gone":
        path.unlink()
    elif kind == "broken":
        with path.open("ab") as file:
            file.write(b"<<<<<<< HEAD\n")
    elif kind == "emptied":
        path.write_bytes(b"")
    elif kind == "spoiled":
        spoil(study / CACHE, *rest)
    elif kind == "no index":
        shutil.rmtree(study / ".casestudy" / "cache", ignore_errors=True)
    else:
        assert_same(read(study), plain(study))


def spoil(path: Path, content: bytes, place: int) -> None:
    if path.exists():
        old = bytearray(path.read_bytes())
        place = min(place, len(old))
        old[place : place + len(content)] = content
        path.write_bytes(bytes(old))


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=12), st.booleans())
def test_the_index_says_what_the_logs_say(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]], always: bool
) -> None:
    study = tmp_path_factory.mktemp("study")
    with pytest.MonkeyPatch.context() as patch:
        if always:
            patch.setattr(index, "REWRITE_SHARE", 0.0)
        for step in steps:
            take(study, step)
        wanted = plain(study)
        assert_same(read(study), wanted)
        assert_same(read(study), wanted)


def test_a_study_without_codings(tmp_path: Path) -> None:
    for _ in range(2):
        frame, problems = read(tmp_path)
        assert (len(frame), problems) == (0, [])
        assert str(frame["created"].dtype) == "datetime64[us, UTC]"


def test_the_frame_has_the_same_columns_fresh_from_the_index_and_empty(tmp_path: Path) -> None:
    empty = read(tmp_path)[0]
    append(tmp_path, "anna", "talk")
    fresh, remembered = read(tmp_path)[0], read(tmp_path)[0]
    pd.testing.assert_frame_equal(fresh, remembered)
    assert (fresh.dtypes == empty.dtypes).all()


def test_only_logs_that_changed_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for coder in CODERS:
        append(tmp_path, coder, "talk")
    read(tmp_path)
    parsed: list[str] = []

    def noted(path: Path, shown: str, stamp: tuple[int, int]) -> Any:
        parsed.append(shown)
        return columns_of_log(path, shown, stamp)

    monkeypatch.setattr(index, "columns_of_log", noted)
    read(tmp_path)
    assert parsed == []
    append(tmp_path, "ben", "talk")
    read(tmp_path)
    assert parsed == ["codings/ben/talk.jsonl"]
    assert_same(read(tmp_path), plain(tmp_path))


def test_a_change_that_keeps_the_size_is_seen(tmp_path: Path) -> None:
    append(tmp_path, "anna", "talk", code="trust")
    path = tmp_path / "codings" / "anna" / "talk.jsonl"
    assert read(tmp_path)[0]["code"].tolist() == ["trust"]
    path.write_bytes(path.read_bytes().replace(b'"trust"', b'"price"'))
    os.utime(path, ns=(1, 1))
    assert read(tmp_path)[0]["code"].tolist() == ["price"]


def test_problems_are_remembered_with_the_codings(tmp_path: Path) -> None:
    append(tmp_path, "anna", "talk")
    with (tmp_path / "codings/anna/talk.jsonl").open("ab") as file:
        file.write(b"<<<<<<< HEAD\n")
    fresh, remembered = read(tmp_path)[1], read(tmp_path)[1]
    assert fresh == remembered
    assert [str(problem)[:30] for problem in fresh] == ["codings/anna/talk.jsonl line 2"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # test runners have threads
def test_many_logs_are_read_by_several_processes_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for coder in CODERS:
        for source in SOURCES:
            append(tmp_path, coder, source, memo=coder + source)
    monkeypatch.setattr(index, "PARALLEL_BYTES", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert_same(read(tmp_path), plain(tmp_path))


def test_strange_names_among_the_codings_are_passed_over(tmp_path: Path) -> None:
    append(tmp_path, "anna", "talk")
    (tmp_path / "codings" / "README.md").write_text("who coded what")
    (tmp_path / "codings" / "anna" / "talk.torn").write_text("{")
    assert [log.shown for log in log_files(tmp_path)] == ["codings/anna/talk.jsonl"]


# --- hostile and damaged indexes ------------------------------------------------------------------


class Bomb:
    """An object that leaves a file behind when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


def pickled(path: Path, mark: Path) -> None:
    path.write_bytes(pickle.dumps(Bomb(mark)))


def pickled_array(path: Path, mark: Path) -> None:
    with path.open("wb") as file:
        np.save(file, np.array([Bomb(mark)], dtype=object), allow_pickle=True)


def pickled_member(path: Path, mark: Path) -> None:
    """A sound index but for one column, which is an array of objects."""
    with np.load(path) as arrays:
        sound = {name: arrays[name] for name in arrays.files}
    sound["start"] = np.array([Bomb(mark)] * len(sound["start"]), dtype=object)
    np.savez(path, allow_pickle=True, **sound)


@pytest.mark.parametrize("attack", [pickled, pickled_array, pickled_member])
def test_no_object_is_ever_unpickled(tmp_path: Path, attack: Callable[[Path, Path], None]) -> None:
    append(tmp_path, "anna", "talk")
    wanted = read(tmp_path)
    mark = tmp_path / "bomb"
    attack(tmp_path / CACHE, mark)
    assert load_columns(tmp_path / CACHE) is None
    assert_same(read(tmp_path), wanted)
    assert not mark.exists()
    assert load_columns(tmp_path / CACHE) is not None


def changed(path: Path, **arrays: np.ndarray | None) -> None:
    with np.load(path) as found:
        kept = {name: found[name] for name in found.files if name not in arrays}
    np.savez(path, **kept, **{name: a for name, a in arrays.items() if a is not None})  # type: ignore[arg-type]


def text(value: str) -> np.ndarray:
    return np.frombuffer(value.encode(), dtype=np.uint8)


NOTHING = np.empty(0, dtype=np.int64)


@pytest.mark.parametrize(
    "arrays",
    [
        {"counts": None}, {"head": None}, {"quote": None},
        {"counts": np.array([3])}, {"counts": np.array([-1, 3])}, {"counts": np.array([2.0])},
        {"counts": np.array([1, 1])}, {"counts": NOTHING},
        {"start": NOTHING}, {"start": np.array([0.0, 0.0])}, {"end": np.array([[5], [5]])},
        {"created": np.array([1, 2], dtype=np.int32)}, {"created": NOTHING},
        {"weight": NOTHING}, {"weight": np.array([1.0, 2.0])},
        {"confidence": np.array([1.0])}, {"confidence": np.array(["a", "b"])},
        {"code": np.array([0, 99], dtype=np.int32)}, {"code": NOTHING},
        {"quote.ends": np.array([3])}, {"quote": np.array([0xFF] * 10, dtype=np.uint8)},
        {"head": text("")}, {"head": text("[]")}, {"head": text('{"format": 0}')},
        {"head": text("{" * 5000)},
    ],
    ids=lambda arrays: str({name: str(a)[:20] for name, a in arrays.items()}),
)  # fmt: skip
def test_an_index_that_does_not_fit_together_is_made_again(
    tmp_path: Path, arrays: dict[str, np.ndarray | None]
) -> None:
    for _ in range(2):
        append(tmp_path, "anna", "talk")
    wanted = read(tmp_path)
    changed(tmp_path / CACHE, **arrays)
    assert load_columns(tmp_path / CACHE) is None
    assert_same(read(tmp_path), wanted)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY", b"\x80\x04.", b"x" * 5000])
def test_an_index_of_other_bytes_is_made_again(tmp_path: Path, content: bytes) -> None:
    append(tmp_path, "anna", "talk")
    wanted = read(tmp_path)
    (tmp_path / CACHE).write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_same(read(tmp_path), wanted)


@settings(max_examples=80)
@given(st.data())
def test_any_cut_or_spoiled_byte_is_survived(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    study = tmp_path_factory.mktemp("study")
    append(study, "anna", "talk", memo="Äiti 🙂")
    append(study, "ben", "talk", quote="\ud800")
    wanted = read(study)
    content = bytearray((study / CACHE).read_bytes())
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
    (study / CACHE).write_bytes(bytes(content))
    assert_same(read(study), wanted)


def test_a_shape_too_large_for_any_memory_is_survived(tmp_path: Path) -> None:
    append(tmp_path, "anna", "talk")
    wanted = read(tmp_path)
    huge = b"{'descr': '<i8', 'fortran_order': False, 'shape': (4611686018427387904,), }"
    huge = huge.ljust(117) + b"\n"
    (tmp_path / CACHE).write_bytes(b"\x93NUMPY\x01\x00" + len(huge).to_bytes(2, "little") + huge)
    assert_same(read(tmp_path), wanted)


@pytest.mark.parametrize("error", [PermissionError, OSError])
def test_a_study_that_cannot_be_written_goes_without_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    append(tmp_path, "anna", "talk")

    def refuse(*_: object) -> None:
        raise error(30, "Read-only file system")

    monkeypatch.setattr(index, "save_columns", refuse)
    assert_same(read(tmp_path), plain(tmp_path))
    assert not (tmp_path / CACHE).exists()


def test_an_index_of_another_format_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, "anna", "talk")
    read(tmp_path)
    found = load_columns(tmp_path / CACHE)
    assert found is not None
    monkeypatch.setattr("casestudy.store.columns.FORMAT", 99)
    assert load_columns(tmp_path / CACHE) is None
    save_columns(found, tmp_path / CACHE)
    assert load_columns(tmp_path / CACHE) is not None


def test_a_log_that_was_copied_over_with_an_older_one(tmp_path: Path) -> None:
    append(tmp_path, "anna", "talk")
    path = tmp_path / "codings" / "anna" / "talk.jsonl"
    older, stamp = path.read_bytes(), path.stat()
    append(tmp_path, "anna", "talk")
    assert len(read(tmp_path)[0]) == 2
    path.write_bytes(older)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert len(read(tmp_path)[0]) == 1


def test_events_written_by_git_in_any_order(tmp_path: Path) -> None:
    made = [append(tmp_path, "anna", "talk", memo=str(n)) for n in range(3)]
    path = tmp_path / "codings" / "anna" / "talk.jsonl"
    path.write_bytes(b"".join(event_line(event) for event in (made[2], made[0], made[1], made[0])))
    assert read(tmp_path)[0]["memo"].tolist() == ["0", "1", "2"]
