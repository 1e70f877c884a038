"""Words of addresses, classes and ids, as features are recognised by them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from casestudy.assist.phrases import WORD

HOST = re.compile(r"(?:https?:)?//([^/?#:\\\s]+)", re.IGNORECASE)
NAME_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*|\d+")
"""Words of a class or id, also where they are run together as inCamelCase."""
MAX_PIECES = 40
FILE_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|cfm)$")
NAME_EDGE = re.compile(r"^\d+[-_]|[-_]\d+$|[-_]page$")
SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gov"))
"""Labels below a country under which owners have names of their own."""


def host_of(address: str) -> str:
    """The host of an absolute address, without port; empty for one of the site itself.

    Examples
    --------
    >>> host_of("//Static.Klaviyo.com/js?x"), host_of("/pages/contact")
    ('static.klaviyo.com', '')
    """
    found = HOST.match(address)
    return found[1].rpartition("@")[2].lower() if found else ""


def domain_of(host: str) -> str:
    """The last labels of a host, by which two hosts of one owner are known.

    Examples
    --------
    >>> domain_of("www.shop.example"), domain_of("help.shop.co.uk"), domain_of("localhost:8000")
    ('shop.example', 'shop.co.uk', 'localhost')
    """
    labels = host.partition(":")[0].split(".")
    n = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-n:])


def path_names(address: str) -> frozenset[str]:
    """The pieces of the path of an address, in small letters with "-" between words.

    Endings of files, numbers at the edges and the word "page" are left out.

    Examples
    --------
    >>> sorted(path_names("https://shop.example/Pages/3-Contact_us.html"))
    ['contact-us', 'pages']
    >>> sorted(path_names("index.php?route=information/contact"))
    ['contact', 'index', 'information', 'route']
    """
    path = re.sub(r"^(?:https?:)?//[^/?#]*", "", address, flags=re.IGNORECASE)
    pieces = re.split(r"[/?=&]+", unquote(path.partition("#")[0]).lower())[:MAX_PIECES]
    named = (NAME_EDGE.sub("", FILE_ENDING.sub("", piece)) for piece in pieces)
    return frozenset("-".join(WORD.findall(piece.replace("_", " "))) for piece in named) - {""}


def name_words(name: str) -> frozenset[str]:
    """The words of classes and ids, in small letters.

    Examples
    --------
    >>> sorted(name_words("p-review customerReviews preview"))
    ['customer', 'p', 'preview', 'review', 'reviews']
    """
    return frozenset(word.lower() for word in NAME_WORD.findall(name))
