"""Memos: Markdown with a head, written where they belong and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.codings import Memo
from casestudy.errors import BadFile
from casestudy.store import memos
from casestudy.store.memos import memos_about, read_memo, read_memos, write_memo

MEMO = Memo(
    id="why_not_what", about="code:transparency", text="Not what,\n\nbut *why*.", author="anna",
    created="2026-11-23", title="Why, not \"what\"",
)  # fmt: skip


def test_a_memo_is_written_and_read(tmp_path: Path) -> None:
    path = write_memo(tmp_path, MEMO)
    assert path == tmp_path / "memos" / "why_not_what.md"
    assert read_memo(path) == MEMO
    write_memo(tmp_path, Memo(id="a", about="study", text=""))
    assert [memo.id for memo in read_memos(tmp_path)] == ["a", "why_not_what"]


LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)


@given(LINES, LINES, LINES, st.sampled_from(["study", "code:a", "source:s 1", "coding:01X"]))
def test_any_words_come_back(
    tmp_path: Path, text: str, title: str, author: str, about: str
) -> None:
    text = text.strip("\n")
    memo = Memo(id="m", about=about, text=text, title=title, author=author)
    assert read_memo(write_memo(tmp_path, memo)) == memo


def test_a_fence_inside_the_text_ends_nothing(tmp_path: Path) -> None:
    memo = Memo(id="m", about="study", text="one\n+++\ntwo", title="+++\n")
    assert read_memo(write_memo(tmp_path, memo)) == memo


def test_a_readme_among_the_memos_is_none(tmp_path: Path) -> None:
    write_memo(tmp_path, MEMO)
    (tmp_path / "memos" / "README.md").write_text("What the memos are.")
    assert read_memos(tmp_path) == [MEMO]
    assert read_memos(tmp_path / "nowhere") == []


@pytest.mark.parametrize("id", ["../../evil", "a/b", "", ".hidden", "..", "a\\b", "a\nb", "_a"])
def test_a_memo_is_not_written_outside_its_folder(tmp_path: Path, id: str) -> None:
    study = tmp_path / "one" / "two"
    with pytest.raises(ValueError, match=r"memo id .* is not allowed"):
        write_memo(study, Memo(id=id, about="study", text="x"))
    assert not list(tmp_path.rglob("*.md"))


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b"just words\n", 1, "a memo begins with a head between two lines '+++'"),
        (b'+++\nabout = "study"\nno end\n', 1, "a memo begins with a head"),
        (b"", 1, "a memo begins with a head"),
        (b"+++\nabout = study\n+++\nx\n", 2, "the head is not valid TOML"),
        (b'+++\ntitle = "x"\n+++\nx\n', 2, "about = '' is not known; write 'study', 'code:<id>'"),
        (b'+++\nabout = "studying"\n+++\nx\n', 2, "about = 'studying' is not known"),
        (b'+++\nabout = "code:"\n+++\nx\n', 2, "about = 'code:' is not known"),
        (b'+++\nabout = 7\n+++\nx\n', 2, "about = '7' is not known"),
        (b'+++\nabout = "study"\n+++\n\xff\n', 0, "not UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_memo_is_named(tmp_path: Path, content: bytes, line: int, sentence: str) -> None:
    path = tmp_path / "memo.md"
    path.write_bytes(content)
    with pytest.raises(BadFile) as raised:
        read_memo(path)
    assert (raised.value.path, raised.value.line) == (path, line)
    assert sentence in raised.value.reason


def test_files_of_other_editors_are_read(tmp_path: Path) -> None:
    path = write_memo(tmp_path, MEMO)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_memo(path) == MEMO


def test_each_memo_is_parsed_once_for_many_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        write_memo(tmp_path, Memo(id=f"m{number:02}", about=f"source:s{number}", text="x"))
    (tmp_path / "memos" / "broken.md").write_bytes(b"\xff")
    (tmp_path / "memos" / "README.md").write_text("+++\nabout = 'source:s1'\n+++\n", "utf-8")
    for path in (tmp_path / "memos").iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    read: list[str] = []
    parse = memos.read_memo

    def counting(path: Path) -> Memo:
        read.append(path.stem)
        return parse(path)

    monkeypatch.setattr(memos, "read_memo", counting)
    found = [[memo.id for memo in memos_about(tmp_path, f"s{n}")] for n in range(20)]
    assert found == [[f"m{n:02}"] for n in range(20)]
    assert len(read) == 21 + 20  # what each file is about, and each memo that was asked for


def test_a_memo_that_changed_is_seen(tmp_path: Path) -> None:
    write_memo(tmp_path, Memo(id="m", about="source:s1", text="x"))
    assert [memo.id for memo in memos_about(tmp_path, "s1")] == ["m"]
    write_memo(tmp_path, Memo(id="m", about="source:s2", text="x"))
    assert memos_about(tmp_path, "s1") == []
    assert [memo.id for memo in memos_about(tmp_path, "s2")] == ["m"]
    path = tmp_path / "memos" / "m.md"
    path.write_text(path.read_text("utf-8").replace("s2", "s3"), "utf-8")
    assert [memo.id for memo in memos_about(tmp_path, "s3")] == ["m"]
    path.unlink()
    assert memos_about(tmp_path, "s3") == []
    assert memos_about(tmp_path / "no study", "s3") == []
