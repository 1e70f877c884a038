"""The way in from a notebook: list, ticks, key, replacing, copy, leaks, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy import tables
from casestudy.errors import BadFile
from casestudy.store import pseudonym_key
from casestudy.store.tick_list import read_ticks, write_ticks
from casestudy.study import Study

from .made import key, named_study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return named_study(tmp_path)


def test_candidates_of_all_words(study: Study) -> None:
    found = study.pseudonyms.candidates(known=["desk"])
    rows = found.to_frame().set_index("candidate")
    assert rows.loc["Eero Haapio", "kind"] == "speaker"
    assert rows.loc["Zoë Virtanen", "n_sources"] >= 2
    assert rows.loc["040 123 4567", "kind"] == "phone"
    assert rows.loc["desk", "reason"] == "on the list of names"
    in_papers = {"Haapio’s shop", "Kaltvik visits", "the boss"}
    assert found.n_sources > len(study.sources)
    contexts = " ".join(context for each in found.contexts.values() for context in each)
    assert [words for words in in_papers if words in contexts]
    table = tables.name_candidates(found)
    assert "keep it apart" in table.notes[0]


def test_the_whole_walk(study: Study, tmp_path: Path) -> None:
    names = study.pseudonyms
    assert len(names.key) == 0
    path = names.write_ticks(names.candidates())
    ticks = read_ticks(path)
    edited = [tick for tick in ticks if tick.name != "Eero"]
    write_ticks(edited, path)
    made = names.extend_key(["Eero Haapio", "Haapio", "Zoë Virtanen"])
    assert made == names.key
    assert [entry.label for entry in made] == ["[P1]", "[P2]"]
    again = names.write_ticks(names.candidates())
    assert "Eero Haapio" not in {tick.name for tick in read_ticks(again)}
    names.write_key(key())
    assert names.apply(dry_run=True).n_places > 20
    assert names.apply(by="anna").counts["orphaned"] == 0
    assert names.leaks(names.copy(tmp_path / "copy").folder).n_exact == 0
    assert set(names.restore().frame["how"]) == {"as it was"}
    assert repr(names) == "<StudyPseudonyms: study>"


def test_ticks_without_a_file(study: Study) -> None:
    names = study.pseudonyms
    with pytest.raises(BadFile, match="no list to tick yet; run `casestudy pseudonymise candidat"):
        names.extend_key(["Zoë"])
    made = names.extend_key(["Kaltvik"], candidates=names.candidates())
    assert made.label_of("Kaltvik")


def test_a_key_with_a_passphrase(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudonym_key, "SCRYPT_N", 2**4)
    names = study.pseudonyms.with_passphrase("long enough")
    names.write_key(key())
    assert names.is_encrypted
    assert names.key == key()
    assert "long enough" not in repr(names)
    with pytest.raises(BadFile, match="is encrypted; give its passphrase"):
        study.pseudonyms.apply()
    assert names.apply().n_places > 20


def test_languages(study: Study) -> None:
    study.pseudonyms.write_key(key())
    study.pseudonyms.speaking("english").apply()
    text = study.sources["talk_Haapio"].text
    assert "Haapiolle voi soittaa" in text
    assert "[P1]" in text


def test_a_key_elsewhere(study: Study, tmp_path: Path) -> None:
    from dataclasses import replace

    names = replace(study.pseudonyms, key_file=tmp_path / "safe" / "key.toml")
    names.write_key(key())
    assert names.apply().n_places > 20
    assert not (study.folder / "pseudonyms.key.toml").exists()
