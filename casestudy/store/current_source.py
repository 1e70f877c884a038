"""The source that a coder is at: read once, and again when somebody edited it."""

from __future__ import annotations

from collections.abc import Mapping

from casestudy.regions import Region
from casestudy.sources import Source
from casestudy.store.pictures import check_on_picture
from casestudy.store.places import Place, place_in
from casestudy.store.source_shelf import SourceShelf


class CurrentSource:
    """Sources by id, of which the last one is remembered as long as its record stays the same.

    Parameters
    ----------
    sources : mapping of str to Source
        The study's sources.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._read: tuple[tuple[str, int], Source] | None = None

    def __getitem__(self, id: str) -> Source:
        stamp = (id, self._stamp(id))
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, self._sources[id])
        return self._read[1]

    def place(
        self,
        id: str,
        *,
        quote: str = "",
        start: int | None = None,
        end: int | None = None,
        region: Region | None = None,
    ) -> Place:
        """The place in a source that a coder names; see `place_in`.

        Raises
        ------
        ValueError
            If the source does not have it.
        """
        source = self[id]
        if region is not None and isinstance(self._sources, SourceShelf):
            check_on_picture(self._sources.folder(id), region)
        return place_in(source.text, quote=quote, start=start, end=end, region=region)

    def _stamp(self, id: str) -> int:
        """When the record of a source was last written, 0 if it is not on disk."""
        if not isinstance(self._sources, SourceShelf):
            return 0
        return (self._sources.folder(id) / "source.toml").stat().st_mtime_ns
