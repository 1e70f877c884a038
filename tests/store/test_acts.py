"""What is done together is undone and redone together, in one source or in several."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import UnknownCode
from casestudy.store import standing
from casestudy.store.coder import Coder
from casestudy.store.fold import read_log
from casestudy.study import Study

TEXT = "Ben: We trust the shop.\nAnna: Prices are fair and the stock is live.\n"


@pytest.fixture
def anna(study: Study, tmp_path: Path) -> Coder:
    (tmp_path / "second.txt").write_text(TEXT, "utf-8")
    (tmp_path / "third.txt").write_text(TEXT + "Ben: Good.\n", "utf-8")
    study.import_files(tmp_path / "second.txt", tmp_path / "third.txt", case="shop")
    return study.coder("anna")


def standing_in(study: Study) -> list[tuple[str, str, int]]:
    frame = study.codings.frame
    return list(zip(frame["source"], frame["code"], frame["start"], strict=True))


def test_a_merge_of_two_codings_is_one_act(study: Study, anna: Coder) -> None:
    one = anna.code("talk", "timeliness", start=0, end=4)
    other = anna.code("talk", "timeliness", start=6, end=8)
    with anna.one_act() as act:
        anna.resize("talk", one.id, start=0, end=8)
        anna.delete("talk", other.id)
    assert [event["op"] for event in anna.done_in("talk", act)] == ["resize", "delete"]
    assert standing_in(study) == [("talk", "timeliness", 0)]
    assert anna.undo("talk") == "delete"
    assert standing_in(study) == [("talk", "timeliness", 0), ("talk", "timeliness", 6)]
    anna.redo("talk")
    assert study.codings.frame["end"].tolist() == [8]
    anna.undo("talk")
    anna.undo("talk")
    assert standing_in(study) == [("talk", "timeliness", 0)]
    anna.redo("talk")
    anna.redo("talk")
    assert study.codings.frame["end"].tolist() == [8]
    with pytest.raises(LookupError, match="nothing to redo"):
        anna.redo("talk")
    assert study.check() == []


def test_an_act_over_many_sources_is_undone_from_any_of_them(study: Study, anna: Coder) -> None:
    anna.code("second", "concerns", start=0, end=3)
    with anna.one_act(across=True):
        for source in ("talk", "second", "third"):
            anna.code(source, "timeliness", start=0, end=4)
            anna.code(source, "transparency", start=5, end=8)
    anna.code("third", "communality", start=9, end=12)
    everything = standing_in(study)
    assert len(everything) == 8

    anna.undo("second")
    assert standing_in(study) == [("second", "concerns", 0), ("third", "communality", 9)]
    anna.redo("talk")
    assert standing_in(study) == everything
    with anna.one_act("undone at a desk"):
        anna.undo("second")
    assert len(standing_in(study)) == 2
    anna.redo("second")
    assert standing_in(study) == everything
    anna.undo("talk")
    assert len(standing_in(study)) == 2
    anna.undo("second")
    assert standing_in(study) == [("third", "communality", 9)]


def test_of_an_act_only_what_still_stands_is_undone(study: Study, anna: Coder) -> None:
    with anna.one_act(across=True):
        first = anna.code("talk", "timeliness", start=0, end=4)
        anna.code("second", "timeliness", start=0, end=4)
    anna.delete("talk", first.id)
    anna.undo("second")
    assert standing_in(study) == []
    anna.undo("talk")
    assert standing_in(study) == []
    events = read_log(study.folder / "codings/anna/talk.jsonl", shown="").events
    assert standing(events) == []


def test_a_second_source_is_refused_unless_the_act_reaches_across(
    study: Study, anna: Coder
) -> None:
    with anna.one_act():
        anna.code("talk", "timeliness", start=0, end=4)
        with pytest.raises(ValueError, match=r"'talk' and now 'second'; begin an act over several"):
            anna.code("second", "timeliness", start=0, end=4)
    assert standing_in(study) == [("talk", "timeliness", 0)]


def test_an_act_ends_with_its_block_though_it_failed(study: Study, anna: Coder) -> None:
    with pytest.raises(UnknownCode), anna.one_act():
        anna.code("talk", "no_such_code", start=0, end=4)
    anna.code("second", "timeliness", start=0, end=4)
    [event] = read_log(study.folder / "codings/anna/second.jsonl", shown="").events
    assert "act" not in event


def test_an_act_inside_an_act_is_part_of_it(study: Study, anna: Coder) -> None:
    with anna.one_act("outer") as outer, anna.one_act("inner") as inner:
        anna.code("talk", "timeliness", start=0, end=4)
    assert outer == inner == "outer"
    assert len(anna.done_in("talk", "outer")) == 1
    assert anna.done_in("talk", "never") == []


@pytest.mark.parametrize("field", ['"act": 3', '"across": "yes"'])
def test_an_act_that_is_none_is_a_broken_line(study: Study, anna: Coder, field: str) -> None:
    anna.code("talk", "timeliness", start=0, end=4)
    path = study.folder / "codings/anna/talk.jsonl"
    path.write_text(path.read_text("utf-8").replace('"op"', f'{field}, "op"', 1), "utf-8")
    [problem] = read_log(path, shown="log").problems
    assert field.split('"')[1] in problem.message
