"""The edit between two texts: it rebuilds both, follows spans, and does not choke on any text."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.anchors.alignment import equal_blocks
from casestudy.anchors.borders import LONGEST_ISLAND, on_borders, without_islands
from casestudy.anchors.diffing import offset_map
from casestudy.anchors.offsets import DELETED, EQUAL, INSERTED, KINDS, REPLACED
from casestudy.anchors.shingles import heaviest_chain

from .made import ANY_TEXT, FRESH, JOINING, Tracked, tracked

EDITED = tracked(ANY_TEXT, st.text(FRESH, max_size=20))
ANY_EDIT = tracked(
    st.text(st.sampled_from(JOINING + "abc .\n"), max_size=200), st.text(max_size=30)
)


def check_blocks(old: str, new: str, blocks: np.ndarray) -> None:
    old_end = new_end = 0
    for at, to, size in blocks.tolist():
        assert size > 0
        assert at >= old_end
        assert to >= new_end
        assert old[at : at + size] == new[to : to + size]
        old_end, new_end = at + size, to + size
    assert old_end <= len(old)
    assert new_end <= len(new)


@given(ANY_TEXT, ANY_TEXT)
def test_blocks_of_any_two_texts_are_equal_and_in_order(old: str, new: str) -> None:
    blocks = equal_blocks(old, new)
    check_blocks(old, new, blocks)
    check_blocks(old, new, on_borders(old, new, without_islands(old, new, blocks)))


@given(ANY_EDIT)
def test_blocks_of_an_edited_text_are_equal_and_in_order(edit: Tracked) -> None:
    check_blocks(edit.old, edit.new, equal_blocks(edit.old, edit.new))


@given(ANY_EDIT)
def test_the_stretches_rebuild_both_texts(edit: Tracked) -> None:
    found = offset_map(edit.old, edit.new)
    rows = zip(
        found.kind, found.old_start, found.old_end, found.new_start, found.new_end, strict=True
    )
    before = after = ""
    for kind, old_start, old_end, new_start, new_end in rows:
        left, right = edit.old[old_start:old_end], edit.new[new_start:new_end]
        before, after = before + left, after + right
        expected = {EQUAL: left == right != "", REPLACED: left != "" != right}
        expected |= {INSERTED: left == "" != right, DELETED: right == "" != left}
        assert expected[kind], KINDS[kind]
    assert (before, after) == (edit.old, edit.new)


@given(ANY_EDIT.filter(lambda edit: edit.old), st.data())
def test_spans_stay_inside_and_say_how_much_is_left(edit: Tracked, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(edit.old) - 1))
    end = data.draw(st.integers(start + 1, len(edit.old)))
    mapped = offset_map(edit.old, edit.new).spans([start, 0], [end, len(edit.old)])
    assert ((mapped.start >= 0) & (mapped.start <= mapped.end)).all()
    assert (mapped.end <= len(edit.new)).all()
    assert ((mapped.survived >= 0) & (mapped.survived <= 1)).all()
    assert ((mapped.start == mapped.end) == (mapped.survived == 0)).all()
    if mapped.survived[0] == 1.0 and mapped.end[0] - mapped.start[0] == end - start:
        assert edit.new[mapped.start[0] : mapped.end[0]] == edit.old[start:end]


@given(ANY_TEXT.filter(bool))
def test_an_unchanged_text_keeps_every_span(text: str) -> None:
    starts, ends = np.triu_indices(len(text))
    mapped = offset_map(text, text).spans(starts, ends + 1)
    assert np.array_equal(mapped.start, starts)
    assert np.array_equal(mapped.end, ends + 1)
    assert (mapped.survived == 1.0).all()
    assert not mapped.moved.any()


@pytest.mark.parametrize(
    ("old", "new", "quote", "expected", "survived"),
    [
        ("We trust them.", "So, we do trust them.", "trust", "trust", 1.0),
        ("We trust Thompson a lot.", "We trust Participant 1 a lot.", "Thompson a", None, 0.2),
        ("“Yes,” she said.", '"Yes," she said.', "“Yes,”", '"Yes,"', 4 / 6),
        ("So. I went. I came.", "So. I came.", "I came.", "I came.", 1.0),
        ("So. I came. I went.", "So. I came.", "I came.", "I came.", 1.0),
        ("A: Yes.\nB: No.\nA: Yes.\n", "A: Yes.\nA: Yes.\n", "A: Yes.\n", "A: Yes.\n", 1.0),
    ],
)
def test_where_a_quotation_goes(
    old: str, new: str, quote: str, expected: str | None, survived: float
) -> None:
    start = old.rindex(quote)
    mapped = offset_map(old, new).spans([start], [start + len(quote)])
    assert new[mapped.start[0] : mapped.end[0]] == (expected or "Participant 1 a")
    assert mapped.survived[0] == pytest.approx(survived)


def test_a_block_cut_and_pasted_with_a_typing_error_is_followed() -> None:
    lines = [f"Line {number} tells of part {number * 7} and nothing else." for number in range(40)]
    block = [line.replace("nothing", "nothng") for line in lines[5:9]]
    moved = "\n".join([*lines[:5], *lines[9:30], *block, *lines[30:]])
    old = "\n".join(lines)
    start = old.index(lines[6])
    mapped = offset_map(old, moved).spans([start], [start + len(lines[6])])
    assert mapped.moved[0]
    assert moved[mapped.start[0] : mapped.end[0]] == block[1]
    assert mapped.survived[0] == pytest.approx(1 - 1 / len(lines[6]))


def test_a_short_word_between_two_deleted_sentences_is_no_island() -> None:
    old, new = "It was very bad indeed. No. That was all there was.", "No."
    mapped = offset_map(old, new).spans([old.index("No")], [old.index("No") + 3])
    assert new[mapped.start[0] : mapped.end[0]] == "No."
    assert LONGEST_ISLAND == 3


def test_the_longest_piece_and_what_is_traced() -> None:
    old, new = "We trust them fully.", "We trust, they say, them fully."
    edit = offset_map(old, new)
    first, last = edit.longest_left(3, len(old))
    assert new[first:last] == " them fully."
    assert edit.longest_left(3, 8) == (3, 8)
    assert edit.traced([0, 8], [8, 9]).tolist() == [0.0, 0.0]  # too short to be no chance
    assert offset_map("x" + 3 * old, 3 * old).traced([0, 5], [5, 50]).tolist() == [1.0, 1.0]
    assert offset_map("abc", "xyz").longest_left(0, 3) == (0, 0)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4)])
def test_a_span_outside_the_old_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=rf"span {start} to {end} does not lie in the old text"):
        offset_map("abc", "abcd").spans([0, start], [1, end])
    with pytest.raises(ValueError, match="0 <= start < end <= 0 is allowed"):
        offset_map("", "abcd").spans([0], [1])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=9))
def test_no_chain_is_heavier(pairs: list[tuple[int, int]]) -> None:
    runs = np.array([(20 * n, 10 * to, size) for n, (to, size) in enumerate(pairs)], dtype=np.int64)
    runs = runs.reshape(-1, 3)

    def weight_from(number: int, after: int) -> int:
        if number == len(runs):
            return 0
        _, to, size = runs[number].tolist()
        taken = size + weight_from(number + 1, to) if to > after else 0
        return max(taken, weight_from(number + 1, after))

    assert heaviest_chain(runs)[:, 2].sum() == weight_from(0, -1)


CHANCE = random.Random(1)  # noqa: S311
HARD = {
    "one letter": ("a" * 600_000, "a" * 300_000 + "b" + "a" * 250_000),
    "two words": ("a b " * 150_000, "a b " * 70_000 + "c" + "b a " * 70_000),
    "two lines": ("ab\n" * 200_000, "ab\n" * 100_000 + "ba\n" * 90_000),
    "nothing in common": ("a" * 600_000, "b" * 600_000),
    "noise": tuple("".join(CHANCE.choices("ab ", k=200_000)) for _ in range(2)),
    "no blanks": tuple("".join(CHANCE.choices("字句文章", k=200_000)) for _ in range(2)),
}


@pytest.mark.parametrize("name", HARD)
def test_no_text_takes_long(name: str) -> None:
    old, new = HARD[name]
    begun = time.process_time()
    check_blocks(old, new, equal_blocks(old, new))
    # seconds on one slow core; comparing letter by letter would take minutes
    assert time.process_time() - begun < 15
