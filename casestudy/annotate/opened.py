"""The source that is open at the desk, and the codings on it as the views have them."""

from __future__ import annotations

from collections.abc import Mapping

from casestudy.annotate.bench import Bench, ShownCoding
from casestudy.sources import Source


class Opened:
    """What was last read of a source and its codings.

    Parameters
    ----------
    bench : Bench
        Where it is read from.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.source: Source | None = None
        self._codings: dict[str, ShownCoding] = {}
        self._stamps: Mapping[str, object] = {}

    @property
    def codings(self) -> list[ShownCoding]:
        """The codings as they were read last."""
        return list(self._codings.values())

    def read(self, source: str) -> None:
        """Read a source and its codings."""
        self.source = self._bench.source(source)
        self._codings = {coding.id: coding for coding in self._bench.coded(source)}
        self._stamps = self._bench.stamps(source)

    def changed(self) -> set[str]:
        """What changed on the disk since it was asked last: names of stamps."""
        if self.source is None:
            return set()
        before, self._stamps = self._stamps, self._bench.stamps(self.source.id)
        return {name for name, now in self._stamps.items() if now != before.get(name)}

    def changes(self) -> tuple[list[ShownCoding], list[str]]:
        """Read the codings anew: those that are new or changed, and the ids of those gone."""
        if self.source is None:
            return [], []
        now = {coding.id: coding for coding in self._bench.coded(self.source.id)}
        put = [coding for id, coding in now.items() if _differs(self._codings.get(id), coding)]
        gone = [id for id in self._codings if id not in now]
        self._codings = now
        return put, gone


def _differs(old: ShownCoding | None, new: ShownCoding) -> bool:
    return old is not new and old != new
