"""The kernel dies at any moment; whatever the desk called saved is in the log, once."""

from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casestudy.store.fold import read_log, standing
from casestudy.study import Study

from .browsing import DeskPage
from .kernel_process import KernelProcess

N_CODINGS = int(os.environ.get("DESK_KILL_CODINGS", "40"))
LEAST_KILLS = 3
RECORD = """() => {
    const { saving } = desks.desk.el.codingDesk;
    const before = saving.saved.bind(saving);
    saving.saved = (message) => {
        (globalThis.savedActs ??= []).push(message.act);
        before(message);
    };
}"""


SELECT = """(number) => {
    const { selection, source } = desks.desk.el.codingDesk;
    selection.hasMoved = true;
    selection.set(source.rowStart(number), source.rowEnd(number), "keys");
}"""


class KilledPage(DeskPage):
    """A page whose Python is a process that may be gone."""

    kernel: KernelProcess

    def _receive(self, name: str, message: str) -> str:
        return json.dumps(self.kernel.answers(json.loads(message)))

    def run_cell(self) -> None:
        """Put the desk on the page anew, as running its cell again does."""
        self.page.evaluate("globalThis.desks?.desk?.end()")
        self.page.evaluate("mount('desk', 500)")
        self.page.evaluate(RECORD)
        self.drawn()


def text_of(study: Study, folder: Path) -> None:
    """A source with a sentence for each coding."""
    words = "".join(f"Anna: Sentence number {n} is here.\n" for n in range(N_CODINGS + 2))
    (folder / "long.txt").write_text(words, "utf-8")
    study.import_files(folder / "long.txt", case="shop")


@pytest.fixture
def page(browser: Browser, study: Study, tmp_path: Path) -> Iterator[KilledPage]:
    text_of(study, tmp_path)
    made = KilledPage(browser)
    made.kernel = KernelProcess(study.folder, coder="anna", source="long")
    yield made
    made.kernel.end()
    made.close()


def test_what_was_called_saved_is_in_the_log(page: KilledPage, study: Study) -> None:
    page.run_cell()
    chance = random.Random(20261124)  # noqa: S311 (nothing secret, the same each time)
    kill_at = set(chance.sample(range(2, N_CODINGS), max(LEAST_KILLS, N_CODINGS // 25)))
    page.page.locator(".text").focus()
    for number in range(N_CODINGS):
        page.press("ArrowDown")
        timer = threading.Timer(chance.uniform(0, 0.03), page.kernel.kill)
        if number in kill_at:
            timer.start()
        page.press(str(number % 10))
        if number in kill_at:
            timer.join()
            page.run_cell()
            page.settled()
            page.page.locator(".text").focus()
            page.page.evaluate(SELECT, number)
        page.settled()
    saved = set(page.page.evaluate("savedActs"))
    path = study.folder / "codings" / "anna" / "long.jsonl"
    reading = read_log(path, shown="log")
    logged = [event["act"] for event in reading.events if event["op"] == "code"]
    assert page.kernel.n_started > LEAST_KILLS
    assert saved <= set(logged)
    assert len(logged) == len(set(logged)) == N_CODINGS
    assert len(standing(reading.events)) == N_CODINGS
    assert page.errors == []
