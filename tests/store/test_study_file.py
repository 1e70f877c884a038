"""`study.toml`: cases and works, each fault with its line, a case added and the rest left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.errors import BadFile
from casestudy.provenance import Citation, Provenance
from casestudy.store.study_file import add_case, read_study_record

ROOT = Path(__file__).parents[2]

RECORD = """\
# the study
[study]
title = "Trust"      # for short
authors = ["Anna", "Ben"]
codebook = "demo"

[[case]]
id = "A"
name = "Shop A"
number = "C1"
[case.attributes]
size = 3
[case.source]
work = "w2001"
page = "40"

[[case]]
id = "B"             # no source

[[work]]
id = "w2001"
author = "W"
year = 2001
pages = 93
published_in = "Journal"
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "study.toml").write_text(RECORD)
    return tmp_path


def test_the_record_is_read_whole(study: Path) -> None:
    record = read_study_record(study)
    assert (record.title, record.authors, record.codebook) == ("Trust", ("Anna", "Ben"), "demo")
    assert record.id == study.name
    a, b = record.cases.values()
    assert (a.name, dict(a.attributes)) == ("Shop A", {"number": "C1", "size": "3"})
    assert a.source == Citation(work="w2001", page="40")
    assert a.provenance == Provenance(kind="published", work="w2001", page="40")
    assert (b.name, b.source, b.provenance.kind) == ("B", None, "collected")
    assert (record.works["w2001"].pages, record.works["w2001"].publisher) == ("93", "Journal")


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("title =", "titel =", 2, "study: the key 'titel' is not known; did you mean 'title'?"),
        ('title = "Trust" ', "", 2, "study: 'title' is missing or empty"),
        ('"Anna", "Ben"', '"Anna", 7', 2, "study: 'authors' must be a list of texts"),
        ('title = "Trust"', 'title = "Trust', 3, "not valid TOML"),
        ('id = "B"', 'id = "A"', 17, "case id 'A' is used twice"),
        ('id = "B"', 'nam = "A"', 17, "the key 'nam' is not known; did you mean 'name'?"),
        ('work = "w2001"', 'worm = "w"', 7, "case 'A': "),
        ('page = "40"', 'status = "guess"', 7, "status 'guess' is not known"),
        ("year = 2001", 'year = "2001"', 20, "work: 'year' must be a whole number, not '2001'"),
        ("[[work]]", "[[works]]", 20, "'works' is not known here; did you mean 'work'?"),
        ('id = "B"', 'id = "B"\nprovenance = "made"', 17, "provenance kind 'made' is not known"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(
    study: Path, old: str, new: str, line: int, sentence: str
) -> None:
    assert old in RECORD
    (study / "study.toml").write_text(RECORD.replace(old, new, 1))
    with pytest.raises(BadFile) as raised:
        read_study_record(study)
    assert raised.value.line == line
    assert sentence in raised.value.reason


def test_a_folder_that_is_no_study(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"there is no study here; open the folder that holds study"):
        read_study_record(tmp_path)


def test_a_case_is_added_and_the_rest_stays(study: Path) -> None:
    add_case(study, "Kauppa Ä")
    text = (study / "study.toml").read_text("utf-8")
    assert {line for line in RECORD.splitlines() if line} <= set(text.splitlines())
    record = read_study_record(study)
    assert list(record.cases) == ["A", "B", "Kauppa Ä"]
    assert list(record.works) == ["w2001"]
    assert record.cases["A"] == read_study_record(study).cases["A"]


@pytest.mark.parametrize("head", ["\ufeff", ""])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_case_is_added_to_files_of_any_editor(study: Path, head: str, ends: str) -> None:
    path = study / "study.toml"
    path.write_bytes((head + RECORD).replace("\n", ends).encode("utf-8"))
    add_case(study, "C")
    assert list(read_study_record(study).cases) == ["A", "B", "C"]
    assert path.read_bytes().count(b"\r\n") == (
        0 if ends == "\n" else path.read_bytes().count(b"\n")
    )


def test_a_case_is_added_to_the_published_study(tmp_path: Path) -> None:
    shutil.copy(ROOT / "study.toml", tmp_path)
    before = read_study_record(tmp_path)
    add_case(tmp_path, "Seventh")
    after = read_study_record(tmp_path)
    assert list(after.cases) == [*before.cases, "Seventh"]
    assert all(after.cases[name] == case for name, case in before.cases.items())
    assert after.works == before.works


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), unique=True, max_size=4))
def test_any_name_of_a_case_comes_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    study = tmp_path_factory.mktemp("study")
    (study / "study.toml").write_text('[study]\ntitle = "T"\n')
    for name in names:
        add_case(study, name)
    assert list(read_study_record(study).cases) == names
