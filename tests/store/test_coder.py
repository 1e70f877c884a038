"""A coder at work: each act checked, logged, undone, redone; and the log says all of it."""

from __future__ import annotations

import json

import pytest

from casestudy.codings import Coding
from casestudy.errors import UnknownCode
from casestudy.store.coder import Coder
from casestudy.store.fold import read_log
from casestudy.study import Study


@pytest.fixture
def anna(study: Study) -> Coder:
    return study.coder("anna")


def codes(study: Study) -> list[str]:
    return study.codings.frame["code"].tolist()


def quotes(study: Study) -> list[str]:
    return study.codings.frame["quote"].tolist()


def test_a_passage_by_its_words_or_its_place_is_the_same(study: Study, anna: Coder) -> None:
    by_words = anna.code("talk", "timeliness", quote="stock levels are live", memo="why")
    by_place = anna.code("talk", "concerns", start=by_words.start, end=by_words.end)
    assert by_words.quote == by_place.quote == "stock levels are live"
    assert study.sources["talk"].text[by_words.start : by_words.end] == by_words.quote
    frame = study.codings.frame
    assert frame["coding"].tolist() == [by_words.id, by_place.id]
    assert frame["created"].tolist() == [by_words.created, by_place.created]
    assert frame["memo"].tolist() == ["why", ""]
    assert frame["case"].tolist() == ["shop", "shop"]
    assert frame["provenance"].tolist() == ["synthetic", "synthetic"]


def test_a_whole_source(study: Study, anna: Coder) -> None:
    made = anna.code("talk", "concerns")
    assert (made.start, made.end, made.quote) == (-1, -1, "")
    assert study.codings.frame[["start", "end"]].values.tolist() == [[-1, -1]]
    assert study.check() == []


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"quote": "thrust"}, "'thrust' does not occur"),
        ({"quote": "Anna"}, "'Anna' occurs 2 times"),
        ({"quote": "trust", "start": 1, "end": 2}, "either the quotation or start and end"),
        ({"start": 1}, "both start and end"),
        ({"end": 1}, "both start and end"),
        ({"start": 5, "end": 5}, "does not lie in the text"),
        ({"start": 0, "end": 10**6}, "does not lie in the text"),
    ],
)
def test_a_place_that_is_none_is_refused_and_nothing_logged(
    study: Study, anna: Coder, place: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        anna.code("talk", "concerns", **place)  # type: ignore[arg-type]
    assert not list(study.folder.rglob("*.jsonl")) or len(study.codings) == 0


def test_unknown_names_are_refused_with_their_neighbours(study: Study, anna: Coder) -> None:
    with pytest.raises(
        UnknownCode, match="'timelines' is not in the study's codebook; did you mean"
    ):
        anna.code("talk", "timelines")
    with pytest.raises(
        LookupError, match=r"source 'tlak' is not in the study; did you mean 'talk'\?"
    ):
        anna.code("tlak", "timeliness")
    with pytest.raises(LookupError, match="anna has no coding 'x' in 'talk'"):
        anna.delete("talk", "x")
    with pytest.raises(ValueError, match=r"coder '\.\./x' is not allowed"):
        study.coder("../x")
    assert not (study.folder / "codings" / "anna").exists()


def test_every_change_of_a_coding(study: Study, anna: Coder) -> None:
    id = anna.code("talk", "timeliness", quote="stock levels").id
    anna.recode("talk", id, "concerns")
    anna.note("talk", id, "after all a worry")
    anna.resize("talk", id, start=0, end=4)
    [row] = study.codings.frame.to_dict("records")
    assert (row["coding"], row["code"], row["memo"]) == (id, "concerns", "after all a worry")
    assert (row["start"], row["end"], row["quote"]) == (0, 4, "Anna")
    assert study.check() == []
    anna.delete("talk", id)
    assert len(study.codings) == 0
    with pytest.raises(LookupError, match="has no coding"):
        anna.note("talk", id, "too late")
    with pytest.raises(LookupError, match="has no coding"):
        study.coder("ben").delete("talk", id)


def test_undo_and_redo_go_back_and_forth_through_every_kind_of_act(
    study: Study, anna: Coder
) -> None:
    states = [codes(study)]
    first = anna.code("talk", "timeliness", quote="stock levels").id
    states.append(codes(study))
    anna.code("talk", "concerns", quote="Why")
    states.append(codes(study))
    anna.recode("talk", first, "transparency")
    states.append(codes(study))
    anna.delete("talk", first)
    states.append(codes(study))

    said = []
    for wanted in states[-2::-1]:
        said.append(anna.undo("talk"))
        assert codes(study) == wanted
    assert said == ["delete", "recode", "code", "code"]
    with pytest.raises(LookupError, match="anna has nothing to undo in 'talk'"):
        anna.undo("talk")

    for wanted in states[1:]:
        anna.redo("talk")
        assert codes(study) == wanted
    with pytest.raises(LookupError, match="anna has nothing to redo in 'talk'"):
        anna.redo("talk")


def test_redo_ends_where_something_was_coded_since(study: Study, anna: Coder) -> None:
    anna.code("talk", "timeliness", quote="stock levels")
    anna.undo("talk")
    anna.code("talk", "concerns", quote="Why")
    with pytest.raises(LookupError, match="nothing to redo"):
        anna.redo("talk")
    anna.undo("talk")
    anna.redo("talk")
    assert codes(study) == ["concerns"]
    with pytest.raises(LookupError, match="nothing to redo"):
        anna.redo("talk")


def test_undo_after_redo_takes_the_same_act_back(study: Study, anna: Coder) -> None:
    anna.code("talk", "timeliness", quote="stock levels")
    for _ in range(3):
        anna.undo("talk")
        assert codes(study) == []
        anna.redo("talk")
        assert codes(study) == ["timeliness"]


def test_nothing_to_undo_where_nobody_coded(anna: Coder) -> None:
    with pytest.raises(LookupError, match="nothing to undo"):
        anna.undo("talk")
    with pytest.raises(LookupError, match="nothing to redo"):
        anna.redo("talk")


def test_coders_do_not_undo_one_another(study: Study, anna: Coder) -> None:
    anna.code("talk", "timeliness", quote="stock levels")
    study.coder("ben").code("talk", "concerns", quote="Why")
    anna.undo("talk")
    assert codes(study) == ["concerns"]


def test_an_act_counts_though_the_clock_was_ahead_when_the_coding_was_made(
    study: Study, anna: Coder
) -> None:
    made = anna.code("talk", "timeliness", quote="stock levels")
    later = anna.code("talk", "concerns", quote="Why")
    path = study.folder / "codings" / "anna" / "talk.jsonl"
    first, second = (json.loads(line) for line in path.read_text().splitlines())
    first["at"] = "2090-01-01T00:00:00.000000Z"
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n")

    anna.recode("talk", made.id, "transparency")
    assert sorted(codes(study)) == ["concerns", "transparency"]
    assert anna.undo("talk") == "recode"
    anna.delete("talk", made.id)
    assert study.codings.frame["coding"].tolist() == [later.id]


# --- codings made elsewhere ----------------------------------------------------------------------


def made_elsewhere(id: str, **more: object) -> Coding:
    fields: dict[str, object] = {
        "source": "talk", "code": "concerns", "coder": "m", "start": 0, "end": 4, "quote": "Anna",
        "origin": "model:v1", "confidence": 0.25, "memo": "sure?",
    }  # fmt: skip
    return Coding(id=id, **{**fields, **more})  # type: ignore[arg-type]


def test_codings_made_elsewhere_are_kept_as_they_are(study: Study) -> None:
    coder = study.coder("m")
    assert coder.add([made_elsewhere("a"), made_elsewhere("b", start=-1, end=-1, quote="")]) == 2
    frame = study.codings.frame
    assert frame["coding"].tolist() == ["a", "b"]
    assert frame["origin"].tolist() == ["model:v1", "model:v1"]
    assert frame["confidence"].tolist() == [0.25, 0.25]
    assert frame["start"].tolist() == [0, -1]
    assert len(study.codings.by_people()) == 0


def test_a_coding_is_added_once_and_a_deleted_one_does_not_come_back(study: Study) -> None:
    coder = study.coder("m")
    assert coder.add([made_elsewhere("a"), made_elsewhere("a")]) == 1
    assert coder.add([made_elsewhere("a"), made_elsewhere("b")]) == 1
    coder.delete("talk", "a")
    assert coder.add([made_elsewhere("a")]) == 0
    assert study.codings.frame["coding"].tolist() == ["b"]
    assert coder.add([]) == 0


def test_of_codings_with_an_unknown_code_or_source_none_is_added(study: Study) -> None:
    coder = study.coder("m")
    with pytest.raises(UnknownCode):
        coder.add([made_elsewhere("a"), made_elsewhere("b", code="zz")])
    with pytest.raises(LookupError, match="'zz' is not in the study"):
        coder.add([made_elsewhere("a", source="zz")])
    assert len(study.codings) == 0


def test_the_log_holds_the_place_three_times_over(study: Study, anna: Coder) -> None:
    anna.code("talk", "concerns", quote="Why")
    log = study.folder / "codings" / "anna" / "talk.jsonl"
    [event] = read_log(log, shown="").events
    text = study.sources["talk"].text
    assert text[event["start"] : event["end"]] == event["quote"] == "Why"
    assert event["prefix"] + event["quote"] + event["suffix"] in text
    assert event["text"] == study.sources["talk"].text_sha256
