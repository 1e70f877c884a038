"""Websites from the command line and from Python: audits, suggestions, changes between captures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casestudy import Study, open_study

from .test_cli import result_of, run

SITES = Path(__file__).parents[2] / "synthetic" / "websites_study"
PRODUCT = "nordmotor.example_product"


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A copy of the study of two invented sites."""
    folder = tmp_path_factory.mktemp("sites") / "study"
    shutil.copytree(SITES, folder, ignore=shutil.ignore_patterns(".casestudy"))
    return open_study(folder)


@pytest.fixture
def sites(captured: Study, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.chdir(captured.folder)
    return captured


def test_audit_as_json(sites: Study) -> None:
    found = result_of("audit", "--feature", "communication")
    states = {(row["feature"], row["site"]): row["state"] for row in found["cells"]}
    assert states["live_chat", "Nordmotor"] == "observed"
    assert states["live_chat", "Konekauppa"] == "not observed"
    assert {row["theme"] for row in found["themes"]} == {"communication"}
    assert {row["provenance"] for row in found["cells"]} == {"synthetic"}
    assert (found["suggested"], found["new"]) == (0, 0)
    for hit in found["hits"]:
        if hit["start"] >= 0:
            text = sites.sources[hit["source"]].text
            assert hit["text"][:20] in " ".join(text[hit["start"] : hit["end"]].split())


def test_audit_as_words(sites: Study) -> None:
    done = run("audit", "Nordmotor", "--feature", "live_chat", "--hits")
    assert done.exit_code == 0
    assert "live chat  yes" in " ".join(done.stdout.split("\n")[1].split()).replace(
        "chat ", "chat  "
    )
    assert PRODUCT in done.stdout
    assert "no evidence before a person" in done.stderr


def test_features_are_listed(sites: Study) -> None:
    rows = result_of("audit", "--features")
    assert len(rows) == 84
    assert {"feature", "theme", "precision", "default"} <= set(rows[0])
    assert "live_chat" in run("audit", "--features").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Nordmoter"], "neither a page nor a case with pages; did you mean 'Nordmotor'"),
        (["--feature", "live_chatt"], "neither a feature nor a theme with features; did you"),
    ],
)
def test_names_that_are_not_known(sites: Study, arguments: list[str], sentence: str) -> None:
    assert sentence in str(run("audit", *arguments).exception)


def test_suggestions_are_kept_once_and_are_no_evidence(sites: Study) -> None:
    first = result_of("audit", "Nordmotor", "--feature", "transparency", "--suggest")
    assert first["suggested"] == first["new"] > 0
    assert result_of("audit", "Nordmotor", "--feature", "transparency", "--suggest")["new"] == 0
    codings = sites.codings
    assert len(codings.by_machines()) == first["new"]
    assert len(codings.by_people()) == 0
    assert set(codings.frame["coder"]) == {"rule-site-audit"}
    assert sites.check() == []


def test_python_gives_the_same(sites: Study) -> None:
    audit = sites.audit("live_chat", sites=["Nordmotor"])
    assert audit.states.tolist() == [["observed"]]
    assert set(audit.hits_of(feature="live_chat")["state"]) == {"observed"}


def test_changes_as_json(sites: Study) -> None:
    found = result_of("changes", PRODUCT)
    assert found["before"] < found["after"]
    kinds = {row["change"] for row in found["changes"]}
    assert kinds <= {"appeared", "went", "reworded", "moved"}
    assert "appeared" in kinds
    assert {row["provenance"] for row in found["changes"]} == {"synthetic"}
    told = {row["feature"]: (row["before"], row["after"]) for row in found["features"]}
    assert told["live_chat"][1] == "observed"


def test_changes_since_a_date(sites: Study) -> None:
    since, default = (
        result_of("changes", PRODUCT, *more) for more in (("--since", "2020-01-01"), ())
    )
    assert since == default  # there is one earlier capture only
    fault = str(run("changes", PRODUCT, "--since", "2999-01-01").exception)
    assert "was not changed after '2999-01-01'; its edits are" in fault


def test_changes_as_words(sites: Study) -> None:
    done = run("changes", PRODUCT)
    assert done.exit_code == 0
    assert "appeared" in done.stdout
    assert "blocks the same" in done.stderr


def test_a_page_without_an_earlier_state(sites: Study) -> None:
    fault = str(run("changes", "konekauppa.example_index").exception)
    assert "has no earlier state: capture the page again" in fault


def test_codings_of_people_are_told_on_what_changed(sites: Study) -> None:
    page = sites.sources[PRODUCT]
    row = next(
        row for row in sites.changes(PRODUCT).rows.to_dict("records")
        if row["change"] == "appeared" and not row["channel"] and row["new_end"] > 0
    )  # fmt: skip
    words = page.text[row["new_start"] : row["new_end"]]
    assert words == row["new_text"]
    start, end = row["new_start"], row["new_end"]
    sites.coder("ann").code(PRODUCT, code="transparency", start=start, end=end)
    again = sites.changes(PRODUCT).rows
    told = again[again["new_start"] == row["new_start"]].iloc[0]
    assert told["themes"] == "transparency"


def test_a_file_that_comes_after_a_capture_is_compared_with_it(
    tmp_path: Path,
) -> None:
    shutil.copytree(SITES, tmp_path / "study", ignore=shutil.ignore_patterns(".casestudy"))
    study = open_study(tmp_path / "study")
    newer = shutil.copy(study.sources.folder(PRODUCT) / "dom.html", tmp_path / "newer.html")
    study.undo_edit(PRODUCT)
    anna = study.coder("anna")
    anna.code(PRODUCT, "timeliness", quote="14 pieces, counted on 11 March 2024 at 06:40")
    anna.code(PRODUCT, "product_information", quote="Technical details")
    study.update_source(PRODUCT, Path(newer))
    found = study.changes(PRODUCT)
    assert found.before.startswith("20")
    assert found.before < found.after
    assert dict(found.receipts)["orphaned"] == 1
    told = found.rows.set_index("old_text")
    assert told.loc["Technical details", "themes"] == "product_information"
    # the file brings no log of requests: what the old capture saw says nothing of it
    after = dict(zip(found.features["feature"], found.features["after"], strict=True))
    assert "not observed" not in after.values()
