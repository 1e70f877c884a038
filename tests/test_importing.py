"""Bringing files in: one bad file stops no other, ids are safe, and nothing is made up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.importing import filing, reading_ahead
from casestudy.importing.choices import LONGEST_ID, source_id
from casestudy.importing.files import files_of, import_files
from casestudy.importing.new_source import MARK
from casestudy.ingest import Reading, read_file
from casestudy.opening import open_study
from casestudy.provenance import Provenance
from casestudy.sources import check_source_id
from casestudy.store import read_study_record
from casestudy.study import Study

TALK = "Anna: We trust them.\nBen: Why?\nAnna: They answer.\nBen: I see, number {}.\n"


def talk(folder: Path, name: str, number: int = 0) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TALK.format(number), "utf-8")
    return path


def test_what_is_kept_is_the_file_byte_for_byte(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "Second Talk.TXT"
    path.write_bytes(b"\xef\xbb\xbf" + TALK.format(2).replace("\n", "\r\n").encode())
    [imported] = study.import_files(path, case="shop").imported
    source = study.sources["Second_Talk"]
    assert imported.source == source
    assert imported.file == path
    folder = study.sources.folder("Second_Talk")
    assert (folder / "original.txt").read_bytes() == path.read_bytes()
    assert source.original_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.text == TALK.format(2)
    assert source.speakers == {"Anna": 2, "Ben": 2}
    assert (source.case, source.provenance.kind, source.provenance.method) == (
        "shop", "collected", "import",
    )  # fmt: skip
    assert study.check() == []


def test_one_bad_file_stops_no_other(study: Study, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 4)
    good = [talk(tmp_path, "a.txt", 1), talk(tmp_path, "z.txt", 2)]
    seen: list[str] = []
    report = study.import_files(
        good[0], tmp_path / "empty.txt", tmp_path / "nowhere.txt", tmp_path / "noise.bin", good[1],
        on_progress=seen.append,
    )  # fmt: skip
    assert [one.id for one in report.imported] == ["a", "z"]
    assert [one.file.name for one in report.refused] == ["empty.txt", "nowhere.txt", "noise.bin"]
    assert all(len(one.reason) > 10 for one in report.refused)
    assert seen == ["a.txt", "empty.txt", "nowhere.txt", "noise.bin", "z.txt"]
    assert sorted(study.sources) == ["a", "talk", "z"]


@pytest.mark.parametrize("error", [RuntimeError("boom"), RecursionError("deep"), KeyError("x")])
def test_a_reader_that_stumbles_stops_no_other_file(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def stumbling(path: Path, **how: Any) -> Reading:
        if path.name == "bad.txt":
            raise error
        return read_file(path, **how)

    monkeypatch.setattr(reading_ahead, "read_file", stumbling)
    report = study.import_files(talk(tmp_path, "bad.txt", 1), talk(tmp_path, "good.txt", 2))
    assert [one.id for one in report.imported] == ["good"]
    [refusal] = report.refused
    assert type(error).__name__ in refusal.reason
    assert "please report it" in refusal.reason


def test_a_full_disk_is_said_for_the_file(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(filing, "write_source", refuse)
    [refusal] = study.import_files(talk(tmp_path, "a.txt", 1)).refused
    assert "No space left on device" in refusal.reason


def test_a_corrected_file_is_known_though_its_case_is_not_named_again(
    study: Study, tmp_path: Path
) -> None:
    text = "".join(f"Anna: This is answer number {n}.\nBen: And why {n}?\n" for n in range(9))
    file = tmp_path / "again.txt"
    file.write_text(text, "utf-8")
    study.import_files(file, case="ABB")
    file.write_text(text.replace("number 3", "numbr three"), "utf-8")
    report = study.import_files(file)
    assert (report.imported, report.refused) == ((), ())
    assert study.sources["again"].case == "ABB"
    assert "numbr three" in study.sources["again"].text
    file.write_text(text.replace("number 3", "number III"), "utf-8")
    assert [one.id for one in study.import_files(file, case="Tetra").imported] == ["again_txt"]
    file.write_text(text.replace("number 3", "number iii"), "utf-8")
    assert len(study.import_files(file).imported) == 1  # two sources bear the name: it is neither


def test_the_same_file_is_not_taken_twice(study: Study, tmp_path: Path) -> None:
    again = study.import_files(talk(tmp_path, "a.txt"), talk(tmp_path, "b.txt"))
    assert [one.id for one in again.imported] == ["a"]
    assert [(one.file.name, one.id) for one in again.known] == [("b.txt", "a")]
    once_more = study.import_files(talk(tmp_path, "c.txt"), talk(tmp_path, "d.txt", 4))
    assert [(one.file.name, one.id) for one in once_more.known] == [("c.txt", "a")]
    assert [one.id for one in once_more.imported] == ["d"]
    assert once_more.refused == ()


def test_files_of_one_name_get_ids_of_their_own(study: Study, tmp_path: Path) -> None:
    paths = [talk(tmp_path, f"{n}/{name}", n) for n, name in enumerate(("a.txt", "A.txt", "a.txt"))]
    report = study.import_files(*paths)
    assert [one.id for one in report.imported] == ["a", "A_txt", "a_txt_2"]


def test_folders_are_walked_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".git/x.txt", "b/.DS_Store", "README.md",
                 "source.toml"):  # fmt: skip
        talk(tmp_path, name)
    found = [path.relative_to(tmp_path).as_posix() for path in files_of([tmp_path])]
    assert found == ["a.txt", "b/1.txt", "b/2.txt"]
    assert list(files_of([tmp_path / "README.md"])) == [tmp_path / "README.md"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # test runners have threads
def test_many_files_are_read_by_several_processes_in_order(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    for number in range(reading_ahead.PARALLEL_FILES + 2):
        talk(folder, f"talk_{number:02d}.txt", number)
    (folder / "talk_05.txt").write_bytes(b"")
    report = study.import_files(folder)
    names = [one.id for one in report.imported]
    assert names == [f"talk_{n:02d}" for n in range(reading_ahead.PARALLEL_FILES + 2) if n != 5]
    assert [one.file.name for one in report.refused] == ["talk_05.txt"]


# --- cases and ids -------------------------------------------------------------------------------


def test_a_new_case_is_added_a_misspelt_one_refused(study: Study, tmp_path: Path) -> None:
    study.import_files(talk(tmp_path, "a.txt", 1), case="Factory")
    assert list(study.cases) == ["shop", "Factory"]
    with pytest.raises(
        LookupError, match=r"case 'Fcatory' is not in study\.toml; did you mean 'Fac"
    ):
        study.import_files(talk(tmp_path, "b.txt", 2), case="Fcatory")
    assert list(open_study(study.folder).cases) == ["shop", "Factory"]
    assert "b" not in study.sources


def test_numbered_cases_are_no_misspellings(study: Study, tmp_path: Path) -> None:
    for number in (1, 2, 12):
        study.import_files(talk(tmp_path, f"{number}.txt", number), case=f"case_{number}")
    assert list(study.cases) == ["shop", "case_1", "case_2", "case_12"]


def test_no_case_is_added_for_files_that_were_all_refused(study: Study, tmp_path: Path) -> None:
    report = study.import_files(tmp_path / "nowhere.txt", case="Factory")
    assert len(report.refused) == 1
    assert list(read_study_record(study.folder).cases) == ["shop"]


def test_an_id_given_by_hand(study: Study, tmp_path: Path) -> None:
    study.import_files(talk(tmp_path, "a.txt", 1), id="interview.1")
    assert "interview.1" in study.sources
    for id, sentence in (("interview.1", "already has a source"), ("../x", "is not allowed")):
        [refusal] = study.import_files(talk(tmp_path, "b.txt", 2), id=id).refused
        assert sentence in refusal.reason
    [refusal] = study.import_files(
        talk(tmp_path, "c.txt", 3), id="interview.1", kind="document"
    ).refused
    assert "already has a source 'interview.1'" in refusal.reason
    with pytest.raises(ValueError, match="id 'x' can name one source, but 2 files are given"):
        study.import_files(tmp_path / "a.txt", tmp_path / "b.txt", id="x")


NAMES = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=200)


@given(NAMES, st.sets(st.sampled_from(["a", "a_txt", "A_txt_2", "source", "source_txt"])))
def test_any_file_name_gives_an_id_that_is_free_and_can_be_a_folder(
    name: str, taken: set[str]
) -> None:
    for path in (Path(f"{name}.txt"), Path("a.txt"), Path(f"x{name}")):
        id = source_id(path, taken)
        check_source_id(id)
        assert id.casefold() not in {each.casefold() for each in taken}


def test_a_very_long_name_is_cut(study: Study, tmp_path: Path) -> None:
    names = ["x" * 245 + ".txt", "x" * 246 + ".txt", "ä" * 120 + ".txt"]
    report = study.import_files(*(talk(tmp_path, name, n) for n, name in enumerate(names)))
    assert report.refused == ()
    assert all(len(one.id.encode()) <= LONGEST_ID + 6 for one in report.imported)
    study.coder("anna").code(report.imported[0].id, "concerns")
    assert len(study.codings) == 1


# --- kind, encoding, provenance ------------------------------------------------------------------


def test_settings_are_kept_with_the_source(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(TALK.format("ääkköset").encode("cp1252"))
    made = Provenance(kind="published", work="w2001", page="4")
    [one] = study.import_files(path, kind="document", encoding="cp1252", provenance=made).imported
    source = study.sources["latin"]
    assert "ääkköset" in source.text
    assert (source.kind, source.provenance, source.encoding) == ("document", made, "cp1252")
    assert one.source.warnings == ()


FINNISH = (
    "Anna: No siis me soitettiin sinne, mutta kukaan ei vastannut.\n"
    "Ben: Miksi ei?\nAnna: En tiedä, se oli vaan niin, että puhelin soi ja soi.\nBen: Niin.\n"
)


def test_the_language_is_guessed_and_says_so_or_is_what_the_person_says(
    study: Study, tmp_path: Path
) -> None:
    path = tmp_path / "suomi.txt"
    path.write_text(FINNISH, "utf-8")
    study.import_files(path)
    source = study.sources["suomi"]
    assert (source.language, source.language_code) == ("fi (guessed)", "fi")
    (tmp_path / "two.txt").write_text(FINNISH + "Anna: Joo.\n", "utf-8")
    study.import_files(tmp_path / "two.txt", language="Estonian")
    assert study.sources["two"].language == "et"
    (tmp_path / "three.txt").write_text(FINNISH + "Anna: Joo joo.\n", "utf-8")
    study.import_files(tmp_path / "three.txt", language="sma")
    assert study.sources["three"].language == "sma"
    with pytest.raises(ValueError, match=r"language 'finish' is not known; did you mean 'finnish'"):
        study.import_files(path, language="finish")


def test_a_language_that_the_words_contradict_is_not_believed(study: Study, tmp_path: Path) -> None:
    lines = "".join(f"<p>{line}</p>" for line in FINNISH.splitlines() * 8)
    path = tmp_path / "page.html"
    path.write_text(f'<html lang="en"><body>{lines}</body></html>', "utf-8")
    [one] = study.import_files(path).imported
    assert one.source.language == "fi (guessed)"
    assert any("states its language as 'en', but its words look finnish" in warning
               for warning in one.source.warnings)  # fmt: skip


def test_an_unknown_kind_is_refused_with_its_reason(study: Study, tmp_path: Path) -> None:
    [refusal] = study.import_files(talk(tmp_path, "a.txt", 1), kind="talk").refused
    assert "kind 'talk' is not known; allowed are interview" in refusal.reason


def test_material_that_says_it_is_made_up_is_marked_so(study: Study, tmp_path: Path) -> None:
    path = talk(tmp_path, "made.txt", 1)
    path.write_text(f"{MARK}: nobody said this.\n\n{path.read_text()}")
    [one] = study.import_files(path).imported
    assert one.source.provenance == Provenance(kind="synthetic", generator="made.txt")
    assert any("synthetic" in warning for warning in one.source.warnings)
    late = talk(tmp_path, "late.txt", 2)
    late.write_text(late.read_text() * 40 + f"Anna: {MARK}?\n")
    [one] = study.import_files(late).imported
    assert one.source.provenance.kind == "collected"


def test_the_record_has_the_shape_that_programs_read(study: Study, tmp_path: Path) -> None:
    path = talk(tmp_path, "a.txt", 1)
    report = import_files(study.folder, [path, tmp_path / "nowhere.txt"])
    assert report.to_record() == {
        "sources": [
            {
                "id": "a",
                "file": str(path),
                "kind": "interview",
                "case": "",
                "words": 10,
                "turns": 4,
                "speakers": {"Anna": 2, "Ben": 2},
                "warnings": [],
            }
        ],
        "known": [],
        "left": 0,
        "refused": [
            {
                "file": str(tmp_path / "nowhere.txt"),
                "reason": "the file cannot be opened: No such file or directory",
            }
        ],
    }
