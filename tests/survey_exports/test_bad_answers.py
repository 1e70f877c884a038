"""What cannot be an answer is named with item, row and what is allowed; nothing is taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from casestudy.errors import BadFile
from casestudy.importing.survey_report import BadAnswers, SurveyReport
from casestudy.importing.surveys import import_survey, read_survey_export
from casestudy.ingest import export_sav, read_export
from casestudy.opening import new_study
from casestudy.questionnaire import Questionnaire
from casestudy.questions import Choice, Item
from tests.survey_exports.made import FORM

YES_NO = (Choice(value="y", label="Yes"), Choice(value="n", label="No"))
TRUST = Item(id="trust", kind="single", text="Do you trust us?", choices=YES_NO)
OBJECTS = tuple(Choice(value=v, label=v.upper()) for v in ("a", "b", "c"))
RANKED = Item(id="rank", kind="ranking", text="Rank", choices=OBJECTS)


def read(tmp_path: Path, text: str, *items: Item, **how: str) -> SurveyReport:
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    weights = how.pop("weights", "")
    form = Questionnaire(id="q", title="Q", items=items, weights=weights)
    return read_survey_export(path, form, **how)


def problems(tmp_path: Path, text: str, *items: Item, **how: str) -> str:
    with pytest.raises(BadAnswers) as raised:
        read(tmp_path, text, *items, **how)
    return "\n".join(raised.value.problems)


def test_a_label_that_is_no_choice(tmp_path: Path) -> None:
    told = problems(tmp_path, "id,trust\nR1,Yes\nR2,Yse\nR3,No\nR4,Yse\n", TRUST)
    assert told == (
        "item 'trust', rows 3, 5: the answer 'Yse' in the column 'trust' is not known; did you mean "  # noqa: E501
        "'Yes'?; allowed are 'Yes', 'No': correct it, add it to a choice's aliases, or list it as a "  # noqa: E501
        "kind of missing"
    )


def test_a_column_bound_twice(tmp_path: Path) -> None:
    other = replace(TRUST, id="other", aliases=("trust",))
    told = problems(tmp_path, "id,trust\nR1,Yes\n", TRUST, other)
    assert "column 'trust' is bound twice: to item 'trust' and to item 'other'" in told


def test_an_item_that_could_stand_in_two_columns(tmp_path: Path) -> None:
    item = replace(TRUST, aliases=("trust2",))
    told = problems(tmp_path, "id,trust,trust2\nR1,Yes,No\n", item)
    assert "item 'trust' could stand in 2 columns: 'trust', 'trust2'; name one of them" in told


def test_an_item_without_a_column(tmp_path: Path) -> None:
    told = problems(tmp_path, "id,turst\nR1,Yes\n", TRUST)
    assert "item 'trust' has no column in answers.csv; did you mean 'turst'?; add what" in told


def test_a_choice_without_a_column(tmp_path: Path) -> None:
    told = problems(tmp_path, "id,rank_a,rank_b\nR1,1,2\n", RANKED)
    assert "item 'rank': choice 'c' has no column, though others have" in told


def test_ranks_beyond_the_objects_and_no_ranks(tmp_path: Path) -> None:
    told = problems(tmp_path, "id,rank_a,rank_b,rank_c\nR1,1,2,4\nR2,1,x,2\n", RANKED)
    assert "item 'rank', row 2: the answer '4' in the column 'rank_c' is not known" in told
    assert "item 'rank', row 3: the answer 'x' in the column 'rank_b'" in told
    assert "allowed are ranks from 1 to 3 of 'A', 'B', 'C'" in told


def test_ties_and_gaps_are_kept_and_told(tmp_path: Path) -> None:
    report = read(tmp_path, "id,rank_a,rank_b,rank_c\nR1,1,1,2\nR2,1,,3\nR3,1,2,3\n", RANKED)
    assert report.warnings == (
        "item 'rank', row 2: equal ranks; kept as given, a full ranking has each rank from 1 to 3 once",  # noqa: E501
        "item 'rank', row 3: a rank left out; kept as given, a full ranking has each rank from 1 to 3 "  # noqa: E501
        "once",
    )
    assert report.survey.responses["rank__b"].tolist() == ["1", "", "2"]


def test_a_choice_on_two_ranks(tmp_path: Path) -> None:
    told = problems(tmp_path, "id,rank\nR1,A;B;A\n", RANKED)
    assert "item 'rank', row 2: one choice stands on two ranks" in told


@pytest.mark.parametrize("weight", ["0", "-1", "", "heavy", "inf"])
def test_a_weight_that_is_none(tmp_path: Path, weight: str) -> None:
    told = problems(tmp_path, f"id,trust,w\nR1,Yes,2.5\nR2,No,{weight}\n", TRUST, weights="w")
    assert f"row 3: the weight {weight!r} in the column 'w' is not allowed; a weight is" in told


def test_weights_travel_into_the_answers(tmp_path: Path) -> None:
    from casestudy.survey import coded_answers

    report = read(tmp_path, "id,trust,w\nR1,Yes,2.5\nR2,No,1\n", TRUST, weights="w")
    design = coded_answers(report.survey).design
    assert design is not None
    assert design.weights.tolist() == [2.5, 1.0]
    assert report.unread == ()


@pytest.mark.parametrize("cell", ["11", "-1", "3,5", "many"])
def test_a_number_beyond_its_limits_or_none(tmp_path: Path, cell: str) -> None:
    item = Item(id="nps", kind="numeric", text="Recommend?", low=0, high=10)
    told = problems(tmp_path, f'id,nps\nR1,"{cell}"\n', item)
    assert f"item 'nps', row 2: the answer '{cell}'" in told
    assert "allowed are numbers from 0 to 10, written with a decimal point" in told


def test_a_respondent_has_one_row(tmp_path: Path) -> None:
    told = problems(tmp_path, "id,trust\nR1,Yes\nR2,No\nR1,No\n", TRUST)
    assert "respondent 'R1' has 2 rows (2 and 4); keep one of them" in told
    told = problems(tmp_path, "id,trust\nR1,Yes\n,No\n", TRUST)
    assert "row 3 does not say in the column 'id' who answered" in told
    told = problems(tmp_path, "id,trust\nR1,Yes\n", TRUST, respondent="who")
    assert "there is no column 'who' that says who answered" in told


def test_dont_know_beside_answers_is_told(tmp_path: Path) -> None:
    choices = (*OBJECTS, Choice(value="dk", label="Don't know", missing="dont_know"))
    item = Item(id="use", kind="multiple", text="Use?", choices=choices)
    head = "id,use_a,use_b,use_c,use_dk\n"
    report = read(tmp_path, head + "R1,1,0,0,1\nR2,0,0,0,1\nR3,0,0,0,0\n", item)
    assert "item 'use', row 2: \"Don't know\" was ticked beside answers" in report.warnings[0]
    assert report.survey.responses["use__a"].tolist() == ["1", "-88", "0"]
    assert report.survey.questionnaire.missing_value("dont_know") == "-88"


def test_an_answer_that_was_not_asked_for_is_told(tmp_path: Path) -> None:
    from casestudy.questions import Condition

    why = Item(id="why", kind="single", text="Why?", choices=OBJECTS,
               asked_when=Condition(item="trust", values=("n",)))  # fmt: skip
    report = read(tmp_path, "id,trust,why\nR1,Yes,a\nR2,No,b\nR3,Yes,\nR4,No,\n", why, TRUST)
    assert report.warnings == (
        "item 'why', row 2: answered, though its asked_when says that it was not asked; the answers "  # noqa: E501
        "were kept",
    )
    assert report.survey.responses["why"].tolist() == ["a", "b", "-77", ""]


def test_a_ragged_row_and_a_bare_head(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="row 2 has 3 cells, and the heads name 2 columns"):
        read(tmp_path, "id,trust\nR1,Yes,No\n", TRUST)
    with pytest.raises(ValueError, match="has no row of answers below its 1 heads"):
        read(tmp_path, "id,trust\n", TRUST)
    with pytest.raises(
        ValueError, match="layout 'qualtrix' is not known; did you mean 'qualtrics'"
    ):
        read(tmp_path, "id,trust\nR1,Yes\n", TRUST, layout="qualtrix")


def test_a_label_that_may_be_two_is_told(tmp_path: Path) -> None:
    choices = tuple(Choice(value=v, label=v) for v in ("a", "b", "a; b"))
    item = Item(id="use", kind="multiple", text="Use?", choices=choices)
    report = read(tmp_path, "id,use\nR1,a; b\n", item)
    assert report.warnings == (
        "item 'use': 'a; b' may also be the answers 'a' and 'b'; it was read as one",
    )


def test_other_answers_are_not_replaced_unasked(tmp_path: Path) -> None:
    study = new_study(tmp_path / "study").folder
    form = tmp_path / "q.toml"
    head = '[survey]\nid = "q"\ntitle = "Q"\n\n# my comment\n'
    form.write_text(head + '[[item]]\nid = "n"\nkind = "numeric"\ntext = "N?"\n', encoding="utf-8")
    table = tmp_path / "t.csv"
    table.write_text("id,n\nR1,1\n")
    import_survey(study, table, form)
    import_survey(study, table, form)
    table.write_text("id,n\nR1,2\n")
    with pytest.raises(FileExistsError, match="is there already and differs"):
        import_survey(study, table)
    import_survey(study, table, replace_answers=True)
    folder = study / "survey_data" / "q"
    assert (folder / "responses.csv").read_text() == "respondent,n\nR1,2\n"
    assert "# my comment" in (folder / "questionnaire.toml").read_text()
    with pytest.raises(ValueError, match=r"a survey cannot be called '\.\./q'"):
        import_survey(study, table, form, name="../q")
    with pytest.raises(LookupError, match="there is no survey 'k'"):
        import_survey(study, table, name="k")


def test_a_kind_of_missing_that_is_needed_is_written_down(tmp_path: Path) -> None:
    study = new_study(tmp_path / "study").folder
    text = FORM.read_text("utf-8").replace(
        '[[missing]]\nkind = "not_asked"\nvalue = "NOT_ASKED"\n', ""
    )
    form = tmp_path / "q.toml"
    form.write_text(text, encoding="utf-8")
    from tests.survey_exports.made import write_layout

    report = import_survey(study, write_layout(tmp_path, "kobo.csv"), form)
    assert report.survey.questionnaire.missing_value("not_asked") == "-77"
    from casestudy.opening import open_study

    stored = open_study(study)
    assert stored.surveys["customers"].questionnaire.missing_value("not_asked") == "-77"
    assert stored.surveys["customers"].responses.equals(report.survey.responses)
    assert stored.check() == []


@pytest.mark.parametrize(
    ("program", "patience", "sentence"),
    [
        ("import os; os.abort()", 60.0, "came to a sudden end on it; save it again, or as CSV"),
        ("import time; time.sleep(60)", 2.0, "was not read as an SPSS file within 2 seconds"),
    ],
)
def test_a_library_that_falls_over_a_file_takes_nothing_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, patience: float, sentence: str
) -> None:
    (tmp_path / "falls.py").write_text(program, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(export_sav, "PATIENCE", patience)
    monkeypatch.setattr(export_sav, "sav_values", SimpleNamespace(__name__="falls", REFUSED=3))
    (tmp_path / "damaged.sav").write_bytes(b"$FL2@(#) SPSS DATA FILE")
    with pytest.raises(BadFile, match=sentence):
        read_export(tmp_path / "damaged.sav")
