"""Blanks of a page: most stand for nothing, those of `pre` count."""

from __future__ import annotations

ASCII_BLANKS = " \t\n\r\f"
"""What HTML calls white space; a no-break space is a character like any other."""


def spaced(words: str) -> str:
    r"""Words with one blank for each run of blanks, and none at the ends.

    Examples
    --------
    >>> spaced(" one\n  two\xa0 three")
    'one two\xa0 three'
    """
    if words.isprintable() and "  " not in words:
        return words.strip(" ")
    if words.isascii():
        return " ".join(words.split())
    for blank in "\n\t\r\f":
        words = words.replace(blank, " ")
    return " ".join([word for word in words.split(" ") if word])


def kept_lines(words: str) -> list[str]:
    """The lines of words whose blanks count; none if nothing is to be seen in them."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    return lines if any(line.strip() for line in lines) else []
