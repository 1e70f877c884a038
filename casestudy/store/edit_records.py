"""The edits that a source went through, each with its receipts, as they were written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from casestudy.anchors import Anchor
from casestudy.anchors.reanchoring import Receipt
from casestudy.edits import Brought, CodingReceipt, EditReport, MemoReceipt
from casestudy.provenance import Provenance
from casestudy.store.edit_plan import EDITS, Plan
from casestudy.store.json_lines import json_value


class EditHistory(Mapping[str, EditReport]):
    """The edits of one source by id, oldest first; a report is read when it is asked for.

    Parameters
    ----------
    folder : path
        The folder of the source.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, edit: str) -> EditReport:
        path = self._folder / EDITS / edit / "edit.json"
        if edit not in iter(self):
            raise KeyError(f"source {self._folder.name!r} has no edit {edit!r}")
        return report_of(json_value(path.read_bytes()), source=self._folder.name)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.parent.name for path in self._folder.glob(f"{EDITS}/*/edit.json")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def edits_of(folder: Path) -> list[Plan]:
    """The records of all edits of a source, oldest first."""
    paths = sorted((folder / EDITS).glob("*/edit.json"))
    return [json_value(path.read_bytes()) for path in paths]


def report_of(record: Plan, *, source: str) -> EditReport:
    """The report that an edit's record tells."""
    brought: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in record.get("brought", {}).items()
    }
    return EditReport(
        edit=record["id"],
        source=source,
        receipts=tuple(
            CodingReceipt(**{**one, "receipt": _receipt(one["receipt"])})
            for one in record["receipts"]
        ),
        memos=tuple(
            MemoReceipt(memo=one["memo"], receipt=_receipt(one["receipt"]))
            for one in record.get("memo_receipts", [])
        ),
        brought=Brought(**brought),
        notes=tuple(record.get("notes", [])),
        provenance=tuple(Provenance(**one) for one in record.get("provenance", [])),
    )


def _receipt(told: dict[str, Any]) -> Receipt:
    after = told["after"]
    return Receipt(
        **{
            **told,
            "before": Anchor(**told["before"]),
            "after": Anchor(**after) if after else None,
        }
    )
