"""What is known of a captured page: when, from where, how, and what the capture cannot hold.

A picture of a page without its date and address is no evidence. The record of a capture lies beside
the page in the folder of its source (`capture.json`) and names every other file with its hash:

```
sources/websites/<id>/
    dom.html            the page as the browser held it (UTF-8 with a byte order mark)
    response.warc.gz    what the servers sent
    screenshot.png      the whole page, boxes.json: where each element lies on it
    requests.jsonl      every request, to whom, and whether before or after consent
    frame_01.html …     pages set into the page
```

A page that came as a file has fewer of them; `Capture.has` says which. Earlier captures of the same
page lie below `edits/`, each with its own record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from casestudy.pages.addresses import comparison_key

VERSION = 1
"""Version of the record; a later one may add keys and never changes the meaning of these."""

METHODS = ("browser", "warc", "wacz", "html", "singlefile", "mhtml", "pdf")
"""How a page was got: by our browser, or from a file of one of these kinds."""

CANNOT_HOLD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "browser": ("what shows only after a click, a log-in, or a choice about cookies",),
        "warc": (
            "the page as scripts and style sheets made it: no picture, no boxes, and what scripts "
            "load is not in the text",
        ),
        "wacz": (
            "the page as scripts and style sheets made it: no picture, no boxes, and what scripts "
            "load is not in the text",
        ),
        "html": (
            "address, time and status, unless the file says them; what the server sent before the "
            "browser changed it; which hosts were asked",
        ),
        "singlefile": (
            "scripts, and with them structured data (JSON-LD) and which services were used; "
            "what the server sent; which hosts were asked",
        ),
        "mhtml": (
            "scripts, and with them structured data (JSON-LD) and which services were used; "
            "what the server sent; which hosts were asked",
        ),
        "pdf": (
            "links, roles, hidden and folded text, structured data, the order of the page; "
            "often a tenth of its words",
        ),
    }
)
"""What a capture of each method cannot hold, however well it was made."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect: the address that answered, with what status, and where it sent the browser.

    The status is 0 where no server but the page itself sent it on, by script or refresh.
    """

    url: str
    status: int
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Hash and size in bytes of one file of a capture."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """A cookie that was set, without its value: values can identify a visitor."""

    name: str
    domain: str
    path: str = "/"
    expires: str = ""
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    third_party: bool = False
    consent: str = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What the site's robots.txt says of the page.

    `decision` is "allowed", "refused", "no robots.txt", or "not asked" for pages from files.
    """

    decision: str = "not asked"
    url: str = ""
    status: int = 0
    crawl_delay: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedPage:
    """A page set into the page: where, from which address, and the file that holds it."""

    xpath: str
    url: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The file that a page was taken from, which may hold more than was taken."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The record of one capture of one page.

    Parameters
    ----------
    method : {"browser", "warc", "wacz", "html", "singlefile", "mhtml", "pdf"}
        How the page was got.
    requested, url : str
        The address asked for, and the one that answered in the end.
    page : str
        Name of the file that the source's text was read from.
    picture : str
        Name of the picture of the page; empty if there is none. A later capture of the page bears
        another number, because people may have coded regions on the earlier picture.
    hops : tuple of Hop
        Each redirect in between.
    status : int
        HTTP status of the page; 0 if not known.
    started, finished : str
        Time in UTC, as ``2026-11-23T10:05:00.000Z``; empty if not known.
    viewport : tuple of int
        Width and height of the window in CSS pixels; (0, 0) if not known.
    scale : float
        Pixels of the picture for one CSS pixel.
    user_agent, language : str
        What the browser said of itself, and the languages that it asked for.
    tools : mapping of str to str
        Programs and versions: ``casestudy``, ``browser``, ``playwright``, ``system``.
    consent : str
        "not answered", or what was clicked in a consent banner.
    robots : Robots
        What robots.txt says of the page.
    limits : mapping of str to number
        The limits that held.
    limits_hit : tuple of str
        A sentence for each limit that cut something off.
    files : mapping of str to StoredFile
        Every other file of the capture.
    cookies : tuple of Cookie
        Cookies, without values, each with whether it was set before consent or after.
    console_errors, events : tuple of str
        Errors that the page's scripts reported; dialogs, new windows, downloads that it tried.
    frames : tuple of FramedPage
        Pages set into the page.
    container : Container, optional
        The file that the page was taken from.
    losses : tuple of str
        What this capture could not keep, beyond `CANNOT_HOLD`.
    """

    method: str
    requested: str
    url: str
    page: str
    picture: str = ""
    hops: tuple[Hop, ...] = ()
    status: int = 0
    started: str = ""
    finished: str = ""
    viewport: tuple[int, int] = (0, 0)
    scale: float = 1.0
    user_agent: str = ""
    language: str = ""
    tools: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    consent: str = "not answered"
    robots: Robots = Robots()
    limits: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    limits_hit: tuple[str, ...] = ()
    files: Mapping[str, StoredFile] = field(default_factory=lambda: MappingProxyType({}))
    cookies: tuple[Cookie, ...] = ()
    console_errors: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    frames: tuple[FramedPage, ...] = ()
    container: Container | None = None
    losses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(
                f"capture of {self.url!r}: method {self.method!r} is not known; "
                f"allowed are {', '.join(METHODS)}"
            )

    @property
    def keys(self) -> frozenset[str]:
        """Comparison keys of the address asked for and of the one that answered."""
        return frozenset(comparison_key(url) for url in (self.requested, self.url) if url)

    @property
    def complete(self) -> bool:
        """Whether a browser loaded the page to its end and logged every request.

        Only then does "no request to a chat service" say anything.
        """
        return self.method == "browser" and not self.limits_hit

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        """All that this capture does not hold: by its method, and what went wrong."""
        return (*CANNOT_HOLD[self.method], *self.losses)

    def has(self, name: str) -> bool:
        """Whether a file of this name belongs to the capture."""
        return name in self.files

    def to_json(self) -> bytes:
        """The record as it is written: keys sorted, so that git can diff it."""
        plain = {"version": VERSION, **_plain(self)}
        return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def capture_of(plain: dict[str, Any]) -> Capture:
    """The record that some JSON holds.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is no such record.
    """
    plain = dict(plain)
    if plain.pop("version") > VERSION:
        raise ValueError("it was written by a later version of casestudy; update the program")
    files = {name: StoredFile(**stored) for name, stored in plain["files"].items()}
    if any("/" in name or "\\" in name or name.startswith(".") for name in files):
        raise ValueError("a file's name leads out of the folder")
    container = plain.pop("container")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()
    }
    values |= {
        "hops": _each(Hop, plain["hops"]),
        "cookies": _each(Cookie, plain["cookies"]),
        "frames": _each(FramedPage, plain["frames"]),
        "robots": Robots(**plain["robots"]),
        "tools": MappingProxyType(plain["tools"]),
        "limits": MappingProxyType(plain["limits"]),
        "files": MappingProxyType(files),
        "container": Container(**container) if container else None,
    }
    return Capture(**values)


def _each(kind: type[T], rows: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(kind(**row) for row in rows)


def _plain(value: Any) -> Any:
    """Records as dictionaries, all the way down."""
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value
