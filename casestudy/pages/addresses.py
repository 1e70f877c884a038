"""Addresses of pages: which may be asked for, and when two of them mean the same page.

An address is kept exactly as it was given. Beside it stands a comparison key, which leaves out what
does not choose the page: the spelling of the host, a port that is the usual one, dots in the path,
marks that follow a visitor about. The order of the other parameters stays, because it can matter.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

USUAL_PORTS = {"http": 80, "https": 443}

FOLLOWING = frozenset(
    {
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "_ga", "_gl", "srsltid"),
        *("fbclid", "igshid", "msclkid", "yclid", "ttclid", "twclid", "li_fat_id", "epik", "scid"),
        *("mc_cid", "mc_eid", "_hsenc", "_hsmi", "hsctatracking", "mkt_tok", "_kx", "s_cid"),
        *("vero_id", "oly_anon_id", "oly_enc_id", "rb_clickid", "irclickid", "wickedid"),
        *("_pos", "_sid", "_ss", "_psq", "_fid", "pk_campaign", "pk_kwd", "pk_source", "pk_medium"),
    }
)
"""Parameters that follow a visitor and do not choose the page, in lower case. Names that some site
uses to choose a page (`ref`, `source`, `campaign`) are not among them."""

FOLLOWING_START = ("utm_", "mtm_", "hsa_")

UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
LONGEST = 8_000
"""Characters of an address at most; servers refuse longer ones."""


def checked_address(text: str) -> str:
    """An address that a browser can be sent to, as it was given.

    Parameters
    ----------
    text : str
        The address, with `http://` or `https://`.

    Raises
    ------
    ValueError
        If it is no address of a page, with what to give instead.

    Examples
    --------
    >>> checked_address(" https://shop.example/a?b=1 ")
    'https://shop.example/a?b=1'
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"address {address!r} cannot be read: {error}; correct it") from None
    if parts.scheme.lower() not in USUAL_PORTS or not parts.hostname:
        raise ValueError(f"address {address!r} is not allowed: {_instead(address, parts)}")
    if parts.username is not None:
        raise ValueError(
            f"the address of {parts.hostname!r} holds a name or password, which would be kept in "
            "the study; leave out all between '//' and '@'"
        )
    if len(address) > LONGEST or any(sign.isspace() or sign < " " for sign in address):
        raise ValueError(
            f"address {address[:80]!r} holds blanks or is longer than {LONGEST:,} characters; "
            "copy it again from the browser"
        )
    return address


def comparison_key(address: str) -> str:
    """What two addresses of one page have in common.

    Parameters
    ----------
    address : str
        Any address; one that is not of the web is its own key.

    Returns
    -------
    str
        The address with host in lower case, without the usual port, dot segments, escapes that
        are not needed, parameters that follow a visitor, and a fragment that only scrolls.

    Examples
    --------
    >>> comparison_key("HTTPS://Shop.Example:443/a/../b?utm_source=mail&color=red&gclid=1#reviews")
    'https://shop.example/b?color=red'
    >>> comparison_key("https://shop.example/#!/product/3")
    'https://shop.example/#!/product/3'
    >>> comparison_key("https://shop.example") == comparison_key("https://shop.example/")
    True
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return address
    scheme = parts.scheme.lower()
    if scheme not in USUAL_PORTS or not parts.hostname:
        return address
    host = plain_host(parts.hostname)
    host = f"[{host}]" if ":" in host else host
    if port and port != USUAL_PORTS[scheme]:
        host = f"{host}:{port}"
    path = _without_dots(_escaped(parts.path)) or "/"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((scheme, host, path, _choosing(parts.query), fragment))


def plain_host(host: str) -> str:
    """A host in lower case, international letters as the web writes them, without a last dot.

    Examples
    --------
    >>> plain_host("Bücher.Example.")
    'xn--bcher-kva.example'
    """
    host = host.lower().rstrip(".")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def host_of(address: str) -> str:
    """The host of an address, with its port if that is not the usual one; empty if it has none.

    Examples
    --------
    >>> host_of("https://Shop.example/a"), host_of("http://127.0.0.1:8000/"), host_of("data:,x")
    ('shop.example', '127.0.0.1:8000', '')
    """
    if address.startswith(("ws://", "wss://")):  # the web's sockets, on the same ports
        address = f"http{address[2:]}"
    key = urlsplit(comparison_key(address))
    return key.netloc if key.scheme in USUAL_PORTS else ""


def is_third_party(address: str, page: str) -> bool:
    """Whether an address belongs to another site than the page.

    Hosts that share their last two labels (three below `co.uk` and its like) are one site. Hosts
    that are numbers, or this machine, are told apart by their port too.

    Examples
    --------
    >>> is_third_party("https://cdn.shop.example/x.js", "https://www.shop.example/")
    False
    >>> is_third_party("https://chat.example/x.js", "https://www.shop.example/")
    True
    """
    return bool(host_of(address)) and _site(host_of(address)) != _site(host_of(page))


def _site(host: str) -> str:
    name = host.partition(":")[0] if host.count(":") < 2 else host
    labels = name.split(".")
    if labels[-1].isdigit() or ":" in name or name == "localhost":
        return host
    is_split = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if is_split else labels[-2:])


def name_of_address(address: str) -> str:
    """A name for a page that can be read and be a file's name: host, path and what chooses.

    Examples
    --------
    >>> name_of_address("https://shop.example/products/nm-40.html?color=red&utm_id=7")
    'shop.example_products_nm-40_color_red'
    """
    parts = urlsplit(comparison_key(address))
    path = re.sub(r"\.(?:html?|php|aspx?)$|/$", "", parts.path, flags=re.IGNORECASE)
    name = re.sub(r"[^\w.-]+|\.{2,}", "_", f"{parts.netloc}{path}_{parts.query}{parts.fragment}")
    return re.sub(r"_{2,}", "_", name).strip("_.-")


def _instead(address: str, parts: SplitResult) -> str:
    if "://" not in address and re.match(r"[\w-]+(\.[\w-]+)+(?::\d+)?(?:[/?#]|$)", address):
        return f"give it with its scheme, as in 'https://{address}'"
    if parts.scheme.lower() == "file" or address.startswith(("/", ".", "~")):
        return "a file is brought in with `casestudy import`"
    return "pages begin with http:// or https:// and a host"


def _escaped(path: str) -> str:
    """A path with escapes written one way: none for plain letters, capitals in the others."""

    def one(match: re.Match[str]) -> str:
        sign = chr(int(match.group(1), 16))
        return sign if sign in UNRESERVED else match.group(0).upper()

    return quote(ESCAPE.sub(one, path), safe="/%:@!$&'()*+,;=-._~")


def _without_dots(path: str) -> str:
    """A path with `.` and `..` resolved, as browsers do."""
    return urlsplit(urljoin("http://host/", path)).path if "/." in path else path


def _choosing(query: str) -> str:
    """The parameters that may choose a page, in their order."""
    kept = [piece for piece in query.split("&") if piece and not _follows(piece)]
    return "&".join(kept)


def _follows(piece: str) -> bool:
    name = piece.partition("=")[0].lower()
    return name in FOLLOWING or name.startswith(FOLLOWING_START)
