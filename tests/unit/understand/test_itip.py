"""Calendar parts: what invitations say, and what hostile ones cannot do."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.event import Method, Partstat
from secretary.domain.message import Message, Part
from secretary.understand.itip import read_calendar_parts

REPLY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Google Inc//Google Calendar 70.9054//EN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20260714T080000Z
DTEND:20260714T083000Z
DTSTAMP:20260710T101112Z
ORGANIZER;CN=Sekretariat:mailto:sekretariat@firma.test
UID:secretary-abc@firma.test
ATTENDEE;PARTSTAT=ACCEPTED;CN="Jane ""Cole":MAILTO:Jane@kunde.test
SEQUENCE:0
COMMENT:gern\\, aber 15 min später
END:VEVENT
END:VCALENDAR
"""


def mail(*texts: str | bytes, method: str = "REPLY", charset: str = "utf-8") -> Message:
    raws = [t if isinstance(t, bytes) else t.encode() for t in texts]
    parts = tuple(Part("1", "text/calendar", r, charset=charset, params=(("method", method),)) for r in raws)
    return Message("d", 1, (), calendar_parts=parts)


def test_an_answer_tells_who_said_what():
    (told,) = read_calendar_parts(mail(REPLY.replace('""Cole', " Cole")))
    assert (told.method, told.uid, told.sequence) == (Method.REPLY, "secretary-abc@firma.test", 0)
    assert told.start == datetime(2026, 7, 14, 8, tzinfo=UTC)
    assert [(a.address.key, a.partstat) for a in told.attendees] == [("jane@kunde.test", Partstat.ACCEPTED)]
    assert told.comment == "gern, aber 15 min später"
    assert told.defects == ()


def test_the_attached_copy_is_not_a_second_message():
    assert len(read_calendar_parts(mail(REPLY.replace('""', ""), REPLY.replace('""', "")))) == 1


def test_two_methods_in_one_part_are_told():
    (told,) = read_calendar_parts(mail(REPLY.replace('""', ""), method="REQUEST"))
    assert told.defects == ("METHOD and the method parameter differ",)


def test_what_one_mail_says_of_a_time_zone_holds_for_no_other():
    text = REPLY.replace('""', "").replace(
        "DTSTART:20260714T080000Z", "DTSTART;TZID=W. Europe Standard Time:20260714T100000"
    )
    (before,) = read_calendar_parts(mail(text))
    zone = (
        "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    (strange,) = read_calendar_parts(mail(text.replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT", 1)))
    assert strange.start.astimezone(UTC).hour == 1, "its own meeting is told by its own zone"
    (after,) = read_calendar_parts(mail(text))
    assert after == before


def test_windows_zone_names_are_understood():
    text = REPLY.replace('""', "").replace(
        "DTSTART:20260714T080000Z", "DTSTART;TZID=W. Europe Standard Time:20260714T100000"
    )
    (told,) = read_calendar_parts(mail(text))
    assert told.start is not None
    assert told.start.astimezone(UTC) == datetime(2026, 7, 14, 8, tzinfo=UTC)


def test_a_flood_of_components_is_named_and_not_parsed():
    (told,) = read_calendar_parts(mail("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 5000))
    assert told.uid == ""
    assert told.defects == ("more components than are read",)


LINES = st.sampled_from(
    [
        *REPLY.splitlines(),
        "DTSTART:99999999T999999Z",
        "DURATION:P999999999D",
        "RRULE:FREQ=X",
        "SEQUENCE:-1",
        "ATTENDEE:",
        "METHOD:",
        "X",
        " folded",
        "END:VEVENT",
        "BEGIN:VTIMEZONE",
    ]
)


@given(st.lists(LINES, max_size=30).map("\n".join) | st.binary(max_size=300))
def test_reading_never_raises(text):
    for told in read_calendar_parts(mail(text)):
        assert all(a.address.addr_spec for a in told.attendees)
