"""Comments in the margin: what they say, who wrote them, and which words they are about.

A comment is nobody's speech, so it is no part of the text. A reader meets its two ends while it
writes the text, and its words before or after; here both are put together.
"""

from __future__ import annotations

from casestudy.ingest.reading import Comment

Mark = tuple[str, str]
"""What was met ("start", "end", or "place" for a comment on no words) and of which comment."""


class Margin:
    """The comments of one document, while it is being read.

    Examples
    --------
    >>> margin = Margin()
    >>> margin.mark(("start", "4"), 0)
    >>> margin.mark(("end", "4"), 5)
    >>> margin.say("4", author="Ann", date="", text="Really?", locator="comment 4")
    >>> [(each.text, each.start, each.end) for each in margin.comments("Trust me.")]
    [('Really?', 0, 5)]
    """

    def __init__(self) -> None:
        self._marks: dict[Mark, int] = {}
        self._said: list[tuple[str, Comment]] = []

    def mark(self, mark: Mark, at: int) -> None:
        """Remember a position; the first of each kind counts."""
        self._marks.setdefault(mark, at)

    def say(self, name: str, *, author: str, date: str, text: str, locator: str) -> None:
        """Take down what a comment says; one without words is left out."""
        text = text.strip()
        if text:
            comment = Comment(
                author=" ".join(author.split()),
                date=date.strip(),
                text=text,
                start=0,
                end=0,
                locator=locator,
            )
            self._said.append((name, comment))

    def comments(self, text: str) -> tuple[Comment, ...]:
        """All comments in the order of their places, each with its span in the text."""
        placed = [
            Comment(
                author=each.author,
                date=each.date,
                text=each.text,
                start=start,
                end=end,
                locator=each.locator,
            )
            for name, each in self._said
            for start, end in [self._span(name, text)]
        ]
        return tuple(sorted(placed, key=lambda each: (each.start, each.end)))

    def _span(self, name: str, text: str) -> tuple[int, int]:
        """Where a comment belongs, without the blanks at both ends."""
        place = self._marks.get(("place", name), self._marks.get(("end", name), 0))
        start = min(self._marks.get(("start", name), place), len(text))
        end = min(self._marks.get(("end", name), place), len(text))
        words = text[start:end].strip()
        if not words:
            return start, start
        start = text.index(words, start)
        return start, start + len(words)
