"""Elements of a page that bear more than words: hidden ones, landmarks, labels, data.

A *view* is the part of the page that a block stands in: the main
content, navigation, header, footer, something beside it, or a dialog.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from selectolax.lexbor import LexborNode

from casestudy.ingest.wordlists import NEVER_SHOWN
from casestudy.pages.element_paths import FOREIGN

Given = Mapping[str, str | None]
"""Attributes of an element."""

UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)

LANDMARKS: Mapping[str, str] = MappingProxyType(
    {
        "main": "main",
        "nav": "navigation",
        "header": "header",
        "footer": "footer",
        "aside": "aside",
        "dialog": "dialog",
        "article": "",
    }
)
"""Elements that say which part of a page they are; what stands in an article is its own."""
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "main": "main",
        "navigation": "navigation",
        "banner": "header",
        "contentinfo": "footer",
        "complementary": "aside",
        "dialog": "dialog",
        "alertdialog": "dialog",
    }
)
"""Roles that say the same of any element."""
NAMED: Mapping[str, str] = MappingProxyType(
    {
        "#footer": "footer",
        ".footer": "footer",
        ".site-footer": "footer",
        "#header": "header",
        ".header": "header",
        ".site-header": "header",
        "#onetrust-banner-sdk": "dialog",
        "#onetrust-pc-sdk": "dialog",
        "#CybotCookiebotDialog": "dialog",
        ".cookie-banner": "dialog",
        ".cookie-consent": "dialog",
        ".cookie-notice": "dialog",
        "#cookie-banner": "dialog",
        "#cookie-notice": "dialog",
    }
)
"""Ids and classes by which older pages say it; whole names only."""
KEPT = ("dialog", "footer")
"""Views that what stands inside cannot leave: the links of a footer are its own."""
CONTENT = ("main", "article")
CHANGING = frozenset((*CONTENT, *FOREIGN, "pre", "textarea", "foreignObject"))

TOLD = (
    "aria-label", "aria-description", "aria-valuetext", "alt", "title", "placeholder", "label",
    "value",
)  # fmt: skip
"""Attributes with words for a reader."""
ACTING = frozenset(("hidden", "aria-hidden", "style", "role", "aria-modal"))
"""Attributes that decide what holds inside an element."""
TELLING = frozenset((*TOLD, "itemprop"))
BEARING = ACTING | TELLING


def is_hidden(given: Given) -> bool:
    """Whether an element itself says that it is not shown."""
    return (
        "hidden" in given
        or ("style" in given and is_unseen(given["style"] or ""))
        or ("aria-hidden" in given and (given["aria-hidden"] or "").lower() == "true")
    )


def is_unseen(style: str) -> bool:
    """Whether the styles of an element keep it from being shown.

    Examples
    --------
    >>> is_unseen("color: red; display: none"), is_unseen("opacity: 0")
    (True, False)
    """
    if ":" not in style:
        return False
    lower = style.lower()
    return ("none" in lower or "hidden" in lower) and UNSEEN.search(lower) is not None


def view_of(given: Given) -> str:
    """The part of a page that attributes name, empty if none."""
    role = (given.get("role") or "").strip().lower()
    if role in ROLES:
        return ROLES[role]
    return "dialog" if (given.get("aria-modal") or "").lower() == "true" else ""


class Inside(NamedTuple):
    """What holds for everything inside an element."""

    hidden: bool = False
    kept_blanks: bool = False
    heading: list[Any] | None = None
    table: int = 0
    view: str = ""
    is_content: bool = False
    foreign: bool = False


def inside_of(tag: str, given: Given, around: Inside) -> Inside:
    """What holds inside an element, given what holds around it."""
    is_open = "shadowrootmode" in given if tag == "template" else "srcdoc" in given
    is_shut = tag == "dialog" and "open" not in given
    hidden = around.hidden or is_shut or is_hidden(given) or (tag in NEVER_SHOWN and not is_open)
    named = view_of(given) if "role" in given or "aria-modal" in given else ""
    view = around.view
    if named or tag in LANDMARKS:
        view = view_inside(view, tag, named, is_content=around.is_content)
    if hidden == around.hidden and view == around.view and tag not in CHANGING:
        return around
    return Inside(
        hidden,
        around.kept_blanks or tag in ("pre", "textarea"),
        around.heading,
        around.table,
        view,
        around.is_content or tag in CONTENT or named == "main",
        tag in FOREIGN or (around.foreign and tag != "foreignObject"),
    )


def inside_box(node: LexborNode, given: Given, around: Inside) -> Inside:
    """What holds inside an element that nothing but its attributes sets apart."""
    if "role" in given or "aria-modal" in given:
        return inside_of(node.tag or "", given, around)
    if around.hidden or not is_hidden(given):
        return around
    return Inside(True, *around[1:])


def view_inside(outer: str, tag: str, named: str, *, is_content: bool) -> str:
    """The view of what stands in an element.

    Parameters
    ----------
    outer : str
        View of the element around it.
    tag, named : str
        Name of the element, and the view that its attributes name.
    is_content : bool
        Whether it stands in a `main` or `article`, whose headers and footers are its own.

    Examples
    --------
    >>> view_inside("", "footer", "", is_content=False)
    'footer'
    >>> view_inside("main", "footer", "", is_content=True)
    'main'
    >>> view_inside("footer", "nav", "", is_content=False)
    'footer'
    """
    view = named or LANDMARKS.get(tag, "")
    if not view or outer in KEPT or tag in ("html", "body"):
        return outer
    if is_content and view in ("header", "footer") and not named:
        return outer
    return view
