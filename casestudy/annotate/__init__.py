"""The coding desk: its look and its answers, in a notebook and without a network.

It stands on a `Bench`, whoever made it; `casestudy.CodingDesk` puts it on a study folder.
"""

from __future__ import annotations

from casestudy.annotate.bench import Bench, Done, ListedSource, NotDone, ShownCoding
from casestudy.annotate.desk import Desk
from casestudy.annotate.widget import DeskWidget

__all__ = ["Bench", "Desk", "DeskWidget", "Done", "ListedSource", "NotDone", "ShownCoding"]
