"""The desk without a mouse and without eyes: keys, names, what is said, contrast."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from casestudy.annotate.messages import Comparison
from casestudy.desk.study_bench import StudyBench
from casestudy.study import Study

from .browsing import DeskPage
from .conftest import PAGE

SERIOUS = ("serious", "critical")


def violations(page: DeskPage) -> list[str]:
    """What axe finds serious or critical."""
    options = {"resultTypes": ["violations"]}
    found = Axe().run(page.page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


STATES = {
    "text": (),
    "coded": ("ArrowDown", "1", "2", "ArrowDown", "3"),
    "palette": ("ArrowDown", "Enter"),
    "palette narrowed": ("ArrowDown", "t", "r"),
    "list": ("ArrowDown", "1", "Shift+C"),
    "definition": ("ArrowDown", "1", "Shift+D"),
    "note": ("ArrowDown", "1", "Shift+N"),
    "sources": ("Shift+L",),
    "look": ("Shift+A",),
    "keys": ("?",),
    "find": ("/", "t"),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: DeskPage, anna: StudyBench, theme: str) -> None:
    page.page.evaluate("(theme) => document.body.className = theme", theme)
    page.mount(anna)
    found = {}
    for state, keys in STATES.items():
        page.page.locator(".text").focus()
        for key in keys:
            page.press(key)
            page.calm()
        found[state] = violations(page)
        page.press("Escape", "Escape")
    assert found == {state: [] for state in STATES}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_with_others_or_beside_pictures(
    page: DeskPage, study: Study, pages: Study, theme: str
) -> None:
    study.coder("anna").code("talk", "transparency", quote="We trust the supplier.")
    study.coder("ben").code("talk", "concerns", quote="Why do you?")
    found = {}

    def look(state: str, bench: StudyBench, *keys: str, source: str = "talk") -> None:
        page.renew()
        page.page.evaluate("(theme) => document.body.className = theme", theme)
        page.mount(bench, source=source)
        if state == "comparison":
            page.desks["desk"].compare(Comparison(coders=("anna", "ben")))
            page.flush()
        page.page.locator(".text").focus()
        for key in keys:
            page.press(key)
            page.calm()
        found[state] = violations(page)

    look("people", StudyBench(study, coder="anna"), "Shift+O")
    look("comparison", StudyBench(study, coder="anna"), ">")
    look("blind", StudyBench(study, coder="anna", blind=True), "ArrowDown")
    look("lesson", StudyBench(study, coder="mia", teacher="ben"), "ArrowDown", "1", "Shift+K")
    look("picture", StudyBench(pages, coder="anna"), "Shift+P", "ArrowDown", "7", source=PAGE)
    assert found == {state: [] for state in found}
    assert len(found) == 5


def test_axe_sees_into_the_desk(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.page.locator("button.tool").first.evaluate(
        "(el) => { el.removeAttribute('aria-label'); el.removeAttribute('title'); }"
    )
    page.page.locator(".source-facts").evaluate("(el) => { el.style.color = '#ccc'; }")
    assert {line.partition(":")[0] for line in violations(page)} == {
        "button-name", "color-contrast",
    }  # fmt: skip


def test_what_is_selected_and_coded_is_said(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.page.evaluate(
        """() => {
            globalThis.heard = [];
            const live = desks.desk.el.shadowRoot.querySelector('[aria-live]');
            const observer = new MutationObserver(() => heard.push(live.textContent));
            observer.observe(live, { childList: true, characterData: true, subtree: true });
        }"""
    )

    def hears(key: str, wanted: str) -> None:
        """Something is said after a key, and then this is the last that was said."""
        before = page.page.evaluate("heard.length")
        page.press(key)
        try:
            page.page.wait_for_function(
                "([n, said]) => heard.length > n && heard.at(-1).startsWith(said)",
                arg=[before, wanted],
            )
        except PlaywrightTimeout:
            pytest.fail(f"after {key}: {page.page.evaluate('heard')}")

    page.page.locator(".text").focus()
    hears("ArrowDown", "We trust the supplier.. Not coded")
    hears("7", "transparency: “We trust the supplier.”")
    hears("ArrowDown", "Why do you?. Not coded")
    hears("ArrowUp", "We trust the supplier.. Coded here: transparency")
    hears("Escape", "Coded here: transparency")
    hears("Home", "We. Coded here: transparency")
    hears("Control+ArrowRight", "trust. Coded here: transparency")
    hears("Control+z", "Undone: code.")
    hears("Delete", "No coding of yours is here")
    hears("Shift+J", "No coding of yours is here")


def test_every_part_is_reached_and_left_with_tab(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.page.locator(".source-button").focus()
    where = """() => {
        const el = desks.desk.el.shadowRoot.activeElement;
        return el ? el.getAttribute('aria-label') || el.className || el.tagName : 'outside';
    }"""
    reached = []
    for _ in range(20):
        page.press("Tab")
        reached.append(page.page.evaluate(where))
        if reached[-1] == "outside":
            break
    assert "Undo" in reached
    assert "code-line" in reached
    assert any(one.startswith("Text of talk") for one in reached)
    assert reached[-1] == "outside"
    assert len(set(reached)) == len(reached)


def test_the_first_stop_leads_to_the_text(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.press("Tab")
    first = page.page.locator(".skip")
    box = first.bounding_box()
    assert box is not None
    assert box["width"] > 60
    page.press("Enter", "ArrowDown", "7")
    page.settled()
    assert anna.study.codings.frame["code"].tolist() == ["transparency"]


def test_codes_are_given_from_the_tree_with_the_keyboard(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.page.locator(".text").focus()
    page.press("ArrowDown", "Shift+Tab")
    page.press("ArrowDown", "ArrowRight", "ArrowDown", "Enter")
    page.settled()
    [code] = anna.study.codings.frame["code"].tolist()
    assert code.startswith("communality.")
    page.press("ArrowLeft")
    assert (
        page.page.evaluate("desks.desk.el.shadowRoot.activeElement.dataset.code") == "communality"
    )


def test_the_focus_is_seen(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.page.locator(".text").focus()
    shadow = page.page.locator(".scroll").evaluate("(el) => getComputedStyle(el).boxShadow")
    assert "3px" in shadow
    page.press("Shift+Tab")
    outline = page.page.evaluate(
        "getComputedStyle(desks.desk.el.shadowRoot.activeElement).outlineStyle"
    )
    assert outline == "solid"


def test_nothing_moves_where_that_is_not_wanted(page: DeskPage, anna: StudyBench) -> None:
    page.page.emulate_media(reduced_motion="reduce")
    page.mount(anna)
    page.page.locator(".text").focus()
    moving = page.page.evaluate("desks.desk.el.shadowRoot.getAnimations().length")
    assert moving == 0


def test_colours_of_the_system_are_respected(page: DeskPage, anna: StudyBench) -> None:
    page.page.emulate_media(forced_colors="active")
    page.mount(anna)
    page.page.locator(".text").focus()
    page.press("ArrowDown", "1")
    page.settled()
    assert (
        page.page.locator(".bar").first.evaluate("(el) => getComputedStyle(el).forcedColorAdjust")
        == "none"
    )
