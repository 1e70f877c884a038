"""XML from strangers: no document types, no entities, no network, no huge trees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from casestudy.ingest.original import Original

PLAIN_DOCTYPE = re.compile(
    rb"""<!DOCTYPE\s+[\w:.-]{1,60}(?:\s+(?:SYSTEM|PUBLIC)(?:\s+(?:"[^"<>]*"|'[^'<>]*'))+)?\s*>"""
)
"""A declaration that only names a document type, which is not looked up; it declares nothing."""
BLANK = re.compile(rb"[^\n]")
HEAD = 4096
"""Bytes at the beginning in which such a declaration is looked for."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def tree(original: Original, data: bytes, part: str = "") -> etree._Element:
    """The root of an XML document.

    Raises
    ------
    BadFile
        If it is not well-formed, or declares entities or more than the name of its document type.
    """
    place = f"part {part!r} " if part else ""
    if named := PLAIN_DOCTYPE.search(data, 0, HEAD):
        data = data[: named.start()] + BLANK.sub(b" ", named[0]) + data[named.end() :]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "Excessive depth" in str(error):
            raise original.bad(
                f"{place}nests its elements hundreds deep, as no document does; "
                "open it in the program that made it and save it again"
            ) from error
        raise original.bad(
            f"{place}is not well-formed XML ({str(error)[:120]}); "
            "export it again from the program that made it",
            line=0 if part else getattr(error, "lineno", 0) or 0,
        ) from error
    if root.getroottree().docinfo.doctype:
        raise original.bad(
            f"{place}declares a document type (DOCTYPE), which can hide attacks; "
            "remove that declaration and read the file again"
        )
    return root


def local(element: etree._Element) -> str:
    """Name of an element without its namespace; empty for comments and the like.

    Examples
    --------
    >>> local(etree.fromstring('<w:p xmlns:w="some-namespace"/>'))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Value of an attribute, whatever namespace it is in; empty if it is not there.

    Examples
    --------
    >>> attribute(etree.fromstring('<w:p xmlns:w="some-namespace" w:val="7"/>'), "val")
    '7'
    """
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The element reached by going down one name after the other, or None."""
    found: etree._Element | None = element
    for name in names:
        found = (
            next((each for each in found if local(each) == name), None)
            if found is not None
            else None
        )
    return found


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements of a name below an element, in document order."""
    return (each for each in element.iterdescendants() if local(each) == name)
