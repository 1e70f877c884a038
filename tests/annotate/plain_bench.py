"""A bench without a study: one text, and acts that are only written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casestudy.agreement import Question
from casestudy.annotate.bench import Act, Done, ListedSource, NotDone, ShownCoding
from casestudy.codebook import Code, Codebook
from casestudy.codings import Codings, codings_frame
from casestudy.memos import Memo
from casestudy.sources import Part, Source

BOOK = Codebook(id="b", codes=tuple(Code(id=f"c{n}", name=f"code {n}") for n in range(12)))


class PlainBench:
    """One text with codings that are kept in memory."""

    coder, title, key, teacher = "anna", "Nothing but a text", "plain", ""

    def __init__(self, text: str = "", *, codebook: Codebook = BOOK, parts: Sequence[Part] = ()):
        self.text = text
        self.codebook = codebook
        self.parts = tuple(parts)
        self.made: list[ShownCoding] = []
        self.acts: list[Act] = []
        self.refusal = ""
        self.why_barred = ""
        self.kept: dict[str, Any] = {}

    def listed(self) -> Sequence[ListedSource]:
        return [
            ListedSource(id="s", title="", kind="document", case="", size=1, n_codings=0)
        ]  # fmt: skip

    def source(self, id: str) -> Source:
        return Source(id=id, kind="document", text=self.text, parts=self.parts)

    def coded(self, source: str) -> Sequence[ShownCoding]:
        return list(self.made)

    def pictures(self, source: str) -> Mapping[str, tuple[int, int]]:
        return {}

    def band(self, source: str, picture: str, top: int, height: int) -> bytes:
        raise LookupError(picture)

    def blind(self, source: str) -> str:
        return ""

    def barred(self, source: str) -> str:
        return self.why_barred

    def questions(self, source: str, coders: Sequence[str], consensus: str) -> Sequence[Question]:
        return []

    def notes(self, about: Sequence[str]) -> Sequence[Memo]:
        return []

    def passage_notes(self, source: str) -> Sequence[Memo]:
        return []

    def codings(self) -> Codings:
        return Codings(frame=codings_frame([]), codebook=self.codebook)

    def stamps(self, source: str) -> Mapping[str, object]:
        return {
            "codings": len(self.made),
            "source": self.text,
            "codebook": self.codebook.id,
            "barred": self.why_barred,
        }

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
