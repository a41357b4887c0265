"""Mails that fail: counted, and after the third time put aside, on record.

Promises: a mail that cannot be fetched, read or decided keeps no other mail waiting; when it goes to
the quarantine folder, a cover note before the people of the office says so and why.
Never does: lose one. Until its filing has settled it lies in the INBOX.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from secretary.act.compose import Composer
from secretary.app.arrivals import message_of
from secretary.app.planning import Occasion, plan
from secretary.domain.action import Escalate, EscalationReason, FileInto, FolderRole
from secretary.domain.case import Case, CaseState, case_id
from secretary.domain.decision import Decision, Outcome, Reasoned
from secretary.domain.effect import MessageRef
from secretary.domain.message import Message
from secretary.domain.office import Office
from secretary.ports import Arrived, Entry, Ledger

MAX_FAILURES = 3  # a mail that fails three times will fail a fourth
RULE = "house.quarantine"
NOT_FETCHED = {
    "de": "Der Mailserver gab sie dreimal nicht heraus; sie liegt jetzt im Ordner für Problemfälle.",
    "en": "The mail server did not hand it over three times; it lies in the quarantine folder now.",
}
NOT_UNDERSTOOD = {
    "de": "Sie ließ sich dreimal nicht verarbeiten; sie liegt jetzt im Ordner für Problemfälle.",
    "en": "It could not be dealt with three times; it lies in the quarantine folder now.",
}

log = structlog.get_logger("secretary.mail")


def failed(office: Office, ledger: Ledger, composer: Composer, arrived: Arrived, problem: str, now: datetime) -> bool:
    """Count the failure; True when it was the last one and the mail is on record as put aside."""
    message = message_of(arrived)
    count = ledger.note_failure(office.id, message.digest, problem, now)
    kind = problem.partition(":")[0]
    log.warning("mail-failed", office=office.id, digest=message.digest[:12], attempt=count, error=kind)
    if count < MAX_FAILURES:
        return False
    ledger.record(_entry(office, composer, arrived, message, problem, now))
    return True


def _entry(
    office: Office, composer: Composer, arrived: Arrived, message: Message, problem: str, now: datetime
) -> Entry:
    case = Case(
        id=case_id(office.id, message.digest),
        office=office.id,
        subject=message.subject,
        party=message.author,
        opened=now,
        state=CaseState.ESCALATED,
        language=office.language,
    )
    words = NOT_FETCHED if arrived.problem else NOT_UNDERSTOOD
    detail = f"{words['de' if office.language == 'de' else 'en']} ({problem})"
    reasons = (
        Reasoned(Escalate(EscalationReason.UNREADABLE, detail), RULE, words["en"]),
        Reasoned(FileInto(FolderRole.QUARANTINE.value), RULE, words["en"]),
    )
    ref = MessageRef(arrived.folder, arrived.uidvalidity, arrived.uid, message.digest, message.message_id)
    decision = Decision(reasons, Outcome.ESCALATED, ())
    planned = plan(reasons, Occasion(case, message.digest, now, ref=ref, decision=decision), composer)
    return Entry(office.id, case, now, planned.effects, reasons, ref, None, decision)
