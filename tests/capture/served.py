"""A small web server for tests: pages given as functions, several hosts on one port."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Handler(BaseHTTPRequestHandler):
    """Answers by the function that is named for host and path."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        site = self.server
        host = (self.headers.get("Host") or "").partition(":")[0]
        path = urlsplit(self.path).path
        site.asked.append((host, self.path))
        site.headers.append(dict(self.headers))
        page = site.pages.get((host, path), site.pages.get(("", path)))
        with contextlib.suppress(ConnectionError):
            if page is None:
                self.send(b"not here", "text/plain", status=404)
            elif callable(page):
                page(self)
            else:
                self.send(page if isinstance(page, bytes) else page.encode())

    do_POST = do_GET  # noqa: N815 (the library's name)

    def send(
        self,
        body: bytes,
        media_type: str = "text/html; charset=utf-8",
        *,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def start(self, media_type: str = "text/html", **headers: str) -> None:
        """Only the head of an answer, without its length; the connection ends it."""
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


Page = str | bytes | Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    """A site; `asked` lists host and path of each request."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, pages: dict[tuple[str, str], Page]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = pages
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.stopped = threading.Event()

    def handle_error(self, *_: Any) -> None:
        pass

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def times_asked(self, host: str, path: str) -> int:
        return self.asked.count((host, path))


@contextlib.contextmanager
def served(pages: dict[tuple[str, str], Page]) -> Iterator[Server]:
    """A site that is served while the block lasts."""
    server = Server(pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
