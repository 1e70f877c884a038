"""Weights and stances in the log: given, changed, undone, kept through all that moves codings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casestudy.adjudicating import Adjudicator
from casestudy.codebook import Change, Code
from casestudy.codings import Coding
from casestudy.store import read_codebook, write_codebook
from casestudy.store.scheme_edits import CODE_FIELDS
from casestudy.study import Study

SCALES = """
[[code]]
id = "trust"
name = "trust"
weight = { low = 0, high = 100, default = 50, means = "how strongly", labels = { 100 = "fully" } }
stances = ["for", { id = "against", name = "speaks against it" }]

[[code]]
id = "trust.price"
name = "fair price"
parent = "trust"

[[code]]
id = "short"
name = "short scale"
weight = { low = 1, high = 5 }

[[code]]
id = "plain"
name = "plain"
"""
WORDS = "stock levels are live"


@pytest.fixture
def rated(study: Study) -> Study:
    """The study of made-up words with codes that declare scales."""
    path = scheme(study)
    path.write_text(path.read_text("utf-8") + SCALES, "utf-8")
    return Study(study.folder)


def scheme(study: Study) -> Path:
    return study.folder / "coding_scheme" / f"{study.codebook.id}.toml"


def given(study: Study, **wanted: str) -> list[tuple[int | None, str]]:
    frame = study.codings.only(**wanted).frame
    return [
        (None if weight is None else int(weight), stance)
        for weight, stance in zip(
            frame["weight"].astype(object).where(frame["weight"].notna(), None),
            frame["stance"],
            strict=True,
        )
    ]


def log(study: Study, coder: str = "anna") -> Path:
    return study.folder / "codings" / coder / "talk.jsonl"


def events(study: Study, coder: str = "anna") -> list[dict[str, Any]]:
    return [json.loads(line) for line in log(study, coder).read_text("utf-8").splitlines()]


def test_given_with_the_code_changed_taken_away_undone_and_redone(rated: Study) -> None:
    anna = rated.coder("anna")
    made = anna.code("talk", "trust", quote=WORDS, weight=80, stance="for")
    assert (made.weight, made.stance) == (80, "for")
    anna.rate("talk", made.id, weight=0)
    assert given(rated) == [(0, "for")]
    anna.rate("talk", made.id, weight=None, stance="against")
    assert given(rated) == [(None, "against")]
    assert anna.undo("talk") == "rate"
    assert given(rated) == [(0, "for")]
    anna.redo("talk")
    assert given(rated) == [(None, "against")]
    assert rated.check() == []
    frame = rated.codings.frame
    assert frame["weight"].dtype == "Int64"
    assert frame["stance"].dtype == frame["quote"].dtype


def test_a_code_below_has_the_scale_of_the_one_above(rated: Study) -> None:
    rated.coder("anna").code("talk", "trust.price", weight=100, stance="against")
    assert given(rated) == [(100, "against")]


def test_what_is_not_given_is_not_in_the_log(rated: Study) -> None:
    rated.coder("anna").code("talk", "trust", quote=WORDS, weight=None, stance="")
    assert not events(rated)[0].keys() & {"weight", "stance"}
    assert given(rated) == [(None, "")]


@pytest.mark.parametrize(
    ("code", "rating", "sentence"),
    [
        ("trust", {"weight": 101}, "weight 101 is not a whole number from 0 to 100"),
        ("trust", {"weight": 1.5}, "weight 1.5 is not a whole number"),
        ("trust", {"stance": "fro"}, "stance 'fro' is not one of for, against"),
        ("plain", {"weight": 1}, "the code has no weights"),
        ("plain", {"stance": "for"}, "the code has no stances"),
    ],
)
def test_what_the_code_does_not_allow_is_refused_and_nothing_logged(
    rated: Study, code: str, rating: dict[str, Any], sentence: str
) -> None:
    anna = rated.coder("anna")
    with pytest.raises(ValueError, match=sentence):
        anna.code("talk", code, quote=WORDS, **rating)
    assert not log(rated).exists()
    made = anna.code("talk", code, quote=WORDS)
    before = log(rated).read_bytes()
    with pytest.raises(ValueError, match=sentence):
        anna.rate("talk", made.id, **rating)
    with pytest.raises(ValueError, match="name what the coding is rated with"):
        anna.rate("talk", made.id)
    with pytest.raises(LookupError, match="ben has no coding"):
        rated.coder("ben").rate("talk", made.id, **rating)
    assert log(rated).read_bytes() == before


def test_kept_through_resizing_notes_and_edits_of_the_source(rated: Study) -> None:
    anna = rated.coder("anna")
    made = anna.code("talk", "trust", quote=WORDS, weight=80)
    anna.rate("talk", made.id, stance="for")
    anna.resize("talk", made.id, start=made.start, end=made.end - 1)
    anna.note("talk", made.id, "why")
    rated.edit("talk", "We trust the supplier", "We all do trust the supplier", by="anna")
    assert given(rated) == [(80, "for")]
    rated.edit("talk", "Because the stock levels are live, and", "Because", by="anna")
    assert len(rated.codings) == 0
    assert len(rated.orphans) == 1
    anna.reattach("talk", made.id, quote="Because")
    assert given(rated) == [(80, "for")]
    rated.undo_edit("talk")
    rated.undo_edit("talk")
    assert given(rated) == [(80, "for")]
    assert rated.check() == []


def test_a_new_code_that_does_not_allow_it_keeps_it_in_the_log_and_says_so(rated: Study) -> None:
    anna = rated.coder("anna")
    made = anna.code("talk", "trust", quote=WORDS, weight=80, stance="for")
    assert anna.recode("talk", made.id, "trust.price") == ""
    told = anna.recode("talk", made.id, "short")
    assert told == (
        "code 'short': weight 80 is not a whole number from 1 to 5; stance 'for': the code has no "
        "stances; it is kept in the log and not counted"
    )
    assert given(rated) == [(None, "")]
    said = [problem.message for problem in rated.codings.problems]
    assert [sentence.partition(".")[0] for sentence in said] == [
        "weight 80 is not a whole number from 1 to 5", "stance 'for': the code has no stances",
    ]  # fmt: skip
    found = rated.check()
    assert [(problem.file, problem.line) for problem in found] == [
        ("codings/anna/talk.jsonl", 1), ("codings/anna/talk.jsonl", 1),
    ]  # fmt: skip
    assert anna.recode("talk", made.id, "trust") == ""
    assert given(rated) == [(80, "for")]
    assert rated.check() == []


def test_a_hand_edited_value_is_told_by_file_and_line_and_the_rest_stands(rated: Study) -> None:
    anna = rated.coder("anna")
    anna.code("talk", "trust", quote="We trust the supplier", weight=10)
    made = anna.code("talk", "trust", quote=WORDS, weight=20, stance="for")
    anna.rate("talk", made.id, weight=30)
    path = log(rated)
    text = path.read_text("utf-8").replace('"weight":30', '"weight":3000')
    path.write_text(text, "utf-8")
    assert given(rated) == [(10, ""), (None, "for")]
    [problem] = rated.check()
    assert (problem.file, problem.line, problem.id) == ("codings/anna/talk.jsonl", 3, made.id)
    assert "weight 3000 is not a whole number from 0 to 100. It is kept" in problem.message
    path.write_text(text.replace('"weight":3000', '"weight":"30"'), "utf-8")
    assert given(rated) == [(10, ""), (20, "for")]
    [problem] = rated.check()
    assert "rate: 'weight' must be a whole number" in problem.message
    path.write_text(text.replace('"weight":3000', f'"weight":{10**30}'), "utf-8")
    assert given(rated) == [(10, ""), (20, "for")]
    path.write_text(text.replace('"weight":3000', '"wieght":30'), "utf-8")
    [problem] = rated.check()
    assert "rate: neither 'weight' nor 'stance' is given" in problem.message


def test_a_scale_that_is_withdrawn_does_not_take_the_values_away(rated: Study) -> None:
    anna = rated.coder("anna")
    anna.code("talk", "short", quote=WORDS, weight=5)
    path = scheme(rated)
    before = path.read_text("utf-8")
    path.write_text(before.replace("high = 5", "high = 4"), "utf-8")
    assert given(Study(rated.folder)) == [(None, "")]
    assert "weight 5 is not a whole number from 1 to 4" in str(Study(rated.folder).check()[0])
    path.write_text(before, "utf-8")
    assert given(Study(rated.folder)) == [(5, "")]


def test_a_merge_reads_old_ratings_by_the_scale_of_the_code_they_count_as(rated: Study) -> None:
    anna = rated.coder("anna")
    for weight in (3, 80):
        anna.code("talk", "trust", quote=WORDS, weight=weight)
    path = scheme(rated)
    book = read_codebook(path)
    merge = Change(kind="merge", codes=("trust",), into=("short",))
    changed = type(book)(**{**vars_of(book), "changes": (merge,)})
    write_codebook(changed, path)
    now = Study(rated.folder)
    assert given(now, code="short") == [(3, ""), (None, "")]
    assert len(now.check()) == len(now.codings.problems) == 1


def vars_of(book: Any) -> dict[str, Any]:
    return {name: getattr(book, name) for name in book.__dataclass_fields__}


def test_codings_made_elsewhere_bring_theirs(rated: Study) -> None:
    made = Coding(
        id="c1", source="talk", code="trust", coder="anna", weight=7, stance="against", quote=""
    )
    assert rated.coder("anna").add([made, made]) == 1
    assert given(rated) == [(7, "against")]


def test_a_log_of_old_reads_as_before(rated: Study) -> None:
    rated.coder("anna").code("talk", "plain", quote=WORDS)
    assert given(rated) == [(None, "")]
    assert rated.check() == []


def test_what_coders_agree_on_is_adopted_and_what_they_do_not_is_not(rated: Study) -> None:
    for name, weight in (("anna", 60), ("ben", 80)):
        rated.coder(name).code("talk", "trust", quote=WORDS, weight=weight, stance="for")
        rated.coder(name).code("talk", "short", quote="We trust the supplier", weight=4)
    panel = Adjudicator(rated, coders=("anna", "ben"))
    found = {row.code: row for row in panel.questions().rows}
    assert found["short"].agreed == {"weight": 4}
    assert (found["trust"].agreed, found["trust"].differing) == ({"stance": "for"}, ("weight",))
    assert panel.questions().to_frame()["rated"].tolist() == [
        "anna weight 4; ben weight 4", "anna weight 60, for; ben weight 80, for",
    ]  # fmt: skip
    panel.accept_by("unanimous")
    assert given(rated, coder="consensus", code="short") == [(4, "")]
    assert given(rated, coder="consensus", code="trust") == [(None, "for")]
    reasons = {event["code"]: event["reason"] for event in events(rated, "consensus")}
    assert reasons["trust"] == "rule unanimous: 2 of 2 coders; weight not agreed on"
    panel.accept(found["trust"].id, reason="read again", weight=70)
    assert given(rated, coder="consensus", code="trust") == [(70, "for")]


def test_half_a_rating_is_no_agreement(rated: Study) -> None:
    rated.coder("anna").code("talk", "trust", quote=WORDS, weight=60)
    rated.coder("ben").code("talk", "trust", quote=WORDS)
    panel = Adjudicator(rated, coders=("anna", "ben"))
    [row] = panel.questions().rows
    assert (row.agreed, row.differing) == ({}, ("weight",))
    panel.accept(row.id, reason="ours", code="plain")
    assert given(rated, coder="consensus") == [(None, "")]


def test_the_scheme_keeps_its_scales_when_it_is_written(rated: Study) -> None:
    path = scheme(rated)
    before = path.read_text("utf-8")
    write_codebook(read_codebook(path), path)
    assert path.read_text("utf-8") == before
    book = read_codebook(path)
    codes = tuple(
        Code(**{**{name: getattr(code, name) for name in CODE_FIELDS}, "weight": None})
        if code.id == "trust" else code for code in book
    )  # fmt: skip
    write_codebook(type(book)(**{**vars_of(book), "codes": codes}), path)
    assert 'means = "how strongly"' not in path.read_text("utf-8")
    assert [stance.id for stance in read_codebook(path)["trust"].stances] == ["for", "against"]


def test_a_wrong_scale_in_a_scheme_is_named_by_its_line(rated: Study) -> None:
    path = scheme(rated)
    text = path.read_text("utf-8").replace("low = 1, high = 5", "low = 5, high = 1")
    path.write_text(text, "utf-8")
    line = text[: text.index('id = "short"')].count("\n")
    [problem] = Study(rated.folder).check()
    assert (problem.line, "weight: low 5 is not below high 1" in problem.message) == (line, True)
