"""Several principals in one meeting: whose time counts, and that all calendars say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from secretary.domain.action import Answer, DeleteEvent, PutEvent
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, Settled, StoreEvent
from secretary.domain.event import Event, Interval
from secretary.domain.office import Person, Role, WorkingHours
from secretary.services.appointments.calendar.itip import Scheduling
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.machine import react
from secretary.services.appointments.offering import search
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Booking, HoldState, Party, Phase, State
from secretary.services.appointments.watching import watch
from secretary.services.appointments.whose import whose
from secretary.services.appointments.world import World
from secretary.services.face import Asked, EffectSettled, Replied
from tests.unit.services.appointments.conversation import ANNA, HOURS, JANE, NOW, OFFICE, reading

BEN = Address("ben@firma.test", "Ben Bauer")
EARLY = WorkingHours("Europe/Berlin", {d: ((time(7), time(13)),) for d in range(4)}, "DE-BW")
TWO = replace(
    OFFICE,
    name="Muster & Bauer",
    people=(*OFFICE.people, Person("ben", "Ben Bauer", BEN, Role.PRINCIPAL, hours=EARLY)),
)
SETTINGS = AppointmentSettings(calendars={"anna": ("annas", "private"), "ben": ("bens",)})
HALF = timedelta(minutes=30)
BOTH = State(Phase.SEARCHING, "anna", (Party(JANE),), "en", Wish(HALF), also=("ben",))


def world(*events: Event, settings: AppointmentSettings = SETTINGS) -> World:
    return World(TWO, Case("ABCDEFGH", "main", "Termin", JANE, NOW, language="en"), settings, NOW, events)


def slot(day: int, hour: int) -> Interval:
    start = datetime(2026, 7, day, hour, tzinfo=UTC)
    return Interval(start, start + HALF)


def puts(outcome) -> list[PutEvent]:
    return [r.action for r in outcome.actions if isinstance(r.action, PutEvent)]


def deleted(outcome) -> set[tuple[str, str]]:
    return {(r.action.calendar, r.action.uid) for r in outcome.actions if isinstance(r.action, DeleteEvent)}


def settled(put: PutEvent, state: EffectState = EffectState.SENT, reason: str = "") -> EffectSettled:
    return EffectSettled(Settled("k", StoreEvent(put.calendar, put.uid, put.ics), state, reason, etag='"1"'))


# --- whose ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Termin mit Frau Muster und Herrn Bauer?", ["anna", "ben"]),
        ("Could I meet Ms Muster?", ["anna"]),
        ("Termin mit Frau Muster oder Herrn Bauer", []),
        ("A meeting with both of you, please", ["anna", "ben"]),
        ("Termin bei Muster & Bauer mit Herrn Bauer", ["ben"]),
        ("Ich hätte gern einen Termin.", []),
    ],
)
def test_whose_time_a_client_asks_for(text, ids):
    assert [p.id for p in whose(Asked(reading(text), Role.CLIENT, "request"), text, world())] == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Find 30 minutes with Ben and me and the client", ["anna", "ben"]),
        ("Bitte einen Termin mit Ben, Jane und mir", ["anna", "ben"]),
        ("Find 30 minutes with Jane", ["anna"]),
        ("Ben asked for it; find 30 minutes with Jane", ["anna"]),
    ],
)
def test_whose_time_a_principal_means(text, ids):
    assert [p.id for p in whose(Asked(reading(text, ANNA), Role.PRINCIPAL, "find"), text, world())] == ids


# --- time and calendars -----------------------------------------------------------------


def test_they_meet_in_the_hours_of_both():
    spans = world().hours_of(BOTH).spans
    assert spans == {d: ((time(9), time(13)),) for d in range(4)}
    assert world().hours_of(replace(BOTH, also=())) == HOURS


LONDON = WorkingHours("Europe/London", {d: ((time(9), time(16)),) for d in range(5)}, "GB-NIR")


def in_london(hours: WorkingHours = LONDON, settings: AppointmentSettings = SETTINGS) -> tuple[Interval, ...]:
    """What is offered with a colleague on another clock, who begins when it is 10 in Berlin."""
    ben = replace(TWO.people[-1], hours=hours)
    there = replace(world(settings=settings), office=replace(TWO, people=(*OFFICE.people, ben)))
    state, found = replace(BOTH, wish=Wish(HALF)), []
    for _ in range(30):
        state = search(replace(state, phase=Phase.SEARCHING, offers=()), there).state
        slots = [o.slot for o in state.offers]
        found += slots
        state = replace(state, wish=replace(state.wish, excluded=(*state.wish.excluded, *slots)))
    return tuple(found)


def test_each_principal_is_met_in_their_own_hours_on_their_own_clock():
    found = in_london()
    assert found
    assert {slot.start.hour for slot in found} <= set(range(8, 15)), "09:00 to 16:00 in London, to 17:00 in Berlin"


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Berlin"])
def test_a_public_holiday_of_one_principal_is_one_for_the_meeting(zone):
    found = in_london(replace(LONDON, zone=zone))
    assert datetime(2026, 7, 13, tzinfo=UTC).date() not in {slot.start.date() for slot in found}
    worked = SETTINGS.model_copy(update={"holidays": False})
    through = in_london(replace(LONDON, zone=zone), worked)
    assert datetime(2026, 7, 13, tzinfo=UTC).date() in {slot.start.date() for slot in through}


def test_the_meeting_stands_once_in_the_calendar_of_each():
    assert world().homes(BOTH) == ("annas", "bens")
    by_server = SETTINGS.model_copy(update={"scheduling": Scheduling.SERVER})
    assert world(settings=by_server).homes(BOTH) == ("annas",)


def offered() -> tuple[State, list[PutEvent]]:
    outcome = search(BOTH, world())
    return outcome.state, puts(outcome)


def test_an_offer_is_held_once_it_is_held_for_both():
    state, ordered = offered()
    assert len(ordered) == 2 * len(state.offers)
    for put in ordered[:-1]:
        state = react(state, settled(put), world()).state
        assert state.phase is Phase.HOLDING
    outcome = react(state, settled(ordered[-1]), world())
    assert outcome.state.phase is Phase.OFFERED
    assert all(o.state is HoldState.HELD for o in outcome.state.offers)
    mail = next(r.action for r in outcome.actions if isinstance(r.action, Answer))
    assert mail.data["with_name"] == "Anna Muster and Ben Bauer"


def test_a_time_that_one_of_them_lost_is_released_for_both():
    state, ordered = offered()
    uid = ordered[0].uid
    state = react(state, settled(ordered[0]), world()).state
    outcome = react(state, settled(ordered[1], EffectState.REFUSED, "busy"), world())
    assert deleted(outcome) == {("annas", uid), ("bens", uid)}
    assert next(o for o in outcome.state.offers if o.uid == uid).state is HoldState.GONE


def held() -> State:
    state, ordered = offered()
    for put in ordered:
        state = react(state, settled(put), world()).state
    return state


def test_a_booking_that_fails_for_one_is_undone_for_the_other():
    outcome = react(held(), Replied(reading("1"), Role.CLIENT), world())
    first, second = puts(outcome)
    assert {first.calendar, second.calendar} == {"annas", "bens"}
    assert first.guard_calendars == ("annas", "private", "bens")
    state = react(outcome.state, settled(first), world()).state
    assert state.phase is Phase.BOOKING
    failed = react(state, settled(second, EffectState.REFUSED, "busy"), world())
    assert ("annas", first.uid) in deleted(failed)
    assert failed.state.booked is None


def test_a_move_that_fails_for_one_leaves_the_old_time_for_both():
    old = Booking("secretary-x@firma.test", slot(9, 8))
    booked = replace(BOTH, phase=Phase.BOOKED, booked=old)
    event = Event(old.uid, old.slot.start, old.slot.end, calendar="annas")
    there = world(event, replace(event, calendar="bens"))
    outcome = react(booked, Replied(reading("Could we reschedule the meeting?"), Role.CLIENT), there)
    state = outcome.state
    for put in puts(outcome):
        state = react(state, settled(put), there).state
    outcome = react(state, Replied(reading("1"), Role.CLIENT), there)
    first, second = puts(outcome)
    state = react(outcome.state, settled(first), there).state
    failed = react(state, settled(second, EffectState.REFUSED, "busy"), there)
    back = [p for p in puts(failed) if p.uid == old.uid]
    assert [p.calendar for p in back] == ["annas"]
    assert "20260709T080000Z" in back[0].ics
    assert failed.state.booked == old


def test_what_one_of_them_removes_is_cancelled_for_all_after_a_second_look():
    old = Booking("secretary-x@firma.test", slot(9, 8))
    booked = replace(BOTH, phase=Phase.BOOKED, booked=old)
    left = world(Event(old.uid, old.slot.start, old.slot.end, calendar="bens"))
    once = watch(booked, left)
    assert once.state.phase is Phase.BOOKED
    twice = watch(once.state, left)
    assert deleted(twice) == {("annas", old.uid), ("bens", old.uid)}
    told = [r.action.to[0] for r in twice.actions if isinstance(r.action, Answer)]
    assert told == [JANE, ANNA, BEN]
