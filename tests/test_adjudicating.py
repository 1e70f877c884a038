"""Adjudication in a study folder: each decision is logged before the next one is made."""

from __future__ import annotations

from pathlib import Path

import pytest

import casestudy
from casestudy.adjudicating import Adjudicator
from casestudy.regions import Region
from casestudy.store import decisions
from casestudy.study import Study

TALK = (
    "Ann: Who are they?\nBob: We trust them. They say what things cost.\n"
    "Ann: Fast?\nBob: Fast enough.\n"
)
CODERS = ("anna", "ben", "eve")


@pytest.fixture
def coded(tmp_path: Path) -> Study:
    """A made-up interview that three coders coded."""
    (tmp_path / "talk.txt").write_text(f"SYNTHETIC\n\n{TALK}", "utf-8")
    study = casestudy.new_study(tmp_path / "study")
    study.import_files(tmp_path / "talk.txt")
    for name in CODERS:
        study.coder(name).code("talk", "transparency", quote="We trust them")
    study.coder("anna").code("talk", "concerns", quote="They say what things cost")
    study.coder("ben").code("talk", "concerns", quote="what things cost")
    study.coder("eve").code("talk", "timeliness", quote="Fast enough")
    return study


def panel(study: Study) -> Adjudicator:
    return Adjudicator(study, coders=CODERS)


def question(study: Study, code: str) -> str:
    return next(row.id for row in panel(study).questions().rows if row.code == code)


def adopted(study: Study) -> list[tuple[str, str]]:
    frame = study.codings.only(coder="consensus").frame
    return list(zip(frame["code"], frame["quote"], strict=True))


def test_a_rule_adopts_what_it_decides_and_logs_why(coded: Study) -> None:
    told: list[str] = []
    done = panel(coded).accept_by("unanimous", reason="first round", on_progress=told.append)
    assert [row.code for row in done] == ["transparency"]
    assert told == [done[0].id]
    assert adopted(coded) == [("transparency", "We trust them")]
    logged = decisions(coded.folder, coder="consensus")
    assert logged[0]["reason"] == "rule unanimous: 3 of 3 coders; first round"
    assert set(logged[0]["about"]) == set(done[0].codings)
    assert panel(coded).accept_by("unanimous") == ()
    assert panel(coded).questions().counts == {"open": 2, "adopted": 1, "rejected": 0}


def test_what_coders_did_stays_as_it_was(coded: Study) -> None:
    before = coded.codings.only(coder=CODERS).frame
    panel(coded).accept_by("majority", threshold=0.5, borders="widest")
    panel(coded).reject(question(coded, "timeliness"), reason="not about time")
    after = coded.codings.only(coder=CODERS).frame
    assert before.equals(after)
    assert panel(coded).questions().counts == {"open": 0, "adopted": 2, "rejected": 1}
    assert coded.check() == []


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"borders": "shared"}, "what things cost"),
        ({"borders": "widest"}, "They say what things cost"),
        ({"at": "say what"}, "say what"),
    ],
)
def test_borders_are_chosen(coded: Study, choice: dict[str, object], words: str) -> None:
    if "at" in choice:
        start = coded.sources["talk"].text.index(str(choice["at"]))
        choice = {"at": (start, start + len(str(choice["at"])))}
    panel(coded).accept(question(coded, "concerns"), reason="talked", **choice)  # type: ignore[arg-type]
    assert adopted(coded) == [("concerns", words)]


def test_a_later_decision_takes_the_earlier_one_back(coded: Study) -> None:
    id = question(coded, "concerns")
    panel(coded).accept(id, reason="talked", borders="widest")
    panel(coded).accept(id, reason="another code", borders="shared", code="transparency")
    assert adopted(coded) == [("transparency", "what things cost")]
    panel(coded).reject(id, reason="no")
    assert adopted(coded) == []
    found = panel(coded).questions()[id]
    assert (found.outcome, found.reason) == ("rejected", "no")
    panel(coded).accept(id, reason="yes", borders="shared")
    assert panel(coded).questions()[id].outcome == "adopted"


def test_a_new_coder_opens_a_question_again(coded: Study) -> None:
    panel(coded).accept_by("majority", threshold=0.5, borders="widest")
    coded.coder("eve").code("talk", "concerns", quote="cost")
    assert [row.code for row in panel(coded).questions().open] == ["concerns", "timeliness"]


def test_interrupted_it_goes_on_where_it_stopped(coded: Study) -> None:
    class Stopped(Exception):
        """Stands for a power cut."""

    def stop(_: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        panel(coded).accept_by("majority", threshold=0.5, borders="widest", on_progress=stop)
    assert len(adopted(coded)) == 1
    panel(coded).accept_by("majority", threshold=0.5, borders="widest")
    assert len(adopted(coded)) == 2


def test_regions_are_adopted_where_they_agree(coded: Study) -> None:
    from casestudy.adjudicating import _place
    from casestudy.agreement import Question

    one = Question(id="q", source="talk", code="concerns", codings=("a",), coders=("anna",),
                   silent=(), spans={"anna": (-1, -1)},
                   regions=("a.png#xywh=0,0,9,9",))  # fmt: skip
    assert _place(one, "") == {"region": Region(picture="a.png", x=0, y=0, width=9, height=9)}


def test_bad_decisions_are_refused(coded: Study) -> None:
    id = question(coded, "concerns")
    for act, words in (
        (lambda: panel(coded).accept(id, reason="talked"), "the borders of 'concerns' differ"),
        (
            lambda: panel(coded).accept(id, reason=" ", borders="shared"),
            "a decision needs a reason",
        ),
        (lambda: panel(coded).reject(id, reason=""), "a decision needs a reason"),
        (
            lambda: panel(coded).accept(id, reason="x", borders="wide"),
            "borders 'wide' are not known",
        ),
        (lambda: panel(coded).accept_by("majority", threshold=0.5), "choose borders 'shared'"),
    ):
        with pytest.raises(ValueError, match=words):
            act()
    with pytest.raises(LookupError, match="no question has the id 'zzz'"):
        panel(coded).reject("zzz", reason="x")
    with pytest.raises(LookupError, match="code 'trsut'"):
        panel(coded).accept(id, reason="x", borders="shared", code="trsut")
    assert adopted(coded) == []
