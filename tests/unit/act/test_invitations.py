"""What must be true of an invitation before it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secretary.act.compose.letter import Letter, written
from secretary.act.gate import weigh
from secretary.act.invitations import flaw
from secretary.domain.action import Invitation
from secretary.domain.address import Address
from secretary.domain.effect import MailClass, SendMail
from secretary.domain.event import Attendee, Interval, Method
from secretary.domain.office import Limits, Office
from secretary.ports import Counts
from secretary.services.appointments.calendar import itip

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)
OFFICE = Office("main", "Muster", Address("sekretariat@firma.test", "Muster"))
JANE = Address("Jane@kunde.test", "Jane Doe")
MEETING = itip.Meeting(
    "u1@firma.test", Interval(NOW, NOW + timedelta(minutes=30)), "Anna / Jane", OFFICE.address, (Attendee(JANE),)
)


def mail(ics: str, method: Method = Method.REQUEST, to: str = "jane@kunde.test") -> SendMail:
    letter = Letter(
        OFFICE.address, (Address(to),), "Termin", "Text", "<1@firma.test>", NOW, MailClass.AUTO_GENERATED, "CASE",
        invitation=Invitation(method, ics),
    )  # fmt: skip
    return SendMail(
        written(letter),
        "<1@firma.test>",
        OFFICE.address.addr_spec,
        (to,),
        MailClass.AUTO_GENERATED,
        "appointment_booked",
    )


@pytest.mark.parametrize(
    ("text", "method"),
    [
        (itip.request(MEETING, NOW), Method.REQUEST),
        (itip.cancel(MEETING, NOW), Method.CANCEL),
        (itip.decline_counter(MEETING, NOW), Method.DECLINECOUNTER),
    ],
)
def test_what_the_secretary_writes_passes(text, method):
    assert flaw(mail(text, method), OFFICE) == ""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.replace("METHOD:REQUEST", "METHOD:PUBLISH"), "method"),
        (lambda t: t.replace("UID:u1@firma.test\r\n", ""), "UID"),
        (lambda t: t.replace("DTSTART:20260706T080000Z", "DTSTART:20260706T080000"), "zone"),
        (lambda t: t.replace("DTSTART:2026", "DTSTART;TZID=Europe/Berlin:2026"), "zone"),
        (lambda t: t.replace("mailto:sekretariat@firma.test", "mailto:anna@firma.test"), "Organizer"),
        (lambda t: t.replace("RSVP=TRUE", "RSVP=FALSE"), "asked"),
        (lambda t: "nonsense", "read back"),
    ],
)
def test_what_a_calendar_program_would_stumble_over_stays_here(spoil, said):
    wrong = spoil(itip.request(MEETING, NOW))
    assert said in flaw(mail(wrong), OFFICE)
    stop = weigh(mail(wrong), Counts(), Limits(), OFFICE)
    assert stop is not None
    assert stop.reason == "form"


def test_nobody_gets_an_invitation_who_does_not_attend():
    assert "no Attendee" in flaw(mail(itip.request(MEETING, NOW), to="tom@client.test"), OFFICE)


def test_the_attached_copy_must_be_the_same():
    whole = mail(itip.request(MEETING, NOW))
    head, separator, copy = whole.raw.rpartition(b"application/ics")
    spoilt = replace(whole, raw=head + separator + copy.replace(b"QkVHSU46", b"QkVHSU47", 1))
    assert "differs" in flaw(spoilt, OFFICE)


def test_a_mail_without_an_invitation_is_none_of_its_business():
    assert flaw(replace(mail(itip.request(MEETING, NOW)), raw=b"Subject: x\r\n\r\ntext/calendar"), OFFICE) == ""
