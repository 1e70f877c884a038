"""One tricky file a format, each kind of content with a marker of its own: where each is kept.

"text" is the text of the reading, "speaker" a speaker's name, "place" a locator, "comment" the
margin, "loss" the losses, which tell the words that the text does not hold. Nothing may be nowhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.ingest import Reading

from .made import docx, odt, p, read, run, table
from .test_docx import BOX, DELETED, FIELD, INS

DOCX = docx(
    p("mBody", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    + table(["mTableA", "mTableB"])
    + f"<w:tbl><w:tr><w:tc>{table(['mNested'])}<w:p/></w:tc></w:tr></w:tbl>"
    + p(
        INS.format(run("mInserted")),
        DELETED.format("mDeleted"),
        f'<w:hyperlink w:anchor="z">{run("mLink")}</w:hyperlink>',
        f'<w:smartTag w:uri="u" w:element="e">{run("mSmart")}</w:smartTag>',
        f"<w:sdt><w:sdtContent>{run('mInline')}</w:sdtContent></w:sdt>",
        FIELD.replace("kField", "mField"),
        run("mHidden", "<w:vanish/>"),
        BOX.format(p("mBox")),
        '<w:commentRangeStart w:id="1"/>',
        run("these"),
        '<w:commentRangeEnd w:id="1"/>',
    )
    + f"<w:sdt><w:sdtContent>{p('mBlock')}</w:sdtContent></w:sdt>",
    header1=p("mHeader"),
    footer1=p("mFooter"),
    footnotes=f'<w:footnote w:id="2">{p("mFootnote")}</w:footnote>',
    comments=f'<w:comment w:id="1" w:author="A">{p("mComment")}</w:comment>',
)
DOCX_KEPT = {
    "text": "mBody mTableA mTableB mNested mInserted mLink mSmart mInline mField mHidden mBox "
    "mBlock mHeader mFooter mFootnote",
    "comment": "mComment",
    "loss": "mDeleted",
}

VTT = """\ufeffWEBVTT - mTitle

STYLE
::cue { color: red }

NOTE mNoteLine

NOTE
mNoteBlock goes on

mCueName/1-0
00:01.000 --> 00:02.000 align:start position:0%
<v Anna mAnna>mFirst one</v> <v mBen>mSecond one</v>

2
00:00:02.000 --> 00:00:03.000
<v.loud mEsme>mLoud <i>mItalic</i> R&amp;D 3 &lt; 4 mEntity</v>

00:00:03.000 --> 00:00:04.000
<v mTom>mPlain & raw <GASPS> mAfterTag

00:00:04.000 --> 00:00:05.000
<v mTom><00:00:04.100><c>mKaraoke</c><00:00:04.500> song

01:00:05.000 --> 01:00:06.000
<v mTom>mLineOne
second mLineTwo

99:00:07,000 --> 99:00:08,000
<v mTom>mCommaTime

00:00:09.000 --> 00:00:08.000
<v mTom>mBackwards
"""
VTT_KEPT = {
    "text": "mFirst mSecond mLoud mItalic R&D mEntity mPlain GASPS mAfterTag mKaraoke mLineOne "
    "mLineTwo mCommaTime mBackwards",
    "speaker": "mAnna mBen mEsme",
    "place": "mCueName",
    "loss": "mNoteLine mNoteBlock",
}

SRT = """1
00:00:01,000 --> 00:00:02,000
Anna: mOne {laughs mBrace} <i>mItalic</i>

2
00:00:02.000 --> 00:00:03.000
mDotTime

3
00:00:03,000 --> 00:00:04,000
mBlankBelow

mBlankAbove

5
0:00:05,5 --> 0:00:06,5
mShortTime

6
00:00:07,000 --> 00:00:08,000 X1:0 X2:10
mPlaced \\h mHard

00:00:09,000 --> 00:00:10,000
mLast"""
SRT_KEPT = {
    "text": "mOne mBrace mItalic mDotTime mBlankBelow mBlankAbove mShortTime mPlaced mHard mLast"
}

RTF = r"""{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}
{\info{\title mTitle}}{\*\generator mGenerator;}
\f0 I: mPlain caf\'e9 \u8220?mCurly\u8221? em\emdash dash #00:00:05-2#\par
B: {\v mHidden} {\b mBold}\line mBelow\par
{\f1 \'cf\'f0\'e8\'e2\'e5\'f2 mCyrillic}\par
\trowd\cellx1000\cellx2000\intbl mCellA\cell mCellB\cell\row\pard
{\field{\*\fldinst HYPERLINK "mInstruction"}{\fldrslt mLink}}\par
text{\footnote mFoot} {\*\annotation mNote}\u-10179?\u-8704? mEmoji\par
{\deleted mDeleted}{\revised mRevised}\par
{\header mHead\par}\bullet mBullet\~mBlank\tab mTab\par}"""
RTF_KEPT = {
    "text": "mPlain café “mCurly” — mHidden mBold mBelow Привет mCellA mCellB mLink mFoot mEmoji "
    "\U0001f600 mRevised mHead mBullet mBlank mTab",
    "comment": "mNote",
    "loss": "mDeleted",
}

ODT = odt(
    "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info>"
    "<dc:creator>a</dc:creator></office:change-info><text:p>mDeleted</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes><text:h text:outline-level='1'>mHeading</text:h>"
    "<text:p>a<text:s text:c='3'/>b<text:tab/>mTab<text:line-break/>mBroken <text:span>mSpan"
    "</text:span><text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>mFoot</text:p></text:note-body></text:note> mTail<office:annotation>"
    "<dc:creator>Ann</dc:creator><text:p>mNote</text:p></office:annotation>"
    "<text:change text:change-id='c1'/></text:p>"
    "<text:list><text:list-item><text:p>mList</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>mCell</text:p></table:table-cell>"
    "</table:table-row></table:table><text:p><draw:frame><draw:text-box><text:p>mBox</text:p>"
    "</draw:text-box></draw:frame></text:p>"
)
ODT_KEPT = {
    "text": "mHeading mTab mBroken mSpan mFoot mTail mList mCell mBox",
    "comment": "mNote",
    "loss": "mDeleted",
}


def places(reading: Reading) -> dict[str, str]:
    """All that a reading holds, by where."""
    return {
        "text": reading.text,
        "comment": "\n".join(comment.text for comment in reading.comments),
        "speaker": "\n".join(part.speaker for part in reading.parts),
        "place": "\n".join(part.locator for part in reading.parts),
        "loss": str(reading.losses),
    }


@pytest.mark.parametrize(
    ("content", "kept", "number"),
    [
        pytest.param(DOCX, DOCX_KEPT, 17, id="docx"),
        pytest.param(VTT, VTT_KEPT, 20, id="vtt"),
        pytest.param(SRT, SRT_KEPT, 10, id="srt"),
        pytest.param(RTF, RTF_KEPT, 21, id="rtf"),
        pytest.param(ODT, ODT_KEPT, 11, id="odt"),
    ],
)
def test_every_marker_is_kept(
    tmp_path: Path, content: str | bytes, kept: dict[str, str], number: int
) -> None:
    found = places(read(tmp_path, content))
    assert sum(len(markers.split()) for markers in kept.values()) == number
    for place, markers in kept.items():
        assert [marker for marker in markers.split() if marker not in found[place]] == []
        for marker in markers.split():
            once = [where for where in found if marker in found[where]]
            assert place in once
            assert place == "speaker" or "text" not in once or once == ["text"], "shown once only"


def test_what_is_no_text_stays_out(tmp_path: Path) -> None:
    reading = read(tmp_path, RTF)
    assert reading.title == "mTitle"
    for word in ("mTitle", "mGenerator", "mInstruction"):
        assert word not in reading.text
    assert read(tmp_path, VTT).title == "mTitle"


@pytest.mark.parametrize("content", [DOCX, RTF, ODT], ids=["docx", "rtf", "odt"])
def test_the_other_side_of_tracked_changes(tmp_path: Path, content: str | bytes) -> None:
    assert "mDeleted" in read(tmp_path, content, tracked_changes="original").text
