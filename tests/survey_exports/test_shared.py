"""Ten exports of one survey give the tables that were written down beside them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from casestudy import survey
from casestudy.importing.surveys import read_survey_export
from casestudy.item_answers import missing_counts
from tests.survey_exports.made import form

FOLDER = Path(__file__).parents[3] / "shared" / "samples" / "survey" / "formats"
EXPECTED = FOLDER / "expected.json"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXPECTED.exists(), reason="the sample files lie beside a checkout only"),
]
NAMES = (
    sorted(json.loads(EXPECTED.read_text("utf-8"))["what_each_format_cannot_tell"])
    if EXPECTED.exists()
    else []
)


@pytest.mark.parametrize("name", NAMES)
def test_an_export_gives_the_expected_tables(name: str) -> None:
    expected = json.loads(EXPECTED.read_text("utf-8"))
    answers = survey.coded_answers(read_survey_export(FOLDER / name, form()).survey)
    assert answers.n_respondents == expected["n"]
    for item in ("segment", "tenure"):
        found = survey.single_response(answers, item)
        assert dict(zip(found.labels, found.counts.tolist(), strict=True)) == expected[item]
    used = answers.ticked("uses")
    ticked = (used.codes == 1).sum(axis=0).tolist()
    assert dict(zip(used.labels, ticked, strict=True)) == expected["use_counts"]
    assert (used.codes == 1).any(axis=1).sum() == expected["use_cases_any"]
    assert (used.codes == 1).sum() == expected["use_responses"]
    for n in range(4):
        rating = answers.chosen(f"sat_{n + 1}")
        counts = [int((rating.codes == code).sum()) for code in range(5)]
        assert counts == expected["sat_counts"][n]
        missing = missing_counts(rating)
        assert sum(counts) == expected["sat_valid_n"][n]
        assert missing["dont_know"] == expected["sat_dk_n"][n]
        assert missing["left_blank"] == expected["sat_blank_n"][n]
    certified, oem = survey.single_response(answers, "oem_cert"), expected["oem"]
    assert certified.counts.tolist() == [oem["yes"], oem["no"]]
    assert certified.missing["not_asked"] == oem["not_asked"]
    assert certified.missing["left_blank"] == oem["blank"]
    score = answers.numbers("nps").values
    score = score[np.isfinite(score)]
    told = [len(score), (score >= 9).sum(), (score <= 6).sum()]
    assert told == [expected["nps"][key] for key in ("n", "promoters", "detractors")]
    ranks = answers.ranked("ranking")
    for place, label in enumerate(ranks.labels):
        assert (ranks.codes[:, place] == 1).sum() == expected["rank_first_counts"][label]
        assert ranks.codes[:, place].mean() == pytest.approx(expected["rank_means"][label])
