"""Positions carried through known replacements, held against the plain way of counting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casestudy.anchors import anchor
from casestudy.carrying import carried_receipts, carried_spans, taking_back
from casestudy.edits import Replacement, replaced

TEXTS = st.text("abc é😀\ud800\n", min_size=1, max_size=30)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    """A text and replacements in it: some insert, some delete."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [
        Replacement(start=a, end=b, new=draw(st.text("XYZ[]", max_size=4))) for a, b in stretches
    ]


@given(edits())
def test_what_was_not_replaced_is_found_where_it_is_said_to_be(
    made: tuple[str, list[Replacement]],
) -> None:
    text, changes = made
    new = replaced(text, changes)
    kept = [at for at in range(len(text)) if not any(one.start <= at < one.end for one in changes)]
    starts, ends = carried_spans(kept, [at + 1 for at in kept], changes)
    for at, start, end in zip(kept, starts.tolist(), ends.tolist(), strict=True):
        # what was inserted at its edges is inside the span
        assert text[at] in new[start:end]
        assert new[start:end].strip("XYZ[]") == text[at].strip("XYZ[]")


@given(edits(), st.data())
def test_every_receipt_tells_the_truth(
    made: tuple[str, list[Replacement]], data: st.DataObject
) -> None:
    text, changes = made
    new = replaced(text, changes)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before = anchor(text, start, end)
    [receipt] = carried_receipts([before], changes, new=new)
    assert receipt.before is before
    if receipt.after is None:
        assert receipt.outcome == "orphaned"
        assert all(
            any(one.start <= at < one.end and not one.new for one in changes)
            for at in range(start, end)
        )
        return
    assert receipt.after.holds_in(new)
    assert (receipt.outcome == "unchanged") == (receipt.after.quote == before.quote
                                                and receipt.after.start == start)  # fmt: skip
    assert (receipt.outcome == "adjusted") == (receipt.after.quote != before.quote)
    assert 0 <= receipt.similarity <= 1


@given(edits())
def test_there_and_back(made: tuple[str, list[Replacement]]) -> None:
    text, changes = made
    new = replaced(text, changes)
    assert replaced(new, taking_back(text, changes)) == text


def test_a_coding_on_half_a_name_is_one_on_the_whole_label() -> None:
    text, new = "Ask Lakso now.", "Ask [P1] now."
    change = [Replacement(start=4, end=9, new="[P1]")]
    halves = [anchor(text, 6, 9), anchor(text, 4, 6), anchor(text, 5, 12), anchor(text, 0, 7)]
    quotes = [one.after.quote for one in carried_receipts(halves, change, new=new) if one.after]
    assert quotes == ["[P1]", "[P1]", "[P1] no", "Ask [P1]"]


def test_nothing_to_carry() -> None:
    assert carried_receipts([], [Replacement(start=0, end=1, new="x")], new="x") == []
    starts, ends = carried_spans([3], [5], [])
    assert (starts.tolist(), ends.tolist()) == ([3], [5])


def test_what_is_inserted_at_either_edge_of_a_span_lies_inside_it() -> None:
    inserted = [Replacement(start=3, end=3, new="<<"), Replacement(start=6, end=6, new=">>>")]
    starts, ends = carried_spans([3, 0, 6], [6, 3, 9], inserted)
    assert starts.tolist() == [3, 0, 8]
    assert ends.tolist() == [11, 5, 14]
