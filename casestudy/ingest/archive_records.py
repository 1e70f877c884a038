"""The records of a web archive, be it one WARC file or several in a WACZ file."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from casestudy.errors import BadFile
from casestudy.pages.warc import GZIP, WarcRecord, read_records, records_in

MAX_LIST = 64 * 1024 * 1024
"""Bytes of the list of pages in a WACZ file that are read."""
START = b"WARC/"


def is_archive(path: Path) -> bool:
    """Whether a file is a web archive, by its bytes; one that cannot be opened is none."""
    try:
        with path.open("rb") as file:
            start = file.read(len(START))
        if start[: len(GZIP)] == GZIP:
            with gzip.open(path) as packed:
                return packed.read(len(START)) == START
    except (OSError, EOFError, zlib.error):
        return False
    return start == START or (start[:2] == b"PK" and is_wacz(path))


def is_wacz(path: Path) -> bool:
    """Whether a file is a zip archive that holds WARC files as WACZ does."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "datapackage.json" in names and bool(_warcs(names))


def records_of(path: Path) -> Iterator[WarcRecord]:
    """The records of an archive, numbered through.

    Raises
    ------
    BadFile
        If it is damaged; the records before the damage have been handed out by then.
    """
    if not is_wacz(path):
        yield from read_records(path)
        return
    number = 0
    with _opened(path) as archive:
        for name in _warcs(archive.namelist()):
            size = archive.getinfo(name).file_size
            with archive.open(name) as file:
                for record in records_in(file, path, size=size):
                    number += 1
                    yield replace(record, number=number)


def listed_pages(path: Path) -> list[str]:
    """The addresses that a WACZ file itself lists as pages; none if it lists none."""
    if not is_wacz(path):
        return []
    found = []
    with _opened(path) as archive:
        for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
            if name not in archive.namelist():
                continue
            with archive.open(name) as file:
                lines = file.read(MAX_LIST).splitlines()
            found += [address for line in lines if (address := _address(line))]
    return found


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise BadFile(path, f"is damaged or protected: {error}; copy it again") from None


def _warcs(names: list[str]) -> list[str]:
    """The WARC files among the members, in order."""
    return sorted(
        name for name in names if name.startswith("archive/") and ".warc" in name.rpartition("/")[2]
    )


def _address(line: bytes) -> str:
    """The address in one line of a list of pages; empty for its head and for what is no JSON."""
    try:
        entry = json.loads(line)
    except ValueError:
        return ""
    address = entry.get("url") if isinstance(entry, dict) else ""
    return address if isinstance(address, str) else ""
