"""Codings: one tidy frame, people apart from machines, and no code that the codebook lacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest

from casestudy.codebook import Code, Codebook
from casestudy.codings import COLUMNS, Coding, Codings, codings_frame
from casestudy.errors import Problem, UnknownCode
from casestudy.provenance import Provenance

BOOK = Codebook(
    id="demo",
    codes=(
        Code(id="trust", name="trust"),
        Code(id="trust.shop", name="shop", parent="trust"),
        Code(id="price", name="price"),
    ),
)


def coding(id: str, code: str = "trust", **more: object) -> Coding:
    fields: dict[str, object] = {"source": "s1", "coder": "anna", "start": 0, "end": 5}
    return Coding(id=id, code=code, **{**fields, **more})  # type: ignore[arg-type]


def codings(*rows: Coding, **more: object) -> Codings:
    frame = codings_frame(rows, cases={"s1": "ABB"}, provenance={"s1": "synthetic"})
    return Codings(frame=frame, codebook=BOOK, **more)  # type: ignore[arg-type]


MIXED = codings(
    coding("c1"),
    coding("c2", "trust.shop", coder="ben", source="s2"),
    coding("c3", "price", coder="rule-keywords", origin="rule:demo", confidence=0.5),
    coding("c4", "price", coder="lakso", origin="published", start=-1, end=-1),
    coding("c5", "price", coder="m", origin="model:v1"),
)


def test_the_frame_has_the_columns_in_order_even_when_empty() -> None:
    assert tuple(MIXED.frame.columns) == COLUMNS
    empty = codings()
    assert tuple(empty.frame.columns) == COLUMNS
    assert len(empty) == len(empty.themes) == 0
    assert (empty.frame.dtypes == MIXED.frame.dtypes).all()


def test_a_machine_is_kept_apart_from_people() -> None:
    assert MIXED.by_people().frame["coding"].tolist() == ["c1", "c2", "c4"]
    assert MIXED.by_machines().frame["coding"].tolist() == ["c3", "c5"]
    assert len(MIXED.by_people()) + len(MIXED.by_machines()) == len(MIXED)


def test_choosing_by_column_and_by_theme() -> None:
    assert MIXED.only(theme="trust").frame["coding"].tolist() == ["c1", "c2"]
    assert MIXED.only(coder=["anna", "ben"], source="s1").frame["coding"].tolist() == ["c1"]
    assert MIXED.only(code=[]).frame.empty
    assert len(MIXED.only()) == len(MIXED)
    assert MIXED.only(coder="ben").frame.index.tolist() == [0]
    with pytest.raises(ValueError, match="no column 'codes'; allowed are theme, coding, source"):
        MIXED.only(codes="trust")


def test_choosing_keeps_problems_and_origins() -> None:
    problem = Problem(file="codings/a/s.jsonl", line=2, message="not JSON")
    origin = Provenance(kind="synthetic", generator="made")
    made = codings(coding("c1"), problems=(problem,), origins={"s1": origin})
    assert made.only(coder="anna").problems == (problem,)
    assert made.only(coder="anna").provenance == (origin,)


def test_the_theme_of_each_coding() -> None:
    assert MIXED.themes.tolist() == ["trust", "trust", "price", "price", "price"]


def test_provenance_is_that_of_the_sources() -> None:
    assert [one.kind for one in MIXED.provenance] == ["synthetic", "collected"]


def test_nothing_handed_out_changes_the_codings() -> None:
    handed = MIXED.to_frame()
    handed.loc[0, "code"] = "price"
    assert MIXED.frame.loc[0, "code"] == "trust"


def test_a_code_that_the_codebook_lacks_is_refused() -> None:
    with pytest.raises(UnknownCode, match="'trsut' is not in the codebook 'demo'; did you mean"):
        codings(coding("c1", "trsut"))


def test_a_frame_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the column 'memo'"):
        Codings(frame=MIXED.frame.drop(columns="memo"), codebook=BOOK)


@pytest.mark.parametrize("coder", ["", "a b", "../x", "a/b", ".a", "a.", "a..b", "_a", "a\n", "-a"])
def test_a_coder_is_the_name_of_a_folder(coder: str) -> None:
    with pytest.raises(ValueError, match=r"coder .* is not allowed: a name starts with a letter"):
        coding("c1", coder=coder)


@pytest.mark.parametrize("coder", ["anna", "Äiti", "rule-keywords", "a.b", "me_2", "7"])
def test_names_of_coders(coder: str) -> None:
    assert coding("c1", coder=coder).coder == coder


@pytest.mark.parametrize("origin", ["", "robot", "rule:", "rule: x", "Human", "model"])
def test_an_origin_is_one_of_four_kinds(origin: str) -> None:
    with pytest.raises(ValueError, match="allowed are 'human', 'published', 'rule:<name>'"):
        coding("c1", origin=origin)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-2, 3), (0, -1)])
def test_a_span_has_a_length(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start} to {end} is not a span"):
        coding("c1", start=start, end=end)


def test_times_are_kept_as_moments_whatever_their_zone() -> None:
    helsinki = timezone(timedelta(hours=2))
    made = codings(
        coding("c1", created=datetime(2026, 11, 23, 12, tzinfo=helsinki)),
        coding("c2", created=datetime(2026, 11, 23, 10, 0, 0, 1, tzinfo=UTC)),
    )
    assert str(made.frame["created"].dtype) == "datetime64[us, UTC]"
    assert made.frame["created"].diff()[1] == pd.Timedelta(microseconds=1)


def test_the_codings_are_shown_escaped_with_their_number() -> None:
    shown = codings(coding("c1", quote="<script>"), problems=(Problem(file="f", message="m"),))
    assert "&lt;script&gt;" in shown._repr_html_()
    assert "<script>" not in shown._repr_html_()
    assert "1 problems" in shown._repr_html_()
