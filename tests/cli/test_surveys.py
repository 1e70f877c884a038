"""Surveys on the command line: compared, imported, refused with every problem named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casestudy.cli import app
from casestudy.opening import new_study, open_study
from tests.survey_exports.made import FORM, write_layout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_study(tmp_path / "study").folder


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout, result.stderr


def test_answers_are_compared_and_imported(tmp_path: Path, folder: Path) -> None:
    export = write_layout(tmp_path, "surveymonkey.csv")
    code, out, err = run("survey", "compare", export, "-q", FORM)
    assert code == 0
    assert "6 respondents, SurveyMonkey" in out
    assert "cannot tell: who was not asked and who left the question blank are both blank" in err
    assert not open_study(folder).surveys
    code, out, _ = run("survey", "import", export, "-q", FORM, "--study", folder, "--json")
    record = json.loads(out)
    assert (code, record["survey"], record["respondents"]) == (0, "customers", 6)
    assert "Collector ID" in record["unread"]
    assert len(open_study(folder).surveys["customers"].responses) == 6


def test_every_problem_is_named(tmp_path: Path, folder: Path) -> None:
    export = write_layout(tmp_path, "surveymonkey.csv")
    export.write_text(
        export.read_text("utf-8").replace("OEM", "OEN").replace("Agree", "Agre"), "utf-8"
    )
    code, out, err = run("survey", "import", export, "-q", FORM, "--study", folder, "--json")
    assert code == 1
    assert len(json.loads(out)["problems"]) >= 2
    assert "the answer 'OEN'" in err
    assert "no answer was taken" in err
    assert not (folder / "survey_data").exists() or not list((folder / "survey_data").iterdir())
