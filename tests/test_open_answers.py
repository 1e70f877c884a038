"""Open answers in a study: a source a question, a part an answer, with attributes."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest

from casestudy import Study, survey
from casestudy.sources import Part, Source

TABLE = """id,segment,why,what else
R1,big,Fair prices and a real person,
R2,small,,Nothing
R3,small,"Near, and
open late",The staff
R4,big,Fair prices,-
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_each_question_is_a_source_and_each_answer_a_part(study: Study, table: Path) -> None:
    report = study.import_answers(table, "why", "what else", respondent="id", case="shop")
    assert report.refused == ()
    assert [one.id for one in report.imported] == ["answers_why", "answers_what_else"]
    source = study.sources["answers_why"]
    assert (source.kind, source.case, source.title) == ("answer", "shop", "why")
    assert source.text == (
        "R1: Fair prices and a real person\nR3: Near, and\nopen late\nR4: Fair prices"
    )
    assert source.n_words == 12
    frame = survey.answers_frame(source)
    assert list(frame.columns) == [
        "respondent", "answer", "start", "end", "locator", "segment", "provenance",
    ]  # fmt: skip
    assert list(frame["respondent"]) == ["R1", "R2", "R3", "R4"]
    assert list(frame["segment"]) == ["big", "small", "small", "big"]
    assert frame["answer"].isna().tolist() == [False, True, False, False]
    assert "1 row without an answer in the column 'why'" in source.warnings
    assert (study.sources.folder("answers_why") / "original.csv").read_bytes() == table.read_bytes()
    assert study.check() == []


def test_codes_on_answers_are_a_multiple_response_set(study: Study, table: Path) -> None:
    study.import_answers(table, "why", respondent="id")
    anna = study.coder("anna")
    source = study.sources["answers_why"]
    frame = survey.answers_frame(source).set_index("respondent")
    for code in ("timeliness", "communication"):
        anna.code("answers_why", code, start=frame.at["R1", "start"], end=frame.at["R1", "end"])
    anna.code("answers_why", "timeliness", quote="open late")
    anna.code("answers_why", "communication", quote="late\nR4: Fair")
    anna.code("answers_why", "concerns")
    found = survey.codes_on_answers(study.codings, source=source)
    assert list(found.columns) == ["communication", "timeliness"]
    assert found["timeliness"].tolist() == [True, pd.NA, True, False]
    assert found["communication"].tolist() == [True, pd.NA, True, True]
    assert survey.codes_on_answers(study.codings.only(coder="bob"), source=source).empty


def test_a_corrected_table_is_an_edit_and_keeps_the_codings(study: Study, table: Path) -> None:
    study.import_answers(table, "why", respondent="id", attributes=["segment"])
    anna = study.coder("anna")
    anna.code("answers_why", "timeliness", quote="open late")
    anna.code("answers_why", "concerns", start=4, end=33)
    lines = TABLE.splitlines()
    table.write_text("\n".join([lines[0], "R0,big,Habit,", *lines[5:], *lines[1:5]]), "utf-8")
    [updated] = study.import_answers(table, "why", respondent="id").updated
    assert updated.counts == {"unchanged": 0, "moved": 2, "adjusted": 0, "orphaned": 0}
    source = study.sources["answers_why"]
    assert [part.speaker for part in source.answers] == ["R0", "R4", "R1", "R2", "R3"]
    assert study.check() == []
    table.write_text(TABLE + "R5,big,Late again,\n", "utf-8")
    report = study.update_source("answers_why", table, by="anna")
    assert report.counts["orphaned"] == 0
    source = study.sources["answers_why"]
    assert source.answers[-1].attributes == (("segment", "big"),), "read as it was read before"
    study.undo_edit("answers_why")
    assert study.sources["answers_why"].answers[0].speaker == "R0"
    assert study.check() == []


def test_the_same_table_again_is_known_and_another_question_is_not(
    study: Study, table: Path
) -> None:
    study.import_answers(table, "why", respondent="id")
    report = study.import_answers(table, "why", "what else", respondent="id")
    assert [one.id for one in report.known] == ["answers_why"]
    assert [one.id for one in report.imported] == ["answers_what_else"]
    assert [one.id for one in study.import_files(table).known] != []


def test_what_cannot_be_read_is_refused_with_its_reason(study: Study, table: Path) -> None:
    report = study.import_answers(table, "wyh", "why", respondent="id")
    assert [one.id for one in report.imported] == ["answers_why"]
    [refusal] = report.refused
    assert "has no column 'wyh'; did you mean 'why'?" in refusal.reason
    [refusal] = study.import_answers(table, "why", respondent="name").refused
    assert "has no column 'name'" in refusal.reason
    [refusal] = study.import_answers(table.with_name("none.csv"), "why").refused
    assert "cannot be opened" in refusal.reason
    with pytest.raises(ValueError, match="name each column of answers once; given are"):
        study.import_answers(table, "why", "why")
    with pytest.raises(ValueError, match="id 'x' can name one source, but 2 questions"):
        study.import_answers(table, "why", "what else", id="x")


def test_six_thousand_answers_are_a_matter_of_seconds(study: Study, tmp_path: Path) -> None:
    rows = "".join(
        f"R{n},{n % 7},{20 + n % 50},I trust them since order {n} came in {n % 9} days.\n"
        for n in range(6400)
    )
    path = tmp_path / "many.csv"
    path.write_text("id,segment,age,why\n" + rows, "utf-8")
    begun = time.process_time()
    [one] = study.import_answers(path, "why", respondent="id").imported
    source = one.source
    assert time.process_time() - begun < 20, "a second or two; the machine may be busy"
    assert len(source.answers) == 6400
    assert source.answers[6399].attributes == (("segment", "1"), ("age", "69"))
    assert len(list(study.sources.folder(one.id).iterdir())) == 4, "one folder of four files"


def test_other_sources_have_no_answers(study: Study) -> None:
    with pytest.raises(ValueError, match="'talk' has no answers to an open question"):
        survey.answers_frame(study.sources["talk"])


def test_an_attribute_named_like_a_column_is_kept_apart() -> None:
    attributes = (("answer", "yes"), ("provenance", "web"))
    part = Part(kind="answer", start=0, end=2, speaker="R1", attributes=attributes)
    frame = survey.answers_frame(Source(id="s", kind="answer", text="ok", parts=(part,)))
    row = frame.iloc[0]
    assert (row["answer"], row["answer_"], row["provenance_"]) == ("ok", "yes", "web")
