"""The page on pseudonyms: its examples run, in one go, in a study."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from casestudy.study import Study

PAGE = Path(__file__).parents[2] / "docs" / "pseudonyms.md"


def test_the_examples_run(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study.folder)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102
    assert len(blocks) == 4
    assert names["done"].text == "[P3]'s offer went to [P3]lle."
    assert names["restored"](names["done"].text, names["key"], names["done"]) == names["text"]
    assert (names["report"].n_exact, names["report"].n_near) == (0, 1)
    assert names["key"].label_of("annie") == "[P1]"
    assert names["copy"].leaks.n_exact == 0
    text = (names["copy"].folder / "sources/interviews/talk/text.txt").read_text("utf-8")
    assert text.startswith("[P1]: We trust")
    assert study.sources["talk"].text.startswith("Anna: We trust")


def test_nothing_is_called_anonymous() -> None:
    assert "anonym" not in PAGE.read_text("utf-8").lower()
