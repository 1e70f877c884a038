"""`casestudy pseudonymise`: from the list of candidates to a copy, and back."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from casestudy import open_study
from casestudy.cli import app
from casestudy.opening import new_study
from casestudy.provenance import Provenance
from casestudy.store import pseudonym_key, read_key
from casestudy.study import Study

TALK = (
    "Interviewer: Who are you?\n"
    "Ilse: I am Ilse Haapio, and I buy from Kaltvik.\n"
    "Interviewer: Thank you, Ilse.\n"
    "Ilse: Haapio, not Hapio, please.\n"
)
WORDS = "a long sentence"


def run(*arguments: object, **settings: Any) -> Result:
    return CliRunner().invoke(app, ["pseudonymise", *map(str, arguments)], **settings)


def result_of(*arguments: object, code: int = 0) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == code, (done.stderr, done.exception)
    return json.loads(done.stdout)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """A study with one interview, with the current folder in it."""
    study = new_study(tmp_path / "study")
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    made_up = Provenance(kind="synthetic", generator="test_pseudonymise.py")
    study.import_files(tmp_path / "talk.txt", case="shop", provenance=made_up)
    study.coder("anna").code("talk", "concerns", quote="Ilse Haapio", memo="Haapio again")
    monkeypatch.chdir(study.folder)
    monkeypatch.setattr(pseudonym_key, "SCRYPT_N", 2**4)
    monkeypatch.delenv("CASESTUDY_PASSPHRASE", raising=False)
    return study


@pytest.fixture
def keyed(here: Study) -> Study:
    run("candidates")
    done = run("key", "--tick", "Ilse Haapio", "--tick", "Ilse", "--tick", "Haapio")
    assert done.exit_code == 0, done.stderr
    return here


def test_candidates(here: Study) -> None:
    found = result_of("candidates")
    names = {row["candidate"]: row for row in found["candidates"]}
    assert names["Ilse Haapio"]["contexts"]
    assert names["Haapio"]["variant_of"] == "Ilse Haapio"
    assert Path(found["file"]).name == "pseudonyms.candidates.toml"
    done = run("candidates")
    assert "Ilse Haapio" in done.stdout
    assert "then: casestudy pseudonymise key" in done.stderr


def test_candidates_that_one_knows(here: Study, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("please\n\nNobody\n", "utf-8")
    found = result_of("candidates", "--known", tmp_path / "names.txt", "--no-write")
    assert "please" in [row["candidate"] for row in found["candidates"]]
    assert "Listed names that no source has: 1." in found["notes"]
    assert found["file"] == ""
    assert not (here.folder / "pseudonyms.candidates.toml").exists()


def test_key_from_the_list_that_a_person_edited(here: Study) -> None:
    run("candidates")
    path = here.folder / "pseudonyms.candidates.toml"
    text = path.read_text("utf-8")
    edited = text.replace('name = "Ilse Haapio"\ntick = false', 'name = "Ilse Haapio"\ntick = true')
    assert edited != text
    path.write_text(edited, "utf-8")
    made = result_of("key")
    assert made["labels"] == [{"label": "[P1]", "kind": "person", "forms": 1}]
    assert made["encrypted"] is False
    more = result_of("key", "--tick", "Haapio", "--tick", "Kaltvik")
    assert [(row["label"], row["forms"]) for row in more["labels"]] == [("[P1]", 2), ("[P2]", 1)]
    done = run("key")
    assert "Haapio" not in done.stdout + done.stderr


def test_key_with_names_that_are_no_candidates(keyed: Study) -> None:
    run("key", "--add", "Hapio", "--label", "[P1]")
    run("key", "--add", "Turku", "--add", "Oulu", "--kind", "place")
    made = read_key(keyed.folder)
    assert made.label_of("hapio") == "[P1]"
    assert (made.label_of("Turku"), made.label_of("Oulu")) == ("[PLACE1]", "[PLACE2]")


def test_key_faults(here: Study) -> None:
    done = run("key")
    assert "run `casestudy pseudonymise candidates`" in str(done.exception)
    run("candidates")
    done = run("key", "--tick", "Ilze")
    assert "'Ilze' is not among the candidates; did you mean 'Ilse'" in str(done.exception)


def test_apply(keyed: Study) -> None:
    tried = result_of("apply", "--dry-run")
    assert tried["dry_run"]
    assert tried["act"] == ""
    assert "Ilse" in keyed.sources["talk"].text
    done = result_of("apply", "--by", "anna")
    assert {row["file"]: row["places"] for row in done["files"]} == {
        row["file"]: row["places"] for row in tried["files"]
    }
    assert done["counts"] == {"unchanged": 0, "moved": 0, "adjusted": 1, "orphaned": 0}
    assert done["labels"] == tried["labels"]
    assert keyed.sources["talk"].text.splitlines()[1] == "[P1]: I am [P1], and I buy from Kaltvik."
    again = run("apply")
    assert "nothing to replace" in again.stderr


def test_apply_in_words(keyed: Study) -> None:
    tried = run("apply", "--dry-run")
    assert "sources/interviews/talk" in tried.stdout
    assert "places would be replaced in 1 files" in tried.stderr
    done = run("apply", "--languages", "english")
    assert "places replaced in 1 files" in done.stderr
    assert "1 codings: 0 unchanged, 0 moved, 1 adjusted, 0 orphaned" in done.stderr
    assert "Publish a copy made by" in done.stderr
    assert "Haapio" not in done.stdout + done.stderr


def test_apply_that_is_interrupted(keyed: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casestudy.pseudonymising.applying.edit_source_by", stop)
    done = run("apply")
    assert "run it again to finish" in done.stderr
    assert "broken off" in str(keyed.check()[0])
    monkeypatch.undo()
    os.chdir(keyed.folder)
    assert run("apply").exit_code == 0
    assert keyed.check() == []


def test_restore(keyed: Study) -> None:
    before = keyed.sources["talk"]
    run("apply")
    done = result_of("restore", "--by", "anna")
    assert [(row["what"], row["how"]) for row in done["files"]] == [("source", "as it was")]
    assert keyed.sources["talk"] == before
    assert "nothing to restore" in run("restore").stderr


def test_export(keyed: Study, tmp_path: Path) -> None:
    done = result_of("export", tmp_path / "copy")
    assert (done["exact"], done["folder"]) == (0, str(tmp_path / "copy"))
    assert [row["match"] for row in done["leaks"]] == ["near-miss"]
    copy = open_study(tmp_path / "copy")
    assert copy.check() == []
    assert len(copy.codings) == 1
    done = run("export", tmp_path / "second")
    assert done.stdout.splitlines()[0] == str(tmp_path / "second")
    assert "left out: originals of sources" in done.stderr
    done = run("export", tmp_path / "copy")
    assert "exists and is not empty" in str(done.exception)


def test_leaks(keyed: Study) -> None:
    (keyed.folder / "tables" / "who.csv").write_text("n,who\n1,Haapio\n2,Hapio\n", "utf-8")
    done = result_of("leaks", "tables", code=1)
    assert [(row["where"], row["line"], row["match"]) for row in done["leaks"]] == [
        ("tables/who.csv", 2, "exact"), ("tables/who.csv", 3, "near-miss"),
    ]  # fmt: skip
    assert (done["exact"], done["near"], done["looked_at"]) == (1, 1, 1)
    assert len(result_of("leaks", "tables", "--no-near", code=1)["leaks"]) == 1
    run("apply")
    done = run("leaks")
    assert done.exit_code == 1
    assert "tables/who.csv" in done.stdout
    (keyed.folder / "tables" / "who.csv").unlink()
    done = run("leaks")
    assert done.exit_code == 0, done.stdout
    assert "0 exact places, 1 near misses" in done.stderr


# --- passphrases ---------------------------------------------------------------------------------


def test_an_encrypted_key(here: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("candidates")
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{WORDS}\n", "utf-8")
    made = result_of("key", "--tick", "Ilse", "--encrypt", "--passphrase-file", secret)
    assert made["encrypted"] is True
    assert read_key(here.folder, WORDS).label_of("Ilse") == "[P1]"
    assert "Ilse" not in (here.folder / "pseudonyms.key.toml").read_text("utf-8")
    done = run("apply")
    assert "there is no terminal to ask on" in str(done.exception)
    monkeypatch.setenv("CASESTUDY_PASSPHRASE", "wrong")
    assert "does not open it" in str(run("apply").exception)
    monkeypatch.setenv("CASESTUDY_PASSPHRASE", WORDS)
    assert run("apply").exit_code == 0
    assert result_of("key", "--tick", "Haapio")["labels"][0]["forms"] == 1
    secret.write_text("\n", "utf-8")
    assert "is empty; write the passphrase" in str(
        run("leaks", "--passphrase-file", secret).exception
    )


def test_a_key_is_encrypted_later(keyed: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casestudy.cli.pseudonymising.asked_passphrase", lambda *, is_new: WORDS)
    assert result_of("key", "--encrypt")["encrypted"] is True
    assert read_key(keyed.folder, WORDS).label_of("Ilse") == "[P1]"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_passphrase_is_asked_for_on_the_terminal_and_not_shown(keyed: Study) -> None:
    keyed.pseudonyms.with_passphrase(WORDS).write_key(keyed.pseudonyms.key)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "casestudy", "pseudonymise", "apply", "--dry-run"]
    child = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs,
                             start_new_session=True, cwd=keyed.folder)  # fmt: skip
    said = b""
    while b"Passphrase of the key: " not in said:  # what is typed before the blank is thrown away
        said += os.read(ours, 1000)
    os.write(ours, f"{WORDS}\n".encode())
    out, _ = child.communicate(timeout=300)
    os.close(theirs)
    os.close(ours)
    assert child.returncode == 0
    assert b"sources/interviews/talk" in out
    assert WORDS.encode() not in said
