"""Proposals that lie before people as mails: moved into the folder for approvals they hold.

Promises: one mail for a lesson, whenever it is proposed; it goes among what is settled once the lesson is, however
that came about.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from secretary.app.intake import House
from secretary.domain.action import Answer, FolderRole, Ignore
from secretary.domain.case import Case
from secretary.domain.decision import Reasoned
from secretary.domain.effect import (
    AppendMessage,
    Effect,
    GatherMessages,
    MailClass,
    effect_key,
    message_id_for,
)
from secretary.domain.lesson import Lesson
from secretary.ports import Entry

LIVE, DECLINED = "house.lesson-approved", "house.lesson-declined"
WHY = {LIVE: "A person has approved the proposed rule {}.", DECLINED: "A person has declined the proposed rule {}."}


def name_of(house: House, lesson: Lesson) -> str:
    """The Message-ID of a lesson's proposal."""
    return message_id_for(_key(house, lesson), house.office.address.domain)


def before_people(
    house: House, case: Case, lesson: Lesson, template: str, facts: Mapping[str, Any], now: datetime
) -> Effect:
    """The mail before people, not sent to anybody. Raises SecretaryError where it cannot be written."""
    key = _key(house, lesson)
    answer = Answer(template, facts, to=(house.office.address,), new_thread=True, language=house.office.language)
    mail = house.composer.compose(
        answer, key=key, case=case, reading=None, now=now, mail_class=MailClass.AUTO_GENERATED
    )
    put = AppendMessage(FolderRole.REVIEW.value, mail.raw, mail.message_id, ("\\Flagged",))
    return Effect(key, case.office, case.id, put)


def said_in_folder(house: House, case: Case, lesson: Lesson, rule: str, now: datetime) -> str:
    """A person has moved the proposal, and that is on record; where its mail belongs from now on."""
    house.ledger.record(Entry(house.office.id, case, now, reasons=_reasons(lesson, rule), person=True))
    return FolderRole.HANDLED


def said_at_desk(house: House, lesson: Lesson, rule: str, now: datetime) -> None:
    """The same of one who clicked: the mail is cleared away, where one lies there."""
    name = name_of(house, lesson)
    case = house.ledger.case_by_thread(house.office.id, [name])
    if case is None:
        return
    key = effect_key(_key(house, lesson), rule, now.isoformat())
    cleared = GatherMessages(FolderRole.REVIEW.value, FolderRole.HANDLED.value, (("", name),))
    effects = (Effect(key, case.office, case.id, cleared),)
    house.ledger.record(Entry(house.office.id, case, now, effects, _reasons(lesson, rule), person=True))


def _reasons(lesson: Lesson, rule: str) -> tuple[Reasoned, ...]:
    return (Reasoned(Ignore(), rule, WHY[rule].format(lesson.rule)),)


def _key(house: House, lesson: Lesson) -> str:
    return effect_key(house.office.id, "lesson", lesson.id)
