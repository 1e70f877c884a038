"""SubViewer, SubStation, Audacity, TextGrid, TTML, YouTube, EXMARaLDA, FOLKER, Transcriber."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile

from .made import check, pieces, read, times, turns

SAID = [("Anna", "How was it?"), ("Ben", "Late, I think. Very late.")]
SPAN = [(0.5, 1.75), (2.0, 4.25)]

SBV = """0:00:00.500,0:00:01.750
Anna: How was it?

0:00:02.000,0:00:03.000
Ben: Late,[br]I think.

0:00:03.000,0:00:04.250
Ben: Very late.

0:00:05.000,0:00:05.500
Anna: I see.
"""

ASS = r"""[Script Info]
Title: talk
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:02.00,0:00:03.00,Default,Ben,0,0,0,,{\i1}Late,{\i0}\NI think.
Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,kComment, of mine
Dialogue: 0,0:00:00.50,0:00:01.75,Default,Anna,0,0,0,,How was it?
Dialogue: 0,0:00:03.00,0:00:04.25,Default,Ben,0,0,0,,Very late.
"""

AUDACITY = (
    "0.500000\t1.750000\tAnna: How was it?\n\\\t100.0\t200.0\n"
    "2.000000\t3.000000\tBen: Late, I think.\n3.000000\t4.250000\tBen: Very late.\n"
    "5.000000\t5.000000\tAnna: I see.\n6,0000\t7,0000\n"
)

LONG = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0 
xmax = 5 
tiers? <exists> 
size = 4 
item []: 
    item [1]:
        class = "IntervalTier" 
        name = "Anna" 
        xmin = 0 
        xmax = 5 
        intervals: size = 3 
        intervals [1]:
            xmin = 0 
            xmax = 0.5 
            text = "" 
        intervals [2]:
            xmin = 0.5 
            xmax = 1.75 
            text = "How was it?" 
        intervals [3]:
            xmin = 1.75 
            xmax = 5 
            text = "sil" 
    item [2]:
        class = "IntervalTier" 
        name = "Ben" 
        xmin = 0 
        xmax = 5 
        intervals: size = 2 
        intervals [1]:
            xmin = 2 
            xmax = 3 
            text = "Late, I think." 
        intervals [2]:
            xmin = 3 
            xmax = 4.25 
            text = "Very late." 
    item [3]:
        class = "IntervalTier" 
        name = "words" 
        xmin = 0 
        xmax = 5 
        intervals: size = 2 
        intervals [1]:
            xmin = 2 
            xmax = 2.5 
            text = "late" 
        intervals [2]:
            xmin = 2.5 
            xmax = 3 
            text = "I" 
    item [4]:
        class = "TextTier" 
        name = "notes" 
        xmin = 0 
        xmax = 5 
        points: size = 1 
        points [1]:
            number = 2.25 
            mark = "a ""cough""" 
'''  # noqa: W291 (as Praat writes it)
SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
5
<exists>
2
"IntervalTier"
"Anna"
0
5
1
0.5
1.75
"How was it?"
"IntervalTier"
"Ben"
0
5
2
2
3
"Late, I think."
3
4.25
"Very late."
"""

TTML = """<?xml version="1.0" encoding="utf-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="4" xml:lang="en">
<head><metadata><ttm:agent xml:id="a1" type="person"><ttm:name type="alias">Anna</ttm:name>
</ttm:agent></metadata><styling><style xml:id="s"/></styling></head>
<body><div><p begin="00:00:00.500" end="00:00:01.750" ttm:agent="a1">How <span>was</span> it?</p>
<p begin="2s" end="3000ms" ttm:agent="Ben">Late,<br/>I think.</p>
<p begin="00:00:03:00" dur="00:00:01:01" ttm:agent="Ben">Very late.</p>
<p>kTitle</p></div></body></tt>"""

EXB = """<?xml version="1.0" encoding="UTF-8"?><!-- (c) EXMARaLDA -->
<basic-transcription><head><meta-information/><speakertable>
<speaker id="SPK0"><abbreviation>Anna</abbreviation><sex value="f"/></speaker>
<speaker id="SPK1"><abbreviation>Ben</abbreviation></speaker></speakertable></head>
<basic-body><common-timeline><tli id="T0" time="0.5"/><tli id="T1" time="1.75"/>
<tli id="T2" time="2.0"/><tli id="T3"/><tli id="T4" time="4.25"/></common-timeline>
<tier id="TIE0" speaker="SPK0" category="v" type="t" display-name="Anna [v]">
<event start="T0" end="T1">How was it? </event></tier>
<tier id="TIE1" speaker="SPK1" category="v" type="t" display-name="Ben [v]">
<event start="T2" end="T3">Late, I think. </event>
<event start="T3" end="T4">Very late.</event></tier>
<tier id="TIE2" speaker="SPK1" category="en" type="a" display-name="Ben [en]">
<event start="T2" end="T3">kGloss</event></tier></basic-body></basic-transcription>"""

FOLKER = """<?xml version="1.0" encoding="UTF-8"?><folker-transcription>
<speakers><speaker speaker-id="A"><name>Anna</name></speaker><speaker speaker-id="Ben"/></speakers>
<timeline><timepoint timepoint-id="TLI_0" absolute-time="0.5"/>
<timepoint timepoint-id="TLI_1" absolute-time="1.75"/>
<timepoint timepoint-id="TLI_2" absolute-time="2.0"/>
<timepoint timepoint-id="TLI_3" absolute-time="4.25"/></timeline>
<contribution speaker-reference="A" start-reference="TLI_0" end-reference="TLI_1">
<unparsed>How was it?</unparsed></contribution>
<contribution speaker-reference="Ben" start-reference="TLI_2" end-reference="TLI_3">
<unparsed>Late, I think.</unparsed> <unparsed>Very late.</unparsed></contribution>
</folker-transcription>"""

TRS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans scribe="x" audio_filename="talk" version="1"><Speakers><Speaker id="spk1" name="Anna"/>
<Speaker id="spk2" name="Ben"/></Speakers><Episode><Section type="report" startTime="0" endTime="5">
<Turn speaker="spk1" startTime="0.5" endTime="1.75"><Sync time="0.5"/>
How was it?
</Turn>
<Turn speaker="spk2" startTime="2" endTime="4.25"><Sync time="2"/>Late, I think.
<Sync time="3"/>Very late.</Turn></Section></Episode></Trans>"""

FILES = {
    "subviewer": SBV, "substation": ASS, "audacity": AUDACITY, "textgrid": LONG,
    "textgrid short": SHORT, "ttml": TTML, "exmaralda": EXB, "folker": FOLKER, "transcriber": TRS,
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_who_said_what_and_when(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, FILES[name])
    check(reading)
    assert turns(reading)[:2] == SAID
    assert times(reading)[:2] == SPAN
    assert reading.kind == "interview"
    assert reading.reader == f"{name.split(maxsplit=1)[0]} 1"


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("substation", "line 12: comment: 'kComment, of mine'"),
        ("audacity", "range of frequencies of a label"),
        ("textgrid", "tier 'words', which is no speech (2 times)"),
        ("ttml", "p 4: words without times: 'kTitle'"),
        ("exmaralda", "tier 'Ben [en]', which is no speech"),
    ],
)
def test_what_is_no_speech_is_told(tmp_path: Path, name: str, lost: str) -> None:
    assert lost in str(read(tmp_path, FILES[name]).losses).split("\n")


def test_a_textgrid_of_utf_16_and_one_of_words_only(tmp_path: Path) -> None:
    assert turns(read(tmp_path, LONG.encode("utf-16-be")))[:2] == SAID
    words = SHORT.replace("How was it?", "How").replace("Late, I think.", "Late")
    assert turns(read(tmp_path, words.replace("Very late.", "Very")))[1] == ("Ben", "Late Very")


def test_voices_at_once_and_events_in_transcriber(tmp_path: Path) -> None:
    both = (
        '<Turn speaker="spk1 spk2" startTime="5" endTime="6"><Sync time="5"/><Who nb="1"/>Yes.'
        '<Event desc="laughs" type="noise"/><Who nb="2"/>No.</Turn></Section>'
    )
    reading = read(tmp_path, TRS.replace("</Section>", both))
    assert turns(reading)[2:] == [("Anna", "Yes. [laughs]"), ("Ben", "No.")]


def test_youtube_in_both_forms(tmp_path: Path) -> None:
    first = (
        '<?xml version="1.0" encoding="utf-8" ?><transcript>'
        '<text start="0.5" dur="1.25">it&amp;#39;s late</text>'
        '<text start="5" dur="2">yes</text></transcript>'
    )
    third = (
        '<timedtext format="3"><head/><body>'
        '<p t="500" d="1250"><s>it\'s</s><s t="200"> late</s></p>'
        '<p t="500" d="10" a="1">\n</p><p t="5000" d="2000">yes</p></body></timedtext>'
    )
    for content in (first, third):
        reading = read(tmp_path, content)
        assert turns(reading) == [("", "it's late"), ("", "yes")]
        assert times(reading) == [(0.5, 1.75), (5.0, 7.0)]
        assert pieces(reading, "cue") == ["it's late", "yes"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SHORT.replace('2\n"Interval', '999999999\n"Interval'), "a TextGrid that breaks off"),
        (SHORT[:-30], "a TextGrid that breaks off"),
        (SHORT.replace('2\n"Interval', f'{"9" * 400}\n"Interval'), "a TextGrid that breaks off"),
        (SHORT.replace("4.25", "9" * 400), "a TextGrid that breaks off"),
        (LONG.split("item []", maxsplit=1)[0], "a TextGrid that breaks off"),
        ("[Script Info]\nTitle: x\n", "has no event with times and words"),
        ("<tt><body/></tt>", "captions without words or times"),
        ("<basic-transcription><tier/></basic-transcription>", "no words that somebody says"),
        (TRS.replace('"trans-14.dtd"', '"trans-14.dtd" [<!ENTITY a "b">]'), "document type"),
    ],
)
def test_damaged_files_are_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(tmp_path, content)
