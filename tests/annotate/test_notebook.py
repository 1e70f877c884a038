"""The desk in a real Notebook 7: beside its keys, through a restart, and as a saved picture."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from casestudy.opening import new_study, open_study
from casestudy.study import Study

from .hosted import HostedDesk
from .jupyter import KERNEL, Lab, is_of_the_desk, output, run_cell, running_lab

CELLS = (
    "from casestudy import CodingDesk, open_study\nstudy = open_study()",
    'desk = CodingDesk(study, coder="anna", height=420)\ndesk',
    "len(desk.codings), desk.selected_text",
)
TALK = "Anna: We trust the supplier.\nBen: Nobody knows the word zanzibar.\nAnna: I see.\n"
N_CELLS = "jupyterapp.shell.currentWidget.content.widgets.length"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One server for all: starting it takes longer than all the rest."""
    folder = tmp_path_factory.mktemp("notebook") / "study"
    study = new_study(folder, title="Trust in a shop")
    transcript = folder.parent / "talk.txt"
    transcript.write_text(TALK, "utf-8")
    assert not study.import_files(transcript, case="shop").refused
    with running_lab(folder, "--coder", "anna", "--app", "notebook") as running:
        yield running


@pytest.fixture
def study(lab: Lab) -> Study:
    return open_study(lab.folder)


@pytest.fixture(scope="module")
def page(lab: Lab, browser: Browser) -> Iterator[Page]:
    """Notebook 7 as the command opens it; none of its troubles may come from the desk."""
    page = lab.page(browser)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    yield page
    page.close()
    assert [one for one in errors if is_of_the_desk(one)] == []


def quotes(study: Study) -> list[str]:
    return study.codings.only(coder="anna").frame["quote"].tolist()


def test_the_command_opens_the_desk_in_notebook_7(lab: Lab, page: Page, study: Study) -> None:
    assert "/notebooks/.casestudy/desk/anna.ipynb?token=" in lab.address
    desk = HostedDesk(page)
    desk.drawn()
    desk.focus()
    desk.press("ArrowDown", "7")
    page.wait_for_selector(".saved.done")
    assert study.codings.frame["code"].tolist() == ["transparency"]
    desk.press("Control+z")
    desk.settled()
    assert quotes(study) == []
    assert study.check() == []


def test_coding_beside_the_notebook(lab: Lab, page: Page, study: Study) -> None:
    lab.visit(page, "desk.ipynb", CELLS)
    run_cell(page, 0)
    run_cell(page, 1)
    desk = HostedDesk(page)
    desk.drawn()
    cells = page.evaluate(N_CELLS)

    desk.double_click("trust")
    desk.press("1")
    desk.settled()
    assert quotes(study) == ["trust"]
    desk.press("ArrowDown", "2", "m", "Escape", "d", "d", "Escape", "x", "Escape", "b", "Escape")
    desk.settled()
    assert len(quotes(study)) == 2
    assert page.evaluate(N_CELLS) == cells
    assert page.locator(".jp-MarkdownCell").count() == 0
    desk.press("Control+z")
    desk.settled()
    assert quotes(study) == ["trust"]
    run_cell(page, 2)
    assert output(page, 2).startswith("(1, ")

    page.evaluate("jupyterapp.shell.currentWidget.content.mode = 'command'")
    page.evaluate("jupyterapp.shell.currentWidget.content.node.focus()")
    desk.press("b")
    page.wait_for_function(f"{N_CELLS} === {cells + 1}")


def test_a_cell_run_again_leaves_nothing_behind(page: Page) -> None:
    desk = HostedDesk(page)
    run_cell(page, 1)
    desk.drawn()
    before = desk.left_in_the_page()
    runs = 5
    for _ in range(runs):
        run_cell(page, 1)
        desk.drawn()
    assert len(desk.marks()) == 1
    more = desk.left_in_the_page() - before  # Notebook may add a thing of its own at any time
    assert [thing for thing, n in more.items() if n >= runs] == []


def test_through_a_restart_of_the_kernel(page: Page, study: Study) -> None:
    desk = HostedDesk(page)
    before = len(quotes(study))
    page.evaluate(f"{KERNEL}.restart()")
    page.wait_for_function(f"{KERNEL}.status === 'idle'")
    desk.focus()
    desk.press("ArrowDown", "4")
    page.wait_for_selector(".saved.late")
    assert "it is not saved" in desk.at(".banner").inner_text()
    assert len(quotes(study)) == before
    run_cell(page, 0)
    run_cell(page, 1)
    desk.drawn()
    desk.settled()
    assert len(quotes(study)) == before + 1


def test_a_saved_notebook_keeps_a_still_picture(lab: Lab, page: Page) -> None:
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    cell = json.loads((lab.folder / "desk.ipynb").read_bytes())["cells"][1]
    shown, _ = (output["data"] for output in cell["outputs"])
    assert "text/html" not in shown  # a page made of the notebook would have the picture twice
    assert "zanzibar" not in str(cell)  # it was collected, so its words stay in the study
    picture = page.locator("[data-still]")
    assert not picture.is_visible()
    page.evaluate(f"{KERNEL}.shutdown()")
    page.goto("about:blank")
    page.goto(f"{lab.address.partition('/notebooks/')[0]}/notebooks/desk.ipynb")
    picture.wait_for()
    assert "coded by anna: 1 codings" in picture.inner_text()
    assert "Run the cell for the desk itself" in picture.inner_text()
