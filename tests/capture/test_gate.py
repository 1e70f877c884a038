"""The gate: nobody is reached that no page asked for, nothing private, nothing beyond the limit."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from casestudy.capture import gate as gate_module
from casestudy.capture.failures import PageFailed
from casestudy.capture.fetching import fetch
from casestudy.capture.gate import Gate, Passage

from .served import Server, served

SITE = "shop.example"


@contextlib.asynccontextmanager
async def opened(site: Server) -> AsyncIterator[Gate]:
    gate = Gate({SITE: site.place, "other.example": site.place})
    await gate.open()
    try:
        yield gate
    finally:
        await gate.close()


async def spoken(gate: Gate, request: str) -> bytes:
    """What comes back through the gate for some bytes."""
    host, port = gate.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request.encode("latin-1"))
    await writer.drain()
    try:
        async with asyncio.timeout(60):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def through(site: Server, passage: Passage, request: str) -> bytes:
    """One request through a gate that is open for one page."""

    async def run() -> bytes:
        async with opened(site) as gate:
            gate.begin(passage)
            return await spoken(gate, request)

    return asyncio.run(run())


def wanting(*hosts: str, max_bytes: int = 10_000, private: bool = True) -> Passage:
    return Passage(max_bytes=max_bytes, private=private, wanted=set(hosts))


GET = f"GET http://{SITE}/page?x=1 HTTP/1.1\r\nHost: {SITE}\r\nProxy-Connection: keep-alive\r\n\r\n"
PAGES = {("", "/page"): "<p>the page", ("", "/"): "<p>the root", ("", "/big"): "x" * 50_000}


@pytest.fixture
def site() -> object:
    with served(dict(PAGES)) as server:
        yield server


def test_a_plain_request_reaches_the_server_as_its_own(site: Server) -> None:
    passage = wanting(SITE)
    answer = through(site, passage, GET)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"<p>the page")
    assert site.asked == [(SITE, "/page?x=1")]
    assert site.headers[0]["Host"] == SITE
    assert "Proxy-Connection" not in site.headers[0]
    assert passage.asked == {f"{SITE}:80": "127.0.0.1"}
    assert passage.n_bytes == len(answer)


def test_a_tunnel_is_carried_both_ways(site: Server) -> None:
    request = f"CONNECT {SITE}:443 HTTP/1.1\r\n\r\nGET /page HTTP/1.0\r\nHost: x\r\n\r\n"
    answer = through(site, wanting(SITE), request)
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK")


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1", "localhost", "unknown.example"])
def test_a_host_that_no_page_asked_for_is_not_reached(site: Server, host: str) -> None:
    passage = wanting(SITE)
    assert through(site, passage, f"GET http://{host}/ HTTP/1.1\r\nHost: {host}\r\n\r\n") == b""
    assert site.asked == []
    assert passage.refused == {f"{host}:80": "no page asked for it: the browser's own wish"}


def test_a_page_of_the_web_does_not_reach_into_the_private_network(site: Server) -> None:
    passage = wanting(SITE, private=False)
    assert through(site, passage, GET) == b""
    assert site.asked == []
    assert "private network" in passage.refused[f"{SITE}:80"]


def test_the_limit_of_bytes_ends_it(site: Server) -> None:
    passage = wanting(SITE, max_bytes=5_000)
    answer = through(site, passage, GET.replace("/page", "/big"))
    assert len(answer) < 50_000
    assert passage.is_spent
    assert through(site, passage, GET) == b""
    assert "has had all the bytes" in passage.refused[f"{SITE}:80"]


def test_what_belonged_to_the_page_before_is_cut(site: Server) -> None:
    async def run() -> bytes:
        async with opened(site) as gate:
            gate.begin(wanting(SITE))
            reader, writer = await asyncio.open_connection(*gate.address[7:].split(":"))
            writer.write(f"CONNECT {SITE}:80 HTTP/1.1\r\n\r\n".encode())
            async with asyncio.timeout(60):
                established = await reader.readuntil(b"\r\n\r\n")
                gate.begin(wanting(SITE))
                rest = await reader.read()
            writer.close()
            return established + rest

    assert asyncio.run(run()) == b"HTTP/1.1 200 Connection established\r\n\r\n"


def test_a_connection_that_says_nothing_is_given_up(site: Server) -> None:
    passage = wanting(SITE)
    passage.idle_seconds = 0.3
    answer = through(site, passage, f"CONNECT {SITE}:80 HTTP/1.1\r\n\r\n")
    assert answer == b"HTTP/1.1 200 Connection established\r\n\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        "", "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "CONNECT x HTTP/1.1\r\n\r\n",
        "CONNECT x:y HTTP/1.1\r\n\r\n", "GET http://[::1 HTTP/1.1\r\n\r\n",
        "\xff" * 50 + "\r\n\r\n",
        "GET http://a:99999/ HTTP/1.1\r\n\r\n", "A" * 300_000,
    ],
)  # fmt: skip
def test_rubbish_gets_no_answer_and_does_no_harm(site: Server, request_: str) -> None:
    async def run() -> tuple[bytes, bytes]:
        async with opened(site) as gate:
            gate.begin(wanting(SITE))
            reader, writer = await asyncio.open_connection(*gate.address[7:].split(":"))
            with contextlib.suppress(ConnectionError):
                writer.write(request_.encode("latin-1"))
                writer.write_eof()
            with contextlib.suppress(ConnectionError):
                rubbish = await reader.read()
            writer.close()
            return rubbish, await spoken(gate, GET)

    rubbish, good = asyncio.run(run())
    assert rubbish == b""
    assert good.startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.0.1", False), ("172.16.0.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.1", False), ("224.0.0.1", False), ("::1", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True), ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False), ("192.0.2.1", False),
    ],
)  # fmt: skip
def test_which_addresses_belong_to_the_web(ip: str, public: bool) -> None:
    assert gate_module._is_public(ip) is public


# --- small files through the gate ----------------------------------------------------------------


def fetched(
    site: Server, path: str = "/page", *, limit: int = 1000, seconds: float = 60.0
) -> object:
    async def run() -> object:
        async with opened(site) as gate:
            return await fetch(
                gate, f"http://{SITE}{path}", user_agent="us/1", limit=limit, seconds=seconds
            )

    return asyncio.run(run())


def test_a_file_is_fetched_up_to_the_limit(site: Server) -> None:
    whole = fetched(site)
    assert (whole.status, whole.body, whole.is_cut) == (200, b"<p>the page", False)  # type: ignore[attr-defined]
    assert site.headers[0]["User-Agent"] == "us/1"
    cut = fetched(site, "/big", limit=100)
    assert (len(cut.body), cut.is_cut) == (100, True)  # type: ignore[attr-defined]
    assert fetched(site, "/nowhere").status == 404  # type: ignore[attr-defined]


def test_a_redirect_is_followed_also_to_another_host(site: Server) -> None:
    to = (("Location", "http://other.example/page"),)
    site.pages["", "/away"] = lambda h: h.send(b"", status=301, headers=to)
    found = fetched(site, "/away")
    assert found.url == "http://other.example/page"  # type: ignore[attr-defined]
    assert site.asked[-1] == ("other.example", "/page")


Refuses = Callable[[Server], Awaitable[object]]


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("file:///etc/passwd", "cannot be had"),
        ("http://shop.example/round", "cannot be had"),
        ("http://unknown.invalid/", "cannot be had"),
    ],
)
def test_a_bad_redirect_is_a_sentence(site: Server, location: str, sentence: str) -> None:
    to = (("Location", location),)
    site.pages["", "/round"] = lambda h: h.send(b"", status=302, headers=to)
    with pytest.raises(PageFailed, match=sentence):
        fetched(site, "/round")


def test_a_file_that_drips_is_given_up(site: Server) -> None:
    def drip(h: object) -> None:
        h.start("text/plain")  # type: ignore[attr-defined]
        while not site.stopped.wait(0.05):
            h.wfile.write(b"x")  # type: ignore[attr-defined]

    site.pages["", "/drip"] = drip
    with pytest.raises(PageFailed, match=r"did not come in 0\.5 seconds"):
        fetched(site, "/drip", seconds=0.5)


def test_an_unknown_host_is_a_sentence(site: Server) -> None:
    async def run() -> None:
        async with opened(site) as gate:
            await fetch(gate, "http://no.invalid/", user_agent="us", limit=9, seconds=60)

    with pytest.raises(PageFailed, match=r"the host 'no\.invalid' is not known"):
        asyncio.run(run())
