"""Codings in order, kept in order one by one: as if all were laid out anew."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from .browsing import DeskPage
from .plain_bench import PlainBench

TEXT = "word " * 60
SPANS = st.tuples(st.integers(0, 290), st.integers(1, 80)).map(lambda s: (s[0], min(sum(s), 300)))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 12), SPANS),
        st.tuples(st.just("remove"), st.integers(0, 12), st.just((0, 1))),
    ),
    min_size=1,
    max_size=40,
)
RUN = """(steps) => {
    const { coded } = desks.desk.el.codingDesk;
    for (const id of [...coded.byId.keys()]) coded.remove(id);
    coded.settle();
    const odd = [];
    const states = steps.map(([kind, n, [start, end]]) => {
        const facts = { code: 'c1', coder: 'anna', origin: 'human' };
        if (kind === 'put') coded.put({ id: `k${n}`, start, end, ...facts });
        else coded.remove(`k${n}`);
        if (coded.isStale) odd.push('looked at all anew');
        const { placed } = coded;
        for (const a of placed) for (const b of placed) {
            const isTouching = a.start < b.end && b.start < a.end;
            if (a !== b && isTouching && a.lane === b.lane) odd.push('two in one lane');
            if (a.lane >= coded.nLanes) odd.push('a lane too few');
        }
        return { placed: placed.map((one) => [one.id, one.start, one.end]), ends: [...coded.ends] };
    });
    return JSON.stringify({ odd, states });
}"""


@pytest.fixture(scope="module")
def shown(browser: Browser) -> Iterator[DeskPage]:
    page = DeskPage(browser)
    page.mount(PlainBench(TEXT))
    yield page
    page.close()


@settings(max_examples=60)
@given(STEPS)
def test_one_by_one_is_as_all_anew(
    shown: DeskPage, steps: list[tuple[str, int, tuple[int, int]]]
) -> None:
    found = json.loads(shown.page.evaluate(RUN, steps))
    assert found["odd"] == []
    now: dict[str, tuple[int, int]] = {}
    for (kind, number, span), state in zip(steps, found["states"], strict=True):
        if kind == "put":
            now[f"k{number}"] = span
        else:
            now.pop(f"k{number}", None)
        wanted = sorted(([k, *s] for k, s in now.items()), key=lambda c: (c[1], -c[2], c[0]))
        assert state["placed"] == wanted
        furthest, ends = -1, []
        for _, _, end in wanted:
            furthest = max(furthest, end)
            ends.append(furthest)
        assert state["ends"] == ends
