"""Labels in each kind of file: what is meant changes, how it is written stays where it can."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.pseudonymising.memo_words import labelled_memo
from casestudy.pseudonymising.notebook_words import labelled_code, labelled_notebook
from casestudy.pseudonymising.source_words import labelled_source
from casestudy.pseudonymising.table_words import labelled_csv
from casestudy.pseudonymising.toml_words import labelled_toml
from casestudy.pseudonyms import PseudonymKey, Relabelling, relabelled_ids
from casestudy.sources import Part, Source

from .made import key

IDS = {"talk_Haapio": "talk_P1"}


def labels() -> Relabelling:
    return Relabelling(key(), ids=IDS)


# --- TOML ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('note = "Haapio" # Eero\n', 'note = "[P1]" # [P1]\n'),
        ("note = 'Haapio'\n", 'note = "[P1]"\n'),
        ('# of Haapio\n[[case]]\nid = "talk_Haapio"\n', '# of [P1]\n[[case]]\nid = "talk_P1"\n'),
        ('names = { fi = "Haapio", en = "x" }\n', 'names = { fi = "[P1]", en = "x" }\n'),
        ('include = ["a", # one\n "Haapio"]\n', 'include = ["a", # one\n "[P1]"]\n'),
        ('note = """\nHaapio\nand Eero\n"""\n', 'note = """[P1]\nand [P1]\n"""\n'),
        ('[case.attributes]\n"Haapio visits" = "3" # x\n',
         '[case.attributes]\n"[P1] visits" = "3" # x\n'),
        ('about = "source:talk_Haapio"\n', 'about = "source:talk_P1"\n'),
        ('kind = "Haapio"\n', 'kind = "Haapio"\n'),
        ('stances = ["for", "talk_Haapio"]\n', 'stances = ["for", "talk_P1"]\n'),
        ('note = "H\\u0061apio"\n', 'note = "[P1]"\n'),
        ('year = 3\nnote = "nobody"\n', 'year = 3\nnote = "nobody"\n'),
        ('columns = { Haapio = "talk_Haapio" }\n', 'columns = {  "[P1]" = "talk_P1"}\n'),
    ],
)  # fmt: skip
def test_toml(old: str, new: str) -> None:
    assert labelled_toml(old, labels()) == new


def test_toml_where_a_comment_cannot_be_freed_of_names() -> None:
    """A person is called as a key of the file: then comments go, and what is said stays."""
    named = Relabelling(PseudonymKey().with_names(["note", "Haapio"]))
    text = '# Haapio takes a note\nnote = "Haapio"\n'
    assert labelled_toml(text, named) == 'note = "[P2]"\n'
    kept = labelled_toml(text, named, keep=frozenset())
    assert kept == '# Haapio takes a note\nnote = "[P2]"\n'


def test_toml_that_is_kept() -> None:
    text = 'authors = ["Haapio"]\n[case]\nname = "Haapio" # his\n[work]\nauthor = "Haapio"\n'
    done = labelled_toml(text, labels(), keep=frozenset({"authors", "work"}))
    assert done == text.replace('name = "Haapio"', 'name = "[P1]"')


VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.sampled_from(
        ["Haapio", "no one", "Eero's\n\"x\"", "talk_Haapio", "\n", "'''", '"""', "\\"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3),
                            st.dictionaries(st.sampled_from(["id", "note", "Haapio", "attributes"]),
                                            inner, max_size=3)),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(["note", "attributes", "case"]), VALUES, max_size=3))
def test_any_toml_says_what_it_said(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data)
    told = tomllib.loads(text)
    gathered = labels()
    labelled_toml(text, gathered)
    ids = relabelled_ids(gathered.met, key())
    done = tomllib.loads(labelled_toml(text, Relabelling(key(), ids=ids)))
    assert shape(done) == shape(told)
    words = json.dumps(leaves(done))
    assert "Eero" not in words


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return [shape(member) for member in value.values()]
    return [shape(member) for member in value] if isinstance(value, list) else type(value)


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for member in value.values() for leaf in leaves(member)]
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else [value]


# --- memos, tables -------------------------------------------------------------------------------


def test_a_memo_without_a_head_is_mere_words() -> None:
    assert labelled_memo("Haapio", labels()) == "[P1]"
    assert labelled_memo("+++\nHaapio = \n+++\nEero", labels()) == "+++\n[P1] = \n+++\n[P1]"
    assert labelled_memo("+++\nno end, Haapio", labels()) == "+++\nno end, [P1]"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id,said\n1,Haapio\n", "id,said\n1,[P1]\n"),
        ('case,said\r\ntalk_Haapio,"Haapio, ""so"""\r\n',
         'case,said\r\ntalk_P1,"[P1], ""so"""\r\n'),
        ("a,b\n1,'x\n", "a,b\n1,'x\n"),
        ("talk_Haapio,b\n1,2\n", "talk_P1,b\n1,2\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_csv(old: str, new: str) -> None:
    assert labelled_csv(old, labels()) == new


def test_csv_of_open_answers_alone() -> None:
    text = "respondent,site,said\nHaapio,Haapio,Haapio\n"
    assert labelled_csv(text, labels(), only={"said"}) == (
        "respondent,site,said\nHaapio,Haapio,[P1]\n"
    )


# --- notebooks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = 'talk_Haapio'", "x = 'talk_P1'"),
        ('x = "Haapio said"', 'x = "[P1] said"'),
        ("haapio_talk = 1", "P1_talk = 1"),
        ("f(haapio=Haapio.eero)", "f(P1=P1.P1)"),
        ("# Haapio", "# [P1]"),
        ('x = """Haapio\nand Eero"""', 'x = """[P1]\nand [P1]"""'),
        ("%magic Haapio\nx = 1", "%magic P1\nx = 1"),
        ("def (: Haapio", "def (: [P1]"),
        ("nothing = 1\n", "nothing = 1\n"),
        ("x = f'{y} Haapio'", "x = f'{y} [P1]'"),
        ("a = 1; haapio = 2; eero = haapio", "a = 1; P1 = 2; P1 = P1"),
    ],
)
def test_code(old: str, new: str) -> None:
    assert labelled_code(old, labels()) == new


def test_a_notebook() -> None:
    text = json.dumps(
        {
            "cells": [
                {"cell_type": "raw", "source": "Haapio", "metadata": {"by": "Eero"}},
                {"cell_type": "code", "source": "1", "outputs": [{"text": "Haapio"}],
                 "execution_count": 2, "metadata": {}},
                "Haapio",
            ],
            "metadata": {"title": "Haapio"},
        }
    )  # fmt: skip
    done = json.loads(labelled_notebook(text, labels()))
    assert "Haapio" not in json.dumps(done)
    assert "Eero" not in json.dumps(done)
    assert done["cells"][0] == {"cell_type": "raw", "source": "[P1]", "metadata": {"by": "[P1]"}}
    assert (done["cells"][1]["outputs"], done["cells"][1]["execution_count"]) == ([], None)
    with pytest.raises(ValueError, match="it is not a notebook"):
        labelled_notebook("[1]", labels())


# --- sources, names of files ---------------------------------------------------------------------


def test_a_source_all_round() -> None:
    talk = Source(
        id="talk", kind="interview", text="HAAPIO: yes, Eero.\nZoë: no", title="Eero",
        parts=(Part(kind="turn", start=8, end=18, speaker="HAAPIO", locator="line 1, Eero"),
               Part(kind="turn", start=24, end=26, speaker="Zoë", heading="At Kaltvik")),
        roles={"HAAPIO": "", "Haapio": "respondent", "Zoë": "interviewer"},
        file="EeroHaapio2.txt", warnings=("label 'Haapio' is odd",),
    )  # fmt: skip
    done = labelled_source(talk, labels())
    new = done.source
    assert new.text == "[P1]: yes, [P1].\n[P2]: no"
    assert [(p.speaker, new.text[p.start : p.end]) for p in new.parts] == [
        ("[P1]", "yes, [P1]."), ("[P2]", "no"),
    ]  # fmt: skip
    assert new.parts[0].locator == "line 1, [P1]"
    assert new.parts[1].heading == "At [ORG1]"
    assert new.roles == {"[P1]": "respondent", "[P2]": "interviewer"}
    assert (new.title, new.file) == ("[P1]", "[P1][P1]2.txt")
    assert new.warnings == ("label '[P1]' is odd",)
    assert len(done.replacements) == 3


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("EeroHaapio2.docx", "[P1][P1]2.docx"),
        ("haapio2021", "[P1]2021"),
        ("Haapionen", "Haapionen"),
        ("2Eero", "2[P1]"),
        ("[P1]_Eero", "[P1]_[P1]"),
        ("nobody", "nobody"),
    ],
)
def test_names_of_files(name: str, new: str) -> None:
    assert labels().name(name) == new


def test_ids() -> None:
    ids = ["EeroHaapio", "haapio2021", "a.Haapio", "Haapio.", "P1", "nobody", "Zoë", "1Eero"]
    assert relabelled_ids(ids, key()) == {
        "1Eero": "1_P1", "EeroHaapio": "P1_P1", "Haapio.": "P1_2", "Zoë": "P2",
        "a.Haapio": "a.P1", "haapio2021": "P1_2021",
    }  # fmt: skip
    own = PseudonymKey().with_names(["Haapio"], label="[2nd buyer, south]")
    assert relabelled_ids(["Haapio"], own) == {"Haapio": "x_2nd_buyer_south"}


@given(st.lists(st.text(min_size=1, max_size=8), unique_by=str.casefold))
def test_no_two_ids_fall_together(ids: list[str]) -> None:
    made = Relabelling(PseudonymKey().with_names(["a", "b c"]))
    new = relabelled_ids(ids, made.key)
    called = [new.get(id, id).casefold() for id in ids]
    assert len(set(called)) == len(called)
    assert not [id for id in new.values() if made.holds_name(id)]
