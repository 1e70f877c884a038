"""Coding schemes: every fault with file and line, and a write that touches only what differs."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.codebook import CHANGE_KINDS, RELATION_KINDS, Change, Code, Codebook, Relation
from casestudy.crosswalk import problems_of
from casestudy.errors import BadFile
from casestudy.provenance import STATUSES, Citation, Provenance
from casestudy.ratings import Stance, WeightScale
from casestudy.store.scheme_edits import write_codebook
from casestudy.store.schemes import crosswalk_line, read_codebook, read_crosswalk, scheme_faults

PUBLISHED_SCHEMES = sorted((Path(__file__).parents[2] / "coding_scheme").glob("*.toml"))

SCHEME = '''\
# what the shop is trusted for
[scheme]
id = "demo"          # the file's name
title = "Demo"
work = "w2001"
seen_in = "w2010"

[[code]]
id = "trust"
name = "trust"       # how people call it
definition = """
Several lines,
[[code]] among them."""
source = { work = "w2001", page = "4" }
# a note inside trust

# what is about shops
[[code]]
id = "trust.shop"
name = "trust in the shop"
parent = "trust"
include = [
    "says so",       # an example
]

[[relation]]
from = "trust"
to = "trust.shop"
kind = "affects"

# history
[[change]]
kind = "rename"
codes = ["trust"]
date = "2026-11-23"
'''


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "demo.toml"
    made.write_text(SCHEME, "utf-8")
    return made


# --- reading -------------------------------------------------------------------------------------


def test_a_scheme_is_read_whole(path: Path) -> None:
    book = read_codebook(path)
    assert scheme_faults(path) == []
    assert (book.id, book.title, [code.id for code in book]) == (
        "demo", "Demo", ["trust", "trust.shop"],
    )  # fmt: skip
    assert book.source == Citation(work="w2001")
    assert book["trust"].source == Citation(work="w2001", page="4")
    assert book["trust"].definition == "Several lines,\n[[code]] among them."
    assert book["trust.shop"].include == ("says so",)
    assert [r.kind for r in book.relations] == ["affects"]
    assert [c.kind for c in book.changes] == ["rename"]


def line_of(text: str, nth: int = 1) -> int:
    """Line of the n-th occurrence of a header in the scheme."""
    numbers = [n for n, line in enumerate(SCHEME.split("\n"), 1) if line.startswith(text)]
    return numbers[nth - 1]


SECOND_CODE = line_of("[[code]]", 3)  # the second one stands inside a text


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('title = "Demo"', 'title = "Demo', 4, "not valid TOML"),
        ('title = "Demo"', "title = Demo", 4, "not valid TOML"),
        ("[scheme]", "[scheme", 2, "not valid TOML"),
        ('id = "demo" ', 'id = "damo" ', 2, "'damo' differs from the file's name 'demo'"),
        ('id = "demo" ', "", 2, "scheme: 'id' is missing or empty"),
        ("seen_in =", "sen_in =", 2, "scheme: the key 'sen_in' is not known; did you mean 'seen_"),
        ('title = "Demo"', "title = 7", 2, "scheme: 'title' must be text, not 7"),
        ('title = "Demo"', "title = true", 2, "scheme: 'title' must be text, not True"),
        ('title = "Demo"', 'status = "guess"', 2, "status 'guess' is not known; allowed are publ"),
        ('title = "Demo"', 'provenance = "made"', 2, "provenance kind 'made' is not known"),
        ('id = "trust.shop"', 'id = "trust"', SECOND_CODE, "code id 'trust' is used twice"),
        ('id = "trust.shop"', "", SECOND_CODE, "code: 'id' is missing or empty"),
        ('id = "trust.shop"', 'id = "1 shop"', SECOND_CODE, "code id '1 shop' is not allowed"),
        ('parent = "trust"', 'parent = "trsut"', SECOND_CODE, "did you mean 'trust'?"),
        ('parent = "trust"', 'parent = "trust.shop"', SECOND_CODE, "circle: trust.shop → trust.s"),
        ('parent = "trust"', 'colour = "red"', SECOND_CODE, "colour 'red' is not '#' and six hexa"),
        ('parent = "trust"', 'parnt = "trust"', SECOND_CODE, "the key 'parnt' is not known; did y"),
        ('parent = "trust"', "rules = [1]", SECOND_CODE, "'rules' must be a list of texts, not [1"),
        ('parent = "trust"', 'rules = "a"', SECOND_CODE, "'rules' must be a list of texts, not 'a"),
        ('parent = "trust"', "source = {}", SECOND_CODE, "code: a source has the keys work, page"),
        ('page = "4"', 'paeg = "4"', 8, "a source has the keys work, page and status, not ['pae"),
        ('page = "4"', 'status = "guess"', 8, "status 'guess' is not known"),
        ('to = "trust.shop"', 'to = "shop"', line_of("[[rel"), "a relation names the code 'shop'"),
        ('kind = "affects"', 'kind = "is"', line_of("[[rel"), "kind 'is' is not known"),
        ('codes = ["trust"]', 'codes = ["x"]', line_of("[[change"), "a change (rename) names the"),
        ('codes = ["trust"]', "codes = [1]", line_of("[[change"), "'codes' must be a list of text"),
        ('codes = ["trust"]', "codes = []", line_of("[[change"), "'codes' is missing or empty"),
        ('kind = "rename"', 'kind = "join"', line_of("[[change"), "kind 'join' is not known"),
        ("[[relation]]", "[[realtion]]", line_of("[[rel"), "'realtion' is not known here; did you"),
        ("[[relation]]", "[relation]", line_of("[[rel"), "[relation] must be written [[relation]]"),
        ("[scheme]", "[[scheme]]", 2, "'scheme' must be a table"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_line(
    path: Path, old: str, new: str, line: int, sentence: str
) -> None:
    assert SCHEME.count(old) >= 1
    path.write_text(SCHEME.replace(old, new, 1), "utf-8")
    with pytest.raises(BadFile) as raised:
        read_codebook(path)
    assert sentence in str(raised.value)
    assert (raised.value.path, raised.value.line) == (path, line)
    assert str(raised.value).startswith(f"{path} line {line}: ")
    assert scheme_faults(path)[0].reason == raised.value.reason


def test_a_circle_over_several_codes_is_named(path: Path) -> None:
    path.write_text(SCHEME.replace('name = "trust" ', 'name = "t"\nparent = "trust.shop"', 1))
    with pytest.raises(
        BadFile, match=r"line 8: parents go round in a circle: trust → trust\.shop →"
    ):
        read_codebook(path)


@pytest.mark.parametrize(
    "line",
    [
        "# don't use ''' here",
        'x = "she said \\"\\"\\" thrice"',
        'x = \'"""\'',
        'x = """a \'\'\' b"""',
        "x = '''\n[[code]]\n\"\"\" '''",
        'x = ""',
    ],
)
def test_the_line_is_right_whatever_strings_stand_before_it(path: Path, line: str) -> None:
    line = line.replace("x = ", "note = ")
    path.write_text(f'[scheme]\nid = "demo"\n{line}\n\n[[code]]\nid = "1"\nname = "a"\n')
    with pytest.raises(BadFile, match="code id '1' is not allowed") as raised:
        read_codebook(path)
    assert raised.value.line == 5 + line.count("\n")


def test_every_fault_of_the_whole_is_listed(path: Path) -> None:
    text = SCHEME.replace('parent = "trust"', 'parent = "x"').replace('["trust"]', '["y"]')
    path.write_text(text.replace('id = "demo"', 'id = "z"'))
    assert len(scheme_faults(path)) == 3


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b"[scheme]\nid='demo'\n# \xff\n", 3, "not UTF-8; save the file as UTF-8"),
        (b"", 0, "scheme: 'id' is missing or empty"),
        (b"[scheme]\nid='demo'\n[scheme]\n", 3, "not valid TOML"),
        (b"code = 3\n[scheme]\nid='demo'\n", 0, "[code] must be written [[code]]"),
        (b"code = [3]\n[scheme]\nid='demo'\n", 0, "'code' must be a table"),
    ],
)
def test_files_that_are_hardly_schemes(
    path: Path, content: bytes, line: int, sentence: str
) -> None:
    path.write_bytes(content)
    with pytest.raises(BadFile) as raised:
        read_codebook(path)
    assert raised.value.line == line
    assert sentence in raised.value.reason


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"none\.toml: the file does not exist"):
        read_codebook(tmp_path / "none.toml")


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_byte_order_mark_and_windows_line_ends(path: Path, change: Any) -> None:
    wanted = read_codebook(path)
    path.write_bytes(change(SCHEME).encode("utf-8"))
    assert read_codebook(path) == wanted


STRANGE: list[Any] = [
    1, True, 1.5, "zzz", "", [], [1], {}, {"a": 1}, [[1]], ["x"], float("nan"), [{"id": 1}],
]  # fmt: skip


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Ways to every value inside a value."""
    inside: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    return [way for key, v in inside for way in [(*above, key), *places(v, (*above, key))]]


def test_a_value_of_any_other_kind_anywhere_gives_a_sentence(path: Path) -> None:
    plain = tomllib.loads(SCHEME)
    refused = 0
    for way in places(plain):
        for value in STRANGE:
            changed = copy.deepcopy(plain)
            inner = changed
            for key in way[:-1]:
                inner = inner[key]
            inner[way[-1]] = value
            path.write_text(tomlkit.dumps(changed), "utf-8")
            faults = scheme_faults(path)  # an error of any other kind fails the test
            refused += bool(faults)
            if not faults:
                assert read_codebook(path).id == "demo"
    assert refused > 200


# --- writing -------------------------------------------------------------------------------------


NO_SCHEMES = ("crosswalk.toml", "site_features.toml")


def lines_changed(before: str, after: str) -> tuple[set[str], set[str]]:
    """Lines that only the one has, and lines that only the other has."""
    old, new = before.splitlines(), after.splitlines()
    return set(old) - set(new), set(new) - set(old)


@pytest.mark.parametrize(
    "scheme", [p for p in PUBLISHED_SCHEMES if p.name not in NO_SCHEMES], ids=lambda p: p.stem
)
def test_a_scheme_written_as_it_was_read_is_the_same_file(tmp_path: Path, scheme: Path) -> None:
    copy_ = tmp_path / scheme.name
    copy_.write_bytes(scheme.read_bytes())
    write_codebook(read_codebook(copy_), copy_)
    assert copy_.read_bytes() == scheme.read_bytes()


def test_nothing_is_added_that_is_understood_anyway(path: Path) -> None:
    write_codebook(read_codebook(path), path)
    assert path.read_text("utf-8") == SCHEME


def with_code(book: Codebook, id: str, **fields: Any) -> Codebook:
    codes = tuple(replace(code, **fields) if code.id == id else code for code in book)
    return replace(book, codes=codes)


def test_only_what_differs_is_changed(path: Path) -> None:
    book = with_code(read_codebook(path), "trust", name="trust in people")
    write_codebook(book, path)
    gone, come = lines_changed(SCHEME, path.read_text("utf-8"))
    assert gone == {'name = "trust"       # how people call it'}
    assert come == {'name = "trust in people"       # how people call it'}
    assert read_codebook(path) == book


def test_a_value_that_is_gone_is_taken_out(path: Path) -> None:
    book = with_code(read_codebook(path), "trust", definition="", source=None)
    book = replace(book, source=None, title="")
    write_codebook(book, path)
    assert read_codebook(path) == book
    assert 'seen_in = "w2010"' in path.read_text("utf-8")


def test_an_old_page_does_not_stay_with_a_new_work(path: Path) -> None:
    path.write_text(SCHEME.replace("seen_in", 'page = "40"\nseen_in'))
    book = replace(read_codebook(path), source=Citation(work="w1999"))
    write_codebook(book, path)
    assert read_codebook(path).source == Citation(work="w1999")


def test_codes_are_added_removed_and_reordered_with_their_comments(path: Path) -> None:
    book = read_codebook(path)
    new = Code(id="price", name="price")
    book = replace(book, codes=(new, book["trust.shop"], book["trust"]), relations=(), changes=())
    write_codebook(book, path)
    assert read_codebook(path) == book
    text = path.read_text("utf-8")
    for comment in ("# what the shop is", "# how people", "# a note inside", "# an example"):
        assert comment in text
    assert "[[relation]]" not in text


def test_a_change_is_added_without_touching_the_others(path: Path) -> None:
    book = read_codebook(path)
    merge = Change(kind="merge", codes=("trust.shop",), into=("trust",), by="anna", why="the same")
    book = replace(book, changes=(*book.changes, merge))
    write_codebook(book, path)
    assert path.read_text("utf-8").startswith(SCHEME)
    assert read_codebook(path) == book


def test_windows_line_ends_stay(path: Path) -> None:
    path.write_bytes(SCHEME.replace("\n", "\r\n").encode())
    book = with_code(read_codebook(path), "trust", name="faith")
    write_codebook(book, path)
    content = path.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") > 30
    assert read_codebook(path) == book


def test_codes_written_as_one_list_can_be_added_to(path: Path) -> None:
    path.write_text('relation = []\ncode = [{id = "a", name = "A"}]\n[scheme]\nid = "demo"\n')
    book = read_codebook(path)
    book = replace(
        book,
        codes=(*book.codes, Code(id="b", name="B")),
        relations=(Relation(origin="a", target="b", kind="affects"),),
    )
    write_codebook(book, path)
    assert read_codebook(path) == book


def test_a_full_disk_leaves_the_scheme_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError(28, "No space left on device")

    book = with_code(read_codebook(path), "trust", name="faith")
    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_codebook(book, path)
    assert path.read_text("utf-8") == SCHEME


TEXT = st.text(st.characters(codec="utf-8"), max_size=14)
NAME = TEXT.filter(bool)
IDS = st.from_regex(r"[a-zäÖ][a-z0-9ä_.-]{0,6}", fullmatch=True)
CITATIONS = st.builds(Citation, work=NAME, page=TEXT, status=st.sampled_from(STATUSES))


STANCES = st.builds(Stance, id=IDS, name=TEXT)
SCALES = st.builds(
    WeightScale, low=st.integers(-3, 0), high=st.integers(2, 4), default=st.none() | st.just(1),
    means=TEXT, labels=st.dictionaries(st.integers(0, 2), NAME, max_size=2),
)  # fmt: skip


@st.composite
def codebooks(draw: st.DrawFn, id: str = "demo") -> Codebook:
    """Any codebook that a file can hold."""
    ids = draw(st.lists(IDS, unique=True, max_size=6))
    codes = []
    for number, code in enumerate(ids):
        codes.append(
            Code(
                id=code,
                name=draw(NAME),
                parent=draw(st.sampled_from(["", *ids[:number]])),
                definition=draw(TEXT),
                definition_by=draw(st.sampled_from(["ours", "work"])),
                include=tuple(draw(st.lists(TEXT, max_size=2))),
                rules=tuple(draw(st.lists(TEXT, max_size=2))),
                colour=draw(st.sampled_from(["", "#a0B1c2"])),
                basis=draw(TEXT),
                source=draw(st.none() | CITATIONS),
                names=draw(st.dictionaries(st.sampled_from(["fi", "de"]), NAME, max_size=2)),
                weight=draw(st.none() | SCALES),
                stances=tuple(draw(st.lists(STANCES, max_size=3, unique_by=lambda one: one.id))),
            )
        )
    some = st.sampled_from(ids) if ids else st.nothing()
    links = st.builds(
        Relation, origin=some, target=some, kind=st.sampled_from(RELATION_KINDS),
        source=st.none() | CITATIONS,
    )  # fmt: skip
    steps = st.builds(
        Change, kind=st.sampled_from(CHANGE_KINDS), codes=st.tuples(some), into=st.tuples(some),
        date=TEXT, by=TEXT, why=TEXT,
    )  # fmt: skip
    kind = draw(st.sampled_from(["collected", "synthetic"]))
    return Codebook(
        id=id,
        title=draw(TEXT),
        codes=tuple(codes),
        relations=tuple(draw(st.lists(links, max_size=3))) if ids else (),
        changes=tuple(draw(st.lists(steps, max_size=3))) if ids else (),
        language=draw(TEXT),
        source=draw(st.none() | CITATIONS),
        provenance=Provenance(kind=kind, generator=draw(TEXT)),
        note=draw(TEXT),
        figure=draw(TEXT),
    )


@settings(max_examples=60)
@given(codebooks())
def test_what_is_written_is_read(tmp_path: Path, book: Codebook) -> None:
    path = tmp_path / "demo.toml"
    path.unlink(missing_ok=True)
    write_codebook(book, path)
    assert read_codebook(path) == book
    before = path.read_bytes()
    write_codebook(book, path)
    assert path.read_bytes() == before


@settings(max_examples=60)
@given(codebooks(), codebooks())
def test_what_is_written_over_another_scheme_is_read(
    tmp_path: Path, first: Codebook, second: Codebook
) -> None:
    path = tmp_path / "demo.toml"
    path.unlink(missing_ok=True)
    write_codebook(first, path)
    path.write_text(path.read_text("utf-8") + "\n# the end\n", "utf-8")
    write_codebook(second, path)
    assert read_codebook(path) == second


# --- crosswalk -----------------------------------------------------------------------------------

CROSSWALK = """\
[[link]]
scheme = "other"
code = "speed"
theme = "trust"
reason = "quick answers"
source = { work = "w2001", page = "4", status = "inference" }

[[link]]
scheme = "other"
code = "price"
theme = "none"
reason = "says nothing of it"
source = { work = "w2001" }
"""
SCHEMES = {
    "main": Codebook(id="main", codes=(Code(id="trust", name="t"), Code(id="a", name="a"))),
    "other": Codebook(id="other", codes=(Code(id="speed", name="s"), Code(id="price", name="p"))),
}


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "crosswalk.toml"
    path.write_text(text)
    return list(problems_of(read_crosswalk(path), schemes=SCHEMES, main="main"))


def test_a_crosswalk_that_answers_for_every_code(tmp_path: Path) -> None:
    assert problems(tmp_path, CROSSWALK) == []
    frame = read_crosswalk(tmp_path / "crosswalk.toml").to_frame()
    assert frame["status"].tolist() == ["inference", "published"]
    assert frame["theme"].tolist() == ["trust", "none"]
    assert [crosswalk_line(tmp_path / "crosswalk.toml", n) for n in (-1, 0, 1, 2)] == [0, 1, 8, 0]


@pytest.mark.parametrize(
    ("old", "new", "number", "sentence"),
    [
        (
            'theme = "trust"',
            'theme = "trsut"',
            0,
            "'trsut' is not a theme of 'main', nor 'none'; d",
        ),
        ('code = "speed"', 'code = "sped"', 0, "'sped' is not in the scheme 'other'; did you mean"),
        ('scheme = "other"', 'scheme = "othre"', 0, "names the scheme 'othre', which is unknown; "),
        ('code = "price"', 'code = "speed"', -1, "code 'price' of the scheme 'other' is not answ"),
    ],
)
def test_what_is_wrong_with_a_crosswalk(
    tmp_path: Path, old: str, new: str, number: int, sentence: str
) -> None:
    found = problems(tmp_path, CROSSWALK.replace(old, new, 1))
    assert (number, True) in [(n, sentence in text) for n, text in found]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("source = { work", "# source = { work", 1, "link: 'source' is missing: name work, page"),
        ('reason = "quick answers"', "", 1, "link: 'reason' is missing or empty"),
        ('status = "inference"', 'status = "guess"', 1, "status 'guess' is not known"),
        ('theme = "none"', "them = 1", 8, "the key 'them' is not known; did you mean 'theme'?"),
    ],
)
def test_a_malformed_link_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, sentence: str
) -> None:
    path = tmp_path / "crosswalk.toml"
    path.write_text(CROSSWALK.replace(old, new, 1))
    with pytest.raises(BadFile) as raised:
        read_crosswalk(path)
    assert raised.value.line == line
    assert sentence in raised.value.reason
