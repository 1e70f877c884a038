"""The file of what site audits look for: what is wrong with it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.store.check import study_problems
from casestudy.store.feature_file import feature_line, read_site_features, site_feature_faults
from casestudy.study import Study

FILE = "coding_scheme/site_features.toml"
HEAD = '[features]\ntitle = "Some"\n\n'
GOOD = """[[feature]]
id = "chat"
name = "live chat"
theme = "communication"
code = "communication.contact_options"
precision = 0.9
[[feature.signal]]
kind = "wording"
[feature.signal.phrases]
en = ["chat with us"]
"""


def faults(tmp_path: Path, text: str) -> list[BadFile]:
    path = tmp_path / "site_features.toml"
    path.write_text(HEAD + text, "utf-8")
    return site_feature_faults(path)


def test_a_good_file(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []
    assert feature_line(tmp_path / "site_features.toml", 0) == 4


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "chat"', 'id = "Chat"', "small letters, digits and '_'"),
        ("precision = 0.9", "precision = 0.5", "cannot be on by default; write default = false"),
        ("precision = 0.9", "precision = 9", "a share from 0 to 1"),
        ("precision = 0.9", 'default = "no"', "'default' must be true or false, not 'no'"),
        ('kind = "wording"', 'kind = "words"', "kind 'words' is not known; did you mean 'word"),
        ('kind = "wording"', 'kind = "host"', "a signal of the kind 'host' needs hosts"),
        ('kind = "wording"', 'kind = "wording"\nview = "x"', "the key 'view' is not known; did"),
        ('kind = "wording"', 'kind = "wording"\nviews = ["x"]', "view 'x' is not known; allowed"),
        ('kind = "wording"', 'kind = "wording"\nstate = "x"', "state 'x' is not known"),
        ('kind = "wording"', 'kind = "wording"\nwords = "x"', "'words' is 'x', which does not fit"),
        ('kind = "wording"', 'kind = "wording"\nwords = [1]', "'words' must be a list of texts"),
        ('kind = "wording"', "kind = \"wording\"\npattern = '('", "'(' is no regular expression"),
        ('kind = "wording"', 'kind = "element"\ncss = "p["', "'p[' is no CSS selector"),
        ('en = ["chat with us"]', 'english = ["a"]', "'english' is no language code"),
        ('en = ["chat with us"]', 'en = ["…"]', "'…' has no letter or digit"),
        ("[[feature.signal]]", "[feature.signal]", "signal"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    [fault] = faults(tmp_path, GOOD.replace(old, new, 1))
    assert sentence in str(fault)
    assert fault.line is not None
    assert fault.line >= 4


def test_an_id_used_twice_and_a_feature_without_signals(tmp_path: Path) -> None:
    twice = faults(tmp_path, GOOD + GOOD)
    assert "used twice" in str(twice[0])
    bare = GOOD.partition("[[feature.signal]]")[0]
    assert "it has no signal" in str(faults(tmp_path, bare)[0])


def test_a_new_study_has_the_features_and_they_fit_its_scheme(study: Study) -> None:
    features = read_site_features(study.folder)
    assert len(features) == 84
    assert len({one.theme for one in features}) == 10
    assert study_problems(study.folder) == []


def test_codes_are_held_against_the_scheme(study: Study) -> None:
    path = study.folder / FILE
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('code = "communication.contact_options"', 'code = "x"', 1), "utf-8"
    )
    [problem] = study_problems(study.folder)
    assert problem.file == FILE
    assert "code 'x' is not in the codebook 'customer_intimacy'" in problem.message
    assert problem.line == feature_line(path, 0)


def test_a_study_without_the_file(study: Study) -> None:
    (study.folder / FILE).unlink()
    assert study_problems(study.folder) == []
    with pytest.raises(BadFile, match="nothing to look for; a new study has one to copy"):
        study.audit()


def test_the_file_of_the_synthetic_sites_is_the_published_one() -> None:
    root = Path(__file__).parents[2]
    theirs = root / "synthetic" / "websites_study" / FILE
    assert theirs.read_bytes() == (root / FILE).read_bytes()
