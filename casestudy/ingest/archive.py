"""Zip archives from strangers, opened with limits: a small file may claim to hold a large disk."""

from __future__ import annotations

import zipfile
from io import BytesIO

from casestudy.ingest.original import Original

MAX_MEMBERS = 10_000
"""Files in one document at most. A long illustrated report has some hundreds."""

MAX_MEMBER_BYTES = 50 * 1024 * 1024
"""Size of one part once unpacked. The text of a 500-page book is under 10 MB of XML."""

MAX_RATIO = 250
"""Times a part may grow when unpacked. Office XML grows five to fifty times; bombs a thousand."""

SMALL = 1024 * 1024
"""Bytes up to which growth does not matter."""

CHUNK = 64 * 1024


class Archive:
    """The members of a document that is a zip archive, each read only within the limits."""

    def __init__(self, original: Original) -> None:
        self.original = original
        try:
            self._zip = zipfile.ZipFile(BytesIO(original.data))
            self.names = self._zip.namelist()
        except Exception as error:  # zipfile raises a dozen unrelated classes on damaged input
            raise original.bad(damaged("the archive")) from error
        if len(self.names) > MAX_MEMBERS:
            raise original.bad(
                f"holds {len(self.names):,} files and at most {MAX_MEMBERS:,} are allowed; "
                "it is no document: open it in a word processor and save it again"
            )

    def read(self, name: str) -> bytes:
        """The bytes of one member.

        Raises
        ------
        BadFile
            If it is missing, damaged, protected, or grows beyond the limits.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise self.original.bad(
                f"lacks its part {name!r}; save it again as .docx or .odt"
            ) from error
        if info.flag_bits & 1:
            raise self.original.bad(
                "is protected by a password; open it, remove the password and save it again"
            )
        try:
            data = self._unpacked(info)
        except Exception as error:  # see above
            raise self.original.bad(damaged(repr(name))) from error
        if len(data) > limit(info.compress_size):
            raise self.original.bad(
                f"part {name!r} unpacks to more than {limit(info.compress_size):,} bytes; "
                "such files are made to crash programs; save it again in a word processor"
            )
        return data

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """At most one chunk more than allowed, whatever the archive claims."""
        allowed = limit(info.compress_size)
        pieces, length = [], 0
        with self._zip.open(info) as member:
            while length <= allowed and (piece := member.read(CHUNK)):
                pieces.append(piece)
                length += len(piece)
        return b"".join(pieces)


def limit(packed: int) -> int:
    """Bytes that a part of so many packed bytes may unpack to."""
    return min(MAX_MEMBER_BYTES, max(SMALL, packed * MAX_RATIO))


def damaged(what: str) -> str:
    """The sentence for what cannot be unpacked."""
    return (
        f"{what} cannot be unpacked: the file is damaged or cut short; "
        "copy it again or save it again in the word processor"
    )
