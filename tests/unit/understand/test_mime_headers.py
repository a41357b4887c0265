"""Subjects, names and addresses as broken programs and attackers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.address import Address
from secretary.understand.mime import parse_addresses, parse_message


def subject(raw: bytes) -> str:
    return parse_message(b"From: a@b.test\nSubject: " + raw + b"\n\nx").subject


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Angebot", "Angebot"),
        (b"=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?b?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),  # padding forgotten
        (b"=?iso-8859-1?q?Gr=FC=DFe?= =?iso-8859-1?q?_aus_Wien?=", "Grüße aus Wien"),
        (b"=?utf-8?Q?Termin=C3?= =?utf-8?Q?=BCbersicht?=", "Terminübersicht"),  # a character cut in two
        (b"Re: =?utf-8?Q?=C3=9Cbergabe?= am Montag", "Re: Übergabe am Montag"),
        (b"Re:=?utf-8?Q?=C3=9Cbergabe?=", "Re:Übergabe"),  # no blank in front
        (b"=?utf-8?Q?=C3=9Cbergabe?=(neu)", "Übergabe(neu)"),
        (b'"=?utf-8?Q?=C3=9Cbergabe?="', '"Übergabe"'),
        (b"=?utf-8?Q?=C3=9Cbergabe am Montag?=", "Übergabe am Montag"),  # raw blanks inside
        (b"=?utf-8?Q?Passt_das??=", "Passt das?"),
        (b"=?utf-8?Q?=C3=9Cbergabe", "Übergabe"),  # the end cut off
        (b"=?utf-8*de?Q?=C3=9Cbergabe?=", "Übergabe"),  # RFC 2231 section 5
        (b"=?windows-1252?Q?Preis:_5_=80?=", "Preis: 5 €"),
        (b"=?iso-8859-1?Q?Preis:_5_=80?=", "Preis: 5 €"),
        (b"=?gb2312?B?xOO6ww==?=", "你好"),
        (b"=?ks_c_5601-1987?B?sKHGsiA=?=", "가틀"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?x-unknown?Q?Gr=FC=DFe?=", "Grüße"),
        (b"=?utf-8?Q?Gr=FC=DFe?=", "Grüße"),  # Latin-1 under the wrong label
        ("Grüße roh".encode(), "Grüße roh"),
        ("Grüße roh".encode("cp1252"), "Grüße roh"),
        (b"=?utf-8?Q?a?=\n =?utf-8?Q?b?=", "ab"),
        (b"eine lange\n Zeile", "eine lange Zeile"),
        (b"eine lange\r\n\tZeile", "eine lange Zeile"),
        (b"=?utf-8?Q?A=0A?=Bcc: evil@x.test", "A Bcc: evil@x.test"),
        (b"=?utf-8?Q?A=0D=0ABcc:_evil?=", "A  Bcc: evil"),
        (b"a\x00b\x1bc", "a b c"),
        ("a\u2028b".encode(), "a b"),
        ("rechnung\u202efdp.exe".encode(), "rechnungfdp.exe"),
        (b"2 =? 3 ?= 4", "2 =? 3 ?= 4"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"", ""),
    ],
)
def test_subjects_are_read_as_people_meant_them(raw: bytes, expected: str) -> None:
    assert subject(raw) == expected


@given(st.binary(max_size=200))
def test_no_header_value_carries_a_control_character(raw: bytes) -> None:
    message = parse_message(b"Subject: " + raw + b"\nTo: " + raw + b"\n\n")
    values = [value for _, value in message.headers] + [message.subject]
    values += [text for address in message.to for text in (address.addr_spec, address.display_name)]
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u2029" for value in values for c in value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("tom@x.test", [("tom@x.test", "")]),
        ("Tom <tom@x.test>", [("tom@x.test", "Tom")]),
        ('"Weber, Tom" <tom@x.test>', [("tom@x.test", "Weber, Tom")]),
        ("Weber, Tom <tom@x.test>", [("tom@x.test", "Weber, Tom")]),
        ("=?utf-8?q?M=C3=BCller=2C_Anna?= <a@x.test>, b@x.test", [("a@x.test", "Müller, Anna"), ("b@x.test", "")]),
        ('"=?utf-8?q?M=C3=BCller?=" <a@x.test>', [("a@x.test", "Müller")]),
        ("alice@x.test <bob@y.test>", [("bob@y.test", "alice@x.test")]),
        ('"alice@x.test" <bob@y.test>', [("bob@y.test", "alice@x.test")]),
        ("tom@x.test (Tom Weber)", [("tom@x.test", "Tom Weber")]),
        ("Team: a@x.test, Ben <b@x.test>;", [("a@x.test", ""), ("b@x.test", "Ben")]),
        ("undisclosed-recipients:;", []),
        ("a@x.test; b@x.test", [("a@x.test", ""), ("b@x.test", "")]),
        ("<tom@x.test>", [("tom@x.test", "")]),
        ("<>", []),
        ("", []),
        ("Tom Weber", []),
        ("'tom@x.test' <tom@x.test>", [("tom@x.test", "tom@x.test")]),
        ('"Tom \\"T\\" Weber" <tom@x.test>', [("tom@x.test", 'Tom "T" Weber')]),
        ("Tom <tom@x.test", [("tom@x.test", "Tom")]),
        ('"Tom <tom@x.test>', [("tom@x.test", "Tom")]),
        ("Tom <a@x.test> <b@y.test>", [("b@y.test", "Tom")]),
        ("tom@[192.0.2.1]", [("tom@[192.0.2.1]", "")]),
    ],
)
def test_addresses_are_found_as_written(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(a.addr_spec, a.display_name) for a in parse_addresses(value)] == expected


@given(st.text(max_size=300))
def test_any_text_gives_addresses_or_none(value: str) -> None:
    assert all(isinstance(address, Address) for address in parse_addresses(value))


def test_ids_keep_their_brackets_and_order() -> None:
    message = parse_message(b"Message-ID: <a@x>\nIn-Reply-To: <b@x>\nReferences: <c@x>\n <d@x> <c@x>\n\n")
    assert message.message_id == "<a@x>"
    assert message.thread_ids == ("<b@x>", "<d@x>", "<c@x>")


def test_null_return_path_differs_from_a_missing_one() -> None:
    assert parse_message(b"Return-Path: <>\n\n").return_path == ""
    assert parse_message(b"Return-Path: <a@b>\n\n").return_path == "a@b"
    assert parse_message(b"X: y\n\n").return_path is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Tue, 03 Mar 2026 10:12:00 +0100", "2026-03-03T10:12:00+01:00"),
        (b"3 Mar 26 10:12 GMT", "2026-03-03T10:12:00+00:00"),
        (b"Tue, 3 Mar 2026 10:12:00 -0000", "2026-03-03T10:12:00+00:00"),
        (b"Tue, 3 Mar 2026 10:12:00 +0100 (CET)", "2026-03-03T10:12:00+01:00"),
    ],
)
def test_dates_are_aware(raw: bytes, expected: str) -> None:
    date = parse_message(b"Date: " + raw + b"\n\n").date
    assert date is not None
    assert date.isoformat() == expected


@pytest.mark.parametrize("raw", [b"gestern", b"99 Foo 2026", b"Tue, 31 Feb 2026 10:00:00 +0100"])
def test_an_unreadable_date_is_none_and_said(raw: bytes) -> None:
    message = parse_message(b"Date: " + raw + b"\n\n")
    assert message.date is None
    assert "date-unreadable" in message.defects


def test_a_missing_from_is_said() -> None:
    message = parse_message(b"Subject: x\n\ny")
    assert message.author == Address("")
    assert "from-missing" in message.defects
