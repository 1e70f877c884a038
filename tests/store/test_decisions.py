"""Regions of pictures as places of codings, and decisions on codings: logged and read again."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from casestudy.qualitative import quotations
from casestudy.regions import Region
from casestudy.store import decisions, picture_size
from casestudy.study import Study

HERO = Region(picture="screenshot.png", x=10, y=20, width=300, height=80)


@pytest.fixture
def pictured(study: Study) -> Study:
    """The study, with a picture beside the interview."""
    Image.new("RGB", (400, 200), "white").save(study.sources.folder("talk") / "screenshot.png")
    return study


def test_a_region_is_coded_resized_and_undone(pictured: Study) -> None:
    anna = pictured.coder("anna")
    made = anna.code("talk", "timeliness", region=HERO, memo="the banner")
    assert (made.region, made.start, made.quote) == (HERO, -1, "")
    [row] = pictured.codings.frame.to_dict("records")
    assert (row["region"], row["start"], row["end"]) == (str(HERO), -1, -1)
    smaller = Region(picture="screenshot.png", x=10, y=20, width=100, height=80)
    anna.resize("talk", made.id, region=smaller)
    assert pictured.codings.frame["region"].tolist() == [str(smaller)]
    anna.undo("talk")
    assert pictured.codings.frame["region"].tolist() == [str(HERO)]
    assert pictured.check() == []


def test_a_region_survives_an_edit_of_the_text(pictured: Study) -> None:
    pictured.coder("anna").code("talk", "timeliness", region=HERO)
    pictured.edit("talk", "Why do you?", "Why is that?")
    assert pictured.codings.frame["region"].tolist() == [str(HERO)]
    assert pictured.check() == []


def test_words_and_regions_are_told_apart(pictured: Study) -> None:
    anna = pictured.coder("anna")
    anna.code("talk", "concerns")
    region = anna.code("talk", "concerns", region=HERO)
    words = anna.code("talk", "concerns", quote="Why")
    found = quotations(pictured.codings, sources=pictured.sources)
    assert found.frame["region"].tolist() == ["", str(HERO), ""]
    assert found.notes == (
        "Codings of a whole source, which have no quotation: 1.",
        "Codings of a region of a picture, which have no quotation: 1.",
    )
    with pytest.raises(ValueError, match="is on a region; give region="):
        anna.resize("talk", region.id, start=0, end=3)
    with pytest.raises(ValueError, match="is on words; give start= and end="):
        anna.resize("talk", words.id, region=HERO)


@pytest.mark.parametrize(
    ("region", "sentence"),
    [
        (
            Region(picture="screenshto.png", x=0, y=0, width=1, height=1),
            r"no picture 'screenshto\.png'; its pictures are screenshot\.png; did you mean",
        ),
        (
            Region(picture="screenshot.png", x=399, y=0, width=2, height=1),
            "reaches beyond the picture, which has 400 x 200 pixels",
        ),
    ],
)
def test_a_region_off_the_picture_is_refused(
    pictured: Study, region: Region, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        pictured.coder("anna").code("talk", "concerns", region=region)
    assert len(pictured.codings) == 0


def test_words_and_a_region_at_once_are_refused(pictured: Study) -> None:
    with pytest.raises(ValueError, match="either words or a region, not both"):
        pictured.coder("anna").code("talk", "concerns", region=HERO, start=0, end=3)


def test_a_file_that_is_no_picture_is_said_to_be_none(study: Study) -> None:
    path = study.sources.folder("talk") / "broken.png"
    path.write_bytes(b"\x89PNG no more")
    with pytest.raises(ValueError, match=r"broken\.png cannot be read as a picture"):
        picture_size(path)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"region": "a.png"}, "is not a region; write it as"),
        ({"region": str(HERO), "start": 0, "end": 3}, "both words and a region are coded"),
        ({"about": "x"}, "'about' must be a list of ids"),
        ({"about": [""]}, "'about' must be a list of ids"),
        ({"op": "reject", "about": []}, "'about' names no coding"),
    ],
)
def test_a_broken_line_is_named_by_the_check(
    pictured: Study, fields: dict[str, object], sentence: str
) -> None:
    pictured.coder("anna").code("talk", "concerns")
    log = pictured.folder / "codings" / "anna" / "talk.jsonl"
    event = {**json.loads(log.read_text()), "id": "b", **fields}
    with log.open("a") as file:
        file.write(json.dumps(event) + "\n")
    [problem] = pictured.check()
    assert problem.line == 2
    assert sentence in problem.message


def test_decisions_say_what_was_adopted_and_rejected_and_why(pictured: Study) -> None:
    first = pictured.coder("anna").code("talk", "timeliness", quote="stock levels are live")
    second = pictured.coder("ben").code("talk", "concerns", quote="stock levels")
    judge = pictured.coder("consensus")
    made = judge.adopt(
        "talk", "timeliness", about=[first.id], reason="it is about time",
        start=first.start, end=first.end,
    )  # fmt: skip
    judge.reject("talk", about=[second.id], reason="no worry is voiced")
    adopted, rejected = decisions(pictured.folder, coder="consensus")
    assert (adopted["outcome"], adopted["coding"], adopted["about"]) == (
        "adopted", made.id, (first.id,),
    )  # fmt: skip
    assert (adopted["code"], adopted["reason"]) == ("timeliness", "it is about time")
    assert (rejected["outcome"], rejected["coding"], rejected["about"]) == (
        "rejected", "", (second.id,),
    )  # fmt: skip
    assert len(pictured.codings) == 3
    assert judge.undo("talk") == "reject"
    judge.delete("talk", made.id)
    assert decisions(pictured.folder) == []
    assert pictured.check() == []


def test_a_decision_about_nothing_is_refused(study: Study) -> None:
    with pytest.raises(ValueError, match="a decision is about codings"):
        study.coder("consensus").reject("talk", about=[])
