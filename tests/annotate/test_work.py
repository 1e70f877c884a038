"""Work at the desk beyond giving codes: the codebook, notes, places to read, joining, splitting."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.annotate.reading_list import reading_list
from casestudy.assist import rule_codings
from casestudy.desk.study_bench import StudyBench
from casestudy.qualitative import concordance
from casestudy.sources import Segment
from casestudy.study import Study

from .browsing import DeskPage

FIRST = "We trust the supplier."


@pytest.fixture
def open_desk(page: DeskPage, anna: StudyBench) -> DeskPage:
    """The desk with the first sentence selected."""
    page.mount(anna)
    page.page.locator(".text").focus()
    page.press("ArrowDown")
    return page


def rows(study: Study) -> list[tuple[str, str]]:
    frame = study.codings.frame
    return list(zip(frame["code"], frame["quote"], strict=True))


def typed(page: DeskPage, text: str) -> None:
    page.page.keyboard.type(text)


# --- the codebook --------------------------------------------------------------------------------


def test_a_code_is_made_while_coding(open_desk: DeskPage, study: Study) -> None:
    open_desk.press("Enter")
    typed(open_desk, "Fair prices")
    assert open_desk.page.locator(".palette-line").last.inner_text() == "+\nNew code “Fair prices”"
    open_desk.press("Shift+Enter")
    open_desk.settled()
    assert rows(study) == [("fair_prices", FIRST)]
    assert study.codebook["fair_prices"].name == "Fair prices"
    assert "Fair prices" in open_desk.page.locator(".tag").all_inner_texts()
    open_desk.press("Enter")
    typed(open_desk, "transparency > Open books")
    open_desk.press("Shift+Enter")
    open_desk.settled()
    assert study.codebook["transparency.open_books"].parent == "transparency"
    assert study.check() == []
    open_desk.press("Enter")
    typed(open_desk, "fair  PRICES")
    open_desk.press("Shift+Enter")
    open_desk.settled()
    assert "has a code 'Fair prices' already" in open_desk.text(".banner")


def test_a_code_is_named_by_the_selected_words(open_desk: DeskPage, study: Study) -> None:
    open_desk.press("Home", "Control+ArrowRight", "Shift+Control+ArrowRight", '"')
    open_desk.settled()
    assert rows(study) == [("trust", "trust")]
    assert study.codebook["trust"].name == "trust"


def test_a_definition_is_read_and_written(open_desk: DeskPage, study: Study) -> None:
    open_desk.press("7", "Shift+D")
    page = open_desk.page.locator(".code-page")
    page.locator("h3").wait_for()
    assert "transparency" in page.inner_text()
    assert "Use it when" in page.inner_text()
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("Definition").fill("Nothing is hidden.")
    page.get_by_label("Examples, one a line").fill("They told us.\n\n  They showed us.  ")
    page.get_by_text("Keep", exact=True).click()
    page.locator("h3").wait_for()
    code = study.codebook["transparency"]
    assert code.definition == "Nothing is hidden."
    assert code.examples == ("They told us.", "They showed us.")
    assert study.check() == []
    open_desk.settled()


def test_a_code_is_renamed_merged_and_retired(open_desk: DeskPage, study: Study) -> None:
    open_desk.press("1", "2")
    open_desk.settled()
    page = open_desk.page.locator(".code-page")
    open_desk.press("Shift+D")
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("Name").fill("togetherness")
    page.get_by_text("Keep", exact=True).click()
    page.locator("h3").wait_for()
    assert study.codebook["communality"].name == "togetherness"
    page.get_by_text("Merge …").click()
    typed(open_desk, "concerns")
    open_desk.press("Enter")
    page.get_by_label("Why").fill("never apart")
    page.get_by_text("Merge", exact=True).click()
    page.locator("h3").filter(has_text="concerns").wait_for()
    assert sorted(rows(study)) == [("communication", FIRST), ("concerns", FIRST)]
    change = study.codebook.changes[-1]
    assert (change.kind, change.into, change.by, change.why) == (
        "merge", ("concerns",), "anna", "never apart",
    )  # fmt: skip
    assert sorted(open_desk.page.locator(".tag").all_inner_texts()) == ["communication", "concerns"]
    assert "togetherness" not in open_desk.text(".tree")
    assert open_desk.page.locator(".code-line").count() == 9


def test_a_key_is_given_to_another_code(open_desk: DeskPage, study: Study) -> None:
    open_desk.press("Enter")
    typed(open_desk, "quick resp")
    open_desk.press("Enter", "Shift+D")
    open_desk.page.locator(".code-page").get_by_label("Key of this code").select_option("1")
    open_desk.page.locator(".text").focus()
    open_desk.press("ArrowDown", "1")
    open_desk.settled()
    assert rows(study)[-1] == ("communication.quick_responses", "Why do you?")
    open_desk.until(lambda: open_desk.received[-1]["type"] == "settings")
    settings = StudyBench(study, coder="anna").settings()
    assert settings["keys"]["1"] == "communication.quick_responses"


# --- joining and splitting -----------------------------------------------------------------------


def test_neighbours_are_joined_and_split_again(open_desk: DeskPage, study: Study) -> None:
    open_desk.press("1", "ArrowDown", "1")
    open_desk.settled()
    open_desk.press(",", ",", "Shift+ArrowDown", "=")
    open_desk.settled()
    open_desk.press("Shift+J")
    open_desk.settled()
    [(code, quote)] = rows(study)
    assert (code, quote.startswith(FIRST), quote.endswith("Why do you?")) == (
        "communication", True, True,
    )  # fmt: skip
    open_desk.press("Control+z")
    open_desk.settled()
    assert len(rows(study)) == 2
    open_desk.press("Control+y")
    open_desk.settled()
    start = study.sources["talk"].text.index("Why")
    open_desk.desks["desk"].select(Segment(source="talk", start=start, end=start + 3))
    open_desk.flush()
    open_desk.page.locator(".text").focus()
    open_desk.press(";", "Shift+S")
    open_desk.settled()
    quotes = sorted(quote for _, quote in rows(study))
    assert quotes[1] == "Why do you?"
    assert quotes[0].startswith(FIRST)
    open_desk.press("Control+z")
    open_desk.settled()
    assert len(rows(study)) == 1


# --- notes ---------------------------------------------------------------------------------------


def test_notes_on_coding_words_source_case_and_code(open_desk: DeskPage, study: Study) -> None:
    open_desk.press("7")
    open_desk.settled()
    for number, label in enumerate(
        ["the coding", "these words", "this source", "the case", "the code"]
    ):
        open_desk.press("Shift+N")
        options = open_desk.page.get_by_label("What the note is about")
        assert options.locator("option").nth(number).inner_text().startswith(label)
        options.select_option(str(number))
        open_desk.calm()
        typed(open_desk, f"note on {label}")
        open_desk.press("Control+Enter")
        open_desk.settled()
        open_desk.page.locator(".text").focus()
    assert study.codings.frame["memo"].tolist() == ["note on the coding"]
    places = {memo.text: memo.place and memo.place.quote for memo in study.memos}
    assert places == {
        "note on these words": FIRST,
        "note on this source": None,
        "note on the case": None,
        "note on the code": None,
    }
    assert {memo.text: memo.about for memo in study.memos} == {
        "note on these words": "source:talk",
        "note on this source": "source:talk",
        "note on the case": "case:shop",
        "note on the code": "code:transparency",
    }
    assert {memo.author for memo in study.memos} == {"anna"}
    assert study.check() == []
    open_desk.press("Shift+N")
    options = open_desk.page.get_by_label("What the note is about")
    options.select_option("2")
    open_desk.calm()
    assert open_desk.page.get_by_label("Note", exact=True).last.input_value() == (
        "note on this source"
    )
    open_desk.press("Escape")


def test_a_note_on_words_is_seen_beside_them_and_moves_with_them(
    open_desk: DeskPage, study: Study, anna: StudyBench
) -> None:
    open_desk.press("Shift+N")
    typed(open_desk, "really?")
    open_desk.press("Control+Enter")
    open_desk.settled()
    assert open_desk.page.locator(".pencil").count() == 1
    study.edit("talk", "Ben: Why", "Ben: And why")
    study.edit("talk", "Anna: We", "Anna: Yes. We")
    [memo] = anna.passage_notes("talk")
    assert memo.text == "really?"
    assert memo.place is not None
    assert memo.place.holds_in(study.sources["talk"].text)
    assert memo.place.quote == FIRST
    study.edit("talk", f"Yes. {FIRST}", "Hm.")
    assert [memo.orphaned for memo in anna.passage_notes("talk")] == [True]
    open_desk.desks["desk"].look()
    open_desk.flush()
    assert open_desk.page.locator(".pencil").count() == 0


def test_a_note_of_somebody_else_is_read_and_not_written_over(
    open_desk: DeskPage, study: Study
) -> None:
    ben = StudyBench(study, coder="ben")
    ben.do({"id": "x", "kind": "memo", "source": "talk", "about": "source:talk", "text": "<b>hm"})
    open_desk.press("Shift+N")
    open_desk.page.get_by_label("What the note is about").select_option("1")
    open_desk.page.locator(".note blockquote").wait_for()
    assert open_desk.page.locator(".note blockquote").inner_text() == "ben <b>hm"
    typed(open_desk, "mine")
    open_desk.press("Control+Enter")
    open_desk.settled()
    assert sorted(memo.text for memo in study.memos) == ["<b>hm", "mine"]


# --- finding and reading -------------------------------------------------------------------------


def test_words_are_found_in_the_source(open_desk: DeskPage) -> None:
    open_desk.press("/")
    open_desk.page.locator(".find input").fill("WHY")
    assert open_desk.text(".find-count") == "1 of 1 place"
    open_desk.press("Enter", "Escape")
    selected = open_desk.page.evaluate("desks.desk.el.codingDesk.selection.text")
    assert selected == "Why"
    open_desk.press("/")
    open_desk.page.locator(".find input").fill("nothing like this")
    assert open_desk.text(".find-count") == "not found"
    open_desk.press("Escape")


@pytest.fixture
def three(study: Study, tmp_path: Path) -> Study:
    for name in ("second", "third"):
        (tmp_path / f"{name}.txt").write_text(f"Anna: We trust nobody in {name}.\n", "utf-8")
        study.import_files(tmp_path / f"{name}.txt", case="shop")
    return study


def test_words_are_found_in_the_whole_study_and_coded_with_one_undo(
    open_desk: DeskPage, three: Study
) -> None:
    open_desk.press("/")
    open_desk.page.locator(".find input").fill("trust")
    open_desk.page.get_by_text("in all sources").click()
    open_desk.page.locator(".places li").nth(2).wait_for()
    assert open_desk.text(".reading-list .quiet") == "3 of 3 places in 3 sources"
    open_desk.page.locator(".places li input").nth(2).uncheck()
    open_desk.page.get_by_text("Code the ticked places …").click()
    typed(open_desk, "concerns")
    open_desk.press("Enter")
    open_desk.settled()
    frame = three.codings.frame
    assert sorted(frame["source"]) == ["second", "talk"]
    assert set(frame["quote"]) == {"trust"}
    open_desk.press("Control+z")
    open_desk.settled()
    assert len(three.codings) == 0
    open_desk.press("Control+y")
    open_desk.settled()
    assert len(three.codings) == 2
    open_desk.press(">", ">")
    open_desk.drawn(times=2)
    open_desk.page.wait_for_function("desks.desk.el.codingDesk.source.id === 'second'")
    assert open_desk.page.evaluate("desks.desk.el.codingDesk.selection.text") == "trust"


def test_a_query_opens_as_a_list_to_read(open_desk: DeskPage, three: Study) -> None:
    desk = open_desk.desks["desk"]
    found = concordance(three.sources.values(), "trust*")
    desk.read(reading_list(found, title="Trust anywhere"))
    open_desk.flush()
    assert open_desk.text(".side h2") == "Trust anywhere"
    assert open_desk.page.locator(".places li").count() == 3
    assert open_desk.page.locator(".places mark").all_inner_texts() == ["trust"] * 3
    open_desk.load()
    open_desk.show()
    assert open_desk.text(".side h2") == "Trust anywhere"


def test_a_place_whose_words_are_gone_is_passed_over(open_desk: DeskPage, three: Study) -> None:
    found = concordance(three.sources.values(), "trust*")
    open_desk.desks["desk"].read(reading_list(found, title="Trust"))
    open_desk.flush()
    three.edit("second", "We trust", "We do not trust")
    open_desk.page.get_by_text("Code the ticked places …").click()
    typed(open_desk, "concerns")
    open_desk.press("Enter")
    open_desk.settled()
    assert sorted(three.codings.frame["source"]) == ["talk", "third"]
    assert "2 places coded; the words of 1 are not there any more" in open_desk.text(".foot-words")


def test_what_can_be_a_reading_list(three: Study) -> None:
    ben = three.coder("ben")
    ben.code("talk", "concerns", quote="Why")
    ben.code("talk", "concerns")
    assert len(reading_list(three.codings, title="").places) == 1
    codings = rule_codings(
        three.sources.values(), codebook=three.codebook, unit="match",
        created=three.codings.frame["created"].iloc[0],
    )  # fmt: skip
    assert len(reading_list(codings, title="").places) == len(
        {(c.source, c.start, c.end) for c in codings}
    )
    with pytest.raises(ValueError, match="needs the columns source, start and end"):
        reading_list(three.codebook.to_frame(), title="")
    with pytest.raises(ValueError, match="'talk' is no place"):
        reading_list(["talk"], title="")
