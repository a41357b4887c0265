"""What calendar programs send when a button of an invitation is pressed (RFC 5546 sections 3.2.3 and 3.2.7).

Promises: each program's own form of zones, and its properties; one Attendee, who answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from secretary.domain.address import Address
from secretary.domain.event import Interval, Method, Partstat
from tests.unit.services.appointments.programs import ZONE

OFFICE = "sekretariat@firma.test"
BERLIN = ZoneInfo("Europe/Berlin")
PROGRAMS = ("outlook", "google", "apple")
ZONED = {"outlook": ";TZID=W. Europe Standard Time", "apple": ";TZID=Europe/Berlin"}
HEADS = {
    "outlook": ("PRODID:Microsoft Exchange Server 2010", "BEGIN:VEVENT"),
    "google": ("PRODID:-//Google Inc//Google Calendar 70.9054//EN", "CALSCALE:GREGORIAN", "BEGIN:VEVENT"),
    "apple": ("PRODID:-//Apple Inc.//macOS 14.5//EN", "CALSCALE:GREGORIAN", *ZONE.strip().split("\n")),
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button: the answer of `who` to the event `uid` as it stood at `sequence`; `slot` is the time that they mean."""

    program: str
    method: Method
    uid: str
    sequence: int
    who: Address
    status: Partstat
    slot: Interval
    at: datetime
    instead_of: Interval | None = None
    to: Address | None = None

    def text(self) -> str:
        """The VCALENDAR."""
        lines = ("BEGIN:VCALENDAR", f"METHOD:{self.method.value}", "VERSION:2.0", *HEADS[self.program], *self._event())
        return "\r\n".join((*lines, "END:VEVENT", "END:VCALENDAR", ""))

    def _event(self) -> tuple[str, ...]:
        return (
            f"UID:{self.uid}", f"SEQUENCE:{self.sequence}", f"DTSTAMP:{self.at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"ORGANIZER;CN=Sekretariat:mailto:{OFFICE}", self._attendee(),
            f"DTSTART{self._time(self.slot.start)}", f"DTEND{self._time(self.slot.end)}", *self._own(),
        )  # fmt: skip

    def _attendee(self) -> str:
        guests = ";X-NUM-GUESTS=0" if self.program == "google" else ""
        sent = f';DELEGATED-TO="mailto:{self.to.addr_spec}"' if self.to else ""
        return f"ATTENDEE;CN={self.who.display_name}{guests}{sent};PARTSTAT={self.status.value}:mailto:{self.who.addr_spec}"

    def _own(self) -> tuple[str, ...]:
        if self.program != "outlook":
            return ("TRANSP:OPAQUE",)
        if self.instead_of is None:
            return ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY",)
        start, end = self._time(self.instead_of.start), self._time(self.instead_of.end)
        return (f"X-MS-OLK-ORIGINALSTART{start}", f"X-MS-OLK-ORIGINALEND{end}")

    def _time(self, at: datetime) -> str:
        zone = ZONED.get(self.program, "")
        return f"{zone}:{at.astimezone(BERLIN):%Y%m%dT%H%M%S}" if zone else f":{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
