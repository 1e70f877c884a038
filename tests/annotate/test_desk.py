"""The desk without a screen: what it is told and answers; it picks up what others do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from casestudy.annotate.desk import Desk
from casestudy.codebook import Code, Codebook
from casestudy.desk.study_bench import StudyBench
from casestudy.opening import new_study
from casestudy.sources import Segment
from casestudy.store import write_codebook
from casestudy.study import Study


class View:
    """Hears what a desk sends."""

    def __init__(self, bench: StudyBench, source: str = "") -> None:
        self.heard: list[dict[str, Any]] = []
        self.n_acts = 0
        self.desk = Desk(bench, post=self._hear, source=source)

    def _hear(self, message: dict[str, Any], _buffers: Sequence[bytes]) -> None:
        self.heard.append(message)

    def tell(self, kind: str, **more: Any) -> list[dict[str, Any]]:
        self.heard.clear()
        self.desk.receive({"type": kind, "view": "v", **more})
        return self.heard

    def do(self, kind: str, **more: Any) -> list[dict[str, Any]]:
        self.n_acts += 1
        act = {"id": f"A{self.n_acts}", "kind": kind, "source": "talk", **more}
        return self.tell("do", act=act)


@pytest.fixture
def anna(study: Study) -> StudyBench:
    return StudyBench(study, coder="anna")


@pytest.fixture
def view(anna: StudyBench) -> View:
    return View(anna)


def kinds(messages: list[dict[str, Any]]) -> list[str]:
    return [message["type"] for message in messages]


def test_a_view_that_says_hello_gets_all_it_needs(view: View) -> None:
    init, source = view.tell("hello")
    assert (init["type"], init["coder"], init["view"]) == ("init", "anna", "v")
    assert len(init["codes"]) == 120
    assert init["keys"]["1"] == "communication"
    assert init["keys"]["0"] == "concerns"
    assert (source["type"], source["source"]["id"]) == ("source", "talk")
    assert view.desk.views == {"v"}
    view.tell("bye")
    assert view.desk.views == set()


def test_an_act_is_answered_and_then_told_to_all(view: View) -> None:
    saved, codings = view.do("code", codes=["timeliness"], start=0, end=4, quote="Anna")
    assert kinds([saved, codings]) == ["saved", "codings"]
    assert saved["codings"] == [codings["put"][0]["id"]]
    assert view.desk.shown[0].code == "timeliness"


def test_an_act_told_twice_is_done_once(view: View, study: Study) -> None:
    act = {
        "id": "A1",
        "kind": "code",
        "source": "talk",
        "codes": ["concerns"],
        "start": 0,
        "end": 4,
    }
    first = view.tell("do", act=act)[0]
    again = view.tell("do", act=act)[0]
    assert first == again
    assert len(study.codings) == 1


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ({"kind": "code", "codes": ["nope"], "start": 0, "end": 4}, "code 'nope' is not in"),
        ({"kind": "code", "codes": ["concerns"], "start": 0, "end": 10**6}, "does not lie in the"),
        (
            {"kind": "code", "codes": ["concerns"], "start": 0, "end": 4, "sha": "0" * 64},
            "the text was corrected while you had it open; nothing was coded",
        ),
        (
            {"kind": "code", "codes": ["concerns"], "start": 0, "end": 4, "quote": "Annb"},
            "the browser's words are not the source's",
        ),
        ({"kind": "delete", "codings": ["nope"]}, "anna has no coding 'nope'"),
        ({"kind": "undo"}, "anna has nothing to undo"),
        ({"kind": "dance"}, "the desk knows no act 'dance'; it knows code"),
    ],
)
def test_an_act_that_cannot_be_done_is_refused_with_its_reason(
    view: View, study: Study, act: dict[str, Any], why: str
) -> None:
    [refused] = view.do(**act)
    assert refused["type"] == "refused"
    assert why in refused["why"]
    assert len(study.codings) == 0


def test_what_others_do_is_picked_up(view: View, study: Study) -> None:
    study.coder("ben").code("talk", "concerns", quote="Why")
    view.heard.clear()
    view.desk.look()
    [codings] = view.heard
    assert [coding["coder"] for coding in codings["put"]] == ["ben"]
    study.coder("ben").undo("talk")
    view.heard.clear()
    view.desk.look()
    assert view.heard[0]["gone"] == [codings["put"][0]["id"]]
    view.heard.clear()
    view.desk.look()
    assert view.heard == []


def test_a_corrected_text_is_shown_as_it_is_now(view: View, study: Study) -> None:
    view.do("code", codes=["concerns"], start=6, end=28)
    study.edit("talk", "We trust", "All of us trust")
    view.heard.clear()
    view.desk.look()
    assert kinds(view.heard) == ["say", "source"]
    assert "corrected on the disk" in view.heard[0]["text"]
    assert view.desk.shown[0].start == 6
    study.edit("talk", "All of us trust the supplier.\n", "\n")
    view.heard.clear()
    view.desk.look()
    assert [coding.lost for coding in view.desk.shown] == [True]


def test_a_source_that_was_tampered_with_is_told_and_nothing_is_coded(
    view: View, study: Study
) -> None:
    folder = study.sources.folder("talk")
    (folder / "text.txt").write_text("Something else.", "utf-8")
    record = folder / "source.toml"
    record.write_text(record.read_text("utf-8") + "\n", "utf-8")
    view.heard.clear()
    view.desk.look()
    assert kinds(view.heard) == ["problem"]
    assert "the text changed after it was imported" in view.heard[0]["problem"]
    [refused] = view.do("code", codes=["concerns"], start=0, end=4)
    assert "the text changed after it was imported" in refused["why"]


def test_a_changed_codebook_is_told(view: View, study: Study, tmp_path: Path) -> None:
    book = study.codebook
    codes = (*(code for code in book if code.id != "concerns"), Code(id="fresh", name="Fresh"))
    codes = tuple(code for code in codes if not code.id.startswith("concerns."))
    write_codebook(
        Codebook(id=book.id, title=book.title, codes=codes),
        study.folder / "coding_scheme" / f"{book.id}.toml",
    )
    view.heard.clear()
    view.desk.look()
    [told] = view.heard
    assert told["codes"][-1]["name"] == "Fresh"
    assert view.do("code", codes=["fresh"], start=0, end=4)[0]["type"] == "saved"
    assert view.do("code", codes=["concerns"], start=0, end=4)[0]["type"] == "refused"


def test_what_cannot_be_read_any_more_is_told_once_and_coding_goes_on(
    view: View, study: Study
) -> None:
    path = study.folder / "study.toml"
    good = path.read_text("utf-8")
    path.write_text("title = [broken", "utf-8")
    saved, said = view.do("code", codes=["concerns"], start=0, end=4)
    assert kinds([saved, said]) == ["saved", "say"]
    assert "What changed on the disk cannot be shown" in said["text"]
    assert "not valid TOML" in said["text"]
    view.heard.clear()
    view.desk.look()
    assert view.heard == []
    assert "not valid TOML" in view.tell("hello")[-1]["text"]
    path.write_text(good, "utf-8")
    view.do("code", codes=["timeliness"], start=0, end=4)
    assert {coding.code for coding in view.desk.shown} == {"concerns", "timeliness"}


def test_a_read_only_study_is_read_and_not_coded(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr("casestudy.store.log.os.open", refuse)
    [refused] = view.do("code", codes=["concerns"], start=0, end=4)
    assert "read-only" in refused["why"]
    assert view.tell("hello")[1]["type"] == "source"


def test_a_full_disk_is_told_and_nothing_is_half_written(
    view: View, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.do("code", codes=["concerns"], start=0, end=4)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("casestudy.store.log.os.fsync", full)
    [refused] = view.do("code", codes=["timeliness"], start=0, end=4)
    assert refused["why"] == "The disk refused (No space left on device); nothing was written."
    monkeypatch.undo()
    assert study.codings.frame["code"].tolist() == ["concerns"]


def test_questions_are_answered(view: View) -> None:
    [answer] = view.tell("ask", ask="1", what="sources")
    assert [one["id"] for one in answer["value"]] == ["talk"]
    [answer] = view.tell("ask", ask="2", what="code", code="trnsparency")
    assert "did you mean 'transparency'?" in answer["value"]["error"]
    [answer] = view.tell("ask", ask="3", what="code", code="transparency")
    assert answer["value"]["name"] == "transparency"
    [answer] = view.tell("ask", ask="4", what="weather")
    assert "nothing is known about 'weather'" in answer["value"]["error"]


def test_a_source_that_cannot_be_opened_is_told(view: View) -> None:
    said, unopened = view.tell("open", source="tlak")
    assert "did you mean 'talk'?" in said["text"]
    assert (unopened["type"], unopened["source"]) == ("unopened", "tlak")
    assert view.desk.source is not None


def test_selections_are_checked(view: View) -> None:
    for at, wanted in (
        ([0, 4], Segment(source="talk", start=0, end=4)), (None, None), ([4, 4], None),
        ([0, 10**6], None),
    ):  # fmt: skip
        view.tell("select", source="talk", at=at)
        assert view.desk.selection == wanted
    view.tell("select", source="other", at=[0, 2])
    assert view.desk.selection is None


def test_an_empty_study(tmp_path: Path) -> None:
    view = View(StudyBench(new_study(tmp_path / "empty"), coder="anna"))
    assert kinds(view.tell("hello")) == ["init", "empty"]
    view.desk.look()


def test_callbacks_hear_of_changes(view: View) -> None:
    heard: list[str] = []
    view.desk.on_change(lambda: heard.append("change"))
    view.do("code", codes=["concerns"], start=0, end=4)
    assert heard == ["change"]


def test_settings_are_kept_for_the_next_time(view: View, anna: StudyBench) -> None:
    view.tell("settings", settings={"look": {"size": 22}, "keys": {"1": "concerns"}})
    init, _ = View(anna).tell("hello")
    assert init["settings"]["look"] == {"size": 22}
    assert init["keys"]["1"] == "concerns"
    (anna.study.folder / ".casestudy/desk/anna.json").write_text("[broken", "utf-8")
    assert View(anna).tell("hello")[0]["keys"]["1"] == "communication"


def test_an_unknown_coder_name_is_refused(study: Study) -> None:
    with pytest.raises(ValueError, match=r"coder '\.\./x' is not allowed"):
        StudyBench(study, coder="../x")
