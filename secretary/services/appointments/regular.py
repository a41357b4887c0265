"""A series of meetings: booked as one event when all its dates are free, and what is said of its dates later.

Promises: all dates are read before the event is written and checked after, like a single booking. Holidays of the
principal's region are left out, and that is told. Few dates that are
taken or lie outside of the hours are left out, and other times are offered for each; where they are many, or it is
not clear who must agree, nothing is booked and a person hears which dates those are.
Never does: move a series, or call the whole of it off by a word that may mean one date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from secretary.domain.action import EscalationReason
from secretary.domain.event import Interval
from secretary.domain.office import Role
from secretary.domain.reading import Reading
from secretary.services.appointments.booking import book
from secretary.services.appointments.calendar.series import Occurrence, Series
from secretary.services.appointments.free.availability import blocked_times, busy_events, is_open, works_on
from secretary.services.appointments.free.matrix import required
from secretary.services.appointments.one_date import WRITING, call_off, coming, declined, move, unclear
from secretary.services.appointments.said.replies import Act, bind_booked
from secretary.services.appointments.said.which_date import Meant, Will, which
from secretary.services.appointments.state import Booking, Party, Phase, State
from secretary.services.appointments.world import Outcome, World, to_person

WEEK = timedelta(days=7)
MAX_MISSING = 2  # dates that are taken, for which other times are offered
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
    dates = series.occurrences(state.wish.length)
    taken = tuple(one for one in dates if not _is_free(one.slot, state, world))
    if _can_do_without(taken, dates):
        left = series.without(tuple(series.day(one.begins) for one in taken))
        state = replace(state, missing=tuple(one.begins for one in taken))
        return book(replace(state, series=left), left.dates(state.wish.length)[0], world)
    if taken or not dates:
        why = "Not all dates of the series that is asked for are free."
        shown = (_told(one.slot, state, world) for one in taken[:MAX_SHOWN])
        return to_person(state, EscalationReason.NEGOTIATION, why, *shown)
    return book(replace(state, series=series), dates[0].slot, world)


def _can_do_without(taken: tuple[Occurrence, ...], dates: tuple[Occurrence, ...]) -> bool:
    """Few dates that are taken, and not the first one, which a series begins with, keep nobody from the others."""
    return 0 < len(taken) <= min(MAX_MISSING, len(dates) // 3) and dates[0] not in taken


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
    open_then = open_then and all(is_open(slot, theirs) for theirs in world.colleagues(state))
    open_then = open_then and not any(slot.overlaps(one) for one in world.shut(*state.people))
    return open_then and start.date() == end.date() and not any(b.overlaps(slot) for b in blocked)


def _told(slot: Interval, state: State, world: World) -> str:
    return f"{slot.start.astimezone(ZoneInfo(world.hours(state.person).zone)):%d.%m.%Y %H:%M}"


# --- once it is booked ------------------------------------------------------------------


def of_a_series(state: State, booked: Booking, party: Party, reading: Reading, world: World) -> Outcome | None:
    """What a party says of dates of the series; None for what is no such word.

    While another time for one date is sought, only calling a date off is taken for such a word.
    """
    zone = world.hours(state.person).zone
    meant = which(reading, coming(state, world.now), zone, world)
    if state.phase in WRITING:
        return unclear(state) if meant.will is Will.OFF else None
    if state.phase is Phase.BOOKED:
        return _of_a_booked(state, booked, party, meant, reading, world)
    dates = meant.dates or tuple(d for d in coming(state, world.now) if d.begins == state.date)
    offered = any(o.slot.overlaps(d.slot) for o in state.offers for d in meant.dates)
    if meant.will is Will.OFF and len(dates) == 1 and not offered:
        return _off(state, dates[0], party, world)
    searches = state.phase is Phase.OFFERED or offered
    if meant.will is Will.MOVE and len(meant.dates) == 1 and not searches:
        return move(state, meant.dates[0], meant.said, world, sure=meant.sure)
    return unclear(state) if meant.will is Will.OFF else None


def _of_a_booked(
    state: State, booked: Booking, party: Party, meant: Meant, reading: Reading, world: World
) -> Outcome | None:
    if meant.will is Will.LATE:
        return None
    if meant.will is Will.STANDS:
        return Outcome(state)
    if meant.will is Will.UNCLEAR:
        bound = bind_booked(reading, booked.slot, world.hours(state.person).zone)
        return unclear(state) if bound.act in {Act.WITHDRAW, Act.MOVE, Act.UNCLEAR} else None
    if len(meant.dates) != 1:
        return unclear(state)
    if meant.will is Will.OFF:
        return _off(state, meant.dates[0], party, world)
    return move(state, meant.dates[0], meant.said, world, sure=meant.sure)


def _off(state: State, one: Occurrence, party: Party, world: World) -> Outcome:
    """Of several who must come, none takes a date from the others."""
    alone = all(p.address.key == party.address.key for p in required(state))
    return call_off(state, one, world, party=party) if alone else declined(state, one, party, world)


def ordered_for(state: State, reading: Reading, world: World) -> Outcome | None:
    """What a person of the office orders for one date; None for what is no order."""
    meant = which(reading, coming(state, world.now), world.hours(state.person).zone, world)
    if meant.will not in {Will.OFF, Will.MOVE}:
        return None
    if state.phase in WRITING or len(meant.dates) != 1:
        return unclear(state)
    if meant.will is Will.OFF:
        return call_off(state, meant.dates[0], world)
    return move(state, meant.dates[0], meant.said, world, by_office=True)
