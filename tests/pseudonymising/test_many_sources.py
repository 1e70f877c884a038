"""Several processes do what one does, and stop when they are told to."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from casestudy.pseudonymising import many_sources
from casestudy.pseudonymising.applying import pseudonymise
from casestudy.pseudonymising.many_sources import of_each
from casestudy.study import Study

from .made import MADE_UP, contents, key, named_study


@pytest.fixture
def parallel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_sources, "PARALLEL_SOURCES", 2)
    monkeypatch.setattr(many_sources, "AT_ONCE", 1)


def bigger_study(folder: Path) -> Study:
    study = named_study(folder)
    for number in range(4):
        path = folder / f"more_{number}.txt"
        path.write_text(f"A: Haapio came {number} times, haapio!\nB: Zoë and Haapiolle.\n", "utf-8")
        study.import_files(path, provenance=MADE_UP)
    return study


def without_times(study: Study) -> dict[str, bytes]:
    """What stands in a study, ids that time made left out."""
    made = re.compile(rb"[0-9A-Z]{26}")
    return {
        made.sub(b"", name.encode()).decode(): made.sub(b"", content)
        for name, content in contents(study.folder).items()
        if name.endswith(("text.txt", "parts.jsonl", "source.toml", ".md", "study.toml"))
    }


def test_the_same_as_in_one_process(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    alone, together = (bigger_study(tmp_path / name) for name in ("alone", "together"))
    first = pseudonymise(alone.folder, key())
    request.getfixturevalue("parallel")
    seen: list[str] = []
    second = pseudonymise(together.folder, key(), on_progress=seen.append)
    assert seen == list(together.sources)
    assert first.labels == second.labels
    assert first.notes == second.notes
    shown = [c for c in first.to_frame().columns if c != "edit"]
    assert first.to_frame()[shown].equals(second.to_frame()[shown])
    assert without_times(alone) == without_times(together)
    assert together.check() == []


@pytest.mark.usefixtures("parallel")
def test_what_was_broken_off_is_finished(tmp_path: Path) -> None:
    study = bigger_study(tmp_path)

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pseudonymise(study.folder, key(), on_progress=stop)
    assert study.check() != []
    pseudonymise(study.folder, key())
    assert study.check() == []
    assert not any("Haapio" in study.sources[id].text for id in study.sources)


def fails(order: str, folder: Path) -> str:
    if folder.name == "b":
        os._exit(1)
    return order + folder.name


@pytest.mark.usefixtures("parallel")
def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    with pytest.raises(RuntimeError, match="a process came to a sudden end"):
        list(of_each(fails, "did ", folders))
    assert [done for _, done in of_each(fails, "did ", folders[:1])] == ["did a"]
