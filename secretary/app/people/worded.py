"""What a word to a cover note does beyond the mail that lies ready: hand over, offer a time, order, teach.

Promises: each gives an `Outcome`, and nothing happens before it is on record. A name that is nobody's or
several people's, and a time that is not free, are told back, and the case stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from secretary.act.compose.ready import Ready
from secretary.app.folders.moved import newest_from_outside
from secretary.app.folders.orders import TAUGHT, lesson_folder
from secretary.app.intake import House
from secretary.app.mails import lying
from secretary.app.planning import Occasion, Plan, plan
from secretary.decide.house import APPOINTMENTS
from secretary.domain.action import Action, Answer, Close, Ending, Escalate, FolderRole, Forward
from secretary.domain.case import Case
from secretary.domain.decision import Reasoned
from secretary.domain.effect import Effect, effect_key
from secretary.domain.office import Office, Person, Role
from secretary.domain.reading import Reading
from secretary.ports import Arrived, Mailbox
from secretary.services.appointments.exact import OFFER
from secretary.services.face import Asked, Step, Told
from secretary.understand.mime import parse_message

RULE = "desk.word"
OF_SERVICES = frozenset({Ready.ACCEPT, Ready.DECLINE, Ready.COUNTER})
OFFERED = "A person has named the time that is offered."


@dataclass(frozen=True, slots=True)
class Taken:
    """A building block has taken the case up: its step, and the client's mail where the step is about it."""

    step: Step
    reading: Reading | None = None
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is done: the word of the confirmation, a letter to the party, further actions.

    `name` is a person's, or what was taught; `detail` is a sentence of the house on why not. `draft` is the
    draft that is sent as it lies; `effects` are carried out besides. `lesson` is the folder for such mails;
    `reply` the answer to the person, where it is more than a confirmation.
    """

    word: str
    letter: str = ""
    draft: bytes = b""
    actions: tuple[Action, ...] = ()
    until: datetime | None = None
    name: str = ""
    detail: str = ""
    rule: str = ""
    lesson: str = ""
    effects: tuple[Effect, ...] = ()
    taken: Taken | None = None
    reply: Answer | None = None


async def hand_over(house: House, mailbox: Mailbox, case: Case, name: str, cause: str, now: datetime) -> Outcome:
    """The mail goes on to a person of the office, or to their deputy, whole, and the case is theirs."""
    named = person_named(house.office, name)
    if named is None:
        return Outcome("nobody", name=name)
    person = house.office.in_charge(named, now.astimezone(ZoneInfo(house.office.zone)).date())
    mail = await _newest(house, mailbox, case)
    if mail is None:
        return Outcome("gone")
    key = effect_key(case.office, case.id, cause, "handed over")
    sent = house.composer.forward(Forward((person.address,)), key=key, case=case, raw=mail.raw, now=now)
    effect = Effect(key, case.office, case.id, sent)
    close = Close(Ending.HANDED_OVER, to=(person.address,))
    return Outcome("handed-over", actions=(close,), name=person.name, effects=(effect,))


def person_named(office: Office, name: str) -> Person | None:
    """The one whose name has all these words, or who is known by them; None for nobody and for several."""
    wanted = set(name.casefold().split())
    found = [p for p in office.people if wanted and wanted <= {p.id.casefold(), *p.name.casefold().split()}]
    return found[0] if len(found) == 1 else None


async def appoint(house: House, mailbox: Mailbox, case: Case, word: Reading, now: datetime) -> Outcome:
    """The time that was said is offered to the party, as if they had asked for exactly that."""
    service = house.services.get(APPOINTMENTS)
    if service is None:
        return Outcome("no-calendar")
    mail = await _newest(house, mailbox, case)
    if mail is None:
        return Outcome("gone")
    asked = house.reader.read(parse_message(mail.raw), received=mail.received)
    asked = replace(asked, times=word.times, constraints=word.constraints)
    state = house.ledger.state(case.id)
    step = await service.react(house.office, case, state, Asked(asked, Role.CLIENT, OFFER), now)
    refused = next((r.action for r in step.actions if isinstance(r.action, Escalate)), None)
    if refused:
        return Outcome("not-offered", detail=refused.detail)
    return Outcome("offered", taken=Taken(step, asked, mail.raw))


async def order(house: House, case: Case, word: Reading, option: Ready | None, now: datetime) -> Outcome:
    """A word that the building block of the case understands, by its number in the note or as it was said."""
    service = house.services.get(case.service)
    if service is None:
        return Outcome("unclear")
    told = Told(word, house.office.role_of(word.sender.address), option.value if option else "")
    step = await service.react(house.office, case, house.ledger.state(case.id), told, now)
    if not step.actions:
        return Outcome("unclear")
    refused = next((r.action for r in step.actions if isinstance(r.action, Escalate)), None)
    return Outcome("not-offered", detail=refused.detail) if refused else Outcome("ordered", taken=Taken(step))


async def explain(house: House, case: Case, word: Reading, now: datetime) -> Outcome:
    """Why it is so, as far as the building block of the case tells whoever asks; nothing is done."""
    service = house.services.get(case.service)
    if service is None:
        return Outcome("unclear")
    told = Told(word, house.office.role_of(word.sender.address))
    step = await service.react(house.office, case, house.ledger.state(case.id), told, now)
    reply = next((r.action for r in step.actions if isinstance(r.action, Answer)), None)
    return Outcome("explained", reply=reply) if reply else Outcome("unclear")


async def teach(house: House, mailbox: Mailbox, what: str) -> Outcome:
    """The case is settled, and its mails go where such mails shall go; a rule is proposed once that is on record."""
    known = await mailbox.below(FolderRole.TEACH.value)
    name = next((lesson for lesson in known if lesson.casefold() == what.casefold()), what)
    folder = lesson_folder(house, name)
    return Outcome("taught", actions=(Close(Ending.FILED, folder),), name=name, rule=TAUGHT, lesson=folder)


def offering(house: House, case: Case, taken: Taken, cause: str, now: datetime) -> Plan:
    """A building block's step in the client's own thread, and what lay before people cleared away."""
    close = (Reasoned(Close(), RULE, OFFERED),)
    cleared = plan(close, Occasion(case, f"{cause} cleared", now, mails=house.ledger.mails_of(case.id)), house.composer)
    references = tuple(house.ledger.references(case.id))
    occasion = Occasion(
        case,
        f"{cause} offered",
        now,
        taken.reading,
        raw=taken.raw,
        service=APPOINTMENTS,
        references=references,
    )
    offered = plan(taken.step.actions, occasion, house.composer)
    return Plan((*cleared.effects, *offered.effects), (*cleared.timers, *offered.timers))


async def _newest(house: House, mailbox: Mailbox, case: Case) -> Arrived | None:
    """The newest mail from outside, where it lies by now."""
    newest = newest_from_outside(house.office, house.ledger.mails_of(case.id))
    return await lying(mailbox, newest[1], newest[0]) if newest and newest[1] else None
