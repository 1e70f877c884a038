"""What can be known by its shape: addresses, numbers and codes that lead to a person.

Account numbers, card numbers and identity codes carry a check digit; only those that pass are
found. Shapes are those of English and Finnish texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BORN = r"born|birth|birthday|d\.?o\.?b\.?|syntyn\w+|syntym\w+|synt\.|\bs\.(?=\s\d)"  # s. 1.2.1980
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|tammi\w*|helmi\w*|maalis\w*|"
    r"huhti\w*|touko\w*|kesä\w*|heinä\w*|elo\w*|syys\w*|loka\w*|marras\w*|joulu\w*"
)
_DATE = (
    r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}-\d{2}-\d{2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?(?:{_MONTH})(?:,?\s\d{{4}})?|"
    rf"(?:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
)
_ROADS = (
    "street|st|road|rd|avenue|ave|lane|drive|close|court|square|way|terrace|boulevard|blvd|"
    "crescent|gardens|grove|row|hill|quay"
)
_FINNISH_ROADS = (
    r"kad?t?u|tie|kuja|polku|polu|väylä|kaari|tori|aukio|ranta|ranna|rinne|rinte|penger|penkere|"
    r"bulevardi|raitti|raiti|esplanadi|gatan|vägen"
)
_CAPITAL_WORD = r"[^\W\d_a-zåäöøæéü][\w'’-]*"
_BEFORE_ROAD = r"(?:Iso|Pikku|Vanha|Uusi|[^\W\d_a-zåäö]\w*i(?:nen|sen|sellä|sessä|seltä|seen))"
_POSTAL = r"(?:,?\s\d{5}\s[^\W\d_a-zåäö]\w+)?"

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
"""What the last character of a Finnish personal identity code may be, by remainder."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of identifier, how it is written, and a test that it must pass."""

    kind: str
    pattern: re.Pattern[str]
    reason: str
    passes: Callable[[str], bool] = bool
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Shaped:
    """One identifier in a text."""

    kind: str
    start: int
    end: int
    text: str
    reason: str


def is_iban(text: str) -> bool:
    """Whether an account number has the right check digits (ISO 13616, modulo 97).

    Examples
    --------
    >>> is_iban("FI21 1234 5600 0007 85"), is_iban("FI21 1234 5600 0007 86")
    (True, False)
    """
    compact = re.sub(r"\s", "", text).upper()
    digits = "".join(str(int(c, 36)) for c in compact[4:] + compact[:4])
    return 15 <= len(compact) <= 34 and int(digits) % 97 == 1


def is_card(text: str) -> bool:
    """Whether the digits of a card number pass the test of Luhn (ISO/IEC 7812).

    Examples
    --------
    >>> is_card("4111 1111 1111 1111"), is_card("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(c) for c in text if c.isdigit()][::-1]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    is_all_zero = not any(digits)
    return (
        13 <= len(digits) <= 19 and not is_all_zero and (sum(digits[::2]) + sum(doubled)) % 10 == 0
    )


def is_personal_id(text: str) -> bool:
    """Whether the last character of a Finnish personal identity code fits the others.

    Examples
    --------
    >>> is_personal_id("131052-308T"), is_personal_id("131052-308U")
    (True, False)
    """
    return CHECK_CHARACTERS[int(text[:6] + text[7:10]) % 31] == text[10].upper()


def is_phone(text: str) -> bool:
    """Whether a run of digits has the length and the beginning of a telephone number.

    Examples
    --------
    >>> is_phone("+358 40 123 4567"), is_phone("020 7946 0018"), is_phone("2019-2023")
    (True, True, False)
    """
    n_digits = sum(c.isdigit() for c in text)
    is_date = re.fullmatch(rf"(?:{_DATE})", text, re.IGNORECASE)
    begins = text.startswith(("+", "0", "(")) or re.fullmatch(r"\d{3}[ .-]\d{3}[ .-]\d{4}", text)
    return 7 <= n_digits <= 15 and bool(begins) and not is_date


SHAPES = (
    Shape("email", re.compile(r"[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+"), "form of an e-mail address",
          needs="@"),
    Shape("url", re.compile(r"(?:https?://|www\.)[^\s<>\"“”’)\]]*[\w/]", re.IGNORECASE),
          "form of a web address"),
    Shape("iban", re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}"
          r"(?:[ \u00a0]?[A-Z0-9]{1,3})?(?!\w)"), "account number; check digits fit", is_iban),
    Shape("personal_id", re.compile(r"(?<!\w)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"
          r"[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?!\w)", re.IGNORECASE),
          "Finnish personal identity code; check character fits", is_personal_id),
    Shape("card", re.compile(r"(?<![\w+])\d(?:[ -]?\d){12,18}(?!\w)"),
          "card number; check digit fits", is_card),
    Shape("birth_date", re.compile(rf"\b(?:{_BORN})\D{{0,25}}?(?P<found>{_DATE})(?!\w)",
          re.IGNORECASE), "date near a word for birth"),
    Shape("phone", re.compile(r"(?<![\w+.:-])(?:\+|\(\+?)?\d[\d()\u00a0 ./-]{5,20}\d(?![\w:])"),
          "form of a telephone number", is_phone),
    Shape("address", re.compile(rf"(?<!\w)\d{{1,5}}[A-Za-z]?,?\s(?:{_CAPITAL_WORD}\s){{1,3}}"
          rf"(?:(?i:{_ROADS}))\b"), "house number and street"),
    Shape("address", re.compile(rf"(?<!\w)(?:{_BEFORE_ROAD}\s)?{_CAPITAL_WORD}"
          rf"(?:(?:{_FINNISH_ROADS})(?:ss[aä]|ll[aä]|lt[aä]|lle|st[aä]|[aä]|n)?)"
          rf"\s\d{{1,4}}(?:\s?[A-Z])?(?:\s\d{{1,3}})?(?!\w){_POSTAL}"), "street and house number"),
    Shape("address", re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)"),
          "form of a British postcode"),
)  # fmt: skip
"""What is looked for, in this order; what an earlier shape took, a later one does not get."""


def shaped(text: str) -> list[Shaped]:
    """Each identifier in a text, in the order of its places, without overlap.

    Examples
    --------
    >>> [found.kind for found in shaped("Write to anna@example.org or ring 040 123 4567.")]
    ['email', 'phone']
    """
    taken: list[Shaped] = []
    for shape in SHAPES:
        if shape.needs in text:
            for found in _found(shape, text):
                if all(found.end <= other.start or other.end <= found.start for other in taken):
                    taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _found(shape: Shape, text: str) -> Iterator[Shaped]:
    group = "found" if "found" in shape.pattern.groupindex else 0
    for match in shape.pattern.finditer(text):
        if shape.passes(match[group]):
            start, end = match.span(group)
            yield Shaped(shape.kind, start, end, match[group], shape.reason)
