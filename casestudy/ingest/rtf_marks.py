"""What the control words of RTF stand for: characters, places, character sets."""

from __future__ import annotations

CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
"""Control words that are a character."""

SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}"}
"""Control symbols that are a character."""

ENDS = ("par", "sect", "cell", "nestcell", "row", "nestrow")
"""Control words that end a paragraph, a cell or a row."""

STATED = {
    "atrfstart": "@start",
    "atrfend": "@end",
    "atnid": "@initials",
    "atnauthor": "@author",
    "atnref": "@name",
    "atndate": "@date",
}
"""Groups that tell where a comment belongs and who wrote it; never words of the document."""

REGIONS = {
    **STATED,
    "footnote": "footnotes",
    "annotation": "comments",
    "header": "headers",
    "headerl": "headers",
    "headerr": "headers",
    "headerf": "headers",
    "footer": "footers",
    "footerl": "footers",
    "footerr": "footers",
    "footerf": "footers",
    "shptxt": "text boxes",
}
"""Groups whose words stand beside the running text, with the name of their region."""

LOST = {
    "pict": "picture",
    "listtext": "number or bullet that the word processor sets by itself",
    "pntext": "number or bullet that the word processor sets by itself",
    "objdata": "object of another program",
}
"""Groups that are counted as losses."""

SKIPPED = frozenset(
    [
        *("colortbl", "stylesheet", "fldinst", "listtable", "listoverridetable", "xe", "tc"),
        *("themedata", "datastore", "latentstyles", "generator", "revtbl", "rsidtbl", "filetbl"),
        *("nonshppict", "sp", "bkmkstart", "bkmkend", "private", "template", "objclass", "falt"),
        *("fontemb", "fontfile", "panose", "pgptbl", "userprops", "xmlnstbl", "ftnsep", "aftnsep"),
        *("ftnsepc", "aftnsepc", "ftncn", "aftncn", "info"),
    ]
)
"""Groups that hold no words of the document."""

ENTERED = frozenset([*STATED, "annotation", "shpinst", "footnote", "shptxt", "shprslt", "ud"])
"""Starred groups that hold words all the same; all other starred groups are skipped."""

CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
"""Encoding for each character set that a font can state."""

PLATFORMS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""Encoding for each platform that a file can state."""
