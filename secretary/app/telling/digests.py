"""The digest: what waits, what was done, and by whom, by mail at set times of working days.

Promises: each time once, also over a restart: its timer, the mail and the next timer go on record together. Who
is away has a deputy, who gets it in their place. A principal's tells of the own cases only, and of what is agreed
up to the end of their next working day. With nothing to tell none is sent, unless the office wants one.
Never does: tell anybody outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.app.folders import approval, back, orders
from secretary.app.intake import House
from secretary.app.people import orders as settling
from secretary.app.people import worded
from secretary.app.planning import Occasion, plan
from secretary.app.rules import proposals
from secretary.decide.hours import after_hours, next_of, works_on
from secretary.decide.house import APPOINTMENTS
from secretary.domain.action import Answer, DropTimer, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState, Running, case_id
from secretary.domain.decision import Reasoned
from secretary.domain.event import Interval
from secretary.domain.lesson import LessonState
from secretary.domain.office import Office, Person
from secretary.ports import CaseLine, DueTimer, Entry, Happened
from secretary.services.appointments.upcoming import Meeting, meetings
from secretary.services.appointments.world import Shown

DIGEST = "digest"  # the timer
TEMPLATE, RULE, WHY = "desk_digest", "house.digest", "It is the time of the digest."
FIRST_SPAN = timedelta(days=1)  # told of in the first digest of a person
RULES_SPAN = timedelta(days=90)  # within which a rule should have fired once
RULES_TOLD = timedelta(days=14)  # a younger record says nothing about rules that never fired
A_WEEK = tuple(timedelta(days=n) for n in range(7))
MOST_RULES = 10  # names in a mail
OF_CASES = ("waiting", "outside", "alone", "orders")  # lists of a digest that are about cases
TELLING = ("waiting", "outside", "alone", "orders", "proposals", "failed", "upcoming")  # what is worth a mail
ORDERS: Mapping[str, str] = {
    orders.DONE: "done",
    orders.REJECTED: "rejected",
    orders.TAUGHT: "taught",
    orders.ASKED: "asked",
    orders.LATE: "late",
    orders.UNKNOWN: "unknown",
    approval.APPROVED: "approved",
    approval.EDITED: "edited",
    back.RULE: "back",
    proposals.LIVE: "live",
    proposals.DECLINED: "declined",
}
ELSEWHERE: Mapping[str, str] = {settling.RULE: "browser", worded.RULE: "word"}


def expect_digests(house: House, now: datetime) -> None:
    """See that a timer stands for the next digest of each person who wants one."""
    for person in house.office.people:
        due = next_of(person.digest, now, house.office.hours)
        case = case_of(house.office, person, now)
        known = house.ledger.timer(case.id, DIGEST)
        if due and (known is None or (known.due > now and known.due != due)):
            told = known.note if known else ""
            house.ledger.record(Entry(house.office.id, case, now, timers=(SetTimer(DIGEST, due, told),)))
        elif known and not due:
            house.ledger.record(Entry(house.office.id, case, now, timers=(DropTimer(DIGEST),)))


def case_of(office: Office, person: Person, now: datetime) -> Case:
    """Where the digests of a person are on record; closed, since nobody has to do anything."""
    name = case_id(office.id, f"digest {person.id}")
    return Case(name, office.id, "", Address(person.address.addr_spec), now, CaseState.CLOSED, language=person.language)


def send_digest(house: House, case: Case, timer: DueTimer, now: datetime) -> None:
    """The timer of a digest has come due: the mail and the next timer on record, in one step."""
    office = house.office
    person = next((p for p in office.people if case_of(office, p, now).id == timer.case), None)
    due = next_of(person.digest, now, office.hours) if person else None
    reasons = _reasons(house, person, timer, now) if person and due else ()
    planned = plan(reasons, Occasion(case, f"digest {timer.due.isoformat()}", now), house.composer)
    timers = (SetTimer(DIGEST, due, now.isoformat()),) if due else ()
    house.ledger.record(Entry(office.id, case, now, planned.effects, reasons, timers=timers, timer=DIGEST))


def _reasons(house: House, person: Person, timer: DueTimer, now: datetime) -> tuple[Reasoned, ...]:
    """The mail to the person, or their deputy; none where there is nothing to tell, or the deputy has their own."""
    office = house.office
    reader = office.in_charge(person, now.astimezone(ZoneInfo(office.zone)).date())
    since = datetime.fromisoformat(timer.note) if timer.note else now - FIRST_SPAN
    facts = digest_facts(house, since, now, weekly=not timer.note or _week(since) != _week(now))
    if person not in office.assistants:
        facts = _of_own(facts, _own_cases(house, person)) | {"upcoming": _upcoming(house, person, now)}
    doubled = reader is not person and bool(reader.digest)
    if doubled or not (office.attention.digest_empty or any(facts[name] for name in TELLING)):
        return ()
    facts |= {"for_name": person.name if reader is not person else ""}
    return (Reasoned(Answer(TEMPLATE, facts, to=(reader.address,), new_thread=True), RULE, WHY),)


def digest_facts(house: House, since: datetime, now: datetime, *, weekly: bool) -> dict[str, Any]:
    """What the template is filled with; `weekly` adds the rules that never fired."""
    office, zone = house.office, ZoneInfo(house.office.zone)
    found = house.ledger.happened(office.id, since, now - RULES_SPAN, frozenset({*ORDERS, *ELSEWHERE}))
    within = timedelta(hours=office.attention.answer_hours)
    waiting = [
        {**_line(line, zone), "late": bool(within) and after_hours(line.at, within, office.hours) <= now}
        for line in found.waiting
    ]
    idle = _idle(house, found, now) if weekly else ()
    return {
        "since": since.astimezone(zone),
        "waiting": waiting,
        "outside": [_outside(running, zone) for running in house.ledger.running(office.id, APPOINTMENTS)],
        "alone": [_line(line, zone) for line in found.sent],
        "orders": [_order(line, zone) for line in found.orders if line.word in ORDERS or line.ending],
        "idle_rules": idle[:MOST_RULES],
        "idle_count": len(idle),
        "idle_since": max(found.first_step or now, now - RULES_SPAN).astimezone(zone).date(),
        "proposals": _proposals(house),
        "upcoming": [],
        "own": False,
        "failed": found.failed,
        "queued": found.queued,
    }


def _own_cases(house: House, person: Person) -> frozenset[str]:
    addresses = [address.key for address in (person.address, *person.aliases)]
    return house.ledger.concerning(house.office.id, APPOINTMENTS, person.id, addresses)


def _of_own(facts: dict[str, Any], own: frozenset[str]) -> dict[str, Any]:
    """For a principal: what concerns them, and nothing of how the office works."""
    lists = {name: [line for line in facts[name] if line["case_id"] in own] for name in OF_CASES}
    return {**facts, **lists, "own": True, "proposals": [], "idle_rules": (), "failed": 0, "queued": 0}


def _upcoming(house: House, person: Person, now: datetime) -> list[dict[str, Any]]:
    """What is agreed for a principal, from tomorrow up to the end of their next working day."""
    hours = person.hours or house.office.hours
    zone = ZoneInfo(hours.zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    working = next((day for day in map(tomorrow.__add__, A_WEEK) if works_on(day, hours)), tomorrow)
    within = Interval(_midnight(tomorrow, zone), _midnight(working + timedelta(days=1), zone))
    return [
        _agreed(one, zone) for one in meetings(house.ledger.led_by(house.office.id, APPOINTMENTS), person.id, within)
    ]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _agreed(one: Meeting, zone: ZoneInfo) -> dict[str, Any]:
    start, end = (at.astimezone(zone) for at in (one.slot.start, one.slot.end))
    return {"slot": Shown(0, start, end, (zone.key,)), "who": one.names, "topic": one.topic}


def _line(line: CaseLine, zone: ZoneInfo) -> dict[str, Any]:
    return {"who": line.who, "subject": line.subject, "since": line.at.astimezone(zone), "case_id": line.case}


def _order(line: CaseLine, zone: ZoneInfo) -> dict[str, Any]:
    """What a person did: by a move, or `how` else they settled it, and with what `ending`."""
    how = ELSEWHERE.get(line.word, "")
    return {**_line(line, zone), "done": ORDERS.get(line.word, ""), "how": how, "ending": line.ending}


def _outside(running: Running, zone: ZoneInfo) -> dict[str, Any]:
    """A case in which the other side has to answer."""
    case = running.case
    since = (running.written or case.opened).astimezone(zone)
    who = case.party.display_name or case.party.addr_spec
    return {"who": who, "subject": case.subject, "since": since, "case_id": case.id}


def _idle(house: House, found: Happened, now: datetime) -> tuple[str, ...]:
    """Rules that have not fired, once the record is old enough to tell."""
    if found.first_step is None or now - found.first_step < RULES_TOLD:
        return ()
    return tuple(rule.text.name for rule in house.rules.rules if rule.text.name not in found.fired)


def _proposals(house: House) -> list[str]:
    known = house.school.lessons.all(house.office.id) if house.school else ()
    return [lesson.rule for lesson in known if lesson.state is LessonState.PROPOSED]


def _week(at: datetime) -> tuple[int, int]:
    year, week, _ = at.isocalendar()
    return year, week
