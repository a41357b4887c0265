"""Service levels: a case that waits for a person longer than the office promises is told to whoever is in charge.

Promises: once for each time it waits, within working hours, counted in them; a case that a person has settled is
told of by nobody. Further mails of the client do not begin the time anew.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from secretary.app.intake import House
from secretary.app.planning import Occasion, plan
from secretary.decide.hours import next_start
from secretary.domain.action import OVERDUE, Answer, SetTimer
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.office import Person
from secretary.ports import DueTimer, Entry

TEMPLATE, RULE, WHY = "desk_overdue", "house.overdue", "Nobody has looked at it within the office's time."


def tell_overdue(house: House, case: Case, timer: DueTimer, now: datetime) -> None:
    """The time is over: tell those in charge, or nobody where it is settled; outside working hours a little later."""
    office = house.office
    opens = next_start(now, office.hours)
    waits = case.state is CaseState.ESCALATED
    if waits and opens > now:
        house.ledger.record(Entry(office.id, case, now, timers=(SetTimer(OVERDUE, opens, timer.note),), timer=OVERDUE))
        return
    reasons = tuple(_told(house, case, person, timer) for person in in_charge(house, now)) if waits else ()
    planned = plan(reasons, Occasion(case, f"overdue {timer.due.isoformat()}", now), house.composer)
    house.ledger.record(Entry(office.id, case, now, planned.effects, reasons, timer=OVERDUE))


def in_charge(house: House, now: datetime) -> tuple[Person, ...]:
    """The assistants of today, each once; the deputies of those who are away."""
    office = house.office
    today = now.astimezone(ZoneInfo(office.zone)).date()
    working = (office.in_charge(person, today) for person in office.assistants)
    return tuple({person.id: person for person in working}.values())


def _told(house: House, case: Case, person: Person, timer: DueTimer) -> Reasoned:
    since = datetime.fromisoformat(timer.note) if timer.note else case.opened
    facts = {
        "case_id": case.id,
        "party_name": case.party.display_name or case.party.addr_spec,
        "matter": case.subject,
        "since": since.astimezone(ZoneInfo(house.office.zone)),
    }
    return Reasoned(Answer(TEMPLATE, facts, to=(person.address,), new_thread=True), RULE, WHY)
