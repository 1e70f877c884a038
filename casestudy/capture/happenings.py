"""What happens while a page is open, beside its requests: errors, dialogs, windows, sockets."""

from __future__ import annotations

import asyncio
from typing import Any

from casestudy.capture.exchanges import Exchange, PageLog
from casestudy.capture.recorder import Recorder

MOST = 50
"""Messages that are kept; a script in a loop writes millions."""
LONGEST = 300


class Happenings:
    """Listens to one page, closes what opens, and remembers it in sentences."""

    def __init__(self, page: Any, session: Any, log: PageLog, recorder: Recorder) -> None:
        self.errors: list[str] = []
        self.events: list[str] = []
        self.crashed = asyncio.Event()
        self._page, self._log, self._recorder = page, log, recorder
        self._sockets: dict[str, Exchange] = {}
        self._tasks: set[asyncio.Future[Any]] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._error(str(error)))
        page.on("dialog", self._dialog)
        page.on("download", lambda file: self.note(f"tried to save the file {file.url}"))
        page.on("websocket", lambda socket: recorder.want(socket.url))
        page.on("crash", lambda _: self.crashed.set())
        page.context.on("page", self._window)
        for name, heard in (
            ("requestWillBeSent", self._sent),
            ("responseReceivedExtraInfo", self._extra),
            ("loadingFailed", lambda event: recorder.forget(event["requestId"])),
            ("webSocketCreated", self._socket),
            ("webSocketHandshakeResponseReceived", self._shaken),
        ):
            session.on(f"Network.{name}", heard)

    def note(self, sentence: str) -> None:
        """Remember something that the page did."""
        _add(self.events, sentence)

    def _error(self, text: str) -> None:
        _add(self.errors, text)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self._error(message.text)

    def _dialog(self, dialog: Any) -> None:
        self.note(f"showed a dialog ({dialog.type}): {dialog.message}")
        self._later(dialog.dismiss())

    def _window(self, page: Any) -> None:
        if page is not self._page:
            self.note(f"tried to open a window: {page.url}")
            self._later(page.close())

    def _later(self, step: Any) -> None:
        task = asyncio.ensure_future(step)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Future[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # the page may be gone by now; nothing is lost with its dialog

    def _sent(self, event: dict[str, Any]) -> None:
        kind = event.get("type", "").lower()
        self._log.initiators.setdefault(
            event["requestId"], (kind, initiator_of(event.get("initiator", {})))
        )

    def _extra(self, event: dict[str, Any]) -> None:
        headers = event.get("headers", {})
        line = next((v for k, v in headers.items() if k.lower() == "set-cookie"), "")
        self._log.cookies.setdefault(event["requestId"], []).append(line)

    def _socket(self, event: dict[str, Any]) -> None:
        self._recorder.want(event["url"])
        exchange = self._log.asked(
            {"url": event["url"], "method": "GET"}, "websocket", event["requestId"]
        )
        self._sockets[event["requestId"]] = exchange
        self._log.initiators[event["requestId"]] = (
            "websocket",
            initiator_of(event.get("initiator", {})),
        )

    def _shaken(self, event: dict[str, Any]) -> None:
        exchange = self._sockets.get(event["requestId"])
        if exchange is not None:
            exchange.status = event["response"]["status"]


def initiator_of(initiator: dict[str, Any]) -> str:
    """Address of the page, style sheet or script that asked; empty if the browser did."""
    if initiator.get("url"):
        return str(initiator["url"])
    stack = initiator.get("stack", {})
    while stack:
        for frame in stack.get("callFrames", []):
            if frame.get("url"):
                return str(frame["url"])
        stack = stack.get("parent", {})
    return ""


def _add(sentences: list[str], text: str) -> None:
    told = " ".join(text.split())[:LONGEST]
    if told not in sentences and len(sentences) < MOST:
        sentences.append(told)
