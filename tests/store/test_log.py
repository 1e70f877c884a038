"""The log survives what a log must survive: power cuts, full disks, two writers, wrong clocks."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casestudy.store import durable
from casestudy.store import log as log_module
from casestudy.store.fold import read_log, standing
from casestudy.store.log import CodingLog, event_line, new_id

EVENT = {"op": "code", "code": "trust", "start": 0, "end": 5, "quote": "trust", "origin": "human"}
KILLS = 15

APPENDER = """
import sys
from pathlib import Path
from casestudy.store.log import CodingLog
log = CodingLog(Path(sys.argv[1]), coder=sys.argv[2], source="talk")
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    made = log.append([{"op": "code", "code": "trust", "start": number, "end": number + 5,
                        "quote": "trust", "memo": "x" * (number % 700)}])
    sys.stdout.write(made[0]["id"] + "\\n")
    sys.stdout.flush()
"""


@pytest.fixture
def log(tmp_path: Path) -> CodingLog:
    return CodingLog(tmp_path, coder="anna", source="talk")


def appender(study: Path, coder: str, n: int) -> subprocess.Popen[str]:
    """A process that is ready to append, and does so once it gets a line."""
    command = [sys.executable, "-c", APPENDER, str(study), coder, str(n)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def start(*children: subprocess.Popen[str]) -> None:
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()


def ids(log: CodingLog) -> list[str]:
    reading = read_log(log.path, shown="log")
    assert reading.problems == []
    return [event["id"] for event in reading.events]


def times(log: CodingLog) -> list[str]:
    return [event["at"] for event in read_log(log.path, shown="log").events]


# --- what is appended ----------------------------------------------------------------------------


def test_what_was_returned_is_what_is_in_the_file(log: CodingLog) -> None:
    made = log.append([EVENT, {**EVENT, "memo": 'Äiti 🙂\n\u2028 \\ "'}])
    lines = log.path.read_bytes().splitlines(keepends=True)
    assert [json.loads(line) for line in lines] == made
    assert all(line.endswith(b"\n") for line in lines)
    assert [event["v"] for event in made] == [1, 1]
    assert made[0]["at"] < made[1]["at"]
    assert [event["code"] for event in standing(made)] == ["trust", "trust"]


def test_nothing_appended_makes_no_file(log: CodingLog) -> None:
    assert log.append([]) == []
    assert not log.path.parent.exists()


def test_an_event_keeps_the_id_it_came_with(log: CodingLog) -> None:
    assert log.append([{**EVENT, "id": "rule-1"}])[0]["id"] == "rule-1"


def test_ids_differ_and_sort_by_the_time_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({new_id() for _ in range(2000)}) == 2000
    early = new_id()
    monkeypatch.setattr("time.time_ns", lambda: 4_000_000_000 * 10**9)
    late = new_id()
    assert early < late
    assert len(early) == len(late) == 26


def test_half_a_surrogate_pair_is_written_and_read(log: CodingLog) -> None:
    log.append([{**EVENT, "quote": "a\ud800b", "memo": "\udfff"}])
    [event] = read_log(log.path, shown="log").events
    assert (event["quote"], event["memo"]) == ("a\ud800b", "\udfff")


def test_the_file_is_synced_before_append_returns(
    log: CodingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([EVENT])
    calls: list[str] = []
    write, fsync = os.write, os.fsync

    def noted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noting(*arguments: Any) -> Any:
            calls.append(name)
            return call(*arguments)

        return noting

    monkeypatch.setattr(os, "write", noted("write", write))
    monkeypatch.setattr(os, "fsync", noted("fsync", fsync))
    log.append([EVENT] * 50)
    assert calls == ["write", "fsync"]


def test_a_new_log_makes_its_name_durable_too(
    log: CodingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(log_module, "sync_folder", synced.append)
    log.append([EVENT])
    assert synced == [log.path.parent.parent, log.path.parent]
    log.append([EVENT])
    assert len(synced) == 2


def test_a_write_in_small_pieces_is_completed(
    log: CodingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:7]))
    log.append([EVENT, EVENT])
    assert len(ids(log)) == 2


# --- power cuts ----------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_killed_process_loses_nothing_that_it_was_told_is_saved(
    tmp_path: Path, log: CodingLog
) -> None:
    chance = random.Random(20261123)  # noqa: S311
    acknowledged: list[str] = []
    for _ in range(KILLS):
        child = appender(tmp_path, "anna", 1000)
        start(child)
        assert child.stdout is not None
        assert child.stdin is not None
        acknowledged += [child.stdout.readline().strip() for _ in range(chance.randint(1, 950))]
        for _ in range(chance.randint(0, 3000)):
            pass  # so that the kill falls on any point of an append
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read()
        child.stdout.close()
        child.stdin.close()
        child.wait()
        acknowledged += rest.split("\n")[:-1]

        healed = log.append([EVENT])
        acknowledged.append(healed[0]["id"])
        found = ids(log)
        assert set(acknowledged) <= set(found)
        # a write that was done when the kill came may stand though nobody was told
        assert len(found) - len(acknowledged) <= KILLS
    assert len(standing(read_log(log.path, shown="log").events)) == len(found)
    assert times(log) == sorted(times(log))


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_torn_last_line_is_reported_then_set_aside(log: CodingLog, cut: int) -> None:
    first, _ = log.append([EVENT, EVENT])
    whole = log.path.read_bytes()
    torn = whole.splitlines(keepends=True)[1][:-cut]
    if cut == 1:
        torn = torn[:-1]
    log.path.write_bytes(whole.splitlines(keepends=True)[0] + torn)

    reading = read_log(log.path, shown="codings/anna/talk.jsonl")
    assert [event["id"] for event in reading.events] == [first["id"]]
    [problem] = reading.problems
    assert str(problem).startswith("codings/anna/talk.jsonl line 2: the last line was torn")

    made = log.append([EVENT])
    assert ids(log) == [first["id"], made[0]["id"]]
    assert log.path.with_suffix(".torn").read_bytes() == torn + b"\n"


def test_torn_lines_gather_beside_the_log(log: CodingLog) -> None:
    for torn in (b"{", b'{"op": "co', b"\xff\xfe", b"123", b'"at"', b"   "):
        log.append([EVENT])
        with log.path.open("ab") as file:
            file.write(torn)
    log.append([EVENT])
    assert len(ids(log)) == 7
    assert log.path.with_suffix(".torn").read_bytes() == (
        b'{\n{"op": "co\n\xff\xfe\n123\n"at"\n   \n'
    )


def test_a_log_that_is_nothing_but_a_torn_line(log: CodingLog) -> None:
    log.path.parent.mkdir(parents=True)
    log.path.write_bytes(b'{"op":' + b"x" * 20_000)
    assert len(read_log(log.path, shown="log").problems) == 1
    log.append([EVENT])
    assert len(ids(log)) == 1


def test_a_whole_last_line_without_newline_is_kept(log: CodingLog) -> None:
    made = log.append([EVENT, {**EVENT, "memo": "y" * 9000}])
    log.path.write_bytes(log.path.read_bytes()[:-1])
    assert ids(log) == [event["id"] for event in made]
    made += log.append([EVENT])
    assert ids(log) == [event["id"] for event in made]
    assert not log.path.with_suffix(".torn").exists()


def test_a_whole_event_of_a_later_version_is_not_called_torn(log: CodingLog) -> None:
    [made] = log.append([EVENT])
    later = event_line({"op": "link", "id": "x", "at": made["at"], "v": 2})[:-1]
    with log.path.open("ab") as file:
        file.write(later)
    [problem] = read_log(log.path, shown="log").problems
    assert "operation 'link' is not known" in problem.message
    log.append([EVENT])
    assert later + b"\n" in log.path.read_bytes()
    assert len(read_log(log.path, shown="log").events) == 2


# --- disks that refuse ---------------------------------------------------------------------------


def refuse(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def half_then_refuse() -> Callable[[int, bytes], int]:
    """A disk that takes the first half of what it is given, and then no more."""
    write, calls = os.write, []

    def call(handle: int, content: bytes) -> int:
        calls.append(1)
        return write(handle, content[: len(content) // 2]) if len(calls) == 1 else refuse()

    return call


@pytest.mark.parametrize("name", ["write", "fsync", "half"])
def test_a_full_disk_leaves_the_log_as_it_was(
    log: CodingLog, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    log.append([EVENT])
    before = log.path.read_bytes()
    with monkeypatch.context() as full:
        full.setattr(os, "write" if name == "half" else name,
                     half_then_refuse() if name == "half" else refuse)  # fmt: skip
        with pytest.raises(OSError, match="No space left"):
            log.append([EVENT, EVENT])
    assert log.path.read_bytes() == before
    log.append([EVENT])
    assert len(ids(log)) == 2


def test_a_full_disk_at_the_first_event_leaves_nothing_to_read(
    log: CodingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="No space left"):
            log.append([EVENT])
    assert not log.path.exists() or log.path.read_bytes() == b""
    log.append([EVENT])
    assert len(ids(log)) == 1


def test_a_torn_line_is_not_cut_off_before_it_was_set_aside(
    log: CodingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([EVENT])
    with log.path.open("ab") as file:
        file.write(b'{"torn')
    before = log.path.read_bytes()
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="No space left"):
            log.append([EVENT])
    assert log.path.read_bytes() == before


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EPERM])
@pytest.mark.parametrize("name", ["mkdir", "open"])
def test_a_read_only_folder_is_said_to_be_so(
    log: CodingLog, monkeypatch: pytest.MonkeyPatch, code: int, name: str
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    if name == "open":
        log.append([EVENT])
        monkeypatch.setattr(os, "open", forbidden)
    else:
        monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(PermissionError, match="the study folder is read-only, so nothing can be"):
        log.append([EVENT])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_that_is_really_read_only(log: CodingLog, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(PermissionError, match="the study folder is read-only"):
            log.append([EVENT])
    finally:
        tmp_path.chmod(0o755)


def test_a_whole_file_is_replaced_or_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deep" / "file.toml"
    durable.write_durably(path, b"old")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        durable.write_durably(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in path.parent.iterdir()] == ["file.toml"]


# --- two writers, wrong clocks -------------------------------------------------------------------


@pytest.mark.parametrize("coders", [("anna", "ben"), ("anna", "anna")])
def test_two_processes_at_once_lose_nothing(tmp_path: Path, coders: tuple[str, str]) -> None:
    children = [appender(tmp_path, coder, 300) for coder in coders]
    start(*children)
    said = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    for coder in set(coders):
        log = CodingLog(tmp_path, coder=coder, source="talk")
        told = [id for name, each in zip(coders, said, strict=True) if name == coder for id in each]
        assert len(told) == 300 * coders.count(coder)
        assert sorted(ids(log)) == sorted(told)
        found = times(log)
        assert all(before < after for before, after in itertools.pairwise(found))


@pytest.mark.parametrize(
    "before",
    [
        '{"op":"code","code":"a","id":"x","at":"2090-01-02T03:04:05.000006Z","quote":""}\n',
        '{"op":"code","id":"x","at" : "2090-01-02T03:04:05.000006Z"}\n{"op":"code","code":"b",'
        '"id":"y","at":"2020-01-02T03:04:05.000006Z","quote":""}\n',
        '{"at":"2090-01-02T03:04:05.000006Z","code":"a","id":"x","op":"code"}\nnot an event\n',
        '{"at":"2090-01-02T03:04:05.000006Z","code":"a","id":"x","op":"code"}',
    ],
    ids=["last line", "line before the last", "broken last line", "no newline"],
)
def test_time_goes_on_from_the_latest_in_the_log(log: CodingLog, before: str) -> None:
    log.path.parent.mkdir(parents=True)
    log.path.write_text(before)
    made = log.append([EVENT, EVENT])
    assert [event["at"] for event in made] == [
        "2090-01-02T03:04:05.000007Z", "2090-01-02T03:04:05.000008Z",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "at",
    ['"yesterday"', "3", "null", '"2026-02-30T01:02:03.000004Z"', '"9999-12-31T23:59:59.999999Z"',
     '"xxxxxxxxxxxxxxxxxxxxxxxxxxx"', '"2026-11-23T09:10:13"'],
)  # fmt: skip
def test_a_time_that_is_none_stops_nobody(log: CodingLog, at: str) -> None:
    log.path.parent.mkdir(parents=True)
    log.path.write_text(f'{{"op":"code","code":"a","id":"x","at":{at}}}\n')
    [made] = log.append([EVENT])
    assert "2026" <= made["at"][:4] < "2090"
    reading = read_log(log.path, shown="log")
    assert [event["id"] for event in reading.events] == [made["id"]]
    assert [problem.line for problem in reading.problems] == [1]


def test_a_time_inside_a_memo_is_no_time_of_the_log(log: CodingLog) -> None:
    log.append([{**EVENT, "memo": '"at":"2090-01-02T03:04:05.000006Z"'}])
    assert log.append([EVENT])[0]["at"] < "2090"
