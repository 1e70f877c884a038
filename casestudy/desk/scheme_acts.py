"""Changes of the codebook that are made at the desk, each a small edit of the scheme's file.

Two people may have the same scheme open. So each act takes the scheme's lock, reads the file as it
is now, changes what it is about, and writes the file whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from filelock import FileLock

from casestudy.annotate.bench import Act, Done
from casestudy.codebook import Change, Code, Codebook
from casestudy.ratings import stances, weight_scale
from casestudy.spelling import same_form
from casestudy.store import layout, write_codebook
from casestudy.study import Study

NOT_COUNTED = "not counted"
"""What a problem says of a weight or stance that its code does not allow."""
EDITED = ("definition", "include", "exclude", "examples")
"""What, when it is edited, is no longer a cited work's definition but ours."""


def changed_scheme(study: Study, coder: str, act: Act) -> Done:
    """Carry out a change of the main scheme.

    Raises
    ------
    ValueError, LookupError, OSError
        If it cannot be done; the file is then as it was.
    """
    name = study.codebook.id
    lock = study.folder / layout.DERIVED / "locks" / "schemes" / f"{name}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        before = _n_not_counted(study, act)
        codebook, code = KINDS[str(act["kind"])](study.codebook, act, coder)
        write_codebook(codebook, study.folder / layout.SCHEMES / f"{name}.toml")
    return Done(more={"code": code}, said=_said(study, act, before))


def _said(study: Study, act: Act, before: int) -> str:
    """How many weights and stances do not fit their codes any more; empty if none came to that."""
    new = _n_not_counted(study, act) - before
    if new <= 0:
        return ""
    return f"{new} given weights or stances do not fit now; they are kept and {NOT_COUNTED}."


def _n_not_counted(study: Study, act: Act) -> int:
    """How many do not fit; not asked of an act that cannot change it, since all logs are read."""
    if act["kind"] != "merge_code" and not act.keys() & {"weight", "stances"}:
        return 0
    return sum(NOT_COUNTED in problem.message for problem in study.codings.problems)


def code_id(name: str, codebook: Codebook, *, parent: str = "") -> str:
    """An id for a new code, made of its name and unlike every other.

    Examples
    --------
    >>> code_id("Fair prices!", Codebook(id="b"))
    'fair_prices'
    >>> code_id("Fair prices!", Codebook(id="b", codes=(Code(id="fair_prices", name="x"),)))
    'fair_prices_2'
    """
    plain = unicodedata.normalize("NFC", name).casefold()
    stem = re.sub(r"\W+", "_", plain).strip("_")
    if not stem or not stem[0].isalpha():
        stem = f"code_{stem}".rstrip("_")
    stem = f"{parent}.{stem}" if parent else stem
    number, id = 1, stem
    while id in codebook:
        number += 1
        id = f"{stem}_{number}"
    return id


def _new(codebook: Codebook, act: Act, _coder: str) -> tuple[Codebook, str]:
    name, parent = _name(act), str(act.get("parent", ""))
    _check_free(name, codebook)
    id = code_id(name, codebook, parent=parent)
    code = Code(id=id, name=name, parent=parent, definition=str(act.get("definition", "")))
    return replace(codebook, codes=(*codebook.codes, code)), id


def _edit(codebook: Codebook, act: Act, coder: str) -> tuple[Codebook, str]:
    old = codebook[act["code"]]
    name = _name(act)
    if same_form(name) != same_form(old.name):
        _check_free(name, codebook)
    lists: dict[str, Any] = {key: tuple(filter(None, act[key])) for key in EDITED[1:] if key in act}
    lists.update(_ratings(act))
    new = replace(old, name=name, definition=str(act.get("definition", old.definition)), **lists)
    if any(getattr(new, key) != getattr(old, key) for key in EDITED):
        new = replace(new, definition_by="ours")
    codes = tuple(new if code.id == old.id else code for code in codebook)
    renamed = (_change("rename", old.id, (), act, coder),) if name != old.name else ()
    return replace(codebook, codes=codes, changes=(*codebook.changes, *renamed)), old.id


def _ratings(act: Act) -> dict[str, Any]:
    """The weights and stances that a form declares; none where it is left empty."""
    found: dict[str, Any] = {}
    if "weight" in act:
        found["weight"] = weight_scale(act["weight"]) if act["weight"] else None
    if "stances" in act:
        found["stances"] = stances(act["stances"])
    return found


def _merge(codebook: Codebook, act: Act, coder: str) -> tuple[Codebook, str]:
    old, into = codebook[act["code"]].id, codebook[act["into"]].id
    if old == into or codebook.current_codes.get(into, into) == old:
        raise ValueError(f"code {old!r} cannot be merged into itself")
    change = _change("merge", old, (into,), act, coder)
    return replace(codebook, changes=(*codebook.changes, change)), into


def _retire(codebook: Codebook, act: Act, coder: str) -> tuple[Codebook, str]:
    old = codebook[act["code"]].id
    change = _change("retire", old, (), act, coder)
    return replace(codebook, changes=(*codebook.changes, change)), old


def _change(kind: str, code: str, into: tuple[str, ...], act: Act, coder: str) -> Change:
    return Change(
        kind=kind,
        codes=(code,),
        into=into,
        date=datetime.now(UTC).date().isoformat(),
        by=coder,
        why=str(act.get("why", "")),
    )


def _name(act: Act) -> str:
    name = " ".join(str(act.get("name", "")).split())
    if not name or not name.isprintable():
        raise ValueError(f"{name!r} cannot be the name of a code; give it at least one letter")
    return name


def _check_free(name: str, codebook: Codebook) -> None:
    for code in codebook:
        if same_form(code.name) == same_form(name):
            raise ValueError(
                f"the codebook has a code {code.name!r} already; its id is {code.id!r}"
            )


Edit = Callable[[Codebook, Act, str], tuple[Codebook, str]]
KINDS: Mapping[str, Edit] = MappingProxyType(
    {"new_code": _new, "edit_code": _edit, "merge_code": _merge, "retire_code": _retire}
)


def is_scheme_act(act: Mapping[str, Any]) -> bool:
    """Whether an act changes the codebook."""
    return act.get("kind") in KINDS
