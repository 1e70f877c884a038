"""Sample data and values of R, where they lie beside a development checkout."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers, NumberAnswers, RankedAnswers, TickedAnswers
from casestudy.sampling import SampleDesign, sample_design

FOLDER = next(
    (
        parent / "shared" / "samples" / "survey"
        for parent in Path(__file__).parents
        if (parent / "shared" / "samples" / "survey").exists()
    ),
    Path("missing"),
)

pytestmark = pytest.mark.shared


@cache
def oracle() -> dict[str, dict[str, Any]]:
    """Values of R by id."""
    return {
        entry["id"]: entry for entry in json.loads((FOLDER / "oracle.json").read_text())["entries"]
    }


def value(name: str) -> np.ndarray:
    """A value of R as an array."""
    return np.atleast_1d(np.array(oracle()[name]["value"], dtype=float))


def agrees(name: str, found: Any, *, rel: float | None = None, part: slice | None = None) -> None:
    """Hold a number against R's, to the tolerance that is suggested for it."""
    wanted = value(name)[part] if part is not None else value(name)
    tolerance = rel or oracle()[name].get("suggested_rel_tol") or 1e-6
    assert np.atleast_1d(np.asarray(found, dtype=float)).ravel() == pytest.approx(
        wanted, rel=tolerance, abs=1e-12, nan_ok=True
    )


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name)


def chosen(
    item: str, column: pd.Series, choices: list[Any], *, scores: tuple[float, ...] = ()
) -> ChosenAnswers:
    codes = pd.Categorical(column, categories=choices).codes.astype(int)
    labels = tuple(map(str, choices))
    return ChosenAnswers(
        item=item, codes=np.where(codes < 0, -2, codes), choices=labels, labels=labels,
        scores=scores,
    )  # fmt: skip


def numbers(item: str, column: pd.Series) -> NumberAnswers:
    values = column.to_numpy(dtype=float)
    return NumberAnswers(item=item, values=values, kinds=np.where(np.isfinite(values), 0, -2))


@cache
def bfi() -> Answers:
    """2,800 people and 25 items on six steps."""
    frame = read("bfi.csv").iloc[:, 1:26]
    steps = tuple(float(n) for n in range(1, 7))
    items = [chosen(name, frame[name], list(range(1, 7)), scores=steps) for name in frame]
    return Answers(items=tuple(items))


@cache
def hobbies() -> Answers:
    """8,403 people, 17 hobbies to tick (the 18th column is a number), sex."""
    frame = read("hobbies.csv")
    names = tuple(frame.columns[:17])
    ticks = frame[list(names)].to_numpy(dtype=int)
    return Answers(
        items=(
            TickedAnswers(item="hobbies", codes=ticks, choices=names, labels=names),
            TickedAnswers(item="six", codes=ticks[:, :6], choices=names[:6], labels=names[:6]),
            chosen("sex", frame["Sex"], ["F", "M"]),
        )
    )


@cache
def clusters(*, with_population: bool = True) -> Answers:
    """183 schools in 15 districts."""
    frame = read("apiclus1.csv")
    design = sample_design(
        len(frame), weights=frame["pw"], clusters=frame["dnum"].tolist(),
        population=frame["fpc"] if with_population else None,
    )  # fmt: skip
    return Answers(
        items=(
            numbers("api00", frame["api00"]), numbers("enroll", frame["enroll"]),
            chosen("stype", frame["stype"], ["E", "H", "M"]),
            *(chosen(name, frame[name], ["No", "Yes"])
              for name in ("sch.wide", "comp.imp", "awards")),
        ),
        design=design,
    )  # fmt: skip


@cache
def strata() -> tuple[Answers, SampleDesign]:
    """200 schools of three kinds."""
    frame = read("apistrat.csv")
    design = sample_design(
        len(frame), weights=frame["pw"], strata=frame["stype"].tolist(), population=frame["fpc"]
    )
    items = (numbers("api00", frame["api00"]), chosen("stype", frame["stype"], ["E", "H", "M"]))
    return Answers(items=items, design=design), design


@cache
def rankings() -> Answers:
    """180 rankings of six things, 30 of them of the first three only."""
    frame = read("synthetic_ranking.csv")
    names = tuple(frame.columns[2:])
    ranks = frame[list(names)].fillna(0).to_numpy(dtype=int)
    return Answers(
        items=(
            RankedAnswers(item="rank", codes=ranks, choices=names, labels=names),
            chosen("segment", frame["segment"], sorted(frame["segment"].unique())),
        )
    )


@cache
def housing() -> Answers:
    """1,681 tenants in Copenhagen."""
    frame = read("housing.csv")
    frame = frame.loc[frame.index.repeat(frame["Freq"])].reset_index(drop=True)
    return Answers(
        items=(
            chosen("Sat", frame["Sat"], ["Low", "Medium", "High"], scores=(1.0, 2.0, 3.0)),
            chosen("Infl", frame["Infl"], ["Low", "Medium", "High"]),
            chosen("Type", frame["Type"], ["Tower", "Apartment", "Atrium", "Terrace"]),
            chosen("Cont", frame["Cont"], ["Low", "High"]),
        )
    )


@cache
def wine() -> Answers:
    """72 ratings of wine by 9 judges."""
    frame = read("wine.csv")
    ratings = sorted(frame["rating"].unique())
    return Answers(
        items=(
            chosen("rating", frame["rating"], ratings, scores=tuple(map(float, ratings))),
            chosen("temp", frame["temp"], ["cold", "warm"]),
            chosen("contact", frame["contact"], ["no", "yes"]),
        )
    )
