"""Saved pages: blocks, the gap rule, hidden text, headings, places; interviews saved as HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import Reading

from .made import pieces, read, times, turns


def shown(reading: Reading) -> list[str]:
    """Words of the blocks a reader sees."""
    blocks = [part for part in reading.parts if part.kind == "block" and not part.hidden]
    return [reading.text[part.start : part.end] for part in blocks]


def veiled(reading: Reading) -> list[str]:
    """Words of the blocks a reader does not see."""
    return [reading.text[p.start : p.end] for p in reading.parts if p.hidden]


def test_all_visible_text_in_blocks(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><html lang="fi"><head><title>A  shop</title><style>p{}</style></head>
    <body><nav><a href="/">Start</a></nav><script>var a = "no";</script>
    <h1>Motors</h1><p>One <b>b</b>old<br>line &amp; more</p>
    <form><label>Size</label><select><option>S<option>M</select><textarea>a  b</textarea>
    <button>Buy</button><input type="submit" value="Send"><input type="hidden" value="x"></form>
    <table><tr><td>a</td><td>b</td></tr></table><details><summary>More</summary>Body</details>
    <pre>x
  y</pre><footer>End</footer></body></html>"""
    reading = read(tmp_path, page)
    assert reading.kind == "website"
    assert (reading.title, reading.language, reading.encoding) == ("A shop", "fi", "utf-8")
    assert {part.kind for part in reading.parts} == {"block", "channel"}
    assert shown(reading) == [
        *("Start", "Motors", "One bold", "line & more", "Size", "S", "M", "a  b", "Buy", "Send"),
        *("a", "b", "More", "Body", "x", "  y", "End"),
    ]
    assert reading.text == "\n".join((*shown(reading), "title: A shop"))


def test_headings_and_places(tmp_path: Path) -> None:
    page = (
        "<body><p>Before</p><h1>Shop</h1><div><h2>Help<br>desk</h2><p><a>Call</a> us</p></div>"
        "<h3>Hours</h3><p>9</p><h2>About</h2><ul><li>a</li><li>b</li></ul></body>"
    )
    reading = read(tmp_path, page)
    found = [(reading.text[p.start : p.end], p.heading, p.locator) for p in reading.parts]
    assert found == [
        ("Before", "", "/html[1]/body[1]/p[1]"),
        ("Shop", "", "/html[1]/body[1]/h1[1]"),
        ("Help", "Shop", "/html[1]/body[1]/div[1]/h2[1]"),
        ("desk", "Shop", "/html[1]/body[1]/div[1]/h2[1]"),
        ("Call us", "Shop > Help desk", "/html[1]/body[1]/div[1]/p[1]"),
        ("Hours", "Shop > Help desk", "/html[1]/body[1]/h3[1]"),
        ("9", "Shop > Help desk > Hours", "/html[1]/body[1]/p[2]"),
        ("About", "Shop", "/html[1]/body[1]/h2[1]"),
        ("a", "Shop > About", "/html[1]/body[1]/ul[1]/li[1]"),
        ("b", "Shop > About", "/html[1]/body[1]/ul[1]/li[2]"),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p><span>$10</span><span>Add</span></p>", "$10 Add"),
        ("<p>a<b>b</b>c</p>", "abc"),
        ("<p>H<sub>2</sub>O</p>", "H2O"),
        ("<p><x-price>5</x-price><x-unit>kg</x-unit></p>", "5 kg"),
        ("<p><span>5</span>, <span>6</span></p>", "5, 6"),
        ("<p><a href='/'>a</a><a href='/'>b</a></p>", "ab"),
        ("<p>one\n   two\t three</p>", "one two three"),
        ("<p>no\u00a0\u00a0break</p>", "no\u00a0\u00a0break"),
    ],
)
def test_gap_rule(tmp_path: Path, page: str, text: str) -> None:
    assert read(tmp_path, page).text == text


@pytest.mark.parametrize(
    "page",
    [
        "<p>yes</p><p hidden>no</p>",
        "<p>yes</p><div hidden><p>no</p></div>",
        '<p>yes</p><p aria-hidden="true">no</p>',
        '<p>yes</p><p style="color:red; DISPLAY : none">no</p>',
        "<p>yes</p><p style='visibility:hidden'>no</p>",
        "<p>yes</p><template><p>no</p></template>",
        "<p>yes</p><dialog><p>no</p></dialog>",
        "<p>yes</p><noscript><p>no</p></noscript>",
        "<p>yes</p><p><span hidden>no</span></p>",
    ],
)
def test_hidden_text_is_kept_and_marked(tmp_path: Path, page: str) -> None:
    reading = read(tmp_path, page)
    assert (shown(reading), veiled(reading)) == (["yes"], ["no"])


def test_hidden_words_do_not_break_the_shown_ones(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "<div>now <i hidden>was <b>10</b><div>x</div></i>5 euros</div><p>b</p>"
    )
    assert shown(reading) == ["now 5 euros", "b"]
    assert veiled(reading) == ["was 10", "x"]


def test_open_dialog_is_shown(tmp_path: Path) -> None:
    assert shown(read(tmp_path, "<p>a</p><dialog open>b</dialog>")) == ["a", "b"]


def test_a_page_set_in_from_elsewhere_is_a_loss(tmp_path: Path) -> None:
    page = '<p>a</p><iframe src="b.html"></iframe>'
    assert str(read(tmp_path, page).losses) == "page set in from b.html"


def test_interview_saved_as_a_page(tmp_path: Path) -> None:
    page = (
        "<title>Talk</title><h1>A talk</h1><p><b>Anna:</b> Why did you start the shop?</p>"
        "<p><b>Ben:</b> Because nobody else did it.<br>And I liked it.</p><p>It was cold then.</p>"
        "<p><b>Anna:</b> [00:12] And how did it go on?</p><p><b>Ben:</b> Slowly, as things go.</p>"
    )
    reading = read(tmp_path, page)
    assert reading.kind == "interview"
    assert turns(reading) == [
        ("Anna", "Why did you start the shop?"),
        ("Ben", "Because nobody else did it.\nAnd I liked it.\nIt was cold then."),
        ("Anna", "And how did it go on?"),
        ("Ben", "Slowly, as things go."),
    ]
    assert times(reading)[2] == (12.0, None)
    assert pieces(reading, "paragraph") == ["A talk"]


def test_interview_as_a_table_in_a_page(tmp_path: Path) -> None:
    said = [("Anna", "Why did you start it?"), ("Ben", "Because nobody else did.")] * 3
    rows = "".join(f"<tr><td>{who}</td><td>{what}</td></tr>" for who, what in said)
    reading = read(tmp_path, f"<table>{rows}</table>")
    assert reading.kind == "interview"
    assert turns(reading) == said


def test_shop_with_recurring_labels_is_a_page(tmp_path: Path) -> None:
    items = "<li>Weight: 12 kg</li><li>Flange: B5</li>" * 6
    reading = read(tmp_path, f"<h1>Motors</h1><p>{'words ' * 50}</p><ul>{items}</ul>")
    assert reading.kind == "website"


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ('<meta charset="iso-8859-1"><p>caf\xe9 \x93so\x94</p>'.encode("latin-1"), "cp1252"),
        ('<meta charset="utf-8"><p>café “so”</p>'.encode(), "utf-8"),
        ("<p>café “so”</p>".encode("utf-16"), "utf-16"),
        (
            '<meta charset="shift_jis"><p>東京 café</p>'.replace("é", "e").encode("cp932"),
            "shift_jis",
        ),
    ],
)
def test_declared_encodings(tmp_path: Path, page: bytes, encoding: str) -> None:
    reading = read(tmp_path, page)
    assert reading.encoding == encoding
    assert "caf" in reading.text
    assert reading.warnings == ()


def test_wrongly_declared_encoding_is_reported(tmp_path: Path) -> None:
    reading = read(tmp_path, '<meta charset="utf-8"><p>caf\xe9 noir</p>'.encode("cp1252"))
    assert reading.text == "café noir"
    assert reading.encoding == "cp1252 (guessed)"


def test_page_saved_as_one_file(tmp_path: Path) -> None:
    mail = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<html><body><p>caf=C3=A9</p></body></html>\r\n--b--\r\n"
    )
    reading = read(tmp_path, mail)
    assert (reading.text, reading.reader) == ("café", "mhtml 1")
    assert "MHTML" in reading.warnings[-1]


def test_deep_pages_do_not_stop_the_reader(tmp_path: Path) -> None:
    assert read(tmp_path, "<html><body>" + "<x-a>" * 5000 + "<p>deep</p>").text == "deep"
    with pytest.raises(BadFile, match="leaves more than 3,000 elements open"):
        read(tmp_path, "<div>" * 4000 + "x")


def test_a_block_in_which_nothing_is_to_be_seen_is_none(tmp_path: Path) -> None:
    blank = "<p>&nbsp;<p>\x85<pre>\n\xa0\n</pre><p>&#xFEFF;<p>&#8203;"
    reading = read(tmp_path, f"<p>one{blank}<p>t&nbsp;wo</p>")
    assert shown(reading) == ["one", "t\xa0wo"]
