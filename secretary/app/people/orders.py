"""An order from the desk goes on record, and is carried out like any other effect.

Promises: an order given upon a case that has moved on since is refused, so that of two people who settle
the same case at once one does and the other is told. Nothing awaits between the look and the record.
Never does: send. The letter lies in the outbox when the order is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from secretary.act.compose.by_hand import letter_by_hand
from secretary.app.cases import state_after
from secretary.app.intake import House
from secretary.app.planning import Occasion, plan
from secretary.app.rules.offers import to_look
from secretary.app.rules.rewording import closed_by
from secretary.decide.house import WITH_PEOPLE
from secretary.desk.orders import Given, HandOver, Reception, Reply, Settle
from secretary.domain.action import Close, Ending, Forward
from secretary.domain.case import Case
from secretary.domain.decision import Reasoned
from secretary.domain.effect import Effect, effect_key
from secretary.ports import Entry

RULE = "desk"

log = structlog.get_logger("secretary.desk")


def take_order(
    house: House, given: Given, now: datetime, steps_of: Callable[[str], int], raw: bytes = b""
) -> Reception:
    """Put an order on record; `steps_of` tells how many steps a case has had by now.

    `raw` is the mail that is to be handed over, b"" where it is out of reach.
    """
    office = house.office.id
    case = house.ledger.case(office, given.case)
    if case is None or case.state not in WITH_PEOPLE or steps_of(case.id) != given.steps:
        return Reception.MOVED
    if isinstance(given.order, Reply) and not given.order.text.strip():
        return Reception.EMPTY
    if isinstance(given.order, HandOver) and not raw:
        return Reception.GONE
    if not house.ledger.record(_entry(house, case, given, now, raw)):
        return Reception.MOVED
    log.info("order", office=office, case=case.id, by=given.by, order=type(given.order).__name__)
    return Reception.TAKEN


def _entry(house: House, case: Case, given: Given, now: datetime, raw: bytes) -> Entry:
    cause = f"desk {given.steps}"
    key = effect_key(case.office, case.id, cause, "letter")
    close, mail = Close(), None
    match given.order:
        case Reply(text):
            mail = letter_by_hand(
                text,
                office=house.office,
                case=case,
                key=key,
                references=tuple(house.ledger.references(case.id)),
                now=now,
            )
            close = closed_by(house, case, text)
        case Settle(folder):
            close = Close(Ending.FILED, folder)
        case HandOver(to):
            mail = house.composer.forward(Forward((to,)), key=key, case=case, raw=raw, now=now)
            close = Close(Ending.HANDED_OVER, to=(to,))
    letter = (Effect(key, case.office, case.id, mail),) if mail else ()
    return closing(house, case, RULE, f"Settled at the desk by {given.by}.", cause, now, letter=letter, close=close)


def closing(  # noqa: PLR0913 - a step has so many parts
    house: House,
    case: Case,
    rule: str,
    why: str,
    cause: str,
    now: datetime,
    *,
    letter: tuple[Effect, ...] = (),
    close: Close = Close(),  # noqa: B008 - a value
) -> Entry:
    """A person has settled a case: it closes, and what lay before people is cleared away.

    `cause` names the occasion, once and for all: the keys of the effects come from it.
    """
    reasons = (Reasoned(close, rule, why),)
    planned = plan(reasons, Occasion(case, cause, now, mails=house.ledger.mails_of(case.id)), house.composer)
    return Entry(
        office=house.office.id,
        case=replace(case, state=state_after(case, (r.action for r in reasons), case.state)),
        at=now,
        effects=(*letter, *planned.effects),
        reasons=reasons,
        timers=(*planned.timers, *to_look(house, reasons, now)),
        person=True,
    )
