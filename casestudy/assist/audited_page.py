"""A page as it is audited: its text, its elements, and what a browser noted when it captured it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from casestudy.sources import Box, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedPage:
    """A page as it is audited.

    Parameters
    ----------
    source : Source
        Its text and blocks, as the reader of pages made them.
    html : bytes
        The page that they were read from, in UTF-8.
    site : str
        The site it belongs to; the source's case if empty.
    url : str
        Its address, if known.
    hosts : mapping of str to str, optional
        For a captured page each host that answered, and whether "before" or "after" consent; None
        if no log of requests was kept.
    cookies : tuple of str
        Hosts that set a cookie of a third party before consent.
    complete : bool
        Whether a browser loaded the page to its end and logged every request.
    picture : str
        Name of the picture of the page, empty if there is none.
    boxes : mapping of str to Box
        Where elements lie on the picture, by XPath.
    """

    source: Source
    html: bytes
    site: str = ""
    url: str = ""
    hosts: Mapping[str, str] | None = None
    cookies: tuple[str, ...] = ()
    complete: bool = False
    picture: str = ""
    boxes: Mapping[str, Box] = field(default_factory=lambda: MappingProxyType({}))
