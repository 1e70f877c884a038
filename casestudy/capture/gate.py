"""The gate: everything that the browser sends goes through one small proxy of ours on this machine.

The gate opens only for hosts that a page asked for, so that the browser itself phones nobody; it
looks up each name once and connects to the address that it checked, so that a page of the web
cannot reach into the private network (a printer, a router, a database on this machine); it counts
bytes and stops at the limit. Encrypted connections pass through it unread.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from casestudy.pages.addresses import plain_host

MAX_HEAD = 256 * 1024
PIECE = 64 * 1024
CONNECT_SECONDS = 20.0
PATIENCE = 1.0
"""Seconds to wait for a page's word that it wants a host: a socket's connection and the event that
tells of it race each other."""

NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(slots=True)
class Passage:
    """What one page may do, and did, at the gate."""

    max_bytes: int
    private: bool = False
    wanted: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    idle_seconds: float = 30.0
    n_bytes: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether the page has had all the bytes that it may have."""
        return self.n_bytes > self.max_bytes


class Gate:
    """A proxy on a port of this machine, for one browser.

    Parameters
    ----------
    resolve : mapping of str to str
        Hosts that stand elsewhere, as in `CaptureSettings`.
    """

    def __init__(self, resolve: Mapping[str, str] | None = None) -> None:
        self._resolve = {plain_host(host): place for host, place in (resolve or {}).items()}
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.passage = Passage(max_bytes=0)
        self.refused: dict[str, str] = {}
        self.address = ""

    async def open(self) -> str:
        """Begin to listen, and say at which address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MAX_HEAD)
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        return self.address

    async def close(self) -> None:
        """Cut every connection and stop listening."""
        self.cut()
        if self._server is not None:
            self._server.close()

    def begin(self, passage: Passage) -> None:
        """A new page: what belonged to the one before is cut off."""
        self.cut()
        self.passage = passage

    def cut(self) -> None:
        """End every connection that is open."""
        for task in self._open:
            task.cancel()

    async def addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """Where a host stands, all addresses that its name has.

        Raises
        ------
        OSError
            If the name is not known.
        """
        place = self._resolve.get(host)
        if place:
            named, _, number = place.rpartition(":") if ":" in place else (place, "", "")
            host, port = named.strip("[]"), int(number or port)
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys((str(entry[4][0]), port) for entry in found))

    async def is_private(self, host: str) -> bool:
        """Whether a host stands in a private network or on this machine."""
        return any(not _is_public(ip) for ip, _ in await self.addresses(plain_host(host), 80))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self._open.add(task)
        try:
            await self._connection(reader, writer)
        except (OSError, asyncio.CancelledError, asyncio.LimitOverrunError, EOFError, ValueError):
            pass  # either side hung up, or spoke no HTTP; the browser sees a closed connection
        finally:
            self._open.discard(task)
            writer.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, version = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        is_tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if is_tunnel else target)
        host = plain_host(parts.hostname or "")
        port = parts.port or (443 if is_tunnel else 80)
        passage = self.passage
        # what is refused gets no answer at all: one of ours would pass for the server's
        there = await self._opened(passage, host, port)
        if is_tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            there[1].write(_forwarded(head, f"{method} {_own_part(target)} {version}"))
        await _relay((reader, writer), there, passage)

    async def _opened(
        self, passage: Passage, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to a host that the page may reach.

        Raises
        ------
        OSError
            If it may not, or nobody answers.
        """
        name = f"{host}:{port}"
        await self._patience(passage, host)
        try:
            ip = await self._checked(passage, host, port)
            there = await asyncio.wait_for(asyncio.open_connection(*ip), CONNECT_SECONDS)
        except PermissionError as error:
            self.refused[name] = passage.refused[name] = str(error)
            raise
        except OSError as error:
            passage.failed[name] = _why(error)
            raise
        passage.asked[name] = ip[0]
        return there

    async def _patience(self, passage: Passage, host: str) -> None:
        waited = 0.0
        while host not in passage.wanted and waited < PATIENCE:
            await asyncio.sleep(0.05)
            waited += 0.05

    async def _checked(self, passage: Passage, host: str, port: int) -> tuple[str, int]:
        if host not in passage.wanted:
            raise PermissionError("no page asked for it: the browser's own wish")
        if passage.is_spent:
            raise PermissionError("the page has had all the bytes that it may have")
        for ip, there in await self.addresses(host, port):
            if passage.private or _is_public(ip):
                return ip, there
        raise PermissionError(
            "it stands in the private network, where a page of the web has no business"
        )


def _why(error: OSError) -> str:
    """Why no connection came about, in the browser's code for it."""
    if isinstance(error, socket.gaierror):
        return "net::ERR_NAME_NOT_RESOLVED"
    if isinstance(error, ConnectionRefusedError):
        return "net::ERR_CONNECTION_REFUSED"
    return "net::ERR_CONNECTION_TIMED_OUT"


def _is_public(ip: str) -> bool:
    """Whether an address belongs to the web, also in its disguises."""
    address: Address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast


def _own_part(target: str) -> str:
    """The address without scheme and host, as a server wants it."""
    rest = target.partition("://")[2]
    path = rest[len(rest.partition("/")[0].partition("?")[0]) :]
    return path if path.startswith("/") else f"/{path}"


def _forwarded(head: bytes, first: str) -> bytes:
    """The head of a plain request for the server; one request a connection."""
    lines = head.decode("latin-1").split("\r\n")[1:-2]
    kept = [
        line
        for line in lines
        if line.partition(":")[0].strip().lower() not in ("proxy-connection", "connection")
    ]
    return "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")


async def _relay(
    here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    passage: Passage,
) -> None:
    """Carry bytes both ways until one side is done or the page has had enough."""
    up = asyncio.create_task(_carry(here[0], there[1], passage, counts=False))
    try:
        await _carry(there[0], here[1], passage, counts=True)
    finally:
        up.cancel()
        there[1].close()
        await asyncio.gather(up, return_exceptions=True)


async def _carry(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, passage: Passage, *, counts: bool
) -> None:
    while piece := await asyncio.wait_for(source.read(PIECE), passage.idle_seconds):
        if counts:
            passage.n_bytes += len(piece)
            if passage.is_spent:
                return
        sink.write(piece)
        await sink.drain()
