"""What an attachment is, by its content first and its label last.

Promises: total, looks only at the first and last kilobytes except for PDF, which is searched
for embedded files. Never does: unpack an archive, parse or run anything.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from secretary.domain.message import AttachmentKind as Kind

# The object identifier of signed data as DER (RFC 5652 section 5.1), tag and length included.
SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
# Where signatures of file formats stand; tar's is at 257.
HEAD = 1024
# Names of embedded files stand in a PDF's plain objects; more than this is not searched.
PDF_SEARCH = 8_000_000

# So many packed streams, and so much of each, are looked into: a bomb costs no more than this.
PACKED_STREAMS, PACKED_OCTETS = 40, 200_000
_OBJECT_STREAM = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s{0,4}stream\r?\n")

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"{\\rtf", Kind.OFFICE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\x00", Kind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),
    (b"MSCF", Kind.ARCHIVE),
    (b"\x1f\x9d", Kind.ARCHIVE),
    (b"\x78\x9f\x3e\x22", Kind.TNEF),
    (b"8BPS", Kind.IMAGE),
    (b"\0\0\1\0", Kind.IMAGE),
    (b"@echo off", Kind.EXECUTABLE),
    (b"\xca\xfe\xd0\x0d", Kind.EXECUTABLE),
    (b"MZ", Kind.EXECUTABLE),
    (b"\x7fELF", Kind.EXECUTABLE),
    (b"#!", Kind.EXECUTABLE),
    (b"\xca\xfe\xba\xbe", Kind.EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", Kind.EXECUTABLE),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Kind.EXECUTABLE),
    (b"ID3", Kind.AUDIO),
    (b"OggS", Kind.AUDIO),
    (b"fLaC", Kind.AUDIO),
    (b"#!AMR", Kind.AUDIO),
    (b"\xff\xfb", Kind.AUDIO),
    (b"\xff\xf3", Kind.AUDIO),
    (b"\xff\xf2", Kind.AUDIO),
    (b"\xff\xfa", Kind.AUDIO),
    (b"\xff\xf1", Kind.AUDIO),
    (b"\xff\xf9", Kind.AUDIO),
    (b".snd", Kind.AUDIO),
    (b"MThd", Kind.AUDIO),
    (b"\x1aE\xdf\xa3", Kind.VIDEO),
    (b"-----BEGIN PGP MESSAGE", Kind.ENCRYPTED),
    (b"-----BEGIN PGP SIGNATURE", Kind.SIGNATURE),
    (b"-----BEGIN PKCS7", Kind.ENCRYPTED),
)
_ENTRY = re.compile(rb"PK\x01\x02.{4}(.).", re.DOTALL)  # of the directory at the end of an archive
# The names under which Factur-X, ZUGFeRD and XRechnung embed their XML (EN 16931).
_INVOICE_FILES = re.compile(
    rb"(?i)(factur-?x|zugferd-invoice|xrechnung|order-x|cii|e-?rechnung)[^()<>/\r\n]{0,40}\.xml"
    rb"|urn:(ferd|factur-x|zugferd|cen\.eu:en16931)"
)
_INVOICE_XML = re.compile(
    rb"CrossIndustryInvoice|CrossIndustryDocument|urn:oasis:names:specification:ubl:schema:xsd:(Invoice|CreditNote)-2"
    rb"|<(\w+:)?(ebInterface|FatturaElettronica)\b|http://www\.ebinterface\.at"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of compound files (MS-CFB) whose names say what the file is: sealed documents, Outlook's saved mails.
_SEALED_STREAM, _MAIL_STREAM = "EncryptedPackage".encode("utf-16-le"), "__substg1.0_".encode("utf-16-le")
OLE_SEARCH = 2_000_000  # the directory may stand at the end of a file; more than this is not searched
_PROGRAMS = (b"META-INF/MANIFEST.MF", b"AndroidManifest.xml", b"classes.dex")  # in Java's and Android's archives
_SEALED_ENTRY = 1  # the flag of an encrypted entry (APPNOTE.TXT section 4.4.4)
_OOXML = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis", b"Index/Document.iwa")
_BY_TYPE = {
    "application/pdf": Kind.PDF,
    "application/ics": Kind.CALENDAR,
    "text/calendar": Kind.CALENDAR,
    "text/vcard": Kind.VCARD,
    "text/x-vcard": Kind.VCARD,
    "message/rfc822": Kind.MESSAGE,
    "message/global": Kind.MESSAGE,
    "application/pgp-encrypted": Kind.ENCRYPTED,
    "application/pgp-signature": Kind.SIGNATURE,
    "application/pkcs7-signature": Kind.SIGNATURE,
    "application/x-pkcs7-signature": Kind.SIGNATURE,
    "application/zip": Kind.ARCHIVE,
    "application/rtf": Kind.OFFICE,
    "application/ms-tnef": Kind.TNEF,
    "application/vnd.ms-tnef": Kind.TNEF,
    "application/pgp-keys": Kind.SIGNATURE,
    "application/vnd.ms-outlook": Kind.MESSAGE,
    "application/msword": Kind.OFFICE,
}
CMS_HEAD = 32  # octets in which signed data (RFC 5652) says that it is no sealed one, whatever its label says
_BY_MAIN_TYPE = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO, "text": Kind.TEXT}
# Scripts and installers have no signature of their own: only here the name decides.
_BY_ENDING = {
    **dict.fromkeys(
        "exe com scr pif bat cmd vbs vbe js jse wsf wsh hta ps1 psm1 msi msix jar lnk url reg cpl dll sys chm".split(),
        Kind.EXECUTABLE,
    ),
    **dict.fromkeys(
        "doc docx xls xlsx ppt pptx odt ods odp odg rtf docm xlsm xlsb pptm dot dotx pages numbers key".split(),
        Kind.OFFICE,
    ),
    **dict.fromkeys("zip 7z rar gz tgz tar bz2 xz".split(), Kind.ARCHIVE),
    **dict.fromkeys("mp3 wav m4a ogg oga amr opus flac aac wma 3ga".split(), Kind.AUDIO),
    **dict.fromkeys("mp4 mov avi mkv webm wmv 3gp".split(), Kind.VIDEO),
    **dict.fromkeys("png jpg jpeg gif webp tif tiff bmp heic svg".split(), Kind.IMAGE),
    **dict.fromkeys("p7m pgp gpg".split(), Kind.ENCRYPTED),
    **dict.fromkeys("p7s sig asc".split(), Kind.SIGNATURE),
    **dict.fromkeys("txt csv md log htm html".split(), Kind.TEXT),
    "pdf": Kind.PDF,
    "ics": Kind.CALENDAR,
    "vcf": Kind.VCARD,
    "eml": Kind.MESSAGE,
    "msg": Kind.MESSAGE,
}


def sniff(content: bytes, content_type: str = "", filename: str = "") -> Kind:
    """The kind of an attachment of this content, sent under this type and name."""
    return sniff_with_rule(content, content_type, filename)[0]


def sniff_with_rule(content: bytes, content_type: str = "", filename: str = "") -> tuple[Kind, str]:
    """The kind, and what told it.

    An executable's ending always counts, also in front of a harmless content: a script is text.
    """
    ending = filename.strip(" .").rpartition(".")[2].casefold() if "." in filename else ""
    if _BY_ENDING.get(ending) is Kind.EXECUTABLE:
        return Kind.EXECUTABLE, f"ending .{ending}"
    if content_type.endswith("pkcs7-mime"):
        signed = SIGNED_DATA in content[:CMS_HEAD]
        return (Kind.SIGNATURE if signed else Kind.ENCRYPTED), f"type {content_type}"
    found = _by_content(content, content[:HEAD])
    if found is Kind.VIDEO and _sounds(content_type, ending):
        return Kind.AUDIO, f"content and label {content_type} .{ending}".rstrip(" .")
    if found:
        return found, "content"
    return _by_label(content_type, ending), f"label {content_type} .{ending}".rstrip(" .")


def _by_content(content: bytes, head: bytes) -> Kind | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zipped(content, head)
    if head.startswith(_OLE):
        return _compound(content[:OLE_SEARCH])
    if b"%PDF-" in head:
        return Kind.E_INVOICE_PDF if _has_invoice(content) else Kind.PDF
    return _container(head) or _textual(content, head)


def _sounds(content_type: str, ending: str) -> bool:
    """Whether a container for pictures and sound holds sound alone, as its label says: a voice message."""
    return content_type.startswith("audio/") or _BY_ENDING.get(ending) is Kind.AUDIO


def _zipped(content: bytes, head: bytes) -> Kind:
    ends = head + content[-4 * HEAD :]
    if any(sign in ends for sign in _OOXML):
        return Kind.OFFICE
    if any(sign in ends for sign in _PROGRAMS):
        return Kind.EXECUTABLE
    # A folder comes first and is never encrypted.
    sealed = any(entry.group(1)[0] & _SEALED_ENTRY for entry in _ENTRY.finditer(ends))
    return Kind.ENCRYPTED if sealed else Kind.ARCHIVE


def _compound(content: bytes) -> Kind:
    """What a compound file is: a document of Office's, a sealed one, or a mail that Outlook saved."""
    if _SEALED_STREAM in content:
        return Kind.ENCRYPTED
    return Kind.MESSAGE if _MAIL_STREAM in content else Kind.OFFICE


def _has_invoice(content: bytes) -> bool:
    """Whether a PDF names an embedded invoice (`/EmbeddedFile`, PDF 32000-1 section 7.11.4)."""
    part = content[:PDF_SEARCH]
    return _names_invoice(part) or any(_names_invoice(objects) for objects in _packed_objects(part))


def _names_invoice(part: bytes) -> bool:
    named = b"/EmbeddedFile" in part or b"/Filespec" in part or b"/AFRelationship" in part
    return _INVOICE_FILES.search(part) is not None and (named or b"urn:" in part)


def _packed_objects(part: bytes) -> Iterator[bytes]:
    """The objects that a PDF packs into streams (PDF 32000-1 section 7.5.7), the first of them."""
    for stream in islice(_OBJECT_STREAM.finditer(part), PACKED_STREAMS):
        try:
            yield zlib.decompressobj().decompress(part[stream.end() : stream.end() + PACKED_OCTETS], PACKED_OCTETS)
        except zlib.error:
            continue


def _container(head: bytes) -> Kind | None:
    if head.startswith(b"RIFF"):
        return {b"WAVE": Kind.AUDIO, b"WEBP": Kind.IMAGE, b"AVI ": Kind.VIDEO}.get(head[8:12])
    if head[4:8] == b"ftyp":
        if head[8:12] in {b"heic", b"heix", b"mif1", b"avif"}:
            return Kind.IMAGE
        return Kind.AUDIO if head[8:11] == b"M4A" else Kind.VIDEO
    return Kind.ARCHIVE if head[257:262] == b"ustar" else None


def _textual(content: bytes, head: bytes) -> Kind | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    upper = start[:20].upper()
    if upper.startswith(b"BEGIN:VCALENDAR"):
        return Kind.CALENDAR
    if upper.startswith(b"BEGIN:VCARD"):
        return Kind.VCARD
    if start.startswith(b"<"):
        return _marked_up(start, content[: 8 * HEAD])
    return _utf16(content) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _marked_up(start: bytes, content: bytes) -> Kind | None:
    if _INVOICE_XML.search(content):
        return Kind.XML_INVOICE
    if start.startswith(b"<svg"):
        return Kind.IMAGE
    if b"<hta:application" in content.lower():
        return Kind.EXECUTABLE
    return Kind.TEXT if start.startswith(b"<?xml") else None


def _utf16(content: bytes) -> Kind | None:
    """XML in UTF-16, as some programs of bookkeeping write it."""
    text = content[: 16 * HEAD].decode("utf-16", "ignore").lstrip().encode()
    return _marked_up(text, text) if text.startswith(b"<") else None


def _by_label(content_type: str, ending: str) -> Kind:
    by_type = _BY_TYPE.get(content_type)
    if by_type:
        return by_type
    if "officedocument" in content_type or "opendocument" in content_type or "ms-excel" in content_type:
        return Kind.OFFICE
    main = content_type.partition("/")[0]
    return _BY_ENDING.get(ending) or _BY_MAIN_TYPE.get(main, Kind.OTHER)
