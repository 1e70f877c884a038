"""Weight and stance at the desk: given by keys, saved, undone, shown in words, decided together."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from casestudy.annotate.messages import Comparison
from casestudy.annotate.still import still_html
from casestudy.desk.study_bench import StudyBench
from casestudy.ratings import WeightScale, stances
from casestudy.store import write_codebook
from casestudy.study import Study

from .browsing import DeskPage
from .test_access import violations

FIRST = "We trust the supplier."
SCALE = WeightScale(low=0, high=100, default=50, means="how strongly", labels={100: "fully"})
SIDES = stances(["for", "mixed", {"id": "against", "name": "speaks against it"}])


@pytest.fixture
def rated(study: Study) -> StudyBench:
    """Anna in the small study, in which the theme `transparency` declares weights and stances."""
    book = study.codebook
    codes = tuple(
        replace(code, weight=SCALE, stances=SIDES) if code.id == "transparency" else code
        for code in book
    )
    write_codebook(replace(book, codes=codes), study.folder / "coding_scheme" / f"{book.id}.toml")
    return StudyBench(Study(study.folder), coder="anna")


def given(bench: StudyBench, coder: str = "anna") -> list[tuple[Any, str]]:
    frame = bench.study.codings.only(coder=coder).frame
    weights = frame["weight"].astype(object).where(frame["weight"].notna(), None)
    return list(zip(weights, frame["stance"], strict=True))


def code_first(page: DeskPage, *, key: str = "7") -> None:
    page.page.locator(".text").focus()
    page.press("ArrowDown", key)


def test_given_by_keys_alone_changed_and_undone(page: DeskPage, rated: StudyBench) -> None:
    page.mount(rated)
    code_first(page)
    assert "Shift W gives a weight or stance" in page.text(".foot-words")
    page.press("Shift+W")  # at once, whether the coding has its id yet or not
    page.page.keyboard.type("80")
    page.press("a", "Enter")
    page.settled()
    page.until(lambda: given(rated) == [(80, "against")])
    assert page.page.locator(".rating").is_hidden()
    assert page.text(".tag .signs") == "80 against"
    assert "weight 80, speaks against it" in page.text(".foot-words")
    assert page.text(".saved").startswith("saved ")
    page.page.wait_for_function(
        """() => desks.desk.el.shadowRoot.querySelector(".only-heard").textContent
            .includes("weight 80, speaks against it")"""
    )

    page.press("Shift+W", "ArrowUp", "PageDown", "f", "Enter")
    page.settled()
    assert given(rated) == [(71, "for")]
    page.press("Control+z")
    page.settled()
    assert given(rated) == [(80, "against")]
    page.flush()
    assert page.text(".tag .signs") == "80 against"
    page.press("Control+y")
    page.settled()
    assert given(rated) == [(71, "for")]


def test_missing_is_missing_and_the_default_is_only_where_one_begins(
    page: DeskPage, rated: StudyBench
) -> None:
    page.mount(rated)
    code_first(page)
    page.settled()
    page.press("Shift+W", "Enter")
    assert given(rated) == [(None, "")]
    assert [m["act"]["kind"] for m in page.received if m["type"] == "do"] == ["code"]
    page.press("Shift+W", "ArrowDown", "Enter")
    page.settled()
    assert given(rated) == [(50, "")]
    page.press("Shift+W")
    page.page.keyboard.type("0")
    page.press("Enter")
    page.settled()
    assert given(rated) == [(0, "")]
    assert page.text(".tag .signs") == "0"
    page.press("Shift+W", "Delete", "Enter")
    page.settled()
    assert given(rated) == [(None, "")]
    assert page.page.locator(".tag .signs").count() == 0


def test_what_is_not_on_the_scale_is_refused_before_it_is_sent(
    page: DeskPage, rated: StudyBench
) -> None:
    page.mount(rated)
    code_first(page)
    page.settled()
    page.press("Shift+W")
    page.page.keyboard.type("101")
    page.press("Enter")
    assert page.text(".rating .missing") == "The weight is a whole number from 0 to 100."
    assert page.page.locator(".rating").is_visible()
    page.press("Escape")
    assert given(rated) == [(None, "")]
    page.press("Delete", "8", "Shift+W")
    page.settled()
    assert page.page.locator(".rating").is_hidden()
    assert "timeliness has no weights and no stances" in page.text(".foot-words")


def test_a_coding_that_is_chosen_is_rated_and_listed_in_words(
    page: DeskPage, rated: StudyBench
) -> None:
    rated.study.coder("anna").code("talk", "transparency", quote=FIRST, weight=100)
    rated.study.coder("ben").code("talk", "transparency", quote=FIRST, weight=10, stance="for")
    page.mount(rated)
    page.page.locator(".text").focus()
    page.press("Shift+C")
    lines = page.page.locator(".codings .coding .quiet").all_inner_texts()
    assert "weight 100 (fully) · line 1" in lines
    assert "ben · weight 10, for · line 1" in lines
    page.page.locator(".codings li", has_text="fully").hover()
    page.page.get_by_label("Weight and stance of transparency").click()
    page.page.get_by_label("mixed").check()
    page.press("Enter")
    page.settled()
    assert given(rated) == [(100, "mixed")]
    assert given(rated, "ben") == [(10, "for")]
    page.page.locator(".filter").first.fill("weight 100 (fully), mixed")
    assert page.page.locator(".codings .coding").count() == 1


def test_a_region_has_a_weight(page: DeskPage, pages: Study) -> None:
    book = pages.codebook
    first = replace(book.codes[0], weight=SCALE)
    path = pages.folder / "coding_scheme" / f"{book.id}.toml"
    write_codebook(replace(book, codes=(first, *book.codes[1:])), path)
    bench = StudyBench(Study(pages.folder), coder="anna")
    page.mount(bench)
    page.page.locator(".text").focus()
    page.press("Shift+P", "ArrowDown", "ArrowDown", "1")
    page.settled()
    page.press("Shift+W")
    page.page.keyboard.type("7")
    page.press("Enter")
    page.settled()
    page.until(lambda: given(bench) == [(7, "")])
    assert bench.study.codings.frame["region"].ne("").all()


def test_the_page_of_a_code_tells_its_scale_and_declares_one(
    page: DeskPage, rated: StudyBench
) -> None:
    page.mount(rated)
    code_first(page)
    page.press("Shift+D")
    page.calm()
    said = page.page.locator(".code-page").inner_text()
    assert "Weight 0 to 100, how strongly, 100 fully, begins at 50" in said
    assert "Stance: for, mixed, against (speaks against it)" in said
    page.page.get_by_role("button", name="Edit").click()
    page.page.get_by_label("Weight to").fill("10")
    page.page.get_by_label("Weight begins at").fill("")
    page.page.get_by_label("Labels of weights").fill("10 = fully = really\n0 = hardly")
    page.page.get_by_label("Stances, one a line").fill("pro\ncon = speaks against")
    page.page.get_by_role("button", name="Keep").last.click()
    page.calm()
    code = rated.study.codebook["transparency"]
    assert code.weight == WeightScale(
        low=0, high=10, means="how strongly", labels={0: "hardly", 10: "fully = really"}
    )
    assert [(one.id, one.name) for one in code.stances] == [("pro", ""), ("con", "speaks against")]
    page.page.get_by_role("button", name="Edit").click()
    page.page.get_by_label("Weight to").fill("many")
    page.page.get_by_role("button", name="Keep").last.click()
    page.settled()
    assert "high 'many' is not a whole number" in page.text(".banner")
    assert rated.study.codebook["transparency"] == code


def test_a_scale_that_shrinks_says_how_many_values_do_not_fit(
    page: DeskPage, rated: StudyBench
) -> None:
    rated.study.coder("anna").code("talk", "transparency", quote=FIRST, weight=100)
    page.mount(rated)
    page.page.locator(".text").focus()
    page.press(".", "Shift+D")
    page.calm()
    page.page.get_by_role("button", name="Edit").click()
    page.page.get_by_label("Weight to").fill("60")
    page.page.get_by_label("Labels of weights").fill("")
    page.page.get_by_role("button", name="Keep").last.click()
    page.calm()
    assert "1 given weights or stances do not fit now; they are kept" in page.text(".foot-words")
    page.desks["desk"].look()
    page.flush()
    assert page.text(".tag .signs") == "100?"


def test_another_code_that_does_not_allow_it_is_told(page: DeskPage, rated: StudyBench) -> None:
    rated.study.coder("anna").code("talk", "transparency", quote=FIRST, weight=100)
    page.mount(rated)
    page.page.locator(".text").focus()
    page.press(".", "Shift+R", "t", "i", "m", "e", "l", "Enter")
    page.settled()
    assert "weight 100: the code has no weights; it is kept in the log" in page.text(".foot-words")
    assert page.text(".tag .signs") == "100?"
    assert given(rated) == [(None, "")]


def test_joined_and_split_codings_keep_what_was_given(page: DeskPage, rated: StudyBench) -> None:
    anna = rated.study.coder("anna")
    anna.code("talk", "transparency", quote="We trust", weight=60, stance="for")
    anna.code("talk", "transparency", quote="the supplier.", weight=80)
    page.mount(rated)
    page.page.locator(".text").focus()
    page.press(".", "Shift+J")
    page.settled()
    assert given(rated) == [(60, "for")]
    assert "weight 60 is kept, 80 goes" in page.text(".foot-words")
    page.flush()
    page.press("Home", "Control+ArrowRight", "Control+ArrowRight", "Shift+S")
    page.settled()
    assert given(rated) == [(60, "for"), (60, "for")]
    page.press("Control+z", "Control+z")
    page.settled()
    assert sorted(given(rated)) == [(60, "for"), (80, "")]


def test_coders_who_differ_in_weight_are_shown_and_decide(
    page: DeskPage, rated: StudyBench
) -> None:
    for name, weight in (("anna", 60), ("ben", 80)):
        rated.study.coder(name).code(
            "talk", "transparency", quote=FIRST, weight=weight, stance="for"
        )
    page.mount(rated)
    page.desks["desk"].compare(Comparison(coders=("anna", "ben")))
    page.flush()
    page.drawn(times=2)
    assert page.page.locator(".tag .signs").all_inner_texts() == ["60 for", "80 for"]
    page.page.get_by_label("Which questions").select_option("apart")
    assert "all agree, weight differs" in page.text(".questions .places")
    page.page.locator(".text").focus()
    page.press(">")
    assert "put by anna (weight 60, for), ben (weight 80, for)" in page.text(".foot-words")
    detail = page.page.locator(".question")
    assert detail.locator("li").all_inner_texts() == [
        f"anna (weight 60, for) {FIRST}", f"ben (weight 80, for) {FIRST}",
    ]  # fmt: skip
    assert detail.locator("input[type=number]").input_value() == ""
    assert detail.get_by_label("for", exact=True).is_checked()
    detail.locator("input[type=number]").fill("70")
    detail.get_by_label("Reason of the decision").fill("read again")
    page.press("Enter")
    page.settled()
    assert given(rated, "consensus") == [(70, "for")]
    assert given(rated) == [(60, "for")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: DeskPage, rated: StudyBench, theme: str) -> None:
    for name, weight in (("anna", 60), ("ben", 80)):
        rated.study.coder(name).code(
            "talk", "transparency", quote=FIRST, weight=weight, stance="for"
        )
    page.page.evaluate("(theme) => document.body.className = theme", theme)
    page.mount(rated)
    found = {}
    for state, keys in {
        "fields": (".", "Shift+W"), "refused": (".", "Shift+W", "9", "9", "9", "Enter"),
        "list": ("Shift+C",), "code": (".", "Shift+D"),
    }.items():  # fmt: skip
        page.page.locator(".text").focus()
        for key in keys:
            page.press(key)
            page.calm()
        found[state] = violations(page)
        page.press("Escape", "Escape")
    page.page.locator(".text").focus()
    page.press(".", "Shift+D")
    page.calm()
    page.page.get_by_role("button", name="Edit").click()
    found["form"] = violations(page)
    page.desks["desk"].compare(Comparison(coders=("anna", "ben")))
    page.flush()
    page.drawn(times=2)
    page.page.locator(".text").focus()
    page.press(">")
    page.calm()
    found["question"] = violations(page)
    assert found == {state: [] for state in found}


def test_an_act_sent_twice_is_done_once(rated: StudyBench) -> None:
    made = rated.study.coder("anna").code("talk", "transparency", quote=FIRST)
    act = {"id": "x", "kind": "rate", "source": "talk", "coding": made.id, "weight": 3}
    assert rated.do(act).codings == rated.do(act).codings == (made.id,)
    log = rated.study.folder / "codings" / "anna" / "talk.jsonl"
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [event["op"] for event in events] == ["code", "rate"]


def test_the_still_picture_says_it(rated: StudyBench) -> None:
    rated.study.coder("anna").code("talk", "transparency", quote=FIRST, weight=0, stance="for")
    text = still_html(
        rated.source("talk"), rated.coded("talk"), codebook=rated.codebook, coder="anna",
        keep_words=True,
    )  # fmt: skip
    assert "[transparency (weight 0, for)]" in text
