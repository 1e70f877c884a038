"""A study rerun: claims travel out of clean kernels, and whatever fails is named with its cell."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
import pytest
from typer.testing import CliRunner, Result

from casestudy.cli import app
from casestudy.reproduce import NotebookRun, run_notebooks, saved_outputs
from casestudy.reproduce.recording import MIME

nbformat: Any = untyped_nbformat
RECORD = "from casestudy.reproduce import record_claim\n"


def write_notebook(path: Path, *cells: str) -> Path:
    """A notebook with these code cells, after a cell of words."""
    notebook: Any = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_markdown_cell("# What is computed here")]
    notebook.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


NOTEBOOKS: dict[str, Sequence[str]] = {
    "01_sound": (
        RECORD + "record_claim('V1', 6)",
        "import numpy as np\nrecord_claim('V2', np.float64(0.815))\nrecord_claim('V2', 0.815)",
        "record_claim('V3', ('email', 'phone')); record_claim('V4', True)",
        "import os, pathlib\npathlib.Path('where.txt').write_text(os.environ['PYTHONHASHSEED'])",
    ),
    "02_fails": (
        RECORD + "record_claim('V5', 1)",
        "rows = []\nsum(rows) / len(rows)",
        "record_claim('V6', 1)",
    ),
    "04_dies": ("x = 1", "import os\nos._exit(3)", "y = 2"),
    "05_clash": (RECORD + "record_claim('V7', 1)", "record_claim('V7', 2)"),
    "06_refused": (RECORD + "record_claim('V8', float('nan'))",),
    "07_quits": ("import sys\nsys.exit(3)",),
    "08_blank": ("", "x = 1", "  \n", "1 / 0", "y = 2"),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, NotebookRun], list[str]]:
    """Every notebook run once, two at a time, with a broken file among them."""
    folder = tmp_path_factory.mktemp("notebooks")
    paths = [write_notebook(folder / f"{name}.ipynb", *cells) for name, cells in NOTEBOOKS.items()]
    broken = folder / "03_broken.ipynb"
    broken.write_text('{"cells": [')
    paths.insert(2, broken)
    told: list[str] = []
    runs = run_notebooks(paths, executed=folder / "executed", jobs=2, on_progress=told.append)
    assert [run.name for run in runs] == [path.name for path in paths]
    return folder, {Path(run.name).stem: run for run in runs}, told


Ran = tuple[Path, dict[str, NotebookRun], list[str]]


def test_claims_are_harvested_as_plain_values(ran: Ran) -> None:
    run = ran[1]["01_sound"]
    assert run.error == ""
    assert run.claims == {"V1": 6, "V2": 0.815, "V3": ["email", "phone"], "V4": True}
    assert run.claims["V4"] is True
    assert run.seconds > 0


def test_a_notebook_runs_in_its_own_folder_in_a_fixed_environment(ran: Ran) -> None:
    assert (ran[0] / "where.txt").read_text() == "0"


def test_a_failing_cell_is_quoted_with_notebook_and_number(ran: Ran) -> None:
    run = ran[1]["02_fails"]
    assert run.error == (
        "02_fails.ipynb, code cell 2: ZeroDivisionError: division by zero\n"
        "    rows = []\n    sum(rows) / len(rows)"
    )
    assert run.claims == {"V5": 1}


def test_a_file_that_is_no_notebook_is_named(ran: Ran) -> None:
    run = ran[1]["03_broken"]
    assert run.error.startswith("03_broken.ipynb: not a notebook: ")
    assert run.claims == {}


def test_a_cell_that_kills_its_kernel_is_quoted(ran: Ran) -> None:
    run = ran[1]["04_dies"]
    assert run.error.startswith("04_dies.ipynb, code cell 2: ")
    assert "os._exit(3)" in run.error
    assert "died" in run.error


def test_two_values_for_one_claim_are_a_fault(ran: Ran) -> None:
    run = ran[1]["05_clash"]
    assert run.error == "05_clash.ipynb: two different values were recorded for 'V7'"


def test_a_value_that_cannot_be_compared_fails_where_it_is_recorded(ran: Ran) -> None:
    run = ran[1]["06_refused"]
    assert "code cell 1: ValueError: nan cannot be compared" in run.error
    assert run.claims == {}


def test_blank_cells_are_not_taken_for_the_failing_one(ran: Ran) -> None:
    assert ran[1]["08_blank"].error == (
        "08_blank.ipynb, code cell 4: ZeroDivisionError: division by zero\n    1 / 0"
    )


def test_outputs_stored_in_a_notebook_are_never_taken_for_computed(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "01_stored.ipynb", "x = 1", "import os\nos._exit(3)", "y = 2")
    stored: Any = nbformat.read(path, as_version=4)
    claim = {MIME: {"id": "V1", "value": 6}}
    for number, cell in enumerate(stored.cells[1:], start=1):
        cell.execution_count = number
        cell.outputs = [nbformat.v4.new_output("display_data", data=claim)]
    nbformat.write(stored, path)
    [run] = run_notebooks([path], executed=tmp_path / "executed", jobs=1)
    assert run.claims == {}
    assert run.error.startswith("01_stored.ipynb, code cell 2: ")


def test_a_notebook_that_the_runner_chokes_on_is_named(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": 5, "metadata": {}, "outputs": [], "id": "a"}
    path = tmp_path / "01_odd.ipynb"
    path.write_text(json.dumps({
        "nbformat": 4, "nbformat_minor": 5, "metadata": {},
        "cells": [{**cell, "execution_count": None}],
    }))  # fmt: skip
    [run] = run_notebooks([path], executed=tmp_path / "executed", jobs=1)
    assert run.error.startswith("01_odd.ipynb")


def test_a_cell_that_quits_is_a_failure(ran: Ran) -> None:
    assert ran[1]["07_quits"].error.startswith("07_quits.ipynb, code cell 1: SystemExit: 3")


def test_one_failure_stops_no_other_notebook(ran: Ran) -> None:
    _, runs, told = ran
    assert sorted(told) == sorted(f"{name}.ipynb" for name in [*NOTEBOOKS, "03_broken"])
    assert [name for name, run in runs.items() if not run.error] == ["01_sound"]


def test_the_notebooks_are_not_written_to_and_copies_lie_apart(ran: Ran) -> None:
    folder = ran[0]
    for name in NOTEBOOKS:
        stored: Any = nbformat.read(folder / f"{name}.ipynb", as_version=4)
        assert all(cell.outputs == [] for cell in stored.cells if cell.cell_type == "code")
    executed: Any = nbformat.read(folder / "executed" / "01_sound.ipynb", as_version=4)
    assert executed.cells[1].outputs[0]["data"]["text/plain"] == "V1 computed: 6"
    assert "widgets" not in executed.metadata


# --- the whole study ------------------------------------------------------------------------------

FINDING = """
[[finding]]
id = "{id}"
statement = "{statement}"
work = "w2001"
page = "40"
kind = "published_evidence"
computes = "rows"
expected = {expected}
{more}
"""
SAVED = """
import json, pathlib
record = {"title": "Cases", "alt": "six bars", "provenance": ["SYNTHETIC: a test"],
          "synthetic": True, "files": ["cases.svg"], "width_mm": 90.0}
for folder in ("figures", "tables"):
    pathlib.Path("..", folder, "cases.json").write_text(json.dumps(record))
pathlib.Path("../figures/cases.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
pathlib.Path("../tables/cases.html").write_text("<table></table>")
"""


def study_of(folder: Path, *, last_claim: str) -> Path:
    """A study with three findings, two notebooks, a figure and a table."""
    findings = [
        FINDING.format(id="V1", statement="six cases", expected=6, more=""),
        FINDING.format(id="V2", statement="agreement", expected='"0.82"', more='compare="printed"'),
        FINDING.format(id="V3", statement="shops sell", expected="true", more=""),
        '[[finding]]\nid = "V4"\nstatement = "answers"\nwork = "w2001"\n'
        'kind = "not_recoverable"\nwhy = "no rows"\n',
    ]
    for name in ("figures", "tables", "notebooks"):
        (folder / name).mkdir(parents=True)
    (folder / "study.toml").write_text('[study]\ntitle = "Six <shops>"\n')
    (folder / "notebooks" / "published.toml").write_text("".join(findings))
    write_notebook(folder / "notebooks" / "01_cases.ipynb", RECORD + "record_claim('V1', 6)", SAVED)
    write_notebook(
        folder / "notebooks" / "02_answers.ipynb",
        RECORD + "record_claim('V2', 0.815)\nrecord_claim('V3', True)",
        last_claim,
    )
    old = folder / "figures" / "old.json"
    old.write_text("{}")
    os.utime(old, ns=(1, 1))
    return folder


def reproduce(study: Path, *arguments: str) -> Result:
    command = ["reproduce", "--study", str(study), "--jobs", "2", *arguments]
    return CliRunner().invoke(app, command)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    study = study_of(tmp_path_factory.mktemp("sound"), last_claim="")
    return study, reproduce(study, "--json")


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    stranger = "record_claim('V9', 1)"
    study = study_of(tmp_path_factory.mktemp("wrong"), last_claim=stranger)
    path = study / "notebooks" / "published.toml"
    path.write_text(path.read_text().replace("expected = 6", "expected = 7"))
    return study, reproduce(study)


def test_a_study_that_holds_is_exit_code_0_and_json_alone(sound: tuple[Path, Result]) -> None:
    study, done = sound
    assert done.exit_code == 0, done.stderr
    saved = {
        "id": "cases",
        "title": "Cases",
        "synthetic": True,
        "provenance": ["SYNTHETIC: a test"],
    }
    assert json.loads(done.stdout) == {
        "claims": [
            {"id": "V1", "kind": "published_evidence", "expected": 6, "computed": 6,
             "verdict": "holds"},
            {"id": "V2", "kind": "published_evidence", "expected": "0.82", "computed": 0.815,
             "verdict": "holds"},
            {"id": "V3", "kind": "published_evidence", "expected": True, "computed": True,
             "verdict": "holds"},
            {"id": "V4", "kind": "not_recoverable", "expected": None, "computed": None,
             "verdict": "not recoverable"},
        ],
        "figures": [{**saved, "files": ["figures/cases.svg"]}],
        "tables": [{**saved, "files": ["tables/cases.svg"]}],
        "report": str(study / "report" / "index.html"),
        "faults": [],
    }  # fmt: skip
    assert done.stderr == "left from an earlier run, not written by this one: old\n"


def test_ledger_and_page_are_written(sound: tuple[Path, Result]) -> None:
    study, done = sound
    written = json.loads((study / "report" / "ledger.json").read_text("utf-8"))
    assert written == json.loads(done.stdout)["claims"]
    rows = (study / "report" / "ledger.csv").read_text("utf-8").splitlines()
    assert len(rows) == 5
    page = (study / "report" / "index.html").read_text("utf-8")
    assert "Six &lt;shops&gt;" in page
    assert "Six <shops>" not in page


def test_a_wrong_claim_is_exit_code_1_and_named(wrong: tuple[Path, Result]) -> None:
    study, done = wrong
    assert done.exit_code == 1
    assert (
        "WRONG  V1: differs; expected 7 (equal), computed 6. six cases (w2001, p. 40)\n"
        in done.stderr
    )
    assert "V9" in done.stderr
    assert "published.toml does not list" in done.stderr
    assert done.stderr.count("WRONG  ") == 2
    assert "4 claims: 2 holds, 1 differs, 1 not recoverable" in done.stderr
    assert (study / "report" / "index.html").exists()
    rows = {line.split()[0]: line.split()[-1] for line in done.stdout.splitlines()}
    assert rows["V1"] == "differs"
    assert rows["V2"] == "holds"


def test_two_notebooks_that_disagree_are_named(tmp_path: Path) -> None:
    study = study_of(tmp_path / "s", last_claim="record_claim('V1', 7)")
    done = reproduce(study)
    assert done.exit_code == 1
    assert "02_answers.ipynb recorded 7 for 'V1', an earlier notebook 6; record each" in done.stderr


# --- what was saved -------------------------------------------------------------------------------


def test_outputs_of_an_earlier_run_are_told_apart(tmp_path: Path) -> None:
    for name, time in (("a", 5), ("b", 10), ("c", 15)):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"title": name.upper()}))
        os.utime(path, ns=(time, time))
    (tmp_path / "a.svg").touch()
    found = saved_outputs(tmp_path, since_ns=10)
    assert found.written == ({"title": "B", "id": "b"}, {"title": "C", "id": "c"})
    assert found.stale == ("a",)
    assert saved_outputs(tmp_path / "nowhere", since_ns=0).written == ()
