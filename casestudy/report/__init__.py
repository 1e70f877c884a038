"""Pages: each published finding against what a rerun computes; a source with its codings."""

from __future__ import annotations

from casestudy.report.page import reproduction_page, write_page
from casestudy.report.transcript import transcript_page

__all__ = ["reproduction_page", "transcript_page", "write_page"]
