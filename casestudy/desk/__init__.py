"""The coding desk on a study: joins what `annotate` shows with what `store` keeps."""

from __future__ import annotations

from casestudy.desk.coding_desk import CodingDesk

__all__ = ["CodingDesk"]
