"""A bench without a study: one text, and acts that are only written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casestudy.annotate.bench import Act, Done, ListedSource, NotDone, ShownCoding
from casestudy.codebook import Code, Codebook
from casestudy.codings import Codings, Memo, codings_frame
from casestudy.sources import Part, Source

BOOK = Codebook(id="b", codes=tuple(Code(id=f"c{n}", name=f"code {n}") for n in range(12)))


class PlainBench:
    """One text with codings that are kept in memory."""

    coder, title, key = "anna", "Nothing but a text", "plain"

    def __init__(self, text: str = "", *, codebook: Codebook = BOOK, parts: Sequence[Part] = ()):
        self.text = text
        self.codebook = codebook
        self.parts = tuple(parts)
        self.made: list[ShownCoding] = []
        self.acts: list[Act] = []
        self.refusal = ""
        self.kept: dict[str, Any] = {}

    def listed(self) -> Sequence[ListedSource]:
        return [
            ListedSource(id="s", title="", kind="document", case="", size=1, n_codings=0)
        ]  # fmt: skip

    def source(self, id: str) -> Source:
        return Source(id=id, kind="document", text=self.text, parts=self.parts)

    def coded(self, source: str) -> Sequence[ShownCoding]:
        return list(self.made)

    def notes(self, about: Sequence[str]) -> Sequence[Memo]:
        return []

    def passage_notes(self, source: Source) -> Sequence[tuple[Memo, int, int]]:
        return []

    def codings(self) -> Codings:
        return Codings(frame=codings_frame([]), codebook=self.codebook)

    def stamps(self, source: str) -> Mapping[str, object]:
        return {"codings": len(self.made), "source": self.text, "codebook": self.codebook.id}

    def do(self, act: Act) -> Done:
        if self.refusal:
            raise NotDone(self.refusal)
        self.acts.append(act)
        ids = []
        if act["kind"] == "code":
            for code in act["codes"]:
                ids.append(f"m{len(self.made)}")
                self.made.append(
                    ShownCoding(ids[-1], act["start"], act["end"], code, "anna", "2026-01-01")
                )
        return Done(codings=tuple(ids))

    def settings(self) -> Mapping[str, Any]:
        return self.kept

    def keep_settings(self, settings: Mapping[str, Any]) -> None:
        self.kept = dict(settings)
