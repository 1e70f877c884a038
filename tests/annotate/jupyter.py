"""`casestudy desk` as a process, and notebooks in its JupyterLab opened in a real browser."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page

PACKAGE = Path(__file__).parents[2]
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from casestudy.cli import main; main()"
)
"""The command as a terminal starts it: what runs in the background may ignore Ctrl C."""
HOSTS = "[...document.querySelectorAll('.jp-OutputArea-output *')].filter((e) => e.codingDesk)"
"""Elements with a desk in them."""
DRAWN = f"{HOSTS}.some((e) => Number(e.dataset.drawn) >= 1)"
KERNEL = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"


class Lab:
    """A running JupyterLab with the desk in a notebook.

    Parameters
    ----------
    folder : Path
        The study.
    command : Popen
        The command that started it.
    address, notebook : str
        Where the notebook with the desk is, on the server and on the disk.
    """

    def __init__(
        self, folder: Path, command: subprocess.Popen[str], address: str, notebook: str
    ) -> None:
        self.folder = folder
        self.command = command
        self.address = address
        self.notebook = Path(notebook)

    @property
    def log(self) -> str:
        """What JupyterLab said."""
        return (self.folder / ".casestudy" / "desk" / "jupyter.log").read_text("utf-8")

    def page(self, browser: Browser) -> Page:
        """JupyterLab in a page, with the notebook that the command made."""
        page = browser.new_page(viewport={"width": 1400, "height": 950})
        page.set_default_timeout(40_000)
        page.goto(self.address)
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        return page

    def open(self, page: Page, name: str, cells: Sequence[str]) -> None:
        """A new notebook with these cells, in place of the one that is open in JupyterLab."""
        self._write(name, cells)
        page.evaluate(
            """async (path) => {
                for (const one of [...jupyterapp.shell.widgets('main')]) one.dispose();
                const panel = await jupyterapp.commands.execute('docmanager:open', { path });
                await panel.sessionContext.ready;
            }""",
            name,
        )
        page.wait_for_function(f"{KERNEL}?.status === 'idle'")

    def visit(self, page: Page, name: str, cells: Sequence[str]) -> None:
        """A new notebook with these cells, in a page of Notebook 7."""
        self._write(name, cells)
        page.goto(f"{self.address.partition('/notebooks/')[0]}/notebooks/{name}")
        page.wait_for_function(f"{KERNEL}?.status === 'idle'")

    def _write(self, name: str, cells: Sequence[str]) -> None:
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, self.folder / name)


@contextmanager
def running_lab(study: Path, *options: str, before: Sequence[str] = ()) -> Iterator[Lab]:
    """`casestudy desk` on a study, with settings of its own; Ctrl C ends it and all it started.

    `before` are words before the command, which starts it in some other way.
    """
    own = study.parent / "jupyter"
    (own / "config").mkdir(parents=True)
    told = {
        "LabApp": {"expose_app_in_browser": True, "extension_manager": "readonly"},
        "JupyterNotebookApp": {"expose_app_in_browser": True},
    }
    (own / "config" / "jupyter_server_config.json").write_text(json.dumps(told), "utf-8")
    environment = {
        **os.environ,
        **{
            f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
        },
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        "PYTHONPATH": str(PACKAGE),
        "PYTHONUNBUFFERED": "1",
    }
    command = subprocess.Popen(
        [*before, sys.executable, "-c", INTERRUPTIBLE, "desk", "--study", str(study), "--json",
         "--no-browser", *options],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    with command:
        try:
            yield Lab(study, command, **_places(command))
        finally:
            command.send_signal(signal.SIGINT)
            try:
                command.wait(150)
            except subprocess.TimeoutExpired:
                command.kill()  # the server sees its input close, and ends


def is_of_the_desk(error: str) -> bool:
    """Whether an error of a page, with its stack, comes from the desk's module, which is a blob.

    Jupyter raises errors of its own where it is busy or a kernel is restarted.
    """
    return "codingDesk" in error or "blob:" in error


def run_cell(page: Page, number: int, *, wait: bool = True) -> None:
    """Run one cell and wait until the kernel is idle again."""
    page.evaluate(
        """async ([number, wait]) => {
            const panel = jupyterapp.shell.currentWidget;
            panel.content.activeCellIndex = number;
            panel.content.deselectAll();
            const done = jupyterapp.commands.execute('notebook:run-cell');
            if (wait) await done;
        }""",
        [number, wait],
    )


def output(page: Page, number: int) -> str:
    """What a cell has put out, as text."""
    cell: Locator = page.locator(".jp-Notebook .jp-Cell").nth(number)
    return cell.locator(".jp-OutputArea-output").first.inner_text()


def _places(command: subprocess.Popen[str]) -> dict[str, str]:
    """Where the desk is, once the command says so."""
    assert command.stdout is not None
    said = ""
    for line in command.stdout:
        said += line
        try:
            return dict(json.loads(said))
        except json.JSONDecodeError:
            continue
    pytest.fail(f"the command ended with {command.wait()}: {said}")
