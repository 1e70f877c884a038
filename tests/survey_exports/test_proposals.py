"""A proposal is a questionnaire that reads the file it was made from, and says that it is a guess."""  # noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from casestudy.cli import app
from casestudy.importing.surveys import read_survey_export
from casestudy.store import read_questionnaire
from tests.survey_exports.made import LAYOUTS, write_layout


@pytest.mark.parametrize("name", [*LAYOUTS, "spss.sav"])
def test_a_proposal_can_be_read_and_says_that_it_is_one(tmp_path: Path, name: str) -> None:
    export, out = write_layout(tmp_path, name), tmp_path / "form.toml"
    result = CliRunner().invoke(app, ["survey", "propose", str(export), "--out", str(out)])
    assert result.exit_code == 0, result.exception
    assert out.read_text("utf-8").startswith(f"# PROPOSED from {name}")
    form = read_questionnaire(out)
    assert len(form.items) > 8
    again = CliRunner().invoke(app, ["survey", "propose", str(export), "--out", str(out)])
    assert isinstance(again.exception, FileExistsError)


def test_wordings_and_choices_are_taken_over(tmp_path: Path) -> None:
    export, out = write_layout(tmp_path, "surveymonkey.csv"), tmp_path / "form.toml"
    CliRunner().invoke(app, ["survey", "propose", str(export), "--out", str(out)])
    form = read_questionnaire(out)
    kinds = {item.text: item.kind for item in form.items}
    assert kinds["Which best describes your company?"] == "single"
    assert kinds["Rank what matters most"] == "ranking"
    assert kinds["Delivery is reliable"] == "rating"
    assert kinds["How likely are you to recommend us?"] == "numeric"
    assert kinds["What do you use the product for? (Select all that apply.)"] == "multiple"
    assert "Collector ID" not in kinds
    report = read_survey_export(export, form)
    assert report.n_respondents == 6
    assert "training" in set(report.survey.responses.to_numpy().ravel())
    ranked = next(item for item in form.items if item.kind == "ranking")
    assert report.survey.responses[ranked.columns["price"]].tolist() == [
        "1",
        "4",
        "2",
        "1",
        "3",
        "1",
    ]
