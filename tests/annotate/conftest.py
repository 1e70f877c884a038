"""A browser for the tests of each file of the desk in a browser, and an empty page for each test.

Playwright keeps an event loop running in the thread until it ends, and nothing else can run one of
its own there: so a browser ends with its file, before the tests of other rooms begin.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from casestudy.desk.study_bench import StudyBench
from casestudy.study import Study

from .browsing import DeskPage, running_browser


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
