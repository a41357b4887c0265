"""Teaching: from a mail that a person settled to a rule that does so from now on.

Promises: a proposal changes nothing. It goes live only when a person says so, and only after the whole rule set
with it was checked and all examples held, its own mail among them; it can be undone. Each turn is on record.
Never does: send, or judge a mail that is not on record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
import yaml

from secretary.app.intake import House
from secretary.app.mails import mails_of
from secretary.app.rules.offers import wording_of
from secretary.app.rules.taught import (
    Content,
    School,
    rule_content,
    with_autonomy,
    with_rule,
    with_wording,
    without_rule,
    without_wording,
)
from secretary.decide.model import Example, RuleText
from secretary.decide.teaching import Unteachable, taught, then_of
from secretary.desk.lessons import Proposal
from secretary.domain.action import Ending
from secretary.domain.address import Address
from secretary.domain.errors import SetupError
from secretary.domain.lesson import Lesson, LessonKind, LessonState
from secretary.domain.office import Autonomy
from secretary.domain.past import Past, Way
from secretary.domain.reading import Reading, Trust
from secretary.ports import Mailbox
from secretary.understand.kind.headers import (
    AUTO_REPLY_FIELDS,
    DISCUSSION_FIELDS,
    LIST_FIELDS,
    MASS_FIELDS,
    NOTIFICATION_FIELDS,
)

MAX_TEXT = 5_000  # characters of an example; what a mail wants stands in its first pages
OF_KIND = frozenset(
    field.casefold()
    for field in (
        *AUTO_REPLY_FIELDS,
        *DISCUSSION_FIELDS,
        *LIST_FIELDS,
        *MASS_FIELDS,
        *NOTIFICATION_FIELDS,
        "Auto-Submitted",
        "Precedence",
        "List-Unsubscribe",
        "List-Post",
        "X-Auto-Response-Suppress",
    )
)

log = structlog.get_logger("secretary.teaching")


async def propose(
    house: House, mailbox: Mailbox, case: str, by: str, now: datetime, way: Way | None = None
) -> Proposal | Unteachable:
    """The rule that a settled case teaches; `way` says how such mails shall end, else as this one did.

    `by` is the address key of who teaches. The same case and way give the same lesson id until it is live.
    """
    school = house.school
    if school is None:
        return Unteachable.OFF
    past = school.lessons.past(house.office.id, now - timedelta(days=school.days))
    mail = _mail_of(case, past)
    if mail is None:
        return Unteachable.NO_MAIL
    wanted = way or mail.way
    then = then_of(wanted) if wanted else None
    if wanted is None or then is None:
        return Unteachable.OWN_WORDS if wanted else Unteachable.UNSETTLED
    found = taught(mail, wanted, past, house.office)
    reading = None if isinstance(found, Unteachable) else await _reading(house, mailbox, mail)
    if isinstance(found, Unteachable) or reading is None:
        return found if isinstance(found, Unteachable) else Unteachable.NO_MAIL
    autonomy = {"autonomy": Autonomy.SUGGEST} if wanted.ending is Ending.ANSWERED else {}
    person = house.office.person_of(Address(by))
    rule = RuleText(
        name=_name(house, school, mail),
        when=found.when,
        then=(then,),
        why=f"Taught by {person.name if person else by}, {now:%Y-%m-%d}.",
        examples=(_example(reading, asks_auth=found.when.auth is not None),),
        **autonomy,
    )
    lesson = _lesson(house, mail.case, rule, by, now)
    problems = school.trouble(_after(school, lesson), rule.name)
    return Proposal(lesson, rule, wanted, found.replay, school.days, problems)


def _lesson(house: House, case: str, rule: RuleText, by: str, now: datetime) -> Lesson:
    content = rule_content(rule)
    told = sorted((key, str(value)) for key, value in content.items() if key != "why")
    return Lesson(
        id=hashlib.sha256("\0".join((house.office.id, case, repr(told))).encode()).hexdigest()[:12],
        office=house.office.id,
        kind=LessonKind.RULE,
        rule=rule.name,
        text=yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100),
        by=by,
        at=now,
        case=case,
    )


def _mail_of(case: str, past: tuple[Past, ...]) -> Past | None:
    """The newest mail of the case that rules were asked about, else the newest."""
    mails = [p for p in past if p.case == case]
    return next((p for p in mails if not p.by_house), next(iter(mails), None))


async def _reading(house: House, mailbox: Mailbox, mail: Past) -> Reading | None:
    """The mail itself, from wherever it lies by now; None where it is gone."""
    places = {mail.way.detail} if mail.way and mail.way.ending is Ending.FILED else set()
    found = await mails_of(house.ledger, mailbox, mail.case, also=places)
    message = next((m for m in found if m.digest == mail.digest), None)
    return house.reader.read(message, received=mail.at) if message else None


def _example(reading: Reading, *, asks_auth: bool) -> Example:
    """The mail as an example: its own words, and of its headers those that tell what kind of mail it is."""
    message = reading.message
    given: dict[str, Any] = {"from": reading.sender.address.addr_spec, "subject": message.subject}
    given["text"] = reading.new_text.text[:MAX_TEXT]
    headers = {name: value for name, value in message.headers if name.casefold() in OF_KIND}
    attachments = [part.filename for part in message.attachments if part.filename]
    return Example.model_validate(
        given
        | ({"headers": headers} if headers else {})
        | ({"attachments": attachments} if attachments else {})
        | ({"auth": Trust.AUTHENTICATED} if asks_auth else {})
    )


def _name(house: House, school: School, mail: Past) -> str:
    """A name of its own, by whose mails it is about and without naming the person."""
    label = mail.facts.author.domain or mail.facts.kind.value
    known = {rule.text.name for rule in house.rules.rules}
    said = {lesson.rule for lesson in school.lessons.all(house.office.id) if lesson.state is not LessonState.PROPOSED}
    numbers = (f"taught-{label}-{n}" for n in range(1, len(known | said) + 2))
    return next(name for name in numbers if name not in known | said)


# --- a person says so -------------------------------------------------------------------


def keep(house: House, lesson: Lesson) -> None:
    """Put a proposal on record, to be said yes to later (`confirm` does so itself)."""
    if house.school:
        house.school.lessons.keep(lesson)


def confirm(house: House, lesson: Lesson, by: str, now: datetime) -> tuple[str, ...]:
    """Let a lesson go live; the reasons, in sentences, where it cannot. What is live already stays so.

    The rules are to be taken anew afterwards (`OfficeDaemon.ask_to_reload`).
    """
    return _turned(house, lesson, LessonState.LIVE, by, now, _after)


def undo(house: House, lesson: Lesson, by: str, now: datetime) -> tuple[str, ...]:
    """Take a lesson back; the reasons where that cannot be."""
    return _turned(house, lesson, LessonState.UNDONE, by, now, _before)


def decline(house: House, lesson: Lesson, by: str, now: datetime) -> None:
    """A proposal that nobody wants."""
    if house.school:
        house.school.lessons.keep(lesson)
        house.school.lessons.turn(replace(lesson, state=LessonState.PROPOSED), LessonState.DECLINED, by, now)


def _turned(
    house: House,
    lesson: Lesson,
    state: LessonState,
    by: str,
    now: datetime,
    change: Callable[[School, Lesson], Content],
) -> tuple[str, ...]:
    school = house.school
    if school is None:
        return ("Nothing can be taught here.",)
    school.lessons.keep(lesson)
    known = school.lessons.of(house.office.id, lesson.id)
    if known is None or known.state is state:
        return ()
    if known.state not in TURNS[state]:
        return ("Somebody has settled this proposal meanwhile.",)
    try:
        content = change(school, known)
        problems = school.trouble(content, known.rule if state is LessonState.LIVE else "")
        if not problems:
            school.put(content)
    except SetupError as error:
        return (str(error),)
    if problems:
        return problems
    school.lessons.turn(known, state, by, now)
    log.info("lesson", office=house.office.id, rule=known.rule, kind=known.kind.value, state=state.value, by=by)
    return ()


TURNS = {
    LessonState.LIVE: frozenset({LessonState.PROPOSED, LessonState.DECLINED, LessonState.UNDONE}),
    LessonState.UNDONE: frozenset({LessonState.LIVE}),
}


def _after(school: School, lesson: Lesson) -> Content:
    content = school.content()
    match lesson.kind:
        case LessonKind.AUTONOMY:
            return with_autonomy(content, lesson.rule, Autonomy(lesson.text))
        case LessonKind.WORDING:
            return with_wording(content, wording_of(lesson))
        case LessonKind.RULE:
            return with_rule(content, yaml.safe_load(lesson.text))


def _before(school: School, lesson: Lesson) -> Content:
    content = school.content()
    match lesson.kind:
        case LessonKind.AUTONOMY:
            return with_autonomy(content, lesson.rule, Autonomy(lesson.before) if lesson.before else None)
        case LessonKind.WORDING:
            return without_wording(content, wording_of(lesson))
        case LessonKind.RULE:
            return without_rule(content, lesson.rule)
