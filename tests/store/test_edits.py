"""Edits of a source: every coding gets a receipt, nothing is lost at whatever step power fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import Study, new_study, open_study
from casestudy.carrying import carried_parts
from casestudy.edits import Replacement, replaced
from casestudy.sources import Part
from casestudy.store import EditWords, edit_plan, edit_source, edits_of

TEXT = (
    "Anna: We trust the price of the parts.\n"
    "Ben: Delivery is slow, and nobody tells us why it is so.\n"
    "Anna: A real person answers the phone within an hour.\n"
    "Ben: The stock level on the page was counted yesterday.\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    file = tmp_path / "talk.txt"
    file.write_text(TEXT, encoding="utf-8")
    made = new_study(tmp_path / "study")
    assert not made.import_files(file, case="ABB").refused
    anna, ben = made.coder("anna"), made.coder("ben")
    anna.code("talk", "transparency", quote="nobody tells us why it is so")
    anna.code("talk", "communication", quote="A real person answers the phone")
    ben.code("talk", "timeliness", quote="The stock level on the page was counted yesterday")
    ben.code("talk", "concerns")
    return made


def edited(study: Study, old: str, new: str) -> dict[str, int]:
    source = study.sources["talk"]
    changed = replace(source, text=source.text.replace(old, new), parts=())
    report = edit_source(study.folder, changed, words=EditWords(by="eve", why="typo"))
    return dict(report.counts)


def quotes(study: Study) -> set[tuple[str, str, str]]:
    frame = study.codings.frame
    return set(zip(frame["coder"], frame["code"], frame["quote"], strict=True))


def test_codings_of_all_coders_move_and_none_is_lost(study: Study) -> None:
    before = quotes(study)
    assert edited(study, "Anna: We", "[12:01] Anna: Well, we") == {
        "unchanged": 0, "moved": 3, "adjusted": 0, "orphaned": 0,
    }  # fmt: skip
    assert quotes(study) == before
    text = study.sources["talk"].text
    for row in study.codings.frame.itertuples():
        assert row.start == -1 or text[row.start : row.end] == row.quote
    assert study.check() == []


def test_a_touched_quotation_is_adjusted_with_both_wordings(study: Study) -> None:
    report = study.edit("talk", "answers the phone", "answers the telephone")
    frame = report.to_frame().set_index("outcome")
    assert frame.loc["adjusted", "quote"] == "A real person answers the phone"
    assert frame.loc["adjusted", "new_quote"] == "A real person answers the telephone"
    assert study.check() == []


def test_a_deleted_quotation_is_orphaned_with_its_context_and_can_be_given_a_place(
    study: Study,
) -> None:
    assert edited(study, "A real person answers the phone within an hour.", "…")["orphaned"] == 1
    assert len(study.codings) == 3
    [orphan] = study.orphans.to_dict("records")
    assert (orphan["coder"], orphan["code"]) == ("anna", "communication")
    assert orphan["quote"] == "A real person answers the phone"
    assert orphan["prefix"].endswith("Anna: ")
    anna = study.coder("anna")
    with pytest.raises(LookupError, match="has no orphaned coding 'nothing'"):
        anna.reattach("talk", "nothing", quote="Delivery")
    with pytest.raises(ValueError, match="name the new place"):
        anna.reattach("talk", orphan["coding"])
    anna.reattach("talk", orphan["coding"], quote="nobody tells us why")
    assert study.orphans.empty
    assert ("anna", "communication", "nobody tells us why") in quotes(study)


def test_undo_brings_back_text_parts_and_every_coding(study: Study) -> None:
    before, source = quotes(study), study.sources["talk"]
    edited(study, "A real person answers the phone within an hour.", "…")
    study.coder("ben").code("talk", "transparency", quote="Delivery is slow")
    report = study.undo_edit("talk", by="eve")
    assert study.sources["talk"] == source
    assert quotes(study) == before | {("ben", "transparency", "Delivery is slow")}
    assert report.counts["orphaned"] == 0
    assert study.orphans.empty
    assert study.check() == []
    kinds = [record["kind"] for record in edits_of(study.sources.folder("talk"))]
    assert kinds == ["edit", "undo"]
    with pytest.raises(LookupError, match="source 'talk' has no edit that could be undone"):
        study.undo_edit("talk")


def test_a_coder_does_not_undo_what_an_edit_did(study: Study) -> None:
    edited(study, "Anna: We", "Anna: Well, we")
    assert study.coder("ben").undo("talk") == "code"
    assert ("ben", "concerns", "") not in quotes(study)
    study.coder("ben").redo("talk")
    assert ("ben", "concerns", "") in quotes(study)
    assert study.check() == []


def test_a_coder_at_work_sees_the_edited_text(study: Study) -> None:
    anna = study.coder("anna")
    anna.code("talk", "concerns", quote="slow")
    edited(study, "Anna: We", "[12:01] Anna: Well, we")
    made = anna.code("talk", "concerns", quote="Well, we trust")
    assert study.sources["talk"].text[made.start : made.end] == "Well, we trust"


def test_wherever_power_fails_the_edit_is_done_or_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = edit_plan.write_durably
    seen = set()
    for step in range(1, 12):
        folder = tmp_path / str(step)
        folder.mkdir()
        study = made_study(folder)
        before = quotes(study)
        calls = 0

        def failing(path: Path, content: bytes, step: int = step) -> None:
            nonlocal calls
            calls += 1
            if calls == step:
                raise KeyboardInterrupt
            real(path, content)

        monkeypatch.setattr(edit_plan, "write_durably", failing)
        try:
            edited(study, "Anna: We", "[12:01] Anna: Well, we")
            failed = False
        except KeyboardInterrupt:
            failed = True
        monkeypatch.setattr(edit_plan, "write_durably", real)
        again = open_study(folder / "study")
        assert quotes(again) == before, step
        assert again.check() == [], step
        seen.add((failed, again.sources["talk"].text.startswith("[12:01]")))
    # the first write is the plan: before it nothing has begun, after it everything is finished
    assert seen == {(True, False), (True, True), (False, True)}


def made_study(folder: Path) -> Study:
    file = folder / "talk.txt"
    file.write_text(TEXT, encoding="utf-8")
    made = new_study(folder / "study")
    made.import_files(file)
    made.coder("anna").code("talk", "transparency", quote="nobody tells us why it is so")
    made.coder("ben").code("talk", "timeliness", quote="counted yesterday")
    return made


def test_a_corrected_file_is_an_edit_and_not_a_second_source(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    file = folder / "talk.txt"
    file.write_text(TEXT.replace("slow", "very slow"), encoding="utf-8")
    report = study.import_files(file, case="ABB")
    [updated] = report.to_record()["sources"]
    assert updated["receipts"] == {"unchanged": 0, "moved": 3, "adjusted": 0, "orphaned": 0}
    assert report.imported == ()
    assert list(study.sources) == ["talk"]
    assert "very slow" in study.sources["talk"].text
    assert study.sources.folder("talk").joinpath("original.txt").read_bytes() == file.read_bytes()
    assert study.check() == []


def test_another_text_under_a_known_name_is_another_source(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    file = folder / "talk.txt"
    file.write_text("A memo on quite another matter, with other words in it.", encoding="utf-8")
    [imported] = study.import_files(file, case="ABB").imported
    assert imported.source.id == "talk_txt"
    assert "'talk' came from a file of the same name" in imported.source.warnings[-1]
    assert study.sources["talk"].text == TEXT


@settings(max_examples=200)
@given(st.data())
def test_parts_go_where_their_text_goes(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=40))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    wanted = [Replacement(start=a, end=b, new=data.draw(st.text(max_size=5))) for a, b in stretches]
    new = replaced(text, wanted)
    for start in range(len(text)):
        if any(one.start < start + 1 and start < one.end for one in wanted):
            continue
        [part] = carried_parts([Part(kind="turn", start=start, end=start + 1)], wanted)
        assert new[part.start : part.end] == text[start]


def test_replacements_that_overlap_or_lie_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="5 to 9 does not lie in the text, which goes from 0 to 3"):
        replaced("abc", [Replacement(start=5, end=9, new="")])
    with pytest.raises(ValueError, match="overlaps the one before it, which ends at 2"):
        replaced("abc", [Replacement(start=0, end=2, new=""), Replacement(start=1, end=3, new="")])


def test_a_corrected_file_corrects_who_asks_and_who_answers(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "relabelled.txt"
    file.write_text(TEXT.replace("Anna:", "Interviewer:"), encoding="utf-8")
    study.update_source("talk", file)
    source = study.sources["talk"]
    assert source.roles["Interviewer"] == "interviewer"
    assert set(source.roles) == set(source.speakers) == {"Interviewer", "Ben"}
