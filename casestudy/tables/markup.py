"""What a cell becomes in each format, so that no text can act as markup, command or formula."""

from __future__ import annotations

import html
import re
import unicodedata

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # signs that the old encoding of pdfLaTeX prints as others
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    # at the start of a row these would be taken for an option of the row before
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    # signs that pdfLaTeX does not know without further packages
    "→": r"\ensuremath{\rightarrow}",
    "←": r"\ensuremath{\leftarrow}",
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
    "≠": r"\ensuremath{\neq}",
    "≈": r"\ensuremath{\approx}",
    "−": r"\ensuremath{-}",
    "\N{NO-BREAK SPACE}": "~",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "\N{NON-BREAKING HYPHEN}": "-",
}


def html_escaped(text: str) -> str:
    """Text as it is shown on a page, line breaks kept.

    Examples
    --------
    >>> html_escaped("<script>")
    '&lt;script&gt;'
    """
    return html.escape(text).replace("\n", "<br>")


def latex_escaped(text: str) -> str:
    r"""Text as LaTeX prints it; letters of all scripts are kept, line breaks become blanks.

    Examples
    --------
    >>> print(latex_escaped("50 % of R&D_2 näin"))
    50 \% of R\&D\_2 näin
    """
    shown = "".join(_LATEX.get(sign, sign) for sign in unicodedata.normalize("NFC", text))
    apart = re.sub(r"-(?=-)", "-{}", shown)  # or two hyphens would be set as a dash
    return re.sub(r"[\x00-\x1f\x7f]+", " ", apart).strip()
