"""How many automatic mails have left, or may have: what the limits of the outbound gate count.

Works inside the caller's transaction. Never does: judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, select
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
    automatic = col(EffectRow.mail_class).in_([MailClass.AUTO_REPLIED.value, MailClass.AUTO_GENERATED.value])
    return and_(col(EffectRow.office) == office, automatic, STATE.in_(LEFT_STATES), *more)


def to_any(loop_keys: Iterable[str]) -> ColumnElement[bool]:
    """Mails to one of these addresses."""
    return _to(col(RecipientRow.loop_key).in_(list(loop_keys)))


def _to(where: ColumnElement[bool]) -> ColumnElement[bool]:
    # From the recipient to their few mails, never from all mails to their recipients.
    return col(EffectRow.key).in_(select(col(RecipientRow.effect)).where(where))


def count(connection: Connection, where: ColumnElement[bool]) -> int:
    """How many effects."""
    return connection.scalar(select(func.count()).select_from(EffectRow).where(where)) or 0


def after(instant: datetime) -> ColumnElement[bool]:
    """Mails handed to SMTP after an instant."""
    return col(EffectRow.sent_at) > instant


def counts(connection: Connection, office: str, mail: SendMail, case_id: str, now: datetime, days: int) -> Counts:
    """See `secretary.ports.Counts`; the mail itself, already under way, does not count."""
    others = left(office, col(EffectRow.message_id) != clean(mail.message_id))
    today = and_(others, after(now - DAY))
    recipients = [Address(r) for r in mail.envelope_to]
    keys = {clean(r.loop_key) for r in recipients}
    same = and_(others, col(EffectRow.template) == mail.template, after(now - timedelta(days=days)), to_any(keys))
    subject = clean(subject_key(mail.subject))
    like = and_(today, col(EffectRow.subject_key) == subject, col(EffectRow.internal).is_(False))
    domains = {clean(r.domain) for r in recipients} if subject else set()
    return Counts(
        same_template=count(connection, same) if mail.template else 0,
        to_address_today=max((count(connection, and_(today, to_any([key]))) for key in keys), default=0),
        same_subject_today=max(
            (count(connection, and_(like, _to(col(RecipientRow.domain) == domain))) for domain in domains), default=0
        ),
        turns_in_thread=turns(connection, office, case_id, besides=mail.message_id),
        office_this_hour=count(connection, and_(others, after(now - HOUR))),
    )


def turns(connection: Connection, office: str, case_id: str, *, besides: str = "") -> int:
    """Automatic mails of a case to people outside since a person of the office last took part."""
    in_case = col(EffectRow.office) == office, col(EffectRow.case_id) == case_id
    human = col(EffectRow.mail_class) == MailClass.HUMAN.value, STATE.in_(LEFT_STATES)
    approved = connection.scalar(select(func.max(SEQ)).where(*in_case, *human)) or 0
    took_part = connection.scalar(select(col(CaseRow.person_seq)).where(col(CaseRow.id) == case_id)) or 0
    others = left(office, col(EffectRow.message_id) != clean(besides), *in_case)
    return count(connection, and_(others, col(EffectRow.internal).is_(False), max(approved, took_part) < SEQ))
