"""Files in Outlook's packages and in the text itself are attachments like any other."""

import binascii
from datetime import UTC, datetime
from email.message import EmailMessage
from struct import pack

from hypothesis import given
from hypothesis import strategies as st

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.message import AttachmentKind, Message
from secretary.understand.mime import parse_message
from secretary.understand.mime.tnef import SIGNATURE, opened
from secretary.understand.mime.uuencoded import taken_out
from secretary.understand.read import Reader
from secretary.understand.sealed import sealed_in

READER = Reader(shipped_lexicon())
PDF = b"%PDF-1.4\n" + bytes(range(256))


def attribute(level: int, identifier: int, value: bytes) -> bytes:
    return bytes([level]) + pack("<II", identifier, len(value)) + value + pack("<H", sum(value) & 0xFFFF)


def long_name(name: str) -> bytes:
    """The properties of an attachment: how it is shown, then its name, both as Outlook writes them."""
    octets = name.encode("utf-16-le") + b"\0\0"
    filled = octets + b"\0" * (-len(octets) % 4)
    return pack("<I", 2) + pack("<HHI", 3, 0x3705, 1) + pack("<HHII", 0x1F, 0x3707, 1, len(octets)) + filled


def packed(name: str, content: bytes, *, text: str = "") -> bytes:
    attributes = attribute(1, 0x0002800C, text.encode("cp1252") + b"\0") if text else b""
    attributes += attribute(2, 0x00069002, b"\1\0" + b"\0" * 12) + attribute(2, 0x00018010, b"RECHNU~1.PDF\0")
    attributes += attribute(2, 0x0006800F, content) + attribute(2, 0x00069005, long_name(name))
    return SIGNATURE + b"\1\0" + attributes


def mail(text: str, package: bytes) -> Message:
    message = EmailMessage()
    message["From"], message["Date"] = "tom@kunde.example", "Tue, 10 Feb 2026 10:00:00 +0100"
    message.set_content(text)
    message.add_attachment(package, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return parse_message(message.as_bytes())


def test_a_file_in_a_winmail_dat_is_an_attachment_under_its_long_name() -> None:
    message = mail("Guten Tag", packed("Rechnung März 2026.pdf", PDF))
    assert [(p.filename, p.kind) for p in message.attachments] == [
        ("winmail.dat", AttachmentKind.TNEF),
        ("Rechnung März 2026.pdf", AttachmentKind.PDF),
    ]
    assert message.attachments[1].content == PDF
    assert not list(sealed_in(message))


def test_the_text_of_a_mail_that_is_nothing_but_a_package_is_read() -> None:
    assert mail("", packed("a.pdf", PDF, text="Der Dienstag passt.\r\nGruß")).text == "Der Dienstag passt.\nGruß"


def test_a_package_that_cannot_be_opened_is_said_to_be_unread() -> None:
    message = mail("", SIGNATURE + b"\1\0\2\2")
    reading = READER.read(message, received=datetime(2026, 2, 10, tzinfo=UTC))
    assert reading.unread == ("packed by Outlook: winmail.dat",)


def test_a_formatting_package_beside_the_text_is_no_reason_to_stop() -> None:
    assert not list(sealed_in(mail("Guten Tag", SIGNATURE + b"\1\0")))


def test_a_path_in_a_package_is_no_path() -> None:
    assert mail("x", packed("..\\..\\boot.exe", b"MZ")).attachments[1].filename == ".._.._boot.exe"


@given(st.binary(max_size=400))
def test_any_octets_behind_the_signature_are_opened(octets: bytes) -> None:
    assert opened(SIGNATURE + octets) == opened(SIGNATURE + octets)


@given(st.integers(min_value=0, max_value=900))
def test_a_package_cut_anywhere_gives_what_stood_before(length: int) -> None:
    found = opened(packed("a.pdf", PDF)[:length]).attachments
    assert [one.content for one in found] in ([], [PDF])


# --- uuencode ---------------------------------------------------------------------------


def uuencoded(name: str, content: bytes) -> str:
    lines = [binascii.b2a_uu(content[at : at + 45]).decode().rstrip("\n") for at in range(0, len(content), 45)]
    return "\n".join([f"begin 644 {name}", *lines, "`", "end"])


def test_a_file_in_the_text_is_an_attachment_and_leaves_the_text() -> None:
    raw = f"From: tom@kunde.example\n\nAnbei der Plan.\n\n{uuencoded('plan.pdf', PDF)}\n\nGruß\n".encode()
    message = parse_message(raw)
    assert [(p.filename, p.kind, p.content) for p in message.attachments] == [("plan.pdf", AttachmentKind.PDF, PDF)]
    assert message.text.split() == ["Anbei", "der", "Plan.", "Gruß"]


def test_words_that_only_look_like_a_file_stay() -> None:
    text = "begin 644 Leute\nwir fangen an, ohne Plan\nend"
    assert taken_out(text) == (text, ())


def test_a_file_that_breaks_off_stays_text() -> None:
    text = uuencoded("plan.pdf", PDF).removesuffix("\nend")
    assert taken_out(text) == (text, ())


@given(st.text(alphabet="begin 644\nxd`M#", max_size=200))
def test_any_text_is_searched_for_files(text: str) -> None:
    assert taken_out(text) == taken_out(text)


# --- PGP --------------------------------------------------------------------------------


def test_a_text_in_pgp_is_said_to_be_unread_and_a_quoted_mention_is_not() -> None:
    head = "From: tom@kunde.example\nDate: Tue, 10 Feb 2026 10:00:00 +0100\n\n"
    sealed = parse_message(f"{head}-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n".encode())
    told = parse_message(f"{head}Was ist das?\n\n> -----BEGIN PGP MESSAGE-----\n> hQEMA\n".encode())
    assert list(sealed_in(sealed)) == ["encrypted: PGP"]
    assert not list(sealed_in(told))


def test_what_looks_like_words_in_a_cipher_says_nothing() -> None:
    text = "Anbei verschlüsselt.\n\n-----BEGIN PGP MESSAGE-----\n\nxPasst Montag 10 Uhr\n-----END PGP MESSAGE-----\n"
    head = "From: tom@kunde.example\nDate: Tue, 10 Feb 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
    reading = READER.read(parse_message((head + text).encode()), received=datetime(2026, 2, 10, tzinfo=UTC))
    assert reading.new_text.text.strip() == "Anbei verschlüsselt."
    assert reading.times == ()
    assert reading.unread == ("encrypted: PGP",)
