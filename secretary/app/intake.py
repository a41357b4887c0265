"""One mail from the INBOX to the record: read, put in context, decide, plan, record.

Promises: a mail that fails is tried again; after the third time it goes to quarantine with a cover
note, and the mailbox goes on. The mail leaves the INBOX only by an effect that is on record.
Never does: act. Whatever shall happen is in the ledger before it happens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from secretary.act.compose import Composer
from secretary.app.arrivals import message_of
from secretary.app.cases import state_after
from secretary.app.joining import joined
from secretary.app.planning import Occasion, plan, trial
from secretary.app.quarantine import failed
from secretary.app.rules.taught import School
from secretary.decide import RuleSet, decide
from secretary.decide.house import PEOPLE, is_order
from secretary.domain.action import Engage, Escalate, EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import CASE_ID_LENGTH, Case, CaseState, Running, case_id
from secretary.domain.decision import Context, Decision, Reasoned
from secretary.domain.effect import MessageRef
from secretary.domain.office import Office, Role
from secretary.domain.reading import Reading
from secretary.ports import Arrived, Entry, Ledger
from secretary.services.face import Asked, Replied, Service, ServiceEvent, Step
from secretary.understand.mime import parse_message
from secretary.understand.people import addresses_in, names_in
from secretary.understand.read import Reader

CASE_IN_SUBJECT = re.compile(rf"\[([A-Z2-7]{{{CASE_ID_LENGTH}}})\]")
FOLLOW_UPS = frozenset({"reply", "itip"})  # requests by which the house brings a mail of a running case

log = structlog.get_logger("secretary.mail")


@dataclass(frozen=True, slots=True)
class House:
    """All that taking a mail in needs; nothing of it reaches a mail server. `folders` are their names by role."""

    office: Office
    reader: Reader
    rules: RuleSet
    composer: Composer
    ledger: Ledger
    services: Mapping[str, Service]
    school: School | None = None
    folders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mail decided but not yet recorded: what a dry run shows and a real run records."""

    entry: Entry
    reading: Reading
    decision: Decision
    reasons: tuple[Reasoned, ...]


async def take_in(house: House, arrived: Arrived, now: datetime) -> bool:
    """Decide and record one mail; False when it failed and stays in the INBOX for another try."""
    if arrived.problem:
        return failed(house.office, house.ledger, house.composer, arrived, arrived.problem, now)
    try:
        verdict = await weigh(house, arrived, now)
    except Exception as error:  # noqa: BLE001 - one bad mail must never stop the mailbox; it is on record below
        problem = f"{type(error).__name__}: {error}"
        return failed(house.office, house.ledger, house.composer, arrived, problem, now)
    house.ledger.record(verdict.entry)
    log.info(
        "mail",
        office=house.office.id,
        digest=verdict.reading.message.digest[:12],
        case=verdict.entry.case.id,
        kind=verdict.reading.kind.kind.value,
        outcome=verdict.decision.outcome.value,
        rules=[r.rule for r in verdict.reasons],
    )
    return True


@dataclass(frozen=True, slots=True)
class Again:
    """A mail is decided once more in its case, for another `cause` than its coming."""

    case: Case
    cause: str


async def weigh(house: House, arrived: Arrived, now: datetime, again: Again | None = None) -> Verdict:
    """Read and decide one mail without recording anything."""
    message = message_of(arrived)
    case = again.case if again else None
    case = case or _case_of_thread(house, message.thread_ids) or _case_named(house, message.subject)
    own = tuple(parse_message(raw).text for raw in house.ledger.own_texts(case.id)) if case else ()
    reading = house.reader.read(message, received=arrived.received, own_texts=own)
    case = case or _case_of_calendar(house, reading) or _only_open_case(house, reading)
    context = _context(house, reading, case, now)
    if again:
        case = replace(again.case, state=CaseState.OPEN)
        context = replace(context, case=case, seen_before=False)
    decision = decide(reading, context, house.rules)
    led = case or _new_case(house, reading, now)
    cause = again.cause if again else message.digest
    return await _verdict(house, arrived, replace(context, case=led), reading, decision, cause)


async def _verdict(
    house: House, arrived: Arrived, context: Context, reading: Reading, decision: Decision, cause: str
) -> Verdict:
    case, now = context.case, context.now
    if case is None:
        raise TypeError("a verdict needs the case that the mail belongs to")
    step, service = await _engage(house, decision, reading, case, now)
    message = reading.message
    occasion = Occasion(
        case=case,
        cause=cause,
        now=now,
        reading=reading,
        ref=MessageRef(arrived.folder, arrived.uidvalidity, arrived.uid, message.digest, message.message_id),
        raw=arrived.raw,
        service=service,
        history=context.history,
        mails=house.ledger.mails_of(case.id),
    )
    reasons, decision = joined(decision, step.actions if step else (), trial(occasion, house.composer))
    led = replace(case, service=service or case.service)
    case = replace(led, state=state_after(led, (r.action for r in reasons), step.case_state if step else None))
    occasion = replace(occasion, case=case, decision=decision)
    planned = plan(reasons, occasion, house.composer)
    entry = Entry(
        office=house.office.id,
        case=case,
        at=now,
        effects=planned.effects,
        reasons=reasons,
        ref=occasion.ref,
        reading=reading,
        decision=decision,
        state=step.state if step and service else None,
        timers=planned.timers,
        person=is_order(reading, context),
    )
    return Verdict(entry, reading, decision, reasons)


async def _engage(
    house: House, decision: Decision, reading: Reading, case: Case, now: datetime
) -> tuple[Step | None, str]:
    """What the building block says to it, when the decision hands the mail to one."""
    order = next((r.action for r in decision.actions if isinstance(r.action, Engage)), None)
    if order is None:
        return None, ""
    if order.service not in house.services:
        return _unserved(order), ""
    role = house.office.role_of(reading.sender.address)
    named, running = _named(house, reading, role), _running(house, role, order.service)
    event: ServiceEvent = (
        Replied(reading, role, named, running)
        if order.request in FOLLOW_UPS
        else Asked(reading, role, order.request, order.params, named, running)
    )
    service = house.services[order.service]
    return await service.react(house.office, case, house.ledger.state(case.id), event, now), order.service


def _named(house: House, reading: Reading, role: Role) -> Mapping[str, tuple[Address, ...]]:
    """Whom an order of the office's own people names; a stranger names nobody."""
    if role not in PEOPLE:
        return {}
    text = reading.new_text.text
    written = {address.addr_spec: (address,) for address in addresses_in(text)}
    own = {word.casefold() for person in house.office.people for word in person.name.split()}
    spoken = (name for name in names_in(text) if not own.intersection(name.casefold().split()))
    return written or {name: tuple(house.ledger.people_named(house.office.id, name)) for name in spoken}


def _running(house: House, role: Role, service: str) -> tuple[Running, ...]:
    """What the service has under way, for an order of the office's own people only."""
    return tuple(house.ledger.running(house.office.id, service)) if role in PEOPLE else ()


def _unserved(order: Engage) -> Step:
    """An order for a building block that is switched off, or lacks its server, is for a person."""
    why = f"{order.service} is not switched on, or its server is not configured."
    reasoned = Reasoned(Escalate(EscalationReason.RULE, why), "house.no-service", why)
    return Step({}, (reasoned,), CaseState.ESCALATED)


def _case_of_thread(house: House, thread_ids: tuple[str, ...]) -> Case | None:
    """The case whose thread the mail continues."""
    return house.ledger.case_by_thread(house.office.id, thread_ids) if thread_ids else None


def _case_named(house: House, subject: str) -> Case | None:
    """The case whose id stands in the subject, as in answers made by one tap."""
    found = CASE_IN_SUBJECT.search(subject)
    return house.ledger.case(house.office.id, found[1]) if found else None


def _case_of_calendar(house: House, reading: Reading) -> Case | None:
    """The case whose event an iTIP message is about."""
    cases = (house.ledger.case_by_uid(house.office.id, c.uid) for c in reading.calendar)
    return next((c for c in cases if c), None)


def _only_open_case(house: House, reading: Reading) -> Case | None:
    """The one running negotiation of a writer who answers in a new thread; never one of several.

    Who asks for a further appointment, or what the calendar holds, answers nothing.
    """
    new = reading.has_intent("appointment.request") or reading.has_intent("calendar")
    if new or not any(i.name.startswith("act.") for i in reading.intents):
        return None
    running = house.ledger.open_cases_of(house.office.id, reading.sender.address, "appointments")
    return running[0] if len(running) == 1 else None


def _context(house: House, reading: Reading, case: Case | None, now: datetime) -> Context:
    office, ledger, message = house.office, house.ledger, reading.message
    return Context(
        office=office,
        now=now,
        role=office.role_of(reading.sender.address),
        case=case,
        history=ledger.history(office.id, reading.sender.address, now),
        answers_ours=any(ledger.is_ours(office.id, i) for i in message.in_reply_to),
        ours_in_thread=any(ledger.is_ours(office.id, i) for i in message.thread_ids),
        seen_before=ledger.seen(office.id, message.digest),
        uid_known=any(_leads(ledger.case_by_uid(office.id, c.uid)) for c in reading.calendar),
        services=frozenset(house.services),
    )


def _leads(case: Case | None) -> bool:
    """Whether a building block knows of the meeting; one that went to a person at once is for the rules."""
    return case is not None and bool(case.service)


def _new_case(house: House, reading: Reading, now: datetime) -> Case:
    office = house.office
    language = reading.language.value if reading.language.value in office.languages else office.language
    return Case(
        id=case_id(office.id, reading.message.digest),
        office=office.id,
        subject=reading.message.subject,
        party=reading.sender.address,
        opened=now,
        language=language,
    )
