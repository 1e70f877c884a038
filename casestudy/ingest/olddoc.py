"""Old Word files (.doc), turned into .docx by LibreOffice where it is installed.

The file comes from a stranger. LibreOffice runs without a window, in a folder and with a profile of
its own that are thrown away, with macros off, no links followed, the network pointed at nothing,
and a time limit: it neither disturbs an open document nor waits for an answer that nobody gives.
"""

from __future__ import annotations

import os
import re
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

JAVA = re.compile(r"Warning: failed to launch javaldx")
"""What it says on every machine without Java, which is not needed here."""

BY_HAND = "open it and save it as .docx"

NOWHERE = "http://127.0.0.1:9"
"""The port that discards: what asks for another host gets no answer."""

SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "2", "Field": "false"},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""What the profile says: no macros, never update a link, no host but one that does not answer."""


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
    write_profile(folder / "profile")
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck"),
        *("--convert-to", "docx", "--outdir", str(folder), str(given)),
    ]
    said = output_of(original, command, folder) or "no reason given"
    try:
        return open_original(made, encoding=None, tracked_changes=original.tracked_changes)
    except (OSError, BadFile) as error:
        raise original.bad(
            f"is an old Word file that LibreOffice could not convert ({said}); {BY_HAND}"
        ) from error


def write_profile(folder: Path) -> None:
    """Write the settings that keep a hostile document from doing anything."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, values in SETTINGS.items()
        for name, value in values.items()
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a program that shall write into one folder only and ask no other host."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    own = ("HOME", "TMPDIR", "TEMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    places = dict.fromkeys(own, str(folder))
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), NOWHERE)
    return {**kept, **places, **proxies, "SAL_USE_VCLPLUGIN": "svp"}


def output_of(original: Original, command: list[str], folder: Path) -> str:
    """What a program says, on one line; stopped with all it started when time is up."""
    with tempfile.TemporaryFile() as said:
        try:
            started = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=folder,
                env=surroundings(folder),
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
        lines = said.read(2000).decode("utf-8", "replace").splitlines()
        return " ".join(" ".join(each for each in lines if not JAVA.match(each)).split())[:200]


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
