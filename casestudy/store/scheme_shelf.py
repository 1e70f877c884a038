"""All coding schemes of a study, each read again only when its file changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from casestudy.codebook import Codebook
from casestudy.store.layout import scheme_paths
from casestudy.store.schemes import read_codebook


class SchemeShelf:
    """The coding schemes in a study folder.

    Parameters
    ----------
    study : path
        The study folder.
    """

    def __init__(self, study: Path) -> None:
        self._study = study
        self._read: dict[Path, tuple[tuple[int, int], Codebook]] = {}

    def books(self) -> Mapping[str, Codebook]:
        """Every scheme by id, as the files are now.

        Raises
        ------
        BadFile
            If a scheme is malformed.
        """
        self._read = {path: self._current(path) for path in scheme_paths(self._study)}
        return MappingProxyType({book.id: book for _, book in self._read.values()})

    def _current(self, path: Path) -> tuple[tuple[int, int], Codebook]:
        state = path.stat()
        stamp = (state.st_size, state.st_mtime_ns)
        known = self._read.get(path)
        return known if known and known[0] == stamp else (stamp, read_codebook(path))
