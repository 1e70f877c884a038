"""The made-up coders of the synthetic interviews: marked, placed on real sentences, made again."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from casestudy.ingest import read_file

SYNTHETIC = Path(__file__).parents[1] / "synthetic"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "simulate_coders", SYNTHETIC / "simulate_coders.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_generator_writes_the_same_bytes(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "TARGET", tmp_path / "coders.csv")
    generator.main()
    assert (tmp_path / "coders.csv").read_bytes() == (SYNTHETIC / "coders.csv").read_bytes()


def test_every_row_says_that_it_is_made_up_and_stands_on_words() -> None:
    first = (SYNTHETIC / "coders.csv").read_text("utf-8").splitlines()[0]
    assert first.startswith("# SYNTHETIC")
    rows = pd.read_csv(SYNTHETIC / "coders.csv", comment="#")
    assert rows["coder"].str.startswith("synthetic-").all()
    assert rows["coding"].str.startswith("made-up-").all()
    assert rows["coding"].is_unique
    names = {path.stem: path for path in SYNTHETIC.glob("interview_*.*")}
    for source, own in rows.groupby("source"):
        text = read_file(names[str(source)]).text
        assert all(
            text[start:end].strip() for start, end in zip(own["start"], own["end"], strict=True)
        )
    assert "interview_reseller" not in set(rows.query("coder == 'synthetic-eve'")["source"])
