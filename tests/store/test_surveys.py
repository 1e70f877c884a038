"""Surveys on disk: questionnaire with line numbers, answers just as the file has them."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from casestudy.errors import BadFile
from casestudy.store.surveys import SurveyShelf, read_questionnaire, read_survey

QUESTIONNAIRE = """\
[survey]
id = "shop"
title = "The shop"
provenance = "synthetic"
generator = "a test"
seed = 7

[[missing]]
kind = "left_blank"
value = ""

[[missing]]
kind = "not_asked"
value = -77

[[item]]
id = "trust"
kind = "rating"
text = "Do you trust it?"
choices = [{ value = 1, label = "no" }, { value = 5, label = "yes" }]

[[item]]
id = "used"
kind = "multiple"
text = "What do you use?"
columns = { mail = "used_mail", chat = "used_chat" }

[[scale]]
id = "s"
items = ["trust", "used"]
min = 1
max = 5
"""
RESPONSES = "respondent,trust,used_mail,used_chat\nr1,5,1,0\nr2,,NA,-77\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "survey_data" / "shop"
    made.mkdir(parents=True)
    (made / "questionnaire.toml").write_text(QUESTIONNAIRE)
    (made / "responses.csv").write_text(RESPONSES)
    return made


def test_a_survey_is_read_whole(folder: Path) -> None:
    survey = read_survey(folder)
    asked = survey.questionnaire
    assert [item.id for item in asked.items] == ["trust", "used"]
    assert [choice.value for choice in asked["trust"].choices] == ["1", "5"]
    assert [(m.kind, m.value) for m in asked.missing] == [("left_blank", ""), ("not_asked", "-77")]
    assert (asked.scales[0].low, asked.scales[0].high) == (1.0, 5.0)
    assert str(asked.provenance) == "SYNTHETIC: a test, seed 7"
    assert survey.responses.to_numpy().tolist() == [["r1", "5", "1", "0"], ["r2", "", "NA", "-77"]]


def test_a_survey_may_wait_for_its_answers(folder: Path) -> None:
    (folder / "responses.csv").unlink()
    assert len(read_survey(folder).responses) == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('id = "used"', 'id = "trust"', 16, "item id 'trust' is used twice"),
        ('kind = "rating"', 'kind = "likert"', 16, "item 'trust': kind 'likert' is not known"),
        ('text = "Do you trust it?"', "", 16, "item: 'text' is missing or empty"),
        ("label =", "lable =", 16, "item 'trust': each choice has the keys value and label"),
        ("{ value = 1, ", '"no", { ', 16, "each choice has the keys value and label"),
        ('kind = "not_asked"', 'kind = "gone"', 12, "missing kind 'gone' is not known"),
        (
            '["trust", "used"]',
            '["trsut", "used"]',
            28,
            "scale 's' names the item 'trsut', which do",
        ),
        (
            '["trust", "used"]',
            '["used"]',
            28,
            "scale 's' has one item, and a scale has two or more",
        ),
        (
            "max = 5",
            'max = 5\nreversed = ["mail"]',
            28,
            "the reversed item 'mail' is not among its",
        ),
        (
            "label =",
            'words = "x", label =',
            16,
            "its words go to 'x', which is no item of the kind",
        ),
        ("label =", 'missing = "no", label =', 16, "choice '1': missing 'no' is not known"),
        ("value = 5", 'value = "no"', 16, "choices '1' and 'no' are both called 'no'"),
        (
            "columns",
            'asked_when = { item = "trust", is = 2 }\ncolumns',
            22,
            "the choice '2', which",
        ),
        (
            "columns",
            'asked_when = { item = "tusrt", is = 1 }\ncolumns',
            22,
            "no other item; did you",
        ),
        (
            "columns",
            'asked_when = { item = "trust" }\ncolumns',
            22,
            "asked_when has the keys item and",
        ),
        ("columns", 'group = "none"\ncolumns', 22, "names the group 'none', which does not exist"),
        ("columns", "min = 3\nmax = 3\ncolumns", 22, "min 3 is not below max 3"),
        ('["trust", "used"]', "[1]", 28, "scale: 'items' must be a list of texts, not [1]"),
        ("min = 1", 'min = "1"', 28, "scale: 'min' must be a number, not '1'"),
        ("max = 5", "", 28, "scale: 'max' is missing or empty"),
        ('"synthetic"', '"made"', 1, "provenance kind 'made' is not known"),
        ("[[scale]]", "[[scales]]", 28, "'scales' is not known here; did you mean 'scale'?"),
        ("seed = 7", "seed = 7.5", 1, "survey: 'seed' must be a whole number, not 7.5"),
    ],
)
def test_a_fault_is_named_with_its_line(
    folder: Path, old: str, new: str, line: int, sentence: str
) -> None:
    assert old in QUESTIONNAIRE
    path = folder / "questionnaire.toml"
    path.write_text(QUESTIONNAIRE.replace(old, new, 1))
    with pytest.raises(BadFile) as raised:
        read_questionnaire(path)
    assert (raised.value.path, raised.value.line) == (path, line)
    assert sentence in raised.value.reason


def test_an_item_needs_its_column(folder: Path) -> None:
    path = folder / "responses.csv"
    path.write_text(RESPONSES.replace("used_chat", "used_chta"))
    with pytest.raises(
        BadFile, match="line 1: item 'used' needs the column 'used_chat'; did you m"
    ):
        read_survey(folder)


STRANGE: list[Any] = [1, True, 1.5, "zzz", "", [], [1], {}, {"a": 1}, [[1]], ["x"], [{"id": 1}]]


def test_a_value_of_any_other_kind_anywhere_gives_a_sentence(folder: Path) -> None:
    plain = tomllib.loads(QUESTIONNAIRE)
    refused = 0
    for table, entries in plain.items():
        rows = entries if isinstance(entries, list) else [entries]
        for number, entry in enumerate(rows):
            for key in entry:
                for value in STRANGE:
                    changed = copy.deepcopy(plain)
                    inner = changed[table]
                    (inner[number] if isinstance(inner, list) else inner)[key] = value
                    (folder / "questionnaire.toml").write_text(tomlkit.dumps(changed))
                    try:
                        read_survey(folder)
                    except BadFile:  # an error of any other kind fails the test
                        refused += 1
    assert refused > 100


def test_the_shelf_names_what_there_is(folder: Path) -> None:
    shelf = SurveyShelf(folder.parents[1])
    assert (list(shelf), len(shelf)) == (["shop"], 1)
    assert shelf["shop"].questionnaire.title == "The shop"
    with pytest.raises(LookupError, match="there is no survey 'shpo'; did you mean 'shop'"):
        shelf["shpo"]
