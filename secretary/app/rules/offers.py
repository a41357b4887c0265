"""What is offered by what people made of drafts: more or less freedom for a rule, other words for a template.

Promises: looked for after each letter of a person. An offer comes before people once, as a mail and at the desk,
and changes nothing until one of them says yes; what was declined or taken back is offered again only for what people
do afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import structlog

from secretary.act.compose import Composer
from secretary.app.intake import House
from secretary.app.rules.proposals import before_people
from secretary.app.rules.taught import School, with_wording
from secretary.decide.offers import Offer, offers, tallies
from secretary.decide.rewording import Proposed, proposed
from secretary.desk.lessons import Learned
from secretary.desk.preview import Preview
from secretary.domain.action import LETTERS, Close, SetTimer
from secretary.domain.case import Case, CaseState, case_id
from secretary.domain.decision import Reasoned
from secretary.domain.effect import Effect
from secretary.domain.errors import SecretaryError, flat
from secretary.domain.lesson import Lesson, LessonKind, LessonState, Rewording
from secretary.domain.office import Autonomy
from secretary.ledger.views.past import BY_THEMSELVES
from secretary.ports import DueTimer, Entry

OFFERS = "offers"  # the timer
TEMPLATES = {LessonKind.AUTONOMY: "desk_proposal_autonomy", LessonKind.WORDING: "desk_proposal_wording"}

log = structlog.get_logger("secretary.teaching")


def learned(house: House, now: datetime) -> Learned:
    """What was taught, what is offered, and what people made of each rule."""
    school = house.school
    if school is None:
        return Learned()
    lessons = school.lessons.all(house.office.id)
    since = now - timedelta(days=school.days)
    judged = school.lessons.judged(house.office.id, since)
    said = {lesson.id: lesson.said_at for lesson in lessons if lesson.said_at}
    turned = [lesson for lesson in reversed(lessons) if lesson.id in said]
    changed = {lesson.rule: said[lesson.id] for lesson in turned if lesson.kind is not LessonKind.WORDING}
    worded = {wording_of(lesson): said[lesson.id] for lesson in turned if lesson.kind is LessonKind.WORDING}
    # An office that sees everything first would see the same after such a change.
    acts = house.office.autonomy is Autonomy.ACT
    freedom = offers(house.rules.rules, judged, changed, approvals=school.approvals, corrections=school.corrections)
    words = proposed(
        school.lessons.changes(house.office.id, since), house.composer.sources(), worded, times=school.changes
    )
    found = {
        **{_freedom(house, offer, changed, now): offer.count for offer in freedom if acts},
        **{_words(house, one, worded, now): one.count for one in words},
    }
    counts = {lesson.id: count for lesson, count in found.items()}
    return Learned(lessons, tuple(found), tallies(judged), school.days, counts)


def _freedom(house: House, offer: Offer, changed: Mapping[str, datetime], now: datetime) -> Lesson:
    """The offer as a lesson; the same id until somebody says yes or no."""
    before = next(rule.text.autonomy for rule in house.rules.rules if rule.text.name == offer.rule)
    return Lesson(
        id=_id(house, offer.rule, offer.autonomy.value, changed.get(offer.rule)),
        office=house.office.id,
        kind=LessonKind.AUTONOMY,
        rule=offer.rule,
        text=offer.autonomy.value,
        before=before.value,
        by="",
        at=now,
    )


def _words(house: House, one: Proposed, worded: Mapping[Rewording, datetime], now: datetime) -> Lesson:
    what = one.rewording
    name = f"{what.template}.{what.language}"
    return Lesson(
        id=_id(house, f"{name}\0{what.instead_of}", what.write, worded.get(what)),
        office=house.office.id,
        kind=LessonKind.WORDING,
        rule=name,
        text=what.write,
        before=what.instead_of,
        by="",
        at=now,
    )


def _id(house: House, what: str, to: str, since: datetime | None) -> str:
    seed = "\0".join((house.office.id, what, to, since.isoformat() if since else ""))
    return hashlib.sha256(seed.encode()).hexdigest()[:12]


def wording_of(lesson: Lesson) -> Rewording:
    """The words that a lesson is about."""
    template, _, language = lesson.rule.rpartition(".")
    return Rewording(template, language, lesson.before, lesson.text)


def preview_of(house: House, lesson: Lesson, now: datetime) -> Preview:
    """The letter as it would read with other words, filled with samples."""
    wording = wording_of(lesson)
    problems: list[str] = []
    try:
        writes = _with(house.school, wording) if house.school else house.composer
        subject, text = writes.preview(wording.template, wording.language, now)
        return Preview(wording.template, wording.language, subject, text)
    except* SecretaryError as group:
        problems += [str(error) for error in flat(group)]
    return Preview(wording.template, wording.language, problem=" ".join(problems))


def _with(school: School, wording: Rewording) -> Composer:
    return school.writes(with_wording(school.content(), wording))


# --- coming before people ---------------------------------------------------------------


def case_of(house: House, now: datetime) -> Case:
    """Where offers are on record; closed, since nobody has to do anything."""
    office = house.office
    name = case_id(office.id, OFFERS)
    return Case(name, office.id, "", office.address, now, CaseState.CLOSED, language=office.language)


def to_look(house: House, reasons: Iterable[Reasoned], now: datetime) -> tuple[SetTimer, ...]:
    """Look for offers soon, where this step holds a letter of a person."""
    letter = any(
        r.rule == BY_THEMSELVES or (isinstance(r.action, Close) and r.action.ending in LETTERS) for r in reasons
    )
    if not letter or house.school is None:
        return ()
    case = case_of(house, now)
    if house.ledger.case(case.office, case.id) is None:
        house.ledger.record(Entry(case.office, case, now))
    return (SetTimer(OFFERS, now, case=case.id),)


def tell_offers(house: House, case: Case, timer: DueTimer, now: datetime) -> None:
    """Put new offers before people."""
    effects = [effect for lesson, count in _new(house, now) for effect in _mail(house, case, lesson, count, now)]
    house.ledger.record(Entry(house.office.id, case, now, tuple(effects), timer=timer.name))


def _new(house: House, now: datetime) -> Iterator[tuple[Lesson, int]]:
    """Those that wait for a word; one that was put on record and broken off comes again under the same key."""
    found = learned(house, now)
    known = {lesson.id: lesson.state for lesson in found.lessons}
    for lesson in found.offers:
        if house.school and known.get(lesson.id, LessonState.PROPOSED) is LessonState.PROPOSED:
            house.school.lessons.keep(lesson)
            yield lesson, found.counts[lesson.id]


def _mail(house: House, case: Case, lesson: Lesson, count: int, now: datetime) -> Iterator[Effect]:
    facts = {"name": lesson.rule, "count": count, "before": lesson.before, "after": lesson.text, "letter": ""}
    if lesson.kind is LessonKind.WORDING:
        facts["letter"] = preview_of(house, lesson, now).text
    try:
        yield before_people(house, case, lesson, TEMPLATES[lesson.kind], facts, now)
    except SecretaryError as error:  # it stands at the desk as well
        log.warning("offer not written", office=house.office.id, lesson=lesson.id, problem=str(error))
