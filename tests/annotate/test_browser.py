"""The desk in a browser: reading, selecting, coding, undoing; nothing is called saved early."""

from __future__ import annotations

import re

import pytest

from casestudy.desk.study_bench import StudyBench
from casestudy.study import Study

from .browsing import DeskPage

FIRST = "We trust the supplier."


def rows(study: Study) -> list[tuple[str, str]]:
    frame = study.codings.frame
    return list(zip(frame["code"], frame["quote"], strict=True))


def at_first_sentence(page: DeskPage) -> None:
    page.page.locator(".text").focus()
    page.press("ArrowDown")


def test_a_source_is_shown_with_its_speakers_and_lines(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    assert page.page.locator(".head .who").all_inner_texts() == ["Anna", "Ben", "Anna", "Ben"]
    assert page.page.locator(".row").all_inner_texts() == [
        FIRST, "Why do you?", "Because the stock levels are live, and somebody answers.", "I see.",
    ]  # fmt: skip
    assert page.text(".source-title") == "talk"
    assert page.page.locator(".code-line .name").count() == 10


def test_a_sentence_is_coded_by_keys_alone(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    at_first_sentence(page)
    page.press("7", "ArrowDown", "ArrowDown", "8", "9")
    page.settled()
    assert rows(anna.study) == [
        ("transparency", FIRST),
        ("timeliness", "Because the stock levels are live, and somebody answers."),
        ("customization", "Because the stock levels are live, and somebody answers."),
    ]
    assert re.match(r"saved \d", page.text(".saved"))
    assert page.page.locator(".bar").count() == 3
    assert page.page.locator(".tag").all_inner_texts() == [
        "transparency", "timeliness", "customization",
    ]  # fmt: skip


def test_words_are_coded_with_the_mouse(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    box = page.page.locator(".row").nth(2).bounding_box()
    assert box is not None
    middle = box["y"] + 14
    page.page.mouse.move(box["x"] + 1, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 120, middle, steps=4)
    page.page.mouse.up()
    words = page.desks["desk"].selection
    page.page.locator(".code-line").nth(9).click()
    page.settled()
    [(code, quote)] = rows(anna.study)
    assert code == "concerns"
    assert quote.startswith("Because the")
    assert quote == quote.strip()
    assert words is None or words.start == anna.source("talk").text.index("Because")


def test_a_double_click_takes_the_word_a_triple_one_the_sentence(
    page: DeskPage, anna: StudyBench
) -> None:
    page.mount(anna)
    box = page.page.locator(".row").first.bounding_box()
    assert box is not None
    for clicks, across, wanted in ((2, 45, "trust"), (3, 110, FIRST)):
        page.page.mouse.click(box["x"] + across, box["y"] + 14, click_count=clicks)
        page.press("1")
        page.settled()
        assert rows(anna.study)[-1][1] == wanted


def test_letters_find_a_code(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    at_first_sentence(page)
    page.press("q", "u")
    page.page.keyboard.type("ick r")
    assert page.page.locator(".palette-line").first.inner_text().startswith("quick responses")
    page.press("Enter")
    page.settled()
    assert rows(anna.study) == [("communication.quick_responses", FIRST)]
    page.press("Enter")
    assert page.page.locator(".palette-line").first.inner_text().startswith("quick responses")
    page.press("Escape")
    assert page.page.locator(".palette").is_hidden()


def test_undo_and_redo_without_end(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    at_first_sentence(page)
    for key in "123":
        page.press(key)
        page.settled()
    for left in (2, 1, 0):
        page.press("Control+z")
        page.settled()
        assert len(rows(anna.study)) == left
    assert page.page.locator(".bar").count() == 0
    page.press("Control+z")
    page.settled()
    assert "nothing to undo" in page.text(".banner")
    for now in (1, 2, 3):
        page.press("Control+y")
        page.settled()
        assert len(rows(anna.study)) == now
    assert page.page.locator(".bar").count() == 3


def test_a_coding_is_chosen_recoded_fitted_noted_and_taken_away(
    page: DeskPage, anna: StudyBench
) -> None:
    page.mount(anna)
    at_first_sentence(page)
    page.press("1")
    page.settled()
    page.press("Escape", ".")
    page.press("Shift+R", "t", "i", "m", "e", "l", "Enter")
    page.settled()
    assert rows(anna.study) == [("timeliness", FIRST)]
    page.press("Shift+ArrowDown", "=")
    page.settled()
    assert rows(anna.study)[0][1].endswith("Why do you?")
    page.press("Shift+N")
    page.page.keyboard.type("doubt?")
    page.press("Control+Enter")
    page.settled()
    assert anna.study.codings.frame["memo"].tolist() == ["doubt?"]
    page.press("Delete")
    page.settled()
    assert rows(anna.study) == []
    for wanted in (1, 1, 1, 1):
        page.press("Control+z")
        page.settled()
        assert len(rows(anna.study)) == wanted
    assert rows(anna.study) == [("communication", FIRST)]


def test_the_same_code_is_not_given_twice(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    at_first_sentence(page)
    page.press("1", "1", "1")
    page.settled()
    assert len(rows(anna.study)) == 1
    assert "stands on these words already" in page.text(".foot-words")


def test_without_an_answer_nothing_is_called_saved(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.is_deaf = True
    at_first_sentence(page)
    page.press("1")
    assert page.text(".saved") == "saving …"
    assert page.page.locator(".bar.unsaved").count() == 1
    page.page.wait_for_selector(".banner:not([hidden])")
    assert "has not confirmed 1 act yet: it is not saved" in page.text(".banner")
    assert page.text(".saved") == "1 not saved"
    assert rows(anna.study) == []
    page.is_deaf = False
    page.page.locator(".banner button").click()
    page.settled()
    assert page.page.locator(".banner").is_hidden()
    assert rows(anna.study) == [("communication", FIRST)]
    assert page.page.locator(".bar.unsaved").count() == 0


def test_what_had_no_answer_is_sent_again_after_a_reload_and_not_done_twice(
    page: DeskPage, anna: StudyBench
) -> None:
    page.mount(anna)
    page.is_deaf = True
    at_first_sentence(page)
    page.press("1", "2")
    anna.do(page.received[-1]["act"])  # the second one was logged, only its answer was lost
    page.is_deaf = False
    page.load()
    page.show()
    page.settled()
    assert sorted(rows(anna.study)) == [("communality", FIRST), ("communication", FIRST)]
    assert page.page.evaluate("sessionStorage.length") == 0
    page.page.wait_for_function(
        "desks.desk.el.shadowRoot.querySelector('.foot-words').textContent.includes('2 acts')"
    )


def test_python_is_told_what_is_selected_and_can_select(page: DeskPage, anna: StudyBench) -> None:
    desk = page.mount(anna)
    seen: list[object] = []
    desk.on_selection(seen.append)
    at_first_sentence(page)
    page.until(lambda: desk.selection is not None)
    assert desk.selection is not None
    text = anna.source("talk").text
    assert text[desk.selection.start : desk.selection.end] == FIRST
    assert seen == [desk.selection]
    start = text.index("live")
    desk.select(type(desk.selection)(source="talk", start=start, end=start + 4))
    page.flush()
    page.page.locator(".text").focus()
    page.press("8")
    page.settled()
    assert rows(anna.study) == [("timeliness", "live")]


def test_two_desks_on_one_page_see_one_another(page: DeskPage, anna: StudyBench) -> None:
    ben = StudyBench(anna.study, coder="ben")
    page.mount(anna, name="one", height=380)
    page.mount(ben, name="two", height=380)
    page.page.locator(".text").first.focus()
    page.press("ArrowDown", "1")
    page.settled("one")
    page.desks["two"].look()
    page.flush("two")
    assert page.page.locator(".bar.dotted").count() == 1
    page.page.locator(".text").nth(1).focus()
    page.press("ArrowDown", "2")
    page.settled("two")
    page.desks["one"].look()
    page.flush("one")
    assert page.page.locator(".bar").count() == 4
    assert (
        page.page.evaluate("new Set([...CSS.highlights.keys()].map((n) => n.slice(0, 18))).size")
        > 1
    )


def test_nothing_is_left_when_a_desk_goes(page: DeskPage, anna: StudyBench) -> None:
    page.page.evaluate(
        """() => {
            globalThis.listening = 0;
            for (const target of [document, window, document.body]) {
                const { addEventListener: add, removeEventListener: remove } = target;
                target.addEventListener = function (...all) {
                    listening++;
                    return add.apply(this, all);
                };
                target.removeEventListener = function (...all) {
                    listening--;
                    return remove.apply(this, all);
                };
            }
        }"""
    )
    before = page.page.evaluate("document.querySelectorAll('style, link').length")
    for number in range(50):
        page.mount(anna, name=f"desk{number}")
        page.page.evaluate("(name) => desks[name].end()", f"desk{number}")
        assert page.page.evaluate("(name) => desks[name].calls.size", f"desk{number}") == 0
    assert page.page.evaluate("CSS.highlights.size") == 0
    assert page.page.evaluate("listening") == 0
    assert page.page.evaluate("document.querySelectorAll('style, link').length") == before
    assert page.page.evaluate("document.querySelector('main').childElementCount") == 0
    assert all(not desk.views for desk in page.desks.values())


@pytest.mark.parametrize("key", ["Control+s", "Control+Shift+C"])
def test_keys_of_the_notebook_that_the_desk_does_not_use_pass(
    page: DeskPage, anna: StudyBench, key: str
) -> None:
    page.mount(anna)
    page.page.evaluate(
        """() => {
            globalThis.heard = [];
            document.addEventListener('keydown', (event) => heard.push(event.key));
        }"""
    )
    at_first_sentence(page)
    page.press("m", "Escape", "?", "Escape", "Control+z", key)
    assert page.page.evaluate("heard.filter((k) => k.length === 1)") == [key[-1]]
