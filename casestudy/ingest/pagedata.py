"""Data that pages carry for machines, as single values: JSON-LD and what scripts build them from.

JSON-LD is what a shop says of its products, ratings, returns and answers in the words of
schema.org. The data of scripts (`__NEXT_DATA__` and the like) holds everything; of it only
sentences are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

MAX_LEAVES = 5_000
"""Values kept of one script. The fullest product pages have some five hundred."""
MAX_VALUE = 20_000
"""Characters of one value. A long review has three thousand."""
MAX_DEPTH = 60
"""Objects inside one another; schema.org needs eight."""
LEAST_WORDS = 4
"""Words from which a text among the data of scripts is taken for a sentence."""

WRAPPING = re.compile(
    r"\A\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[)?|(?:-->|]]>)?[\s;]*\Z"
)
TAGS = re.compile(r"<[^<>]{0,2000}>")
CODE = re.compile(r"[{}]|=>|https?://\S+$|^\S+\(|;\s*$|\bfunction\b")
"""Signs that a text is no sentence but a program, a style or an address."""


Place = Any
"""Where a value lies: the place around it and its name or number there; None for the whole."""


class Leaf(NamedTuple):
    """One value: the types it lies in, its key, and its JSON pointer."""

    types: str
    key: str
    value: str
    pointer: str


def parsed(text: str) -> Any:
    """What a script of JSON holds, also where it is written with small mistakes.

    Raises
    ------
    ValueError
        If it is not JSON.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(WRAPPING.sub("", text), strict=False)
    except RecursionError:
        raise ValueError("it nests deeper than data does") from None


def assigned(text: str, at: int) -> Any:
    """The object that stands at a place of a script.

    Raises
    ------
    ValueError
        If it is no JSON object.
    """
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, at)[0]
    except RecursionError:
        raise ValueError("it nests deeper than data does") from None


def ld_leaves(value: Any) -> Iterator[Leaf]:
    """Every value of a piece of JSON-LD, in order, with the types of the objects around it.

    Examples
    --------
    >>> said = {"@type": "Product", "offers": {"@type": "Offer", "price": 9.5}}
    >>> list(ld_leaves(said))
    [Leaf(types='Product > Offer', key='price', value='9.5', pointer='/offers/price')]
    """
    for plain, types, place in leaves(value):
        if plain is not None and plain != "" and not key_of(place).startswith("@"):
            yield Leaf(types, key_of(place), shown_value(plain), pointer_to(place))


def state_leaves(value: Any) -> Iterator[Leaf]:
    """The sentences among the data of scripts, without the marks of HTML."""
    for plain, _, place in leaves(value):
        if not isinstance(plain, str) or plain.count(" ") < LEAST_WORDS - 1 or CODE.search(plain):
            continue
        yield Leaf("", key_of(place), TAGS.sub(" ", shown_value(plain)), pointer_to(place))


def leaves(value: Any) -> Iterator[tuple[Any, str, Place]]:
    """Every text, number and truth value of a JSON value, in order, with types and place."""
    waiting: list[tuple[Any, str, Place, int]] = [(value, "", None, 0)]
    while waiting:
        at, types, place, depth = waiting.pop()
        if isinstance(at, dict):
            own = at.get("@type")
            types = typed(types, own) if own else types
            if depth < MAX_DEPTH:
                members = [(member, types, (place, name), depth + 1) for name, member in at.items()]
                waiting += members[::-1]
        elif isinstance(at, list):
            if depth < MAX_DEPTH:
                waiting += [
                    (at[number], types, (place, number), depth + 1)
                    for number in range(len(at) - 1, -1, -1)
                ]
        else:
            yield at, types, place


def key_of(place: Place) -> str:
    """The name that a value bears; for a member of a list that of the list."""
    while place is not None and isinstance(place[1], int):
        place = place[0]
    return str(place[1]) if place is not None else ""


def pointer_to(place: Place) -> str:
    """The JSON pointer of a value (RFC 6901).

    Examples
    --------
    >>> pointer_to(((None, "a/b"), 0))
    '/a~1b/0'
    """
    steps = []
    while place is not None:
        steps.append(str(place[1]).replace("~", "~0").replace("/", "~1"))
        place = place[0]
    return "".join(f"/{step}" for step in reversed(steps))


def typed(types: str, own: Any) -> str:
    """The types around a value, with those of one more object."""
    names = own if isinstance(own, list) else [own]
    told = "/".join(name.rpartition("/")[2][:80] for name in names if isinstance(name, str))
    return f"{types} > {told}" if types and told else told or types


def shown_value(value: Any) -> str:
    """A value as JSON writes it, texts without their quotation marks."""
    return value[:MAX_VALUE] if isinstance(value, str) else json.dumps(value)[:MAX_VALUE]
