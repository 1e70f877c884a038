"""Every public name and command is explained, and no file tells of the machine it was made on."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import casestudy
from casestudy.cli import app

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "casestudy"

# written apart, so that this file does not hold what it looks for
MACHINE_PATH = "/" + "work" + "/"
LENT_FOLDER = "sha" + "red/"
REGISTRIES = (
    "py" + "pi.org", "files.python" + "hosted.org", "registry.npm" + "js.org",
    "deb.deb" + "ian.org",
)  # fmt: skip
LENT_MARK = "pytest.mark." + "shared"


def rooms() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["casestudy", *(f"casestudy.{room}" for room in rooms())])
def test_every_public_name_is_explained(module: str) -> None:
    found = importlib.import_module(module)
    missing = [name for name in public_names(found) if not explanation(found, name)]
    assert not missing, f"{module}: no docstring for {', '.join(missing)}"


def public_names(module: object) -> list[str]:
    return list(getattr(module, "__all__", []))


def explanation(module: object, name: str) -> str:
    """Docstring of a function, class or room; of a constant, the text that follows it."""
    value = getattr(module, name)
    if inspect.isclass(value) or inspect.isroutine(value) or inspect.ismodule(value):
        written = (
            vars(value).get("__doc__") or "" if inspect.isclass(value) else value.__doc__ or ""
        )
        is_made_up = inspect.isclass(value) and written.startswith(f"{value.__name__}(")
        return "" if is_made_up else written.strip()
    return constant_text(Path(str(inspect.getfile(module))).parent, name)  # type: ignore[arg-type]


def constant_text(folder: Path, name: str) -> str:
    for path in sorted(folder.glob("*.py")):
        body = ast.parse(path.read_text("utf-8")).body
        for entry, following in itertools.pairwise(body):
            targets = getattr(entry, "targets", [getattr(entry, "target", None)])
            named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
            if (
                named
                and isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
            ):
                return str(following.value.value)
    return ""


def test_the_look_at_docstrings_sees_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare_room.py").write_text(
        "from dataclasses import dataclass\n"
        "A = 1\nB = 2\n'''What B is.'''\n"
        "@dataclass\nclass C:\n    x: int\n"
        "class D:\n    '''What D is.'''\nclass E(D): pass\n"
        "def f(): pass\n__all__ = ['A', 'B', 'C', 'D', 'E', 'f']\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module("bare_room")
    missing = [name for name in public_names(module) if not explanation(module, name)]
    assert missing == ["A", "C", "E", "f"]


def test_the_public_names_are_many_and_load() -> None:
    assert {"open_study", "Codebook", "Codings", "figures"} <= set(casestudy.__all__)
    assert len(set(casestudy.__all__)) == len(casestudy.__all__)


# --- commands ------------------------------------------------------------------------------------


def commands_of(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each command by its name, those of a group after the group's own."""
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{before}{name} ")


def commands() -> dict[str, str]:
    """Help of each command by its name."""
    return {name: command.help or "" for name, command in commands_of(get_command(app))}


def test_every_command_has_help_and_every_option_too() -> None:
    silent = [name for name, text in commands().items() if len(text) < 20]
    for name, command in commands_of(get_command(app)):
        silent += [
            f"{name} {option.name}" for option in command.params if not getattr(option, "help", "")
        ]
    assert "pseudonymise apply" in commands()
    assert silent == []


def test_every_command_is_in_the_documentation() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages)
    missing = [name for name in commands() if not re.search(rf"casestudy {name}(?![\w-])", text)]
    assert not missing, f"not one of {len(pages)} pages shows " + ", ".join(
        f"`casestudy {name}`" for name in missing
    )


# --- files ---------------------------------------------------------------------------------------


def our_files() -> list[Path]:
    """Files that git tracks or would, if added; without git, all outside the ignored folders."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listing.returncode == 0 and listing.stdout:
        names = listing.stdout.decode("utf-8", "surrogateescape").split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    lines = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    ignored = {line.strip("/*") for line in lines} | {".git"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and ignored.isdisjoint(path.relative_to(ROOT).parts)
    ]


def machine_words(path: Path) -> Iterator[str]:
    """Words in a file that belong to a machine and not to the project."""
    content = path.read_bytes().decode("utf-8", "replace")
    is_lent = path.suffix == ".py" and LENT_MARK in content
    wanted = (MACHINE_PATH, *REGISTRIES) if is_lent else (MACHINE_PATH, LENT_FOLDER, *REGISTRIES)
    for number, line in enumerate(content.splitlines(), start=1):
        yield from (f"line {number}: {word}" for word in wanted if word in line)


def test_no_file_tells_of_the_machine_it_was_made_on() -> None:
    files = our_files()
    assert PACKAGE / "study.py" in files
    assert ROOT / "pyproject.toml" in files
    found = [f"{path.relative_to(ROOT)} {word}" for path in files for word in machine_words(path)]
    assert found == []


def test_the_search_for_machine_words_finds_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"see {MACHINE_PATH}main\nfine\nfrom https://{REGISTRIES[0]}/simple\n")
    assert list(machine_words(page)) == [f"line 1: {MACHINE_PATH}", f"line 3: {REGISTRIES[0]}"]
    test = tmp_path / "test_lent.py"
    test.write_text(f"@{LENT_MARK}\ndef test(): open('../{LENT_FOLDER}x')\n")
    assert list(machine_words(test)) == []
    plain = tmp_path / "test_plain.py"
    plain.write_text(f"def test(): open('../{LENT_FOLDER}x')\n")
    assert list(machine_words(plain)) == [f"line 1: {LENT_FOLDER}"]
