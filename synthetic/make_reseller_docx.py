"""Write ``interview_reseller.docx``: a synthetic interview as a Word file.

SYNTHETIC: written for the casestudy package; no real person or company speaks in it.

A transcript from a word processor is more than paragraphs. This one carries
what a reader must cope with: a table of turns, a footnote, a comment, one
tracked insertion and one tracked deletion. The file is built from the standard
library alone, part by part, and two runs give the same bytes.

Run it from anywhere: ``python make_reseller_docx.py``.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

TARGET = Path(__file__).with_name("interview_reseller.docx")

#: The oldest time a zip entry can hold. A fixed time keeps the bytes the same.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)

#: Stands in the properties and at the tracked changes; as invented as the talk.
WRITTEN = "2024-03-15T09:00:00Z"

TYPIST = "Typist (synthetic)"
TITLE = "Interview 3: a reseller"
MARK = "SYNTHETIC: written for the casestudy package; no real person or company speaks here"
COMMENT = "She lowers her voice here. Synthetic, as the whole file is."

#: A blank line ends a paragraph. ``{kind|text}`` is a footnote, a tracked change
#: or a commented passage. Paragraphs between the two table lines become its rows.
TRANSCRIPT = """\
Date: 15 March 2024 (invented)

Setting: by telephone; the middle part was typed as a table

Moderator: Could you introduce yourself and the business in a few sentences?

Reseller: Gladly. Mirja Sandström-Õun, I own half of Ankerhof Drives, a reseller in a harbour
town. We are eleven people. We sell motors, gearboxes and frequency converters to firms that are
too small for a manufacturer to visit. About a third of it comes from the Nordmotor
Marketplace{footnote|Nordmotor is the made-up marketplace of this folder. Ankerhof Drives is made
up as well.}, the rest from two other makers.

Moderator: So you buy there for others. How does that change what you need?

Reseller: I read the product page with my customer on the other ear. He asks, does it fit on a
size 63 flange, and I have about ten seconds. A table that I can scan from top to bottom is worth
gold. A page on which the flange is in the second picture of the gallery loses me the sale.

And I need both prices on one page, mine and the recommended one. Today I open two windows. The
data sheets I pass on under our own name, so I am glad that they come in four languages.

Moderator: How current is what you see there?

Reseller: The stock figure is counted every {deleted|night}{inserted|hour}, they say so beside the
number, and since then I quote delivery times without ringing first. What is not current is the
list of discontinued types. I learnt from a customer that a converter had been withdrawn. From my
own customer! That was a red face.

Moderator: Who do you speak to at Nordmotor?

Reseller: A partner manager, twice a year with slides, and the rest of the time a ticket number.
The ticket is answered within a day, politely, by a different person each time. I would trade the
slides for one person who remembers that we have no crane.

[table]

Moderator: You have said little about the suggestions on the site. Do they help you to sell?

Reseller: “Fits with this” does. It adds the cable gland that I would have left out, and my
customer thinks I am thorough. The weekly mail with “picks for you” is made from what all of my
customers bought, mixed in one pot, so it suits none of them. Let me give each order a customer
mark, then the picks could make sense.

Moderator: And would you mind if the marketplace knew those customer marks?

[end of table]

Reseller: There you put your finger on it. {commented|The moment they know my customers by name,
what do they need me for?} I would give a number, never a name. They asked for end-user addresses
last year, “for warranty”, and when I asked who else would read them I got a link to forty pages.
Had they written two lines, warranty only, deleted after three years, I might have agreed.

Moderator: Is that your main worry?

Reseller: It is the one that keeps me awake. The other is the terms: the partner discount can be
changed with thirty days’ notice, and the notice is a line in the portal, not a letter. To be
fair, when they cut it in 2023 they published the whole table, every tier, and I could see that
nobody had been treated better. I swore, but I did not feel cheated.

Moderator: Do your customers see reviews, or write any?

Reseller: They see them, and they quote them at me. A review that says “noisy at 40 hertz” is a
conversation I can have. What I miss is a right of reply: when a fault came from wrong mounting,
let me say so beneath it, with our name. We do collect comments ourselves, on paper, and nobody at
Nordmotor has ever asked to see the folder.

Moderator: Are you in touch with other resellers through the site?

Reseller: There is a partner board. Seven or eight of us lend each other stock, one writes “has
anybody a 4 kW brake motor until Friday” and by noon somebody has. The company did not plan that,
it only left the board open and kept out of the way. Clever, if you ask me. In the public forum I
do not write, there I would be advertising.

Moderator: What would you like to arrange in your own way?

Reseller: My own shop window. I can already choose which families my customers see when they come
in through our link, and put our logo on top. I want to go further: our delivery times in place of
theirs, our assembly service as a line in the configurator. They gave us colours and left out the
part that earns the money.

Moderator: If they rang tomorrow, what would you tell them first?

Reseller: Ring more often. And ask before you build, not after. That is all, I have a lorry at the
door."""

TABLE_BEGINS, TABLE_ENDS = "[table]", "[end of table]"

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE_MIME = "application/vnd.openxmlformats-package"

CONTENT_TYPES = f"""\
<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="{PACKAGE_MIME}.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/core.xml" ContentType="{PACKAGE_MIME}.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="{MIME}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{MIME}.styles+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="{MIME}.footnotes+xml"/>
<Override PartName="/word/comments.xml" ContentType="{MIME}.comments+xml"/>
</Types>"""

CORE_PROPERTIES = f"""\
<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>{TITLE} (synthetic)</dc:title>
<dc:subject>synthetic interview</dc:subject>
<dc:creator>make_reseller_docx.py</dc:creator>
<cp:keywords>synthetic</cp:keywords>
<dc:description>{MARK}</dc:description>
<dcterms:created xsi:type="dcterms:W3CDTF">{WRITTEN}</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">{WRITTEN}</dcterms:modified>
<dc:language>en-GB</dc:language>
</cp:coreProperties>"""

STYLES = f"""\
<w:styles xmlns:w="{WORD}">
<w:docDefaults>
<w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>
<w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>
<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
</w:styles>"""

#: A4, with margins of one inch; lengths are twentieths of a point.
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" '
    'w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
)
COLUMNS = (1600, 7400)
NOTE_STYLE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def run(text: str, *, element: str = "t") -> str:
    """Return one run of text; `element` is ``t``, or ``delText`` where it was deleted."""
    return f'<w:r><w:{element} xml:space="preserve">{escape(text)}</w:{element}></w:r>'


def marked(kind: str, text: str) -> str:
    """Return the runs of one ``{kind|text}``; each kind stands once in the transcript."""
    change = f'w:author="{TYPIST}" w:date="{WRITTEN}"'
    forms = {
        "footnote": f'<w:r>{NOTE_STYLE}<w:footnoteReference w:id="1"/></w:r>',
        "deleted": f'<w:del w:id="101" {change}>{run(text, element="delText")}</w:del>',
        "inserted": f'<w:ins w:id="102" {change}>{run(text)}</w:ins>',
        "commented": f'<w:commentRangeStart w:id="0"/>{run(text)}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>',
    }
    return forms[kind]


def paragraph(text: str, *, style: str = "Normal") -> str:
    """Return one paragraph, its marks turned into footnote, changes and comment."""
    pieces = re.findall(r"\{(\w+)\|([^}]*)\}|([^{]+)", text)
    runs = "".join(marked(kind, inside) if kind else run(plain) for kind, inside, plain in pieces)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def row(turn: str) -> str:
    """Return a table row: who speaks, and what is said."""
    cells = zip(COLUMNS, turn.split(": ", maxsplit=1), strict=True)
    return "<w:tr>{}</w:tr>".format(
        "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(text)}</w:tc>'
            for width, text in cells
        )
    )


def table(turns: list[str]) -> str:
    """Return turns as a ruled table of two columns."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f"<w:{edge} {line}/>" for edge in edges)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in COLUMNS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(COLUMNS)}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(map(row, turns))}</w:tbl>"
    )


def document() -> str:
    """Return the main part: title, mark, turns, the table of turns, turns."""
    blocks = [" ".join(block.split()) for block in TRANSCRIPT.split("\n\n")]
    begin, end = blocks.index(TABLE_BEGINS), blocks.index(TABLE_ENDS)
    body = [paragraph(TITLE, style="Title"), paragraph(MARK)]
    body += [paragraph(block) for block in blocks[:begin]]
    body += [table(blocks[begin + 1 : end])]
    body += [paragraph(block) for block in blocks[end + 1 :]]
    return f'<w:document xmlns:w="{WORD}"><w:body>{"".join(body)}{SECTION}</w:body></w:document>'


def footnotes() -> str:
    """Return the footnotes part: the two separators that Word expects, then the one note."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    text = " ".join("".join(re.findall(r"\{footnote\|([^}]*)\}", TRANSCRIPT)).split())
    note = f"<w:r>{NOTE_STYLE}<w:footnoteRef/></w:r>{run(' ' + text)}"
    style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    note = f'<w:footnote w:id="1"><w:p>{style}{note}</w:p></w:footnote>'
    return f'<w:footnotes xmlns:w="{WORD}">{separators}{note}</w:footnotes>'


def comments() -> str:
    """Return the comments part with its one comment."""
    about = f'w:id="0" w:author="{TYPIST}" w:date="{WRITTEN}" w:initials="T"'
    comment = f"<w:comment {about}>{paragraph(COMMENT)}</w:comment>"
    return f'<w:comments xmlns:w="{WORD}">{comment}</w:comments>'


def relationships(targets: dict[str, str]) -> str:
    """Return a relationships part; `targets` maps the kind of a relation to its target."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def parts() -> dict[str, str]:
    """Return the parts of the package by name, in the order in which they are stored."""
    package = {
        f"{OFFICE}/relationships/officeDocument": "word/document.xml",
        f"{PACKAGE}/relationships/metadata/core-properties": "docProps/core.xml",
    }
    beside = ("styles", "footnotes", "comments")
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(package),
        "docProps/core.xml": CORE_PROPERTIES,
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relationships(
            {f"{OFFICE}/relationships/{name}": f"{name}.xml" for name in beside}
        ),
        "word/styles.xml": STYLES,
        "word/footnotes.xml": footnotes(),
        "word/comments.xml": comments(),
    }


def write_docx(target: Path) -> None:
    """Write the Word file. Parts are stored plain, so that no compressor changes the bytes."""
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_STORED) as package:
        for name, xml in parts().items():
            entry = zipfile.ZipInfo(name, date_time=ZIP_TIME)
            entry.create_system = 0
            heading = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            package.writestr(entry, heading + xml)


if __name__ == "__main__":
    write_docx(TARGET)
