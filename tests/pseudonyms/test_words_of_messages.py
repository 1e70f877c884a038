"""No text of the room promises what it cannot keep."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "casestudy"
FILES = [
    *sorted((ROOT / "pseudonyms").glob("*.py")),
    *sorted((ROOT / "pseudonymising").glob("*.py")),
    *sorted(ROOT.glob("pseudonym_*.py")),
    *sorted((ROOT / "store").glob("pseudonym_*.py")),
    ROOT / "store" / "tick_list.py",
    ROOT / "cli" / "pseudonymising.py",
    ROOT / "tables" / "pseudonyms.py",
]


def texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_nothing_is_called_anonymous() -> None:
    assert len(FILES) > 30
    promised = [path.name for path in FILES for text in texts(path) if "anonym" in text.lower()]
    assert promised == []
