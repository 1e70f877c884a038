"""Sources as values: who speaks where, how many words, and which ids can be folders."""

from __future__ import annotations

import pytest

from casestudy.sources import Part, Segment, Source, check_source_id, text_sha256

TEXT = "Ann: We trust.\nBen: I see now.\n"
TURNS = (
    Part(kind="turn", start=5, end=14, speaker="Ann"),
    Part(kind="turn", start=20, end=30, speaker="Ben"),
)


def source(**more: object) -> Source:
    fields: dict[str, object] = {"id": "s1", "kind": "interview", "text": TEXT, "parts": TURNS}
    return Source(**{**fields, **more})  # type: ignore[arg-type]


def test_words_are_those_that_were_said_or_shown() -> None:
    assert source().n_words == 5
    assert source(parts=()).n_words == 7
    cue = Part(kind="cue", start=5, end=14)
    assert source(parts=(cue,)).n_words == 7
    hidden = (
        Part(kind="block", start=0, end=14, hidden=True),
        Part(kind="block", start=20, end=30),
    )
    assert source(kind="website", parts=hidden).n_words == 3


def test_speakers_in_order_of_appearance() -> None:
    assert source().speakers == {"Ann": 1, "Ben": 1}
    assert list(source(parts=TURNS[::-1]).speakers) == ["Ben", "Ann"]


def test_the_frame_has_a_row_a_part() -> None:
    frame = source().to_frame()
    assert frame["text"].tolist() == ["We trust.", "I see now."]
    assert frame["provenance"].tolist() == ["collected", "collected"]


def test_the_hash_is_that_of_utf8_and_bears_half_a_surrogate_pair() -> None:
    assert text_sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_sha256("a\ud800") != text_sha256("a?")
    assert source().text_sha256 == text_sha256(TEXT)


@pytest.mark.parametrize(
    "id", ["", "a/b", "..", ".a", "a.", "a b", "-a", "_a", "a..b", "a\n", "a:"]
)
def test_an_id_is_the_name_of_a_folder(id: str) -> None:
    with pytest.raises(ValueError, match=r"source id .* is not allowed"):
        check_source_id(id)
    with pytest.raises(ValueError, match=r"source id .* is not allowed"):
        source(id=id)


def test_a_kind_is_one_of_four() -> None:
    with pytest.raises(
        ValueError, match="kind 'talk' is not known; allowed are interview, website"
    ):
        source(kind="talk")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_a_segment_has_a_length(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"segment of 's1': {start} to {end} is not a span"):
        Segment(source="s1", start=start, end=end)
