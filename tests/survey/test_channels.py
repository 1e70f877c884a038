from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.evidence import Evidence
from casestudy.survey import channels_by_stage


def evidence(*rows: tuple[str, str, str], notes: list[str] | None = None, **more) -> Evidence:
    frame = pd.DataFrame(
        {
            "id": [f"C{number}" for number in range(len(rows))],
            "statement": [f"{channel} is used for {stage}." for stage, channel, _ in rows],
            "work": "w2001", "page": [f"{40 + n % 2}" for n in range(len(rows))],
            "seen_in": "", "status": "published", "note": notes or [""] * len(rows),
            "stage": [row[0] for row in rows],
            "channel": [row[1] for row in rows],
            "mention": [row[2] for row in rows],
            **more,
            "provenance": "published",
        }
    )  # fmt: skip
    return Evidence(name="channels", frame=frame.astype("str"))


ROWS = [("search", "web", "1"), ("search", "mail", "2"), ("buy", "shop", "1"), ("buy", "web", "2")]


def test_table_by_hand():
    found = channels_by_stage(evidence(*ROWS))
    assert found.stages == ("search", "buy")
    assert found.channels == ("web", "mail", "shop")
    assert found.mention.tolist() == [[1, 2, 0], [2, 0, 1]]
    assert found.pages == ("40, 41", "40, 41")
    assert found.named_counts.tolist() == [2, 1, 1]
    assert found.provenance[0].work == "w2001"


def test_notes_say_that_a_blank_is_not_zero_and_order_no_rank():
    notes = channels_by_stage(evidence(*ROWS)).notes
    assert "a blank is not zero" in notes[0]
    assert "order of mention, which is not a rank" in notes[1]
    assert len(notes) == 2


def test_notes_of_rows_travel_along():
    rows = evidence(*ROWS, notes=["No rank.", "No rank.", "A majority.", ""])
    assert channels_by_stage(rows).notes[2:] == (
        "search: No rank.",
        "buy: shop is used for buy. A majority.",
    )


def test_frame_is_long():
    frame = channels_by_stage(evidence(*ROWS)).to_frame()
    assert frame.iloc[2].tolist() == ["search", "shop", 0, False, "published"]
    assert frame["named"].sum() == len(ROWS)
    assert len(frame) == 6


def test_only_named_rows_are_read():
    found = channels_by_stage(evidence(*ROWS, named=["yes", "", "yes", "yes"]))
    assert found.channels == ("web", "shop")


@pytest.mark.parametrize("mention", ["", "0", "first", "1.5", "-1"])
def test_a_mention_that_is_no_place_is_refused(mention):
    with pytest.raises(ValueError, match=r"id 'C0': mention .* not allowed; write a whole number"):
        channels_by_stage(evidence(("buy", "web", mention)))


def test_a_channel_named_twice_is_refused():
    with pytest.raises(ValueError, match="id 'C1': the channel 'web' is named twice for the stage"):
        channels_by_stage(evidence(("buy", "web", "1"), ("buy", "web", "2")))


def test_a_missing_column_is_named():
    rows = evidence(*ROWS)
    lacking = Evidence(name="rows", frame=rows.frame.drop(columns="mention"))
    with pytest.raises(ValueError, match="evidence 'rows' has no column 'mention'"):
        channels_by_stage(lacking)


@settings(deadline=None, max_examples=30)
@given(
    pairs=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), unique=True, max_size=9
    )
)
def test_each_row_is_found_again(pairs):
    rows = evidence(*[(stage, channel, str(n + 1)) for n, (stage, channel) in enumerate(pairs)])
    before = rows.frame.copy()
    found = channels_by_stage(rows)
    assert found.named_counts.sum() == len(pairs)
    for number, (stage, channel) in enumerate(pairs):
        at = found.mention[found.stages.index(stage), found.channels.index(channel)]
        assert at == number + 1
    pd.testing.assert_frame_equal(rows.frame, before)
