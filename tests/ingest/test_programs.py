"""RTF, OpenDocument, oTranscribe, Whisper, TEI, ELAN, CHAT, CSV."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casestudy.errors import BadFile

from .made import odt, packed, pieces, read, times, turns

RTF = r"""{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}
{\info{\title kTitle}}{\*\generator kGen;}
\f0 I: kPlain caf\'e9 \u8220?kCurly\u8221? em\emdash dash #00:00:05-2#\par
B: {\v kHidden} {\b kBold}\line kLine\par
{\f1 \'cf\'f0\'e8\'e2\'e5\'f2 kCyr}\par
\trowd\cellx1000\cellx2000\intbl kCell1\cell kCell2\cell\row\pard
{\field{\*\fldinst HYPERLINK "kInst"}{\fldrslt kLink}}\par
text{\footnote kFoot} {\*\annotation kNote}\u-10179?\u-8704? kEmoji\par
{\deleted kDeleted}{\revised kRevised}\par
{\pict\pngblip 89504e470d}{\header kHead\par}\bullet kBullet\~kNbsp\_kHyphen\tab kTab\{\}\par}"""


def test_rtf_keeps_what_word_processors_write(tmp_path: Path) -> None:
    reading = read(tmp_path, RTF)
    assert reading.title == "kTitle"
    assert reading.text.split("\n") == [
        "I: kPlain café “kCurly” em—dash #00:00:05-2#",
        "B: kHidden kBold",
        "kLine",
        "Привет kCyr",
        "kCell1\tkCell2",
        "kLink",
        "text \U0001f600 kEmoji",
        "kRevised",
        "•kBullet\u00a0kNbsp\u2011kHyphen\tkTab{}",
        *("kFoot", "kHead"),
    ]
    assert [comment.text for comment in reading.comments] == ["kNote"]
    assert str(reading.losses).split("\n") == ["deleted by a tracked change: 'kDeleted'", "picture"]
    assert any("hides" in warning for warning in reading.warnings)


def test_rtf_original_side(tmp_path: Path) -> None:
    reading = read(tmp_path, RTF, tracked_changes="original")
    assert "kDeleted" in reading.text
    assert "kRevised" not in reading.text


def test_rtf_of_f4(tmp_path: Path) -> None:
    text = (
        r"{\rtf1\ansi{\b I:} Why\u8217?s that? #00:00:17-6#\par {\b B:} So. #00:00:20-8#\par "
        r"{\b I:} Ah. #00:00:24-0#\par {\b B:} Yes. #00:00:26-0#\par }"
    )
    reading = read(tmp_path, text)
    assert turns(reading) == [("I", "Why’s that?"), ("B", "So."), ("I", "Ah."), ("B", "Yes.")]
    assert [end for _, end in times(reading)] == [17.6, 20.8, 24.0, 26.0]


def test_rtf_transcript_as_a_table(tmp_path: Path) -> None:
    said = [("Ann", "How did it start then?"), ("Bo", "With a letter from home.")] * 2
    rows = "".join(rf"\trowd\intbl {who}\cell {what}\cell\row " for who, what in said)
    assert turns(read(tmp_path, rf"{{\rtf1 {rows}\pard end\par}}")) == said


def test_rtf_two_byte_code_pages_and_binary_data(tmp_path: Path) -> None:
    text = (
        rb"{\rtf1\ansi{\fonttbl{\f0\fcharset128 A;}}\f0 \'93\'8c\'8b\'9e"
        rb"{\pict\bin4 }{}}}{\uc2 \u233\'81\'66x}\par}"
    )
    assert read(tmp_path, text).text == "東京éx"


ODT = (
    "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info>"
    "<dc:creator>a</dc:creator></office:change-info><text:p>kDeleted</text:p></text:deletion>"
    "</text:changed-region><text:changed-region text:id='c2'><text:insertion/>"
    "</text:changed-region></text:tracked-changes><text:h>kHeading</text:h>"
    "<text:p>  a<text:s text:c='3'/>b<text:tab/>kTab<text:line-break/>kBroken\n  <text:span> kSpan"
    "</text:span><text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>kFoot</text:p></text:note-body></text:note> kTail<office:annotation>"
    "<dc:creator>Ann</dc:creator><text:p>kNote</text:p></office:annotation></text:p>"
    "<text:list><text:list-item><text:p>kList</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>kCell</text:p></table:table-cell>"
    "<table:table-cell><text:p>kSecond</text:p></table:table-cell></table:table-row></table:table>"
    "<text:p>x<text:change text:change-id='c1'/><text:change-start text:change-id='c2'/>kNew"
    "<text:change-end text:change-id='c2'/><draw:frame><draw:text-box><text:p>kBox</text:p>"
    "</draw:text-box><svg:desc>kDesc</svg:desc></draw:frame></text:p>"
)
MASTER = (
    "<office:master-styles><style:master-page><style:header>{}</style:header>"
    "</style:master-page></office:master-styles>"
)


def test_odt_keeps_every_kind_of_text(tmp_path: Path) -> None:
    reading = read(tmp_path, odt(ODT, MASTER.format("<text:p>kHead</text:p>")))
    assert reading.text.split("\n") == [
        "kHeading",
        "a   b\tkTab",
        "kBroken kSpan kTail",
        "kList",
        "kCell\tkSecond",
        "xkNew",
        *("kFoot", "kBox", "kHead"),
    ]
    (comment,) = reading.comments
    assert (comment.text, comment.author) == ("kNote", "Ann")
    assert comment.locator == "comment 1 at paragraph 2"
    assert comment.start == comment.end == reading.text.index(" kTail") + len(" kTail")
    assert "kDeleted" in str(reading.losses)
    assert "2 tracked changes were read as accepted" in reading.warnings[0]


def test_odt_original_side(tmp_path: Path) -> None:
    reading = read(tmp_path, odt(ODT), tracked_changes="original")
    assert "xkDeleted\n" in reading.text
    assert "inserted by a tracked change: 'kNew'" in str(reading.losses)


def test_odt_turns(tmp_path: Path) -> None:
    body = "".join(f"<text:p>{who}:<text:tab/>words</text:p>" for who in ("I", "B", "I", "B"))
    assert turns(read(tmp_path, odt(body))) == [(who, "words") for who in ("I", "B", "I", "B")]


def test_odt_protected_by_a_password(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>",
        "content.xml": b"\x01\x02\x03",
    }
    with pytest.raises(BadFile, match="protected by a password"):
        read(tmp_path, packed(members))


def test_otranscribe(tmp_path: Path) -> None:
    stamp = '<span class="timestamp" data-timestamp="{0}.0">00:{0}</span>'
    said = [("Ann", "So?", 11), ("Bo", "Yes &amp; no.", 15), ("Ann", "Ah.", 17), ("Bo", "Mm.", 19)]
    text = "".join(
        f"<p>{stamp.format(at)} <b>{who}</b>: {what}<br /></p>" for who, what, at in said
    )
    for value in ({"media-time": 3.2}, {"media-time": ""}):
        content = json.dumps({"text": text, "media": "a.mp3", **value})
        reading = read(tmp_path, content)
        assert turns(reading)[1] == ("Bo", "Yes & no.")
        assert [start for start, _ in times(reading)] == [11.0, 15.0, 17.0, 19.0]


def test_whisper(tmp_path: Path) -> None:
    segments = [
        {"start": 0.5, "end": 1.5, "text": " Hello", "speaker": "SPEAKER_00", "words": [{}]},
        {"start": 1.5, "end": 2.0, "text": " there.", "speaker": "SPEAKER_00"},
        {"start": 2.5, "end": None, "text": " Hi.", "speaker": "SPEAKER_01"},
        {"start": 3.5, "end": 4, "text": ""},
    ]
    reading = read(tmp_path, json.dumps({"text": "…", "segments": segments, "language": "en"}))
    assert turns(reading) == [("SPEAKER_00", "Hello there."), ("SPEAKER_01", "Hi.")]
    assert times(reading) == [(0.5, 2.0), (2.5, None)]
    assert pieces(reading, "cue") == ["Hello", "there.", "Hi."]
    assert (reading.language, reading.reader) == ("en", "whisper 1")
    assert "speech recogniser" in reading.warnings[0]


TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>
<title>A talk</title></titleStmt></fileDesc><profileDesc><particDesc><person xml:id="A">
<persName>Ann Lee</persName></person></particDesc></profileDesc></teiHeader><text>
<timeline unit="s"><when xml:id="T0"/><when xml:id="T1" interval="1.5" since="#T0"/>
<when xml:id="T2" interval="2" since="#T1"/></timeline><body>
<u who="#A" start="#T0" end="#T1"><seg>How are</seg> <seg>you<pause/>?</seg></u>
<u who="#B" start="#T1"><vocal><desc>laughs</desc></vocal> Fine &amp; well.</u>
<u who="#B"><note/></u></body></text></TEI>"""


def test_tei(tmp_path: Path) -> None:
    reading = read(tmp_path, TEI)
    assert turns(reading) == [("Ann Lee", "How are you [pause] ?"), ("B", "[laughs] Fine & well.")]
    assert times(reading) == [(0.0, 1.5), (1.5, None)]
    assert (reading.title, reading.language, reading.reader) == ("A talk", "en", "tei 1")
    assert str(reading.losses) == "u 3: utterance without words"


EAF = """<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><HEADER/><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="t2"/>
<TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="3000"/><TIME_SLOT TIME_SLOT_ID="t4" TIME_VALUE="4000"/>
</TIME_ORDER><TIER LINGUISTIC_TYPE_REF="utt" PARTICIPANT="Ann" TIER_ID="S1">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2">
<ANNOTATION_VALUE>How are you</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER LINGUISTIC_TYPE_REF="gloss" PARENT_REF="S1" TIER_ID="S1-gloss"><ANNOTATION>
<REF_ANNOTATION ANNOTATION_ID="a2" ANNOTATION_REF="a1"><ANNOTATION_VALUE>greeting</ANNOTATION_VALUE>
</REF_ANNOTATION></ANNOTATION></TIER><TIER LINGUISTIC_TYPE_REF="ref" TIER_ID="B-ref">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a3" TIME_SLOT_REF1="t3" TIME_SLOT_REF2="t4">
<ANNOTATION_VALUE>001</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER LINGUISTIC_TYPE_REF="utt" PARTICIPANT="Bo" PARENT_REF="B-ref" TIER_ID="B-txt"><ANNOTATION>
<REF_ANNOTATION ANNOTATION_ID="a4" ANNOTATION_REF="a3"><ANNOTATION_VALUE>Fine</ANNOTATION_VALUE>
</REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"""


def test_elan_reads_text_on_reference_tiers_and_open_slots(tmp_path: Path) -> None:
    reading = read(tmp_path, EAF)
    assert turns(reading) == [("Ann", "How are you"), ("Bo", "Fine")]
    assert times(reading) == [(0.0, None), (3.0, 4.0)]
    assert str(reading.losses) == "tier 'S1-gloss', which is no speech"


CHA = (
    "@UTF8\n@Begin\n@Languages:\teng, fra\n@Participants:\tCHI Eve Target_Child\n"
    "*CHI:\tmore cookie . [+ IMP] \x150_1500\x15\n%mor:\tqn|more\n"
    "*MOT:\tyou “want”\n\tmore ? \x151500_2000\x15\n@End\n"
)


def test_chat(tmp_path: Path) -> None:
    reading = read(tmp_path, CHA)
    assert turns(reading) == [("CHI", "more cookie . [+ IMP]"), ("MOT", "you “want” more ?")]
    assert times(reading) == [(0.0, 1.5), (1.5, 2.0)]
    assert [part.locator for part in reading.parts] == ["line 5", "line 7"]
    assert str(reading.losses) == "dependent tier %mor"
    assert reading.language == "eng"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["timestamp", "speaker", "words", "tags"],
        ["00:05", "RA:", '"Well; ""so"", then &#8212; AT&T"', "a"],
        ["", "RB", '"two\nlines"', ""],
        ["", "", "going on", ""],
        ["9.5", "RA", "end", ""],
    ]
    reading = read(tmp_path, "\n".join(delimiter.join(row) for row in rows))
    assert turns(reading) == [
        ("RA", 'Well; "so", then — AT&T'),
        ("RB", "two lines"),
        ("RB", "going on"),
        ("RA", "end"),
    ]
    assert [start for start, _ in times(reading)] == [5.0, None, None, 9.5]
    assert str(reading.losses) == "nothing was lost"
    assert [(each.code, each.coder, each.start) for each in reading.codes] == [("a", "tags", 4)]
