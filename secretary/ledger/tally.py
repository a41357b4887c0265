"""How many automatic mails have left, or may have: what the limits of the outbound gate count.

Works inside the caller's transaction. Never does: judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.effect import MailClass, SendMail, subject_key
from secretary.ledger.codec import clean
from secretary.ledger.outbox import SENT, SEQ, STATE, TRANSMITTING, UNKNOWN
from secretary.ledger.tables import CaseRow, EffectRow, RecipientRow
from secretary.ports import Counts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEFT_STATES = (SENT, TRANSMITTING, UNKNOWN)  # it has left, or may have


def left(office: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Automatic mails of an office that have left, or may have."""
    return and_(col(EffectRow.office) == office, _automatic(), *more)


def left_among(office: str, few: ColumnElement[bool], *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same among `few` mails, those of a case or to an address, found by an index of their own."""
    return and_(few, of_office(office), _automatic(), *more)


def of_office(office: str) -> ColumnElement[bool]:
    """Whether a row is the office's, asked so that no index of the office is taken: that one leads to all its mails."""
    return col(EffectRow.office).concat("") == office


def _automatic() -> ColumnElement[bool]:
    classes = [MailClass.AUTO_REPLIED.value, MailClass.AUTO_GENERATED.value]
    return and_(col(EffectRow.mail_class).in_(classes), STATE.in_(LEFT_STATES))


def to_any(loop_keys: Iterable[str]) -> ColumnElement[bool]:
    """Mails to one of these addresses."""
    to_them = select(col(RecipientRow.effect)).where(col(RecipientRow.loop_key).in_(list(loop_keys)))
    return col(EffectRow.key).in_(to_them)


def _into(domain: str) -> ColumnElement[bool]:
    # From each of the few mails to its recipients: a large provider's domain has had mails without number.
    into = col(RecipientRow.effect) == col(EffectRow.key), col(RecipientRow.domain) == domain
    return exists().where(*into).correlate(EffectRow.__table__)  # type: ignore[attr-defined]


def count(connection: Connection, where: ColumnElement[bool]) -> int:
    """How many effects."""
    return connection.scalar(select(func.count()).select_from(EffectRow).where(where)) or 0


def after(instant: datetime) -> ColumnElement[bool]:
    """Mails handed to SMTP after an instant."""
    return col(EffectRow.sent_at) > instant


def counts(connection: Connection, office: str, mail: SendMail, case_id: str, now: datetime, days: int) -> Counts:
    """See `secretary.ports.Counts`; the mail itself, already under way, does not count."""
    other = col(EffectRow.message_id) != clean(mail.message_id)
    recipients = [Address(r) for r in mail.envelope_to]
    keys = {clean(r.loop_key) for r in recipients}
    lately = col(EffectRow.template) == mail.template, after(now - timedelta(days=days))
    same = left_among(office, to_any(keys), other, *lately)
    subject = clean(subject_key(mail.subject))
    alike = col(EffectRow.subject_key) == subject, col(EffectRow.internal).is_(False)
    like = left_among(office, and_(*alike), other, after(now - DAY))
    domains = {clean(r.domain) for r in recipients} if subject else set()
    return Counts(
        same_template=count(connection, same) if mail.template else 0,
        to_address_today=max(
            (count(connection, left_among(office, to_any([key]), other, after(now - DAY))) for key in keys), default=0
        ),
        same_subject_today=max((count(connection, and_(like, _into(domain))) for domain in domains), default=0),
        turns_in_thread=turns(connection, office, case_id, besides=mail.message_id),
        office_this_hour=count(connection, left(office, other, after(now - HOUR))),
    )


def turns(connection: Connection, office: str, case_id: str, *, besides: str = "") -> int:
    """Automatic mails of a case to people outside since a person of the office last took part."""
    in_case = and_(col(EffectRow.case_id) == case_id, of_office(office))
    human = col(EffectRow.mail_class) == MailClass.HUMAN.value, STATE.in_(LEFT_STATES)
    approved = connection.scalar(select(func.max(SEQ)).where(in_case, *human)) or 0
    took_part = connection.scalar(select(col(CaseRow.person_seq)).where(col(CaseRow.id) == case_id)) or 0
    others = left_among(office, in_case, col(EffectRow.message_id) != clean(besides))
    return count(connection, and_(others, col(EffectRow.internal).is_(False), max(approved, took_part) < SEQ))
