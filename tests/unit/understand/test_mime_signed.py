"""Opaquely signed mail is read like any other, and said to be signed."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.message import AttachmentKind
from secretary.understand.mime import parse_message
from secretary.understand.mime.cms import SIGNED_DATA, signed_content
from secretary.understand.read import Reader

INNER = "Content-Type: text/plain; charset=utf-8\r\n\r\nDienstag paßt mir.\r\n".encode()
DATA = bytes.fromhex("06092a864886f70d010701")


def der(tag: int, contents: bytes) -> bytes:
    size = len(contents)
    if size < 128:
        return bytes([tag, size]) + contents
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + contents


def endless(tag: int, contents: bytes) -> bytes:
    return bytes([tag, 0x80]) + contents + b"\0\0"


def signed(content: bytes, oid: bytes = DATA) -> bytes:
    """As OpenSSL writes it with known lengths."""
    inside = der(0x30, oid + der(0xA0, der(0x04, content)))
    body = der(0x30, b"\x02\x01\x01" + der(0x31, b"") + inside + der(0x31, b""))
    return der(0x30, SIGNED_DATA + der(0xA0, body))


def streamed(content: bytes) -> bytes:
    """As programs write it that do not know the length beforehand."""
    pieces = b"".join(der(0x04, content[at : at + 20]) for at in range(0, len(content), 20))
    inside = endless(0x30, DATA + endless(0xA0, endless(0x24, pieces)))
    body = endless(0x30, b"\x02\x01\x01" + der(0x31, b"") + inside + der(0x31, b""))
    return endless(0x30, SIGNED_DATA + endless(0xA0, body))


def mail(content: bytes, kind: str = "signed-data") -> bytes:
    head = f'From: eva@kunde.example\r\nContent-Type: application/pkcs7-mime; smime-type={kind}; name="smime.p7m"\r\n'
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(content)


@pytest.mark.parametrize("wrap", [signed, streamed])
def test_the_text_of_an_opaquely_signed_mail_is_read_and_nothing_is_called_sealed(wrap) -> None:  # type: ignore[no-untyped-def]
    raw = mail(wrap(INNER))
    message = parse_message(raw)
    assert message.text == "Dienstag paßt mir."
    assert [part.kind for part in message.attachments] == [AttachmentKind.SIGNATURE]
    reading = Reader(lexicon=shipped_lexicon()).read_bytes(raw, received=datetime(2026, 3, 4, tzinfo=UTC))
    assert not [span for span in reading.unread if "encrypted" in span]


def test_a_sealed_mail_stays_sealed() -> None:
    enveloped = der(0x30, bytes.fromhex("06092a864886f70d010703") + der(0xA0, b"\x30\0"))
    message = parse_message(mail(enveloped, "enveloped-data"))
    assert [part.kind for part in message.attachments] == [AttachmentKind.ENCRYPTED]
    assert not message.text


def test_signatures_around_signatures_end() -> None:
    content = INNER
    for _ in range(200):
        content = b"Content-Type: application/pkcs7-mime\r\n\r\n" + signed(content)
    assert not parse_message(content).text


@pytest.mark.parametrize("cut", range(0, 120, 3))
def test_a_cut_signature_gives_what_is_there_or_nothing(cut: int) -> None:
    whole = signed(INNER)
    assert INNER.startswith(signed_content(whole[:cut]) or b"")


def test_signed_data_of_another_kind_than_mail_is_none() -> None:
    assert signed_content(signed(INNER, bytes.fromhex("06092a864886f70d010703"))) is None
