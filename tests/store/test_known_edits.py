"""Edits that are known stretch by stretch: exact places, memos and orphans changed along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from casestudy.carrying import carried_parts
from casestudy.edits import Replacement, replaced
from casestudy.sources import Source
from casestudy.store import EditWords, edit_source, edit_source_by, edits_of
from casestudy.store.known_edits import KnownEdit
from casestudy.study import Study

WORDS = EditWords(by="eve", kind="labels")


def labels(text: str) -> str:
    return text.replace("supplier", "[P1]")


def change(source: Source) -> tuple[Source, KnownEdit]:
    at = source.text.find("supplier")
    made = [Replacement(start=at, end=at + 8, new="[P1]")] if at >= 0 else []
    new = replace(source, text=replaced(source.text, made), parts=carried_parts(source.parts, made))
    return new, KnownEdit(replacements=made, words=labels)


def folder(study: Study) -> Path:
    return study.sources.folder("talk")


def rows(study: Study) -> list[tuple[str, str]]:
    frame = study.codings.frame
    return list(zip(frame["quote"], frame["memo"], strict=True))


@pytest.fixture
def coded(study: Study) -> Study:
    anna = study.coder("anna")
    anna.code("talk", "concerns", quote="supplier", memo="the supplier again")
    anna.code("talk", "concerns", quote="plier.\nBen")
    anna.code("talk", "concerns", quote="I see")
    anna.code("talk", "concerns", memo="all about the supplier")
    return study


def test_a_coding_on_the_very_words_is_carried_and_not_orphaned(coded: Study) -> None:
    report = edit_source_by(coded.folder, folder(coded), change, words=WORDS)
    assert report is not None
    assert report.counts == {"unchanged": 0, "moved": 1, "adjusted": 2, "orphaned": 0}
    assert rows(coded) == [
        ("[P1]", "the [P1] again"), ("[P1].\nBen", ""), ("I see", ""), ("", "all about the [P1]"),
    ]  # fmt: skip
    assert coded.check() == []
    assert edits_of(folder(coded))[0]["replaced"] == [[19, 27, "[P1]"]]


def test_nothing_to_change_is_no_edit(coded: Study) -> None:
    edit_source_by(coded.folder, folder(coded), change, words=WORDS)
    assert edit_source_by(coded.folder, folder(coded), change, words=WORDS) is None
    assert len(edits_of(folder(coded))) == 1


def test_a_memo_alone_is_reason_for_an_edit(study: Study) -> None:
    study.edit("talk", "supplier", "[P1]")
    study.coder("anna").code("talk", "concerns", quote="I see", memo="the supplier")
    report = edit_source_by(study.folder, folder(study), change, words=WORDS)
    assert report is not None
    assert report.counts["unchanged"] == 1
    assert rows(study) == [("I see", "the [P1]")]


def test_trying_it_out_writes_nothing(coded: Study) -> None:
    before = {path: path.read_bytes() for path in coded.folder.rglob("*") if path.is_file()}
    report = edit_source_by(coded.folder, folder(coded), change, dry_run=True)
    assert report is not None
    assert (report.edit, sum(report.counts.values())) == ("", 3)
    after = {path: path.read_bytes() for path in before}
    assert before == after


def test_undo_brings_everything_back_and_carries_what_was_coded_since(coded: Study) -> None:
    source, before = coded.sources["talk"], rows(coded)
    edit_source_by(coded.folder, folder(coded), change, words=WORDS)
    coded.coder("ben").code("talk", "timeliness", quote="[P1]")
    report = coded.undo_edit("talk")
    assert coded.sources["talk"] == source
    assert rows(coded) == [*before, ("supplier", "")]
    assert report.counts["orphaned"] == 0
    assert coded.check() == []


def test_a_coder_does_not_undo_the_change_of_a_memo(coded: Study) -> None:
    edit_source_by(coded.folder, folder(coded), change, words=WORDS)
    anna = coded.coder("anna")
    assert anna.undo("talk") == "code"
    assert ("", "all about the [P1]") not in rows(coded)
    anna.redo("talk")
    assert ("", "all about the [P1]") in rows(coded)
    assert ("", "all about the supplier") not in rows(coded)


def test_what_a_coder_wrote_since_stays_when_the_edit_is_undone(coded: Study) -> None:
    edit_source_by(coded.folder, folder(coded), change, words=WORDS)
    last = coded.codings.frame["coding"].iloc[-1]
    coded.coder("anna").note("talk", last, "written since")
    coded.undo_edit("talk")
    assert rows(coded)[-1] == ("", "written since")


def test_the_words_of_an_orphan_change_and_come_back(study: Study) -> None:
    anna = study.coder("anna")
    anna.code("talk", "concerns", quote="the supplier.\nBen", memo="supplier?")
    text = study.sources["talk"].text
    shorter = replace(study.sources["talk"], text=text[text.index("Why") :], parts=())
    edit_source(study.folder, shorter, words=EditWords())
    assert study.orphans["quote"].tolist() == ["the supplier.\nBen"]
    edit_source_by(study.folder, folder(study), change, words=WORDS)
    [orphan] = study.orphans.to_dict("records")
    assert (orphan["quote"], orphan["start"]) == ("the [P1].\nBen", 15)
    study.undo_edit("talk")
    assert study.orphans["quote"].tolist() == ["the supplier.\nBen"]
    study.undo_edit("talk")
    assert rows(study) == [("the supplier.\nBen", "supplier?")]


def test_a_coding_that_does_not_fit_its_text_is_searched_for(coded: Study) -> None:
    log = coded.folder / "codings" / "anna" / "talk.jsonl"
    content = log.read_text("utf-8")
    log.write_text(content.replace('"quote":"I see"', '"quote":"I saw"'))
    report = edit_source_by(coded.folder, folder(coded), change, words=WORDS)
    assert report is not None
    found = [one.receipt for one in report.receipts if one.receipt.before.quote == "I saw"]
    assert "does not have the quotation" in found[0].note


def test_after_a_correction_the_undo_compares(coded: Study) -> None:
    """An undone edit whose text is not the one it made is gone back through by comparison."""
    edit_source_by(coded.folder, folder(coded), change, words=WORDS)
    record = folder(coded) / "edits"
    assert len(list(record.iterdir())) == 1
    coded.edit("talk", "Why do you?", "Why?")
    coded.undo_edit("talk")
    coded.undo_edit("talk")
    assert "supplier" in coded.sources["talk"].text
    assert coded.check() == []
