"""What pages share, and what changed between two states of one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from casestudy.codebook import Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.ingest import webpage
from casestudy.ingest.original import Original
from casestudy.ingest.wordlists import NOT_SPEAKERS
from casestudy.qualitative import (
    Mark,
    PageState,
    counted_once,
    page_changes,
    shared_blocks,
)
from casestudy.sources import Part, Source


def page(*lines: str, id: str = "p", case: str = "shop", view: str = "main") -> Source:
    """A page with a block a line; one that begins with "|" is in the footer."""
    text, parts, at = "\n".join(lines), [], 0
    for number, line in enumerate(lines, start=1):
        where = "footer" if line.startswith("|") else view
        locator = f"/html[1]/body[1]/p[{number}]"
        parts.append(Part(kind="block", start=at, end=at + len(line), view=where, locator=locator))
        at += len(line) + 1
    return Source(id=id, kind="website", case=case, text=text, parts=tuple(parts))


def changes(old: Source, new: Source, book: Codebook, **more: Any) -> list[tuple[str, str, str]]:
    found = page_changes(PageState(source=old), PageState(source=new), codebook=book, **more)
    return list(found.rows[["change", "old_text", "new_text"]].itertuples(index=False, name=None))


def test_nothing_changed(book: Codebook) -> None:
    assert changes(page("a", "b"), page("a", "b"), book) == []


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        (["one", "two"], ["one"], [("went", "two", "")]),
        (["one"], ["zero", "one"], [("appeared", "", "zero")]),
        (
            ["We deliver in five days.", "Call us"],
            ["We deliver in two days.", "Call us"],
            [("reworded", "We deliver in five days.", "We deliver in two days.")],
        ),
        (["one", "two", "three"], ["two", "three", "one"], [("moved", "one", "one")]),
        (["418.00", "x"], ["y", "418.50"], [  # alike by chance, in another place
            ("went", "418.00", ""), ("went", "x", ""), ("appeared", "", "y"),
            ("appeared", "", "418.50"),
        ]),
        (["418.00", "x"], ["418.50", "x"], [("reworded", "418.00", "418.50")]),
        (["a", "a", "a"], ["a", "a"], [("went", "a", "")]),
    ],
)  # fmt: skip
def test_changes(
    old: list[str], new: list[str], rows: list[tuple[str, str, str]], book: Codebook
) -> None:
    assert sorted(changes(page(*old), page(*new), book)) == sorted(rows)


def test_positions_lead_to_the_words_on_both_sides(book: Codebook) -> None:
    old, new = page("same", "We answer in five days."), page("new", "same", "We answer in 2 days.")
    found = page_changes(PageState(source=old), PageState(source=new), codebook=book)
    for row in found.to_frame().to_dict("records"):
        if row["old_start"] >= 0:
            assert old.text[row["old_start"] : row["old_end"]] == row["old_text"]
        if row["new_start"] >= 0:
            assert new.text[row["new_start"] : row["new_end"]] == row["new_text"]
    assert found.n_same == 1


def test_themes_come_from_people_and_rules_apart(book: Codebook) -> None:
    old, new = page("We trust you", "gone"), page("We trust you", "Prices are fair", "Buy")
    at = new.text.index("Prices")
    found = page_changes(
        PageState(source=old, marks=(Mark(13, 17, "trust.shop"),)),
        PageState(source=new, marks=(Mark(at, at + 6, "price.fair", by_person=False),)),
        codebook=book,
    )
    rows = found.rows.set_index("old_text")
    assert rows.loc["gone", "themes"] == "trust"
    told = found.rows.set_index("new_text").loc["Prices are fair"]
    assert (told["themes"], told["suggested"]) == ("", "price")
    counts = found.theme_frame().set_index("theme")
    assert counts.loc["trust", "went"] == 1
    assert counts.loc["price", "n_suggested"] == 1
    assert counts.loc["(no theme)", "appeared"] == 1


def test_features_that_came_and_went(book: Codebook) -> None:
    features = pd.DataFrame(
        [
            ["trust", "seal", "seal", "observed", "unknown"],
            ["trust", "a", "a", "unknown", "observed"],
        ],
        columns=["theme", "feature", "name", "before", "after"],
    )  # fmt: skip
    old, new = PageState(source=page("a")), PageState(source=page("a"))
    found = page_changes(old, new, codebook=book, features=features)
    told = found.theme_frame().set_index("theme").loc["trust"]
    assert (told["features_new"], told["features_gone"]) == (1, 1)


# --- tables, and made pages with known edits ------------------------------------------------------


def shop(paragraphs: list[str], rows: list[list[str]]) -> Source:
    """A page of paragraphs and a table, as the reader of pages gives it."""
    table = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    html = "".join(f"<p>{one}" for one in paragraphs) + f"<table>{table}</table><p>End"
    original = Original(path=Path("page.html"), data=html.encode(), kind="website")
    reading = webpage.read(original)
    return Source(id="p", kind="website", text=reading.text, parts=reading.parts)


ROWS = [["Power", "0.75", "kW"], ["Torque", "62", "Nm"], ["Mass", "17.5", "kg"], ["IP", "66", "–"]]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        pytest.param([ROWS[3], *ROWS[:3]], [("moved", "IP\n66\n–", "IP\n66\n–")], id="a row moved"),
        pytest.param([*ROWS[:1], *ROWS[2:]], [("went", "Torque\n62\nNm", "")], id="a row went"),
        pytest.param(
            [*ROWS[:2], ["Mass", "16.9", "kg"], ROWS[3]],
            [("reworded", "Mass\n17.5\nkg", "Mass\n16.9\nkg")],
            id="a number changed",
        ),
        pytest.param(
            [*ROWS, ["Torque", "75", "Nm"]], [("appeared", "", "Torque\n75\nNm")], id="a row came"
        ),
    ],
)
def test_tables_change_by_rows(
    rows: list[list[str]], wanted: list[tuple[str, str, str]], book: Codebook
) -> None:
    text = ["We make gearmotors.", "Call us on weekdays."]
    assert changes(shop(text, ROWS), shop(text, rows), book) == wanted


WORDS = sorted(NOT_SPEAKERS)
"""Some words."""


def edited(
    chance: random.Random, lines: list[str], fresh: list[str]
) -> tuple[list[str], set[tuple[str, str, str]]]:
    """Lines with a few edits made in them, and these edits as changes."""
    new, made = list(lines), set()
    for line in chance.sample(lines, 6):
        at, kind = new.index(line), chance.choice(("appeared", "went", "reworded", "moved"))
        if kind == "appeared":
            new.insert(at, fresh.pop())
            made.add((kind, "", new[at]))
        elif kind == "went":
            made.add((kind, new.pop(at), ""))
        elif kind == "reworded":
            told = line.split(" ")
            told[chance.randrange(len(told))] = "changed"
            new[at] = " ".join(told)
            made.add((kind, line, new[at]))
        else:
            new.insert((at + len(new) // 2) % len(new), new.pop(at))
            made.add((kind, line, line))
    return new, made


def test_known_edits_are_found_and_little_else(book: Codebook) -> None:
    right = told = known = 0
    for seed in range(40):
        chance = random.Random(seed)  # noqa: S311
        lines = [" ".join(chance.sample(WORDS, 8)) for _ in range(60)]
        rows = [" ".join(chance.sample(WORDS, 4)) for _ in range(25)]
        text, made = edited(chance, lines[:40], lines[40:])
        table, in_table = edited(chance, rows[:15], rows[15:])
        old = shop(lines[:40], [row.split(" ") for row in rows[:15]])
        new = shop(text, [row.split(" ") for row in table])
        found = set(changes(old, new, book))
        wanted = made | {(k, a.replace(" ", "\n"), b.replace(" ", "\n")) for k, a, b in in_table}
        right, told, known = right + len(found & wanted), told + len(found), known + len(wanted)
    assert known > 400
    assert right / told > 0.97, (right, told, known)
    assert right / known > 0.97, (right, told, known)


# --- what pages share ----------------------------------------------------------------------------

PAGES = (
    page("Pump P-20", "Fair words", "|Call us", id="a"),
    page("Motor M-1", "|Call us", id="b"),
    page("About us", "Fair words", "|Call us", id="c"),
    page("Other", "|Call us", id="d", case="other"),
    page("Help", id="e"),
    page("Terms", id="f"),
)


def test_shared_blocks() -> None:
    shared = shared_blocks(PAGES)
    rows = shared.to_frame().set_index("text")
    assert list(rows.index) == ["|Call us"]  # in the main content two of five are too few
    assert rows.loc["|Call us", ["site", "n_pages", "first"]].tolist() == ["shop", 3, "a"]
    assert list(shared.repeats["a"]) == []
    assert list(shared.repeats["b"]) == [(10, 18)]
    assert list(shared.repeats["d"]) == []
    assert "on half" in shared.notes[0] or "half" in shared.notes[0]


def test_a_footer_that_is_coded_on_each_page_counts_once(book: Codebook) -> None:
    codings, cases = [], {one.id: one.case for one in PAGES}
    for one in PAGES[:4]:
        at = one.text.index("|Call us")
        codings += [
            Coding(
                id=f"{one.id}{coder}", source=one.id, code="trust", coder=coder,
                start=at, end=at + 8, quote="|Call us",
            )
            for coder in ("ann", "ben")
        ]  # fmt: skip
    codings.append(
        Coding(id="z", source="b", code="trust", coder="ann", start=0, end=9, quote="Motor M-1")
    )
    all_ = Codings(frame=codings_frame(codings, cases=cases), codebook=book)
    once = counted_once(all_, shared_blocks(PAGES)).frame
    kept = once[["source", "coder", "quote"]].itertuples(index=False, name=None)
    assert sorted(kept) == [
        ("a", "ann", "|Call us"),
        ("a", "ben", "|Call us"),
        ("b", "ann", "Motor M-1"),
        ("d", "ann", "|Call us"),
        ("d", "ben", "|Call us"),
    ]
