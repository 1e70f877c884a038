"""At which level of the code tree coders are compared: codes as they are, or lifted to a parent."""

from __future__ import annotations

from collections.abc import Mapping

from casestudy.codebook import Codebook

Level = str | int


def lifted(codebook: Codebook, *, level: Level) -> Mapping[str, str]:
    """For each code the one that it counts as.

    Parameters
    ----------
    codebook : Codebook
        The scheme.
    level : {"theme", "code"} or int
        Each code counts as its theme; as itself; or as its ancestor so many steps below the theme
        (0 is the theme), codes above that as themselves.

    Examples
    --------
    >>> from casestudy.codebook import Code
    >>> book = Codebook(id="b", codes=(Code(id="trust", name="trust"),
    ...                                Code(id="price", name="fair price", parent="trust")))
    >>> dict(lifted(book, level="theme"))
    {'trust': 'trust', 'price': 'trust'}
    """
    if level == "code":
        return {code.id: code.id for code in codebook}
    steps = 0 if level == "theme" else level
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 0:
        raise ValueError(
            f"level {level!r} is not known; allowed are 'theme', 'code', and whole numbers from 0 "
            "(0 is the theme)"
        )
    return {code.id: _ancestor(codebook, code.id, steps) for code in codebook}


def _ancestor(codebook: Codebook, code: str, level: int) -> str:
    while codebook.level(code) > level:
        code = codebook[code].parent
    return code
