"""Every layout of one made-up survey gives the same answers, and says what it cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy import survey
from casestudy.importing.surveys import read_survey_export
from casestudy.ingest import read_export
from casestudy.item_answers import missing_counts
from tests.survey_exports.made import LAYOUTS, PEOPLE, form, write_layout

NAMES = [*LAYOUTS, "spss.sav"]
TITLES = {
    "google_forms.csv": "Google Forms", "microsoft_forms.xlsx": "Microsoft Forms",
    "surveymonkey.csv": "SurveyMonkey", "qualtrics.csv": "Qualtrics", "limesurvey.csv": "LimeSurvey",  # noqa: E501
    "limesurvey_n.csv": "LimeSurvey", "limesurvey_vv.csv": "LimeSurvey (VV)", "redcap.csv": "REDCap",  # noqa: E501
    "kobo.csv": "Kobo or ODK", "spss.sav": "SPSS",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_layout_is_known_by_its_heads(tmp_path: Path, name: str) -> None:
    assert read_export(write_layout(tmp_path, name)).layout.title == TITLES[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_layout_gives_the_same_answers(tmp_path: Path, name: str) -> None:
    found = read_survey_export(write_layout(tmp_path, name), form()).survey.responses
    for row, (who, seg, ten, uses, words, sat, oem, nps, rank, said) in enumerate(PEOPLE):
        got = found.iloc[row].to_dict()
        assert got["respondent"] in (who, f"row {row + 2}")
        assert (got["segment"], got["tenure"], got["nps"]) == (seg, ten, nps)
        ticks = [got[f"uses__{use}"] for use in ("plan", "rep", "mnt", "rnd", "oth")]
        assert ticks == [str(int(u in uses.split())) for u in ("plan", "rep", "mnt", "rnd", "oth")]
        assert got["uses_other"] == words
        told = {"d": "98", "_": ""}
        assert [got[f"sat_{n}"] for n in range(1, 5)] == [told.get(c, c) for c in sat.split()]
        assert got["oem_cert"] == {"-": "NOT_ASKED"}.get(oem, oem)
        objects = ("price", "quality", "delivery", "support")
        assert [got[f"ranking__{one}"] for one in objects] == rank.split()
        assert got["comment"] == said


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_can_be_counted(tmp_path: Path, name: str) -> None:
    answers = survey.coded_answers(read_survey_export(write_layout(tmp_path, name), form()).survey)
    certified = missing_counts(answers["oem_cert"])
    assert (certified["not_asked"], certified["left_blank"]) == (3, 1)
    assert missing_counts(answers["sat_1"])["dont_know"] == 1
    assert answers.chosen("sat_1").choices == ("1", "2", "3", "4", "5")
    assert survey.multiple_response(answers, "uses").counts.tolist() == [3, 3, 2, 2, 1]


def test_what_a_layout_cannot_tell_is_told(tmp_path: Path) -> None:
    lossless = read_survey_export(write_layout(tmp_path, "qualtrics.csv"), form())
    assert lossless.cannot_tell == (
        "blank cells counted as left blank, for nothing says whether the question was asked: nps (1)",  # noqa: E501
    )
    google = read_survey_export(write_layout(tmp_path, "google_forms.csv"), form())
    assert "who was not asked and who left the question blank are both blank" in google.cannot_tell
    assert google.unread == ("Timestamp",)
    assert "sat_1 (1), sat_2 (1), sat_3 (2)" in google.cannot_tell[-1]


def test_without_routing_a_blank_is_left_blank_and_said_to_be(tmp_path: Path) -> None:
    from dataclasses import replace

    plain = replace(form(), items=tuple(replace(item, asked_when=None) for item in form().items))
    told = read_survey_export(write_layout(tmp_path, "google_forms.csv"), plain)
    assert "oem_cert (4)" in told.cannot_tell[-1]
    marked = read_survey_export(write_layout(tmp_path, "limesurvey_vv.csv"), plain)
    assert (marked.survey.responses["oem_cert"] == "NOT_ASKED").sum() == 3


def test_a_label_that_holds_the_separator_is_one_answer(tmp_path: Path) -> None:
    found = read_survey_export(write_layout(tmp_path, "google_forms.csv"), form()).survey.responses
    assert found["uses__rep"].tolist() == ["1", "1", "0", "1", "0", "0"]
    assert found["uses_other"].tolist() == ["", "training", "", "", "", ""]


def test_the_report_names_the_columns(tmp_path: Path) -> None:
    report = read_survey_export(write_layout(tmp_path, "limesurvey.csv"), form())
    rows = report.to_frame().set_index("item")
    assert rows.loc["ranking", "form"] == "positions"
    assert rows.loc["uses", "columns"].startswith("Q3[SQ001] | Q3[SQ002]")
    assert rows.loc["uses_other", "form"] == "words"
    assert rows.loc["sat_3", ["answered", "left_blank", "dont_know"]].tolist() == [3, 2, 1]
    assert report.to_record()["respondents"] == 6
    assert "Cannot tell" in report._repr_html_()
