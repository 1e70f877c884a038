"""Old Word files (.doc), turned into .docx by LibreOffice where it is installed.

LibreOffice runs without a window, with a profile of its own that is thrown away, and with a time
limit, so that it neither disturbs an open document nor waits for an answer that nobody gives.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from casestudy.errors import BadFile
from casestudy.ingest import docx
from casestudy.ingest.original import Original, open_original
from casestudy.ingest.reading import Reading

READER = "doc 1"

PROGRAM = "soffice"
"""LibreOffice's program, as it is called on every system."""

TIME_LIMIT = 60.0
"""Seconds LibreOffice may take. Five interviews together took it 1.4 to 8.3 seconds."""

BY_HAND = "open it and save it as .docx"


def read(original: Original) -> Reading:
    """Read an old Word file by way of .docx."""
    with tempfile.TemporaryDirectory(prefix="casestudy-doc-", ignore_cleanup_errors=True) as folder:
        converted = in_new_format(original, Path(folder))
        reading = docx.read(replace(original, data=converted.data))
    note = f"converted by LibreOffice from an old Word file: compare it with {original.path.name!r}"
    return replace(reading, reader=READER, warnings=(*reading.warnings, note))


def in_new_format(original: Original, folder: Path) -> Original:
    """The same document as .docx, made in a folder of its own."""
    soffice = shutil.which(PROGRAM)
    if soffice is None:
        raise original.bad(f"is an old Word file (.doc); {BY_HAND}")
    given, made = folder / "document.doc", folder / "document.docx"
    given.write_bytes(original.data)
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck"),
        *("--convert-to", "docx", "--outdir", str(folder), str(given)),
    ]
    said = output_of(original, command) or "no reason given"
    try:
        return open_original(made, encoding=None, tracked_changes=original.tracked_changes)
    except (OSError, BadFile) as error:
        raise original.bad(
            f"is an old Word file that LibreOffice could not convert ({said}); {BY_HAND}"
        ) from error


def output_of(original: Original, command: list[str]) -> str:
    """What a program says, on one line; stopped with all it started when time is up."""
    with tempfile.TemporaryFile() as said:
        try:
            started = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise original.bad(
                f"is an old Word file, and LibreOffice cannot be started ({error.strerror}); "
                f"{BY_HAND}"
            ) from error
        try:
            started.wait(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            raise original.bad(
                f"is an old Word file that LibreOffice did not convert in {TIME_LIMIT:.0f} "
                f"seconds; {BY_HAND}"
            ) from error
        finally:
            stop(started)
        said.seek(0)
        return " ".join(said.read(2000).decode("utf-8", "replace").split())[:200]


def stop(started: subprocess.Popen[bytes]) -> None:
    """End a program and what it started, if any of it still runs."""
    if os.name == "nt":
        started.kill()
    else:
        try:
            os.killpg(started.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            started.kill()
    started.wait()
