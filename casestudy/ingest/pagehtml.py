"""The page inside a file, in UTF-8: what a search of its elements needs beside its text."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

from casestudy.ingest.mhtml import inner, page_in
from casestudy.ingest.original import open_original
from casestudy.ingest.sniffing import sniff
from casestudy.ingest.webpage import page_bytes


def page_html(path: Path, *, encoding: str = "") -> bytes:
    """The HTML of a page in UTF-8; empty for a file that holds none, such as a PDF.

    Parameters
    ----------
    path : path
        A page, or a page saved as MHTML.
    encoding : str
        Encoding of the file; found out if empty.

    Raises
    ------
    BadFile
        If the file cannot be read.
    """
    original = open_original(path, encoding=encoding or None, tracked_changes="accepted")
    kind = sniff(original)
    if kind == "mhtml":
        message = email.message_from_bytes(original.data, policy=email.policy.compat32)
        page = page_in(message)
        return page_bytes(inner(original, page)).data if page is not None else b""
    return page_bytes(original).data if kind == "webpage" else b""
