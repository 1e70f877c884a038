"""Keys pressed before a text is there: they code nothing, and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.desk.study_bench import StudyBench
from casestudy.study import Study

from .browsing import DeskPage

FIRST = "We trust the supplier."
UNHEARD = "is not open yet, so that key did nothing"


@pytest.fixture
def two(study: Study, tmp_path: Path) -> Study:
    """The study with a second interview."""
    (tmp_path / "visit.txt").write_text("Eve: Come in.\nDan: Thank you.\n", "utf-8")
    study.import_files(tmp_path / "visit.txt", case="shop")
    return study


def said(page: DeskPage) -> str:
    return page.text(".foot-words")


def wait_for_python(page: DeskPage, *, milliseconds: int) -> None:
    """Let the desk wait for another text so long."""
    page.page.evaluate("(n) => { desks.desk.el.codingDesk.arrival.patience = n; }", milliseconds)


def hear(page: DeskPage) -> None:
    """Give Python what the page sent while nobody listened, and the page what Python answers."""
    page.is_deaf = False
    for message in page.received:
        page.desks["desk"].receive(message)
    page.flush()


def test_keys_before_the_first_text_are_told_to_do_nothing(
    page: DeskPage, anna: StudyBench
) -> None:
    page.is_deaf = True
    page.put(anna)
    assert said(page) == "Waiting for the text …"
    page.page.locator(".text").focus()
    for keys in (("ArrowDown", "7"), ("q",), ("Escape",), ("Control+z",), ("Shift+N",)):
        page.page.locator(".foot-words").evaluate("(e) => { e.textContent = ''; }")
        page.press(*keys)
        assert said(page).startswith(f"The text {UNHEARD}"), keys
    assert not page.page.locator(".palette").is_visible()
    page.press("?")
    assert page.page.get_by_role("dialog").filter(has_text="the code that has this digit").count()
    page.press("Escape")

    page.page.locator(".text").focus()
    hear(page)
    page.drawn()
    page.page.wait_for_function(
        "desks.desk.el.shadowRoot.querySelector('.only-heard').textContent === 'talk is open.'"
    )
    assert anna.study.codings.frame.empty
    page.press("ArrowDown", "7")
    page.settled()
    assert anna.study.codings.frame["quote"].tolist() == [FIRST]


def test_keys_while_another_text_is_opened_do_not_code_the_one_before(
    page: DeskPage, two: Study
) -> None:
    page.mount(StudyBench(two, coder="anna"))
    page.page.locator(".text").focus()
    page.is_deaf = True
    page.received.clear()
    wait_for_python(page, milliseconds=600_000)
    page.page.evaluate("desks.desk.el.codingDesk.openSource('visit')")
    page.press("ArrowDown", "7")
    assert said(page).startswith(f"visit {UNHEARD}")
    hear(page)
    page.drawn(times=2)
    page.press("ArrowDown", "7")
    page.settled()
    assert two.codings.frame["source"].tolist() == ["visit"]


def test_what_cannot_be_opened_leaves_the_desk_as_it_was(page: DeskPage, two: Study) -> None:
    page.mount(StudyBench(two, coder="anna"))
    page.page.locator(".text").focus()
    page.page.evaluate("desks.desk.el.codingDesk.openSource('vist')")
    page.page.wait_for_function("!desks.desk.el.codingDesk.arrival.isDue")
    assert "did you mean 'visit'?" in said(page)
    page.press("ArrowDown", "7")
    page.settled()
    assert two.codings.frame["source"].tolist() == ["talk"]


def test_a_kernel_that_does_not_open_a_text_does_not_hold_the_desk(
    page: DeskPage, two: Study
) -> None:
    page.mount(StudyBench(two, coder="anna"))
    page.page.locator(".text").focus()
    page.is_deaf = True
    wait_for_python(page, milliseconds=50)
    page.page.evaluate("desks.desk.el.codingDesk.openSource('visit')")
    page.page.wait_for_function("!desks.desk.el.codingDesk.arrival.isDue")
    assert said(page) == "Python has not opened visit yet."
    page.is_deaf = False
    page.press("ArrowDown", "7")
    page.settled()
    assert two.codings.frame["source"].tolist() == ["talk"]
