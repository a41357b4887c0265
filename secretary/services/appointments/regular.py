"""A series of meetings: booked as one event when all its dates are free, and one date of it called off.

Promises: all dates are read before the event is written and checked after, like a single booking. Holidays of the
principal's region are left out, and that is told. Where a date is taken, lies outside of the hours, or it is not
clear who must agree, nothing is booked and a person hears which dates those are.
Never does: move a series, or call the whole of it off by a word that may mean one date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.action import EscalationReason, Invitation, PutEvent
from secretary.domain.decision import Reasoned
from secretary.domain.event import Interval, Method
from secretary.domain.office import Role
from secretary.domain.reading import Reading
from secretary.domain.when import TimeKind
from secretary.services.appointments.booking import book
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.calendar.series import Series
from secretary.services.appointments.free.availability import blocked_times, busy_events, works_on
from secretary.services.appointments.state import Booking, Party, State
from secretary.services.appointments.world import Outcome, World, kept, letter, meeting, note, ordered, shown, to_person

WEEK = timedelta(days=7)
MAX_SHOWN = 12  # dates in a note


def arranged(state: State, series: Series, role: Role, world: World) -> Outcome:
    """The first step of a series that a client asks for."""
    if role is not Role.CLIENT or len(state.parties) != 1:
        return to_person(state, EscalationReason.NEGOTIATION, "A series is asked for that others must agree to.")
    if not series.sure:
        return to_person(state, EscalationReason.UNCLEAR_DATE, "It is not said when the series begins or ends.")
    if world.events is None:
        problem = world.problem or "The calendars do not answer."
        return to_person(state, EscalationReason.CALENDAR, problem)
    hours = world.hours(state.person)
    while series.first < world.now + timedelta(hours=world.settings.notice_hours):
        series = replace(series, first=series.first + WEEK)
    holidays = (b.date() for b in series.begins() if not works_on(b.date(), hours, world.settings))
    series = _trimmed(series.without(tuple(d for d in holidays if hours.spans.get(d.weekday()))))
    taken = tuple(slot for slot in series.dates(state.wish.length) if not _is_free(slot, state, world))
    if taken or not series.dates(state.wish.length):
        why = "Not all dates of the series that is asked for are free."
        return to_person(state, EscalationReason.NEGOTIATION, why, *(_told(t, state, world) for t in taken[:MAX_SHOWN]))
    return book(replace(state, series=series), series.dates(state.wish.length)[0], world)


def _trimmed(series: Series) -> Series:
    """A series begins with a date that takes place."""
    begins = [b for b in series.begins() if b.date() not in series.skipped]
    if not begins or begins[0] == series.first:
        return series
    left = sum(b >= begins[0] for b in series.begins())
    rule = f"{series.rule.partition(';COUNT=')[0]};COUNT={left}"
    return Series(rule, begins[0], series.zone, tuple(d for d in series.skipped if d > begins[0].date()))


def _is_free(slot: Interval, state: State, world: World) -> bool:
    hours = world.hours_of(state)
    zone = ZoneInfo(hours.zone)
    start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
    spans = hours.spans.get(start.weekday(), ())
    open_then = any(opens <= start.time() and end.time() <= closes for opens, closes in spans)
    theirs = (e for e in world.events or () if e.calendar in world.calendars_of(state))
    blocked = blocked_times(busy_events(theirs, world.settings), world.settings)
    return open_then and start.date() == end.date() and not any(b.overlaps(slot) for b in blocked)


def _told(slot: Interval, state: State, world: World) -> str:
    return f"{slot.start.astimezone(ZoneInfo(world.hours(state.person).zone)):%d.%m.%Y %H:%M}"


# --- once it is booked ------------------------------------------------------------------


def coming(state: State, now: datetime) -> tuple[Interval, ...]:
    """The dates that are still to come or under way."""
    return tuple(d for d in state.series.dates(state.wish.length) if d.end > now) if state.series else ()


def of_a_series(state: State, booked: Booking, party: Party, reading: Reading, world: World, *, off: bool) -> Outcome:
    """One date is called off; anything else about a series is for a person."""
    zone = ZoneInfo(world.hours(state.person).zone)
    meant = [d for d in coming(state, world.now) if d.start.astimezone(zone).date() in _days(reading, zone)]
    if not off or len(meant) != 1:
        why = "It is about a series of meetings, and not only about one of its dates."
        return to_person(state, EscalationReason.NEGOTIATION, why)
    return _without(state, booked, party, meant[0], world)


def _days(reading: Reading, zone: ZoneInfo) -> set[date]:
    points = {TimeKind.INSTANT, TimeKind.INTERVAL}
    said = (r.start for e in reading.times for r in e.readings if r.kind in points and r.start is not None)
    return {start.astimezone(zone).date() for start in said}


def _without(state: State, booked: Booking, party: Party, slot: Interval, world: World) -> Outcome:
    """The date is left out of the event, and all hear of it (RFC 5546 section 3.2.5)."""
    if state.series is None:
        return Outcome(state)
    day = slot.start.astimezone(ZoneInfo(state.series.zone)).date()
    again = replace(booked, sequence=booked.sequence + 1)
    left = replace(state, series=state.series.without((day,)), booked=again)
    homes, stored = world.homes(state), kept(again, left, world)
    etags = dict.fromkeys(homes[:1], booked.etag)  # of the others only that they stand is known
    puts = (PutEvent(home, booked.uid, stored, etags.get(home) or "*") for home in homes)
    text = itip.cancel_date(meeting(again, state, world), slot, world.now)
    off = Invitation(Method.CANCEL, text)
    mail = letter("appointment_cancelled", party, left, world, off, slot=shown(slot, left, world, party))
    orders: tuple[Reasoned, ...] = (
        *(ordered(put, "One date of the series is off.") for put in puts),
        ordered(mail, "One date of the series was called off."),
    )
    return Outcome(left, (*orders, *note("principal_note", left, world, slot=slot, kind="cancelled")))
