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
CALL = re.compile(r"\S+\(")
ADDRESS = re.compile(r"https?://\S+$")
FUNCTION = re.compile(r"\bfunction\b")

MOST_TYPES = 10
"""Types of one object that are told; things in real pages have up to three."""
LONGEST_KEY = 200
"""Characters of a key that a label and a pointer show; real keys have some twenty."""

Place = Any
"""Where a value lies: the place around it, its name or number there, and its pointer once somebody
asked for it; None for the whole."""


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
    """The sentences among the data of scripts, without the marks of HTML.

    Examples
    --------
    >>> said = {"faq": [{"id": 7, "a": "We <b>ship</b> within two days."}]}
    >>> [(leaf.key, leaf.value, leaf.pointer) for leaf in state_leaves(said)]
    [('a', 'We  ship  within two days.', '/faq/0/a')]
    """
    found: list[tuple[str, Place]] = []
    _gather(value if isinstance(value, dict | list) else [value], None, 0, found)
    for text, place in found:
        if not is_code(text):
            words = TAGS.sub(" ", shown_value(text)) if "<" in text else shown_value(text)
            yield Leaf("", key_of(place), words, pointer_to(place))


def _gather(
    within: dict[str, Any] | list[Any], place: Place, depth: int, found: list[tuple[str, Place]]
) -> None:
    """Add the texts of words enough for a sentence, in order; most data are keys and numbers."""
    pairs = within.items() if isinstance(within, dict) else enumerate(within)
    for name, member in pairs:
        kind = type(member)
        if kind is str:
            if member.count(" ") >= LEAST_WORDS - 1:
                found.append((member, [place, name, None]))
        elif (kind is dict or kind is list) and member and depth + 1 < MAX_DEPTH:
            _gather(member, [place, name, None], depth + 1, found)


def is_code(text: str) -> bool:
    """Whether a text is no sentence but a program, a style or an address.

    Examples
    --------
    >>> [is_code(text) for text in ("We ship in two days", "a = b + c;", "see https://a.test/b")]
    [False, True, True]
    """
    return (
        "{" in text
        or "}" in text
        or "=>" in text
        or text.rstrip().endswith(";")
        or ("(" in text and CALL.match(text) is not None)
        or ("://" in text and ADDRESS.search(text) is not None)
        or ("function" in text and FUNCTION.search(text) is not None)
    )


def leaves(value: Any) -> Iterator[tuple[Any, str, Place]]:
    """Every text, number and truth value of a JSON value, in order, with types and place."""
    waiting: list[tuple[Any, str, Place, int]] = [(value, "", None, 0)]
    while waiting:
        at, types, place, depth = waiting.pop()
        if isinstance(at, dict):
            own = at.get("@type")
            types = typed(types, own) if own else types
            if depth < MAX_DEPTH:
                members = [
                    (member, types, [place, name, None], depth + 1) for name, member in at.items()
                ]
                waiting += members[::-1]
        elif isinstance(at, list):
            if depth < MAX_DEPTH:
                waiting += [
                    (at[number], types, [place, number, None], depth + 1)
                    for number in range(len(at) - 1, -1, -1)
                ]
        else:
            yield at, types, place


def key_of(place: Place) -> str:
    """The name that a value bears; for a member of a list that of the list."""
    while place is not None and isinstance(place[1], int):
        place = place[0]
    return str(place[1])[:LONGEST_KEY] if place is not None else ""


def pointer_to(place: Place) -> str:
    """The JSON pointer of a value (RFC 6901); each is put together once, from that above it.

    Examples
    --------
    >>> pointer_to([[None, "a/b", None], 0, None])
    '/a~1b/0'
    """
    if place is None:
        return ""
    pointer: str | None = place[2]
    if pointer is None:
        step = str(place[1])[:LONGEST_KEY]
        if "~" in step or "/" in step:
            step = step.replace("~", "~0").replace("/", "~1")
        pointer = place[2] = f"{pointer_to(place[0])}/{step}"
    return pointer


def type_name(address: str) -> str:
    """The last step of the address of a type, as far as a name goes.

    Examples
    --------
    >>> type_name("https://schema.org/Product")
    'Product'
    """
    return address.strip().rpartition("/")[2][:80]


def typed(types: str, own: Any) -> str:
    """The types around a value, with those of one more object."""
    names = own if isinstance(own, list) else [own]
    told = "/".join(type_name(name) for name in names[:MOST_TYPES] if isinstance(name, str))
    return f"{types} > {told}" if types and told else told or types


def shown_value(value: Any) -> str:
    """A value as JSON writes it, texts without their quotation marks.

    Examples
    --------
    >>> [shown_value(value) for value in ("red", 12, 9.5, True)]
    ['red', '12', '9.5', 'true']
    """
    if isinstance(value, str):
        return value[:MAX_VALUE]
    if type(value) is int:
        return str(value)[:MAX_VALUE]
    return json.dumps(value)[:MAX_VALUE]
