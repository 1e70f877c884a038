"""Tables of websites: every answer in a word, changes with their themes, nothing that acts."""

from __future__ import annotations

from casestudy import tables
from tests.figures import made_sites as made


def test_features_by_site() -> None:
    table = tables.site_features(made.audit())
    assert [column.name for column in table.columns] == [
        "Theme", "Feature", "Alpha", "Beta", "Gamma & Co", "Precision",
    ]  # fmt: skip
    assert table.rows[0] == ("Communication & talk", "a chat", "yes (2)", "shell", "?", "0.90")
    assert table.rows[2] == ("Trust", "a seal", "?", "shell", "–", "0.90")
    assert any("None of them means no" in note for note in table.notes)
    assert len(table.data) == 9


def test_themes_by_site() -> None:
    table = tables.site_themes(made.audit())
    assert table.rows == (
        ("Communication & talk", "2/2", "shell", "?"),
        ("Trust", "?", "shell", "–"),
    )


def test_changes_of_a_page() -> None:
    table = tables.page_changes(made.changes())
    assert table.title == "p: from 2025 to 2026"
    assert ("reworded", "Trust", "We answer in five days.", "We answer in two days.") in table.rows
    assert ("appeared", "(Communication & talk)", "", "Chat <now>") in table.rows
    assert ("went", "", "gone", "") in table.rows
    assert "Codings carried to the new state: 1 moved." in table.notes
    assert "Chat &lt;now&gt;" in table._repr_html_()
