"""Data that pages carry for machines, as single values: JSON-LD and what scripts build them from.

JSON-LD is what a shop says of its products, ratings, returns and answers in the words of
schema.org. The data of scripts (`__NEXT_DATA__` and the like) holds everything; of it only
sentences are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

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

Leaf = tuple[str, str, str, str]
"""One value: the types it lies in, its key, the value, and its JSON pointer. Plain tuples, as a
page has hundreds of them."""


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


def ld_leaves(value: Any, *, most: int = MAX_LEAVES) -> list[Leaf]:
    """The values of a piece of JSON-LD, in order, with the types of the objects around each.

    At most one more than `most`, so that it is seen whether there are more.

    Examples
    --------
    >>> said = {"@type": "Product", "offers": {"@type": "Offer", "price": 9.5}}
    >>> ld_leaves(said)
    [('Product > Offer', 'price', '9.5', '/offers/price')]
    """
    found: list[Leaf] = []
    if isinstance(value, dict | list):
        _gather_linked(value, ("", "", ""), 0, found, most)
    elif value is not None and value != "":
        found.append(("", "", shown_value(value), ""))
    return found


def _gather_linked(
    within: dict[str, Any] | list[Any],
    around: tuple[str, str, str],
    depth: int,
    found: list[Leaf],
    most: int,
) -> None:
    """Add the values below; what is around them are types, key and pointer."""
    types, key, pointer = around
    is_object = isinstance(within, dict)
    pairs: Iterable[tuple[Any, Any]] = enumerate(within)
    if isinstance(within, dict):
        pairs, own = within.items(), within.get("@type")
        types = typed(types, own) if own else types
    for name, member in pairs:
        if is_object:
            key = name[:LONGEST_KEY]
        kind = type(member)
        if kind is dict or kind is list:
            if depth + 1 < MAX_DEPTH:
                _gather_linked(
                    member, (types, key, pointer_below(pointer, name)), depth + 1, found, most
                )
        elif member is not None and member != "" and key[:1] != "@":
            shown = member[:MAX_VALUE] if kind is str else shown_value(member)
            found.append((types, key, shown, pointer_below(pointer, name)))
        if len(found) > most:
            return


def state_leaves(value: Any, *, most: int = MAX_LEAVES) -> list[Leaf]:
    """The sentences among the data of scripts, without the marks of HTML.

    At most one more than `most`, so that it is seen whether there are more.

    Examples
    --------
    >>> said = {"faq": [{"id": 7, "a": "We <b>ship</b> within two days."}]}
    >>> [leaf[1:] for leaf in state_leaves(said)]
    [('a', 'We  ship  within two days.', '/faq/0/a')]
    """
    texts: list[tuple[str, str, str, str | int]] = []
    _gather(value if isinstance(value, dict | list) else [value], "", "", 0, texts)
    found: list[Leaf] = []
    for text, key, pointer, name in texts:
        if not is_code(text):
            words = TAGS.sub(" ", text[:MAX_VALUE]) if "<" in text else text[:MAX_VALUE]
            found.append(("", key, words, pointer_below(pointer, name)))
            if len(found) > most:
                break
    return found


def _gather(
    within: dict[str, Any] | list[Any],
    key: str,
    pointer: str,
    depth: int,
    found: list[tuple[str, str, str, str | int]],
) -> None:
    """Add the texts of words enough for a sentence, in order; most data are keys and numbers.

    Each with its key, the pointer to what it lies in, and its name or number there.
    """
    is_object = isinstance(within, dict)
    pairs: Iterable[tuple[Any, Any]] = enumerate(within)
    if isinstance(within, dict):
        pairs = within.items()
    for name, member in pairs:
        kind = type(member)
        if kind is str:
            if member.count(" ") >= LEAST_WORDS - 1:
                own = name[:LONGEST_KEY] if is_object else key
                found.append((member, own, pointer, name))
        elif (kind is dict or kind is list) and member and depth + 1 < MAX_DEPTH:
            own = name[:LONGEST_KEY] if is_object else key
            _gather(member, own, pointer_below(pointer, name), depth + 1, found)


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


def pointer_below(pointer: str, name: str | int) -> str:
    """The JSON pointer (RFC 6901) of a member of what a pointer leads to.

    Examples
    --------
    >>> pointer_below("/faq", 0), pointer_below("", "a/b")
    ('/faq/0', '/a~1b')
    """
    if isinstance(name, int):
        return f"{pointer}/{name}"
    step = name[:LONGEST_KEY]
    if "~" in step or "/" in step:
        step = step.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{step}"


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
