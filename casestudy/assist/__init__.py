"""A machine as a coder: what it returns are suggestions, judged like any other coder's work."""

from __future__ import annotations

from casestudy.assist.rules import Unit, rule_codings

__all__ = ["Unit", "rule_codings"]
