"""A corrected file keeps its comments and codes: none lost, none doubled, all can be undone."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pandas as pd
import pytest

from casestudy import Study, new_study, open_study
from casestudy.memos import Memo
from casestudy.store import edit_plan
from casestudy.store.memos import write_memo
from tests.ingest.made import docx, p, run

SAID = (
    "Interviewer: How did you find the shop?",
    "Anna: A friend told me, and the page was easy to read.",
    "Interviewer: What happened then?",
    "Anna: The parcel was late, and nobody wrote to me about it.",
    "Interviewer: Would you order again?",
    "Anna: Perhaps, if a real person answered the phone.",
)


def comment(name: int, words: str, author: str = "Eve", date: str = "2026-11-23T10:05:00Z") -> str:
    return f'<w:comment w:id="{name}" w:author="{author}" w:date="{date}">{p(words)}</w:comment>'


def document(said: tuple[str, ...], comments: dict[str, tuple[str, ...]]) -> bytes:
    """A Word file; each key of `comments` is words of the text, with what is said about them."""
    entries, body, number = "", "", 0
    for line in said:
        pieces, rest = [], line
        for words, remarks in comments.items():
            if words in rest:
                before, _, rest = rest.partition(words)
                inner = run(words)
                for remark in remarks:
                    number += 1
                    entries += comment(number, remark)
                    start = f'<w:commentRangeStart w:id="{number}"/>'
                    end = f'<w:commentRangeEnd w:id="{number}"/>'
                    inner = f"{start}{inner}{end}"
                pieces += [run(before), inner]
        body += p(*pieces, run(rest))
    return docx(body, comments=entries)


FIRST = {"A friend told me": ("Word of mouth.",), "nobody wrote to me": ("Silence!", "Sure?")}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study with one Word file and its three comments."""
    made = new_study(tmp_path / "study")
    path = tmp_path / "talk.docx"
    path.write_bytes(document(SAID, FIRST))
    report = made.import_files(path)
    assert report.refused == ()
    [one] = report.imported
    assert one.n_memos == 3
    return made


def again(study: Study, folder: Path, content: bytes, name: str = "talk.docx") -> dict[str, object]:
    """Import a corrected file under its old name, and give its record."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    report = study.import_files(path)
    assert report.refused == ()
    assert report.imported == ()
    [record] = report.to_record()["sources"]
    return dict(record)


def pinned(study: Study, source: str = "talk") -> list[tuple[str, str]]:
    """What each memo says and the words it is pinned to, which must stand at its place."""
    text = study.sources[source].text
    found = []
    for memo in study.memos:
        if memo.place is None or memo.orphaned:
            found.append((memo.text, ""))
            continue
        assert memo.place.holds_in(text)
        found.append((memo.text, memo.place.quote))
    return sorted(found)


BEFORE = [
    ("Silence!", "nobody wrote to me"), ("Sure?", "nobody wrote to me"),
    ("Word of mouth.", "A friend told me"),
]  # fmt: skip


def test_comments_are_memos_pinned_to_their_words(study: Study) -> None:
    assert pinned(study) == BEFORE
    memo = study.memos[0]
    assert (memo.about, memo.author, memo.created) == ("source:talk", "Eve", "2026-11-23T10:05:00Z")
    assert memo.origin.startswith("comment:")
    assert study.check() == []


def test_a_new_comment_becomes_a_memo_and_the_old_ones_are_not_doubled(
    study: Study, tmp_path: Path
) -> None:
    said = ("Interviewer: Good morning.", *SAID[:5], SAID[5].replace("Perhaps", "Perhaps so"))
    comments = {**FIRST, "a real person": ("Human contact.",)}
    record = again(study, tmp_path / "new", document(said, comments))
    assert pinned(study) == sorted([*BEFORE, ("Human contact.", "a real person")])
    assert record["memo_receipts"] == {"unchanged": 0, "moved": 3, "adjusted": 0, "orphaned": 0}
    assert "1 comments of the file became memos" in record["warnings"]
    assert "3 comments were memos already" in record["warnings"]
    assert study.check() == []
    # the same once more, with one comma more: all are known now
    comma = document((*said[:-1], said[-1].replace("so,", "so,,")), comments)
    record = again(study, tmp_path / "newer", comma)
    assert len(study.memos) == 4
    assert "4 comments were memos already" in record["warnings"]


def test_equal_comments_at_two_places_are_two_memos(study: Study, tmp_path: Path) -> None:
    comments = {**FIRST, "a real person": ("Sure?",)}
    said = (*SAID, "Interviewer: Thank you.")
    again(study, tmp_path / "new", document(said, comments))
    assert [place for text, place in pinned(study) if text == "Sure?"] == [
        "a real person",
        "nobody wrote to me",
    ]


def test_a_comment_that_is_gone_stays_as_a_memo_and_is_told(study: Study, tmp_path: Path) -> None:
    content = document((*SAID, "Interviewer: Bye."), {"A friend told me": ("Word of mouth.",)})
    record = again(study, tmp_path / "new", content)
    assert pinned(study) == BEFORE
    assert "2 memos were comments that the file has no more; they stay" in record["warnings"]


def test_a_memo_follows_its_comment_when_the_words_are_changed(
    study: Study, tmp_path: Path
) -> None:
    said = tuple(line.replace("nobody wrote to me", "not a soul ever wrote") for line in SAID)
    comments = dict(zip(["A friend told me", "not a soul ever wrote"], FIRST.values(), strict=True))
    again(study, tmp_path / "new", document(said, comments))
    assert pinned(study) == [
        ("Silence!", "not a soul ever wrote"), ("Sure?", "not a soul ever wrote"),
        ("Word of mouth.", "A friend told me"),
    ]  # fmt: skip
    assert study.check() == []


def test_an_edit_of_the_words_carries_memos_and_says_which_lost_them(study: Study) -> None:
    text = "The parcel was late, and nobody wrote to me about it."
    report = study.edit("talk", text, "No comment.")
    frame = report.memos_frame().set_index("memo")
    assert list(frame["outcome"].sort_values()) == ["orphaned", "orphaned", "unchanged"]
    assert "2 memos lost the words they are pinned to" in report.notes[-1]
    assert [memo.place.quote for memo in study.memos if memo.orphaned and memo.place] == [
        "nobody wrote to me",
        "nobody wrote to me",
    ]
    assert study.check() == []
    study.undo_edit("talk")
    assert pinned(study) == BEFORE
    assert not any(memo.orphaned for memo in study.memos)
    assert study.check() == []


def test_undo_takes_back_what_the_file_brought_but_nothing_that_a_person_wrote(
    study: Study, tmp_path: Path
) -> None:
    comments = {**FIRST, "a real person": ("Human contact.", "Who?")}
    again(study, tmp_path / "new", document((*SAID, "Interviewer: Thank you."), comments))
    assert len(study.memos) == 5
    touched = next(memo for memo in study.memos if memo.text == "Who?")
    path = study.folder / "memos" / f"{touched.id}.md"
    path.write_text(path.read_text("utf-8") + "The one with the headset.\n", "utf-8")
    write_memo(study.folder, Memo(id="mine", about="source:talk", text="My own."))
    report = study.undo_edit("talk")
    assert report.brought.memos == tuple(m for m in report.brought.memos if m.startswith("talk-"))
    assert "1 memos that the edit had brought were taken back" in report.notes
    texts = sorted(memo.text for memo in study.memos)
    assert texts == ["My own.", "Silence!", "Sure?", "Who?\nThe one with the headset.",
                     "Word of mouth."]  # fmt: skip
    kept = list(study.sources.folder("talk").glob(f"edits/{report.edit}/memos/*.md"))
    assert [path for path in kept if "Human contact." in path.read_text("utf-8")]
    assert study.check() == []


def test_a_person_may_pin_a_memo_elsewhere_and_an_undo_leaves_it_there(study: Study) -> None:
    study.edit("talk", "late", "very late")
    memo = study.memos[0]
    study.pin_memo(memo.id, quote="a real person")
    study.undo_edit("talk")
    assert ("Word of mouth.", "a real person") in pinned(study)
    with pytest.raises(LookupError, match=r"no memo 'talk-coment-001'.*did you mean"):
        study.pin_memo("talk-coment-001", quote="late")
    write_memo(study.folder, Memo(id="mine", about="study", text="My own."))
    with pytest.raises(ValueError, match="is about 'study', not about a source"):
        study.pin_memo("mine", quote="late")


@pytest.mark.parametrize("step", range(1, 14))
def test_wherever_power_fails_memos_and_codings_are_all_there_or_none(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    real, calls = edit_plan.write_durably, 0

    def failing(path: Path, content: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == step:
            raise OSError(5, "Input/output error")
        real(path, content)

    monkeypatch.setattr(edit_plan, "write_durably", failing)
    path = tmp_path / "corrected.docx"
    comments = {**FIRST, "a real person": ("Human contact.",)}
    path.write_bytes(document(("Interviewer: Good morning.", *SAID), comments))
    with contextlib.suppress(OSError):
        study.update_source("talk", path)
    monkeypatch.setattr(edit_plan, "write_durably", real)
    opened = open_study(study.folder)
    is_done = opened.sources["talk"].text.startswith("Interviewer: Good")
    expected = sorted([*BEFORE, *([("Human contact.", "a real person")] if is_done else [])])
    assert pinned(opened) == expected
    assert is_done or step <= 2
    assert opened.check() == []


# --- codes ---------------------------------------------------------------------------------------


HEAD = "speaker,text,codes,coder\n"
ROWS = (
    ("I", "How did you find the shop?", "", ""),
    ("Anna", "A friend told me about it.", "word of mouth", "eve"),
    ("I", "And then?", "", ""),
    ("Anna", "The parcel was late by a week.", "delay; parcel", "eve"),
    ("I", "Anything else?", "", ""),
    ("Anna", "Nobody answered the phone.", "contact", "bob"),
)


def table(rows: tuple[tuple[str, str, str, str], ...]) -> bytes:
    return (HEAD + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)).encode()


@pytest.fixture
def coded(tmp_path: Path) -> Study:
    """A study with one table of turns and its four codes."""
    made = new_study(tmp_path / "study")
    path = tmp_path / "talk.csv"
    path.write_bytes(table(ROWS))
    [one] = made.import_files(path).imported
    assert one.n_codings == 4
    return made


def codes(study: Study) -> list[tuple[str, str, str]]:
    frame: pd.DataFrame = study.codings_with("imported_codes").frame
    text = study.sources["talk"].text
    assert all(text[row.start : row.end] == row.quote for row in frame.itertuples())
    return sorted(zip(frame["coder"], frame["code"], frame["quote"], strict=True))


OLD_CODES = [
    ("bob", "contact", "Nobody answered the phone."),
    ("eve", "delay", "The parcel was late by a week."),
    ("eve", "parcel", "The parcel was late by a week."),
    ("eve", "word_of_mouth", "A friend told me about it."),
]


def test_codes_of_a_corrected_file_are_kept_and_none_is_doubled(
    coded: Study, tmp_path: Path
) -> None:
    assert codes(coded) == OLD_CODES
    rows = (*ROWS[:3], ("Anna", "The parcel was late by two weeks.", "delay; parcel; price", "eve"),
            *ROWS[4:], ("I", "Thank you.", "closing", "cem"))  # fmt: skip
    record = again(coded, tmp_path / "new", table(rows), "talk.csv")
    late = "The parcel was late by two weeks."
    assert codes(coded) == sorted([
        OLD_CODES[0], ("eve", "delay", late), ("eve", "parcel", late), OLD_CODES[3],
        ("eve", "price", late), ("cem", "closing", "Thank you."),
    ])  # fmt: skip
    assert record["receipts"] == {"unchanged": 1, "moved": 1, "adjusted": 2, "orphaned": 0}
    assert "2 codes of the file became codings" in record["warnings"]
    assert "4 codes were codings already" in record["warnings"]
    assert coded.check() == []
    coded.undo_edit("talk")
    assert codes(coded) == OLD_CODES
    # and the same file once more brings the same two again
    report = coded.update_source("talk", tmp_path / "new" / "talk.csv")
    assert len(report.brought.codings) == 2
    assert len(codes(coded)) == 6
    assert coded.check() == []


def test_what_a_person_made_of_a_code_is_respected(coded: Study, tmp_path: Path) -> None:
    eve = coded.coder("eve")
    frame = coded.codings_with("imported_codes").frame.set_index("code")
    eve.delete("talk", frame.at["parcel", "coding"])
    eve.recode("talk", frame.at["delay", "coding"], "timeliness")
    rows = (("I", "Good morning.", "", ""), *ROWS)
    report = coded.update_source("talk", _written(tmp_path / "corrected.csv", table(rows)))
    assert report.brought.n_codings_deleted == 1
    assert report.brought.n_codings_known == 3
    assert report.brought.codings == ()
    assert codes(coded) == [OLD_CODES[0], OLD_CODES[3]]
    assert len(coded.codings) == 1


def test_an_undo_leaves_a_coding_that_somebody_worked_on(coded: Study, tmp_path: Path) -> None:
    rows = (*ROWS, ("I", "Thank you.", "closing; thanks", "eve"))
    report = coded.update_source("talk", _written(tmp_path / "corrected.csv", table(rows)))
    first, second = report.brought.codings
    coded.coder("eve").note("talk", first, "Warm.")
    undone = coded.undo_edit("talk")
    assert undone.brought.codings == (second,)
    assert [one.coding for one in undone.receipts if one.receipt.outcome == "orphaned"] == [first]
    assert len(coded.orphans) == 1


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_the_edits_of_a_source_can_be_read_again(coded: Study, tmp_path: Path) -> None:
    path = _written(tmp_path / "corrected.csv", table((("I", "Good morning.", "x", "eve"), *ROWS)))
    report = coded.update_source("talk", path, by="eve")
    [edit] = coded.edits("talk")
    kept = coded.edits("talk")[edit]
    assert (kept.edit, kept.receipts) == (report.edit, report.receipts)
    assert (kept.memos, kept.brought) == (report.memos, report.brought)
    with pytest.raises(KeyError, match="has no edit 'x'"):
        coded.edits("talk")["x"]


def test_what_a_corrected_file_lost_is_told(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "corrected.docx"
    gone = '<w:del w:id="8" w:author="a"><w:r><w:delText>well</w:delText></w:r></w:del>'
    path.write_bytes(docx("".join(p(run(line)) for line in SAID) + p(gone, run("Anna: Bye."))))
    report = study.update_source("talk", path)
    assert any("deleted by a tracked change: 'well'" in note for note in report.notes)
    assert any("tracked changes were read as accepted" in note for note in report.notes)
    report = study.update_source("talk", path, tracked_changes="original")
    assert "wellAnna: Bye." in study.sources["talk"].text
