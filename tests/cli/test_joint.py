"""The joint display on the command line: open answers and their survey, joined by respondent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casestudy.cli import app
from casestudy.opening import new_study

FORM = """\
[survey]
id = "shop"
title = "Shop"
provenance = "synthetic"
generator = "a test"

[[item]]
id = "segment"
kind = "single"
text = "Who?"
choices = [{ value = "oem", label = "OEM" }, { value = "user", label = "User" }]

[[item]]
id = "soon"
kind = "rating"
text = "Fast?"
theme = "timeliness"
choices = [{ value = 1, label = "no" }, { value = 2, label = "so" }, { value = 3, label = "yes" }]

[[item]]
id = "why"
kind = "text"
text = "Why?"
"""
TABLE = "respondent,segment,soon,why\nR1,oem,3,Live stock\nR2,oem,3,Live dates\nR3,user,1,\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    made = new_study(tmp_path / "study")
    form, table = tmp_path / "form.toml", tmp_path / "answers.csv"
    form.write_text(FORM)
    table.write_text(TABLE)
    made.import_survey(table, form)
    made.import_answers(table, "why", respondent="respondent")
    source = next(iter(made.sources))
    for words in ("Live stock", "Live dates"):
        made.coder("anna").code(source, "timeliness", quote=words)
    return made.folder


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout, result.stderr


RULE = ("--by", "segment", "--heard", 2, "--high", 0.6, "--low", 0.3, "--fewest", 1, "--boxes", 1)


def test_respondents_speak_for_their_segment(study: Path, tmp_path: Path) -> None:
    code, out, _ = run("joint", "shop", *RULE, "--study", study, "--json", "--out", tmp_path / "o")
    assert code == 0
    told = json.loads(out)
    cells = {(row["theme"], row["segment"]): row["verdict"] for row in told["cells"]}
    assert cells == {("timeliness", "oem"): "agreement", ("timeliness", "user"): "open"}
    assert told["rule"].startswith("Rule: a theme is heard from 2 voices on")
    names = {path.name for path in (tmp_path / "o").iterdir()}
    assert {"joint_display.png", "joint_display_table.docx", "joint_rule.tex"} <= names
    _, shown, notes = run("joint", "shop", *RULE, "--study", study)
    assert "agreement" in shown
    assert "silence is unknown" in notes


def test_a_segment_that_is_none(study: Path) -> None:
    source = "answers_why"
    result = CliRunner().invoke(
        app, ["joint", "shop", *map(str, RULE), "--study", str(study), "--segment", f"{source}=omm"]
    )
    assert isinstance(result.exception, LookupError)
    assert "item 'segment' has no choice 'omm'; did you mean 'oem'" in str(result.exception)
    result = CliRunner().invoke(
        app, ["joint", "shop", *map(str, RULE), "--study", str(study), "--segment", "oem"]
    )
    assert "--segment 'oem' is not SOURCE=SEGMENT" in str(result.exception)
