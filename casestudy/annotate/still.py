"""What a saved notebook keeps of a desk: a still picture of it that runs nothing."""

from __future__ import annotations

from casestudy.annotate.desk import Desk


def still_html(desk: Desk) -> str:
    """The desk as inert HTML."""
    return f"<p>Coding desk of {desk.bench.coder}</p>"
