"""Who invites: whether the calendar server keeps out when told to, and invites when it shall.

Promises: one event with the principal as Organizer and the office as its only Attendee is written a
year ahead and removed. What the server did with it is read from the SCHEDULE-STATUS that it must
write beside each Attendee it tried to reach (RFC 6638 section 7.3). Of exactly one invitation for
each meeting, this finds out who may send it.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from icalendar import Component

from secretary.app.check.finding import Door, Finding, doing, good, problem
from secretary.app.wiring import calendars_of
from secretary.config.models import OfficeConfig
from secretary.domain.address import Address
from secretary.domain.errors import PermanentError, SecretaryError
from secretary.domain.event import Attendee, Interval
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.calendar.itip import Meeting, Scheduling
from secretary.services.appointments.settings import AppointmentSettings
from secretary.understand.ics import UNREADABLE, components_of

FAR = timedelta(days=391)  # the probe stands where nobody looks, for a second
DELIVERED = ("1.", "2.")  # RFC 6638 section 3.2.9: sent, or delivered; 3, 4 and 5 reached nobody

_SET = "Set services.appointments.scheduling to {}."


async def check_scheduling(settings: OfficeConfig, calendar: str, name: str, door: Door) -> AsyncIterator[Finding]:
    """Whether the configured way fits the server of this calendar."""
    if "appointments" not in settings.services:
        return
    wanted = AppointmentSettings.model_validate(settings.services["appointments"]).scheduling
    yield doing("scheduling", f"finding out whether the server of {calendar} invites by itself")
    try:
        yield await _verdict(settings, calendar, name, wanted)
    except SecretaryError as error:
        yield problem("scheduling", error, door)


async def _verdict(settings: OfficeConfig, calendar: str, name: str, wanted: Scheduling) -> Finding:
    if wanted is Scheduling.SERVER:
        status = await _tried(settings, calendar, name, Scheduling.SERVER)
        if status.startswith(DELIVERED):
            return good("scheduling", f"the server invites by itself ({status}), and the secretary leaves it to it")
        told = f"the server was to invite and did not ({status or 'it does not schedule'}): nobody would be invited"
        return problem("scheduling", PermanentError(told, remedy=_SET.format("mail")))
    status = await _tried(settings, calendar, name, Scheduling.MAIL)
    if status and wanted is Scheduling.MAIL:
        told = f"the server invites though it is told to keep out ({status}): people would be invited twice"
        return problem("scheduling", PermanentError(told, remedy=_SET.format("bare")))
    how = "keeps out as it is told" if wanted is Scheduling.MAIL else "sees events without names"
    return good("scheduling", f"the secretary invites by mail, the server {how}")


async def _tried(settings: OfficeConfig, calendar: str, name: str, scheduling: Scheduling) -> str:
    """The SCHEDULE-STATUS that a probe got, "" for none. Raises what calendars raise."""
    now = datetime.now(UTC)
    uid, slot = f"secretary-check-{secrets.token_hex(8)}", Interval(now + FAR, now + FAR + timedelta(minutes=30))
    organizer = Address(settings.principals[name].address)
    meeting = Meeting(uid, slot, "secretary check", organizer, (Attendee(Address(settings.address)),))
    writer, reader = calendars_of(settings), calendars_of(settings)  # what the writer wrote, it need not read
    if writer is None or reader is None:
        return ""
    try:
        await writer.put(calendar, uid, itip.stored(meeting, now, scheduling))
        return status_of(await reader.text(calendar, uid))
    finally:
        await writer.delete(calendar, uid)
        await writer.close()
        await reader.close()


def status_of(ics: str) -> str:
    """The first SCHEDULE-STATUS of an Attendee, "" where the server tried to reach none."""
    try:
        events = components_of(ics).walk("VEVENT") if ics else []
    except UNREADABLE:
        return ""
    return next((status for event in events for status in _statuses(event) if status), "")


def _statuses(event: Component) -> list[str]:
    held = event.get("ATTENDEE") or []
    lines = held if isinstance(held, list) else [held]
    return [str(line.params.get("SCHEDULE-STATUS", "")) for line in lines]
