"""The file of the key: there and back, private, out of git, and silent about names."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.errors import BadFile
from casestudy.pseudonyms import PseudonymKey
from casestudy.store import private_files, pseudonym_key
from casestudy.store.pseudonym_key import KEY_FILE, read_key, write_key
from casestudy.study import Study

from .made import key
from .test_replacing import keys

OPENS = "correct horse 🐴"


@pytest.fixture(autouse=True)
def _cheap_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudonym_key, "SCRYPT_N", 2**4)


@pytest.mark.parametrize("passphrase", [None, OPENS])
def test_there_and_back(tmp_path: Path, passphrase: str | None) -> None:
    made = key().with_names([("Will",)], common_word=True, label="[the “boss” \\ x]")
    path = write_key(made, tmp_path, passphrase)
    assert path == tmp_path / KEY_FILE
    assert read_key(tmp_path, passphrase) == read_key(path, passphrase) == made
    assert ("Lakso" in path.read_text("utf-8")) == (passphrase is None)


@settings(max_examples=30)
@given(made=st.one_of(st.just(PseudonymKey()), keys()))
def test_any_key_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, made: PseudonymKey
) -> None:
    folder = tmp_path_factory.mktemp("any")
    if "\ud800" <= max(repr([e.originals for e in made])) <= "\udfff":
        return
    write_key(made, folder)
    assert read_key(folder) == made


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
@pytest.mark.parametrize("passphrase", [None, OPENS])
def test_readable_by_its_owner_alone(tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / KEY_FILE
    path.write_text("")
    path.chmod(0o644)
    write_key(key(), path, passphrase)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == [KEY_FILE]


def test_kept_out_of_git(study: Study) -> None:
    write_key(key(), study.folder)
    ignored = (study.folder / ".gitignore").read_text("utf-8")
    write_key(key(), study.folder, OPENS)
    assert (study.folder / ".gitignore").read_text("utf-8") == ignored
    assert "\n/pseudonyms.*\n" in ignored
    assert ".casestudy/" in ignored
    subprocess.run(["git", "init", "-q"], cwd=study.folder, check=True)
    command = ["git", "status", "--porcelain", "-uall"]
    done = subprocess.run(command, cwd=study.folder, check=True, capture_output=True, text=True)
    assert KEY_FILE not in done.stdout
    assert "study.toml" in done.stdout


def test_kept_out_of_git_where_a_rule_takes_it_in_again(study: Study) -> None:
    path = study.folder / ".gitignore"
    path.write_text(f"{KEY_FILE}\n!{KEY_FILE}", "utf-8")
    write_key(key(), study.folder)
    assert path.read_text("utf-8").startswith(f"{KEY_FILE}\n!{KEY_FILE}\n# the names")


def test_a_study_from_before_gets_the_rule(study: Study) -> None:
    path = study.folder / ".gitignore"
    path.write_text("*.pyc", "utf-8")
    write_key(key(), study.folder)
    assert f"\n/{KEY_FILE}\n/.{KEY_FILE}.*\n" in path.read_text("utf-8")


def test_a_rule_for_the_top_folder_says_nothing_of_others(study: Study) -> None:
    write_key(key(), study.folder / "private" / KEY_FILE)
    assert f"\n/private/{KEY_FILE}\n" in (study.folder / ".gitignore").read_text("utf-8")


def test_a_key_in_another_folder_of_the_study(study: Study) -> None:
    write_key(key(), study.folder / "private" / "key.toml")
    assert "\n/private/key.toml\n" in (study.folder / ".gitignore").read_text("utf-8")


def test_no_study_no_gitignore(tmp_path: Path) -> None:
    write_key(key(), tmp_path)
    assert not (tmp_path / ".gitignore").exists()


# --- passphrases ---------------------------------------------------------------------------------


def test_wrong_passphrase(tmp_path: Path) -> None:
    write_key(key(), tmp_path, OPENS)
    with pytest.raises(BadFile, match=r"line 4: the passphrase does not open it, or the file"):
        read_key(tmp_path, "wrong")
    with pytest.raises(BadFile, match="is encrypted; give its passphrase"):
        read_key(tmp_path)
    with pytest.raises(BadFile, match="is encrypted; give a passphrase, or delete it"):
        write_key(key(), tmp_path)
    with pytest.raises(ValueError, match="the passphrase is empty"):
        write_key(key(), tmp_path, "")
    assert read_key(tmp_path, OPENS) == key()


def test_a_passphrase_for_a_file_that_needs_none(tmp_path: Path) -> None:
    write_key(key(), tmp_path)
    with pytest.raises(BadFile, match="is not encrypted; leave out the passphrase"):
        read_key(tmp_path, OPENS)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('method = "fernet-scrypt"', 'method = "rot13"', "keys encrypted by fernet-scrypt only"),
        ('salt = "', 'salt = "!', "the salt is damaged"),
        ("n = 16", "n = 1073741824", "cost of the encryption is out of range"),
        ("n = 16", "n = 17", "cost of the encryption is out of range"),
        ('token = "', 'token = "å', "does not open it, or the file is damaged"),
        ('token = "', 'tken = "', "'tken' is not known; did you mean 'token'"),
        ("[encrypted]", "[encripted]", "'encripted' is not known here"),
    ],
)
def test_a_damaged_encrypted_file(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = write_key(key(), tmp_path, OPENS)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BadFile, match=sentence):
        read_key(path, OPENS)


def test_entries_beside_an_encrypted_key(tmp_path: Path) -> None:
    path = write_key(key(), tmp_path, OPENS)
    path.write_text(path.read_text("utf-8") + "\n[[pseudonym]]\n", "utf-8")
    with pytest.raises(BadFile, match="keep one of the two"):
        read_key(path, OPENS)


def test_without_cryptography_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.fernet", None)
    with pytest.raises(ImportError, match=r"pip install 'casestudy\[pseudonyms\]'"):
        write_key(key(), tmp_path, OPENS)
    assert not (tmp_path / KEY_FILE).exists()
    assert read_key(write_key(key(), tmp_path)) == key()


# --- faults, told without names ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ('label = "Secret"\nkind = "person"\noriginals = ["a"]', "line 2: entry 1: 'label' is not"),
        ('label = "[P1]"\nkind = "Secret"\noriginals = ["a"]', "'kind' is not known; allowed are"),
        ('label = "[P1]"\nkind = ["Secret"]\noriginals = ["a"]', "'kind' is not known"),
        ('label = "[P1]"\nkind = "person"\noriginals = "Secret"', "must be a list of texts"),
        ('label = "[P1]"\nkind = "person"\noriginals = ["Secret", 1]', "must be a list of texts"),
        ('label = "[P1]"\nkind = "person"\noriginals = []', r"\[P1\] stands for nothing"),
        ('label = "[P1]"\nkind = "person"\noriginals = ["Secret ["]', "form 1 of .* bracket"),
        ('label = "[P1]"\nkind = "person"\noriginals = ["a"]\ncommon_word = "Secret"',
         "'common_word' must be true or false"),
        ('label = "[P1]"\nkind = "person"\noriginals = ["a"]\nlabl = "Secret"',
         "the key 'labl' is not known; did you mean 'label'"),
        ('label = "[P1]"\nkind = "person"\noriginals = ["Secret"]\n[[pseudonym]]\nlabel = "[P2]"\n'
         'kind = "person"\noriginals = ["SECRET"]', r"one form stands for both \[P1\] and \[P2\]"),
        ('label = "[P1]"\nkind = "person"\noriginals = ["Secret', "not valid TOML"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_sound(tmp_path: Path, entry: str, sentence: str) -> None:
    path = tmp_path / KEY_FILE
    path.write_text(f"# a key\n[[pseudonym]]\n{entry}\n", "utf-8")
    with pytest.raises(BadFile, match=sentence) as caught:
        read_key(path)
    assert "ecret" not in str(caught.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"pseudonyms\.key\.toml: the file does not exist"):
        read_key(tmp_path)


def test_a_failed_write_leaves_the_old_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_key(key(), tmp_path)

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(private_files.os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_key(PseudonymKey(), tmp_path)
    monkeypatch.undo()
    assert read_key(tmp_path) == key()
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
