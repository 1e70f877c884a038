"""Several coders at the desk: blind rounds, suggestions, side by side, deciding together."""

from __future__ import annotations

import pytest

from casestudy.anchors import anchor, find_quote
from casestudy.annotate.bench import NotDone
from casestudy.annotate.messages import Comparison
from casestudy.codings import Coding
from casestudy.desk.study_bench import StudyBench
from casestudy.rounds import Round
from casestudy.store import decisions
from casestudy.study import Study

from .browsing import DeskPage

FIRST = "We trust the supplier."
LAST = "Because the stock levels are live, and somebody answers."


@pytest.fixture
def coded(study: Study) -> Study:
    """Anna and Ben coded; they agree once, differ in borders once, and each coded alone once."""
    anna, ben = study.coder("anna"), study.coder("ben")
    for coder in (anna, ben):
        coder.code("talk", "transparency", quote=FIRST)
    anna.code("talk", "timeliness", quote="the stock levels are live")
    ben.code("talk", "timeliness", quote="stock levels are live, and somebody answers")
    anna.code("talk", "concerns", quote="Why do you?")
    ben.code("talk", "communication", quote="somebody answers.")
    return study


def rows(study: Study, coder: str) -> list[tuple[str, str]]:
    frame = study.codings.only(coder=coder).frame
    return list(zip(frame["code"], frame["quote"], strict=True))


# --- blind ---------------------------------------------------------------------------------------


def open_rounds(study: Study, text: str) -> None:
    path = study.folder / "study.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_while_a_round_is_open_its_coders_see_only_their_own(coded: Study) -> None:
    open_rounds(coded, '\n[[round]]\nname = "pilot"\ncoders = ["anna", "ben"]\n')
    assert coded.rounds == (Round(name="pilot", coders=("anna", "ben")),)
    anna, cleo = StudyBench(coded, coder="anna"), StudyBench(coded, coder="cleo")
    assert {coding.coder for coding in anna.coded("talk")} == {"anna"}
    assert anna.blind("talk") == "the round 'pilot' is open"
    with pytest.raises(NotDone, match="hidden, because the round 'pilot' is open"):
        anna.questions("talk", ("anna", "ben"), "consensus")
    assert {coding.coder for coding in cleo.coded("talk")} == {"anna", "ben"}
    assert StudyBench(coded, coder="anna", blind=False).blind("talk") == ""
    assert StudyBench(coded, coder="cleo", blind=True).blind("talk") == "you code blind"
    path = coded.folder / "study.toml"
    path.write_text(path.read_text("utf-8").replace("coders =", "open = false\ncoders ="))
    assert {coding.coder for coding in anna.coded("talk")} == {"anna", "ben"}
    assert coded.check() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[round]]\ncoders = []\n", "round: 'name' is missing"),
        ('[[round]]\nname = "x"\nopen = "yes"\n', "'open' must be true or false"),
        ('[[round]]\nname = "x"\ncoder = "a"\n', "the key 'coder' is not known; did you mean"),
    ],
)
def test_a_round_that_is_none_is_named(study: Study, text: str, sentence: str) -> None:
    open_rounds(study, "\n" + text)
    assert any(sentence in str(problem) for problem in study.check())


def test_the_desk_says_that_it_is_blind_and_sends_nothing_of_others(
    page: DeskPage, coded: Study
) -> None:
    page.mount(StudyBench(coded, coder="anna", blind=True))
    assert page.page.locator(".bar").count() == 3
    assert "You code blind" in page.text(".strip")
    assert page.page.evaluate("desks.desk.el.codingDesk.coded.size") == 3
    page.page.locator(".text").focus()
    page.press("Shift+O")
    assert "hidden, because you code blind" in page.text(".people")
    assert page.page.locator(".people input").count() == 0
    page.press("Escape")


def test_others_can_be_hidden_and_shown(page: DeskPage, coded: Study) -> None:
    page.mount(StudyBench(coded, coder="anna"))
    assert page.page.locator(".bar").count() == 6
    assert page.page.locator(".bar.dotted").count() == 3
    page.page.locator(".text").focus()
    page.press("Shift+O")
    page.page.locator(".people label", has_text="ben").locator("input").uncheck()
    assert page.page.locator(".bar").count() == 3
    page.page.locator(".people label", has_text="ben").locator("input").check()
    assert page.page.locator(".bar").count() == 6
    page.press("Escape")


# --- suggestions ---------------------------------------------------------------------------------


@pytest.fixture
def suggested(study: Study) -> Study:
    """A machine suggested a code on each sentence."""
    source = study.sources["talk"]
    places = {"transparency": FIRST, "communication": "Why do you?", "timeliness": LAST}
    study.coder("rule-keywords").add(
        Coding.at(
            anchor(source.text, *find_quote(source.text, quote)),
            id=f"rule-{code}",
            source="talk",
            code=code,
            coder="rule-keywords",
            text_sha256=source.text_sha256,
            origin="rule:made_up",
        )
        for code, quote in places.items()
    )
    return study


def test_suggestions_are_off_until_asked_for_then_dashed_and_judged_by_one_key(
    page: DeskPage, suggested: Study
) -> None:
    n = len(suggested.codings)
    page.mount(StudyBench(suggested, coder="anna"))
    assert page.page.locator(".bar").count() == 0
    page.page.locator(".text").focus()
    page.press("+")
    assert "Suggestions are not shown" in page.text(".foot-words")
    page.press("Shift+O")
    page.page.locator(".people label", has_text="Suggestions").locator("input").check()
    assert page.page.locator(".bar.dashed").count() == n
    page.press("Escape", ".", "+")
    page.settled()
    assert len(rows(suggested, "anna")) == 1
    assert page.page.locator(".bar.dashed").count() == n - 1
    page.press(".", ".", "-")
    page.settled()
    assert page.page.locator(".bar.dashed").count() == n - 2
    found = decisions(suggested.folder, coder="anna")
    assert [one["outcome"] for one in found] == ["adopted", "rejected"]
    page.press("Control+z")
    page.settled()
    assert page.page.locator(".bar.dashed").count() == n - 1
    assert len(suggested.codings.by_people()) == 1


def test_a_suggestion_is_taken_over_other_words_or_with_another_code(
    page: DeskPage, suggested: Study
) -> None:
    bench = StudyBench(suggested, coder="anna")
    bench.keep_settings({"look": {"suggestions": True}})
    page.mount(bench)
    page.page.locator(".text").focus()
    page.press(".", "Shift+Control+ArrowLeft", "=")
    page.settled()
    [(code, quote)] = rows(suggested, "anna")
    machine = suggested.codings.by_machines().frame
    assert code in set(machine["code"])
    assert quote not in set(machine["quote"])
    page.press("Escape", ".", ".", "Shift+R")
    page.page.keyboard.type("concerns")
    page.press("Enter")
    page.settled()
    assert rows(suggested, "anna")[-1][0] == "concerns"
    assert len(decisions(suggested.folder, coder="anna")) == 2


# --- side by side --------------------------------------------------------------------------------


def test_coders_are_compared_and_decide_together(page: DeskPage, coded: Study) -> None:
    desk = page.mount(StudyBench(coded, coder="anna"))
    desk.compare(Comparison(coders=("anna", "ben")))
    page.flush()
    assert "Comparing anna and ben" in page.text(".strip")
    assert page.page.locator(".column").all_inner_texts() == ["anna", "ben", "consensus"]
    columns = page.page.locator(".bar").evaluate_all(
        "(all) => new Set(all.map((e) => e.style.left)).size"
    )
    assert columns >= 2
    assert page.text(".questions .quiet") == "0 of 4 questions decided"
    page.page.locator(".text").focus()
    page.press(">")
    assert "transparency: all agree; put by anna, ben" in page.text(".foot-words")
    page.press("+")
    assert "A decision needs a reason" in page.text(".foot-words")
    page.page.keyboard.type("both say so")
    page.press("Enter")
    page.settled()
    assert rows(coded, "consensus") == [("transparency", FIRST)]
    assert "concerns: few put it" in page.text(".foot-words") or "half" in page.text(".foot-words")
    page.page.locator(".text").focus()
    page.press("-")
    page.settled()
    page.page.get_by_text("Select what all coded").click()
    page.press("+")
    page.settled()
    assert rows(coded, "consensus")[-1] == ("timeliness", "stock levels are live")
    assert page.text(".questions .quiet") == "3 of 4 questions decided"
    found = {one["outcome"] for one in decisions(coded.folder, coder="consensus")}
    assert found == {"adopted", "rejected"}
    page.press("Control+z")
    page.settled()
    assert page.text(".questions .quiet") == "2 of 4 questions decided"
    assert len(rows(coded, "anna")) == len(rows(coded, "ben")) == 3
    page.page.locator(".strip button", has_text="End").click()
    page.page.wait_for_function("!desks.desk.el.codingDesk.comparison.isOn")
    assert page.page.locator(".strip").is_hidden()


def test_another_code_is_adopted(page: DeskPage, coded: Study) -> None:
    desk = page.mount(StudyBench(coded, coder="anna"))
    desk.compare(Comparison(coders=("anna", "ben"), consensus="team"))
    page.flush()
    page.page.locator(".text").focus()
    page.press(">", ">")
    page.page.locator(".question input").fill("it is a question, not a worry")
    page.page.locator(".text").focus()
    page.press("1")
    page.settled()
    assert rows(coded, "team") == [("communication", "Why do you?")]


def test_coders_who_cannot_be_compared_are_named(page: DeskPage, coded: Study) -> None:
    page.mount(StudyBench(coded, coder="anna"))
    page.page.evaluate(
        "desks.desk.el.codingDesk.post({ type: 'compare', coders: ['anna', 'nobody'] })"
    )
    page.page.wait_for_function(
        "desks.desk.el.shadowRoot.querySelector('.foot-words').textContent.match('nobody')"
    )
