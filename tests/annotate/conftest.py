"""A browser for the tests of each file of the desk in a browser, and an empty page for each test.

Playwright keeps an event loop running in the thread until it ends, and nothing else can run one of
its own there: so a browser ends with its file, before the tests of other rooms begin.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casestudy.desk.study_bench import StudyBench
from casestudy.opening import open_study
from casestudy.study import Study

from .browsing import DeskPage, running_browser

MADE_UP = Path(__file__).parents[2] / "synthetic" / "websites_study"
PAGE = "nordmotor.example_privacy"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as made:
        yield made


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[DeskPage]:
    made = DeskPage(browser)
    yield made
    made.close()


@pytest.fixture
def page(window: DeskPage) -> Iterator[DeskPage]:
    """A page for desks, loaded anew; whatever goes wrong in it fails the test."""
    window.renew()
    yield window
    assert window.errors == []


@pytest.fixture
def anna(study: Study) -> StudyBench:
    """The bench of the coder anna in the small study."""
    return StudyBench(study, coder="anna")


@pytest.fixture
def pages(tmp_path: Path) -> Study:
    """A study with one captured page of a made-up site."""
    shutil.copytree(MADE_UP / "coding_scheme", tmp_path / "site" / "coding_scheme")
    shutil.copy(MADE_UP / "study.toml", tmp_path / "site")
    place = Path("sources") / "websites" / PAGE
    shutil.copytree(MADE_UP / place, tmp_path / "site" / place)
    return open_study(tmp_path / "site")
