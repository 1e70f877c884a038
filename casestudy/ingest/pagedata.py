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

WRAPPING = re.compile(r"\A\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[)?|(?:-->|]]>)?[\s;]*\Z")
TAGS = re.compile(r"<[^<>]{0,2000}>")
CODE = re.compile(r"[{}]|=>|https?://\S+$|^\S+\(|;\s*$|\bfunction\b")
"""Signs that a text is no sentence but a program, a style or an address."""


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
    for types, key, plain, pointer in leaves(value):
        if not key.startswith("@"):
            yield Leaf(types, key, plain, pointer)


def state_leaves(value: Any) -> Iterator[Leaf]:
    """The sentences among the data of scripts, without the marks of HTML."""
    for leaf in leaves(value):
        if leaf.value.count(" ") < LEAST_WORDS - 1 or CODE.search(leaf.value):
            continue
        yield leaf._replace(types="", value=TAGS.sub(" ", leaf.value))


def leaves(value: Any) -> Iterator[Leaf]:
    """Every text, number and truth value of a JSON value, in order, as far as limits allow."""
    waiting: list[tuple[Any, str, str, str, int]] = [(value, "", "", "", 0)]
    n_left = MAX_LEAVES
    while waiting and n_left:
        at, types, key, pointer, depth = waiting.pop()
        if isinstance(at, dict):
            types = typed(types, at.get("@type"))
            members: list[tuple[str, Any]] = [(str(name), member) for name, member in at.items()]
        elif isinstance(at, list):
            members = [(str(number), member) for number, member in enumerate(at)]
        else:
            if at is not None and at != "":
                n_left -= 1
                yield Leaf(types, key, shown_value(at), pointer)
            continue
        if depth < MAX_DEPTH:
            is_list = isinstance(at, list)
            waiting += [
                (member, types, key if is_list else name, f"{pointer}/{escaped(name)}", depth + 1)
                for name, member in reversed(members)
            ]


def typed(types: str, own: Any) -> str:
    """The types around a value, with those of one more object."""
    names = own if isinstance(own, list) else [own]
    told = "/".join(name.rpartition("/")[2][:80] for name in names if isinstance(name, str))
    return f"{types} > {told}" if types and told else told or types


def shown_value(value: Any) -> str:
    """A value as JSON writes it, texts without their quotation marks."""
    return value[:MAX_VALUE] if isinstance(value, str) else json.dumps(value)[:MAX_VALUE]


def escaped(name: str) -> str:
    """A name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
