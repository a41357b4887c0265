"""Invitations as Outlook, Gmail and Apple write them; `method`, `day` of July and `sequence` are filled in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

START = datetime(2026, 7, 9, 8, tzinfo=UTC)  # Thursday, 10:00 in Berlin

# Outlook: a Windows name, no VTIMEZONE, properties of its own, an alarm.
OUTLOOK = """BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ORGANIZER;CN=Jane Cole:mailto:jane@kunde.test
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Anna:mailto:anna@firma.test
UID:040000008200E00074C5B7101A82E008
SUMMARY;LANGUAGE=en-GB:Jour fixe
DTSTART;TZID=W. Europe Standard Time:2026070{day}T100000
DTEND;TZID=W. Europe Standard Time:2026070{day}T103000
DTSTAMP:20260706T070000Z
SEQUENCE:{sequence}
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
X-MICROSOFT-DISALLOW-COUNTER:FALSE
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:REMINDER
END:VALARM
END:VEVENT
END:VCALENDAR
"""
# Gmail: UTC, the guests' number, a Google UID. Apple: an IANA zone with its VTIMEZONE.
GMAIL = (
    OUTLOOK.replace(";TZID=W. Europe Standard Time", "").replace("T100000", "T080000Z").replace("T103000", "T083000Z")
)
GMAIL = GMAIL.replace("CN=Anna:", "CN=Anna;X-NUM-GUESTS=0:")
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
DTSTART:19810329T020000
TZNAME:MESZ
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
DTSTART:19961027T030000
TZNAME:MEZ
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
"""
APPLE = OUTLOOK.replace("W. Europe Standard Time", "Europe/Berlin").replace("BEGIN:VEVENT\n", ZONE)
PROGRAMS = pytest.mark.parametrize("program", [OUTLOOK, GMAIL, APPLE], ids=["outlook", "gmail", "apple"])
