"""The appointments service on a real calendar server: from the request to the booked event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from secretary.act.calendars import CaldavCalendars, Source
from secretary.domain.action import Answer, DeleteEvent, Escalate, EscalationReason, PutEvent, SetTimer
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, RemoveEvent, Settled, StoreEvent
from secretary.domain.event import EventStatus, Interval
from secretary.domain.office import Role
from secretary.services.appointments import Appointments, AppointmentSettings
from secretary.services.face import Asked, EffectSettled, Replied
from tests.servers import free_ports
from tests.unit.services.appointments.conversation import JANE, NOW, OFFICE, reading

CASE = Case("ABCDEFGH", "main", "Termin", JANE, NOW, language="en")
MONTH = Interval(NOW, NOW + timedelta(days=30))
BUSY = "\r\n".join(  # noqa: FLY002 - one line of iCalendar a line
    ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//t//t//DE", "BEGIN:VEVENT", "UID:busy", "DTSTAMP:20260701T000000Z",
     "DTSTART;TZID=Europe/Berlin:20260706T090000", "DTEND;TZID=Europe/Berlin:20260706T150000",
     "RRULE:FREQ=DAILY", "END:VEVENT", "END:VCALENDAR", "")
)  # fmt: skip


async def _carry_out(calendars: CaldavCalendars, action: object) -> Settled | None:
    """What the executor does with a calendar action, without its retries."""
    if isinstance(action, PutEvent):
        deed = StoreEvent(action.calendar, action.uid, action.ics, action.etag)
        return Settled(
            "k",
            deed,
            EffectState.SENT,
            etag=await calendars.put(action.calendar, action.uid, action.ics, etag=action.etag),
        )
    if isinstance(action, DeleteEvent):
        await calendars.delete(action.calendar, action.uid)
        return Settled("k", RemoveEvent(action.calendar, action.uid), EffectState.SENT)
    return None


async def test_a_time_is_found_held_booked_and_the_rest_released_on_a_real_server(xandikos):
    source = Source(xandikos.new_calendar(), "Europe/Berlin", frozenset({"anna@firma.test"}))
    calendars = CaldavCalendars(xandikos.url, user="", password=str, calendars={"work": source})
    await calendars.put("work", "busy", BUSY)
    service = Appointments(calendars, AppointmentSettings(calendars={"anna": ("work",)}))
    state, mails, timers = None, [], []

    async def tell(event):
        nonlocal state
        step = await service.react(OFFICE, CASE, state, event, NOW)
        state = step.state
        for action in (r.action for r in step.actions):
            mails.extend([action] if isinstance(action, Answer) else [])
            timers.extend([action] if isinstance(action, SetTimer) else [])
            settled = await _carry_out(calendars, action)
            if settled:
                await tell(EffectSettled(settled))

    await tell(Asked(reading("Could I meet Anna Muster?"), Role.CLIENT, "request"))
    assert [m.template for m in mails] == ["appointment_offers"]
    assert all(s.start.hour >= 15 for s in mails[0].data["slots"])
    held = [e for e in await calendars.events("work", MONTH) if e.status is EventStatus.TENTATIVE]
    assert len(held) == 3
    await tell(Replied(reading("the first one please"), Role.CLIENT))
    mine = [e for e in await calendars.events("work", MONTH, fresh=True) if e.uid != "busy"]
    assert [(e.start, e.status) for e in mine] == [(held[0].start, EventStatus.CONFIRMED)]
    assert mails[1].template == "appointment_booked"
    assert timers
    await calendars.close()


async def test_a_calendar_server_that_is_away_sets_a_timer_and_loses_nothing():
    (port,) = free_ports(1)
    calendars = CaldavCalendars(f"http://127.0.0.1:{port}/", user="", password=str, calendars={"work": Source("c/")})
    service = Appointments(calendars, AppointmentSettings(calendars={"anna": ("work",)}))
    step = await service.react(OFFICE, CASE, None, Asked(reading("Could I meet Anna?"), Role.CLIENT, "request"), NOW)
    assert step.state["phase"] == "searching"
    assert [r.action for r in step.actions] == [SetTimer("search", datetime(2026, 7, 6, 8, 5, tzinfo=UTC))]
    await calendars.close()


async def test_a_calendar_that_nobody_configured_brings_a_person():
    calendars = CaldavCalendars("http://127.0.0.1:9/", user="", password=str, calendars={})
    service = Appointments(calendars)
    step = await service.react(OFFICE, CASE, None, Asked(reading("Could I meet Anna?"), Role.CLIENT, "request"), NOW)
    (told,) = (r.action for r in step.actions)
    assert isinstance(told, Escalate)
    assert told.reason is EscalationReason.CALENDAR
    await calendars.close()


async def test_requests_taken_in_together_are_offered_different_times(xandikos):
    source = Source(xandikos.new_calendar(), "Europe/Berlin", frozenset({"anna@firma.test"}))
    calendars = CaldavCalendars(xandikos.url, user="", password=str, calendars={"work": source})
    ordered: list[StoreEvent] = []  # nothing of it is written yet
    service = Appointments(calendars, AppointmentSettings(calendars={"anna": ("work",)}), lambda _: ordered)
    for number in range(4):
        case = Case(f"CASE{number:04}", "main", "Termin", JANE, NOW, language="en")
        asked = Asked(reading("Could we meet with Anna Muster?"), Role.CLIENT, "request")
        step = await service.react(OFFICE, case, None, asked, NOW)
        puts = [r.action for r in step.actions if isinstance(r.action, PutEvent)]
        assert len(puts) == 3
        ordered += [StoreEvent(p.calendar, p.uid, p.ics, "", p.guard) for p in puts]
    held = sorted(d.guard for d in ordered if d.guard)
    assert len(held) == 12
    assert all(one.end <= other.start for one, other in pairwise(held))
    await calendars.close()
