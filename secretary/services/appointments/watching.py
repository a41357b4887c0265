"""Booked meetings are looked after until they have taken place.

Promises: what the principal changes in their own calendar program is noticed and everybody told: a
moved event is moved for all, a removed one cancelled for all, a second event on top of it is
pointed out once. A change counts only when it is seen twice, so that dragging an event about sends
one mail. Whoever has not answered the invitation is reminded once, a day before.
Never does: undo what the principal did.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from secretary.domain.action import DeleteEvent, DropTimer, EscalationReason, PutEvent, SetTimer
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.event import Event, EventStatus, Interval, Partstat
from secretary.services.appointments.booking import cancelled, invited
from secretary.services.appointments.calendar.scheduled import answers
from secretary.services.appointments.calendar.series import Occurrence
from secretary.services.appointments.calendar.standing import ByHand, by_hand
from secretary.services.appointments.free.availability import busy_events
from secretary.services.appointments.one_date import coming, held_at, off
from secretary.services.appointments.state import Booking, Phase, State
from secretary.services.appointments.world import (
    WATCH_TIMER,
    Outcome,
    World,
    kept,
    letter,
    note,
    ordered,
    shown,
    to_person,
)
from secretary.services.appointments.writing import restored

SETTLE = timedelta(minutes=5)  # a change must stand so long: people drag events about
SOON, THIS_WEEK = timedelta(days=1), timedelta(days=7)
REMIND_BEFORE = timedelta(hours=24)
REMIND_LATEST = timedelta(hours=2)  # who is on the way already is not reminded
REMIND_AFTER = timedelta(hours=48)  # whoever agreed yesterday needs no reminder today
_WHY = "Booked meetings are looked after until they have taken place."


def next_look(slot: Interval, now: datetime) -> SetTimer:
    """The nearer the meeting, the more often the calendar is looked at."""
    left = slot.start - now
    pause = timedelta(minutes=15) if left < SOON else timedelta(hours=1 if left < THIS_WEEK else 4)
    return SetTimer(WATCH_TIMER, min(now + pause, max(slot.end, now + SETTLE)))


def watch(state: State, world: World) -> Outcome:
    """One look at a booked meeting."""
    booked = state.booked
    if booked is None or state.phase is Phase.ENDED:
        return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)
    if state.series:
        return _series(state, booked, world)
    if world.now >= booked.slot.end:
        drop = ordered(DropTimer(WATCH_TIMER), "The meeting has taken place.")
        return Outcome(replace(state, phase=Phase.ENDED), (drop,), CaseState.CLOSED)
    # While a new time is sought, the event is left to that search.
    outcome = _compared(state, booked, world) if state.phase is Phase.BOOKED and world.events is not None else None
    if outcome:
        return outcome
    heard, noted = answers(state, booked, world)
    noticed = state.noticed if state.noticed == "overlap" else ""
    reminded = _remind(replace(heard, noticed=noticed), booked, world)
    again = ordered(next_look(booked.slot, world.now), _WHY)
    return replace(reminded, actions=(*noted, *reminded.actions, again))


def _series(state: State, booked: Booking, world: World) -> Outcome:
    """Until its last date; what the principal does to single dates by hand is everybody's."""
    dates = coming(state, world.now)
    if not dates:
        drop = ordered(DropTimer(WATCH_TIMER), "The last meeting of the series has taken place.")
        return Outcome(replace(state, phase=Phase.ENDED), (drop,), CaseState.CLOSED)
    # While another time for one date is sought, the event is left to that search.
    text = world.texts.get(booked.uid) if state.phase is Phase.BOOKED else None
    outcome = _dates_compared(state, booked, text, world) if text is not None else None
    if outcome:
        return outcome
    heard, noted = answers(state, booked, world)
    noticed = state.noticed if state.noticed == _STRANGE else ""
    return Outcome(replace(heard, noticed=noticed), (*noted, ordered(next_look(dates[0].slot, world.now), _WHY)))


_STRANGE = "strange"  # noticed, and put before a person, once


def _dates_compared(state: State, booked: Booking, text: str, world: World) -> Outcome | None:
    """What differs between calendar and record, once it was seen twice; None for nothing."""
    dates = coming(state, world.now)
    found = by_hand(text, state.series, dates) if text and state.series else ByHand(dates)
    if found is None:
        return _strange(state, dates[0], world)
    if not found:
        return None
    if state.noticed != str(found):
        later = ordered(SetTimer(WATCH_TIMER, world.now + SETTLE), "Dates of the series were changed; seen once.")
        return Outcome(replace(state, noticed=str(found)), (later,))
    if len(found.gone) == len(dates):
        whole = replace(state, booked=replace(booked, slot=dates[0].slot))
        return _cancelled(whole, world)
    return _dates_changed(state, booked, found, world)


def _strange(state: State, following: Occurrence, world: World) -> Outcome | None:
    """The series itself is another one: a person looks at it, once."""
    if state.noticed == _STRANGE:
        return None
    why = "A series was changed in the calendar program, and not only single dates of it."
    told = to_person(replace(state, noticed=_STRANGE), EscalationReason.CALENDAR, why)
    return replace(told, actions=(*told.actions, ordered(next_look(following.slot, world.now), _WHY)))


def _dates_changed(state: State, booked: Booking, found: ByHand, world: World) -> Outcome:
    """Everybody hears of each date; the event is written once, with its SEQUENCE raised."""
    etag = next((e.etag for e in world.events or () if e.uid == booked.uid), booked.etag)
    changed, told = replace(state, noticed="", booked=replace(booked, etag=etag)), tuple[Reasoned, ...]()
    for one in found.gone:
        changed, mails = off(changed, one, world)
        noted = note("principal_note", changed, world, slot=one.slot, kind="you-removed")
        told = (*told, *mails, *noted)
    for one, slot in found.moved:
        changed, mails = held_at(changed, one, slot, world)
        noted = note("principal_note", changed, world, slot=slot, kind="you-moved")
        told = (*told, *mails, *noted)
    puts = restored(changed, changed.booked, world, "Its SEQUENCE is raised for all.") if changed.booked else ()
    left = coming(changed, world.now)
    look = ordered(next_look(left[0].slot if left else booked.slot, world.now), _WHY)
    return Outcome(changed, (*puts, *told, look))


def _compared(state: State, booked: Booking, world: World) -> Outcome | None:
    """What differs between the calendar and the record, once it was seen twice; None for nothing."""
    there = _there(state, booked, world)
    gone = there is None or there.status is EventStatus.CANCELLED
    seen = "gone" if there is None or gone else _moved_to(there, booked)
    if not seen:
        return _overlapped(state, booked, world)
    if state.noticed != seen:
        later = ordered(SetTimer(WATCH_TIMER, world.now + SETTLE), "The event was changed; seen once.")
        return Outcome(replace(state, noticed=seen), (later,))
    return _cancelled(state, world) if there is None or gone else _moved(state, booked, there, world)


def _there(state: State, booked: Booking, world: World) -> Event | None:
    """The event as it stands in the calendars; what a principal changed in one of them is what counts."""
    homes = world.homes(state)
    standing = [e for e in world.events or () if e.uid == booked.uid and e.calendar in homes]
    if len(standing) < len(homes):
        return None
    return next((e for e in standing if e.status is EventStatus.CANCELLED or _moved_to(e, booked)), standing[0])


def _moved_to(there: Event, booked: Booking) -> str:
    same = (there.start, there.end) == (booked.slot.start, booked.slot.end)
    return "" if same else f"{there.start.astimezone(UTC).isoformat()}/{there.end.astimezone(UTC).isoformat()}"


def _cancelled(state: State, world: World) -> Outcome:
    """The principal removed it: everybody is told."""
    slot = state.booked.slot if state.booked else None
    ended = replace(state, phase=Phase.ENDED, booked=None, noticed="")
    deleted = _left_over(state, world)
    told = cancelled("appointment_cancelled", state, world, by_office=True, whole_series=state.series is not None)
    noted = note("principal_note", ended, world, slot=slot, kind="one-removed" if state.also else "you-removed")
    drop = ordered(DropTimer(WATCH_TIMER), "The meeting is off.")
    return Outcome(ended, (*deleted, *told, *noted, drop), CaseState.CLOSED)


def _left_over(state: State, world: World) -> tuple[Reasoned, ...]:
    """What one principal removed goes from the calendars of the others too."""
    homes, booked = world.homes(state), state.booked
    if booked is None or len(homes) < 2:  # noqa: PLR2004 - with one there is nobody else
        return ()
    return tuple(ordered(DeleteEvent(home, booked.uid), "A principal removed the meeting.") for home in homes)


def _moved(state: State, booked: Booking, there: Event, world: World) -> Outcome:
    """The principal moved it: the new time is everybody's, unless they answer."""
    slot = Interval(there.start, there.end)
    sequence = max(booked.sequence, there.sequence) + 1
    anew = tuple(replace(p, partstat=Partstat.NEEDS_ACTION) for p in state.parties)
    moved = replace(state, parties=anew, noticed="", booked=replace(booked, slot=slot, sequence=sequence))
    stored = kept(replace(booked, slot=slot, sequence=sequence), moved, world)
    etags = {there.calendar: there.etag}
    puts = (PutEvent(home, booked.uid, stored, etags.get(home) or "*") for home in world.homes(state))
    put = tuple(ordered(one, "Its SEQUENCE is raised for all.") for one in puts)
    told = invited("appointment_moved_by", "The principal moved the event.", moved, world, old=booked.slot)
    noted = note("principal_note", moved, world, slot=slot, kind="one-moved" if state.also else "you-moved")
    return Outcome(moved, (*put, *told, *noted, ordered(next_look(slot, world.now), _WHY)))


def _overlapped(state: State, booked: Booking, world: World) -> Outcome | None:
    """Something else stands in the same time: the principal is told once."""
    theirs = (e for e in world.events or () if e.calendar in world.calendars_of(state))
    busy = busy_events(theirs, world.settings, frozenset({booked.uid}))
    if state.noticed == "overlap" or not any(e.interval.overlaps(booked.slot) for e in busy):
        return None
    noted = note("principal_note", state, world, slot=booked.slot, kind="overlap")
    look = ordered(next_look(booked.slot, world.now), _WHY)
    return Outcome(replace(state, noticed="overlap"), (*noted, look))


def _remind(state: State, booked: Booking, world: World) -> Outcome:
    due = booked.slot.start - REMIND_BEFORE <= world.now < booked.slot.start - REMIND_LATEST
    fresh = booked.since is not None and world.now - booked.since < REMIND_AFTER
    if not due or fresh or booked.reminded or not world.settings.remind:
        return Outcome(state)
    waiting = [p for p in state.parties if p.partstat is Partstat.NEEDS_ACTION and not p.silent]
    mails: tuple[Reasoned, ...] = tuple(
        ordered(
            letter("appointment_reminder", p, state, world, slot=shown(booked.slot, state, world, p)),
            "The invitation was never answered.",
        )
        for p in waiting
    )
    return Outcome(replace(state, booked=replace(booked, reminded=True)), mails)
