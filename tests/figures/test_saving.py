"""What is written for a figure, and what is refused."""

from __future__ import annotations

import base64
import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.axes import Axes
from PIL import Image

from casestudy import figures
from casestudy.figures import SavedFigure, save_figure
from casestudy.provenance import provenance_line
from casestudy.spreadsheets import formula_safe_csv

from . import made

SVG = "{http://www.w3.org/2000/svg}"


def _save(folder: Path, ax: Axes | None = None, **changes: object) -> SavedFigure:
    result = made.matrix()
    settings: dict[str, object] = {
        "width_mm": 174,
        "alt": 'Themes by case: "trust" <once> & more',
        "title": "Themes & cases",
        "data": result.to_frame(),
        "provenance": result.provenance,
        **changes,
    }
    return save_figure(ax or figures.theme_matrix(result), folder / "03_matrix", **settings)  # type: ignore[arg-type]


def test_all_files_are_written(tmp_path: Path) -> None:
    saved = _save(tmp_path / "new" / "folder")
    names = ["03_matrix.svg", "03_matrix.pdf", "03_matrix.png", "03_matrix.csv", "03_matrix.json"]
    assert [file.name for file in saved.files] == names
    assert all(file.stat().st_size for file in saved.files)


def test_record(tmp_path: Path) -> None:
    saved = _save(tmp_path, provenance=(made.SYNTHETIC, made.PUBLISHED))
    record = json.loads((tmp_path / "03_matrix.json").read_text("utf-8"))
    assert record == saved.to_record()
    assert record["id"] == "03_matrix"
    assert record["synthetic"] is True
    assert record["provenance"] == [str(made.SYNTHETIC), str(made.PUBLISHED)]
    assert record["files"][0] == "03_matrix.svg"
    assert record["width_mm"] == 174
    assert record["alt"].startswith("Themes by case")


@pytest.mark.parametrize(("width_mm", "pixels"), [(85, 1004), (114, 1346), (174, 2055)])
def test_width_is_exact(tmp_path: Path, width_mm: float, pixels: int) -> None:
    _save(tmp_path, width_mm=width_mm)
    with Image.open(tmp_path / "03_matrix.png") as image:
        assert abs(image.width - pixels) <= 1
        assert image.info["Description"].startswith("Themes by case")
    root = ElementTree.parse(tmp_path / "03_matrix.svg").getroot()  # noqa: S314
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(width_mm / 25.4 * 72)
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+)", (tmp_path / "03_matrix.pdf").read_bytes())
    assert box
    assert float(box[1]) == pytest.approx(width_mm / 25.4 * 72, abs=0.01)


def test_height_can_be_fixed(tmp_path: Path) -> None:
    _save(tmp_path, height_mm=90)
    with Image.open(tmp_path / "03_matrix.png") as image:
        assert abs(image.height - 90 / 25.4 * 300) <= 1


def test_svg_can_be_read_by_those_who_do_not_see_it(tmp_path: Path) -> None:
    _save(tmp_path)
    root = ElementTree.parse(tmp_path / "03_matrix.svg").getroot()  # noqa: S314
    assert root.attrib["role"] == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == "Themes & cases"
    assert desc.text == 'Themes by case: "trust" <once> & more'
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
    assert next(iter(root)) is title


def test_pdf_embeds_truetype(tmp_path: Path) -> None:
    _save(tmp_path)
    content = (tmp_path / "03_matrix.pdf").read_bytes()
    assert b"/Subtype /Type3" not in content
    assert b"/FontFile2" in content


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_empty_alternative_is_refused(tmp_path: Path, alt: str) -> None:
    with pytest.raises(ValueError, match="has no text alternative: say in `alt` what it shows"):
        _save(tmp_path, alt=alt)
    assert not list(tmp_path.iterdir())


def test_other_refusals(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no title"):
        _save(tmp_path, title=" ")
    with pytest.raises(ValueError, match="format 'gif' is not known; allowed are svg, pdf, png"):
        _save(tmp_path, formats=("gif",))


def test_synthetic_data_cannot_be_saved_as_published(tmp_path: Path) -> None:
    ax = figures.theme_matrix(made.matrix(made.SYNTHETIC))
    with pytest.raises(ValueError, match="draws synthetic data, but its provenance does not say"):
        _save(tmp_path, ax)


def test_footer_names_the_provenance_given(tmp_path: Path) -> None:
    ax = figures.theme_matrix(made.matrix())
    _save(tmp_path, ax)
    assert ax.figure.get_supxlabel() == provenance_line([made.PUBLISHED])  # type: ignore[union-attr]


def test_notebook_shows_the_picture_with_its_alternative(tmp_path: Path) -> None:
    bundle = _save(tmp_path)._repr_mimebundle_()
    shown = bundle["text/html"]
    assert 'alt="Themes by case: &quot;trust&quot; &lt;once&gt; &amp; more"' in shown
    data = re.search(r'src="data:image/png;base64,([^"]+)"', shown)
    assert data
    assert base64.b64decode(data[1]) == (tmp_path / "03_matrix.png").read_bytes()


def test_numbers_behind_the_figure(tmp_path: Path) -> None:
    _save(tmp_path)
    with (tmp_path / "03_matrix.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12
    assert rows[0]["n_observed"] == "12"
    assert list(rows[0])[-1] == "provenance"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(start: str) -> None:
    frame = pd.DataFrame({f"{start}head": [f"{start}cmd|x"], "n": [-1.5], "text": ["-2.5"]})
    text = formula_safe_csv(frame, provenance=(made.PUBLISHED,))
    head, row = csv.reader(text.splitlines(keepends=True)) if start != "\r" else (None, None)
    if head and row:
        assert head[0] == f"'{start}head"
        assert row == [f"'{start}cmd|x", "-1.5", "-2.5", str(made.PUBLISHED)]
    else:
        assert "'\rcmd|x" in text


def test_numbers_are_not_rounded() -> None:
    frame = pd.DataFrame({"share": [1 / 3]})
    assert "0.3333333333333333," in formula_safe_csv(frame, provenance=())


def test_figures_are_drawn_again_for_another_width(tmp_path: Path) -> None:
    for width in (85, 114, 174):
        _save(tmp_path, figures.theme_matrix(made.matrix(n_cases=6)), width_mm=width)


def test_what_a_person_added_is_not_lost(tmp_path: Path) -> None:
    ax = figures.theme_matrix(made.matrix(n_cases=6))
    ax.set_title("mine")
    before = ax.figure.get_figwidth()  # type: ignore[union-attr]
    _save(tmp_path, ax, width_mm=160)
    assert ax.figure.get_figwidth() != before  # type: ignore[union-attr]


def test_texts_that_overlap_are_told(tmp_path: Path) -> None:
    ax = figures.new_axes(width_mm=85, height_mm=50)
    for word in ("trust", "price"):
        ax.text(0.5, 0.5, word)
    with pytest.warns(UserWarning, match="'trust' and 'price' overlap"):
        _save(tmp_path, ax, width_mm=85)


def test_texts_that_are_cut_are_told(tmp_path: Path) -> None:
    ax = figures.new_axes(width_mm=85, height_mm=50)
    ax.text(0.9, 0.5, "a long text that leaves the page").set_in_layout(False)
    with pytest.warns(UserWarning, match="is cut at the edge"):
        _save(tmp_path, ax, width_mm=85)
