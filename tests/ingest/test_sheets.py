"""Tables: CSV and Excel with a row a turn or a row a respondent, and codes put on their rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import HumanCode, Reading, read_answers
from casestudy.sources import Part

from .made import check, read, times, turns, workbook

TURNS = [
    ["Timestamp", "Speaker", "Words", "Tags"],
    ["0:01", "Ann", "How & why?", ""],
    ["0:04", "Bo", "Well,\nit was cold.", "weather; home, far"],
    ["", "", "And dark.", "weather"],
    ["", "", "", "lost"],
]


def codes(reading: Reading) -> list[tuple[str, str, str]]:
    """Code, coder, and the words of the turn that bears the code."""
    return [(each.code, each.coder, reading.text[each.start : each.end]) for each in reading.codes]


def quoted(rows: list[list[str]]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_row_a_turn_with_codes(tmp_path: Path, kind: str) -> None:
    content = quoted(TURNS) if kind == "csv" else workbook({"A talk": TURNS})
    reading = read(tmp_path, content)
    assert turns(reading) == [
        ("Ann", "How & why?"),
        ("Bo", "Well, it was cold."),
        ("Bo", "And dark."),
    ]
    assert [start for start, _ in times(reading)] == [1.0, 4.0, None]
    assert codes(reading) == [
        ("weather", "tags", "Well, it was cold."),
        ("home, far", "tags", "Well, it was cold."),
        ("weather", "tags", "And dark."),
    ]
    assert "code 'lost' on a row without words" in str(reading.losses)
    assert len(reading.losses) == 1
    assert reading.reader == {"csv": "csv 2", "xlsx": "xlsx 1"}[kind]


def test_a_column_that_says_who_coded(tmp_path: Path) -> None:
    text = 'speaker,text,codes,coder\nA,Hi.,"trust,price,trust",ann\nB,Ho.,price,\n'
    reading = read(tmp_path, text)
    assert reading.codes[0] == HumanCode(code="trust", coder="ann", start=3, end=6)
    assert [(each.code, each.coder) for each in reading.codes] == [
        *(("trust", "ann"), ("price", "ann"), ("price", "codes"))
    ]


def test_csv_with_markup_in_its_cells_is_a_table(tmp_path: Path) -> None:
    text = "speaker,text\n" + "A,<p>one</p>\nB,<p>two</p>\n" * 5
    assert turns(read(tmp_path, text))[0] == ("A", "<p>one</p>")


def test_everything_a_cell_can_be(tmp_path: Path) -> None:
    strings = (
        "<sst><si><t>Bo</t></si><si><r><t>so </t></r><r><t>rich</t></r>"
        "<rPh><t>not this</t></rPh></si><si><t>a_x000A_b</t></si></sst>"
    )
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="[$-409]yyyy\\-mm\\-dd;@"/>'
        '<numFmt numFmtId="201" formatCode="0.00 &quot;days&quot;"/></numFmts><cellXfs><xf/>'
        '<xf numFmtId="20"/><xf numFmtId="21"/><xf numFmtId="45"/><xf numFmtId="200"/>'
        '<xf numFmtId="201"/></cellXfs></styleSheet>'
    )
    rows = [
        ["A title above"],
        ["speaker", "text", "time"],
        ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>', '<c s="1"><v>0.043055555</v></c>'],
        ["Ann", '<c t="str"><f>A1&amp;B1</f><v>saved</v></c>', '<c s="2"><v>0.5</v></c>'],
        ["Bo", '<c t="s"><v>2</v></c>', '<c s="3"><v>0.000717593</v></c>'],
        ["Ann", '<c s="4"><v>46349</v></c>', "<c><f>NOW()</f></c>"],
        ["Bo", '<c t="b"><v>1</v></c>', "12.5"],
        ["Ann", '<c s="5"><v>7</v></c>', '<c t="s"><v>99</v></c>'],
        ["Bo", '<c r="B8" t="e"><v>#REF!</v></c>', '<c r="XFE8"><v>1</v></c>'],
        ["Ann", "last", "", "further right"],
    ]
    reading = read(tmp_path, workbook({"One": rows}, sharedStrings=strings, styles=styles))
    assert turns(reading) == [
        ("Bo", "so rich"),
        ("Ann", "saved"),
        ("Bo", "a b"),
        ("Ann", "2026-11-23"),
        ("Bo", "TRUE"),
        ("Ann", "7"),
        ("Bo", "#REF!"),
        ("Ann", "last"),
    ]
    assert [start for start, _ in times(reading)] == [62.0, 43200.0, 62.0, None, 12.5, *[None] * 3]
    assert "2 cells with a formula" in reading.warnings[0]
    assert str(reading.losses).split("\n") == [
        "sheet 'One' row 6: formula without a saved value",
        "value in a column without a name",
    ]


def test_other_sheets_are_named(tmp_path: Path) -> None:
    content = workbook({"Notes": [["a"]], "Talk": TURNS[:3], "More": TURNS})
    reading = read(tmp_path, content)
    assert reading.parts[0].locator == "sheet 'Talk' row 2"
    assert reading.title == "Talk"
    assert "only the sheet 'Talk' was read; 1 other sheet" in reading.warnings[0]
    assert str(reading.losses) == "sheet 'Notes' with 1 row\nsheet 'More' with 5 rows"


def test_a_workbook_without_speakers_says_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"it has the columns 'id', 'why'.*read_answers"):
        read(tmp_path, workbook({"Survey": [["id", "why"], ["1", "x"]]}))


SURVEY = [
    ["id", "Age", "Why here?"],
    ["R1", "31", "Fair prices.\nAnd near."],
    ["R2", "40", ""],
    ["", "", ""],
    ["R3", "52", "Anna: said so"],
    ["R3", "52", "again"],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "semicolons"])
def test_open_answers(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "survey"
    text = quoted(SURVEY).replace('","', '";"') if kind == "semicolons" else quoted(SURVEY)
    sheets = {"Read me": [["about"]], "Data": SURVEY}
    path.write_bytes(workbook(sheets) if kind == "xlsx" else text.encode())
    reading = read_answers(path, column="why here?", respondent="id")
    check(reading)
    assert reading.text == "R1: Fair prices.\nAnd near.\nR3: Anna: said so\nR3: again"
    assert [(part.speaker, said(reading, part)) for part in reading.parts] == [
        ("R1", "Fair prices.\nAnd near."),
        ("R2", ""),
        ("R3", "Anna: said so"),
        ("R3", "again"),
    ]
    assert {part.kind for part in reading.parts} == {"answer"}
    assert (reading.kind, reading.title) == ("answer", "why here?")
    place = {"xlsx": "sheet 'Data' row {}"}.get(kind, "row {}")
    assert [part.locator for part in reading.parts] == [place.format(n) for n in (2, 3, 5, 6)]
    assert [part.attributes for part in reading.parts] == [
        (("Age", age),) for age in ("31", "40", "52", "52")
    ]
    assert reading.warnings == (
        "1 row without an answer in the column 'why here?'",
        "respondents with more than one row: 'R3'; check the export",
    )
    named = read_answers(path, column="Age", attributes=["id"], apart=["Why here?"])
    assert named.parts[0].speaker == place.format(2)
    assert named.parts[0].attributes == (("id", "R1"),)


def said(reading: Reading, part: Part) -> str:
    return reading.text[part.start : part.end]


def test_answers_lose_nothing_but_what_has_no_name(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("id,why,other,,other\nR1,near,a,lost,b\nR2,-,,,c,beyond\n,,,,\n", "utf-8")
    reading = read_answers(path, column="why", respondent="id")
    assert reading.parts[0].attributes == (("other", "a"), ("other (2)", "b"))
    assert reading.parts[1].attributes == (("other (2)", "c"),)
    assert str(reading.losses) == "value in a column without a name (2 times)"
    assert "1 answer without a letter or digit, such as '-'" in reading.warnings
    assert len(reading.parts) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_open_answers_that_are_not_there(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "survey"
    path.write_bytes(workbook({"Data": SURVEY}) if kind == "xlsx" else quoted(SURVEY).encode())
    sentence = (
        r"has no column 'Why her'; did you mean 'Why here\?'\?; it has the columns 'id', 'Age', "
    )
    with pytest.raises(BadFile, match=sentence):
        read_answers(path, column="Why her")
    path.write_bytes(b"id,why\n1,\n")
    with pytest.raises(BadFile, match="has no answer in the column 'why'"):
        read_answers(path, column="why")
    path.write_bytes(b"\xef\xbb\xbf\n")
    with pytest.raises(BadFile, match="it has the columns none that is named"):
        read_answers(path, column="why")
    path.write_bytes(workbook({}))
    with pytest.raises(BadFile, match="it has the columns none that is named"):
        read_answers(path, column="why")


def test_answers_of_other_files_are_refused(tmp_path: Path) -> None:
    from .made import docx, p

    path = tmp_path / "file"
    path.write_bytes(docx(p("text")))
    with pytest.raises(BadFile, match=r"is no table; allowed are \.csv and \.xlsx"):
        read_answers(path, column="why")


@pytest.mark.parametrize(
    ("content", "said", "spans"),
    [
        ("start\tend\ttext\n0\t2500\tWhy did you come?\n2500\t4000\tTo see.\n9000\t9500\tI see.\n",
         [("", "Why did you come? To see."), ("", "I see.")], [(0.0, 4.0), (9.0, 9.5)]),
        ("start,end,text\n0.0,2.5,\"A: Why, then?\"\n2.5,4.0,B: To see.\n4,5,A: a\n5,6,B: b\n",
         [("A", "Why, then?"), ("B", "To see."), ("A", "a"), ("B", "b")],
         [(0.0, 2.5), (2.5, 4.0), (4.0, 5.0), (5.0, 6.0)]),
        ("Timestamp,Speaker Name,Transcript\n00:00:01,Ann,Why, then?\n00:00:02,Bo,To see.\n",
         [("Ann", "Why, then?"), ("Bo", "To see.")], [(1.0, None), (2.0, None)]),
        ("Start time,End_Time,Speaker,Text\n00:00:01.5,00:00:02.0,Ann,Why?\n0:02,0:03,Bo,So.\n",
         [("Ann", "Why?"), ("Bo", "So.")], [(1.5, 2.0), (2.0, 3.0)]),
        ("Timespan,Content,Speaker\n0:00.0 - 0:05.2,Why?,Ann\n0:05.2 - 0:09.0,So.,Bo\n",
         [("Ann", "Why?"), ("Bo", "So.")], [(0.0, 5.2), (5.2, 9.0)]),
        ("Zeit;Sprecher;Transkript\n0:01;Ann;Warum; also?\n0:02;Bo;Darum.\n",
         [("Ann", "Warum; also?"), ("Bo", "Darum.")], [(1.0, None), (2.0, None)]),
    ],
)  # fmt: skip
def test_tables_of_other_programs(
    tmp_path: Path, content: str, said: list[tuple[str, str]], spans: list[tuple[float, float]]
) -> None:
    reading = read(tmp_path, content)
    assert turns(reading) == said
    assert times(reading) == spans
    assert reading.reader == "csv 2"


def test_words_cut_at_a_delimiter_are_whole_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "speaker,text\nAnn,Why, then?\nBo,So.\n")
    assert turns(reading) == [("Ann", "Why, then?"), ("Bo", "So.")]
    assert reading.warnings[0].startswith("row 2: has more cells than there are columns")
    assert len([warning for warning in reading.warnings if "more cells" in warning]) == 1


def test_codes_on_captions(tmp_path: Path) -> None:
    text = "start,end,text,codes\n0,1,Why?,asks\n1,2,So.,price;trust\n"
    reading = read(tmp_path, text)
    assert codes(reading) == [
        ("asks", "codes", "Why?"), ("price", "codes", "So."), ("trust", "codes", "So."),
    ]  # fmt: skip
