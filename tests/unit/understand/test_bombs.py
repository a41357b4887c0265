"""Archives that would fill a disk are told by their first octets and stay packed, in whatever they come."""

import gzip
import io
import lzma
import time
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from struct import pack

import pytest

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.message import AttachmentKind as Kind
from secretary.understand.mime import parse_message
from secretary.understand.read import Reader
from tests.unit.understand.test_mime_packed import packed

READER = Reader(shipped_lexicon())
MEGABYTE = 1_000_000
UNPACKED = 40 * MEGABYTE  # of each bomb; more than a reader is given here
ROOM = 8 * MEGABYTE  # for the mail as it came, decoded and read; a bomb that goes off needs five times as much
SECONDS = 3.0  # of the processor; unpacking layer by layer takes longer


@cache
def zeros() -> bytes:
    return zlib.compress(bytes(UNPACKED), 9)


def zipped(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def nested(depth: int, width: int = 16) -> bytes:
    """Sixteen archives in an archive, and so on: 42.zip unpacks to petabytes that way."""
    inner = zipped({"0": bytes(MEGABYTE)})
    for _ in range(depth):
        inner = zipped({f"{number}.zip": inner for number in range(width)})
    return inner


def overlapping(files: int) -> bytes:
    """A directory whose entries all name one and the same packed file."""
    local = pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(zeros()), UNPACKED, 1, 0) + b"0" + zeros()[2:-4]
    entry = pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(zeros()), UNPACKED, 1, 0, 0, 0, 0, 0, 0
    )
    directory = (entry + b"0") * files
    return local + directory + pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, files, files, len(directory), len(local), 0)


def boasting() -> bytes:
    """A file of some octets that says of itself to have four gigabytes."""
    octets = bytearray(zipped({"0": b"x"}))
    for at, sign in ((18, b"PK\x03\x04"), (20, b"PK\x01\x02")):
        start = octets.index(sign) + at
        octets[start : start + 8] = b"\xff" * 8
    return bytes(octets)


def document() -> bytes:
    stream = f"7 0 obj <</Type /ObjStm /Filter /FlateDecode /Length {len(zeros())}>>\nstream\n".encode()
    return b"%PDF-1.7\n" + (stream + zeros() + b"\nendstream endobj\n") * 20


BOMBS = {
    "42.zip": (lambda: nested(3), Kind.ARCHIVE),
    "overlapping.zip": (lambda: overlapping(60_000), Kind.ARCHIVE),
    "boasting.zip": (boasting, Kind.ARCHIVE),
    "zeros.gz": (lambda: gzip.compress(bytes(UNPACKED)), Kind.ARCHIVE),
    "twice.gz": (lambda: gzip.compress(gzip.compress(bytes(UNPACKED))), Kind.ARCHIVE),
    "zeros.xz": (lambda: lzma.compress(bytes(UNPACKED)), Kind.ARCHIVE),
    "brief.docx": (
        lambda: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": bytes(UNPACKED)}),
        Kind.OFFICE,
    ),
    "plan.pdf": (document, Kind.PDF),
    "winmail.dat": (lambda: packed("42.zip", nested(2)), Kind.TNEF),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_told_by_its_content_and_stays_packed(name: str) -> None:
    make, kind = BOMBS[name]
    mail = EmailMessage()
    mail["From"], mail["Date"] = "tom@kunde.example", "Tue, 10 Feb 2026 10:00:00 +0100"
    mail.set_content("Anbei die Unterlagen.")
    mail.add_attachment(make(), maintype="application", subtype="octet-stream", filename=name)
    raw = mail.as_bytes()
    tracemalloc.start()
    began = time.process_time()
    message = parse_message(raw)
    reading = READER.read(message, received=datetime(2026, 2, 10, tzinfo=UTC))
    taken, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message.attachments[0].kind is kind
    assert reading.new_text.text.strip() == "Anbei die Unterlagen."
    assert most < 4 * len(raw) + ROOM
    assert taken < SECONDS
