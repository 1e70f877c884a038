"""Each anchor gets a receipt that is true: found where it is, adjusted, or given up."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.anchors import Anchor, anchor
from casestudy.anchors.likeness import LEAST_LEFT
from casestudy.anchors.reanchoring import DISTINCTIVE, Receipt, reanchored
from casestudy.anchors.text_units import grapheme_borders

from .made import ANY_TEXT, FRESH, JOINING, Tracked, tracked

FRESH_TEXT = st.text(FRESH, max_size=30)
ANY_EDIT = tracked(
    st.one_of(
        ANY_TEXT.filter(bool),
        st.text(st.sampled_from(JOINING + "abc .\n"), min_size=1, max_size=200),
    ),
    st.text(st.characters(), max_size=30),
)
ALL_DIFFERENT = st.lists(
    st.characters(max_codepoint=0xDFFF), min_size=1, max_size=120, unique=True
).map("".join)
"""Texts in which no character stands twice, so that there is one truth."""
LETTERS = string.ascii_lowercase


def spans_of(text: str, data: st.DataObject, n: int = 4) -> list[tuple[int, int]]:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=n))
    return [(start, data.draw(st.integers(start + 1, len(text)))) for start in starts]


def check(receipt: Receipt, before: Anchor, new: str) -> None:
    """What holds of any receipt."""
    assert receipt.before == before
    assert 0.0 <= receipt.similarity <= 1.0
    after = receipt.after
    if after is None:
        assert receipt.outcome == "orphaned"
        assert receipt.note
        return
    assert 0 <= after.start < after.end <= len(new)
    assert after == anchor(new, after.start, after.end)
    same = after.quote == before.quote
    expected = ("unchanged" if after.start == before.start else "moved") if same else "adjusted"
    assert receipt.outcome == expected
    assert same == (receipt.similarity == 1.0)
    if not same:
        borders = set(grapheme_borders(new).tolist())
        assert {after.start, after.end} <= borders
        assert after.quote.strip()
        assert receipt.similarity >= LEAST_LEFT


@given(ANY_EDIT, st.data())
def test_every_receipt_of_any_edit_of_any_text_is_sound(edit: Tracked, data: st.DataObject) -> None:
    anchors = [anchor(edit.old, *span) for span in spans_of(edit.old, data)]
    for old in (edit.old, None, edit.old[::-1]):
        receipts = reanchored(anchors, old=old, new=edit.new)
        assert len(receipts) == len(anchors)
        for receipt, before in zip(receipts, anchors, strict=True):
            check(receipt, before, edit.new)


@given(tracked(ALL_DIFFERENT, FRESH_TEXT), st.data())
def test_an_untouched_span_is_found_and_a_deleted_one_given_up(
    edit: Tracked, data: st.DataObject
) -> None:
    spans = spans_of(edit.old, data, n=8)
    receipts = reanchored([anchor(edit.old, *s) for s in spans], old=edit.old, new=edit.new)
    for (start, end), receipt in zip(spans, receipts, strict=True):
        truth = edit.truth(start, end)
        if truth and end - start >= DISTINCTIVE:
            assert receipt.after
            assert (receipt.after.start, receipt.after.end) == truth
            assert receipt.similarity == 1.0
        elif edit.is_gone(start, end):
            assert receipt.outcome == "orphaned"
        elif truth and receipt.after:
            # a short one may be given up if its surroundings went, but is never put elsewhere
            assert receipt.after.start < truth[1]
            assert truth[0] < receipt.after.end


@given(st.data())
def test_sentences_are_followed_wherever_they_go(data: st.DataObject) -> None:
    chance = random.Random(data.draw(st.integers(0, 10_000)))  # noqa: S311
    sentences = [
        " ".join("".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(8)) + "."
        for _ in range(40)
    ]
    old = " ".join(sentences)
    gone = set(chance.sample(range(40), 8))
    block = chance.randrange(30)
    moved = [n for n in range(block, block + 5) if n not in gone]
    rest = [n for n in range(40) if n not in gone and n not in moved]
    to = chance.randrange(len(rest) + 1)
    new = " ".join(sentences[n] for n in [*rest[:to], *moved, *rest[to:]])
    starts = [old.index(sentence) for sentence in sentences]
    anchors = [anchor(old, at, at + len(s)) for at, s in zip(starts, sentences, strict=True)]
    for number, receipt in enumerate(reanchored(anchors, old=old, new=new)):
        if number in gone:
            assert receipt.outcome == "orphaned"
        else:
            assert receipt.after
            assert receipt.after.start == new.index(sentences[number])
            assert receipt.after.quote == sentences[number]


@given(ANY_EDIT, st.data())
def test_a_quotation_of_which_nothing_is_left_is_given_up(
    edit: Tracked, data: st.DataObject
) -> None:
    [(start, end)] = spans_of(edit.old, data, n=1)
    new = edit.new.translate({ord(sign): None for sign in edit.old[start:end]})
    for old in (edit.old, None):
        [receipt] = reanchored([anchor(edit.old, start, end)], old=old, new=new)
        assert receipt.outcome == "orphaned"


@given(ANY_TEXT.filter(bool), st.data())
def test_nothing_happens_to_an_unchanged_text(text: str, data: st.DataObject) -> None:
    anchors = [anchor(text, *span) for span in spans_of(text, data)]
    for receipt in reanchored(anchors, old=text, new=text):
        assert (receipt.outcome, receipt.how, receipt.note) == ("unchanged", "diff", "")
        assert receipt.after == receipt.before


OLD = (
    "Anna: We trust the supplier because somebody always answers.\n"
    "Ben: I am not so sure about that. Prices change every week.\n"
    "Anna: The delivery dates are honest, and that is rare.\n"
)


def one(quote: str, new: str, *, old: str | None = OLD, made_for: str = OLD) -> Receipt:
    start = made_for.index(quote)
    before = anchor(made_for, start, start + len(quote))
    [receipt] = reanchored([before], old=old, new=new)
    check(receipt, before, new)
    return receipt


def test_a_corrected_quotation_keeps_its_old_words() -> None:
    receipt = one("somebody always answers", OLD.replace("answers", "replies"))
    assert receipt.outcome == "adjusted"
    assert receipt.before.quote == "somebody always answers"
    assert receipt.after
    assert receipt.after.quote == "somebody always replies"
    assert 0.7 < receipt.similarity < 1


def test_deleted_words_are_not_put_on_those_of_another() -> None:
    twice = OLD + "Carl: We trust the supplier because somebody always answers.\n"
    receipt = one("We trust the supplier because", twice.split("\n", 1)[1], made_for=twice,
                  old=twice)  # fmt: skip
    assert receipt.outcome == "orphaned"
    assert receipt.note == "too few of its words are left"


def test_a_line_that_was_cut_and_pasted_is_followed() -> None:
    first, second, third = OLD.splitlines(keepends=True)
    receipt = one("because somebody always answers", second + third + first)
    assert receipt.outcome == "moved"
    assert receipt.after


def test_a_quotation_torn_by_an_insertion_keeps_its_longest_piece() -> None:
    new = OLD.replace("trust the supplier", "trust " + "(laughs for a long time) " * 6 + "the supp"
                      "lier")  # fmt: skip
    receipt = one("trust the supplier because", new)
    assert receipt.outcome == "adjusted"
    assert receipt.after
    assert receipt.after.quote == "the supplier because"


def test_a_short_word_is_not_taken_from_new_words() -> None:
    new = OLD.replace("Prices change every week.", "It rains every day. He said rare prices.")
    assert one("week", new).outcome == "orphaned"


def test_without_the_old_text_the_context_decides() -> None:
    new = "Cover page.\n" + OLD + "Carl: Somebody always answers, they say.\n"
    receipt = one("always answers", new, old=None)
    assert (receipt.outcome, receipt.how) == ("moved", "context")
    assert receipt.note == "one of 2 places, chosen by context"
    assert receipt.after
    assert receipt.after.start == new.index("always answers")


def test_without_the_old_text_the_only_place_of_many_words_is_taken() -> None:
    receipt = one("The delivery dates are honest", "Anna: The delivery dates are honest.", old=None)
    assert (receipt.outcome, receipt.how) == ("moved", "exact")


def test_without_the_old_text_a_short_word_needs_its_context() -> None:
    assert one("rare", "Steak that is well done is rare here", old=None).outcome == "orphaned"
    assert one("rare", "Anna: the dates are honest, and that is rare.\n", old=None).after


def test_without_the_old_text_likeness_needs_context_and_no_rival() -> None:
    typed = OLD.replace("delivery dates", "delivry datse")
    receipt = one("The delivery dates are honest", typed, old=None)
    assert (receipt.outcome, receipt.how) == ("adjusted", "fuzzy")
    assert receipt.after
    assert receipt.after.quote == "The delivry datse are honest"
    rival = one("The delivery dates are honest", typed + typed, old=None)
    assert (rival.outcome, rival.note) == ("orphaned", "two places are about as similar")
    other = one("The delivery dates are honest", "The livery rates are modest", old=None)
    assert (other.outcome, other.how) == ("orphaned", "fuzzy")


def test_several_places_with_the_same_context_are_left_to_a_person() -> None:
    before = anchor("Yes.\n" * 9, 20, 24)
    [receipt] = reanchored([before], old=None, new="No.\n" + "Yes.\n" * 9)
    assert receipt.outcome == "orphaned"
    assert receipt.note == "its words stand at 9 places and the context does not decide"
    [kept] = reanchored([before], old=None, new="Yes.\n" * 10)
    assert kept.outcome == "unchanged"


def test_an_anchor_of_another_text_is_searched_for_and_says_so() -> None:
    before = Anchor(start=2, end=24, quote="Prices change every we", prefix="that. ", suffix="ek.")
    [receipt] = reanchored([before], old=OLD, new="Well. " + OLD)
    assert (receipt.outcome, receipt.how) == ("moved", "exact")
    assert receipt.note == "the old text does not have the quotation at its place"


def test_an_anchor_without_a_quotation_is_refused() -> None:
    with pytest.raises(ValueError, match="anchor 1 at 4 has no quotation"):
        reanchored(
            [anchor(OLD, 0, 4), Anchor(start=4, end=4, quote="")], old=OLD, new=OLD
        )  # fmt: skip


@pytest.mark.parametrize("old", [OLD, None, ""])
def test_no_anchors_and_no_text(old: str | None) -> None:
    assert reanchored([], old=old, new=OLD) == []
    [receipt] = reanchored([anchor(OLD, 0, 4)], old=old, new="")
    assert receipt.outcome == "orphaned"


def test_receipts_come_in_the_order_of_the_anchors() -> None:
    spans = [(70, 90), (6, 14), (6, 90), (0, 4)]
    receipts = reanchored([anchor(OLD, *s) for s in spans], old=OLD, new="x" + OLD)
    assert [(r.before.start, r.before.end) for r in receipts] == spans
    assert [r.after and r.after.start for r in receipts] == [71, 7, 7, 1]
