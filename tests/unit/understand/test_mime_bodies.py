"""Bodies of every charset, encoding and brokenness."""

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secretary.domain.message import AttachmentKind
from secretary.understand.mime import MimeLimits, html_to_text, parse_message

HEAD = b"From: a@b.test\nDate: Tue, 3 Mar 2026 10:12:00 +0100\n"


def text(headers: bytes, body: bytes) -> str:
    return parse_message(HEAD + headers + b"\n" + body).text


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (b"", b"Hallo", "Hallo"),
        (b"", "Grüße".encode(), "Grüße"),
        (b"", "Grüße".encode("latin-1"), "Grüße"),
        (b"Content-Type: text/plain; charset=UTF8\n", "Grüße".encode(), "Grüße"),
        (b'Content-Type: text/plain; charset="utf-8\n', "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset='utf-8'\n", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset = utf-8\n", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain charset=utf-8\n", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text\n", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset=utf-8\n", "Grüße".encode("cp1252"), "Grüße"),
        (b"Content-Type: text/plain; charset=utf-8\n", "Grüße und ".encode() + "Öl".encode("cp1252"), "Grüße und Öl"),
        (b"Content-Type: text/plain; charset=utf-8\n", "Grüß".encode()[:-1], "Grü"),
        (b"Content-Type: text/plain; charset=iso-8859-1\n", "„5 €“".encode("cp1252"), "„5 €“"),
        (b"Content-Type: text/plain; charset=iso-8859-1\n", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset=x-user-defined\n", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset=unicode_escape\n", rb"\u0041", r"\u0041"),
        (b"Content-Type: text/plain; charset=gb2312\n", "你好镕".encode("gb18030"), "你好镕"),
        (b"Content-Type: text/plain; charset=iso-2022-jp\n", "日本語".encode("iso2022_jp"), "日本語"),
        (b"Content-Type: text/plain; charset=koi8-r\n", "Привет".encode("koi8-r"), "Привет"),
        (b"Content-Type: text/plain; charset=windows-1251\n", "Привет".encode("cp1251"), "Привет"),
        (b"Content-Type: text/plain; charset=utf-16\n", "Grüße".encode("utf-16"), "Grüße"),
        (b"Content-Type: text/plain; charset=utf-7\n", "Grüße".encode("utf-7"), "Grüße"),
        (b"Content-Type: text/plain; charset=utf-8\n", b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Content-Transfer-Encoding: quoted-printable\n", b"Gr=C3=BC=C3=9Fe", "Grüße"),
        (b"Content-Transfer-Encoding: Quoted-Printable\n", b"lange=\nZeile", "langeZeile"),
        (b"Content-Transfer-Encoding: quoted-printable\n", b"100=% =ZZ", "100=% =ZZ"),
        (b"Content-Transfer-Encoding: base64\n", base64.encodebytes("Grüße".encode()), "Grüße"),
        (b"Content-Transfer-Encoding: base64\n", b"R3LDvMOf\n!!ZQ==", "Grüße"),
        (b"Content-Transfer-Encoding: base64\n", b"R3LDvMOfZ", "Grüß"),
        (b"Content-Transfer-Encoding: base64\n", b"Das ist gar kein base64.", "Das ist gar kein base64."),
        (
            b"Content-Transfer-Encoding: base64\n",
            b"SGFsbG8gV2VsdCwgd2llIGdlaHQ/\n--\nListe",
            "Hallo Welt, wie geht?\n--\nListe",
        ),
        (b"Content-Transfer-Encoding: 8-bit\n", "Grüße".encode(), "Grüße"),
        (b"", b"eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
        (b"", "ein\u00a0Blank\u200b".encode(), "ein Blank"),
        (b"Content-Type: text/html\n", b'<meta charset="iso-8859-1"><p>Gr\xfc\xdfe</p>', "Grüße"),
        (b"Content-Type: text/html\n", b"kein Tag & so", "kein Tag & so"),
        (b"", b"<html><body><p>Falsch benannt</p></body></html>", "Falsch benannt"),
    ],
)
def test_text_is_read_whatever_it_claims_to_be(headers: bytes, body: bytes, expected: str) -> None:
    assert text(headers, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        b'Content-Type: multipart/mixed; boundary="b"\n\nVorspann\n--b\nContent-Type: text/plain\n\nHallo\n--b--\nNachspann',
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHallo\n--b--",
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b  \r\nContent-Type: text/plain\r\n\r\nHallo\r\n--b-- \r\n',
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHallo",
        b"Content-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nHallo\n--b--",
        b"Content-Type: multipart/mixed; boundary=falsch\n\n--b\nContent-Type: text/plain\n\nHallo\n--b--",
        b"\n--b\nContent-Type: text/plain\n\nHallo\n--b--",
        (
            b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: multipart/related; boundary=b\n\n"
            b"--b\nContent-Type: text/plain\n\nHallo\n--b--\n--b--"
        ),
        b"Content-Type: MULTIPART/MIXED; BOUNDARY=b\n\n--b\nCONTENT-TYPE: TEXT/PLAIN\n\nHallo\n--b--",
        b"Content-Type: multipart/mixed;\n boundary=b\n\n--b\n--b\n\nHallo\n--b--",
        (
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=x.txt\n"
            b"Content-Disposition: attachment; filename=x.txt\n\nHallo\n--b--"
        ),
    ],
)
def test_the_text_is_found_in_a_broken_tree(body: bytes) -> None:
    assert parse_message(HEAD + body).text == "Hallo"


def test_an_empty_plain_part_gives_way_to_html() -> None:
    message = parse_message(
        HEAD
        + b"Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n\n<p>Da</p>\n--b--"
    )
    assert (message.text, message.text_from_html) == ("Da", True)


def test_flowed_text_is_joined_and_its_quotes_keep_their_depth() -> None:
    body = b"Eins \nzwei\n>> tief \n>> er\n-- \nTom \nWeber\n  Blank"
    assert text(b"Content-Type: text/plain; format=flowed\n", body) == "Eins zwei\n> > tief er\n-- \nTom Weber\n Blank"
    assert text(b"Content-Type: text/plain; format=flowed; delsp=yes\n", b"Wort \nteil") == "Wortteil"


def test_calendar_parts_keep_their_method() -> None:
    ics = b"BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"
    message = parse_message(
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nZusage\n--b\n"
        + b"Content-Type: text/calendar; method=REPLY; charset=utf-8\n\n"
        + ics
        + b"--b\nContent-Type: application/ics; name=invite.ics\nContent-Disposition: attachment\n\n"
        + ics
        + b"--b--"
    )
    assert [part.param("method") for part in message.calendar_parts] == ["REPLY", ""]
    assert [(part.filename, part.kind) for part in message.attachments] == [("invite.ics", AttachmentKind.CALENDAR)]
    assert message.text == "Zusage"


def test_a_delivery_report_keeps_its_parts() -> None:
    message = parse_message(
        HEAD
        + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nNicht zugestellt\n--b\n"
        + b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n--b\n"
        + b"Content-Type: message/rfc822\n\nMessage-ID: <ours@x>\nSubject: alt\n\ny\n--b--"
    )
    assert message.text == "Nicht zugestellt"
    assert [part.content_type for part in message.report_parts] == ["message/delivery-status"]
    assert b"Action: failed" in message.report_parts[0].content
    assert [inner.message_id for inner in message.embedded] == ["<ours@x>"]
    assert dict(message.content_params)["report-type"] == "delivery-status"


def test_a_mail_within_a_mail_is_read_also_when_encoded() -> None:
    inner = base64.encodebytes(b"Subject: innen\n\nText innen")
    message = parse_message(HEAD + b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + inner)
    assert [(m.subject, m.text) for m in message.embedded] == [("innen", "Text innen")]


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (b"Content-Disposition: attachment; filename=a.pdf", "a.pdf"),
        (b'Content-Disposition: attachment; filename="a b.pdf"', "a b.pdf"),
        (b"Content-Disposition: attachment; filename=a b.pdf", "a b.pdf"),
        (b"Content-Disposition: attachment; filename*=utf-8''M%C3%A4rz.pdf", "März.pdf"),
        (b"Content-Disposition: attachment; filename*0*=utf-8''M%C3; filename*1*=%A4rz; filename*2=.pdf", "März.pdf"),
        (b'Content-Disposition: attachment; filename="=?utf-8?Q?M=C3=A4rz.pdf?="', "März.pdf"),
        (b"Content-Type: application/pdf; name=M\xc3\xa4rz.pdf", "März.pdf"),
        (b'Content-Disposition: attachment; filename="../../etc/passwd"', ".._.._etc_passwd"),
        (b'Content-Disposition: attachment; filename="C:\\\\x\\\\a.pdf"', "C:_x_a.pdf"),
    ],
)
def test_file_names_are_decoded_and_are_no_paths(headers: bytes, name: str) -> None:
    message = parse_message(
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + headers + b"\n\n%PDF-1\n--b--"
    )
    assert [part.filename for part in message.attachments] == [name]


def test_html_keeps_the_marks_of_quotation() -> None:
    assert html_to_text("<p>Ja</p><blockquote><p>Frage</p></blockquote>") == "Ja\n\n> Frage"
    assert html_to_text("a<br>b<div>c</div>d") == "a\nb\nc\nd"
    assert html_to_text("<ol start=3><li>x<li><p>y</p></ol>") == "3. x\n4. y"
    assert html_to_text("<script>x</script><style>y</style><p style='display: none'>z</p>ok") == "ok"


@given(st.binary(max_size=600))
def test_any_octets_give_a_message(raw: bytes) -> None:
    message = parse_message(raw)
    assert message.size <= len(raw)
    assert parse_message(raw) == message
    message.text.encode("utf-8")


PIECES = st.sampled_from(
    [
        b"From: a@b\n",
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"Content-Type: multipart/alternative; boundary=bb\n",
        b"Content-Type: text/html; charset=utf-7\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"Content-Disposition: attachment; filename*0*=x''%",
        b"\n",
        b"\r\n\r\n",
        b"--b\n",
        b"--bb\n",
        b"--b--\n",
        b"=?utf-8?q?=",
        b"<blockquote><p>",
        b"R3LDvMOf=",
        b"\xff\xfe\x00",
        b"> x\n",
    ]
)


@given(st.lists(PIECES, max_size=40).map(b"".join))
@settings(max_examples=300)
def test_any_pile_of_mime_gives_a_message(raw: bytes) -> None:
    message = parse_message(raw)
    assert parse_message(raw) == message


def _nested(levels: int) -> bytes:
    return HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels))


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        (HEAD + b"\n" + b"Zeile um Zeile.\n" * 1_000_000, "text-cut"),
        (HEAD + b"X: " + b"a" * 1_000_000 + b"\n\nHallo", "headers-cut"),
        (HEAD + b"X: a\n" * 200_000 + b"\nHallo", "headers-cut"),
        (_nested(10_000) + b"\nHallo", "nested-too-deep"),
        (HEAD + b"Content-Type: message/rfc822\n\n" * 10_000 + b"\nHallo", "nested-too-deep"),
        (HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000, "too-many-parts"),
        (HEAD + b"Content-Type: application/pdf\n\n" + b"x" * 50_000_000, "content-cut"),
    ],
    ids=["body", "header", "headers", "nested", "mails", "parts", "attachment"],
)
def test_huge_mails_cost_a_bounded_time_and_say_what_was_cut(raw: bytes, defect: str) -> None:
    started = time.process_time()
    message = parse_message(raw)
    assert time.process_time() - started < 3
    found = set(message.defects)
    while message.embedded:
        message = message.embedded[0]
        found |= set(message.defects)
    assert defect in found


def test_limits_can_be_set() -> None:
    message = parse_message(HEAD + b"\n" + b"abcdef", limits=MimeLimits(text_octets=3))
    assert message.text == "abc"
