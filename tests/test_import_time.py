"""Importing the package is quick because it loads nothing heavy; rooms load when they are named."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pandas", "numpy", "matplotlib", "nltk", "statsmodels", "scipy", "lxml", "IPython")


def loaded_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after a statement."""
    program = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import casestudy", "import casestudy.cli"])
def test_nothing_heavy_is_loaded(statement: str) -> None:
    loaded = loaded_after(statement)
    assert "casestudy" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_noun_brings_what_it_needs_when_it_is_named() -> None:
    assert "pandas" in loaded_after("import casestudy; casestudy.Codebook")


def test_every_public_name_loads_and_a_strange_one_is_refused() -> None:
    names = "[getattr(casestudy, n) for n in dir(casestudy)]"
    loaded_after(f"import casestudy; {names}")
    refused = "import casestudy\ntry: casestudy.Codbook\nexcept AttributeError: import wave"
    assert "wave" in loaded_after(refused)
