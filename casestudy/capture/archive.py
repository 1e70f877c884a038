"""What servers sent for one page, written as a WARC file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from casestudy.capture.exchanges import Exchange, PageLog, now
from casestudy.pages.warc import digest, packed, warc_record

HTTP_RESPONSE = "application/http; msgtype=response"
HTTP_REQUEST = "application/http; msgtype=request"
FIELDS = "application/warc-fields"


def write_archive(path: Path, log: PageLog, *, tools: Mapping[str, str], title: str) -> None:
    """Write every answer with its request, after a record that says who made the file.

    Parameters
    ----------
    path : path
        The file to write.
    log : PageLog
        The exchanges, with their bodies.
    tools : mapping of str to str
        Programs and versions.
    title : str
        The page's title, which goes with its metadata.
    """
    with path.open("wb") as file:
        software = " ".join(f"{name}/{version}" for name, version in tools.items())
        info = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
        _, record = warc_record("warcinfo", date=now(), block=info, media_type=FIELDS)
        file.write(packed(record))
        for exchange in log.exchanges:
            if exchange.status and exchange.type != "websocket":
                for record in _records(exchange, log, title):
                    file.write(packed(record))


def _records(exchange: Exchange, log: PageLog, title: str) -> list[bytes]:
    body = log.body(exchange) if exchange.has_body else b""
    more = [("WARC-Payload-Digest", digest(body))]
    if exchange.failed:
        more.append(("WARC-Truncated", "length" if "bytes" in exchange.failed else "time"))
    id, response = warc_record(
        "response",
        url=exchange.url,
        date=exchange.date,
        block=exchange.response_block(body),
        media_type=HTTP_RESPONSE,
        headers=more,
    )
    _, request = warc_record(
        "request",
        url=exchange.url,
        date=exchange.date,
        block=exchange.request_block(),
        media_type=HTTP_REQUEST,
        headers=[("WARC-Concurrent-To", id)],
    )
    records = [response, request]
    if exchange.type == "document" and exchange.url == log.page_url:
        told = f"title: {' '.join(title.split())}\r\nvia: {log.exchanges[0].url}\r\n".encode()
        _, metadata = warc_record(
            "metadata",
            url=exchange.url,
            date=exchange.date,
            block=told,
            media_type=FIELDS,
            headers=[("WARC-Concurrent-To", id)],
        )
        records.append(metadata)
    return records
