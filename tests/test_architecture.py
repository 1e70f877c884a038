"""The one-way law and the house's measures, read from the syntax trees and nothing else.

Each rule is also run over a toy package that breaks it: a guard that cannot bark guards nothing.
"""

from __future__ import annotations

import ast
import graphlib
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "casestudy"

TOP = {
    "study",
    "opening",
    "importing",
    "progress",
    "editing",
    "adjudicating",
    "comparing",
    "choosing_schemes",
    "interruptions",
    "reading_codings",
    "pseudonymising",
    "page_history",
    "websites",
    "desk",
    "reproduction",
    "cli",
    "__main__",
    "__init__",
}
FACES = {"figures", "tables", "annotate", "report"}
METHODS = {"agreement", "qualitative", "survey", "assist", "joint", "pseudonyms"}
WORD_FOLDERS = {"anchors", "pages"}
DOORS = {"ingest", "capture", "store", "interchange", "reproduce"}
REFUSED_NAMES = {"utils", "common", "base", "helpers"}

LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
MEDIAN_BELOW = 10
NINETIETH_PERCENTILE_BELOW = 30


@dataclass(frozen=True)
class Module:
    """One file of the package with its tree."""

    name: str
    path: Path
    is_package: bool
    tree: ast.Module

    @property
    def room(self) -> str:
        """The top-level name the module belongs to: `store` for `casestudy.store.log`."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else "__init__"


@dataclass(frozen=True)
class Import:
    """That one module names another, and where."""

    origin: Module
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.origin.path.name} ({self.origin.name}) line {self.line} -> {self.target}"


def modules_of(package: Path) -> dict[str, Module]:
    """Every module of a package by dotted name; a package by the name of its folder."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = [package.name, *path.relative_to(package).with_suffix("").parts]
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found[name] = Module(name, path, is_package, ast.parse(path.read_text("utf-8"), str(path)))
    return found


def kind_of(room: str) -> str:
    for kind, rooms in (("TOP", TOP), ("FACES", FACES), ("METHODS", METHODS), ("DOORS", DOORS)):
        if room in rooms:
            return kind
    return "WORDS"


def imports_of(module: Module, modules: dict[str, Module]) -> Iterator[Import]:
    """Each import of a module of the package: at the top, in functions, for type checkers, by name.

    `from a import b` names `a.b` if that is a module, else `a`. In a module that calls
    `import_module`, every text that is a module's name counts as an import of it.
    """
    package = next(iter(modules)).split(".")[0]
    by_name = False
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == package:
                    yield Import(module, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            origin = absolute(module, node)
            if origin.split(".")[0] == package:
                for alias in node.names:
                    full = f"{origin}.{alias.name}"
                    yield Import(module, node.lineno, full if full in modules else origin)
        elif isinstance(node, ast.Name | ast.Attribute):
            by_name |= getattr(node, "attr", getattr(node, "id", "")) == "import_module"
    if by_name:
        yield from imports_by_name(module, modules)


def absolute(module: Module, node: ast.ImportFrom) -> str:
    """The module that a `from … import` names, without leading dots."""
    if not node.level:
        return node.module or ""
    above = module.name.split(".")
    above = above[: len(above) - node.level + (1 if module.is_package else 0)]
    return ".".join([*above, node.module] if node.module else above)


def imports_by_name(module: Module, modules: dict[str, Module]) -> Iterator[Import]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and node.value in modules:
            yield Import(module, node.lineno, str(node.value))


def all_imports(modules: dict[str, Module]) -> list[Import]:
    return [found for module in modules.values() for found in imports_of(module, modules)]


def law_breakers(modules: dict[str, Module]) -> list[str]:
    """Imports that go against the one-way law."""
    rooms = {module.name: module.room for module in modules.values()}
    broken = []
    for found in all_imports(modules):
        if found.target not in rooms:
            broken.append(f"{found}: there is no such module")
            continue
        origin, target = found.origin.room, rooms[found.target]
        if origin == target or is_allowed(origin, target):
            continue
        broken.append(f"{found}: {kind_of(origin)} may not import {kind_of(target)} ({target})")
    return list(dict.fromkeys(broken))  # one import may name several things of a module


def is_allowed(origin: str, target: str) -> bool:
    """Whether a room may import another room."""
    kind, other = kind_of(origin), kind_of(target)
    if kind == "TOP":
        return target != "cli" or origin == "__main__"
    if kind == "FACES":
        return other in ("METHODS", "WORDS")
    return other == "WORDS"


def cycles(modules: dict[str, Module]) -> list[str]:
    """A circle of modules that import one another, lazily or not; the first one that is found."""
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for found in all_imports(modules):
        if found.target in graph and found.target != found.origin.name:
            graph[found.origin.name].add(found.target)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle: list[str] = error.args[1][::-1]  # the sorter lists it from the imported end
        return [" -> ".join(circle)]
    return []


def long_modules(modules: dict[str, Module]) -> list[str]:
    lengths = {m.name: len(m.path.read_text("utf-8").splitlines()) for m in modules.values()}
    return [f"{name}: {n} lines" for name, n in lengths.items() if n > LONGEST_MODULE]


def function_lengths(modules: dict[str, Module]) -> dict[str, int]:
    """Lines of each function's body, its docstring not counted."""
    found = {}
    for module in modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node, clean=False) else node.body
                length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                found[f"{module.name}.{node.name} line {node.lineno}"] = length
    return found


def long_functions(modules: dict[str, Module]) -> list[str]:
    lengths = function_lengths(modules)
    return [f"{name}: {n} lines" for name, n in lengths.items() if n > LONGEST_FUNCTION]


def refused_names(modules: dict[str, Module]) -> list[str]:
    return [name for name in modules if name.split(".")[-1].lstrip("_") in REFUSED_NAMES]


def bare_asserts(modules: dict[str, Module]) -> list[str]:
    return [
        f"{module.name} line {node.lineno}"
        for module in modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assert)
    ]


def prints(modules: dict[str, Module]) -> list[str]:
    return [
        f"{module.name} line {node.lineno}"
        for module in modules.values()
        if not module.name.endswith(".cli.output")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]


RULES: tuple[Callable[[dict[str, Module]], list[str]], ...] = (
    law_breakers, cycles, long_modules, long_functions, refused_names, bare_asserts, prints,
)  # fmt: skip


@pytest.fixture(scope="module")
def ours() -> dict[str, Module]:
    return modules_of(PACKAGE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(
    rule: Callable[[dict[str, Module]], list[str]], ours: dict[str, Module]
) -> None:
    assert rule(ours) == []


def test_functions_are_short_on_the_whole(ours: dict[str, Module]) -> None:
    lengths = list(function_lengths(ours).values())
    assert statistics.median(lengths) < MEDIAN_BELOW
    assert statistics.quantiles(lengths, n=10)[-1] < NINETIETH_PERCENTILE_BELOW


def test_every_folder_is_a_known_room_or_a_word(ours: dict[str, Module]) -> None:
    folders = {module.room for module in ours.values() if module.is_package} - {"__init__"}
    assert folders <= TOP | FACES | METHODS | DOORS | WORD_FOLDERS


# --- the guard guarded: a toy package that breaks one rule at a time -----------------------------


def toy(folder: Path, files: dict[str, str]) -> dict[str, Module]:
    package = folder / "toy"
    for name, text in {"__init__.py": "", **files}.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        for above in path.parents:
            if above == folder:
                break
            (above / "__init__.py").touch()
    return modules_of(package)


LAWFUL = {
    "errors.py": "class Wrong(ValueError): pass\n",
    "codes.py": "from toy.errors import Wrong\n",
    "store/log.py": "from toy import codes\nfrom toy.store import layout\n",
    "store/layout.py": "",
    "store/__init__.py": "from toy.store.log import codes\n",
    "survey/shares.py": "from ..codes import Wrong\n",
    "figures/bars.py": "from toy.survey.shares import Wrong\nfrom toy.figures import style\n",
    "figures/style.py": "import toy.errors\n",
    "study.py": "from toy.store import log\nfrom toy import figures\n",
    "cli/main.py": "from toy.study import log\nfrom toy import __version__\n",
    "__main__.py": "from toy.cli import main\n",
    "__init__.py": "__version__ = '1'\n",
}


def test_a_lawful_package_is_left_alone(tmp_path: Path) -> None:
    made = toy(tmp_path, LAWFUL)
    assert {rule.__name__: rule(made) for rule in RULES} == {rule.__name__: [] for rule in RULES}


@pytest.mark.parametrize(
    ("file", "text", "offender"),
    [
        ("codes.py", "import toy.store.log", "codes.py (toy.codes) line 1 -> toy.store.log"),
        ("codes.py", "def f():\n    from toy import survey", "line 2 -> toy.survey"),
        (
            "codes.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from toy.study import x",
            "line 3 -> toy.study",
        ),
        ("codes.py", "from . import study", "line 1 -> toy.study"),
        ("codes.py", "from toy import __version__", "-> toy: WORDS may not import TOP"),
        ("codes.py", "f = import_module('toy.study')", "line 1 -> toy.study"),
        ("codes.py", "R = {'a': 'toy.study'}\nimportlib.import_module(R['a'])", "-> toy.study"),
        ("survey/shares.py", "from ..store import log", "METHODS may not import DOORS (store)"),
        ("survey/shares.py", "from toy.assist import x", "METHODS may not import METHODS (assist)"),
        ("store/log.py", "import toy.ingest.text", "DOORS may not import DOORS (ingest)"),
        ("store/log.py", "import toy.survey", "DOORS may not import METHODS (survey)"),
        ("figures/bars.py", "import toy.store.log", "FACES may not import DOORS (store)"),
        ("figures/bars.py", "import toy.tables.rows", "FACES may not import FACES (tables)"),
        ("study.py", "from toy.cli import main", "TOP may not import TOP (cli)"),
        ("codes.py", "import toy.gone", "line 1 -> toy.gone: there is no such module"),
        ("importing.py", "def f():\n    import toy.cli.main", "TOP may not import TOP (cli)"),
    ],
)
def test_an_import_against_the_law_is_named(
    tmp_path: Path, file: str, text: str, offender: str
) -> None:
    others = {
        f"{room}/__init__.py": "" for room in ("ingest", "assist", "tables", "survey", "store")
    }
    more = {"ingest/text.py": "", "tables/rows.py": "", file: text}
    broken = law_breakers(toy(tmp_path, {**LAWFUL, **others, **more}))
    assert len(broken) == 1
    assert offender in broken[0]


@pytest.mark.parametrize(
    "second",
    [
        "from toy import codes",
        "def f():\n    from toy.codes import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import toy.codes",
        "from .codes import x",
    ],
)
def test_a_circle_is_found_however_it_is_closed(tmp_path: Path, second: str) -> None:
    made = toy(tmp_path, {"codes.py": "from toy.errors import x", "errors.py": second})
    assert cycles(made)[0] in (
        "toy.codes -> toy.errors -> toy.codes",
        "toy.errors -> toy.codes -> toy.errors",
    )


def test_a_circle_of_three_through_a_package_is_found(tmp_path: Path) -> None:
    files = {
        "store/__init__.py": "from toy.store.log import x",
        "store/log.py": "from toy.store.fold import y",
        "store/fold.py": "from toy.store import z",
    }
    [circle] = cycles(toy(tmp_path, files))
    assert "toy.store -> toy.store.log" in circle
    assert set(circle.split(" -> ")) == {"toy.store", "toy.store.log", "toy.store.fold"}


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (long_modules, "codes.py", "\n" * (LONGEST_MODULE + 1)),
        (long_functions, "codes.py", "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION + 1)),
        (long_functions, "codes.py", "class A:\n  async def f(self):\n" + "    x = 1\n" * 61),
        (refused_names, "utils.py", ""),
        (refused_names, "store/_helpers.py", ""),
        (refused_names, "common/__init__.py", ""),
        (bare_asserts, "codes.py", "def f(x):\n    assert x, 'no'"),
        (prints, "codes.py", "def f(x):\n    print(x)"),
        (prints, "cli/showing.py", "print(1)"),
    ],
)
def test_each_measure_bites(
    tmp_path: Path, rule: Callable[[dict[str, Module]], list[str]], file: str, text: str
) -> None:
    assert len(rule(toy(tmp_path, {file: text}))) == 1


def test_what_the_measures_allow(tmp_path: Path) -> None:
    docstring = '    """' + "long\n" * 80 + '    """\n'
    files = {
        "codes.py": "def f():\n" + docstring + "    x = 1\n" * 60,
        "cli/output.py": "def say(x):\n    print(x)\n",
        "exact.py": "\n" * LONGEST_MODULE,
    }
    made = toy(tmp_path, files)
    assert long_functions(made) == prints(made) == long_modules(made) == []
