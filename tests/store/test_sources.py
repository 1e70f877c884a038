"""Sources on disk: what is written is read, what was changed is noticed, nothing leads outside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.errors import BadFile, SourceChanged
from casestudy.provenance import KINDS, Provenance
from casestudy.sources import SOURCE_KINDS, Part, Source
from casestudy.store.layout import FOLDER_OF_KIND
from casestudy.store.source_files import (
    read_record,
    read_source,
    source_faults,
    write_source,
)
from casestudy.store.source_shelf import SourceShelf

ORIGINAL = b"Ann: We trust.\r\nBen: I see.\r\n"
TEXT = "Ann: We trust.\nBen: I see.\n"
PARTS = (
    Part(kind="turn", start=5, end=14, speaker="Ann", start_time=0.0, locator="line 1"),
    Part(kind="turn", start=20, end=26, speaker="Ben"),
)


def source(id: str = "talk", **more: Any) -> Source:
    fields: dict[str, Any] = {
        "kind": "interview", "text": TEXT, "parts": PARTS, "original": "original.txt",
        "original_sha256": hashlib.sha256(ORIGINAL).hexdigest(),
    }  # fmt: skip
    return Source(id=id, **{**fields, **more})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_source(tmp_path, source(), ORIGINAL)


ANY_TEXT = st.text(st.characters(exclude_characters="\r"), max_size=60)
WORDS = st.text(st.characters(codec="utf-8"), max_size=10)
SPEAKERS = st.text(st.characters(), max_size=8)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    text = draw(ANY_TEXT)
    ends = st.integers(0, len(text))
    parts = st.builds(
        lambda kind, ends, **more: Part(kind=kind, start=min(ends), end=max(ends), **more),
        st.sampled_from(["turn", "cue", "paragraph", "block"]),
        st.tuples(ends, ends),
        speaker=SPEAKERS,
        start_time=st.none() | st.floats(0, 1e6),
        end_time=st.none() | st.floats(0, 1e6),
        locator=SPEAKERS,
        heading=WORDS,
        hidden=st.booleans(),
    )
    return source(
        kind=draw(st.sampled_from(SOURCE_KINDS)),
        text=text,
        parts=tuple(draw(st.lists(parts, max_size=4))),
        case=draw(WORDS),
        title=draw(WORDS),
        language=draw(WORDS),
        reader=draw(WORDS),
        encoding=draw(WORDS),
        warnings=tuple(draw(st.lists(WORDS, max_size=2))),
        provenance=Provenance(kind=draw(st.sampled_from(KINDS)), work=draw(WORDS)),
    )


@settings(max_examples=80)
@given(sources(), st.binary(max_size=30))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, made: Source, original: bytes
) -> None:
    made = replace(made, original_sha256=hashlib.sha256(original).hexdigest())
    study = tmp_path_factory.mktemp("study")
    folder = write_source(study, made, original)
    assert read_source(folder) == made
    assert (folder / made.original).read_bytes() == original
    assert source_faults(folder) == []
    assert dict(SourceShelf(study)) == {"talk": made}


@pytest.mark.parametrize("kind", SOURCE_KINDS)
def test_each_kind_has_its_folder(tmp_path: Path, kind: str) -> None:
    folder = write_source(tmp_path, source(kind=kind), ORIGINAL)
    assert folder == tmp_path / "sources" / FOLDER_OF_KIND[kind] / "talk"


def test_an_id_belongs_to_one_source_whatever_its_kind(tmp_path: Path, folder: Path) -> None:
    for kind in SOURCE_KINDS:
        with pytest.raises(FileExistsError, match="the study already has a source 'talk'; give an"):
            write_source(tmp_path, source(kind=kind, text="other"), b"other")
    assert read_source(folder).text == TEXT


def test_a_source_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "rename", refuse)
        with pytest.raises(OSError, match="No space left"):
            write_source(tmp_path, source(), ORIGINAL)
    assert list((tmp_path / "sources" / "interviews").iterdir()) == []
    write_source(tmp_path, source(), ORIGINAL)


OUTSIDE = [
    "../evil", "..", ".", "", "/evil", "a/b", "..\\evil", "text.txt", "source.toml", "parts.jsonl",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_an_original_outside_the_folder_is_not_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="must be a file name without a path"):
        write_source(tmp_path / "study", source(original=name), b"evil")
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("name", [name for name in OUTSIDE if name])
def test_an_original_outside_the_folder_is_not_read(folder: Path, name: str) -> None:
    record = folder / "source.toml"
    written = record.read_text().replace('"original.txt"', repr(name))
    record.write_text(written)
    with pytest.raises(BadFile, match=r"source.toml: original .* must be a file name without a pa"):
        read_source(folder)
    assert len(source_faults(folder)) == 1


def test_a_changed_text_is_noticed(folder: Path) -> None:
    (folder / "text.txt").write_text(TEXT.replace("trust", "thrust"))
    with pytest.raises(SourceChanged, match=r"text.txt: the text changed after it was imported"):
        read_source(folder)
    [fault] = source_faults(folder)
    assert fault.path == folder / "text.txt"
    assert fault.reason.startswith("the text changed after it was imported")


def test_windows_line_ends_put_in_by_git_are_a_change(folder: Path) -> None:
    (folder / "text.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    with pytest.raises(SourceChanged):
        read_source(folder)


def spoil_original(folder: Path) -> None:
    (folder / "original.txt").write_bytes(ORIGINAL + b" ")


def lose_original(folder: Path) -> None:
    (folder / "original.txt").unlink()


@pytest.mark.parametrize(
    ("act", "sentence"),
    [(spoil_original, "the original changed after"), (lose_original, "the original is missing")],
)
def test_the_original_is_looked_at_by_check_and_not_needed_to_read(
    folder: Path, act: Callable[[Path], None], sentence: str
) -> None:
    act(folder)
    assert read_source(folder).text == TEXT
    [fault] = source_faults(folder)
    assert fault.path == folder / "original.txt"
    assert sentence in fault.reason


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "talk"', 'id = "walk"', "id 'walk' differs from the folder's name 'talk'"),
        ('id = "talk"', "", "'id' is missing"),
        ('id = "talk"', "id = 7", "'id' must be of the kind str"),
        (
            'kind = "interview"',
            'kind = "website"',
            "kind 'website' does not belong into the folder",
        ),
        ('kind = "interview"', 'kind = "talk"', "kind 'talk' does not belong into the folder"),
        ('kind = "interview"', 'knid = "x"', "'knid' is not known here; did you mean 'kind'?"),
        ('kind = "collected"', 'kind = "made"', "provenance: provenance kind 'made' is not known"),
        ('kind = "collected"', "page = 40", "provenance: 'page' must be text, not 40"),
        ('kind = "collected"', 'where = "x"', "provenance: "),
        ("[provenance]", "[provenance", "not valid TOML"),
    ],
)
def test_a_malformed_record_is_named(folder: Path, old: str, new: str, sentence: str) -> None:
    record = folder / "source.toml"
    assert old in record.read_text()
    record.write_text(record.read_text().replace(old, new))
    with pytest.raises(BadFile) as raised:
        read_record(folder)
    assert raised.value.path == record
    assert sentence in raised.value.reason
    assert [fault.reason for fault in source_faults(folder)] == [raised.value.reason]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "7", '{"kind":"turn"}', '{"kind":"turn","start":0,"end":5,"x":1}', "",
     '{"kind":"turn","start":"0","end":5}', '{"kind":"turn","start":0,"end":99}',
     '{"kind":"turn","start":-1,"end":5}', '{"kind":"turn","start":5,"end":4}',
     '{"kind":"turn","start":null,"end":4}'],
)  # fmt: skip
def test_a_malformed_part_is_named_with_its_line(folder: Path, line: str) -> None:
    path = folder / "parts.jsonl"
    path.write_bytes(path.read_bytes() + line.encode() + b"\n")
    with pytest.raises(BadFile) as raised:
        read_source(folder)
    assert (raised.value.path, raised.value.line) == (path, 3)
    assert len(source_faults(folder)) == 1


@pytest.mark.parametrize("name", ["text.txt", "parts.jsonl", "source.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BadFile, match=name):
        read_source(folder)
    assert len(source_faults(folder)) == 1


def test_a_text_that_is_no_utf8_is_named(folder: Path) -> None:
    (folder / "text.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(BadFile, match=r"text\.txt: not UTF-8; restore the file"):
        read_source(folder)


def test_the_shelf_reads_when_asked(tmp_path: Path, folder: Path) -> None:
    shelf = SourceShelf(tmp_path)
    (folder / "text.txt").write_text("changed")
    assert (list(shelf), len(shelf), "talk" in shelf, "walk" in shelf) == (["talk"], 1, True, False)
    assert shelf.record("talk")["kind"] == "interview"
    with pytest.raises(SourceChanged):
        shelf["talk"]
    with pytest.raises(LookupError, match="source 'tlak' is not in the study; did you mean 'talk'"):
        shelf["tlak"]


def test_a_folder_left_by_a_killed_import_is_no_source(tmp_path: Path, folder: Path) -> None:
    folder.rename(folder.with_name(".talk.x1y2"))
    assert len(SourceShelf(tmp_path)) == 0
