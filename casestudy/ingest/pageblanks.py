"""Blanks of a page: most stand for nothing, those of `pre` count."""

from __future__ import annotations

MARK = "\ufeff"
"""A byte order mark that was left in a page stands for nothing."""
WITHOUT_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\u00ad"))
"""Signs without width, which count only among others."""


def spaced(words: str) -> str:
    r"""Words with one blank for each run of blanks, and none at the ends.

    Blanks are what HTML calls white space; a no-break space is a character like any other.

    Examples
    --------
    >>> spaced(" one\n  two\xa0 three")
    'one two\xa0 three'
    """
    if "\n" not in words and words.isprintable():
        return words.strip(" ") if "  " not in words else " ".join(words.split())
    pieces = words.split()
    line = " ".join(pieces)
    if words.isascii() or (line.isprintable() and _is_cut_at_blanks(words, pieces)):
        return line
    for blank in "\n\t\r\f":
        words = words.replace(blank, " ")
    words = " ".join([word for word in words.replace(MARK, "").split(" ") if word])
    return words if is_seen(words) else ""


def _is_cut_at_blanks(words: str, pieces: list[str]) -> bool:
    """Whether nothing but white space of HTML lies between pieces, and no no-break space."""
    n_blanks = sum([words.count(blank) for blank in " \n\t\r\f"])
    return n_blanks + sum(map(len, pieces)) == len(words)


def kept_lines(words: str) -> list[str]:
    """The lines of words whose blanks count; none if nothing is to be seen in them."""
    words = words.replace(MARK, "").replace("\r\n", "\n").replace("\r", "\n")
    return words.strip("\n").split("\n") if is_seen(words) else []


def is_seen(words: str) -> bool:
    """Whether anything of words is to be seen: not of blanks, nor of signs without width."""
    return bool(words.translate(WITHOUT_WIDTH).strip())
