"""Labels in a notebook: in its prose, in the texts of its code, and in the names of variables.

Outputs are taken out: they can be made again, and a picture cannot be searched for names.
"""

from __future__ import annotations

import ast
import io
import json
import tokenize
from typing import Any

from casestudy.pseudonyms import Relabelling, relabelled_ids


def labelled_notebook(text: str, labels: Relabelling) -> str:
    """A notebook with labels and without outputs.

    Raises
    ------
    ValueError
        If it is not a notebook.
    """
    notebook = json.loads(text)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("it is not a notebook: a notebook is JSON with a list of cells")
    cells = [_cell(cell, labels) for cell in notebook.pop("cells")]
    rest = _words(notebook, labels)
    return json.dumps({"cells": cells, **rest}, ensure_ascii=False, indent=1) + "\n"


def labelled_code(code: str, labels: Relabelling) -> str:
    """Python code with labels: texts, comments and names, each as it has to be written.

    Code that cannot be parted into tokens (a notebook's magic commands) is taken as prose.

    Examples
    --------
    >>> from casestudy.pseudonyms import PseudonymKey
    >>> key = PseudonymKey().with_names(["Lakso"])
    >>> labels = Relabelling(key, ids={"talk_Lakso": "talk_P1"})
    >>> labelled_code("lakso = sources['talk_Lakso']  # Lakso", labels)
    "P1 = sources['talk_P1']  # [P1]"
    """
    if not labels.holds_name(code):
        return code
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return labels.words(code)
    lines = code.splitlines(keepends=True)
    for token in reversed(tokens):
        new = _token(token, labels)
        if new != token.string:
            (row, start), (last, end) = token.start, token.end
            inside = lines[row - 1][:start] + new + lines[last - 1][end:]
            lines[row - 1 : last] = [inside]
    return "".join(lines)


def _token(token: tokenize.TokenInfo, labels: Relabelling) -> str:
    if token.type == tokenize.NAME:
        new = relabelled_ids([token.string], labels.key, languages=labels.languages)
        return new.get(token.string, token.string)
    if token.type == tokenize.STRING:
        try:
            value = ast.literal_eval(token.string)
        except (ValueError, SyntaxError):
            return labels.words(token.string)
        if isinstance(value, str) and value in labels.ids:
            return token.string.replace(value, labels.id(value))
    is_words = token.type in (tokenize.STRING, tokenize.COMMENT) or token.type in _PARTS_OF_F_STRING
    return labels.words(token.string) if is_words else token.string


_PARTS_OF_F_STRING = frozenset(
    getattr(tokenize, name) for name in ("FSTRING_MIDDLE",) if hasattr(tokenize, name)
)
"""From Python 3.12 on an f-string is several tokens."""


def _cell(cell: Any, labels: Relabelling) -> Any:
    if not isinstance(cell, dict):
        return _words(cell, labels)
    source = cell.get("source", "")
    joined = "".join(source) if isinstance(source, list) else str(source)
    is_code = cell.get("cell_type") == "code"
    new = labelled_code(joined, labels) if is_code else labels.words(joined)
    kept = {key: _words(value, labels) for key, value in cell.items() if key != "source"}
    if is_code:
        kept |= {"outputs": [], "execution_count": None}
    lines = new.splitlines(keepends=True) if isinstance(source, list) else new
    return {**kept, "source": lines}


def _words(value: Any, labels: Relabelling) -> Any:
    """Every text of a JSON value with labels."""
    if isinstance(value, dict):
        return {key: _words(member, labels) for key, member in value.items()}
    if isinstance(value, list):
        return [_words(member, labels) for member in value]
    return labels.words(value) if isinstance(value, str) else value
