"""Sixty-six files in the encodings that researchers bring: exact text, every guess visible.

Two made-up interviews in three lengths and six encodings, and five other languages in two lengths
and three encodings. All of it is synthetic.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import encoding

from .made import read

ENGLISH = (
    "Interviewer: It’s a “small” shop, isn’t it — the café by the quay?\n"
    "Zoë: Yes. We’d pay £4 for a naïve little print… and they’d wrap it, “with love” they said.\n"
    "Interviewer: Who told you?\n"
    "Zoë: A friend – Siân – who’d lived there for years. It’s her résumé that got me in.\n"
)
FINNISH = (
    "Haastattelija: Mitä mieltä olette kaupasta? Äitinne tunsi sen jo 1970-luvulla.\n"
    "Åsa: Niin – ”hyvää päivää” sanottiin aina. Tässä on vieläkin se sama tunnelma, käsityötä.\n"
    "Haastattelija: Entä hinnat? Maksoiko se 20 € vai enemmän?\n"
    "Åsa: Öljylamppu maksoi enemmän… en enää muista, mitä äiti siitä sanoi. Ei paljoa.\n"
)
OTHERS = {
    "cp1252": (
        "I: Wo haben Sie früher eingekauft? #00:00:05-1#\nB: Meistens in der Straße gegenüber – "
        "„schön war’s“, sagte Mutter. Später über größere Händler, natürlich.\n"
    ),
    "latin-1": (
        "Enquêteur : Où êtes-vous né ?\nMarie : À l'été 1950, près d'une forêt. Ça va, on "
        "n'était pas pressés ; mon père était meunier, ma mère aussi.\n"
    ),
    "cp1250": (
        "Badacz: Jak często zamawia pani coś w sieci?\nRozmówczyni: Zwykle raz w tygodniu, "
        "najczęściej książki. Źle się czuję w dużych sklepach, więc to mnie cieszy.\n"
    ),
    "cp1251": (
        "Вопрос: Где вы обычно покупаете хлеб?\nОтвет: В пекарне за углом, её держит сосед. "
        "Он знает, что я люблю, и всегда откладывает мне буханку.\n"
    ),
    "shift_jis": (
        "聞き手：どんな店が好きですか。\n話し手：駅前の小さな本屋です。店員さんが親切なので。\n"
    ),
}
GUESSED = ("cp1252", "mac_roman", *OTHERS)
SIX = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman")

CASES = [
    *(
        (text[:length], name)
        for text in (ENGLISH * 200, FINNISH * 200)
        for length in (400, 3000, 60_000)
        for name in SIX
    ),
    *(
        (text * times, name)
        for own, text in OTHERS.items()
        for times in (1, 20)
        for name in ("utf-8", "utf-16", own)
    ),
]


def test_there_are_sixty_six() -> None:
    assert len(CASES) == 66


@pytest.mark.parametrize(
    ("text", "name"), CASES, ids=[f"{n}-{case[1]}" for n, case in enumerate(CASES)]
)
def test_exact_text_and_no_silent_guess(tmp_path: Path, text: str, name: str) -> None:
    reading = read(tmp_path, text.encode(name))
    assert reading.text == text
    guesses = [warning for warning in reading.warnings if "encoding was guessed as" in warning]
    assert len(guesses) == (name in GUESSED)
    assert reading.encoding.endswith("(guessed)") == (name in GUESSED)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mac_roman", "Anna : « Très bien », disait-elle.\nPaul : L’église, l’été… À Lyon ?\n"),
        (
            "cp1250",
            "Kérdező: Hogyan?\nAnna: Főleg őszi időben, a gyűlés után, és jól fűszerezve, örül.\n",
        ),
        ("cp1250", "Tazatel: Proč jste přišel?\nHost: Chtěl jsem žít lépe, měl jsem štěstí.\n"),
        ("iso8859_2", "Badacz: Często?\nAnna: Raz w tygodniu, najczęściej książki, więc źle.\n"),
        ("cp1254", "Soru: Nasıl seçiyorsunuz?\nCevap: Yorumları okuyorum, mağazayı, şöyle.\n"),
        ("cp850", "I: Wo früher?\nB: Größere Händler, natürlich, über die Straße, schön.\n"),
        ("koi8_r", "Вопрос: Где вы покупаете?\nОтвет: В пекарне за углом, её держит сосед.\n"),
        ("cp866", "Вопрос: Где вы покупаете?\nОтвет: В пекарне за углом, её держит сосед.\n"),
        ("mac_cyrillic", "Вопрос: Где вы были?\nОтвет: В пекарне за углом, её держит сосед.\n"),
        ("euc_jp", OTHERS["shift_jis"]),
    ],
)
def test_harder_ones(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, text.encode(name)).text == text


LINES = [f"Anna: Une journée d’été, numéro {n}." for n in range(1, 9)]


@pytest.mark.parametrize(
    ("first", "then"), [("utf-8", "cp1252"), ("utf-8", "mac_roman"), ("cp1252", "utf-8")]
)
def test_two_encodings_in_one_file(tmp_path: Path, first: str, then: str) -> None:
    content = b"A title\n" + "\n".join(LINES[:4]).encode(first) + b"\n\nBen: plain\n"
    content += "\n".join(LINES[4:]).encode(then)
    with pytest.raises(BadFile, match="is written in two encodings: above this line it is") as bad:
        read(tmp_path, content)
    assert bad.value.line == 8
    assert read(tmp_path, content, encoding="mac_roman").text.startswith("A title")


def test_one_damaged_letter_is_found(tmp_path: Path) -> None:
    content = (ENGLISH * 50).encode()
    at = content.index("ë".encode(), 5000)
    with pytest.raises(BadFile, match="two encodings") as bad:
        read(tmp_path, content[: at + 1] + content[at + 2 :])
    assert bad.value.line == content.count(b"\n", 0, at) + 1
    with pytest.raises(BadFile, match="may be cut short or hold two encodings") as bad:
        read(tmp_path, b"\xef\xbb\xbf" + content[: at + 1] + content[at + 2 :])
    assert bad.value.line == content.count(b"\n", 0, at) + 1


def test_utf16_below_plain_text(tmp_path: Path) -> None:
    content = ENGLISH.encode() + ENGLISH.encode("utf-16-le")
    with pytest.raises(BadFile, match="above this line it is UTF-8, and from here UTF-16") as bad:
        read(tmp_path, content)
    assert bad.value.line == 5


def test_capitals_after_an_apostrophe_are_no_traces_of_utf8(tmp_path: Path) -> None:
    text = "Anna : Près de l’Église.\nPaul : L’École d’abord.\nAnna : Où ? À côté.\nPaul : Là.\n"
    assert read(tmp_path, text.encode("mac_roman")).text == text


def test_too_much_text_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(2**42)  # a hole; so much cannot be read, nor held
    from casestudy.ingest import read_file

    with pytest.raises(
        BadFile, match=r"has 4,398,046,511,104 bytes and at most 209,715,200 are read"
    ):
        read_file(path)
    monkeypatch.setattr(encoding, "MAX_TEXT_BYTES", 1000)
    with pytest.raises(BadFile, match="at most 1,000 are read; split it into one file an interv"):
        read(tmp_path, ENGLISH * 10)
