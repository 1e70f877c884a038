"""WARC: what we write, independent programs read; what they write, we read; damage is told."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.errors import BadFile
from casestudy.pages.http_messages import HttpResponse, decoded_body, http_response
from casestudy.pages.warc import WarcRecord, digest, packed, page_payload, read_records, warc_record

DATE = "2026-11-24T10:00:00.000Z"
URL = "http://shop.example/a?b=1"


def response(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(body: bytes, url: str = URL, **more: str) -> bytes:
    _, made = warc_record(
        "response",
        url=url,
        date=DATE,
        block=response(body),
        media_type="application/http; msgtype=response",
        headers=[("WARC-Payload-Digest", digest(body)), *more.items()],
    )
    return made


def archive(path: Path, *bodies: bytes, is_packed: bool = True) -> Path:
    records = [record(body, f"http://shop.example/{n}") for n, body in enumerate(bodies)]
    path.write_bytes(b"".join(packed(one) if is_packed else one for one in records))
    return path


def payloads(records: Iterator[WarcRecord]) -> list[bytes]:
    found = [http_response(one.block) for one in records]
    return [one.body for one in found if one is not None]


BODIES = [b"<p>one</p>", b"", b"\x00\r\n\r\nWARC/1.1\r\n", bytes(range(256)) * 50]


@pytest.mark.parametrize("is_packed", [True, False])
def test_write_then_read(tmp_path: Path, is_packed: bool) -> None:
    path = archive(tmp_path / "a.warc", *BODIES, is_packed=is_packed)
    records = list(read_records(path))
    assert payloads(iter(records)) == BODIES
    assert [one.number for one in records] == [1, 2, 3, 4]
    assert {(one.kind, one.date) for one in records} == {("response", DATE)}
    assert b"".join(one.raw for one in records) == b"".join(
        record(body, f"http://shop.example/{n}") for n, body in enumerate(BODIES)
    )


@given(st.lists(st.binary(max_size=300), max_size=5), st.booleans())
@settings(max_examples=60)
def test_any_bytes_come_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], is_packed: bool
) -> None:
    path = archive(tmp_path_factory.mktemp("w") / "a", *bodies, is_packed=is_packed)
    assert payloads(read_records(path)) == bodies


def test_warcio_reads_what_we_write(tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    with archive(tmp_path / "a.warc.gz", *BODIES).open("rb") as file:
        found = [
            (one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read())
            for one in ArchiveIterator(file, check_digests="raise")
        ]
    assert found == [(f"http://shop.example/{n}", body) for n, body in enumerate(BODIES)]


def test_fastwarc_reads_what_we_write(tmp_path: Path) -> None:
    from fastwarc.warc import ArchiveIterator

    path = archive(tmp_path / "a.warc.gz", *BODIES)
    with path.open("rb") as file:
        assert all(one.verify_block_digest() for one in ArchiveIterator(file, parse_http=False))
    with path.open("rb") as file:
        assert [one.reader.read() for one in ArchiveIterator(file, parse_http=True)] == BODIES


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")  # the other program's own
@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_we_read_what_warcio_writes(tmp_path: Path, is_packed: bool, version: str) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "theirs.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed, warc_version=version)
        writer.write_record(writer.create_warcinfo_record("x", {"software": "theirs"}))
        for n, body in enumerate(BODIES):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"http://shop.example/{n}", "response", io.BytesIO(body), http_headers=headers
                )
            )
    records = list(read_records(path))
    assert [one.kind for one in records] == ["warcinfo", *["response"] * 4]
    assert payloads(iter(records)) == BODIES
    assert page_payload(path, "http://shop.example/3") == BODIES[3]
    assert page_payload(path, "http://shop.example/9") is None


def test_a_header_cannot_break_out_of_its_line() -> None:
    made = record(b"x", "http://shop.example/\r\nWARC-Type: evil", Odd="a\r\nb")
    head = made.partition(b"\r\n\r\n")[0].decode()
    assert head.count("WARC-Type") == 2
    assert "Odd: a b" in head.splitlines()
    assert "WARC-Target-URI: http://shop.example/ WARC-Type: evil" in head.splitlines()


def test_the_same_content_has_the_same_id() -> None:
    assert record(b"x") == record(b"x")
    assert record(b"x") != record(b"y")


# --- damage --------------------------------------------------------------------------------------


def damaged(tmp_path: Path, content: bytes) -> tuple[list[bytes], str]:
    """What could be read before the damage, and what is said of it."""
    path = tmp_path / "damaged.warc"
    path.write_bytes(content)
    found: list[WarcRecord] = []
    with pytest.raises(BadFile) as error:
        found.extend(read_records(path))  # what came before the damage stays in the list
    return payloads(iter(found)), error.value.reason


def test_a_packed_archive_that_is_cut_short(tmp_path: Path) -> None:
    whole = packed(record(b"one")) + packed(record(b"two" * 500))
    found, reason = damaged(tmp_path, whole[:-20])
    assert found == [b"one"]
    assert "is cut short" in reason


def test_a_plain_archive_that_is_cut_short(tmp_path: Path) -> None:
    found, reason = damaged(tmp_path, (record(b"one") + record(b"two" * 50))[:-40])
    assert found == [b"one"]
    assert "is cut short in record 2" in reason


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>no archive</html>", "is no WARC file: there stands"),
        (record(b"one") + b"rubbish\r\n", "breaks off before record 2"),
        (b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", "record 1 states no length"),
        (b"WARC/1.1\r\nContent-Length: -5\r\n\r\n", "record 1 states no length"),
        (b"WARC/1.1\r\nContent-Length: " + b"9" * 40 + b"\r\n\r\n", "record 1 states no length"),
        (b"WARC/1.1\r\nWARC-Type: x", "record 1 has no end to its headers"),
        (b"WARC/1.1\r\n" + b"A: b\r\n" * 80_000, "record 1 has no end to its headers"),
        (b"\x1f\x8b" + b"no gzip at all", "is cut short or damaged"),
    ],
    ids=["page", "rubbish", "no length", "below 0", "40 digits", "cut", "endless", "no gzip"],
)
def test_damage_is_told(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert sentence in damaged(tmp_path, content)[1]


def test_a_bomb_is_not_unpacked_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casestudy.pages.warc.SMALL", 1000)
    monkeypatch.setattr("casestudy.pages.warc.MAX_RATIO", 10)
    made = b"".join(packed(record(b"a" * 100_000, f"http://a/{n}")) for n in range(20))
    found, reason = damaged(tmp_path, made)
    assert "unpacks to more than" in reason
    assert len(found) < 20


def test_a_record_too_long_for_the_memory_keeps_its_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casestudy.pages.warc.MAX_BLOCK", 1000)
    path = archive(tmp_path / "a.warc.gz", b"a" * 5000, b"short")
    first, second = read_records(path)
    assert first.block == b""
    assert first.length > 5000
    assert payloads(iter([second])) == [b"short"]


# --- bodies --------------------------------------------------------------------------------------


def packed_response(body: bytes, **headers: str) -> HttpResponse:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return HttpResponse(status=200, reason="OK", headers=named, body=body)


def test_encodings_are_taken_off() -> None:
    text = "täxt".encode() * 100
    raw = zlib.compressobj(wbits=-15)
    bare = raw.compress(text) + raw.flush()
    brotli = pytest.importorskip("brotli")
    for coding, body in (
        ("gzip", gzip.compress(text, mtime=0)), ("deflate", zlib.compress(text)), ("deflate", bare),
        ("identity", text), ("x-gzip", gzip.compress(text, mtime=0)), ("br", brotli.compress(text)),
        ("gzip, deflate", zlib.compress(gzip.compress(text, mtime=0))),
    ):  # fmt: skip
        assert decoded_body(packed_response(body, Content_Encoding=coding)) == text, coding


def test_chunks_are_put_together() -> None:
    body = b"4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n"
    chunked = packed_response(body, Transfer_Encoding="chunked")
    assert decoded_body(chunked) == b"Wikipedia "
    assert decoded_body(packed_response(b"plain", Transfer_Encoding="chunked")) == b"plain"
    assert decoded_body(packed_response(b"5\r\nabc", Transfer_Encoding="chunked")) == b"abc"


@pytest.mark.parametrize(
    ("coding", "body", "sentence"),
    [
        ("gzip", gzip.compress(b"a" * 10_000, mtime=0), "unpacks to more than 1,000 bytes"),
        ("gzip", b"rubbish", "the packing is damaged"),
        ("zstd", b"", "is packed with 'zstd', which is not read"),
    ],
    ids=["bomb", "rubbish", "zstd"],
)
def test_a_body_that_cannot_be_unpacked(coding: str, body: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        decoded_body(packed_response(body, Content_Encoding=coding), limit=1000)


def test_a_brotli_bomb_is_stopped() -> None:
    brotli = pytest.importorskip("brotli")
    body = brotli.compress(b"a" * 1_000_000)
    with pytest.raises(ValueError, match="unpacks to more than 1,000 bytes"):
        decoded_body(packed_response(body, Content_Encoding="br"), limit=1000)


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_no_bytes_make_the_reader_of_answers_fail(block: bytes) -> None:
    for content in (block, b"HTTP/1.1 " + block, b"HTTP/1.1 200 OK\r\n" + block):
        found = http_response(content)
        if found is not None:
            assert isinstance(found.status, int)
