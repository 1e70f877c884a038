"""`published.toml`: what a rerun is held against, each fault with its line."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from casestudy.claims import Value, judged
from casestudy.errors import BadFile
from casestudy.provenance import Citation
from casestudy.store.findings import finding_faults, read_findings

FINDINGS = """\
[[finding]]
id = "V1"
statement = "six cases"
work = "w2001"
page = "40"
kind = "published_evidence"
computes = "rows of the table"
expected = 6
notebook = "01_cases.ipynb"

[[finding]]
id = "V2"
statement = "agreement is good"
work = "w2001"
kind = "synthetic_stand_in"
computes = "alpha"
expected = "0.81"
compare = "printed"

[[finding]]
id = "V3"
statement = "half of them answered"
work = "w2001"
status = "inference"
kind = "not_recoverable"
why = "no number of respondents is printed"
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01_cases.ipynb").touch()
    write(tmp_path, FINDINGS)
    return tmp_path


def write(study: Path, text: str) -> None:
    (study / "notebooks" / "published.toml").write_text(text)


def test_the_findings_are_read_in_order(study: Path) -> None:
    first, second, third = read_findings(study)
    assert (first.id, first.expected, first.compare) == ("V1", 6, "equal")
    assert first.source == Citation(work="w2001", page="40")
    assert (second.expected, second.compare) == ("0.81", "printed")
    assert third.source.status == "inference"
    assert finding_faults(study) == []


def test_a_study_without_findings_has_none(tmp_path: Path) -> None:
    assert read_findings(tmp_path) == []


@pytest.mark.parametrize(
    ("expected", "computed", "wrong"),
    [("true", True, 1), ("false", False, 0), ('["a", "b"]', ["a", "b"], ["b", "a"]), ("6.0", 6, 7)],
)
def test_expected_values_of_every_kind(
    study: Path, expected: str, computed: Value, wrong: Value
) -> None:
    write(study, FINDINGS.replace("expected = 6", f"expected = {expected}"))
    finding = read_findings(study)[0]
    assert judged(finding, computed).verdict == "holds"
    assert judged(finding, wrong).verdict == "differs"


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('id = "V2"', 'id = "V1"', 11, "finding id 'V1' is used twice"),
        ('id = "V2"', "", 11, "finding: 'id' is missing or empty"),
        ("01_cases.ipynb", "02.ipynb", 1, "names the notebook '02.ipynb', which does not exist"),
        ("published_evidence", "guess", 1, "kind 'guess' is not known"),
        ("expected = 6", "", 1, "`expected` and `computes` are missing"),
        ("expected = 6", "expected = 2026-11-23", 1, "is not a number, a text, a truth value"),
        ("expected = 6", "expected = {a = 1}", 1, "is not a number, a text, a truth value"),
        ('"printed"', '"prnted"', 11, "comparison 'prnted' is not known"),
        (
            '"0.81"',
            '"0,81"',
            11,
            "expected '0,81' is not a number, so it cannot be compared as 'pr",
        ),
        ('status = "inference"', 'status = "guess"', 20, "status 'guess' is not known"),
        ("why =", "whi =", 20, "the key 'whi' is not known"),
        ('why = "no number of respondents is printed"', "", 20, "is not recoverable: say why"),
        ('compare = "printed"', "tolerance = true", 11, "'tolerance' must be a number, not True"),
        ('page = "40"', "page = 40", 1, "'page' must be text, not 40"),
    ],
)
def test_a_fault_is_named_with_its_line(
    study: Path, old: str, new: str, line: int, sentence: str
) -> None:
    assert old in FINDINGS
    write(study, FINDINGS.replace(old, new, 1))
    [fault] = finding_faults(study)
    assert fault.line == line
    assert sentence in fault.reason
    with pytest.raises(BadFile):
        read_findings(study)


STRANGE: list[Any] = [1, True, 1.5, "zzz", "", [], [1], {}, {"a": 1}, [[1]], float("nan"), [{}]]


def test_a_value_of_any_other_kind_anywhere_gives_a_sentence_or_a_verdict(study: Path) -> None:
    plain = tomllib.loads(FINDINGS)
    for number, entry in enumerate(plain["finding"]):
        for key in entry:
            for value in STRANGE:
                changed = copy.deepcopy(plain)
                changed["finding"][number][key] = value
                write(study, tomlkit.dumps(changed))
                if finding_faults(study):  # an error of any other kind fails the test
                    continue
                computed: list[Value] = [1, True, "a", [1], 0.5, None]
                for finding in read_findings(study):
                    verdicts = {judged(finding, value).verdict for value in computed}
                    assert verdicts <= {"holds", "differs", "not recoverable"}
