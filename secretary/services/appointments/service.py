"""The shell of appointments: reads the calendars, asks the machine, gives back its step.

Promises: changes nothing; calendars that do not answer now are asked again by a timer, those that
never will are told to a person. A state that cannot be read goes to a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from secretary.domain.action import EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import Case, Running
from secretary.domain.effect import EffectState
from secretary.domain.errors import PermanentError, SecretaryError, TemporaryError, UnknownOutcome
from secretary.domain.event import Event, Interval
from secretary.domain.office import Office, Role
from secretary.ports import Calendars
from secretary.services.appointments.attending.state import KIND, Attendance
from secretary.services.appointments.calendar.series import asked_for
from secretary.services.appointments.calendar.vavailability import unavailable
from secretary.services.appointments.elsewhere import CANCEL, MAX_SHOWN, MOVE, candidates
from secretary.services.appointments.free.availability import busy_events, merged
from secretary.services.appointments.free.in_flight import Promised, not_yet_written, nothing_promised
from secretary.services.appointments.machine import react
from secretary.services.appointments.orders.agenda import BLOCK
from secretary.services.appointments.orders.confirming import CHANGE, give
from secretary.services.appointments.orders.daily import DAILY, duties, send
from secretary.services.appointments.orders.plan import How, Plan, is_plan
from secretary.services.appointments.orders.reading import unclear_days
from secretary.services.appointments.orders.reasons import asker
from secretary.services.appointments.orders.recognising import as_order
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import State
from secretary.services.appointments.world import Outcome, World, to_person
from secretary.services.face import Asked, Duty, EffectSettled, Replied, ServiceEvent, Step, TimerFired

AskedBy = Callable[[str, str, Address, datetime], Sequence[Running]]
REQUESTS = frozenset(
    {"find", "request", "move", "cancel", "agenda", "block", "invitation", "free-busy", "owed", CHANGE}
)


A_YEAR = 370  # days: the longest series has 52 dates, and less than may be asked of a calendar at once


def asked_nothing(office: str, service: str, who: Address, since: datetime) -> Sequence[Running]:  # noqa: ARG001 - as AskedBy
    """For whoever keeps no record."""
    return ()


class Appointments:
    """The building block "appointments"; fulfils `secretary.services.face.Service`."""

    name = "appointments"
    requests = REQUESTS

    def __init__(
        self,
        calendars: Calendars,
        settings: AppointmentSettings | None = None,
        promised: Promised = nothing_promised,
        draw: Callable[[], str] = token_urlsafe,
        asked_by: AskedBy = asked_nothing,
    ) -> None:
        """`promised` tells what an office has ordered to be written and may not stand in a calendar yet.

        `draw` gives what nobody can guess, for the links of video meetings; `asked_by` what somebody has
        asked for lately.
        """
        self._calendars, self._promised, self._draw, self._asked_by = calendars, promised, draw, asked_by
        self.settings = settings or AppointmentSettings()

    async def react(
        self, office: Office, case: Case, state: Mapping[str, Any] | None, event: ServiceEvent, now: datetime
    ) -> Step:
        """The next step of a case."""
        try:
            events, problem = await self._events(office.id, now, self._ahead(event)) if _searches(event) else (None, "")
            world = World(
                office, case, self.settings, now, events, problem, self._room(), self._learned(office, case, now)
            )
            world = replace(world, unavailable=await self._unavailable(world))
            world = replace(world, texts=await self._texts(event, world, state))
            return _answered(event, state, world)
        except (SecretaryError, KeyError, ValueError, TypeError) as error:
            return _step(to_person(None, EscalationReason.CALENDAR, str(error)), state)

    def _learned(self, office: Office, case: Case, now: datetime) -> int | None:
        """How many free times whoever began the case has been told in others, so that nobody maps a calendar."""
        if office.role_of(case.party) is not Role.CLIENT:
            return None
        since = now - timedelta(days=self.settings.probing_days)
        others = (r.state for r in self._asked_by(office.id, self.name, case.party, since) if r.case.id != case.id)
        return sum(told for state in others if isinstance(told := state.get("serial", 0), int))

    def _room(self) -> str:
        return self._draw() if self.settings.video else ""

    def duties(self, office: Office, now: datetime) -> Sequence[Duty]:
        """The agendas of the day that are due."""
        return tuple(duties(office, self.settings, now))

    async def busy(
        self, person: str, within: Interval, *, apart: frozenset[str] = frozenset()
    ) -> tuple[Interval, ...] | None:
        """When a principal is taken, merged, without the events whose UIDs are `apart`; None: cannot be read.

        Times only: what an event is about stays in the calendar.
        """
        found: list[Event] = []
        try:
            for calendar in self.settings.calendars.get(person, ()):
                found += await self._calendars.events(calendar, within)
        except (TemporaryError, UnknownOutcome, PermanentError):
            return None
        return merged(event.interval for event in busy_events(found, self.settings, apart))

    async def _events(self, office: str, now: datetime, days: int) -> tuple[tuple[Event, ...] | None, str]:
        """Everything that may block, of all calendars; None while one does not answer, and why it never will."""
        promised = self._promised(office)  # read first: what is written meanwhile is in the calendar then
        within = Interval(now - timedelta(days=1), now + timedelta(days=days))
        found: list[Event] = []
        for calendar in sorted({c for names in self.settings.calendars.values() for c in names}):
            try:
                found += await self._calendars.events(calendar, within, fresh=True)
            except (TemporaryError, UnknownOutcome):
                return None, ""
            except PermanentError as error:
                return None, str(error)
        return (*found, *not_yet_written(promised, found, within)), ""

    async def _unavailable(self, world: World) -> Mapping[str, tuple[Interval, ...]]:
        """When principals cannot be met, as their calendars say; a server that does not answer shuts nothing."""
        found: dict[str, tuple[Interval, ...]] = {}
        within = Interval(world.now, world.now + timedelta(days=A_YEAR))
        for person, calendars in self.settings.calendars.items() if world.events is not None else ():
            try:
                said = await self._calendars.availability(calendars[0]) if calendars else ""
            except SecretaryError:
                continue
            zone, tentative = world.hours(person).zone, self.settings.tentative == "busy"
            found[person] = unavailable([said], within, zone, tentative=tentative) if said else ()
        return found

    def _ahead(self, event: ServiceEvent) -> int:
        """How many days of the calendars matter: of a series all its dates."""
        repeats = isinstance(event, Asked) and asked_for(event.reading, "UTC") is not None
        return A_YEAR if repeats else self.settings.horizon_max_days + 2

    async def _texts(self, event: ServiceEvent, world: World, held: Mapping[str, Any] | None) -> Mapping[str, str]:
        """The stored events that a mail may be about, whole, where their times do not suffice."""
        found: dict[str, str] = {}
        if isinstance(event, Asked | Replied):
            dates = {told.uid for told in event.reading.calendar if told.recurrence_id}
            found = {e.uid: e.calendar for e in world.events or () if e.uid in dates}
        if isinstance(event, Asked) and event.request in {MOVE, CANCEL}:
            about = candidates(event.reading.sender.address, world)[:MAX_SHOWN]
            found |= {f.event.uid: f.event.calendar for f in about}
        if isinstance(event, TimerFired) and world.events is not None:
            found |= _watched(held, world)
        return {uid: await self._calendars.text(calendar, uid) for uid, calendar in found.items()}


def _held(state: Mapping[str, Any] | None) -> State | Attendance | None:
    if not state:
        return None
    return Attendance.of_json(state) if state.get("kind") == KIND else State.of_json(state)


def _watched(held: Mapping[str, Any] | None, world: World) -> dict[str, str]:
    """The series that is looked after, or what a plan calls off by itself, with the calendar that it stands in."""
    if held and is_plan(held):
        plan = Plan.of_json(held)
        homes = world.calendars(plan.order.person)
        return {i.uid: homes[0] for i in plan.items if i.how is not How.LED and homes}
    if not held or not held.get("series"):
        return {}
    state = State.of_json(held)
    homes = world.homes(state)
    return {state.booked.uid: homes[0]} if state.booked and homes else {}


def _answered(event: ServiceEvent, held: Mapping[str, Any] | None, world: World) -> Step:
    """The step of a plan, of an agenda, or of a negotiation."""
    told = as_order(event, held)
    if isinstance(told, Asked) and told is not event:
        held = None  # what led the thread before has ended
    asks = not held and isinstance(told, Replied) and asker(told.reading, world) is not None  # below an agenda
    if asks or is_plan(held) or (isinstance(told, Asked) and _is_for_plans(told, world)):
        return give(Plan.of_json(held or {}) if is_plan(held) else None, told, world)
    if isinstance(told, TimerFired) and told.name == DAILY:
        return _step(send(told.note, world), held)
    return _step(react(_held(held), told, world), held)


def _is_for_plans(asked: Asked, world: World) -> bool:
    """Orders about meetings, and those to keep free a day that is not clear."""
    return asked.request == CHANGE or (asked.request == BLOCK and bool(unclear_days(asked.reading, world)))


def _searches(event: ServiceEvent) -> bool:
    """Whether free time may be looked for: not when an effect simply succeeded."""
    return not (isinstance(event, EffectSettled) and event.settled.state is EffectState.SENT)


def _step(outcome: Outcome, before: Mapping[str, Any] | None) -> Step:
    """What could not be read is kept as it was."""
    known = outcome.attendance or outcome.state
    return Step(known.to_json() if known else dict(before or {}), outcome.actions, outcome.case_state)
