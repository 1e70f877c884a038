"""A copy for others: no name in any byte, and the same study all the same."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
import subprocess
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import open_study, qualitative
from casestudy.assist import rule_codings
from casestudy.opening import new_study
from casestudy.pseudonymising.applying import pseudonymise
from casestudy.pseudonymising.copying import copy_for_others
from casestudy.pseudonymising.reports import StudyCopy
from casestudy.pseudonymising.restoring import restore
from casestudy.pseudonyms import PseudonymKey, Relabelling
from casestudy.store import EditWords, decisions, edit_source
from casestudy.study import Study

from .made import MADE_UP, NAMES, contents, key, keys, named_study, quotes


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return named_study(tmp_path)


@pytest.fixture(params=["as it is", "with labels already"])
def either(study: Study, request: pytest.FixtureRequest) -> Study:
    """A study in which names were replaced, or not yet."""
    if request.param == "with labels already":
        pseudonymise(study.folder, key())
    return study


def made_copy(study: Study, tmp_path: Path) -> tuple[StudyCopy, Study]:
    made = copy_for_others(study.folder, tmp_path / "copy", key())
    return made, open_study(tmp_path / "copy")


def unescaped(text: str) -> str:
    r"""A text with its `\u00e4` as letters; backslashes of other kinds, as in patterns, stay."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return text.encode().decode("unicode_escape", "replace")


def test_no_name_stands_in_any_byte(either: Study, tmp_path: Path) -> None:
    made, _ = made_copy(either, tmp_path)
    files = contents(made.folder)
    assert len(files) > 20
    pattern = re.compile("|".join(map(re.escape, NAMES)), re.IGNORECASE)
    for name, content in files.items():
        assert not pattern.search(name), name
        text = content.decode("utf-8")
        assert not pattern.search(text), name
        assert not pattern.search(unescaped(text)), name
    assert made.leaks.n_exact == 0
    assert made.leaks.n_texts == len(files)
    assert not pattern.search(" ".join([*made.notes, repr(made.to_frame())]))


def test_it_is_a_sound_study(either: Study, tmp_path: Path) -> None:
    made, copy = made_copy(either, tmp_path)
    assert copy.check() == []
    assert list(copy.sources) == ["second", "talk_P1"]
    assert list(copy.cases) == ["ORG1", "shop", "third"]
    assert copy.sources["talk_P1"].case == "ORG1"
    assert {memo.id: memo.about for memo in copy.memos} == {
        "case": "case:ORG1", "on_P1": "source:talk_P1",
    }  # fmt: skip
    survey = copy.surveys["visit"]
    assert survey.questionnaire["site"].choices[0].value == "[ORG1]"
    assert survey.responses.to_numpy().tolist() == [
        ["P1", "[ORG1]", '[P1], "the boss", left'], ["R2", "home", "nothing"],
    ]  # fmt: skip
    assert {work.id: work.author for work in copy.works.values()} == {
        "P1_2021": "[P1], S.", "lakso2021": "",
    }  # fmt: skip
    assert made.provenance[0].is_synthetic


def test_the_same_themes_in_the_same_cases(either: Study, tmp_path: Path) -> None:
    _, copy = made_copy(either, tmp_path)
    theirs, ours = (
        qualitative.theme_matrix(study.codings, cases=list(study.cases.values())).to_frame()
        for study in (copy, either)
    )
    assert theirs["case"].replace("ORG1", "Kaltvik").tolist() == ours["case"].tolist()
    counted = ["theme", "n_observed", "n_suggested", "state", "provenance"]
    assert theirs[counted].equals(ours[counted])


def test_the_same_events(either: Study, tmp_path: Path) -> None:
    """Ids, times and acts are the same; positions are those of the text with labels."""
    made, copy = made_copy(either, tmp_path)
    coders = {"anna": "anna", "Zoë": "P2", "rule-x": "rule-x"}
    kept = ("id", "at", "op", "coding", "event", "edit", "outcome")
    n_events = 0
    for log in sorted((either.folder / "codings").glob("*/*.jsonl")):
        source = log.stem.replace("Haapio", "P1")
        other = made.folder / "codings" / coders[log.parent.name] / f"{source}.jsonl"
        ours, theirs = (
            [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            for path in (log, other)
        )
        for our, their in zip(ours, theirs, strict=True):
            assert {k: our.get(k) for k in kept} == {k: their.get(k) for k in kept}
            n_events += 1
    assert n_events >= 9
    text = {id: source.text for id, source in copy.sources.items()}
    for _, row in copy.codings.frame.iterrows():
        assert row["start"] == -1 or text[row["source"]][row["start"] : row["end"]] == row["quote"]


def test_with_labels_already_the_positions_are_the_same(study: Study, tmp_path: Path) -> None:
    pseudonymise(study.folder, key())
    _, copy = made_copy(study, tmp_path)
    assert [row[:1] + row[2:] for row in sorted(quotes(copy))] == [
        row[:1] + row[2:] for row in sorted(quotes(study))
    ]
    assert {s.text for s in copy.sources.values()} == {s.text for s in study.sources.values()}


def test_the_study_itself_is_not_changed(either: Study, tmp_path: Path) -> None:
    before = contents(either.folder)
    made_copy(either, tmp_path)
    after = contents(either.folder)
    new = {name for name in after if name not in before}
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[:2] == ["pseudonyms.private", "copies"] for name in new} == {True}


def test_what_is_left_out(either: Study, tmp_path: Path) -> None:
    folder = either.folder
    (folder / "figures" / "Haapio.svg").write_text("<svg>Haapio</svg>", "utf-8")
    (folder / "notebooks" / "Eero.xlsx").write_bytes(b"PK")
    (folder / "own_Haapio.py").write_text("haapio = 1", "utf-8")
    (folder / "codings" / "anna" / "talk_Haapio.torn").write_text("Haapio", "utf-8")
    made, _ = made_copy(either, tmp_path)
    assert made.left_out[0].startswith("originals of sources")
    assert made.left_out[1:] == ("figures/", "notebooks/Eero.xlsx", "own_Haapio.py")
    about = (made.folder / "PSEUDONYMISED.md").read_text("utf-8")
    assert "| [P1] | person |" in about
    assert "own_[P1].py" in about
    names = set(contents(made.folder))
    assert not [n for n in names if "edits/" in n or "original" in n or n.endswith(".torn")]


def test_an_original_is_sealed_and_not_hashed(either: Study, tmp_path: Path) -> None:
    """Nobody can try names out on a hash; who made the copy can show what belongs to what."""
    made, copy = made_copy(either, tmp_path)
    source = copy.sources["talk_P1"]
    assert source.withheld
    original = (either.sources.folder("talk_Haapio") / "original.txt").read_bytes()
    plain = hashlib.sha256(original).hexdigest()
    every = b"".join(contents(made.folder).values())
    assert plain.encode() not in every
    for kept in either.folder.rglob("text.txt"):
        if b"Haapio" in kept.read_bytes():
            assert hashlib.sha256(kept.read_bytes()).hexdigest().encode() not in every
    [path] = (either.folder / "pseudonyms.private" / "copies").iterdir()
    record = json.loads(path.read_text("utf-8"))
    sealed = hmac.new(bytes.fromhex(record["secret"]), plain.encode(), "sha256").hexdigest()
    assert source.original_sha256 == sealed
    assert record["ids"]["talk_Haapio"] == "talk_P1"
    known = record["sources"]["talk_Haapio"]
    assert known["text_sha256"] == either.sources["talk_Haapio"].text_sha256


def test_ids_that_were_made_from_a_text_are_sealed(study: Study, tmp_path: Path) -> None:
    study.edit("second", "We do.", "We are not sure which.")
    book = study.codebook
    found = rule_codings(list(study.sources.values()), codebook=book, unit="turn",
                         created=study.codings.frame["created"].iloc[0])  # fmt: skip
    study.coder("rule-keywords").add(replace(one, coder="rule-keywords") for one in found)
    assert found
    made, copy = made_copy(study, tmp_path)
    every = b"".join(contents(made.folder).values())
    assert not [one.id for one in found if one.id.encode() in every]
    theirs = copy.codings.only(coder="rule-keywords").frame["coding"]
    assert len(set(theirs)) == len({one.id for one in found})
    assert theirs.str.startswith("rule-").all()


def test_half_a_name_in_a_quotation_is_gone_too(study: Study, tmp_path: Path) -> None:
    """A context of 32 characters may begin in the middle of a name."""
    text = study.sources["talk_Haapio"].text
    at = text.index("Virtanen's desk")
    anna = study.coder("anna")
    for shift in range(25, 45):
        anna.code("talk_Haapio", "concerns", start=at + shift, end=at + shift + 5)
    made, _ = made_copy(study, tmp_path)
    log = (made.folder / "codings" / "anna" / "talk_P1.jsonl").read_text("utf-8")
    assert not [part for part in ("rtanen", "tanen", "anen's", "nen's") if part in log]


def test_a_text_that_nobody_kept(study: Study, tmp_path: Path) -> None:
    log = study.folder / "codings" / "anna" / "talk_Haapio.jsonl"
    content = log.read_text("utf-8")
    hashed = study.sources["talk_Haapio"].text_sha256
    log.write_text(content.replace(hashed, "0" * 64), "utf-8")
    made, copy = made_copy(study, tmp_path)
    assert "quotations of 3 events were searched for names by themselves" in " ".join(made.notes)
    assert made.leaks.n_exact == 0
    assert "[P1]. Ring me" in {row[5].partition("am ")[2] for row in quotes(copy)}
    assert "0" * 64 not in (made.folder / "codings/anna/talk_P1.jsonl").read_text("utf-8")


def test_broken_lines_and_stray_logs_are_left_out_and_told(study: Study, tmp_path: Path) -> None:
    log = study.folder / "codings" / "anna" / "second.jsonl"
    log.write_text(log.read_text("utf-8") + "Haapio is not JSON\n", "utf-8")
    (study.folder / "codings" / "anna" / "Haapio_gone.jsonl").write_text("", "utf-8")
    (study.folder / "memos" / "Eero.md").write_bytes(b"\xff")
    made, _ = made_copy(study, tmp_path)
    told = " ".join(made.notes)
    assert "codings/anna/second.jsonl: broken lines left out: 1." in told
    assert "Logs on sources that the study does not have: 1" in told
    assert "A file was not copied: memos/[P1].md not UTF-8" in told


def test_orphans_and_earlier_texts(study: Study, tmp_path: Path) -> None:
    source = study.sources["second"]
    shorter = replace(source, text=source.text[source.text.index("Eero: So") :], parts=())
    edit_source(study.folder, shorter, words=EditWords())
    pseudonymise(study.folder, key())
    made, copy = made_copy(study, tmp_path)
    assert made.leaks.n_exact == 0
    orphans = copy.orphans.set_index("quote")
    assert "[P2]: [ORG1] pays late. Ask Virtaselta" not in orphans.index
    assert any(quote.startswith("[P2]: [ORG1] pays late. Ask [P2]lta") for quote in orphans.index)
    assert copy.check() == []


def test_memos_that_are_pinned_to_words(either: Study, tmp_path: Path) -> None:
    name = "Haapio" if "I am Eero" in either.sources["talk_Haapio"].text else "[P1]"
    quote = "ask HAAPIO if you" if name == "Haapio" else "ask [P1] if you"
    either.pin_memo("on Haapio", quote=quote)
    made, copy = made_copy(either, tmp_path)
    [memo] = [memo for memo in copy.memos if memo.id == "on_P1"]
    assert memo.place is not None
    assert memo.place.quote == "ask [P1] if you"
    assert memo.place.holds_in(copy.sources["talk_P1"].text)
    assert copy.check() == []
    assert made.leaks.n_exact == 0


def test_decisions_keep_what_they_are_about(study: Study, tmp_path: Path) -> None:
    about = study.codings.frame["coding"].iloc[0]
    study.coder("anna").reject("talk_Haapio", about=[about], reason="Eero did not say so")
    made, copy = made_copy(study, tmp_path)
    assert made.leaks.n_exact == 0
    [decision] = [one for one in decisions(copy.folder) if one["outcome"] == "rejected"]
    assert (decision["about"], decision["reason"]) == ((about,), "[P1] did not say so")


def test_weights_and_stances_go_along_and_names_among_stances_do_not(
    study: Study, tmp_path: Path
) -> None:
    scheme = study.folder / "coding_scheme" / f"{study.codebook.id}.toml"
    declared = (
        '\n[[code]]\nid = "side"\nname = "side"\n'
        'weight = { low = 0, high = 9, means = "as Eero" }\n'
        'stances = ["for", "Haapio"]\n'
    )
    scheme.write_text(scheme.read_text("utf-8") + declared, "utf-8")
    mia = open_study(study.folder).coder("mia")
    first = mia.code("talk_Haapio", "side", weight=0, stance="Haapio")
    mia.rate("talk_Haapio", mia.code("talk_Haapio", "side").id, weight=7, stance="for")
    made, copy = made_copy(open_study(study.folder), tmp_path)
    assert made.leaks.n_exact == 0
    found = copy.codings.only(coder="mia").frame
    assert found["coding"].iloc[0] == first.id
    assert found[["weight", "stance"]].values.tolist() == [[0, "P1"], [7, "for"]]
    assert not [problem for problem in copy.check() if "counted" in problem.message]


def test_pages_as_they_were_captured_are_left_out(study: Study, tmp_path: Path) -> None:
    folder = study.sources.folder("talk_Haapio")
    for name in ("dom.html", "screenshot.png", "requests.jsonl", "page.warc.gz"):
        (folder / name).write_bytes(b"Haapio")
    made, _ = made_copy(study, tmp_path)
    kept = {name.rsplit("/", 1)[1] for name in contents(made.folder) if "/talk_P1/" in name}
    assert kept == {"text.txt", "parts.jsonl", "source.toml"}


def test_ids_never_fall_together(study: Study, tmp_path: Path) -> None:
    other = tmp_path / "talk_P1.txt"
    other.write_text("A: no name here.\nB: none.\n", "utf-8")
    third = tmp_path / "talk_Eero.txt"
    third.write_text("A: no name here either.\nB: none.\n", "utf-8")
    study.import_files(other, third)
    _, copy = made_copy(study, tmp_path)
    assert sorted(copy.sources) == ["second", "talk_P1", "talk_P1_2", "talk_P1_3"]
    assert copy.check() == []


def test_a_notebook_still_runs_on_the_copy(study: Study, tmp_path: Path) -> None:
    made, copy = made_copy(study, tmp_path)
    notebook = json.loads((made.folder / "notebooks" / "01_P1.ipynb").read_text("utf-8"))
    code = "".join(notebook["cells"][1]["source"])
    assert code == "P1 = study.sources['talk_P1']  # [P1]\nprint('[P1]', P1)"
    assert notebook["cells"][1]["outputs"] == []
    names = {"study": copy}
    exec(code.partition("\n")[0], names)  # noqa: S102
    assert names["P1"] == copy.sources["talk_P1"]


def test_a_colleague_codes_in_the_copy_and_it_comes_back(study: Study, tmp_path: Path) -> None:
    pseudonymise(study.folder, key())
    made, copy = made_copy(study, tmp_path)
    copy.coder("eve").code("second", "concerns", quote="So it does, said [P2] once")
    shutil.copytree(made.folder / "codings" / "eve", study.folder / "codings" / "eve")
    assert study.check() == []
    restore(study.folder, key())
    assert ("eve", "So it does, said Zoë Virtanen once") in {(r[1], r[5]) for r in quotes(study)}


def test_names_in_a_copy_can_be_put_back(study: Study, tmp_path: Path) -> None:
    _, copy = made_copy(study, tmp_path)
    report = restore(copy.folder, key())
    assert "I am Eero Haapio. Ring me: 040 123 4567." in copy.sources["talk_P1"].text
    assert copy.sources["talk_P1"].speakers == {"Interviewer": 3, "Eero Haapio": 2}
    assert "became the first form" in report.notes[0]
    assert "Eero Haapio said so." in {memo.id: memo.text for memo in copy.memos}["on_P1"]
    assert open_study(copy.folder).cases["third"].attributes["owner"] == "Eero Haapio"
    assert not (copy.folder / "PSEUDONYMISED.md").exists()
    assert copy.check() == []


def test_a_copy_can_be_copied_again(study: Study, tmp_path: Path) -> None:
    made, _ = made_copy(study, tmp_path)
    more = key().with_names(["desk"], kind="other")
    again = copy_for_others(made.folder, tmp_path / "second", more)
    assert again.leaks.n_exact == 0
    assert open_study(again.folder).check() == []
    assert (again.folder / "PSEUDONYMISED.md").read_text("utf-8").count("# A pseudonymised") == 1


def test_where_it_is_refused(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lies in the study, which holds the names"):
        copy_for_others(study.folder, study.folder / "public", key())
    with pytest.raises(FileExistsError, match="exists and is not empty"):
        copy_for_others(study.folder, tmp_path / "files", key())
    with pytest.raises(ValueError, match="the key has no names"):
        copy_for_others(study.folder, tmp_path / "copy", PseudonymKey())
    (tmp_path / "empty").mkdir()
    assert copy_for_others(study.folder, tmp_path / "empty", key()).leaks.n_exact == 0


def test_nothing_is_left_of_a_copy_that_was_broken_off(study: Study, tmp_path: Path) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        copy_for_others(study.folder, tmp_path / "copy", key(), on_progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_key_never_goes_along(study: Study, tmp_path: Path) -> None:
    study.pseudonyms.write_key(key())
    study.pseudonyms.write_ticks(study.pseudonyms.candidates())
    pseudonymise(study.folder, key())
    made, _ = made_copy(study, tmp_path)
    assert not [name for name in contents(made.folder) if name.startswith("pseudonyms.")]
    subprocess.run(["git", "init", "-q"], cwd=study.folder, check=True)
    listed = subprocess.run(["git", "ls-files", "-o", "--exclude-standard"], cwd=study.folder,
                            check=True, capture_output=True, text=True).stdout  # fmt: skip
    assert "pseudonyms." not in listed


@settings(max_examples=20)
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
    if not study.import_files(file, encoding="utf-8", provenance=MADE_UP).imported:
        return
    length = len(study.sources["talk"].text)
    anna = study.coder("anna")
    for a, b in data.draw(st.lists(st.tuples(st.integers(0, length), st.integers(0, length)))):
        if a < b:
            anna.code("talk", "concerns", start=a, end=b, memo=data.draw(st.sampled_from(forms)))
    copied = copy_for_others(study.folder, folder / "copy", made)
    found = copied.leaks.to_frame()
    exact = found[(found["match"] == "exact") & (found["line"] > 0)]
    # words of the program itself (`op`, `code`, `kind`) may be somebody's name, too
    assert exact[exact["where"].str.endswith("text.txt")].empty
    copy = open_study(folder / "copy")
    assert [p for p in copy.check() if p.file.startswith(("sources", "codings"))] == []
    look = Relabelling(made)
    assert not look.holds_name(copy.sources["talk"].text)
    for row in quotes(copy):
        assert not look.holds_name(str(row[6])), row
