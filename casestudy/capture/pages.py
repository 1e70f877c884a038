"""One page, captured into a folder: archive, tree, picture, boxes, requests, and the record."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from casestudy.capture.archive import write_archive
from casestudy.capture.browser import CLOSE_SECONDS, OpenBrowser
from casestudy.capture.exchanges import PageLog, now
from casestudy.capture.failures import PageFailed
from casestudy.capture.gate import Passage
from casestudy.capture.visit import STEP_SECONDS, Visit
from casestudy.pages.addresses import is_third_party
from casestudy.pages.capture_folder import BOXES, DOM, REQUESTS, RESPONSES, SCREENSHOT, stored_file
from casestudy.pages.captures import Capture, Cookie, FramedPage, Robots

BOM = "\ufeff"
MAX_FRAMES = 20


@dataclass(slots=True)
class Seen:
    """What was seen of a page, before it is written."""

    snapshot: dict[str, Any]
    picture: bytes
    frames: list[tuple[FramedPage, str]] = field(default_factory=list)
    cookies: list[Cookie] = field(default_factory=list)


async def capture_page(
    opened: OpenBrowser, address: str, *, folder: Path, robots: Robots
) -> Capture:
    """Capture one page into an empty folder.

    Parameters
    ----------
    opened : OpenBrowser
        The browser.
    address : str
        Where to go.
    folder : path
        An empty folder for the files.
    robots : Robots
        What robots.txt said of the page.

    Returns
    -------
    Capture
        The record, which is also in the folder.

    Raises
    ------
    PageFailed
        If the page could not be captured.
    """
    started = now()
    await _through_the_gate(opened, address)
    context = await opened.new_context()
    with PageLog(address) as log:
        try:
            page = await context.new_page()
            session = await context.new_cdp_session(page)
            visit = Visit(opened, page, session, log)
            await visit.begin()
            seen = await _seen(visit, context, address)
        finally:
            await _close(opened, context)
        return _written(
            opened, visit, seen, folder, requested=address, started=started, robots=robots
        )


async def _close(opened: OpenBrowser, context: Any) -> None:
    """Leave the page; a browser that cannot is not used again."""
    await opened.recorder.end()
    opened.gate.cut()
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await context.close()
    except Exception:
        opened.is_well = False


async def _through_the_gate(opened: OpenBrowser, address: str) -> None:
    """Open the gate for this page; a page in the private network may ask there, others may not."""
    host = urlsplit(address).hostname or ""
    try:
        private = await opened.gate.is_private(host)
    except OSError:
        raise PageFailed(
            f"the host {host!r} is not known; check the spelling and the connection"
        ) from None
    passage = Passage(
        max_bytes=opened.settings.max_page_bytes,
        private=private,
        idle_seconds=opened.settings.max_seconds / 2,
    )
    opened.gate.begin(passage)


async def _seen(visit: Visit, context: Any, address: str) -> Seen:
    await visit.load(address)
    await visit.settle()
    cookies = _cookies(await context.cookies(), visit.page.url, consent="before")
    await visit.answer_consent()
    await visit.scroll()
    await visit.settle()
    seen = Seen(picture=await visit.picture(), snapshot=await visit.snapshot())
    seen.frames = await _frames(visit, seen.snapshot["frames"])
    known = {(one.name, one.domain, one.path) for one in cookies}
    later = _cookies(await context.cookies(), visit.page.url, consent=visit.log.consent)
    seen.cookies = [
        *cookies, *(one for one in later if (one.name, one.domain, one.path) not in known)
    ]  # fmt: skip
    return seen


def _cookies(found: Iterable[dict[str, Any]], page: str, *, consent: str) -> list[Cookie]:
    """Cookies without their values."""
    return [
        Cookie(
            name=one["name"],
            domain=one["domain"],
            path=one["path"],
            expires="" if one["expires"] < 0 else _date(one["expires"]),
            secure=one["secure"],
            http_only=one["httpOnly"],
            same_site=one.get("sameSite", ""),
            third_party=_is_foreign(one["domain"].lstrip("."), page),
            consent=consent,
        )
        for one in found
    ]


def _is_foreign(domain: str, page: str) -> bool:
    """Whether a cookie's domain is another site's; cookies do not know ports."""
    host = urlsplit(page).hostname or ""
    return domain != host and is_third_party(f"http://{domain}/", f"http://{host}/")


def _date(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return "9999-12-31"


async def _frames(visit: Visit, xpaths: list[str]) -> list[tuple[FramedPage, str]]:
    """The pages set into the page that hold words, with their trees."""
    kept: list[tuple[FramedPage, str]] = []
    for frame in visit.page.frames[1 : MAX_FRAMES + 1]:
        with suppress(Exception):  # frames come and go; one that is gone has nothing to keep
            async with asyncio.timeout(STEP_SECONDS):
                if not (await frame.locator("body").inner_text(timeout=2_000)).strip():
                    continue
                place = await frame.frame_element()
                number = await place.evaluate(
                    "e => [...document.querySelectorAll('iframe, frame')].indexOf(e)"
                )
                html = await frame.content()
            xpath = xpaths[number] if 0 <= number < len(xpaths) else ""
            file = f"frame_{len(kept) + 1:02d}.html"
            kept.append((FramedPage(xpath=xpath, url=frame.url, file=file), html))
    if len(visit.page.frames) > MAX_FRAMES + 1:
        visit.log.hit(f"the page has {len(visit.page.frames) - 1} frames; {MAX_FRAMES} are kept")
    return kept


def _written(
    opened: OpenBrowser,
    visit: Visit,
    seen: Seen,
    folder: Path,
    *,
    requested: str,
    started: str,
    robots: Robots,
) -> Capture:
    """Write all files, and the record of them last."""
    log, url = visit.log, visit.documents[-1].url
    log.page_url = url
    log.settle_headers()
    _write_files(folder, log, seen)
    write_archive(folder / RESPONSES, log, tools=opened.tools, title=seen.snapshot["title"])
    files = {path.name: stored_file(path) for path in sorted(folder.iterdir())}
    if seen.snapshot["hasPassword"]:
        visit.happenings.note("the page asks for a password; it may be a log-in page")
    if visit.recorder.n_waiting:
        visit.happenings.note(f"{visit.recorder.n_waiting} requests were still open at the end")
    return Capture(
        method="browser",
        requested=requested,
        url=url,
        page=DOM,
        picture=SCREENSHOT if seen.picture else "",
        hops=visit.hops,
        status=visit.documents[-1].status,
        started=started,
        finished=now(),
        viewport=opened.settings.viewport,
        user_agent=opened.user_agent,
        language=opened.settings.language,
        tools=MappingProxyType(opened.tools),
        consent=visit.consent,
        robots=robots,
        limits=MappingProxyType(opened.settings.limits),
        limits_hit=tuple(log.limits_hit),
        files=MappingProxyType(files),
        cookies=tuple(seen.cookies),
        console_errors=tuple(visit.happenings.errors),
        events=tuple(visit.happenings.events),
        frames=tuple(frame for frame, _ in seen.frames),
        losses=_losses(seen),
    )


def _write_files(folder: Path, log: PageLog, seen: Seen) -> None:
    (folder / DOM).write_text(BOM + seen.snapshot["html"], "utf-8", newline="")
    for frame, html in seen.frames:
        (folder / frame.file).write_text(BOM + html, "utf-8", newline="")
    if seen.picture:
        (folder / SCREENSHOT).write_bytes(seen.picture)
    (folder / BOXES).write_bytes(_boxes(seen))
    with (folder / REQUESTS).open("w", encoding="utf-8", newline="") as file:
        for row in log.rows():
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _boxes(seen: Seen) -> bytes:
    names = ("xpath", "x", "y", "width", "height", "visible")
    width, height = png_size(seen.picture)
    elements = [dict(zip(names, row, strict=True)) for row in seen.snapshot["rows"]]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in elements)
    head = {
        "version": 1,
        "screenshot": {"width": width, "height": height},
        "scale": 1.0,
        "n_unaligned": seen.snapshot["unaligned"],
    }
    return f'{json.dumps(head)[:-1]}, "elements": [\n{lines}\n]}}\n'.encode()


def png_size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels; (0, 0) if there is none."""
    if len(picture) < 24:
        return 0, 0
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


def _losses(seen: Seen) -> tuple[str, ...]:
    losses = []
    if seen.snapshot["unaligned"]:
        losses.append(
            f"{seen.snapshot['unaligned']} elements have no box: they stand where HTML does not "
            "allow them, and are elsewhere once the page is read again"
        )
    if seen.frames:
        losses.append(
            f"the words of {len(seen.frames)} pages set into the page are in files of their own, "
            "not in the text"
        )
    return tuple(losses)
