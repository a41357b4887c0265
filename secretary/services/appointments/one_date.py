"""One date of a series of ours: called off, declined by a party, moved, given another time.

Promises: pure. The old time of a date stands until the new one is agreed, and all other dates stay as they are;
they count as busy for the one that is moved. Everybody hears of the one date only (RFC 5546 sections 3.2.2 and
3.2.5): its own SEQUENCE, its RECURRENCE-ID, which never changes.
Never does: find out which date is meant, or what shall become of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from secretary.domain.action import EscalationReason, Invitation, PutEvent, SetTimer
from secretary.domain.decision import Reasoned
from secretary.domain.event import Interval, Method, Partstat
from secretary.domain.when import Constraints, Window
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.calendar.series import Occurrence, Override, Series
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.free.matrix import required
from secretary.services.appointments.offering import ignored, is_free, narrowed, release, search
from secretary.services.appointments.said.shifts import moved_to
from secretary.services.appointments.state import Booking, Party, Phase, State
from secretary.services.appointments.world import (
    SEARCH_TIMER,
    Outcome,
    World,
    kept,
    letter,
    meeting,
    note,
    ordered,
    shown,
    to_person,
)
from secretary.services.appointments.writing import restored

DATE_CHANGED = "The series was changed in the calendar meanwhile."
WRITING = frozenset({Phase.SEARCHING, Phase.HOLDING, Phase.BOOKING})  # something of the series is on its way
A_WEEK = timedelta(days=7)  # as far from the old time as a new one is looked for where nobody names one


def coming(state: State, now: datetime) -> tuple[Occurrence, ...]:
    """The dates that are still to come or under way, in order of time."""
    if state.series is None or state.booked is None:
        return ()
    return tuple(d for d in state.series.occurrences(state.booked.slot.length) if d.slot.end > now)


def settled(state: State) -> State:
    """The series with nothing more sought for one of its dates."""
    length = state.booked.slot.length if state.booked else state.wish.length
    return replace(
        state, phase=Phase.BOOKED, date=None, wanted=None, offers=(), wish=Wish(length), round=1, asked=0, tries=0,
        nearest=False, by_office=False,
    )  # fmt: skip


# --- off --------------------------------------------------------------------------------


def call_off(state: State, one: Occurrence, world: World, *, party: Party | None = None, grounds: str = "") -> Outcome:
    """The date is left out of the event; `party` wanted it so, None: the office."""
    freed, released = _freed(state, one, world)
    left, mails = off(freed, one, world, party=party, grounds=grounds)
    puts = restored(left, left.booked, world, "One date of the series is off.") if left.booked else ()
    # Who ordered it alone need not hear of it.
    noted = note("principal_note", left, world, slot=one.slot, kind="cancelled") if party or state.also else ()
    return Outcome(left, (*released, *puts, *mails, *noted))


def off(
    state: State, one: Occurrence, world: World, *, party: Party | None = None, grounds: str = ""
) -> tuple[State, tuple[Reasoned, ...]]:
    """The series without the date, and what its parties hear; nothing is written."""
    if state.series is None or state.booked is None:
        return state, ()
    again = replace(state.booked, sequence=state.booked.sequence + 1)
    text = itip.cancel_date(meeting(again, state, world), one, world.now)
    series = state.series.without((state.series.day(one.begins),))
    left = replace(state, series=series, booked=again, missing=tuple(d for d in state.missing if d != one.begins))
    shows = {"others_stand": bool(coming(left, world.now)), "by_office": party is None, "grounds": grounds}
    mails = tuple(
        ordered(
            letter(
                "appointment_cancelled", p, left, world, Invitation(Method.CANCEL, text),
                slot=shown(one.slot, left, world, p), **shows,
            ),
            "One date of the series was called off.",
        )
        for p in state.parties
    )  # fmt: skip
    return left, mails


def _freed(state: State, one: Occurrence, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """Without what is held for this very date; a search for another one goes on."""
    if state.date != one.begins:
        return state, ()
    freed, released = release(state, world)
    return settled(freed), released


# --- one party cannot come --------------------------------------------------------------


def declined(state: State, one: Occurrence, party: Party, world: World, comment: str = "") -> Outcome:
    """Who must come gets other times for this date, which stands meanwhile; without any other it takes place."""
    if state.series is None or state.booked is None:
        return Outcome(state)
    known = state.series.override(one.begins) or Override(one.begins, one.slot, state.booked.sequence)
    if known.answered(party.address.key) is Partstat.DECLINED:
        return Outcome(state)
    answered = with_answer(state, known, party, Partstat.DECLINED)
    puts = restored(answered, state.booked, world)
    about = replace(answered, parties=(party,))
    goes_on = not party.required and len(state.parties) > 1
    kind = "stays-away" if goes_on else "date-declined"
    noted = note("principal_note", about, world, slot=one.slot, kind=kind, detail=comment)
    if goes_on:
        slot = shown(one.slot, answered, world, party)
        mail = letter("appointment_declined", party, answered, world, slot=slot, goes_on=True)
        return Outcome(answered, (*puts, ordered(mail, "One date was declined."), *noted))
    sought = move(answered, one, Constraints(), world)
    return replace(sought, actions=(*puts, *noted, *sought.actions))


def with_answer(state: State, known: Override, party: Party, answer: Partstat) -> State:
    """The series with what a party has answered to one of its dates."""
    if state.series is None:
        return state
    return replace(state, series=state.series.with_override(known.with_answer(party.address.key, answer)))


# --- another time -----------------------------------------------------------------------


def move(
    state: State, one: Occurrence, said: Constraints, world: World, *, by_office: bool = False, sure: bool = True
) -> Outcome:
    """Another time for the date: at once where it was named and is free, else offered.

    Not `sure` is a time that may be misread: it is offered, never simply booked.
    """
    booked, series = state.booked, state.series
    if booked is None or series is None:
        return Outcome(state)
    state, released = release(state, world) if state.date is not None else (state, ())
    state = settled(state)
    anew = replace(state, date=one.begins, wish=_wish(state, one, said, world), by_office=by_office)
    start = moved_to(said, anew.wish.length)
    alone = len(required(state)) == 1 and not by_office
    if start is not None and sure and alone and world.events is not None and is_free(anew, start, world):
        moved = order(anew, booked, series, Interval(start, start + anew.wish.length), world)
    else:
        moved = search(anew, world)
    return replace(moved, actions=(*released, *moved.actions))


def _wish(state: State, one: Occurrence, said: Constraints, world: World) -> Wish:
    """Near the old time, between its neighbours, unless another time is named."""
    length = one.slot.length
    wish = narrowed(Wish(length, excluded=(one.slot,), near=max(one.slot.start, world.now)), said)
    if wish.allowed:
        return wish
    others = [d.slot for d in coming(state, world.now) if d.begins != one.begins]
    first = max([one.slot.start - A_WEEK, world.now, *(s.end for s in others if s.end <= one.slot.start)])
    last = min([one.slot.end + A_WEEK, *(s.start for s in others if s.start >= one.slot.end)])
    return replace(wish, allowed=(Window(first, last, "", (0, 0)),)) if first < last else wish


def order(state: State, booked: Booking, series: Series, slot: Interval, world: World) -> Outcome:
    """Order the event with the date at its new time: read again before it is written and checked after."""
    wanted = replace(booked, slot=slot, sequence=booked.sequence + 1)
    then = replace(state, series=series.with_override(_override(state, wanted)))
    text = kept(replace(wanted, slot=booked.slot), then, world)
    homes, calendars = world.homes(state), world.calendars_of(state)
    asked = replace(state, phase=Phase.BOOKING, wanted=replace(wanted, waits=homes))
    etags = dict.fromkeys(homes[:1], booked.etag)
    puts = (
        PutEvent(home, wanted.uid, text, etags.get(home) or "*", slot, calendars, ignored(asked, world))
        for home in homes
    )
    return Outcome(asked, tuple(ordered(put, "All agreed to this time for one date.") for put in puts))


def _override(state: State, wanted: Booking) -> Override:
    """The date at its new time, to which nobody has answered yet."""
    begins = state.date or wanted.slot.start
    anew = tuple(sorted((p.address.key, Partstat.NEEDS_ACTION) for p in state.parties))
    return Override(begins.astimezone(UTC), wanted.slot, wanted.sequence, anew)


def stands(state: State, series: Series, written: Booking, world: World) -> Outcome:
    """The new time is written: invite to this date, tell, release."""
    if state.booked is None:
        return Outcome(state)
    former, override = state.stands, _override(state, written)
    freed, released = release(state, world)
    booked = replace(state.booked, sequence=written.sequence, etag=written.etag)
    left = tuple(d for d in state.missing if d != override.begins)
    done = settled(replace(freed, series=series.with_override(override), booked=booked, missing=left).unanswered())
    told = invited(done, override, world, former)
    noted = note("principal_booked", done, world, slot=override.slot, moved=former is not None)
    following, timer = next_missing(done, world)
    return Outcome(following, (*told, *noted, *released, *timer))


def next_missing(state: State, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """Another time is looked for, at once, for the first date that had to be left out."""
    if not state.missing or state.booked is None:
        return state, ()
    begins, *rest = state.missing
    length = state.booked.slot.length
    seeking = replace(state, phase=Phase.SEARCHING, date=begins, missing=tuple(rest))
    wish = _wish(seeking, Occurrence(begins, Interval(begins, begins + length)), Constraints(), world)
    timer = ordered(SetTimer(SEARCH_TIMER, world.now), "A date of the series was not free.")
    return replace(seeking, wish=wish), (timer,)


def invited(
    state: State, one: Override, world: World, former: Interval | None, template: str = ""
) -> tuple[Reasoned, ...]:
    """The invitation to one date; to one that had been left out, the whole, which includes it again."""
    if state.booked is None:
        return ()
    whole = meeting(state.booked, state, world)
    text = itip.request(whole.single(one) if former else whole, world.now)
    mail = template or ("appointment_moved" if former else "appointment_booked")
    return tuple(
        ordered(
            letter(
                mail, p, state, world, Invitation(Method.REQUEST, text), slot=shown(one.slot, state, world, p),
                old=shown(former, state, world, p) if former else None, others_stand=True,
            ),
            "One date of the series has another time.",
        )
        for p in state.parties
    )  # fmt: skip


def held_at(state: State, one: Occurrence, slot: Interval, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """The date at a time that the principal has set by hand, and what its parties hear; nothing is written."""
    if state.series is None or state.booked is None:
        return state, ()
    again = replace(state.booked, sequence=state.booked.sequence + 1)
    override = _override(replace(state, date=one.begins), replace(again, slot=slot))
    moved = replace(state, series=state.series.with_override(override), booked=again)
    return moved, invited(moved, override, world, one.slot, "appointment_moved_by")


def unclear(state: State) -> Outcome:
    """Which date is meant, or what shall become of it, is for a person."""
    why = "It is about a series of meetings, and not only about one of its dates."
    return to_person(state, EscalationReason.NEGOTIATION, why)
