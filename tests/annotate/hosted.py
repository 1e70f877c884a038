"""A desk that some program shows in its page or in a frame, driven as a person would."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Frame, Locator, Page

DESKS = """(function find(root) {
    return [...root.querySelectorAll('*')].flatMap((el) =>
        el.codingDesk ? [el] : el.shadowRoot ? find(el.shadowRoot) : []);
})(document)"""
"""Elements with a desk in them, also those in a shadow of the program."""
WORD_BOX = """(row, word) => {
    const node = [...row.childNodes].find((one) => one.nodeType === Node.TEXT_NODE);
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(word));
    range.setEnd(node, node.data.indexOf(word) + word.length);
    const [box, own] = [range.getBoundingClientRect(), row.getBoundingClientRect()];
    return [box.x + box.width / 2 - own.x, box.y + box.height / 2 - own.y];
}"""
"""Where a word is in a row, from the row's corner."""


class HostedDesk:
    """The desks on a page.

    Parameters
    ----------
    page : Page
        For the keyboard and the mouse.
    frame : Frame, optional
        Where the desks are; the page itself if not given.
    """

    def __init__(self, page: Page, frame: Frame | None = None) -> None:
        self.page = page
        self.frame = frame or page.main_frame

    def drawn(self, n_desks: int = 1) -> None:
        """Wait until some desks, and no others, are there and have drawn a source."""
        self.frame.wait_for_function(
            f"(n) => {DESKS}.length === n && {DESKS}.every((e) => Number(e.dataset.drawn) >= 1)",
            arg=n_desks,
        )

    def settled(self) -> None:
        """Wait until nothing waits to be saved."""
        self.frame.wait_for_function(f"{DESKS}.every((e) => (e.dataset.waiting || '0') === '0')")

    def at(self, selector: str, desk: int = 0) -> Locator:
        """Something in one of the desks."""
        return self.frame.locator("section.desk").nth(desk).locator(selector)

    def focus(self, desk: int = 0) -> None:
        self.at(".text", desk).focus()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def double_click(self, word: str, desk: int = 0) -> None:
        """Double-click on a word; while the page still moves, a click may miss."""
        row = self.at(".row", desk).filter(has_text=word).first
        row.scroll_into_view_if_needed()
        for _ in range(20):
            x, y = row.evaluate(WORD_BOX, word)
            row.dblclick(position={"x": x, "y": y})
            if self.frame.evaluate(f"{DESKS}[{desk}].codingDesk.selection.text") == word:
                return
            self.page.wait_for_timeout(450)  # longer than the clicks of one double click are apart
        pytest.fail(f"no double click hit {word!r}")

    def marks(self) -> set[str]:
        """Which desks have highlights in the page."""
        names = self.frame.evaluate("[...CSS.highlights.keys()]")
        return {"-".join(name.split("-")[:4]) for name in names if name.startswith("coding-desk-")}

    def left_in_the_page(self) -> Counter[str]:
        """What a desk could leave behind: listeners of document and window, styles, highlights."""
        found: Counter[str] = Counter()
        session = self.page.context.new_cdp_session(self.page)
        for thing in ("document", "window"):
            handle = session.send("Runtime.evaluate", {"expression": thing})["result"]["objectId"]
            for one in session.send("DOMDebugger.getEventListeners", {"objectId": handle})[
                "listeners"
            ]:
                found[f"{thing} {one['type']}"] += 1
        session.detach()
        found["style"] = self.frame.evaluate("document.querySelectorAll('style').length")
        found["sheet"] = self.frame.evaluate("document.adoptedStyleSheets.length")
        found["highlight"] = self.frame.evaluate("CSS.highlights.size")
        return found
