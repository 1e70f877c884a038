"""One browser for all tests of the desk in a browser, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from casestudy.desk.study_bench import StudyBench
from casestudy.study import Study

from .browsing import DeskPage, running_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running_browser() as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[DeskPage]:
    """A page for desks; whatever goes wrong in it fails the test."""
    made = DeskPage(browser)
    yield made
    errors = made.errors
    made.close()
    assert errors == []


@pytest.fixture
def anna(study: Study) -> StudyBench:
    """The bench of the coder anna in the small study."""
    return StudyBench(study, coder="anna")
