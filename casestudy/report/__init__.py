"""The report: one page that holds each published finding against what a rerun computes."""

from __future__ import annotations

from casestudy.report.page import reproduction_page, write_page

__all__ = ["reproduction_page", "write_page"]
