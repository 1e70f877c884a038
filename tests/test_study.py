"""A study folder opened: it holds what the folder holds, found from anywhere below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy import Codebook, Study, UnknownCode, new_study, open_study
from casestudy.codebook import Change, Code
from casestudy.errors import BadFile
from casestudy.store import write_codebook


def test_a_new_study_can_be_coded_in_at_once(tmp_path: Path) -> None:
    study = new_study(tmp_path / "my study", title="Trust")
    assert study.check() == []
    assert (study.title, len(study.codebook.themes), len(study.sources)) == ("Trust", 10, 0)
    assert (len(study.codings), study.memos, study.findings) == (0, [], [])
    assert (len(study.evidence), len(study.surveys), len(study.crosswalk)) == (0, 0, 0)
    for name in ("coding_scheme", "sources", "codings", "memos", "survey_data", "notebooks",
                 "figures", "tables"):  # fmt: skip
        assert (study.folder / name).is_dir()
    assert ".casestudy/" in (study.folder / ".gitignore").read_text()
    assert "-text" in (study.folder / ".gitattributes").read_text()


def test_an_empty_folder_will_do_and_its_name_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert new_study(tmp_path / "empty").title == "empty"


def test_nothing_is_written_over(tmp_path: Path, study: Study) -> None:
    before = sorted(study.folder.rglob("*"))
    with pytest.raises(FileExistsError, match="exists and is not empty; choose another name"):
        new_study(study.folder)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FileExistsError, match="nothing was changed"):
        new_study(tmp_path / "file")
    assert sorted(study.folder.rglob("*")) == before
    assert (tmp_path / "file").read_text() == "mine"


def test_a_study_with_another_scheme(tmp_path: Path) -> None:
    scheme = tmp_path / "mine.toml"
    write_codebook(Codebook(id="mine", codes=(Code(id="a", name="A"),)), scheme)
    study = new_study(tmp_path / "s", scheme=scheme)
    assert study.codebook.id == "mine"
    assert (study.folder / "coding_scheme" / "mine.toml").read_bytes() == scheme.read_bytes()


def test_a_scheme_that_is_not_sound_makes_no_study(tmp_path: Path) -> None:
    scheme = tmp_path / "mine.toml"
    scheme.write_text('[scheme]\nid = "other"\n')
    with pytest.raises(BadFile, match=r"mine\.toml line 1: the scheme's id 'other' differs"):
        new_study(tmp_path / "s", scheme=scheme)
    assert not (tmp_path / "s").exists()


def test_a_study_is_found_from_below(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study.folder / "notebooks")
    assert open_study().folder == study.folder
    monkeypatch.chdir(study.folder)
    assert open_study().folder == study.folder
    assert open_study(".").folder == study.folder


def test_no_study_is_said_to_be_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadFile, match="there is no study here"):
        open_study()
    with pytest.raises(BadFile, match="there is no study here"):
        open_study(tmp_path / "nowhere")


def test_what_another_process_coded_is_seen(study: Study) -> None:
    other = open_study(study.folder)
    assert len(study.codings) == 0
    other.coder("ben").code("talk", "concerns", quote="Why")
    assert len(study.codings) == 1


def other_scheme(study: Study) -> Study:
    book = Codebook(id="other", codes=(Code(id="speed", name="s"), Code(id="concerns", name="c")))
    write_codebook(book, study.folder / "coding_scheme" / "other.toml")
    return open_study(study.folder)


def test_codings_are_read_scheme_by_scheme(study: Study) -> None:
    study = other_scheme(study)
    anna = study.coder("anna")
    for code in ("concerns", "other:concerns", "other:speed"):
        anna.code("talk", code, quote="Why")
    assert study.codings.frame["code"].tolist() == ["concerns"]
    assert study.codings_with("other").frame["code"].tolist() == ["concerns", "speed"]
    with pytest.raises(UnknownCode):
        anna.code("talk", "speed", quote="Why")
    with pytest.raises(
        LookupError, match="the codebook 'othre' is not among the schemes in coding"
    ):
        study.codings_with("othre")


def test_a_code_that_no_scheme_has_stays_in_the_log_and_is_told(study: Study) -> None:
    study.coder("anna").code("talk", "concerns", quote="Why")
    log = study.folder / "codings" / "anna" / "talk.jsonl"
    log.write_text(log.read_text().replace('"concerns"', '"concrens"'))
    found = study.codings
    assert len(found) == 0
    [problem] = found.problems
    assert (problem.file, problem.id) == ("codings/anna/talk.jsonl", "concrens")
    assert "code 'concrens' is not in the codebook; did you mean 'concerns'" in problem.message
    assert "concrens" in log.read_text()


def test_old_codings_are_read_through_the_history_of_the_scheme(study: Study) -> None:
    anna = study.coder("anna")
    anna.code("talk", "concerns", quote="Why")
    path = study.folder / "coding_scheme" / "customer_intimacy.toml"
    book = study.codebook
    merge = Change(kind="merge", codes=("concerns",), into=("transparency",))
    log = (study.folder / "codings" / "anna" / "talk.jsonl").read_bytes()
    write_codebook(
        Codebook(id=book.id, codes=book.codes, changes=(merge,), provenance=book.provenance), path
    )
    assert open_study(study.folder).codings.frame["code"].tolist() == ["transparency"]
    assert (study.folder / "codings" / "anna" / "talk.jsonl").read_bytes() == log


def test_the_codings_carry_where_their_sources_came_from(study: Study) -> None:
    study.coder("anna").code("talk", "concerns", quote="Why")
    assert [str(one) for one in study.codings.provenance] == ["SYNTHETIC: tests/conftest.py"]


def test_codings_of_a_source_that_is_gone_are_still_read(study: Study) -> None:
    study.coder("anna").code("talk", "concerns", quote="Why")
    study.sources.folder("talk").rename(study.folder / "moved away")
    assert study.codings.frame[["source", "case"]].to_numpy().tolist() == [["talk", ""]]
    assert [problem.file for problem in study.check()] == ["codings/anna/talk.jsonl"]


@pytest.mark.parametrize(
    ("codebook", "sentence"),
    [
        (
            '"customer_intimcy"',
            "'customer_intimcy' is not among the schemes in coding_scheme/; did",
        ),
        ('""', "study.toml names no codebook, and coding_scheme/ has 2 schemes; write codebook ="),
    ],
)
def test_a_codebook_that_is_not_there(study: Study, codebook: str, sentence: str) -> None:
    other_scheme(study)
    path = study.folder / "study.toml"
    path.write_text(path.read_text().replace('"customer_intimacy"', codebook))
    with pytest.raises(LookupError, match=sentence):
        _ = open_study(study.folder).codebook


def test_the_only_scheme_needs_no_name(study: Study) -> None:
    path = study.folder / "study.toml"
    path.write_text(path.read_text().replace('"customer_intimacy"', '""'))
    assert open_study(study.folder).codebook.id == "customer_intimacy"


def test_it_says_what_it_is(study: Study) -> None:
    assert repr(study) == "<Study 'Trust in a shop': 1 cases, 1 sources, 1 coding schemes>"
    assert (study.authors, dict(study.works)) == ((), {})
