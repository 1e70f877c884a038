"""All sources of a study: known by their records, read when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from casestudy.errors import did_you_mean
from casestudy.sources import SOURCE_ID_PATTERN, Source
from casestudy.store import layout
from casestudy.store.edit_plan import finish_all
from casestudy.store.source_files import read_record, read_source


class SourceShelf(Mapping[str, Source]):
    """All sources of a study by id; a text is read when it is asked for."""

    def __init__(self, study: Path) -> None:
        self._study = study
        finish_all(study)
        self._folders: dict[str, Path] = {}
        for name in layout.FOLDER_OF_KIND.values():
            for record in sorted((study / layout.SOURCES / name).glob("[!.]*/source.toml")):
                self._folders.setdefault(record.parent.name, record.parent)

    def __getitem__(self, id: str) -> Source:
        return read_source(self.folder(id))

    def folder(self, id: str) -> Path:
        """Where a source lies, one written since the shelf was opened included."""
        if id not in self._folders:
            self._look_again(id)
        if id not in self._folders:
            hint = did_you_mean(id, self._folders)
            raise LookupError(
                f"source {id!r} is not in the study{hint}; "
                f"it has {len(self)} sources: `casestudy sources` lists them"
            )
        return self._folders[id]

    def _look_again(self, id: str) -> None:
        for kind in layout.FOLDER_OF_KIND if SOURCE_ID_PATTERN.fullmatch(id) else ():
            folder = layout.source_folder(self._study, kind, id)
            if (folder / "source.toml").exists():
                self._folders[id] = folder

    def record(self, id: str) -> dict[str, Any]:
        """What a source's record says, without reading its text."""
        return read_record(self.folder(id))

    def __contains__(self, id: object) -> bool:
        return id in self._folders

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)
