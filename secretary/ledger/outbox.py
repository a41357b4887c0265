"""The outbox: which effects may go now, who has them, how they ended, and how many mails have left.

Promises: effects of a case keep their order; one that waits for a retry or is under way holds back
those behind it. Filing and flags neither wait nor hold back. Each change of state is a
compare-and-set. Works inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.effect import Effect, EffectState, MailClass, SendMail, Settled
from secretary.ledger.codec import clean, deed_of
from secretary.ledger.recording import changed
from secretary.ledger.tables import CaseRow, EffectRow, RecipientRow, TimerRow
from secretary.ports import Counts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUEUED, TRANSMITTING = EffectState.QUEUED.value, EffectState.TRANSMITTING.value
SENT, UNKNOWN = EffectState.SENT.value, EffectState.UNKNOWN.value
OPEN_STATES = (TRANSMITTING, UNKNOWN)  # what `settle` may close: an unknown end is resolved by looking
LEFT_STATES = (SENT, TRANSMITTING, UNKNOWN)  # it has left, or may have
SETTLED_STATES = (SENT, EffectState.REFUSED.value, UNKNOWN)
STATE, SEQ, DUE = col(EffectRow.state), col(EffectRow.seq), col(EffectRow.due)

_before = aliased(EffectRow)


def _held_back(blocking: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an earlier effect of the same case is `blocking` this one."""
    earlier = and_(
        col(_before.case_id) == col(EffectRow.case_id),
        col(_before.seq) < SEQ,
        col(_before.ordered).is_(True),
        or_(col(_before.state) == TRANSMITTING, blocking),
    )
    return and_(col(EffectRow.ordered).is_(True), exists().where(earlier).correlate(EffectRow.__table__))  # type: ignore[attr-defined]


def _waiting(now: datetime) -> ColumnElement[bool]:
    return and_(col(_before.state) == QUEUED, col(_before.due) > now)


def effect_of(row: Any) -> Effect:  # noqa: ANN401 - a row of EffectRow's columns
    """The effect of a row."""
    return Effect(row.key, row.office, row.case_id, deed_of(row.kind, row.deed_json), row.service)


def due_effects(connection: Connection, office: str, now: datetime, most: int) -> Sequence[tuple[Effect, int]]:
    """See `secretary.ports.Ledger.due_effects`."""
    ready = (
        select(EffectRow.__table__)  # type: ignore[attr-defined]
        .where(col(EffectRow.office) == office, STATE == QUEUED, now >= DUE, ~_held_back(_waiting(now)))
        .order_by(SEQ)
        .limit(most)
    )
    return [(effect_of(row), row.attempts) for row in connection.execute(ready)]


def begin(connection: Connection, key: str, now: datetime) -> bool:
    """Queued → transmitting, unless an effect before it has come to wait since it was listed."""
    free = col(EffectRow.key) == key, STATE == QUEUED, ~_held_back(_waiting(now))
    sent_at = case((col(EffectRow.mail_class) != "", now), else_=None)
    values = {"state": TRANSMITTING, "attempts": col(EffectRow.attempts) + 1, "sent_at": sent_at}
    return changed(connection.execute(update(EffectRow).where(*free).values(values))) > 0


def retry(connection: Connection, key: str, at: datetime, problem: str) -> None:
    """Transmitting → queued."""
    taken = col(EffectRow.key) == key, STATE == TRANSMITTING
    values = {"state": QUEUED, "due": at, "problem": clean(problem), "sent_at": None}
    connection.execute(update(EffectRow).where(*taken).values(values))


def settle(connection: Connection, settled: Settled, now: datetime) -> None:
    """Transmitting or unknown → its end; a later, better knowledge is news again."""
    open_ = col(EffectRow.key) == settled.key, STATE.in_(OPEN_STATES)
    values = {
        "state": settled.state.value,
        "reason": settled.reason,
        "detail": clean(settled.detail),
        "etag": clean(settled.etag),
        "settled_at": now,
        "heard": False,
    }
    connection.execute(update(EffectRow).where(*open_).values(values))


def left_transmitting(connection: Connection, office: str) -> Sequence[Effect]:
    """Effects that a crash left under way, in order."""
    left = (col(EffectRow.office) == office, STATE == TRANSMITTING)
    rows = connection.execute(select(EffectRow.__table__).where(*left).order_by(SEQ))  # type: ignore[attr-defined]
    return [effect_of(row) for row in rows]


def unheard(connection: Connection, office: str) -> Sequence[tuple[str, str, Settled]]:
    """Ended effects whose service was not told, in the order in which they ended."""
    untold = (
        col(EffectRow.office) == office,
        col(EffectRow.service) != "",
        col(EffectRow.heard).is_(False),
        STATE.in_(SETTLED_STATES),
    )
    rows = connection.execute(
        select(EffectRow.__table__).where(*untold).order_by(col(EffectRow.settled_at), SEQ)  # type: ignore[attr-defined]
    )
    return [(row.case_id, row.service, _settled_of(row)) for row in rows]


def _settled_of(row: Any) -> Settled:  # noqa: ANN401 - a row of EffectRow's columns
    deed = deed_of(row.kind, row.deed_json)
    return Settled(row.key, deed, EffectState(row.state), row.reason, row.detail, row.etag)


def next_due(connection: Connection, office: str) -> datetime | None:
    """The first timer or queued effect; one that is held back is not due before the one in front."""
    timers = select(func.min(col(TimerRow.due))).where(col(TimerRow.office) == office)
    queued = col(EffectRow.office) == office, STATE == QUEUED, ~_held_back(col(_before.state) == QUEUED)
    instants: Iterable[datetime | None] = (
        connection.scalar(timers),
        connection.scalar(select(func.min(DUE)).where(*queued)),
    )
    return min((i for i in instants if i), default=None)


# --- what has left ----------------------------------------------------------------------


def left(office: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Automatic mails of an office that have left, or may have."""
    automatic = col(EffectRow.mail_class).in_([MailClass.AUTO_REPLIED.value, MailClass.AUTO_GENERATED.value])
    return and_(col(EffectRow.office) == office, automatic, STATE.in_(LEFT_STATES), *more)


def to_any(loop_keys: Iterable[str]) -> ColumnElement[bool]:
    """Mails to one of these addresses."""
    named = col(RecipientRow.effect) == col(EffectRow.key), col(RecipientRow.loop_key).in_(list(loop_keys))
    return exists().where(*named).correlate(EffectRow.__table__)  # type: ignore[attr-defined]


def count(connection: Connection, where: ColumnElement[bool]) -> int:
    """How many effects."""
    return connection.scalar(select(func.count()).select_from(EffectRow).where(where)) or 0


def after(instant: datetime) -> ColumnElement[bool]:
    """Mails handed to SMTP after an instant."""
    return col(EffectRow.sent_at) > instant


def counts(connection: Connection, office: str, mail: SendMail, case_id: str, now: datetime, days: int) -> Counts:
    """See `secretary.ports.Counts`; the mail itself, already under way, does not count."""
    others = left(office, col(EffectRow.message_id) != clean(mail.message_id))
    keys = {clean(Address(r).loop_key) for r in mail.envelope_to}
    same = and_(others, col(EffectRow.template) == mail.template, after(now - timedelta(days=days)), to_any(keys))
    today = [count(connection, and_(others, after(now - DAY), to_any([key]))) for key in keys]
    return Counts(
        same_template=count(connection, same) if mail.template else 0,
        to_address_today=max(today, default=0),
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
