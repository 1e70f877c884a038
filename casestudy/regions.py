"""Rectangles on the pictures of a source: what is coded where words do not carry the meaning.

A region is counted in the picture's own pixels from its top left corner and is written as a W3C
media fragment, `screenshot.png#xywh=10,20,300,80`, so that one line of a log or one cell of a
table says all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PICTURE = r"[^\W_][\w .()-]*\.\w+"
_TEXT = re.compile(
    rf"(?P<picture>{_PICTURE})#xywh=(?P<x>\d+),(?P<y>\d+),(?P<width>\d+),(?P<height>\d+)", re.ASCII
)
LARGEST = 10**6
"""Pixels a side: no browser and no scanner makes a picture of a million."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Region:
    """A rectangle on a picture that belongs to a source.

    Parameters
    ----------
    picture : str
        Name of the picture's file in the source's folder, such as "screenshot.png".
    x, y : int
        Left and upper edge in pixels of the picture, from its top left corner.
    width, height : int
        In pixels, at least 1.

    Raises
    ------
    ValueError
        If the picture's name or one of the numbers is not allowed.

    Examples
    --------
    >>> str(Region(picture="screenshot.png", x=10, y=20, width=300, height=80))
    'screenshot.png#xywh=10,20,300,80'
    """

    picture: str
    x: int
    y: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if not re.fullmatch(_PICTURE, self.picture, re.ASCII):
            raise ValueError(
                f"picture {self.picture!r} is not allowed: name a file of the source's folder, "
                "such as 'screenshot.png'"
            )
        numbers = (self.x, self.y, self.width, self.height)
        whole = all(type(number) is int and 0 <= number <= LARGEST for number in numbers)
        if not whole or not self.width or not self.height:
            raise ValueError(
                f"region {','.join(map(str, numbers))} of {self.picture!r} is not a rectangle: x, "
                "y, width and height are whole pixels from 0, width and height at least 1"
            )

    @classmethod
    def parsed(cls, text: str) -> Region:
        """The region that a text such as `screenshot.png#xywh=10,20,300,80` names.

        Raises
        ------
        ValueError
            If the text is not of this form.

        Examples
        --------
        >>> Region.parsed("screenshot.png#xywh=10,20,300,80").width
        300
        """
        found = _TEXT.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{text[:80]!r} is not a region; write it as picture.png#xywh=x,y,width,height"
            )
        numbers = {name: int(found[name][:8]) for name in ("x", "y", "width", "height")}
        return cls(picture=found["picture"], **numbers)

    def __str__(self) -> str:
        return f"{self.picture}#xywh={self.x},{self.y},{self.width},{self.height}"

    @property
    def area(self) -> int:
        """Pixels covered."""
        return self.width * self.height


def intersection_area(one: Region, other: Region) -> int:
    """Pixels that two regions share; 0 on different pictures.

    Examples
    --------
    >>> left = Region(picture="a.png", x=0, y=0, width=4, height=4)
    >>> intersection_area(left, Region(picture="a.png", x=2, y=0, width=4, height=4))
    8
    """
    if one.picture != other.picture:
        return 0
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(across, 0) * max(down, 0)


def intersection_over_union(one: Region, other: Region) -> float:
    """How far two regions are the same place: shared pixels over pixels covered by either, 0 to 1.

    Notes
    -----
    The Jaccard coefficient of the two sets of pixels. It is 0 for regions of different pictures.

    Examples
    --------
    >>> left = Region(picture="a.png", x=0, y=0, width=4, height=4)
    >>> right = Region(picture="a.png", x=2, y=0, width=4, height=4)
    >>> round(intersection_over_union(left, right), 4)
    0.3333
    """
    shared = intersection_area(one, other)
    return shared / (one.area + other.area - shared)
