"""A codebook as the desk lists it: names, levels, colours, and the keys of the first ten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casestudy.codebook import Code, Codebook
from casestudy.codes import plain_code
from casestudy.ratings import RatingScales, plain_scale

COLOURS = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
    "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip
"""For codes without a colour of their own: ten that stay apart for colour-blind readers (petroff10
of matplotlib, as in the figures)."""
KEYS = "1234567890"


def plain_codes(codebook: Codebook) -> list[dict[str, Any]]:
    """Every code in the order of a tree, each after its parent, with all that a list shows.

    Parameters
    ----------
    codebook : Codebook
        Codes that a change merged or retired are marked: they cannot be given any more.
    """
    colours, ended = shown_colours(codebook), _ended(codebook)
    return [
        {
            "id": code.id,
            "name": code.name,
            "names": list(code.names.values()),
            "parent": code.parent,
            "level": level,
            "colour": colours[code.id],
            "ended": ended.get(code.id, ""),
            "defined": bool(code.definition),
            **plain_ratings(codebook.ratings_of(code.id)),
        }
        for code, level in _tree(codebook)
    ]


def plain_code_page(codebook: Codebook, id: str) -> dict[str, Any]:
    """One code with all that it says, and what its codings may be rated with."""
    code = codebook[id]
    return {
        **plain_code(code),
        "source": f"{code.source.work}, p. {code.source.page}" if code.source else "",
        "theme": codebook.theme_of(id).name,
        "ratings": plain_ratings(codebook.ratings_of(id)),
    }


def plain_ratings(scales: RatingScales) -> dict[str, Any]:
    """What codings may be rated with; nothing for a code that allows nothing."""
    weight = {"weight": plain_scale(scales.weight)} if scales.weight else {}
    sides = [{"id": one.id, "name": one.shown} for one in scales.stances]
    return {**weight, **({"stances": sides} if sides else {})}


def first_keys(codebook: Codebook, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Which code each digit gives: as the coder chose, else the themes in order."""
    themes = [code.id for code in codebook.themes if code.id not in _ended(codebook)]
    keys = dict(zip(KEYS, themes, strict=False))
    keys.update({key: str(code) for key, code in chosen.items() if key in KEYS})
    return {key: code for key, code in keys.items() if code in codebook}


def shown_colours(codebook: Codebook) -> dict[str, str]:
    """A colour for each code: its own, that of the code above it, or one of the ten."""
    colours: dict[str, str] = {}
    n_given = 0
    for code, _ in _tree(codebook):
        colours[code.id] = code.colour or colours.get(code.parent, "")
        if not colours[code.id]:
            colours[code.id] = COLOURS[n_given % len(COLOURS)]
            n_given += 1
    return colours


def _tree(codebook: Codebook) -> list[tuple[Code, int]]:
    below: dict[str, list[Code]] = {}
    for code in codebook:
        below.setdefault(code.parent, []).append(code)
    found: list[tuple[Code, int]] = []
    waiting = [(code, 0) for code in reversed(below.get("", []))]
    while waiting:
        code, level = waiting.pop()
        found.append((code, level))
        waiting += [(child, level + 1) for child in reversed(below.get(code.id, []))]
    return found


def _ended(codebook: Codebook) -> dict[str, str]:
    """Codes that are not given any more, and what became of each."""
    ended = {}
    for change in codebook.changes:
        if change.kind in ("merge", "split", "retire"):
            into = " and ".join(change.into)
            words = {"merge": f"merged into {into}", "split": f"split into {into}"}
            ended.update(dict.fromkeys(change.codes, words.get(change.kind, "retired")))
            for code in change.into:
                ended.pop(code, None)
    return ended
