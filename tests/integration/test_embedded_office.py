"""The office in a box: mail goes round, and its claims about senders can be believed."""

from __future__ import annotations

import smtplib
import urllib.request
from email import message_from_bytes

MAIL = (
    b"From: Anna <anna@firma.test>\r\nTo: ben@firma.test\r\nSubject: Hallo\r\nAuthentication-Results: mx.firma.test;"
    b"\r\n dmarc=pass header.from=firma.test\r\n\r\nText\r\n"
)


def results(raw: bytes) -> list[str]:
    return message_from_bytes(raw).get_all("Authentication-Results", [])


def test_a_sender_who_logged_in_is_vouched_for_and_others_are_not(embedded_office):
    with smtplib.SMTP(embedded_office.host, embedded_office.smtp_port, timeout=10) as session:
        session.sendmail("anna@firma.test", ["ben@firma.test"], MAIL)
        session.login("anna", "geheim")
        session.sendmail("anna@firma.test", ["ben@firma.test"], MAIL)
    forged, real = embedded_office.mailbox("ben")
    assert results(forged) == ["mx.firma.test; dmarc=none header.from=firma.test"]
    assert results(real) == ["mx.firma.test; dmarc=pass header.from=firma.test"]
    assert message_from_bytes(real)["Return-Path"] == "<anna@firma.test>"


def test_a_prefilled_calendar_is_served(embedded_office):
    request = urllib.request.Request(  # noqa: S310 - our own loopback server
        embedded_office.calendar_url("anna"), headers={"Authorization": "Basic YW5uYTpnZWhlaW0="}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
        assert b"BEGIN:VCALENDAR" in answer.read()
