"""Pictures at the desk: regions by mouse and keyboard, and the blocks of the page beneath them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from casestudy.desk.study_bench import StudyBench
from casestudy.pages.blocks import blocks_beneath
from casestudy.regions import Region
from casestudy.store.pictures import PictureBands
from casestudy.study import Study

from .browsing import DeskPage
from .conftest import PAGE


@pytest.fixture
def picture(page: DeskPage, pages: Study) -> DeskPage:
    page.mount(StudyBench(pages, coder="anna"), source=PAGE)
    page.page.locator(".text").focus()
    page.press("Shift+P")
    page.page.wait_for_function(
        "desks.desk.el.shadowRoot.querySelector('.band').naturalWidth > 100"
    )
    return page


def regions(study: Study) -> list[str]:
    return study.codings.frame["region"].tolist()


def test_blocks_are_walked_through_and_coded_by_keys(picture: DeskPage, pages: Study) -> None:
    picture.press("ArrowDown", "ArrowDown", "ArrowDown")
    said = picture.text(".foot-words")
    picture.press("7", "8")
    picture.settled()
    first, second = map(Region.parsed, regions(pages))
    assert first == second
    source = pages.sources[PAGE]
    words = [source.text[p.start : p.end] for p in blocks_beneath(source, first)]
    assert any(word[:30] in said for word in words)
    assert sorted(pages.codings.frame["code"]) == ["timeliness", "transparency"]
    assert picture.page.locator(".region").count() == 2
    picture.press("Control+z")
    picture.settled()
    assert picture.page.locator(".region").count() == 1


def test_a_rectangle_is_drawn_moved_and_fitted(picture: DeskPage, pages: Study) -> None:
    box = picture.page.locator(".picture-scroll").bounding_box()
    assert box is not None
    picture.page.mouse.move(box["x"] + 30, box["y"] + 40)
    picture.page.mouse.down()
    picture.page.mouse.move(box["x"] + 130, box["y"] + 90, steps=4)
    picture.page.mouse.up()
    picture.press("1")
    picture.settled()
    factor = picture.page.evaluate("desks.desk.el.codingDesk.picture.factor")
    drawn = Region.parsed(regions(pages)[0])
    assert drawn.width == pytest.approx(100 / factor, abs=2)
    assert drawn.height == pytest.approx(50 / factor, abs=2)
    assert drawn.y == pytest.approx(40 / factor, abs=2)
    picture.press(
        "Control+ArrowRight", "Alt+ArrowDown", "Shift+ArrowRight", "Shift+ArrowUp"
    )  # fmt: skip
    picture.page.locator(".region").click(position={"x": 2, "y": 2}, force=True)
    picture.press("Control+ArrowRight", "Alt+ArrowDown", "Shift+ArrowRight", "=")
    picture.settled()
    moved = Region.parsed(regions(pages)[0])
    assert (moved.x, moved.y) == (drawn.x + 10, drawn.y + 1)
    assert (moved.width, moved.height) == (drawn.width + 10, drawn.height)
    picture.press("Shift+R")
    picture.page.keyboard.type("concerns")
    picture.press("Enter")
    picture.settled()
    assert pages.codings.frame["code"].tolist() == ["concerns"]
    picture.press("Delete")
    picture.settled()
    assert regions(pages) == []
    assert pages.check() == []


def test_words_show_their_block_and_a_region_its_words(picture: DeskPage, pages: Study) -> None:
    picture.page.locator(".text").focus()
    picture.press("Control+ArrowDown", "Control+ArrowDown", "Control+ArrowDown")
    assert picture.page.locator(".block-mark").count() == 1
    picture.page.locator(".picture-scroll").focus()
    picture.press("ArrowDown")
    assert picture.page.locator(".block-mark").count() == 1
    marked = picture.page.evaluate("[...desks.desk.el.codingDesk.marks.spans.keys()]")
    assert "under-pointer" in marked


def test_a_source_without_pictures_says_so(page: DeskPage, anna: StudyBench) -> None:
    page.mount(anna)
    page.page.locator(".text").focus()
    page.press("Shift+P")
    assert page.text(".foot-words") == "This source has no pictures."
    assert page.page.get_by_label("Pictures of this source").is_hidden()


def test_bands_join_to_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "long.png"
    made = Image.new("RGB", (40, 2500))
    for row in range(0, 2500, 100):
        made.paste((row // 10, 255 - row // 10, 90), (0, row, 40, row + 100))
    made.save(path)
    bands = PictureBands()
    for top in (0, 1024, 2048):
        content = bands.band(path, top=top, height=1024)
        (tmp_path / "band.webp").write_bytes(content)
        with Image.open(tmp_path / "band.webp") as band:
            assert band.size == (40, min(1024, 2500 - top))
            seen = band.convert("RGB").getpixel((20, 50))
            wanted = made.getpixel((20, top + 50))
            assert max(abs(a - b) for a, b in zip(seen, wanted, strict=True)) < 12
    with pytest.raises(ValueError, match="2500 rows of pixels; no band begins at 2500"):
        bands.band(path, top=2500, height=10)


def test_pictures_that_cannot_be_shown_are_told(
    pages: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = StudyBench(pages, coder="anna")
    folder = pages.sources.folder(PAGE)
    (folder / "broken.png").write_bytes(b"\x89PNG no picture")
    assert "broken.png" not in bench.pictures(PAGE)
    assert "screenshot.png" in bench.pictures(PAGE)
    with pytest.raises(LookupError, match=r"has no picture 'none\.png'"):
        bench.band(PAGE, "none.png", 0, 10)
    with pytest.raises(LookupError, match=r"has no picture '\.\./x\.png'"):
        bench.band(PAGE, "../x.png", 0, 10)
    monkeypatch.setattr("casestudy.store.pictures.MOST_PIXELS", 1000)
    with pytest.raises(ValueError, match="more than can be shown here"):
        bench.band(PAGE, "screenshot.png", 0, 10)
