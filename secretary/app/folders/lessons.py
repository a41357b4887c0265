"""What a move teaches: a rule is proposed by a mail before people, and holds once that mail is approved.

Promises: nothing is learned silently. The proposal says what the rule would have caught; moved into the folder for
approvals it goes live, into another folder for orders that settles, it is declined. Each is on record.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from secretary.app.folders.moved import Moved
from secretary.app.folders.orders import asked_again, too_late
from secretary.app.intake import House
from secretary.app.rules.proposals import DECLINED, LIVE, before_people, name_of, said_in_folder
from secretary.app.rules.teaching import confirm, decline, keep, propose
from secretary.desk.lessons import Proposal
from secretary.domain.action import Ending, FolderRole
from secretary.domain.case import Case
from secretary.domain.effect import Effect
from secretary.domain.errors import EffectError
from secretary.domain.lesson import Lesson, LessonState
from secretary.domain.past import Way
from secretary.ports import Entry, Mailbox

TEMPLATE = "desk_proposal"
NOT_LIVE = "The proposed rule cannot go live: {}"

log = structlog.get_logger("secretary.folders")


async def learn(house: House, mailbox: Mailbox, case_id: str, folder: str, now: datetime) -> bool:
    """Propose the rule that such mails go into a folder, after a case that ended so; whether one could be made."""
    try:
        found = await propose(house, mailbox, case_id, _by(house), now, Way(Ending.FILED, folder))
    except EffectError as error:
        log.warning("nothing proposed", office=house.office.id, case=case_id, problem=error.problem)
        return False
    case = house.ledger.case(house.office.id, case_id)  # as it is after the mailbox was asked
    if case is None or not isinstance(found, Proposal) or found.problems:
        return False
    keep(house, found.lesson)
    house.ledger.record(Entry(house.office.id, case, now, effects=(_proposed(house, case, found, folder, now),)))
    return True


def lesson_of(house: House, order: Moved) -> Lesson | None:
    """The lesson whose proposal was moved, if it is one."""
    lessons = house.school.lessons.all(house.office.id) if house.school and order.case else ()
    return next((lesson for lesson in lessons if name_of(house, lesson) == order.message.message_id), None)


def answered(house: House, order: Moved, case: Case, lesson: Lesson, now: datetime) -> str:
    """Carry out what is said to a proposal; where its mail belongs from now on."""
    if lesson.state is not LessonState.PROPOSED:
        return too_late(house, case, now)
    if order.role is FolderRole.APPROVE:
        problems = confirm(house, lesson, _by(house), now)
        if problems:
            return asked_again(house, order, case, NOT_LIVE.format(problems[0]), now)
        return said_in_folder(house, case, lesson, LIVE, now)
    if order.role in {FolderRole.BACK, FolderRole.TEACH}:
        return FolderRole.REVIEW
    decline(house, lesson, _by(house), now)
    return said_in_folder(house, case, lesson, DECLINED, now)


def _proposed(house: House, case: Case, proposal: Proposal, folder: str, now: datetime) -> Effect:
    facts = {
        "name": proposal.lesson.rule,
        "folder": folder,
        "rule": proposal.lesson.text,
        "days": proposal.days,
        "caught": proposal.replay.caught,
        "otherwise": len(proposal.replay.otherwise),
    }
    return before_people(house, case, proposal.lesson, TEMPLATE, facts, now)


def _by(house: House) -> str:
    """Who moved a mail in a shared mailbox is not known."""
    return house.office.address.key
