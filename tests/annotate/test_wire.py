"""What travels to the browser: texts with any characters, arrays, the program itself."""

from __future__ import annotations

import json
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from casestudy.annotate import wire
from casestudy.annotate.assets import browser_module
from casestudy.annotate.bench import ShownCoding
from casestudy.annotate.rows import rows_of
from casestudy.annotate.wire import Parcel, piece_parcel, source_parcel
from casestudy.annotate.words import printable
from casestudy.errors import sentence_of
from casestudy.sources import Part, Source

CODING = ShownCoding("id1", 0, 4, "trust", "anna", "2026-01-01T00:00:00.000000Z")


def unpacked(parcel: Parcel) -> dict[str, object]:
    found: dict[str, object] = {}
    for (name, kind), content in zip(parcel.head["buffers"], parcel.buffers, strict=True):
        if kind in ("utf8", "utf16"):
            encoding = "utf-8" if kind == "utf8" else "utf-16-le"
            found[name] = content.decode(encoding, "surrogatepass")
        else:
            found[name] = np.frombuffer(content, dtype=f"<{kind}").tolist()
    return found


def made(text: str) -> Source:
    return Source(id="s", kind="interview", text=text, parts=(
        Part(kind="turn", start=0, end=len(text), speaker="Anna", start_time=3.5),
    ))  # fmt: skip


def test_a_source_travels_with_rows_parts_and_codings() -> None:
    source = made("Yes.\nNo.")
    noted = CODING._replace(id="id2", code="price", memo="hm", start=-1, end=-1, coder="ben")
    parcel = source_parcel(source, rows_of(source), [CODING, noted])
    found = unpacked(parcel)
    assert found["text"] == "Yes.\nNo."
    assert (found["row_starts"], found["row_ends"]) == ([0, 5], [4, 8])
    assert found["row_parts"] == [0, 0]
    assert (found["part_times"], found["part_kinds"]) == ([3.5], "t")
    assert (found["ids"], found["starts"], found["ends"]) == ("id1\nid2", [0, -1], [4, -1])
    assert parcel.head["codings"]["codes"] == ["trust", "price"]
    assert (found["codes"], found["coders"]) == ([0, 1], [0, 1])
    assert parcel.head["codings"]["memos"] == {1: "hm"}
    json.dumps(parcel.head)


def test_a_source_without_words_or_codings_travels_too() -> None:
    source = Source(id="s", kind="document", text="")
    found = unpacked(source_parcel(source, rows_of(source), []))
    assert (found["text"], found["row_starts"], found["ids"]) == ("", [], "")


def test_lone_surrogates_travel_and_wide_signs_are_named(monkeypatch: object) -> None:
    text = "a\ud83d\ude00🙂\0b"  # two lone surrogates are not the sign that follows them
    parcel = source_parcel(made(text), rows_of(made(text)), [])
    assert ["text", "utf16"] in parcel.head["buffers"]
    assert unpacked(parcel)["wide"] == [3]


def test_a_long_text_goes_in_pieces_that_join_without_a_seam() -> None:
    text = "ab🙂c" * 200_000
    source = made(text)
    pieces = [str(unpacked(source_parcel(source, rows_of(source), []))["text"])]
    while sum(map(len, pieces)) < len(text):
        parcel = piece_parcel(source, sum(map(len, pieces)))
        assert max(map(len, parcel.buffers)) < 2_500_000
        pieces.append(str(unpacked(parcel)["text"]))
    assert "".join(pieces) == text
    assert len(pieces) > 1
    assert wire.NEXT_PIECE < wire.FIRST_PIECE


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_what_is_printable_can_be_sent(value: object) -> None:
    json.dumps(printable(value), ensure_ascii=False).encode("utf-8")


def test_an_error_is_told_in_its_own_words() -> None:
    assert sentence_of(ValueError("too late")) == "too late"
    assert sentence_of(KeyError()) == "KeyError"
    assert sentence_of(OSError(28, "No space left on device", "log")) == (
        "log: No space left on device"
    )


# --- the program ---------------------------------------------------------------------------------


def test_the_modules_are_one_that_imports_nothing_and_asks_no_other_host() -> None:
    module = browser_module()
    assert not re.search(r"^\s*import\b", module, re.MULTILINE)
    assert module.count("export ") == 1
    assert module.rstrip().endswith("export default { render };")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", module)
    assert "innerHTML" not in module
    assert "eval(" not in module


def test_each_name_is_defined_once_in_all_modules() -> None:
    names = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", browser_module(), re.M)
    assert len(names) == len(set(names)) > 40
