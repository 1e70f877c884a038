"""A whole study looked over: a sound one gives nothing, each fault is named with file and line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from casestudy.codings import Memo
from casestudy.errors import Problem
from casestudy.evidence import COLUMNS
from casestudy.opening import open_study
from casestudy.sources import Source
from casestudy.store import study_problems, write_memo, write_source
from casestudy.store.layout import SCHEMES
from casestudy.study import Study

SCHEME = "coding_scheme/customer_intimacy.toml"
RECORD = "sources/interviews/talk/source.toml"
LOG = "codings/anna/talk.jsonl"
OTHER = '[scheme]\nid = "other"\n\n[[code]]\nid = "speed"\nname = "speed"\n'
LINK = (
    '[[link]]\nscheme = "other"\ncode = "speed"\ntheme = "timeliness"\nreason = "quick"\n'
    'source = { work = "w2001" }\n'
)
FINDING = (
    '[[finding]]\nid = "V1"\nstatement = "six"\nwork = "w2001"\nkind = "published_evidence"\n'
    'computes = "rows"\nexpected = 6\n'
)


@pytest.fixture
def full(study: Study) -> Study:
    """A study with something of everything, and nothing wrong."""
    folder = study.folder
    anna = study.coder("anna")
    first = anna.code("talk", "timeliness", quote="stock levels").id
    anna.code("talk", "concerns", quote="Why")
    anna.recode("talk", first, "transparency")
    anna.undo("talk")
    write_memo(folder, Memo(id="a_memo", about="source:talk", text="short"))
    (folder / "memos" / "README.md").write_text("what the memos are")
    (folder / "coding_scheme" / "other.toml").write_text(OTHER)
    (folder / "coding_scheme" / "crosswalk.toml").write_text(LINK)
    (folder / "evidence").mkdir()
    rows = "V01,stores sell,w2001,40,,published,,shop\n"
    (folder / "evidence" / "rows.csv").write_text(",".join(COLUMNS) + ",case\n" + rows)
    (folder / "notebooks" / "published.toml").write_text(FINDING)
    survey = folder / "survey_data" / "s"
    survey.mkdir(parents=True)
    (survey / "questionnaire.toml").write_text(
        '[survey]\nid = "s"\ntitle = "S"\n\n[[item]]\nid = "q"\nkind = "text"\ntext = "?"\n'
    )
    (survey / "responses.csv").write_text("respondent,q\nr1,yes\n")
    text = (folder / "study.toml").read_text()
    # the starter scheme cites works, so that a bibliography must list them all or be left out
    (folder / "study.toml").write_text(text.replace("# [[case]]", "# an example: [[case]]"))
    return open_study(folder)


def test_a_sound_study_has_no_problem(full: Study) -> None:
    assert full.check() == []
    assert study_problems(full.folder) == []


def test_a_look_changes_nothing(full: Study) -> None:
    before = {path: path.stat().st_mtime_ns for path in full.folder.rglob("*") if path.is_file()}
    full.check()
    after = {path: path.stat().st_mtime_ns for path in full.folder.rglob("*") if path.is_file()}
    assert before == after


def test_progress_is_told(full: Study) -> None:
    seen: list[str] = []
    study_problems(full.folder, on_progress=seen.append)
    assert seen == ["sources/interviews/talk", LOG]


def the_problem(study: Study) -> Problem:
    problems = study_problems(study.folder)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return act


def add(file: str, text: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        with (folder / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    return act


def line(**more: object) -> str:
    event = {"op": "code", "id": "x", "at": "2026-11-23T09:10:13.123456Z", "code": "concerns",
             "start": 0, "end": 4, "quote": "Anna"}  # fmt: skip
    return json.dumps({**event, **more}) + "\n"


WORKS = '\n[[work]]\nid = "w2001"\n'


@pytest.mark.parametrize(
    ("act", "file", "number", "sentence"),
    [
        (edit("study.toml", "title =", "titel ="), "study.toml", 3, "the key 'titel' is not known"),
        (edit("study.toml", '"customer_intimacy"', '"nowhere"'), "study.toml", 0,
         "the codebook 'nowhere' is not in coding_scheme/"),
        (edit("coding_scheme/other.toml", 'name = "speed"', "nam = 1"), "coding_scheme/other.toml",
         4, "the key 'nam' is not known"),
        (edit("coding_scheme/crosswalk.toml", '"timeliness"', '"timelines"'),
         "coding_scheme/crosswalk.toml", 1, "'timelines' is not a theme of 'customer_intimacy'"),
        (edit("coding_scheme/crosswalk.toml", "reason", "raeson"), "coding_scheme/crosswalk.toml",
         1, "the key 'raeson' is not known"),
        (add("coding_scheme/other.toml", '[[code]]\nid = "price"\nname = "p"\n'),
         "coding_scheme/crosswalk.toml", 0, "code 'price' of the scheme 'other' is not answered"),
        (edit(RECORD, 'kind = "interview"', 'kind = "website"'), RECORD, 0, "does not belong into"),
        (edit(RECORD, 'case = "shop"', 'case = "shpo"'), RECORD, 0,
         "case 'shpo' is not in study.toml; did you mean 'shop'?"),
        (edit("sources/interviews/talk/text.txt", "I see.", "I saw."),
         "sources/interviews/talk/text.txt", 0, "the text changed after it was imported"),
        (edit("sources/interviews/talk/original.txt", "I see.", "I saw."),
         "sources/interviews/talk/original.txt", 0, "the original changed after"),
        (add("sources/interviews/talk/parts.jsonl", "{}\n"), "sources/interviews/talk/parts.jsonl",
         5, "not a part of a source"),
        (add("sources/documents/lost/text.txt", "x"), "sources/documents/lost", 0,
         "source.toml is missing, so the source is not read"),
        (add(LOG, "<<<<<<< HEAD\n"), LOG, 5, "not JSON"),
        (add(LOG, '{"op":"code","id":"x'), LOG, 5, "the last line was torn"),
        (add(LOG, line(code="trsut")), LOG, 5, "code 'trsut' is not in the codebook"),
        (add(LOG, line(code="other:sped")), LOG, 5, "did you mean 'other:speed'"),
        (add(LOG, line(quote="Ann")), LOG, 5, "the text at 0 to 4 is not the quotation 'Ann'"),
        (add(LOG, line(end=5000)), LOG, 5, "the text at 0 to 5000 is not the quotation"),
        (add("codings/anna/tlak.jsonl", line()), "codings/anna/tlak.jsonl", 0,
         "source 'tlak' is not in the study; did you mean 'talk'?; import it, or rename the log"),
        (edit("memos/a_memo.md", "source:talk", "nothing"), "memos/a_memo.md", 2, "about = 'noth"),
        (edit("evidence/rows.csv", "published", "guess"), "evidence/rows.csv", 2, "status 'guess'"),
        (edit("evidence/rows.csv", ",shop", ",shpo"), "evidence/rows.csv", 2,
         "case 'shpo' is not in study.toml; did you mean 'shop'?"),
        (add("evidence/rows.csv", "\nV01,again,w2001,1,,published,,shop\n"), "evidence/rows.csv", 4,
         "id 'V01' is used twice"),
        (edit("survey_data/s/questionnaire.toml", '"text"', '"txet"'),
         "survey_data/s/questionnaire.toml", 5, "kind 'txet' is not known"),
        (edit("survey_data/s/responses.csv", ",q", ",p"), "survey_data/s/responses.csv", 1,
         "item 'q' needs the column 'q'"),
        (edit("notebooks/published.toml", "six", 'six"\npage = 4\nnote="'),
         "notebooks/published.toml", 1, "finding: 'page' must be text, not 4"),
    ],
)  # fmt: skip
def test_each_kind_of_problem_is_named(
    full: Study, act: Callable[[Path], None], file: str, number: int, sentence: str
) -> None:
    act(full.folder)
    problem = the_problem(full)
    assert (problem.file, problem.line) == (file, number)
    assert sentence in problem.message
    assert str(problem).startswith(f"{file} line {number}: " if number else f"{file}: ")


def test_a_work_that_the_bibliography_lacks(full: Study) -> None:
    add("study.toml", WORKS)(full.folder)
    edit("evidence/rows.csv", "w2001", "w2002")(full.folder)
    problems = study_problems(full.folder)
    assert any("cites the work" in problem.message for problem in problems)
    [row] = [problem for problem in problems if problem.file == "evidence/rows.csv"]
    assert (row.line, row.id) == (2, "V01")
    assert "work 'w2002' is not in study.toml; did you mean 'w2001'?" in row.message


def test_the_line_in_a_table_counts_blank_lines(full: Study) -> None:
    add("evidence/rows.csv", "\n\nV02,x,w2001,1,,published,,shpo\n")(full.folder)
    assert the_problem(full).line == 5


def test_a_source_that_another_hides(full: Study) -> None:
    twin = Source(id="twin", kind="answer", text="abc", original="o.txt", original_sha256="x")
    folder = write_source(full.folder, twin, b"abc")
    record = folder / "source.toml"
    record.write_text(record.read_text().replace('"x"', f'"{full.sources["talk"].text_sha256}"'))
    folder.rename(folder.with_name("talk"))
    messages = [str(problem) for problem in study_problems(full.folder)]
    assert any(
        message.startswith("sources/answers/talk: the id 'talk' is that of another source")
        for message in messages
    )


def test_a_broken_scheme_makes_no_code_unknown(full: Study) -> None:
    edit(SCHEME, "[scheme]", "[scheme")(full.folder)
    problem = the_problem(full)
    assert problem.file == SCHEME
    assert "not valid TOML" in problem.message


def test_every_problem_is_found_not_only_the_first(full: Study) -> None:
    for act in (
        edit("coding_scheme/other.toml", '"speed"\nname', '"1"\nname'),
        edit(RECORD, 'case = "shop"', 'case = "shpo"'),
        add(LOG, "{\n"),
        edit("memos/a_memo.md", "source:talk", "nothing"),
        edit("notebooks/published.toml", '"published_evidence"', '"x"'),
    ):
        act(full.folder)
    assert len(study_problems(full.folder)) == 5


def test_a_folder_that_is_no_study(tmp_path: Path) -> None:
    [problem] = study_problems(tmp_path)
    assert problem.file == "study.toml"
    assert "there is no study here" in problem.message


def test_a_study_of_nothing_but_a_title(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text('[study]\ntitle = "T"\n')
    assert study_problems(tmp_path) == []
    add(LOG, line())(tmp_path)
    [problem] = study_problems(tmp_path)
    assert "source 'talk' is not in the study; import it" in problem.message


def test_an_undone_coding_is_not_held_against_the_text(full: Study) -> None:
    undo = {"op": "undo", "id": "y", "at": "2099-11-23T09:10:13.123456Z", "event": "x"}
    add(LOG, line(quote="Ann") + json.dumps(undo) + "\n")(full.folder)
    assert study_problems(full.folder) == []


def test_schemes_lie_where_the_layout_says(full: Study) -> None:
    assert sorted(path.name for path in (full.folder / SCHEMES).iterdir()) == [
        "crosswalk.toml", "customer_intimacy.toml", "other.toml", "site_features.toml",
    ]  # fmt: skip
