"""Each calendar: free and busy is read; where the secretary shall write, one event is written and removed."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from secretary.act.calendars import CaldavCalendars
from secretary.app.check.finding import Door, Finding, doing, good, note, problem
from secretary.app.check.scheduling import check_scheduling
from secretary.app.wiring import calendars_of
from secretary.config.models import OfficeConfig
from secretary.domain.errors import CredentialsRejected, PermanentError, SecretaryError
from secretary.domain.event import Interval

WEEKS = timedelta(weeks=4)  # as far as appointments are usually looked for
FAR = timedelta(days=390)  # the probe stands where nobody looks, for a second
SECONDS = 30.0
SLOW_SECONDS = 5.0

PROBE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Secretary//check//EN\r\nBEGIN:VEVENT\r\n"
    "UID:{uid}\r\nDTSTAMP:{now}\r\nDTSTART:{start}\r\nDTEND:{end}\r\nTRANSP:TRANSPARENT\r\n"
    "SUMMARY:secretary check\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def check_calendars(settings: OfficeConfig) -> AsyncIterator[Finding]:
    """Free and busy of all, a probe event in the first of each principal."""
    calendars = calendars_of(settings)
    if calendars is None or settings.caldav is None:
        yield note("caldav", "no calendar server is configured, so there are no appointments", "Set caldav.")
        return
    parts = urlsplit(settings.caldav.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    door = Door("caldav", parts.hostname or "", port, "tls" if parts.scheme == "https" else "plain", SECONDS)
    try:
        for name, person in settings.principals.items():
            for index, calendar in enumerate(person.calendars):
                async for finding in _calendar(settings, calendars, calendar, name, door, writes=index == 0):
                    yield finding
    finally:
        await calendars.close()


async def _calendar(
    settings: OfficeConfig, calendars: CaldavCalendars, calendar: str, name: str, door: Door, *, writes: bool
) -> AsyncIterator[Finding]:
    now = datetime.now(UTC)
    yield doing("caldav", f"reading {calendar} of {name}")
    begun = time.monotonic()
    try:
        busy = await calendars.events(calendar, Interval(now, now + WEEKS), fresh=True)
    except SecretaryError as error:
        yield await _unread(calendars, calendar, error, door)
        return
    took = time.monotonic() - begun
    yield good("caldav", f"{calendar} of {name}: {len(busy)} events in four weeks, read in {took:.1f} s")
    if took > SLOW_SECONDS:
        yield note("caldav", f"{calendar} is slow to read the first time; later only changes are asked for")
    if writes:
        yield doing("caldav", f"writing a probe into {calendar}")
        try:
            await _probe(calendars, calendar, now)
        except SecretaryError as error:
            yield problem("caldav", error, door)
            return
        yield good("caldav", f"{calendar} of {name}: an event was written and removed")
        async for finding in check_scheduling(settings, calendar, name, door):
            yield finding


async def _unread(calendars: CaldavCalendars, calendar: str, error: SecretaryError, door: Door) -> Finding:
    """A calendar that is not there is named together with those that are."""
    if isinstance(error, CredentialsRejected) or not isinstance(error, PermanentError):
        return problem("caldav", error, door)
    offered = await calendars.offered()
    there = f"The server shows these: {', '.join(offered)}." if offered else "Look at the server for its address."
    return problem("caldav", PermanentError(f"{calendar}: {error.problem}", remedy=f"Correct calendars. {there}"))


async def _probe(calendars: CaldavCalendars, calendar: str, now: datetime) -> None:
    uid = f"secretary-check-{secrets.token_hex(8)}"
    start = now + FAR
    times = {"now": now, "start": start, "end": start + timedelta(minutes=30)}
    ics = PROBE.format(uid=uid, **{name: f"{at:%Y%m%dT%H%M%SZ}" for name, at in times.items()})
    try:
        await calendars.put(calendar, uid, ics)
    finally:
        await calendars.delete(calendar, uid)
