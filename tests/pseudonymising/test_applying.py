"""Labels over a whole study: everywhere at once, nothing lost, again and again, and back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import open_study
from casestudy.edits import OUTCOMES
from casestudy.opening import new_study
from casestudy.pseudonymising import applying
from casestudy.pseudonymising.applying import pseudonymise
from casestudy.pseudonymising.restoring import restore
from casestudy.pseudonyms import PseudonymKey
from casestudy.store import edits_of
from casestudy.store import pseudonym_acts as acts
from casestudy.study import Study

from .made import NAMES, contents, key, keys, named_study, quotes

N_SYNCS = 41
"""Times that the disk is asked to sync while names are replaced in the made-up study."""
FIRST_SYNC_AFTER_THE_PLAN = 2


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return named_study(tmp_path)


def words_of(study: Study) -> dict[str, str]:
    """What others would read of the study: texts, records, memos, standing codings, cases."""
    found = {}
    for id, source in study.sources.items():
        found[id] = repr((source.text, source.parts, source.title, source.roles, source.file))
    found["codings"] = repr([row[5:] for row in quotes(study)])
    found["memos"] = repr([(memo.text, memo.title, memo.author) for memo in study.memos])
    found["cases"] = repr([(case.name, dict(case.attributes)) for case in study.cases.values()])
    found["scheme"] = repr(study.codebook["communication"].examples)
    survey = study.surveys["visit"]
    found["survey"] = repr([item.text for item in survey.questionnaire.items])
    found["answers"] = repr(survey.responses["said"].tolist())
    return found


def test_the_same_labels_everywhere(study: Study) -> None:
    report = pseudonymise(study.folder, key(), by="anna")
    again = open_study(study.folder)
    for where, words in words_of(again).items():
        assert not [name for name in NAMES if name in words], where
    source = again.sources["talk_Haapio"]
    assert source.text.splitlines()[1] == (
        "[P1]: I am [P1]. Ring me: [PHONE1]. [P1]lle voi soittaa."
    )
    assert set(source.speakers) == {"Interviewer", "[P1]"}
    assert source.roles == {"Interviewer": "interviewer", "[P1]": "respondent"}
    assert source.file == "talk_[P1].txt"
    assert set(again.sources["second"].speakers) == {"[P2]", "[P1]"}
    assert again.cases["third"].name == "[P1]’s shop"
    assert dict(again.cases["third"].attributes) == {"owner": "[P1]", "[ORG1] visits": "3"}
    assert again.codebook["communication"].examples[0].startswith("[P1], we would like")
    said = again.surveys["visit"].responses["said"]
    assert said.tolist() == ['[P1], "the boss", left', "nothing"]
    assert again.check() == []
    assert report.act
    assert report.labels["[P1]"] > 10


def test_memos_that_are_pinned_to_words_stay_on_them(study: Study) -> None:
    study.pin_memo("on Haapio", quote="ask HAAPIO if you")
    before = (study.folder / "memos" / "on Haapio.md").read_bytes()
    pseudonymise(study.folder, key())
    [memo] = [memo for memo in study.memos if memo.id == "on Haapio"]
    assert memo.place is not None
    assert (memo.place.quote, memo.title) == ("ask [P1] if you", "[P1]")
    assert memo.place.holds_in(study.sources["talk_Haapio"].text)
    assert study.check() == []
    restore(study.folder, key())
    assert (study.folder / "memos" / "on Haapio.md").read_bytes() == before


def test_what_stays_stays(study: Study) -> None:
    """Ids, authors and works, choices and their answers, notebooks, comments."""
    before = contents(study.folder)
    pseudonymise(study.folder, key())
    after = contents(study.folder)
    same = ("sources/interviews/talk_Haapio/original.txt", "notebooks/01_Haapio.ipynb", "README.md")
    for name in same:
        assert after[name] == before[name]
    record = after["study.toml"].decode()
    assert 'author = "Haapio, S."' in record
    assert 'id = "Kaltvik"' in record
    assert '"[P1]’s shop" # of Haapio' in record
    answers = after["survey_data/visit/responses.csv"].decode().splitlines()
    assert answers[1] == 'Haapio,Kaltvik,"[P1], ""the boss"", left"'
    survey = after["survey_data/visit/questionnaire.toml"].decode()
    assert 'value = "Kaltvik", label = "at [ORG1]"' in survey
    memo = after["memos/on Haapio.md"].decode()
    assert 'about = "source:talk_Haapio"' in memo
    assert 'author = "[P2]"' in memo


def test_every_coding_has_its_receipt(study: Study) -> None:
    codings = {row[0] for row in quotes(study) if row[3] != -1}
    report = pseudonymise(study.folder, key())
    receipts = [
        receipt
        for id in study.sources
        for edit in edits_of(study.sources.folder(id))
        for receipt in edit["receipts"]
    ]
    assert {receipt["coding"] for receipt in receipts} == codings
    assert len(receipts) == len(codings) == report.n_codings == sum(report.counts.values())
    assert report.counts["orphaned"] == 0
    texts = [source.text for source in study.sources.values()]
    for *_, start, end, quote, _ in quotes(study):
        assert start == -1 or quote in [text[start:end] for text in texts]
    told = {(row[5], row[6]) for row in quotes(study)}
    assert {("[P1]", ""), ("[P2]'s desk is next", ""), ("", "all of it is about [P1]")} <= told


def test_a_second_time_changes_nothing(study: Study) -> None:
    pseudonymise(study.folder, key())
    before = contents(study.folder)
    report = pseudonymise(study.folder, key())
    assert (report.act, len(report.frame), report.n_places) == ("", 0, 0)
    assert contents(study.folder) == before


def test_a_name_that_is_added_to_the_key_later(study: Study) -> None:
    pseudonymise(study.folder, key())
    more = key().with_names(["soittaa"], kind="other")
    report = pseudonymise(study.folder, more)
    assert report.frame["file"].tolist() == ["sources/interviews/talk_Haapio"]
    assert "voi [OTHER1]." in study.sources["talk_Haapio"].text
    assert study.check() == []


def test_trying_it_out_counts_the_same_and_writes_nothing(study: Study) -> None:
    before = contents(study.folder)
    tried = pseudonymise(study.folder, key(), dry_run=True)
    assert contents(study.folder) == before
    assert tried.is_dry_run
    done = pseudonymise(study.folder, key())
    fields = ["file", "what", "places", "codings", *OUTCOMES]
    assert tried.frame[fields].equals(done.frame[fields])
    assert tried.labels == done.labels
    assert (tried.act, set(tried.frame["edit"])) == ("", {""})


def test_what_the_report_says(study: Study) -> None:
    seen: list[str] = []
    report = pseudonymise(study.folder, key(), on_progress=seen.append)
    assert seen == ["second", "talk_Haapio"]
    assert set(report.frame["provenance"]) == {"", "synthetic"}
    assert report.provenance[0].is_synthetic
    told = " ".join(report.notes)
    assert "Ids of sources, cases or coders that hold names: 3" in told
    assert "Publish a copy made by `casestudy pseudonymise export`" in told
    assert "Finnish endings were kept after a label: [P1]" in told
    assert not [name for name in NAMES if name in told]
    assert "synthetic" in report._repr_html_()


def test_an_empty_key_is_refused(study: Study) -> None:
    with pytest.raises(ValueError, match="the key has no names; tick some"):
        pseudonymise(study.folder, PseudonymKey())


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_done(study: Study) -> None:
    (study.folder / "memos" / "broken.md").write_bytes(b"\xff\xfeHaapio")
    (study.folder / "sources/interviews/second/text.txt").write_text("other", "utf-8")
    report = pseudonymise(study.folder, key())
    told = " ".join(report.notes)
    assert "memos/broken.md was left as it is: not UTF-8" in told
    assert "source 'second' was left as it is" in told
    assert "[P1]" in study.sources["talk_Haapio"].text


# --- back ----------------------------------------------------------------------------------------


def test_back_to_the_letter(study: Study) -> None:
    before, codings = contents(study.folder), quotes(study)
    pseudonymise(study.folder, key())
    report = restore(study.folder, key())
    after = contents(study.folder)
    for name, content in before.items():
        if not name.startswith("codings/"):
            assert after[name] == content, name
        else:
            assert after[name].startswith(content), name  # a log only grows
    assert quotes(study) == codings
    assert set(report.frame["how"]) == {"as it was"}
    assert report.notes == ()
    assert study.check() == []
    assert len(restore(study.folder, key()).frame) == 0


def test_back_through_two_acts_without_the_key(study: Study) -> None:
    before = {id: study.sources[id] for id in study.sources}
    pseudonymise(study.folder, key())
    pseudonymise(study.folder, key().with_names(["soittaa"], kind="other"))
    restore(study.folder)
    assert {id: study.sources[id] for id in study.sources} == before


def test_again_after_going_back(study: Study) -> None:
    pseudonymise(study.folder, key())
    first = {id: study.sources[id] for id in study.sources}
    restore(study.folder, key())
    pseudonymise(study.folder, key())
    assert {id: study.sources[id] for id in study.sources} == first
    assert study.check() == []


def test_back_after_corrections(study: Study) -> None:
    original = study.sources["talk_Haapio"]
    pseudonymise(study.folder, key())
    study.edit("talk_Haapio", "ask [P1] if you look", "ask only [P1], not [P2], if you look")
    study.coder("eve").code("talk_Haapio", "concerns", quote="not [P2]", memo="why not [P2]?")
    report = restore(study.folder, key())
    text = study.sources["talk_Haapio"].text
    assert text == original.text.replace(
        "ask HAAPIO if you look", "ask only HAAPIO, not Zoë Virtanen, if you look"
    )
    assert study.sources["talk_Haapio"].speakers == original.speakers
    row = report.frame.set_index("file").loc["sources/interviews/talk_Haapio"]
    assert (row["how"], row["labels_left"]) == ("edited since", 0)
    assert "became the first form of their name" in report.notes[0]
    eve = [row for row in quotes(study) if row[1] == "eve"]
    assert [(row[5], row[6]) for row in eve] == [("not Zoë Virtanen", "why not Zoë Virtanen?")]
    assert study.check() == []


def test_labels_that_were_there_before_stay(tmp_path: Path) -> None:
    study = new_study(tmp_path / "study")
    file = tmp_path / "talk.txt"
    file.write_text("A: This [P1] is a remark of the typist.\nB: Haapio said [P2] too.\n", "utf-8")
    study.import_files(file)
    before = study.sources["talk"].text
    pseudonymise(study.folder, key())
    restore(study.folder, key())
    assert study.sources["talk"].text == before
    pseudonymise(study.folder, key())
    study.edit("talk", "too", "also")
    restore(study.folder, key())
    assert study.sources["talk"].text == before.replace("too", "also")


def test_a_file_that_changed_since_gets_the_first_form(study: Study) -> None:
    pseudonymise(study.folder, key())
    memo = study.folder / "memos" / "on Haapio.md"
    memo.write_text(memo.read_text("utf-8") + "[P2] agrees.\n", "utf-8")
    scheme = study.folder / "coding_scheme" / "customer_intimacy.toml"
    scheme.write_text(scheme.read_text("utf-8") + "# [P2] agrees\n", "utf-8")
    report = restore(study.folder, key())
    assert memo.read_text("utf-8").endswith(
        "Eero Haapio said so.\nSee talk_Eero Haapio.\nZoë Virtanen agrees.\n"
    )
    assert scheme.read_text("utf-8").endswith("# Zoë Virtanen agrees\n")
    assert "edited since" in set(report.frame["how"])
    assert study.check() == []


# --- wherever it stops ---------------------------------------------------------------------------


@pytest.mark.parametrize("step", [*range(1, N_SYNCS + 1, 4), N_SYNCS, N_SYNCS + 1])
def test_wherever_it_stops_it_can_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    study, other = named_study(tmp_path / "a"), named_study(tmp_path / "b")
    codings = sorted(row[0] for row in quotes(study))
    originals = {id: study.sources[id] for id in study.sources}
    calls = 0
    real = os.fsync

    def failing(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == step:
            raise KeyboardInterrupt
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    try:
        pseudonymise(study.folder, key())
        stopped = False
    except KeyboardInterrupt:
        stopped = True
    monkeypatch.setattr(os, "fsync", real)
    told = [p.message for p in study.check() if p.file == "pseudonyms.private"]
    is_begun = FIRST_SYNC_AFTER_THE_PLAN < step < N_SYNCS
    assert all("run `casestudy pseudonymise apply` again" in message for message in told)
    assert bool(told) or not is_begun
    pseudonymise(study.folder, key())
    pseudonymise(other.folder, key())
    assert study.check() == []
    assert {id: s.text for id, s in study.sources.items()} == {
        id: s.text for id, s in other.sources.items()
    }
    assert words_of(open_study(study.folder)) == words_of(open_study(other.folder))
    assert sorted(row[0] for row in quotes(study)) == codings
    restore(study.folder, key())
    assert {id: study.sources[id] for id in study.sources} == originals
    assert stopped == (step <= N_SYNCS)


def test_only_one_at_a_time(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock, Timeout

    monkeypatch.setattr(applying, "FileLock", lambda path: FileLock(path, timeout=0.01))
    with FileLock(acts.acts_lock(study.folder)), pytest.raises(Timeout):
        pseudonymise(study.folder, key())


# --- for every text and every key ----------------------------------------------------------------


@settings(max_examples=25)
@given(made=keys(), data=st.data())
def test_any_text_and_any_names(
    tmp_path_factory: pytest.TempPathFactory, made: PseudonymKey, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    study = new_study(folder / "study")
    forms = [form for entry in made for form in entry.originals]
    pieces = st.one_of(st.sampled_from(forms), st.text(max_size=6), st.sampled_from(" \n.:"))
    text = "A: " + "".join(data.draw(st.lists(pieces, min_size=3, max_size=12))) + " end."
    file = folder / "talk.txt"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    if not study.import_files(file, encoding="utf-8").imported:
        return
    source = study.sources["talk"]
    spans = st.tuples(st.integers(0, len(source.text) - 1), st.integers(1, len(source.text)))
    for a, b in data.draw(st.lists(spans, max_size=4)):
        if a < b:
            study.coder("anna").code("talk", "concerns", start=a, end=b)
    before = quotes(study)
    report = pseudonymise(study.folder, made)
    again = pseudonymise(study.folder, made)
    assert len(again.frame) == 0
    assert study.check() == []
    assert sorted(row[0] for row in quotes(study)) == sorted(row[0] for row in before)
    if report.n_codings:
        assert report.n_codings == len(before)
    restore(study.folder, made)
    assert study.sources["talk"] == source
    assert quotes(study) == before


def test_the_record_of_an_act(study: Study) -> None:
    report = pseudonymise(study.folder, key(), by="anna")
    [act] = acts.acts_of(study.folder)
    assert (act.id, act.by, act.state) == (report.act, "anna", "done")
    assert {file.path for file in act.files} == {
        "coding_scheme/customer_intimacy.toml", "study.toml",
        "survey_data/visit/questionnaire.toml", "survey_data/visit/responses.csv",
    }  # fmt: skip
    path = study.folder / "pseudonyms.private" / "acts" / act.id / "act.json"
    assert json.loads(path.read_text("utf-8"))["state"] == "done"
    assert path.stat().st_mode & 0o077 == 0
    restore(study.folder, key())
    assert [act.state for act in acts.acts_of(study.folder)] == ["taken back"]
