"""A real JupyterLab on a folder, and notebooks in it opened in a real browser."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page

PACKAGE = Path(__file__).parents[2]
START_WITHIN = 60


class Lab:
    """A running JupyterLab.

    Parameters
    ----------
    folder : path
        What it serves.
    address, token : str
        How to reach it.
    """

    def __init__(self, folder: Path, address: str, token: str) -> None:
        self.folder = folder
        self.address = address
        self.token = token

    def open(self, browser: Browser, name: str, cells: Sequence[str], **window: int) -> Page:
        """A new notebook with these cells, opened in a page of its own."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, self.folder / name)
        size = {"width": 1400, "height": 950, **window}
        page = browser.new_page(viewport=size)
        page.set_default_timeout(40_000)
        page.goto(f"{self.address}/lab/tree/{name}?reset&token={self.token}")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_function(
            "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        )
        return page


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """JupyterLab on a free port, with settings of its own, ended at the end."""
    token, port = secrets.token_hex(16), _free_port()
    own = folder / ".jupyter"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(PACKAGE), os.environ.get("PYTHONPATH", "")]),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
    }
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--ip=127.0.0.1",
        f"--IdentityProvider.token={token}", "--allow-root", f"--ServerApp.root_dir={folder}",
        "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    log = own / "log.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api/status?token={token}", server, log)
        yield Lab(folder, address, token)
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


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


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
