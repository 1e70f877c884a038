"""Commands that compare coders and let them decide together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import casestudy
from casestudy.cli import app
from casestudy.study import Study

TALK = (
    "Ann: Who are they?\nBob: We trust them. They say what things cost.\n"
    "Ann: Fast?\nBob: Fast enough.\n"
)


def run(*arguments: object, answers: str | None = None) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), input=answers)


def result_of(*arguments: object) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, (done.stderr, done.exception)
    return json.loads(done.stdout, parse_constant=pytest.fail)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """A study with two made-up talks that two people and a rule coded, the current folder in it."""
    study = casestudy.new_study(tmp_path / "study")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"SYNTHETIC {name}\n\n{TALK}", "utf-8")
        study.import_files(tmp_path / f"{name}.txt")
    for name in ("anna", "ben"):
        study.coder(name).code("one", "transparency", quote="We trust them")
    study.coder("anna").code("one", "timeliness", quote="Fast enough")
    study.coder("ben").code("two", "concerns", quote="cost")
    study.coder("rule-x").code("one", "concerns", quote="cost")
    monkeypatch.chdir(study.folder)
    return study


def test_alpha_of_each_theme(here: Study) -> None:
    done = run("agreement", "--unit", "turn", "--coefficient", "alpha", "--coder", "anna",
               "--coder", "ben", "--source", "one")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "transparency  Krippendorff's alpha (nominal)  1.000" in done.stdout
    for told in ("coders: anna, ben", "touching: a coding counts for every unit", "inferred"):
        assert told in done.stderr


def test_json_has_every_choice_and_no_nan(here: Study) -> None:
    found = result_of("agreement", "--unit", "turn", "--coefficient", "alpha", "--all-seen",
                      "--coder", "anna", "--coder", "ben", "--disagreements")  # fmt: skip
    rows = {row["about"]: row for row in found["coefficients"]}
    assert rows["transparency"]["value"] == 1.0
    assert rows["timeliness"]["value"] < 0.1
    assert rows["transparency"]["n_units"] == 8
    assert found["settings"]["seen"] == "as stated"
    passages = {(row["source"], row["unit"]): row["said"] for row in found["disagreements"]}
    assert passages == {
        ("one", "one:4"): {"anna": "timeliness", "ben": "no code"},
        ("two", "two:2"): {"anna": "no code", "ben": "concerns"},
    }
    sparse = result_of("agreement", "--unit", "match", "--coefficient", "percent", "--value",
                       "one", "--uncoded", "missing", "--threshold", 1, "--coder", "anna",
                       "--coder", "ben", "--all-seen", "--source", "two")  # fmt: skip
    assert sparse["coefficients"][0]["value"] is None


def test_passages_are_quoted(here: Study) -> None:
    done = run("agreement", "--unit", "word", "--coefficient", "pooled", "--all-seen", "--coder",
               "anna", "--coder", "ben", "--disagreements")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "Fast enough" in done.stdout


@pytest.mark.parametrize(
    ("unit", "coefficient", "more"),
    [
        ("sentence", "all", ()),
        ("source", "ac1", ()),
        ("window", "percent", ("--size", 20)),
        ("match", "alpha", ("--threshold", 0.4)),
        ("turn", "alpha-masi", ("--value", "set")),
        ("turn", "cohen", ("--value", "main", "--touching", "majority")),
        ("turn", "alpha", ("--value", "one", "--level", 1, "--bootstrap", 200, "--seed", 3)),
        ("character", "u-alpha", ()),
        ("word", "gamma", ("--seed", 3)),
        ("word", "boundary", ("--size", 3)),
        ("word", "windowdiff", ()),
        ("character", "atoms", ()),
        ("word", "u-alpha-1995", ()),
    ],
)
def test_units_and_coefficients(
    here: Study, unit: str, coefficient: str, more: tuple[object, ...]
) -> None:
    found = result_of("agreement", "--unit", unit, "--coefficient", coefficient, "--all-seen",
                      "--coder", "anna", "--coder", "ben", *more)  # fmt: skip
    assert found["coefficients"]
    assert found["coefficients"][0]["n_coders"] == 2


def test_regions_of_pictures_are_compared(here: Study) -> None:
    from PIL import Image

    from casestudy.regions import Region

    picture = here.sources.folder("one") / "screenshot.png"
    Image.new("RGB", (100, 100), "white").save(picture)
    for coder, x in (("anna", 0), ("ben", 5), ("ben", 60)):
        region = Region(picture=picture.name, x=x, y=0, width=30, height=30)
        here.coder(coder).code("one", "concerns", region=region)
    common = ("agreement", "--unit", "region", "--coefficient", "percent", "--coder", "anna",
              "--coder", "ben", "--source", "one", "--disagreements")  # fmt: skip
    found = result_of(*common)
    assert found["coefficients"][0]["value"] == 0.5
    assert found["disagreements"][0]["said"] == {"anna": "no code", "ben": "concerns"}
    assert "screenshot.png#xywh=60,0,30,30" in run(*common).stdout


def refused(*arguments: object) -> str:
    done = run(*arguments)
    assert done.exit_code != 0
    return f"{done.stderr} {done.exception}"


def test_what_does_not_fit_is_refused(here: Study) -> None:
    assert "Missing option" in refused("agreement", "--coefficient", "alpha")
    common = ("agreement", "--coder", "anna", "--coder", "ben")
    for more, words in (
        (("--unit", "turm", "--coefficient", "alpha"), "did you mean 'turn'"),
        (("--unit", "turn", "--coefficient", "alfa"), "did you mean 'alpha'"),
        (("--unit", "turn", "--coefficient", "gamma"), "does not fit one value a unit"),
        (("--unit", "word", "--coefficient", "alpha"), "does not fit the continuum"),
        (("--unit", "turn", "--coefficient", "alpha", "--seen", "anna"), "CODER=SOURCE"),
        (("--unit", "turn", "--coefficient", "alpha", "--coder", "ana"), "did you mean 'anna'"),
        (("--unit", "turn", "--coefficient", "alpha", "--source", "on"), "did you mean 'one'"),
        (
            ("--unit", "turn", "--coefficient", "alpha", "--source", "two"),
            "anna coded none of them",
        ),
    ):
        assert words in refused(*common, *more)
    seen = ("--seen", "anna=one", "--seen", "ben=one,two", "--source", "one")
    done = result_of(*common, "--unit", "turn", "--coefficient", "alpha", *seen)
    assert done["settings"]["seen"] == "as stated"


def test_nothing_coded_yet_is_said(tmp_path: Path) -> None:
    study = casestudy.new_study(tmp_path / "new")
    assert "nobody has coded any source yet" in refused(
        "agreement", "--unit", "turn", "--coefficient", "alpha", "--study", study.folder
    )


# --- adjudicate ----------------------------------------------------------------------------------

PANEL = ("--coder", "anna", "--coder", "ben")


def test_open_questions_rules_and_progress(here: Study) -> None:
    found = result_of("adjudicate", *PANEL)
    kinds = {row["code"]: row["kind"] for row in found["questions"]}
    assert kinds == {"transparency": "unanimous", "timeliness": "split", "concerns": "alone"}
    done = result_of("adjudicate", *PANEL, "--rule", "unanimous")
    assert done["counts"] == {"open": 2, "adopted": 1, "rejected": 0}
    assert done["progress"][0] == {
        "source": "one", "questions": 2, "open": 1, "adopted": 1, "rejected": 0,
    }  # fmt: skip
    listed = run("adjudicate", *PANEL)
    assert "Fast enough" in listed.stdout
    assert "transparency" not in listed.stdout
    assert "2 open, 1 adopted, 0 rejected" in listed.stderr


def test_one_by_one(here: Study) -> None:
    rows = {row["code"]: row["question"] for row in result_of("adjudicate", *PANEL)["questions"]}
    run("adjudicate", rows["timeliness"], *PANEL, "--accept", "--reason", "both see it now")
    run("adjudicate", rows["concerns"], *PANEL, "--reject", "--reason", "no concern")
    found = {row["code"]: row for row in result_of("adjudicate", *PANEL)["questions"]}
    assert found["timeliness"]["outcome"] == "adopted"
    assert found["timeliness"]["reason"] == "both see it now"
    assert found["concerns"]["outcome"] == "rejected"
    start = here.sources["one"].text.index("Fast enough")
    run("adjudicate", rows["timeliness"], *PANEL, "--accept", "--reason", "shorter",
        "--start", start, "--end", start + 4)  # fmt: skip
    frame = here.codings.only(coder="consensus").frame
    assert frame["quote"].tolist() == ["Fast"]


def test_asked_one_after_another(here: Study) -> None:
    done = run("adjudicate", *PANEL, "--ask", answers="a\nsame words\nr\nno\nl\n")
    assert done.exit_code == 0, done.stderr
    assert "transparency in one: We trust them" in done.stderr
    assert result_of("adjudicate", *PANEL)["counts"] == {"open": 1, "adopted": 1, "rejected": 1}
    stopped = run("adjudicate", *PANEL, "--ask", answers="s\n")
    assert stopped.exit_code == 0


def test_contradictions_are_refused(here: Study) -> None:
    for arguments, words in (
        (("q", "--accept", "--reject"), "give one of"),
        (("q",), "say what is decided"),
        (("q", "--rule", "unanimous"), "give one of"),
        (("q", "--accept", "--reason", "x", "--start", "1"), "give both --start and --end"),
        (("q", "--accept", "--reason", "x"), "no question has the id 'q'"),
        (("--rule", "all"), "rule 'all' is not known"),
    ):
        assert words in refused("adjudicate", *PANEL, *arguments)
