"""Figures of websites: heat maps with all answers, and pictures with numbered frames."""

from __future__ import annotations

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from casestudy import figures
from casestudy.figures.marks import is_marked_synthetic
from casestudy.figures.style import figure_of

from . import made_sites as made


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def test_themes_by_sites_say_each_answer_in_a_word() -> None:
    ax = figures.site_themes(made.audit())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Communication & talk", "Trust"]
    assert sorted(words(ax)) == sorted(["2/2", "shell", "?", "?", "shell", "–", "SYNTHETIC"])
    assert any("not: no" in entry for entry in legend(ax))
    assert is_marked_synthetic(figure_of(ax))


def test_features_by_sites_tell_pages() -> None:
    ax = figures.site_features(made.audit())
    assert sorted(words(ax)) == sorted(
        ["2", "1", "shell", "shell", "?", "?", "?", "–", "–", "SYNTHETIC"]
    )
    assert len(ax.get_yticklabels()) == 3


def test_a_picture_has_a_numbered_frame_for_each_place() -> None:
    result = made.picture()
    ax = figures.annotated_picture(result)
    assert [word for word in words(ax) if word.isdigit()] == ["1", "2", "3"]
    frames = [one for one in ax.patches if isinstance(one, Rectangle)]
    assert len(frames) == 2 * len(result.marks)
    dashed = [frame.get_linestyle() for frame in frames[1::2]]
    assert dashed == ["-", "--", "-"]
    assert legend(ax) == [
        "1  chat <live> (Communication & talk)",
        "2  Trust, only suggested",
        "3  Trust",
    ]


def test_a_picture_in_words() -> None:
    result = made.picture()
    rows = result.to_frame()
    assert rows["coders"].tolist() == ["ann", "rule-site-audit", "ann; ben"]
    assert rows["words"].tolist() == ["Chat with us", "Terms", ""]
    assert "1 chat <live> (Communication & talk): “Chat with us”" in result.alt
    assert "2 Trust (Trust): “Terms”, only suggested" in result.alt
    assert "1 codings are not on the picture" in result.notes[0]
    assert set(rows["provenance"]) == {"synthetic"}


@pytest.mark.parametrize("content", [b"", b"no picture", made.png()[:60]])
def test_a_picture_that_cannot_be_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"picture 'screenshot\.png' cannot be read"):
        figures.annotated_picture(made.picture(content))


def test_a_picture_without_marks_is_shown_whole() -> None:
    result = made.picture()
    bare = type(result)(
        source="p", title="", picture="a.png", content=made.png(50, 80), marks=(), provenance=()
    )
    ax = figures.annotated_picture(bare)
    assert tuple(map(int, ax.get_ylim())) == (80, 0)
    assert bare.alt == "Picture of p with 0 marks."
