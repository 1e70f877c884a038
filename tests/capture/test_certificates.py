"""A server whose certificate nobody vouches for: its page is not captured."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from casestudy.capture import PageFailure, captured
from casestudy.pages.capture_settings import CaptureSettings

from .served import Server, served

SITE = "secure.example"


def certificate(folder: Path) -> Path:
    """A certificate of its own making, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SITE)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(SITE)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Server]:
    with served({(SITE, "/"): "<p>words that nobody vouches for"}) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(tmp_path))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        yield server


def test_an_invalid_certificate_is_a_sentence(
    secure: Server, browser: Path, tmp_path: Path
) -> None:
    settings = CaptureSettings(resolve={SITE: secure.place}, permission="the test's own site")
    [outcome] = captured([f"https://{SITE}/"], settings=settings, scratch=tmp_path)
    assert isinstance(outcome, PageFailure)
    assert outcome.reason == (
        "the certificate of the server is not valid (ERR_CERT_AUTHORITY_INVALID), so that nobody "
        "can say whose page it is; it is not captured"
    )
    assert secure.asked == [], "nothing was asked over a connection that is not trusted"
