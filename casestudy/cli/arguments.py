"""Options that several commands share, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StudyFolder = Annotated[
    Path | None,
    typer.Option("--study", "-s", help="Study folder; else the nearest one with study.toml."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result for a program.")]
CoderName = Annotated[str, typer.Option("--coder", help="Who codes: letters, digits, _ - .")]
