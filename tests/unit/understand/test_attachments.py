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


ZUGFERD_1 = (
    b"%PDF-1.4 1 0 obj <</Type/Filespec/F(ZUGFeRD-invoice.xml)/UF(ZUGFeRD-invoice.xml)/AFRelationship/Alternative>>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def sealed_zip() -> bytes:
    """A zip whose entry carries the flag of encryption (APPNOTE.TXT section 4.4.4)."""
    octets = bytearray(zipped("lohn.pdf"))
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    return bytes(octets)


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
        (b'x\x9f>"', "application/octet-stream", "winmail.dat", Kind.TNEF),
        (b"", "application/ms-tnef", "winmail.dat", Kind.TNEF),
        (sealed_zip(), "application/zip", "lohn.zip", Kind.ENCRYPTED),
        (sealed_zip(), "application/octet-stream", "lohn.pdf", Kind.ENCRYPTED),
        (OLE + wide("EncryptedPackage"), "application/vnd.ms-excel", "lohn.xlsx", Kind.ENCRYPTED),
        (OLE + wide("__substg1.0_0037001F"), "application/octet-stream", "mail.msg", Kind.MESSAGE),
        (OLE + wide("WordDocument"), "application/octet-stream", "brief.dat", Kind.OFFICE),
        (zipped("META-INF/MANIFEST.MF", "a.class"), "application/zip", "rechnung.zip", Kind.EXECUTABLE),
        (zipped("Index/Document.iwa"), "application/octet-stream", "brief", Kind.OFFICE),
        (zipped("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text", "a.odt", Kind.ARCHIVE),
        (b"MZ\x90", "image/jpeg", "foto.jpg", Kind.EXECUTABLE),
        (b"\x7fELF\x02", "application/pdf", "a.pdf", Kind.EXECUTABLE),
        (b"#!/bin/sh\n", "text/plain", "notiz.txt", Kind.EXECUTABLE),
        (b"@echo off\r\n", "text/plain", "notiz.txt", Kind.EXECUTABLE),
        (b"<html><hta:application id=x>", "text/html", "rechnung.html", Kind.EXECUTABLE),
        (b"x", "application/pdf", "rechnung.pdf.exe ", Kind.EXECUTABLE),
        (b"x", "application/pdf", "rechnung\u202efdp.exe", Kind.EXECUTABLE),
        (b"\0\0\0\x18ftyp3gp4", "audio/3gpp", "sprachnachricht.3gp", Kind.AUDIO),
        (b"\0\0\0\x18ftypmp42", "application/octet-stream", "memo.m4a", Kind.AUDIO),
        (b"\x1aE\xdf\xa3", "audio/webm", "voice.webm", Kind.AUDIO),
        (b"\xff\xf1P\x80", "application/octet-stream", "a", Kind.AUDIO),
        (b"<ubl:Invoice xmlns:ubl='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>", "", "", Kind.XML_INVOICE),
        (b"<!-- x -->\n" + CII[CII.index(b"<rsm") :], "application/xml", "a.xml", Kind.XML_INVOICE),
        (
            "\ufeff<?xml version='1.0' encoding='UTF-16'?>".encode("utf-16-le") + wide(UBL[21:].decode()),
            "",
            "",
            Kind.XML_INVOICE,
        ),
        (ZUGFERD_1, "application/pdf", "rechnung.pdf", Kind.E_INVOICE_PDF),
        (
            b"%PDF-1.7 <</Type/Filespec /UF <FEFF>>> <pdfaid> urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
            "",
            "",
            Kind.E_INVOICE_PDF,
        ),
        (b"%PDF-1.7 <</Type/Filespec /F (xrechnung.xml) /EF 2 0 R>>", "application/pdf", "a.pdf", Kind.E_INVOICE_PDF),
        (b"%PDF-1.7 <</Type/Filespec /F (anlage.xml) /EF 2 0 R>>", "application/pdf", "a.pdf", Kind.PDF),
        (b"BEGIN:VCARD\r\nVERSION:3.0", "application/octet-stream", "kontakt", Kind.VCARD),
        (b"{\\rtf1\\ansi", "application/octet-stream", "brief.doc", Kind.OFFICE),
        (b"-----BEGIN PKCS7-----", "text/plain", "a.txt", Kind.ENCRYPTED),
        (b"Rar!\x1a\x07\x01\0", "application/octet-stream", "a.dat", Kind.ARCHIVE),
    ],
)
def test_content_decides_before_label_and_name(content: bytes, content_type: str, name: str, kind: Kind) -> None:
    assert sniff(content, content_type, name) is kind


@given(st.binary(max_size=300), st.text(max_size=20), st.text(max_size=20))
def test_anything_has_a_kind(content: bytes, content_type: str, name: str) -> None:
    assert isinstance(sniff(content, content_type, name), Kind)
