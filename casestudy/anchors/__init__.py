"""How a coding holds on to its place, and how it is carried along when the text is edited.

A position alone breaks with the first correction of a transcript; a quotation alone may occur
twice. The two with their context tell an untouched place from a moved or a lost one; one
comparison of the old text with the new carries a thousand of them at once.
"""

from __future__ import annotations

from casestudy.anchors.anchor import CONTEXT, Anchor, anchor, find_quote
from casestudy.anchors.diffing import offset_map
from casestudy.anchors.offsets import OffsetMap
from casestudy.anchors.reanchoring import Receipt, reanchored
from casestudy.anchors.text_units import (
    grapheme_borders,
    positions_from_utf8,
    positions_from_utf16,
    snapped,
    utf8_positions,
    utf16_positions,
)

__all__ = [
    "CONTEXT",
    "Anchor",
    "OffsetMap",
    "Receipt",
    "anchor",
    "find_quote",
    "grapheme_borders",
    "offset_map",
    "positions_from_utf8",
    "positions_from_utf16",
    "reanchored",
    "snapped",
    "utf8_positions",
    "utf16_positions",
]
