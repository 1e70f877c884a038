"""How often the audit is right on pages labelled by hand; the numbers may rise but not fall."""

from __future__ import annotations

import tomllib

import pytest

from casestudy.pages.site_features import LEAST_PRECISION
from casestudy.store.feature_file import features_in
from casestudy.store.toml_file import TomlFile

from .labelling import (
    FEATURES,
    FLOORS,
    PAGE,
    Measured,
    corpus_digest,
    labelled_pages,
    measured,
    table,
)

FLOOR = tomllib.loads(FLOORS.read_text("utf-8"))
DECLARED = {one.id: one for one in features_in(TomlFile(FEATURES))}


@pytest.fixture(scope="module")
def now() -> Measured:
    return measured()


def test_the_floors_belong_to_these_pages() -> None:
    assert FLOOR["digest"] == corpus_digest(), "run `python -m tests.assist.labelling --write`"
    assert set(FLOOR["feature"]) == set(DECLARED)


@pytest.mark.parametrize("feature", DECLARED)
def test_no_feature_falls_below_its_floor(now: Measured, feature: str) -> None:
    floor = FLOOR["feature"][feature]
    assert now.precision(feature) >= floor["precision"], now.errors
    assert now.recall(feature) >= floor["recall"], now.errors
    assert now.n(feature) == floor["n"], "write the floors anew"


@pytest.mark.parametrize("feature", DECLARED.values(), ids=lambda one: one.id)
def test_what_the_study_is_told_is_what_was_measured(feature: object) -> None:
    floor = FLOOR["feature"][feature.id]  # type: ignore[attr-defined]
    declared = feature.precision, feature.n_labelled  # type: ignore[attr-defined]
    assert declared == (floor["precision"], floor["n"])


def test_no_feature_that_is_often_mistaken_is_on_by_default() -> None:
    on = [one for one in DECLARED.values() if one.default]
    assert all(one.precision >= LEAST_PRECISION for one in on)
    assert all(one.n_labelled >= 5 for one in on), [o.id for o in on if o.n_labelled < 5]


def test_the_documentation_shows_these_numbers() -> None:
    assert table() in PAGE.read_text("utf-8")


def test_each_theme_has_features_and_each_page_is_labelled_once() -> None:
    assert len({one.theme for one in DECLARED.values()}) == 10
    ids = [page["id"] for page in labelled_pages()]
    assert len(set(ids)) == len(ids) > 200
    assert {name for page in labelled_pages() for name in page["shows"]} <= set(DECLARED)
