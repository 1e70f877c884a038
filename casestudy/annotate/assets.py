"""The desk's program for the browser: several small modules, joined into the one that a widget has.

The modules lie in `browser/` as they are read and written; the browser gets them as one, because a
widget's module is loaded from memory and cannot import its neighbours. Names are unique across the
modules, so joining them is taking their imports away.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

_IMPORT = re.compile(r"^import\s[^;]*?from\s+\"\./([\w.]+)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
FIRST = "desk.js"
"""The module that imports all others."""


@cache
def browser_module() -> str:
    """The whole program as one module, which carries its style with it."""
    order: list[str] = []
    _visit(FIRST, order, ())
    style = f"const STYLE = {json.dumps(_read('desk.css'))};\n"
    return style + "".join(_bare(_read(name)) for name in order)


def _visit(name: str, order: list[str], above: tuple[str, ...]) -> None:
    """Add a module to the order, after all that it imports."""
    if name in above:
        raise ImportError(f"browser/{name} imports itself by way of {' and '.join(above)}")
    if name in order:
        return
    for needed in _IMPORT.findall(_read(name)):
        _visit(needed, order, (*above, name))
    order.append(name)


def _bare(text: str) -> str:
    """A module without its imports and comments; only the first one keeps what it exports."""
    text = _COMMENT.sub("", _IMPORT.sub("", text))
    return _EXPORT.sub("", text)


def _read(name: str) -> str:
    return (files("casestudy.annotate") / "browser" / name).read_text("utf-8")
