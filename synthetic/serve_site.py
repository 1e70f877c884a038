r"""Serve the synthetic sites on this machine, so that they can be captured as if they were real.

SYNTHETIC: every page was made up for the casestudy package.

Each host has a folder for each year. The server looks at the host that a browser asks for; on its
own address it lists the hosts. A capture reaches them under their own names:

    python synthetic/serve_site.py --year 2026 --port 8700
    casestudy capture http://nordmotor.example/product.html --case Nordmotor \
        --resolve nordmotor.example=127.0.0.1:8700 --resolve widgets.example=127.0.0.1:8700
"""

from __future__ import annotations

import argparse
import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SITE = Path(__file__).parent / "site"
HOSTS = ("nordmotor.example", "konekauppa.example", "widgets.example")
FOLDERS = {
    "2024": {"nordmotor.example": SITE},
    "2026": {host: SITE / "2026" / host for host in HOSTS},
}


class Site(SimpleHTTPRequestHandler):
    """Files of the host that is asked for."""

    def __init__(self, *args: Any, year: str, **more: Any) -> None:
        self.folders = FOLDERS[year]
        super().__init__(*args, directory=str(SITE), **more)

    @property
    def host(self) -> str:
        """The host that is asked for, without its port."""
        return (self.headers.get("Host") or "").partition(":")[0]

    def do_GET(self) -> None:
        """Answer with a file, or with the list of hosts."""
        folder = self.folders.get(self.host)
        if folder is not None:
            self.directory = str(folder)
            super().do_GET()
        elif self.path == "/":
            lines = "".join(f"<li>{host}</li>" for host in self.folders)
            self.answer(f"<p>SYNTHETIC sites served here:</p><ul>{lines}</ul>".encode())
        else:
            self.send_error(404, "no site of this name is served here")

    def answer(self, body: bytes) -> None:
        """A page made on the spot."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """The widgets may be used from other sites, and their counter sets a cookie."""
        if self.host == "widgets.example":
            self.send_header("Access-Control-Allow-Origin", "*")
            if self.path.startswith("/hit.gif"):
                self.send_header("Set-Cookie", "_hit=made-up; Max-Age=31536000")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(year: str, port: int = 0) -> Iterator[str]:
    """The sites of a year, served while the block lasts; yields the server's address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Site, year=year))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve until somebody presses Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--year", choices=sorted(FOLDERS), default="2026")
    parser.add_argument("--port", type=int, default=8700)
    wanted = parser.parse_args()
    with served(wanted.year, wanted.port) as place, contextlib.suppress(KeyboardInterrupt):
        print(f"the synthetic sites of {wanted.year} are served at http://{place}/")
        threading.Event().wait()


if __name__ == "__main__":
    main()
