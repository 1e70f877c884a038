"""A made-up study full of made-up names: in texts, speakers, memos, cases, schemes and ids."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from casestudy.memos import Memo
from casestudy.opening import new_study, open_study
from casestudy.provenance import Provenance
from casestudy.pseudonym_label import fault_of_form
from casestudy.pseudonyms import PseudonymKey
from casestudy.spelling import same_form
from casestudy.store import write_memo
from casestudy.study import Study

MADE_UP = Provenance(kind="synthetic", generator="tests/pseudonymising/made.py")

TALK = (
    "Interviewer: Who are you, and what do you do at Kaltvik?\n"
    "Eero Haapio: I am Eero Haapio. Ring me: 040 123 4567. Haapiolle voi soittaa.\n"
    "Interviewer: And Zoë?\n"
    "Eero Haapio: Zoë Virtanen's desk is next to mine; ask HAAPIO if you look for her.\n"
    "Interviewer: Thank you, Eero.\n"
)
SECOND = (
    "Zoë: Kaltvik Machine Works pays late. Ask Virtaselta, that is me.\n"
    "Eero: So it does, said Zoë Virtanen once.\n"
    "Zoë: We trust the page, Eero.\n"
    "Eero: We do.\n"
)
QUESTIONNAIRE = """\
# asked at Kaltvik
[survey]
id = "visit"
title = "A visit at Kaltvik"
provenance = "synthetic"
generator = "made.py"

[[item]]
id = "site"
kind = "single"
text = "Where?"
choices = [{value = "Kaltvik", label = "at Kaltvik"}, {value = "home", label = "at home"}]

[[item]]
id = "said"
kind = "text"
text = "What did Haapio say?"
"""
ANSWERS = 'respondent,site,said\nHaapio,Kaltvik,"Eero, ""the boss"", left"\nR2,home,nothing\n'
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["What Haapio said at Kaltvik\n"]},
        {
            "cell_type": "code", "metadata": {}, "execution_count": 4,
            "source": [
                "haapio = study.sources['talk_Haapio']  # Haapio\n",
                "print('Eero', haapio)",
            ],
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["Eero Haapio\n"]}],
        },
    ],
    "metadata": {"authors": ["Haapio"]}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip

NAMES = ("Eero", "Haapio", "Virtanen", "Virtase", "Zoë", "Kaltvik", "040 123 4567")
"""What must stand nowhere."""


def key() -> PseudonymKey:
    """Two persons, a firm, and a telephone number."""
    people = [("Eero Haapio", "Haapio", "Eero"), ("Zoë Virtanen", "Virtanen", "Zoë")]
    made = PseudonymKey().with_names(people)
    made = made.with_names([("Kaltvik Machine Works", "Kaltvik")], kind="organisation")
    return made.with_names(["040 123 4567"], kind="phone")


@st.composite
def keys(draw: st.DrawFn) -> PseudonymKey:
    """Any key: a few names of any characters that may be names."""
    names = st.text(min_size=1, max_size=6).filter(lambda name: not fault_of_form(name))
    forms = draw(st.lists(names, min_size=1, max_size=6, unique_by=same_form))
    return PseudonymKey().with_names(forms, common_word=draw(st.booleans()))


def named_study(folder: Path) -> Study:
    """The study, coded by three coders, one of whom has a name on the key."""
    files = folder / "files"
    files.mkdir(parents=True)
    (files / "talk_Haapio.txt").write_text(TALK, "utf-8")
    (files / "second.txt").write_text(SECOND, "utf-8")
    study = new_study(folder / "study", title="Kaltvik, a made-up case")
    study.import_files(files / "talk_Haapio.txt", case="Kaltvik", provenance=MADE_UP)
    study.import_files(files / "second.txt", case="shop", provenance=MADE_UP)
    _code(study)
    _write_papers(study)
    return open_study(study.folder)


def _code(study: Study) -> None:
    anna, zoe, machine = study.coder("anna"), study.coder("Zoë"), study.coder("rule-x")
    anna.code(
        "talk_Haapio", "communication", quote="I am Eero Haapio. Ring me", memo="Eero himself"
    )
    anna.code("talk_Haapio", "communication", quote="HAAPIO")
    anna.code("talk_Haapio", "concerns", quote="tanen's desk is next")
    anna.code("talk_Haapio", "transparency", memo="all of it is about Haapio")
    gone = anna.code("second", "concerns", quote="We do", memo="Zoë?")
    anna.delete("second", gone.id)
    zoe.code("second", "timeliness", quote="pays late")
    zoe.code("second", "concerns", quote="Zoë: Kaltvik Machine Works pays late. Ask Virtaselta")
    machine.code("second", "transparency", quote="We trust the page, Eero")


def _write_papers(study: Study) -> None:
    folder = study.folder
    write_memo(folder, Memo(id="on Haapio", about="source:talk_Haapio", author="Zoë",
                            title="Haapio", text="Haapio said so.\nSee talk_Haapio."))  # fmt: skip
    write_memo(folder, Memo(id="case", about="case:Kaltvik", text="nothing personal"))
    path = folder / "study.toml"
    path.write_text(
        path.read_text("utf-8") + '\n[[case]]\nid = "third"\nname = "Haapio’s shop" # of Haapio\n'
        '[case.attributes]\nowner = "Eero Haapio"\n"Kaltvik visits" = "3"\n'
        '\n[[work]]\nid = "haapio2021"\nauthor = "Haapio, S."\ntitle = "On shops"\n'
        '\n[[work]]\nid = "lakso2021"\ntitle = "What the ten themes cite"\n',
        "utf-8",
    )
    scheme = folder / "coding_scheme" / "customer_intimacy.toml"
    scheme.write_text(
        scheme.read_text("utf-8").replace(
            'examples = ["We would like to know whom',
            'examples = ["Eero, we would like to know whom',
        ),
        "utf-8",
    )
    survey = folder / "survey_data" / "visit"
    survey.mkdir()
    (survey / "questionnaire.toml").write_text(QUESTIONNAIRE, "utf-8")
    (survey / "responses.csv").write_text(ANSWERS, "utf-8")
    (folder / "notebooks" / "01_Haapio.ipynb").write_text(json.dumps(NOTEBOOK), "utf-8")
    (folder / "README.md").write_text("# The study of Haapio\n", "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder that is not derived, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".casestudy" not in path.parts
    }


def quotes(study: Study) -> list[tuple[object, ...]]:
    """The standing codings: who, what, where, which words, which note."""
    frame = study.codings.frame
    return list(
        frame[["coding", "coder", "code", "start", "end", "quote", "memo"]].itertuples(
            index=False, name=None
        )
    )
