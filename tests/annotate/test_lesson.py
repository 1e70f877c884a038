"""Learning at the desk: hidden until one has coded the stretch, then told place by place."""

from __future__ import annotations

import pytest

from casestudy.annotate.lesson import feedback
from casestudy.desk.study_bench import StudyBench
from casestudy.study import Study

from .browsing import DeskPage

FIRST = "We trust the supplier."


@pytest.fixture
def taught(study: Study) -> Study:
    prof = study.coder("prof")
    prof.code("talk", "transparency", quote=FIRST)
    prof.code("talk", "concerns", quote="Why do you?")
    prof.code("talk", "timeliness", quote="the stock levels are live")
    prof.code("talk", "communication", quote="I see.")
    return study


def test_the_teacher_is_hidden_until_one_compares(page: DeskPage, taught: Study) -> None:
    bench = StudyBench(taught, coder="mia", teacher="prof")
    page.mount(bench)
    assert page.page.locator(".bar").count() == 0
    assert "You learn from prof" in page.text(".strip")
    page.page.locator(".text").focus()
    page.press("ArrowDown", "7", "ArrowDown", "3", "ArrowDown", "2")
    page.settled()
    assert page.page.locator(".bar").count() == 3
    page.press("Shift+K")
    page.settled()
    page.page.wait_for_selector(".lesson li")
    told = page.page.locator(".lesson li .coding-code").all_inner_texts()
    assert [line.split("\n")[0] for line in told] == ["✓", "↔", "↔"]
    assert "you: product recommendations" in told[1]
    assert "1 of 3 of the teacher's codes found, 2 with another code" in page.text(".lesson .quiet")
    assert page.page.locator(".bar.dotted").count() == 3
    page.page.locator(".text").focus()
    page.press(">", ">")
    assert page.text(".foot-words").startswith("concerns: another code")
    again = StudyBench(taught, coder="mia", teacher="prof")
    assert sum(coding.coder == "prof" for coding in again.coded("talk")) == 3
    page.desks.clear()


def test_every_verdict(taught: Study) -> None:
    mia = taught.coder("mia")
    mia.code("talk", "transparency", quote=FIRST)
    mia.code("talk", "timeliness", quote="stock levels are live, and somebody")
    mia.code("talk", "communality", quote="Why do you?")
    bench = StudyBench(taught, coder="mia", teacher="prof")
    done = bench.do({"id": "x", "kind": "check", "source": "talk", "upto": 10**6})
    told = [(one["code"], one["verdict"], one["instead"]) for one in done.more["feedback"]]
    assert told == [
        ("transparency", "found", ()),
        ("concerns", "other", ("communality",)),
        ("timeliness", "borders", ()),
        ("communication", "missed", ()),
    ]
    mia.code("talk", "concerns", quote="somebody answers")
    done = bench.do({"id": "y", "kind": "check", "source": "talk", "upto": 10**6})
    assert dict(done.more["counts"]) == {
        "found": 1, "borders": 1, "other": 1, "missed": 1, "extra": 1,
    }  # fmt: skip
    assert feedback([], teacher="prof", upto=5) == ()


def test_only_what_one_has_come_to_is_shown(taught: Study) -> None:
    taught.coder("mia").code("talk", "transparency", quote=FIRST)
    bench = StudyBench(taught, coder="mia", teacher="prof")
    done = bench.do({"id": "x", "kind": "check", "source": "talk", "upto": 28})
    assert [one["code"] for one in done.more["feedback"]] == ["transparency"]
    assert [c.code for c in bench.coded("talk") if c.coder == "prof"] == ["transparency"]


def test_a_lesson_needs_two_people_and_codings(taught: Study) -> None:
    with pytest.raises(ValueError, match="prof cannot be teacher and learner at once"):
        StudyBench(taught, coder="prof", teacher="prof")
    bench = StudyBench(taught, coder="mia", teacher="prof")
    with pytest.raises(Exception, match="mia has no codings"):
        bench.do({"id": "x", "kind": "check", "source": "talk", "upto": 10})
