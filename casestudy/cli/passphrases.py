"""Passphrases: asked for on the terminal, read from a file or the environment, never an option.

What is typed as an option stays in the shell's history and is seen by everybody who lists the
programs that run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

VARIABLE = "CASESTUDY_PASSPHRASE"
"""Where a script may put it."""


def given_passphrase(file: Path | None) -> str | None:
    """The passphrase that a file or the environment holds; nothing if there is none.

    Raises
    ------
    ValueError
        If the file is empty.
    """
    if file is not None:
        text = file.read_text("utf-8").strip("\r\n")
        if not text:
            raise ValueError(f"{file} is empty; write the passphrase on its first line")
        return text
    return os.environ.get(VARIABLE) or None


def asked_passphrase(*, is_new: bool) -> str:
    """The passphrase that a person types; twice, if it is a new one.

    Raises
    ------
    ValueError
        If nobody sits at a terminal.
    """
    if not sys.stdin.isatty():
        raise ValueError(
            "the key needs a passphrase and there is no terminal to ask on; give "
            f"--passphrase-file, or set {VARIABLE}"
        )
    said = "New passphrase for the key" if is_new else "Passphrase of the key"
    return str(typer.prompt(said, hide_input=True, confirmation_prompt=is_new, err=True))
