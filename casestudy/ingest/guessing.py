"""The likeliest encoding of bytes that are not UTF-8, which is always reported as a guess.

Looked at is whether accents, capitals and quotation marks stand where writers put them, whether
Japanese holds its syllables and Cyrillic its small letters, and whether all letters are of one
language. What none of these settles is left to a general library.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

WESTERN = ("cp1252", "mac_roman")
"""Encodings tried by where their signs stand, which the general guess confuses."""

OTHERS = ("cp1250", "iso8859_2", "cp1254")
"""Encodings tried by the letters of languages."""

OLD = ("cp850",)
"""Encodings of old DOS programs, tried last."""

JAPANESE = ("cp932", "euc_jp")

CYRILLIC = ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")

WELL_WRITTEN = 0.93
"""Share of small letters, capitals at the head of words and usual marks in what is not ASCII from
which a text is Cyrillic; the encodings differ in which bytes are small letters."""

KANA_SHARE = 0.3
"""Share of syllable signs among all that is not ASCII from which a text is Japanese. In the
tests' prose they are half; the same bytes read as Korean give none."""

WELL_PLACED = 0.9
"""Share of well-placed signs from which Western text is taken for such."""

ALL_LETTERS = 0.995
"""Share of accented letters that must be of one language; a name or two may be foreign."""

LEAST_LETTERS = 4
"""Different accented letters from which they may overrule how well Western signs are placed."""

DENSE = 5
"""One byte in so many may be other than ASCII in Western prose; the Finnish, French and German of
the tests have one in nine to eleven."""

LATIN = {
    "western": (
        *("åäöéüšžæø", "äöüßéàè", "àâæçèéêëîïôùûüœÿö", "áéíñóúüª", "ãáàâçéêíóôõúüº", "àèéìòùî"),
        *("æøåéöü", "áðéíóúýþæöü", "äõöüšžé", "áéèêëïóöüçñ"),
    ),
    "central": (
        *("ąćęłńóśźżé", "áčďéěíňóřšťúůýžöü", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüűä", "čšžćđ"),
        "ăâîşţșț",
    ),
    "turkish": ("çğıöşüâîûi̇",),
}
"""Letters beyond ASCII of languages: Finnish and Swedish, German, French, Spanish, Portuguese,
Italian, Danish and Norwegian, Icelandic, Estonian, Dutch; Polish, Czech, Slovak, Hungarian,
Croatian and Slovene, Romanian; Turkish."""

LANGUAGES = {
    **dict.fromkeys(("cp1252", "mac_roman", "cp850"), LATIN["western"]),
    **dict.fromkeys(("cp1250", "iso8859_2"), LATIN["central"]),
    "cp1254": LATIN["turkish"],
}
"""Languages that are written in each encoding."""

PLAUSIBLE = re.compile(
    r"(?<=[a-zß-öø-ÿ])[ß-öø-ÿœšžƒ](?![A-Z])|(?<![^\W\d_])[À-ÖØ-öø-ÿŒŠŽ](?=[a-zß-öø-ÿ]|\W)"
    r"|[À-ÖØ-Þ](?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])[À-ÖØ-Þ]|(?<=[a-z])[ß-öø-ÿ]"
    r"|(?<=\w)[‘’](?=\w)|(?<!\w)[“‘„«‚](?=\w|\W)|(?<=[\w.,!?…])[”’»](?!\w)|(?<=\s)»"
    r"|(?<=[\S ])…|(?<=\s)[–—](?=\s)"
    r"|(?<=\w)[–—](?=[\w\s])|(?<=[\s\d])[£€©°§](?=\W|\d)|(?<=\d)[€£%°]|[\u00a0·•½]"
)
"""A letter inside a word in its case, a capital at its head, quotation marks on their side."""

MARKS = frozenset("‘’“”„‚«»‹›…–—€£§°©®™•·\u00a0½¼¾×²³¿¡´\u00ad")
"""Signs of typography, which all languages share."""

MISPLACED = re.compile(
    r"(?<=[^\W\d_])[“”„‚«»‹›§©®™•¿¡](?=[^\W\d_])|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŒŠŽ](?=[a-zß-öø-ÿ]|$)"
)
"""Quotation marks and capitals in the middle of a word."""

STRANGE = re.compile(r"[^\x00-\x7f]")
RUSSIAN = re.compile(r"[а-яёєіїґў]|(?<![^\W\d_])[А-ЯЁЄІЇҐ](?=[а-яёєіїґ]|\W)|[«»—–…№]")
LATIN_LETTER, HIGH = re.compile(rb"[A-Za-z]"), re.compile(rb"[\x80-\xff]")
KANA = re.compile(r"[\u3041-\u30ff]")


def likeliest(data: bytes) -> str:
    """Name of the likeliest encoding, else ''."""
    return (
        western(data)
        or japanese(data)
        or cyrillic(data)
        or by_letters(data, (*WESTERN, *OTHERS, *OLD))
        or general(data)
    )


def western(data: bytes) -> str:
    """The Western encoding whose signs fall where writers put them, else ''.

    It gives way where its letters are of no one language and those of another encoding are:
    Hungarian and Turkish differ from Western letters in two or three places only.
    """
    if sum(byte > 127 for byte in data) * DENSE > len(data):
        return ""
    scores = {name: placed(data, name) for name in WESTERN}
    best = max(WESTERN, key=scores.__getitem__)
    if scores[best] < WELL_PLACED:
        return ""
    letters = accented(data, best)
    if len(letters) < LEAST_LETTERS or of_one_language(letters, best) >= ALL_LETTERS:
        return best
    return by_letters(data, OTHERS) or best


def placed(data: bytes, name: str) -> float:
    """Share of the non-ASCII characters that stand where such characters stand in prose."""
    text = characters(data, name)
    return len(PLAUSIBLE.findall(text)) / max(len(STRANGE.findall(text)), 1)


def by_letters(data: bytes, names: Sequence[str]) -> str:
    """The first encoding in which all accented letters are of one language, else ''."""
    for name in names:
        if of_one_language(accented(data, name), name) >= ALL_LETTERS:
            return name
    return ""


def accented(data: bytes, name: str) -> Counter[str]:
    """How often each letter beyond ASCII occurs.

    Signs that no writer uses there, such as boxes, and quotation marks or capitals within a word,
    count too; they are letters of no language.
    """
    text = characters(data, name)
    letters = Counter(sign for sign in STRANGE.findall(text.lower()) if sign not in MARKS)
    letters.update(MISPLACED.findall(text))
    return letters


def of_one_language(letters: Mapping[str, int], name: str) -> float:
    """Share of accented letters that the best fitting language of an encoding has.

    Examples
    --------
    >>> of_one_language({"ř": 1, "á": 1}, "cp1250"), of_one_language({"ø": 1, "á": 1}, "cp1252")
    (1.0, 0.5)
    """
    total = sum(letters.values())
    best = max(
        sum(count for sign, count in letters.items() if sign in language)
        for language in LANGUAGES[name]
    )
    return best / total if total else 0.0


def japanese(data: bytes) -> str:
    """The Japanese encoding in which the bytes hold syllables, else ''."""
    for name in JAPANESE:
        text = characters(data, name)
        if len(KANA.findall(text)) > KANA_SHARE * max(len(STRANGE.findall(text)), 1):
            return name
    return ""


def cyrillic(data: bytes) -> str:
    """The Cyrillic encoding in which nearly all that is not ASCII is well written, else ''."""
    if len(LATIN_LETTER.findall(data)) > len(HIGH.findall(data)):
        return ""
    shares = {name: well_written(characters(data, name)) for name in CYRILLIC}
    best = max(CYRILLIC, key=shares.__getitem__)
    return best if shares[best] >= WELL_WRITTEN else ""


def well_written(text: str) -> float:
    """Share of small letters, capitals at the head of words and marks in what is not ASCII."""
    return len(RUSSIAN.findall(text)) / max(len(STRANGE.findall(text)), 1)


def characters(data: bytes, name: str) -> str:
    """The characters in an encoding, empty if the bytes are not in it."""
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return ""


def general(data: bytes) -> str:
    """The encoding charset-normalizer finds likeliest, else ''."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return best.encoding if best is not None else ""
