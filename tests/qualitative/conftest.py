"""A small made-up study: two themes with codes below them, two interviews, codings by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.provenance import Citation, Provenance
from casestudy.sources import Part, Source

SYNTHETIC = Provenance(kind="synthetic", generator="tests/qualitative/conftest.py")
TEXT = "Ann: We trust the shop. Prices are fair.\nBen: I compare prices first."


@pytest.fixture(scope="session")
def book() -> Codebook:
    """Themes `trust` and `price` in this order, three codes below, one two levels down."""
    return Codebook(
        id="demo",
        title="Demo",
        codes=(
            Code(id="trust", name="trust", colour="#112233"),
            Code(id="trust.shop", name="trust in the shop", parent="trust"),
            Code(id="trust.shop.old", name="trust in an old shop", parent="trust.shop"),
            Code(id="price", name="price"),
            Code(id="price.fair", name="fair price", parent="price", colour="#445566"),
        ),
        source=Citation(work="w2001", page="4"),
    )


@pytest.fixture(scope="session")
def interview() -> Source:
    """Ann speaks from 5 to 40, Ben from 46 to 69; labels lie outside the turns."""
    return Source(
        id="i1",
        kind="interview",
        text=TEXT,
        case="one",
        parts=(
            Part(kind="turn", start=5, end=40, speaker="Ann", locator="line 1"),
            Part(kind="cue", start=24, end=40, locator="cue 2"),
            Part(kind="turn", start=46, end=69, speaker="Ben", locator="line 2"),
        ),
        provenance=SYNTHETIC,
    )


@pytest.fixture(scope="session")
def make_codings(book: Codebook) -> Callable[..., Codings]:
    """Codings from short rows: (source, code, coder, start, end, origin)."""

    def made(
        rows: Sequence[Sequence[Any]],
        *,
        codebook: Codebook = book,
        cases: dict[str, str] | None = None,
    ) -> Codings:
        codings = []
        for number, row in enumerate(rows):
            source, code, coder, *rest = row
            start, end, origin = [*rest, *[-1, -1, "human"][len(rest) :]]
            text = TEXT[start:end] if source == "i1" and start >= 0 else ""
            codings.append(
                Coding(
                    id=f"c{number}", source=source, code=code, coder=coder,
                    start=start, end=end, origin=origin, quote=text,
                )
            )  # fmt: skip
        frame = codings_frame(codings, cases=cases, provenance={"i1": "synthetic"})
        return Codings(frame=frame, codebook=codebook, origins={"i1": SYNTHETIC})

    return made


@pytest.fixture(scope="session")
def shuffled() -> Callable[[Codings, int], Codings]:
    """The same codings in another order of rows."""

    def other(codings: Codings, order: int) -> Codings:
        frame = codings.frame.sample(frac=1, random_state=order).reset_index(drop=True)
        return Codings(frame=frame, codebook=codings.codebook, origins=codings.origins)

    return other


@pytest.fixture(scope="session")
def renamed() -> Callable[[Codebook], Codebook]:
    """A codebook whose codes have other names and the same ids."""

    def other(codebook: Codebook) -> Codebook:
        codes = tuple(
            Code(id=code.id, name=f"new {code.name}", parent=code.parent, colour=code.colour)
            for code in codebook
        )
        return Codebook(id=codebook.id, title=codebook.title, codes=codes)

    return other


@pytest.fixture(scope="session")
def same() -> Callable[[pd.DataFrame, pd.DataFrame], None]:
    """Fails unless two frames are equal, types included."""
    return pd.testing.assert_frame_equal
