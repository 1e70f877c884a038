"""The list to tick: written and read, kept when it is made again, and a key made from it."""

from __future__ import annotations

import stat
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.errors import BadFile
from casestudy.pseudonym_label import LABEL_OF_KIND
from casestudy.pseudonym_ticks import Tick, merged_ticks, ticked_groups, with_ticks
from casestudy.pseudonyms import PseudonymKey, key_from_ticks, name_candidates, ticks_of
from casestudy.store.tick_list import read_ticks, write_ticks
from casestudy.study import Study

from .made import source

TEXT = (
    "I met Joe Ossanna and Ms Berg. Why not ask Osanna, said Joe. Mail joe@firm.example. Joe too."
)


def ticks() -> list[Tick]:
    return ticks_of(name_candidates([source(TEXT)]))


def test_candidates_as_a_list() -> None:
    found = {tick.name: tick for tick in ticks()}
    assert not any(tick.ticked for tick in found.values())
    assert found["Osanna"].same_as == "Joe Ossanna"
    assert found["joe@firm.example"].kind == "email"
    told = found["Joe"].told
    assert told[0] == "times: 2, sources: 1; part of a longer name"
    assert told[1].startswith("… ")
    assert len(told) == 3


def test_contexts_come_from_several_sources() -> None:
    texts = [f"On day {n} I saw Bo here. And Bo there." for n in range(5)]
    found = name_candidates([source(text, id=f"s{n}") for n, text in enumerate(texts)])
    assert found.contexts["Bo"] == tuple(
        f"On day {n} I saw Bo here. And Bo there." for n in range(3)
    )
    one = name_candidates([source(texts[0])])
    assert len(one.contexts["Bo"]) == 2


def test_what_the_key_has_is_not_asked_again() -> None:
    key = PseudonymKey().with_names(["Joe Ossanna"])
    left = {tick.name: tick for tick in ticks_of(name_candidates([source(TEXT)]), key=key)}
    assert "Joe Ossanna" not in left
    assert left["Osanna"].same_as == "[P1]"


def test_what_was_decided_stays() -> None:
    old = [Tick(name="Joe", ticked=True, same_as="Berg"), Tick(name="gone", ticked=True),
           Tick(name="gone too")]  # fmt: skip
    merged = merged_ticks(ticks(), old)
    joe = next(tick for tick in merged if tick.name == "Joe")
    assert (joe.ticked, joe.same_as, len(joe.told)) == (True, "Berg", 3)
    assert merged[-1].name == "gone"


def test_more_is_ticked() -> None:
    assert [t.name for t in with_ticks(ticks(), ["Berg"]) if t.ticked] == ["Berg"]
    with pytest.raises(LookupError, match="'Brg' is not among the candidates; did you mean 'Berg'"):
        with_ticks(ticks(), ["Brg"])


# --- the key -------------------------------------------------------------------------------------


def entries(listed: list[Tick], key: PseudonymKey | None = None) -> list[tuple[str, ...]]:
    return [(e.label, *e.originals) for e in key_from_ticks(listed, key=key)]


def test_forms_of_one_name_share_a_label() -> None:
    listed = with_ticks(ticks(), ["Osanna", "Joe Ossanna", "Berg", "joe@firm.example"])
    assert entries(listed) == [
        ("[P1]", "Joe Ossanna", "Osanna"), ("[P2]", "Berg"), ("[MAIL1]", "joe@firm.example"),
    ]  # fmt: skip


def test_a_head_that_is_not_ticked_still_holds_its_forms_together() -> None:
    listed = with_ticks(ticks(), ["Osanna", "Joe"])
    assert entries(listed) == [("[P1]", "Joe", "Osanna")]


def test_forms_of_a_name_that_the_key_has() -> None:
    key = PseudonymKey().with_names(["Joe Ossanna"])
    by_label = [Tick(name="Joe", ticked=True, same_as="[P1]")]
    assert entries(by_label, key) == [("[P1]", "Joe Ossanna", "Joe")]
    by_name = [Tick(name="Joe", ticked=True, same_as="Joe Ossanna"),
               Tick(name="Joe Ossanna", ticked=True)]  # fmt: skip
    assert entries(by_name, key) == [("[P1]", "Joe Ossanna", "Joe")]
    assert entries([Tick(name="joe ossanna", ticked=True)], key) == [("[P1]", "Joe Ossanna")]
    with pytest.raises(LookupError, match=r"no entry has the label \[P9\]"):
        entries([Tick(name="Joe", ticked=True, same_as="[P9]")], key)


def test_kinds_and_common_words() -> None:
    made = key_from_ticks(
        [Tick(name="Will", ticked=True, common_word=True),
         Tick(name="Kaltvik", ticked=True, kind="organisation"), Tick(name="no")]
    )  # fmt: skip
    assert [(e.label, e.common_word) for e in made] == [("[P1]", True), ("[ORG1]", False)]
    mixed = [Tick(name="Will", ticked=True, common_word=True),
             Tick(name="Willy", ticked=True, same_as="Will")]  # fmt: skip
    with pytest.raises(ValueError, match="must have the same common_word"):
        key_from_ticks(mixed)


def test_a_circle_is_refused() -> None:
    circle = [Tick(name="a", ticked=True, same_as="b"), Tick(name="b", same_as="a")]
    with pytest.raises(ValueError, match="is said to be a form of itself"):
        ticked_groups(circle)


def test_nothing_ticked_gives_nothing() -> None:
    assert entries(ticks()) == []


# --- the file ------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10)


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(Tick, name=TEXTS, ticked=st.booleans(), kind=st.sampled_from([*LABEL_OF_KIND]),
                  same_as=TEXTS, common_word=st.booleans(), told=st.tuples(TEXTS)),
        unique_by=lambda tick: tick.name, max_size=4,
    )
)  # fmt: skip
def test_there_and_back(tmp_path_factory: pytest.TempPathFactory, listed: list[Tick]) -> None:
    path = tmp_path_factory.mktemp("ticks") / "ticks.toml"
    write_ticks(listed, path)
    plain = [(t.name, t.ticked, t.kind, t.same_as, t.common_word) for t in listed]
    read = read_ticks(path)
    assert [(t.name, t.ticked, t.kind, t.same_as, t.common_word) for t in read] == plain


def test_the_file_is_for_its_owner_and_out_of_git(study: Study) -> None:
    path = study.folder / "pseudonyms.candidates.toml"
    write_ticks(ticks(), path)
    text = path.read_text("utf-8")
    assert text.startswith("# What could lead to a person in this study. It holds names")
    assert "# … I met Joe Ossanna and Ms Berg." in text
    assert tomllib.loads(text)["candidate"][0]["tick"] is False
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (study.folder / ".gitignore").unlink()
    write_ticks(ticks(), path)
    assert "/pseudonyms.candidates.toml\n" in (study.folder / ".gitignore").read_text("utf-8")


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("[[candidate]]\ntick = true\n", "line 1: 'name' is missing or empty"),
        ('[[candidate]]\nname = "Secret"\ntick = "yes"\n', "'tick' must be true or false"),
        ('[[candidate]]\nname = "Secret"\nkind = "Secret"\n', "'kind' is not known; allowed are"),
        ('[[candidate]]\nname = "Secret"\ntik = true\n', "an entry has the keys name, tick, kind"),
        ('[[candidate]]\nname = "Secret"\n' * 2, "line 3: this name is listed twice"),
        ('[candidate]\nname = "Secret"\n', r"must be written \[\[candidate\]\]"),
        ("[[other]]\n", "'other' is not known here"),
    ],
)
def test_a_fault_is_told_without_the_name(tmp_path: Path, entry: str, sentence: str) -> None:
    path = tmp_path / "ticks.toml"
    path.write_text(entry, "utf-8")
    with pytest.raises(BadFile, match=sentence) as caught:
        read_ticks(path)
    assert "Secret" not in str(caught.value)
