"""Attachments are known by what is in them."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.message import AttachmentKind as Kind
from secretary.understand.attachments import sniff, sniff_with_rule


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


UBL = b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
CII = b'\xef\xbb\xbf<?xml version="1.0"?>\n<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece"/>'
FACTURX = b"%PDF-1.7\n1 0 obj <</Type/Filespec /F (factur-x.xml) /EF <</F 2 0 R>> /AFRelationship /Alternative>> endobj"


PACKED = (
    b"%PDF-1.7\n7 0 obj <</Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length 99>>\nstream\n"
    + zlib.compress(b"1 0 2 40 <</Type/Filespec /F (factur-x.xml) /AFRelationship /Data>>")
    + b"\nendstream endobj"
)


def test_what_told_the_kind_is_said() -> None:
    assert sniff_with_rule(b"%PDF-1.4", "application/zip", "a.docx") == (Kind.PDF, "content")
    assert sniff_with_rule(b"WScript", "text/plain", "a.pdf.js") == (Kind.EXECUTABLE, "ending .js")
    assert sniff_with_rule(b"Hallo", "text/plain", "a.txt") == (Kind.TEXT, "label text/plain .txt")


@pytest.mark.parametrize(
    ("content", "content_type", "name", "kind"),
    [
        (b"%PDF-1.4\n", "application/octet-stream", "rechnung.dat", Kind.PDF),
        (b"\n\n%PDF-1.4\n", "application/pdf", "a.pdf", Kind.PDF),
        (FACTURX, "application/pdf", "a.pdf", Kind.E_INVOICE_PDF),
        (b"%PDF-1.4 factur-x.xml is mentioned", "application/pdf", "a.pdf", Kind.PDF),
        (PACKED, "application/pdf", "a.pdf", Kind.E_INVOICE_PDF),
        (b"%PDF-1.7 /ObjStm>>stream\nno zlib", "application/pdf", "a.pdf", Kind.PDF),
        (UBL, "application/octet-stream", "r.xml", Kind.XML_INVOICE),
        (CII, "text/xml", "r.xml", Kind.XML_INVOICE),
        (b"<?xml version='1.0'?><note/>", "text/xml", "n.xml", Kind.TEXT),
        (b"BEGIN:VCALENDAR\n", "application/octet-stream", "x", Kind.CALENDAR),
        (b"begin:vcard\n", "text/plain", "x.txt", Kind.VCARD),
        (b"\x89PNG\r\n\x1a\n", "application/octet-stream", "a.pdf", Kind.IMAGE),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "a.jpg", Kind.IMAGE),
        (b"RIFF\0\0\0\0WEBP", "", "", Kind.IMAGE),
        (b"RIFF\0\0\0\0WAVE", "", "", Kind.AUDIO),
        (b"\0\0\0\x18ftypM4A ", "", "", Kind.AUDIO),
        (b"\0\0\0\x18ftypheic", "", "", Kind.IMAGE),
        (b"\0\0\0\x18ftypisom", "", "", Kind.VIDEO),
        (b"OggS", "", "", Kind.AUDIO),
        (zipped("[Content_Types].xml", "word/document.xml"), "application/zip", "a.docx", Kind.OFFICE),
        (zipped("rechnungen/1.pdf"), "application/zip", "a.zip", Kind.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "a.doc", Kind.OFFICE),
        (b"MZ\x90", "application/pdf", "rechnung.pdf", Kind.EXECUTABLE),
        (b"WScript.Echo", "text/plain", "rechnung.pdf.js", Kind.EXECUTABLE),
        (b"-----BEGIN PGP MESSAGE-----", "text/plain", "a.asc", Kind.ENCRYPTED),
        (b"\x30\x82", "application/pkcs7-mime", "smime.p7m", Kind.ENCRYPTED),
        (b"\x30\x82", "application/pkcs7-signature", "smime.p7s", Kind.SIGNATURE),
        (b"Hallo", "text/plain", "a.txt", Kind.TEXT),
        (b"", "application/octet-stream", "", Kind.OTHER),
        (b"", "application/octet-stream", "stimme.m4a", Kind.AUDIO),
        (b'x\x9f>"', "application/ms-tnef", "winmail.dat", Kind.OTHER),
    ],
)
def test_content_decides_before_label_and_name(content: bytes, content_type: str, name: str, kind: Kind) -> None:
    assert sniff(content, content_type, name) is kind


@given(st.binary(max_size=300), st.text(max_size=20), st.text(max_size=20))
def test_anything_has_a_kind(content: bytes, content_type: str, name: str) -> None:
    assert isinstance(sniff(content, content_type, name), Kind)
