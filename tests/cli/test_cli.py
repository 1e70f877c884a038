"""The command line: stable shapes for programs, sentences for people, three exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import casestudy
from casestudy import cli
from casestudy.anchors import anchor
from casestudy.cli import app
from casestudy.memos import Memo
from casestudy.store import write_memo
from casestudy.study import Study

TALK = "Anna: We trust them.\nBen: Why?\nAnna: They answer ✓.\nBen: I see.\n"


def run(*arguments: object) -> Result:
    """A command in this process; an error that the program does not catch fails the test."""
    return CliRunner().invoke(app, list(map(str, arguments)))


def refused_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def result_of(*arguments: object, code: int = 0) -> Any:
    """What `--json` prints: nothing but JSON on standard output."""
    done = run(*arguments, "--json")
    assert done.exit_code == code, (done.stderr, done.exception)
    return json.loads(done.stdout, parse_constant=refused_constant)


def real(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own, as a person or a program starts it."""
    return subprocess.run(
        [sys.executable, "-m", "casestudy", *map(str, arguments)],
        cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip


@pytest.fixture
def here(study: Study, monkeypatch: pytest.MonkeyPatch) -> Study:
    """The study, with the current folder in it."""
    monkeypatch.chdir(study.folder)
    return study


# --- new, import ---------------------------------------------------------------------------------


def test_new(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    assert result_of("new", folder, "--title", "Trust") == {
        "folder": str(folder), "title": "Trust", "codebook": "customer_intimacy",
    }  # fmt: skip
    done = run("new", tmp_path / "other")
    assert done.stdout == f"{tmp_path / 'other'}\n"
    assert "has 10 themes" in done.stderr


def test_import(here: Study, tmp_path: Path) -> None:
    path = tmp_path / "second.txt"
    path.write_text(TALK, "utf-8")
    found = result_of("import", path, tmp_path / "nowhere.txt", "--case", "Factory", code=1)
    assert found == {
        "sources": [
            {
                "id": "second",
                "file": str(path),
                "kind": "interview",
                "case": "Factory",
                "words": 9,
                "turns": 4,
                "speakers": {"Anna": 2, "Ben": 2},
                "warnings": [],
            }
        ],
        "known": [],
        "refused": [
            {
                "file": str(tmp_path / "nowhere.txt"),
                "reason": "the file cannot be opened: No such file or directory",
            }
        ],
        "left": 0,
    }
    again = run("import", path)
    assert again.exit_code == 0
    assert again.stdout == ""
    assert "already in the study as 'second'" in again.stderr


def test_import_of_open_answers(here: Study, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("id,age,why,else\nR1,31,near,\nR2,40,,late\n", "utf-8")
    command = ("import", path, "--answers", "why", "--answers", "else", "--respondent", "id")
    found = result_of(*command, "--keep", "age", "--case", "shop")
    assert [source["id"] for source in found["sources"]] == ["survey_why", "survey_else"]
    assert found["sources"][0]["warnings"] == ["1 row without an answer in the column 'why'"]
    part = here.sources["survey_else"].answers[1]
    assert (part.speaker, part.attributes) == ("R2", (("age", "40"),))
    failed = run("import", path, "--respondent", "id")
    assert "--respondent and --keep go with --answers COLUMN" in str(failed.exception)
    failed = run("import", path, path, "--answers", "why")
    assert "--answers reads one table, but 2 files are given" in str(failed.exception)


def test_import_in_words(here: Study, tmp_path: Path) -> None:
    path = tmp_path / "made_up.txt"
    path.write_text("SYNTHETIC\n\n" + TALK, "utf-8")
    done = run("import", path, "--id", "m1", "--kind", "document")
    assert done.exit_code == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["id", "kind"], ["m1", "document"],
    ]  # fmt: skip
    assert "the file says that it is synthetic" in done.stderr
    assert here.sources["m1"].provenance.kind == "synthetic"


def test_import_says_where_the_material_is_from(here: Study, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALK, "utf-8")
    result_of("import", tmp_path / "a.txt", "--provenance", "synthetic")
    assert here.sources["a"].provenance.kind == "synthetic"


# --- sources, code, codings ----------------------------------------------------------------------


def test_sources(here: Study) -> None:
    [row] = result_of("sources")
    talk = here.sources["talk"]
    assert row == {
        "id": "talk", "kind": "interview", "case": "shop", "title": talk.title,
        "language": "en (guessed)", "words": talk.n_words, "turns": 4,
        "speakers": {"Anna": 2, "Ben": 2}, "provenance": "synthetic", "reader": talk.reader,
        "sha256": talk.original_sha256, "warnings": [],
    }  # fmt: skip
    done = run("sources")
    assert done.stderr == "1 sources\n"
    assert len(done.stdout.splitlines()) == 2


def test_code_and_codings(here: Study) -> None:
    made = result_of("code", "talk", "timeliness", "--quote", "stock levels", "--coder", "anna")
    start = here.sources["talk"].text.index("stock levels")
    assert made == {
        "coding": made["coding"], "source": "talk", "code": "timeliness", "coder": "anna",
        "start": start, "end": start + 12, "region": "", "quote": "stock levels",
        "weight": None, "stance": "", "created": made["created"],
    }  # fmt: skip
    whole = run("code", "talk", "concerns", "--memo", "why")
    assert whole.exit_code == 0
    assert whole.stderr == "saved: concerns on 'the whole source'\n"

    first, second = result_of("codings")
    assert first == {
        "coding": made["coding"], "source": "talk", "case": "shop", "code": "timeliness",
        "coder": "anna", "start": start, "end": start + 12, "region": "",
        "quote": "stock levels", "created": first["created"], "origin": "human",
        "confidence": None, "weight": None, "stance": "", "memo": "",
        "provenance": "synthetic", "theme": "timeliness",
    }  # fmt: skip
    assert made["created"].replace("+00:00", "Z") == first["created"]
    assert (second["coding"], second["coder"], second["memo"]) == (
        whole.stdout.strip(),
        "me",
        "why",
    )
    assert (second["start"], second["end"]) == (-1, -1)

    assert [row["coder"] for row in result_of("codings", "--coder", "anna")] == ["anna"]
    assert [row["code"] for row in result_of("codings", "--theme", "concerns")] == ["concerns"]
    assert result_of("codings", "--coder", "nobody") == []
    assert len(run("codings").stdout.splitlines()) == 3


def test_codings_are_rated_and_found_by_their_ratings(here: Study) -> None:
    scheme = here.folder / "coding_scheme" / f"{here.codebook.id}.toml"
    declared = (
        '\n[[code]]\nid = "worth"\nname = "worth"\nweight = { low = 0, high = 9 }\n'
        'stances = ["for", "against"]\n'
    )
    scheme.write_text(scheme.read_text("utf-8") + declared, "utf-8")
    made = result_of("code", "talk", "worth", "--quote", "stock levels", "--weight", "0")
    assert (made["weight"], made["stance"]) == (0, "")
    other = result_of("code", "talk", "worth", "--stance", "against")
    changed = result_of("rate", "talk", other["coding"], "--weight", "7", "--stance", "for")
    assert changed == {
        "coding": other["coding"], "source": "talk", "coder": "me", "weight": 7, "stance": "for",
    }  # fmt: skip
    run("code", "talk", "concerns")
    assert [row["weight"] for row in result_of("codings")] == [0, 7, None]
    assert [row["weight"] for row in result_of("codings", "--low", "0", "--high", "6")] == [0]
    assert [row["stance"] for row in result_of("codings", "--stance", "for")] == ["for"]
    head, *lines = run("codings").stdout.splitlines()
    assert "weight" in head
    assert [line.split()[5] for line in lines] == ["0", "7", "–"]
    taken = run("rate", "talk", other["coding"], "--weight", "-", "--stance", "-")
    assert taken.stderr == "saved: weight -, stance -\n"
    assert [row["weight"] for row in result_of("codings")] == [0, None, None]


def test_matrices_of_weights_and_stances(here: Study) -> None:
    scheme = here.folder / "coding_scheme" / f"{here.codebook.id}.toml"
    declared = (
        '\n[[code]]\nid = "worth"\nname = "worth"\nweight = { low = 0, high = 9 }\n'
        'stances = ["for", "against"]\n'
    )
    scheme.write_text(scheme.read_text("utf-8") + declared, "utf-8")
    for weight in (0, 9):
        run("code", "talk", "worth", "--weight", weight, "--stance", "for")
    run("code", "talk", "worth")
    [cell] = result_of("matrix", "--of", "weights")["cells"]
    assert (cell["mean"], cell["n_weights"], cell["n_codings"]) == (4.5, 2, 3)
    assert "4.5; 4.5 (2 of 3)" in run("matrix", "--of", "weights").stdout
    cells = result_of("matrix", "--of", "stances")["cells"]
    assert [(cell["stance"], cell["n"], cell["n_stances"]) for cell in cells] == [
        ("for", 2, 2), ("against", 0, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--weight", "much"], "--weight 'much' is not a whole number"),
        (["--weight", "3"], "the code has no weights"),
        ([], "say what the coding is rated with"),
    ],
)
def test_a_rating_that_cannot_be_is_refused(here: Study, options: list[str], sentence: str) -> None:
    made = result_of("code", "talk", "concerns")
    with pytest.raises(ValueError, match=sentence):
        CliRunner().invoke(app, ["rate", "talk", made["coding"], *options], catch_exceptions=False)


def test_codings_name_broken_lines_on_standard_error(here: Study) -> None:
    run("code", "talk", "timeliness", "--quote", "stock levels")
    with (here.folder / "codings" / "me" / "talk.jsonl").open("a") as file:
        file.write("<<<<<<< HEAD\n")
    done = run("codings", "--json")
    assert len(json.loads(done.stdout)) == 1
    assert "codings/me/talk.jsonl line 2: not JSON" in done.stderr


def test_code_by_rule_adds_nothing_twice(here: Study) -> None:
    found = result_of("code-by-rule", "talk", "--unit", "turn")
    assert found["sources"] == 1
    assert found["new"] == found["hits"] == sum(row["hits"] for row in found["codes"]) > 0
    assert result_of("code-by-rule", "--unit", "turn")["new"] == 0
    rows = result_of("codings", "--coder", "rule-keywords")
    assert {row["origin"] for row in rows} == {"rule:customer_intimacy"}
    assert len(rows) == found["hits"]


# --- matrix, check -------------------------------------------------------------------------------


def test_matrix(here: Study) -> None:
    run("code", "talk", "timeliness", "--quote", "stock levels")
    found = result_of("matrix")
    assert len(found["cells"]) == 10
    assert all(isinstance(note, str) for note in found["notes"])
    [cell] = [cell for cell in found["cells"] if cell["n_observed"]]
    assert (cell["theme"], cell["case"], cell["n_observed"]) == ("timeliness", "shop", 1)
    done = run("matrix")
    assert [line.split() for line in done.stdout.splitlines()[:1]] == [["theme", "shop"]]
    assert "timeliness                1" in done.stdout
    assert "never" in done.stderr


def test_matrix_of_a_study_without_cases(tmp_path: Path) -> None:
    run("new", tmp_path / "s")
    done = run("matrix", "--study", tmp_path / "s")
    assert done.exit_code == 0
    assert "the study has no cases yet" in done.stderr
    assert "no cases" not in done.stdout


def test_check(here: Study) -> None:
    assert result_of("check") == {"problems": []}
    assert run("check").stderr == "no problem found\n"
    (here.folder / "memos" / "bad.md").write_text("no head")
    found = result_of("check", code=1)
    [problem] = found["problems"]
    assert (problem["file"], problem["line"], problem["id"]) == ("memos/bad.md", 1, "")
    assert problem["message"].startswith("a memo begins with a head")
    done = run("check")
    assert done.exit_code == 1
    assert done.stdout.startswith("memos/bad.md line 1: a memo begins")
    assert done.stderr == "1 problems found\n"


# --- errors --------------------------------------------------------------------------------------

MISTAKES: list[tuple[list[str], str]] = [
    (
        ["sources", "--study", "nowhere"],
        "nowhere/study.toml: there is no study here; open the fold",
    ),
    (["code", "tlak", "concerns"], "source 'tlak' is not in the study; did you mean 'talk'?"),
    (["code", "talk", "concrens"], "'concrens' is not in the study's codebook; did you mean 'conc"),
    (
        ["code", "talk", "concerns", "--quote", "zz"],
        "the quotation 'zz' does not occur in the sour",
    ),
    (
        ["code", "talk", "concerns", "--quote", ""],
        "--quote is empty; give the words, or leave it o",
    ),
    (["code", "talk", "concerns", "--start", "3"], "give both start and end"),
    (["code", "talk", "concerns", "--coder", "../x"], "coder '../x' is not allowed"),
    (
        ["codings", "--theme", "concrens"],
        "'concrens' is not in the codebook 'customer_intimacy'; d",
    ),
    (["codings", "--code", "x"], "code 'x' is not in the codebook"),
    (["codings", "--source", "tlak"], "source 'tlak' is not in the study; did you mean 'talk'?"),
    (["code-by-rule", "tlak"], "source 'tlak' is not in the study; did you mean 'talk'?"),
    (["import", "study.toml", "--case", "shpo"], "case 'shpo' is not in study.toml; did you mean"),
    (["import", "study.toml", "--provenance", "made"], "provenance kind 'made' is not known"),
    (["new", "."], "exists and is not empty; choose another name, nothing was changed"),
    (["new", "x", "--scheme", "none.toml"], "none.toml: the file does not exist"),
    (["matrix", "--published"], "there is no evidence 'observations'"),
    (["reproduce"], "holds no notebook, so there is nothing to run"),
]


@pytest.mark.parametrize(("arguments", "sentence"), MISTAKES, ids=lambda value: str(value)[:40])
@pytest.mark.parametrize("as_json", [False, True])
def test_a_mistake_is_one_sentence_and_exit_code_2(
    here: Study,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    sentence: str,
    *,
    as_json: bool,
) -> None:
    monkeypatch.setattr(sys, "argv", ["casestudy", *arguments, *(["--json"] if as_json else [])])
    with pytest.raises(SystemExit) as exited:
        cli.main()
    said = capsys.readouterr()
    assert exited.value.code == 2
    assert said.out == ""
    assert sentence in said.err
    assert said.err.startswith("casestudy: ")
    assert said.err.count("\n") == 1


def test_a_changed_source_is_a_sentence_too(
    here: Study, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (here.sources.folder("talk") / "text.txt").write_text("changed")
    monkeypatch.setattr(sys, "argv", ["casestudy", "sources"])
    with pytest.raises(SystemExit) as exited:
        cli.main()
    assert exited.value.code == 2
    assert "the text changed after it was imported" in capsys.readouterr().err


def test_interrupting_is_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)
    with pytest.raises(SystemExit) as exited:
        cli.main()
    assert exited.value.code == 2
    assert "everything that was reported as done is kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["code", "a", "b", "c"],
        ["sources", "--bogus"],
        ["code", "a", "b", "--start", "x"],
    ],
)
def test_a_command_that_is_none_is_exit_code_2(here: Study, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Usage: " in done.stderr


def test_version_and_help() -> None:
    assert run("--version").stdout == f"{casestudy.__version__}\n"
    shown = run("--help")
    assert shown.exit_code == 0
    assert "Exit codes: 0 done" in shown.stdout
    for command in ("new", "import", "sources", "code", "code-by-rule", "codings", "matrix",
                    "reproduce", "check"):  # fmt: skip
        assert f"\n  {command} " in shown.stdout
        assert "--json" in run(command, "--help").stdout


# --- as real processes ---------------------------------------------------------------------------


def test_a_real_walk_from_a_new_study_to_its_codings(tmp_path: Path) -> None:
    (tmp_path / "interview.txt").write_text(TALK, "utf-8")
    assert real("new", "s", cwd=tmp_path).returncode == 0
    inside = tmp_path / "s" / "notebooks"
    done = real("import", tmp_path / "interview.txt", "--case", "ABB", "--json", cwd=inside)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["sources"][0]["id"] == "interview"
    done = real("code", "interview", "concerns", "--quote", "They answer ✓", cwd=inside)
    assert done.returncode == 0
    assert done.stderr == "saved: concerns on 'They answer ✓'\n"
    done = real("codings", "--json", cwd=inside)
    assert json.loads(done.stdout)[0]["quote"] == "They answer ✓"
    assert done.stderr == ""


@pytest.mark.parametrize("as_json", [False, True])
def test_a_real_mistake_has_no_traceback(tmp_path: Path, *, as_json: bool) -> None:
    done = real("sources", *(["--json"] if as_json else []), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("casestudy: ")
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_terminal_without_the_letters_still_gets_an_answer(study: Study) -> None:
    study.coder("anna").code("talk", "concerns", quote="Why", memo="✓ ä")
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = real("codings", "--json", cwd=study.folder, **plain)
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["memo"] == "✓ ä"
    assert done.stdout.isascii()
    done = real("code", "talk", "concerns", "--quote", "✓", cwd=study.folder, **plain)
    assert done.returncode == 2
    assert "the quotation '\\u2713' does not occur" in done.stderr


def test_a_source_as_a_page(study: Study) -> None:
    study.coder("anna").code("talk", "concerns", quote="Why")
    done = real("transcript", "talk", "--json", cwd=study.folder)
    assert (done.returncode, done.stderr) == (0, "")
    path = Path(json.loads(done.stdout)["page"])
    assert path == study.folder / "report" / "talk.html"
    assert 'data-codes="concerns"' in path.read_text("utf-8")
    bare = study.folder / "bare.html"
    assert real("transcript", "talk", "--no-codings", "--out", str(bare), cwd=study.folder).stdout
    assert "data-codes" not in bare.read_text("utf-8").split("</style>")[-1]


def test_an_edit_and_its_undo(study: Study) -> None:
    text = study.sources["talk"].text
    study.coder("anna").code("talk", "concerns", quote="Why")
    done = real(
        "edit", "talk", "--quote", "Why", "--new", "Why on earth", "--json", cwd=study.folder
    )
    assert done.returncode == 0
    result = json.loads(done.stdout)
    assert result["counts"]["orphaned"] == 0
    assert result["receipts"][0]["quote"] == "Why"
    assert study.sources["talk"].text == text.replace("Why", "Why on earth")
    done = real("edit", "talk", "--undo", cwd=study.folder)
    assert done.returncode == 0
    assert study.sources["talk"].text == text
    done = real("edit", "talk", cwd=study.folder)
    assert done.returncode == 2
    assert "give one of: a corrected file, --quote with --new, or --undo" in done.stderr


def test_orphans_are_listed_and_given_a_place(study: Study) -> None:
    coded = study.coder("anna").code("talk", "concerns", quote="Why")
    place = anchor(study.sources["talk"].text, 0, 3)
    write_memo(study.folder, Memo(id="note", about="source:talk", text="?", author="ben",
                                  place=place, orphaned=True))  # fmt: skip
    study.edit("talk", "Why", "")
    here = ("--study", study.folder)
    rows = result_of("orphans", *here)["orphans"]
    assert [(r["id"], r["what"], r["coder"], r["quote"]) for r in rows] == [
        (coded.id, "coding", "anna", "Why"), ("note", "memo", "ben", place.quote),
    ]  # fmt: skip
    with pytest.raises(LookupError, match="nothing without a place is called 'nobody'"):
        cli.editing.orphans("nobody", "x", study_folder=study.folder)
    with pytest.raises(ValueError, match="give --quote with the words, or --start and --end"):
        cli.editing.orphans(coded.id, study_folder=study.folder)
    with pytest.raises(ValueError, match="a memo is given a place by --quote"):
        cli.editing.orphans("note", start=0, end=2, study_folder=study.folder)
    done = run("orphans", coded.id, "--start", 0, "--end", 4, *here)
    assert f"{coded.id} has a place again\n1 without a place" in done.stderr
    done = run("orphans", "note", "--quote", "We trust", *here)
    assert "nothing is without a place" in done.stderr
    assert study.orphans.empty
    assert [memo.place.quote for memo in study.memos if memo.place] == ["We trust"]
