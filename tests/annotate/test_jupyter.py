"""The desk in a real JupyterLab: beside the notebook's own keys, through restart and reload."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from casestudy.opening import new_study, open_study
from casestudy.study import Study

from .jupyter import DRAWN, HOSTS, KERNEL, Lab, is_of_the_desk, output, run_cell, running_lab

CELLS = (
    "from casestudy import CodingDesk, open_study\nstudy = open_study()",
    'desk = CodingDesk(study, coder="anna", height=420)\ndesk',
    "len(desk.codings), desk.selected_text",
)
ASIDE = "Nobody but us knows the word zanzibar."
TALK = f"Anna: We trust the supplier.\nBen: {ASIDE}\nAnna: <script>alert(1)</script> ]]> end.\n"
WORD_BOX = """(row, word) => {
    const node = [...row.childNodes].find((one) => one.nodeType === Node.TEXT_NODE);
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(word));
    range.setEnd(node, node.data.indexOf(word) + word.length);
    const box = range.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all: starting it takes longer than all the rest."""
    folder = tmp_path_factory.mktemp("lab") / "study"
    study = new_study(folder, title="Trust in a shop")
    transcript = folder.parent / "talk.txt"
    transcript.write_text(TALK, "utf-8")
    assert not study.import_files(transcript, case="shop").refused
    with running_lab(folder, "--coder", "anna") as running:
        yield running
        assert running.command.poll() is None
    assert running.command.returncode == 0
    assert "Shutting down 1 kernel" in running.log or "Shutting down 2 kernels" in running.log


@pytest.fixture
def study(lab: Lab) -> Study:
    return open_study(lab.folder)


@pytest.fixture(scope="module")
def first_page(lab: Lab, browser: Browser) -> Iterator[Page]:
    """JupyterLab as the command opens it; none of its troubles may come from the desk."""
    page = lab.page(browser)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    yield page
    page.close()
    assert [one for one in errors if is_of_the_desk(one)] == []


@pytest.fixture(scope="module")
def opened(lab: Lab, first_page: Page) -> Page:
    """A notebook in the study in which somebody wrote the cells."""
    lab.open(first_page, "desk.ipynb", CELLS)
    run_cell(first_page, 0)
    return first_page


@pytest.fixture
def notebook(opened: Page) -> Page:
    """The notebook with a fresh desk that is drawn."""
    show(opened)
    return opened


def show(page: Page) -> None:
    """Run the cell with the desk and wait until it is drawn."""
    run_cell(page, 1)
    page.wait_for_function(DRAWN)
    page.locator(".text").scroll_into_view_if_needed()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def settled(page: Page) -> None:
    page.wait_for_function(f"{HOSTS}.every((e) => (e.dataset.waiting || '0') === '0')")


def quotes(study: Study) -> list[str]:
    return study.codings.only(coder="anna").frame["quote"].tolist()


def double_click_on(page: Page, word: str) -> None:
    """Double-click on a word; while the notebook still moves, a click may miss."""
    for _ in range(20):
        at = page.locator(".row").filter(has_text=word).first.evaluate(WORD_BOX, word)
        page.mouse.dblclick(*at)
        if page.evaluate(f"{HOSTS}[0].codingDesk.selection.text") == word:
            return
        page.wait_for_timeout(450)  # longer than the clicks of one double click are apart
    pytest.fail(f"no double click hit {word!r}")


def n_cells(page: Page) -> int:
    return int(page.evaluate("jupyterapp.shell.currentWidget.content.widgets.length"))


def test_the_desk_opens_without_a_cell_being_written(
    lab: Lab, first_page: Page, study: Study
) -> None:
    assert "/lab/tree/.casestudy/desk/anna.ipynb?token=" in lab.address
    first_page.wait_for_function(DRAWN)
    first_page.locator(".text").focus()
    press(first_page, "ArrowDown", "7")
    first_page.wait_for_selector(".saved.done")
    assert study.codings.frame["code"].tolist() == ["transparency"]
    press(first_page, "Control+z")
    settled(first_page)
    assert quotes(study) == []
    assert study.check() == []


def test_coding_beside_the_notebook(notebook: Page, study: Study, lab: Lab) -> None:
    """Mouse, keys, hostile words; the notebook keeps its cells and its own keys; nothing leaks."""
    cells = n_cells(notebook)
    double_click_on(notebook, "trust")
    press(notebook, "1")
    settled(notebook)
    assert quotes(study) == ["trust"]
    press(notebook, "ArrowDown", "ArrowDown", "2", "m", "Escape", "d", "d", "Escape", "x", "Escape")
    settled(notebook)
    assert quotes(study)[-1] == "Anna: <script>alert(1)</script> ]]> end."
    assert notebook.locator(".row").nth(2).inner_text() == quotes(study)[-1]
    assert n_cells(notebook) == cells
    assert notebook.locator(".jp-MarkdownCell").count() == 0
    press(notebook, "Control+z")
    settled(notebook)
    assert quotes(study) == ["trust"]
    run_cell(notebook, 2)
    assert output(notebook, 2).startswith("(1, ")

    press(notebook, "Escape")
    notebook.evaluate("jupyterapp.shell.currentWidget.content.mode = 'command'")
    notebook.evaluate("jupyterapp.shell.currentWidget.content.node.focus()")
    press(notebook, "b")
    notebook.wait_for_function(
        f"jupyterapp.shell.currentWidget.content.widgets.length === {cells + 1}"
    )
    notebook.evaluate("jupyterapp.commands.execute('docmanager:save')")
    notebook.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    saved = (lab.folder / "desk.ipynb").read_text("utf-8")
    assert "zanzibar" not in saved
    shown, picture = json.loads(saved)["cells"][1]["outputs"]
    still = "".join(picture["data"]["text/html"])
    assert "coded by anna" in still
    assert "".join(shown["data"]["text/plain"]).startswith("<CodingDesk of anna on 'talk'")

    notebook.evaluate("globalThis.styles = document.querySelectorAll('style').length")
    for _ in range(4):
        show(notebook)
    names = notebook.evaluate(
        "[...new Set([...CSS.highlights.keys()].map((n) => n.split('-')[2]))]"
    )
    assert len(names) == 1
    assert notebook.evaluate("document.querySelectorAll('style').length - styles") == 0


def test_through_a_restart_of_the_kernel_and_a_reload_of_the_page(
    notebook: Page, study: Study
) -> None:
    before = len(quotes(study))
    notebook.locator(".text").focus()
    press(notebook, "ArrowDown", "3")
    settled(notebook)
    assert len(quotes(study)) == before + 1
    notebook.evaluate(f"{KERNEL}.restart()")
    notebook.wait_for_function(f"{KERNEL}.status === 'idle'")
    notebook.locator(".text").focus()
    press(notebook, "ArrowDown", "4")
    notebook.wait_for_selector(".saved.late")
    assert "it is not saved" in notebook.locator(".banner").inner_text()
    assert len(quotes(study)) == before + 1
    run_cell(notebook, 0)
    show(notebook)
    settled(notebook)
    assert len(quotes(study)) == before + 2
    assert quotes(study)[-1].endswith(ASIDE)

    notebook.evaluate("jupyterapp.commands.execute('docmanager:save')")
    notebook.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    notebook.reload()
    notebook.wait_for_function(DRAWN)
    assert notebook.locator(".bar").count() >= 2
    notebook.locator(".text").focus()
    press(notebook, "Control+z")
    settled(notebook)
    assert len(quotes(study)) == before + 1


def test_coding_goes_on_while_the_kernel_computes(notebook: Page, study: Study) -> None:
    before = len(quotes(study))
    notebook.evaluate(
        f"""() => {{
            globalThis.isComputing = true;
            {KERNEL}.requestExecute({{ code: 'import time; time.sleep(600)' }})
                .done.finally(() => {{ globalThis.isComputing = false; }});
        }}"""
    )
    notebook.locator(".text").focus()
    press(notebook, "ArrowDown", "ArrowDown", "5")
    notebook.wait_for_selector(".saved.done")
    assert len(quotes(study)) == before + 1
    assert notebook.evaluate("isComputing")
    notebook.evaluate(f"{KERNEL}.interrupt()")
    notebook.wait_for_function("!isComputing")


def test_what_another_process_codes_is_picked_up(notebook: Page, study: Study) -> None:
    shown = notebook.locator(".bar").count()
    study.coder("ben").code("talk", "concerns", quote="We trust the supplier.")
    notebook.wait_for_function(
        f"(n) => {HOSTS}[0].shadowRoot.querySelectorAll('.bar').length > n", arg=shown
    )
