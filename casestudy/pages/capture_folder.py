"""The files of a capture in the folder of its source, and the captures that came before it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from casestudy.errors import BadFile
from casestudy.pages.captures import Capture, StoredFile, capture_of
from casestudy.pages.warc import page_payload

RECORD = "capture.json"
DOM = "dom.html"
RESPONSES = "response.warc.gz"
SCREENSHOT = "screenshot.png"
BOXES = "boxes.json"
REQUESTS = "requests.jsonl"
BOX_KEYS = ("xpath", "x", "y", "width", "height", "visible")


def read_capture(folder: Path) -> Capture | None:
    """The record of the capture that a source's folder holds; None if it was not captured.

    Raises
    ------
    BadFile
        If the record is malformed.
    """
    path = folder / RECORD
    if not path.exists():
        return None
    try:
        plain = json.loads(path.read_bytes())
        return capture_of(plain)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadFile(path, f"not the record of a capture: {error}; capture again") from None


def capture_dates(folder: Path) -> list[tuple[str, Path]]:
    """Time and folder of each capture of a page, oldest first, the present one last."""
    earlier = sorted(record.parent for record in (folder / "edits").glob(f"*/{RECORD}"))
    found = [(read_capture(kept), kept) for kept in (*earlier, folder)]
    dated = [(capture.started, kept) for capture, kept in found if capture]
    return sorted(dated, key=lambda entry: entry[0])


def raw_page(folder: Path) -> bytes | None:
    """The bytes that the server sent for the page itself; None if the capture does not hold them.

    A transfer or content encoding of the server is taken off.
    """
    capture = read_capture(folder)
    if capture is None or not capture.has(RESPONSES):
        return None
    return page_payload(folder / RESPONSES, capture.url)


def read_boxes(folder: Path) -> list[dict[str, Any]]:
    """Where each element of a captured page lies on its picture; empty if there is no picture.

    Raises
    ------
    BadFile
        If the file is malformed.
    """
    path = folder / BOXES
    if not path.exists():
        return []
    try:
        elements = json.loads(path.read_bytes())["elements"]
        return [{name: one[name] for name in BOX_KEYS} for one in elements]
    except (ValueError, TypeError, KeyError) as error:
        raise BadFile(path, f"not the boxes of a capture: {error!r}; capture again") from None


def answering_hosts(folder: Path) -> dict[str, str]:
    """Each host that answered a request of a captured page, and whether before or after consent.

    Raises
    ------
    BadFile
        If the log of requests is malformed.
    """
    path = folder / REQUESTS
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_bytes().splitlines() if path.exists() else [], 1):
        try:
            request = json.loads(line)
            if 0 < request["status"] < 400:
                found.setdefault(request["host"], request["consent"])
        except (ValueError, TypeError, KeyError) as error:
            raise BadFile(path, f"not a request: {error!r}", line=number) from None
    return found


def capture_faults(folder: Path) -> list[BadFile]:
    """Files of a capture that are missing or changed since."""
    try:
        capture = read_capture(folder)
    except BadFile as fault:
        return [fault]
    faults = []
    for name, stored in capture.files.items() if capture else ():
        path = file_of(folder, name)
        if not path.exists():
            faults.append(BadFile(path, "a file of the capture is missing; put it back"))
        elif stored_file(path).sha256 != stored.sha256:
            faults.append(BadFile(path, "the file changed after the capture; restore it"))
    return faults


def all_capture_faults(folder: Path) -> list[BadFile]:
    """Files that are missing or changed, of the present capture of a page and of earlier ones."""
    kept = sorted(record.parent for record in (folder / "edits").glob(f"*/{RECORD}"))
    return [fault for one in (folder, *kept) for fault in capture_faults(one)]


def file_of(folder: Path, name: str) -> Path:
    """Where a file of a capture lies; pictures of earlier captures stay in the source's folder."""
    path = folder / name
    above = folder.parent.parent / name
    return above if not path.exists() and folder.parent.name == "edits" else path


def stored_file(path: Path) -> StoredFile:
    """Hash and size of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return StoredFile(sha256=digest, size=path.stat().st_size)
