"""Mails whose end is not known, and effects that ended badly: looking, witnesses, another try.

Promises: a receipt copy settles what it witnesses, whatever was known before. Works inside the
caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, select, update
from sqlmodel import col

from secretary.domain.effect import SendMail
from secretary.ledger import audit
from secretary.ledger.codec import clean, deed_of
from secretary.ledger.outbox import (
    DUE,
    IN_DOUBT,
    QUEUED,
    REFUSED,
    SENT,
    SEQ,
    STATE,
    UNKNOWN,
    is_later,
    settled_of,
    waiting_of,
)
from secretary.ledger.recording import changed
from secretary.ledger.tables import EffectRow
from secretary.ports import DeadLetter, Waiting

DEAD = and_(STATE.in_((REFUSED, UNKNOWN)), ~IN_DOUBT)


def in_doubt(connection: Connection, office: str, until: datetime) -> Sequence[Waiting]:
    """Mails to look for by then, the first handed over first."""
    due = col(EffectRow.office) == office, IN_DOUBT, ~is_later(DUE, until)
    rows = connection.execute(select(EffectRow.__table__).where(*due).order_by(SEQ))  # type: ignore[attr-defined]
    return [waiting_of(row) for row in rows]


def look_again(connection: Connection, key: str, at: datetime) -> None:
    """The next look."""
    connection.execute(update(EffectRow).where(col(EffectRow.key) == key, IN_DOUBT).values(due=at))


def own_mail(connection: Connection, office: str, message_id: str) -> SendMail | None:
    """The mail of ours with this Message-ID, as it was enqueued."""
    text = connection.scalar(select(col(EffectRow.deed_json)).where(*_named(office, message_id)).limit(1))
    deed = deed_of("send", text) if text else None
    return deed if isinstance(deed, SendMail) else None


def _named(office: str, message_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(EffectRow.office) == office,
        col(EffectRow.message_id) == clean(message_id),
        col(EffectRow.kind) == "send",
    )


def witness(connection: Connection, office: str, message_id: str, now: datetime) -> None:
    """The mail was sent; where that was not known, it is news."""
    news = STATE != SENT
    unknown = select(col(EffectRow.key)).where(*_named(office, message_id), news)
    for (key,) in connection.execute(unknown).all():
        audit.note_end(connection, now, office, key, SENT)
    values = {
        "receipt_at": now,
        "state": SENT,
        "heard": case((news, False), else_=col(EffectRow.heard)),
        "reason": case((news, ""), else_=col(EffectRow.reason)),
        "settled_at": case((news, now), else_=col(EffectRow.settled_at)),
        "sent_at": case((col(EffectRow.sent_at).is_(None), now), else_=col(EffectRow.sent_at)),
    }
    connection.execute(update(EffectRow).where(*_named(office, message_id)).values(values))


def receipts_since(connection: Connection, office: str, handed: datetime) -> bool:
    """Whether a receipt has come of a mail that was handed over after this instant."""
    later = col(EffectRow.office) == office, col(EffectRow.receipt_at).is_not(None), col(EffectRow.sent_at) > handed
    return bool(connection.scalar(select(exists().where(*later))))


def dead_letters(connection: Connection, office: str, most: int) -> Sequence[DeadLetter]:
    """What nobody tries any more, the newest first."""
    statement = select(EffectRow.__table__).where(col(EffectRow.office) == office, DEAD)  # type: ignore[attr-defined]
    rows = connection.execute(statement.order_by(col(EffectRow.settled_at).desc(), SEQ.desc()).limit(most))
    return [DeadLetter(settled_of(row), row.case_id, row.settled_at) for row in rows]


def try_again(connection: Connection, office: str, key: str, now: datetime) -> bool:
    """Refused or unknown → queued, as if it had been tried once; it keeps its age.

    Once, not never: what its earlier tries left behind, a mail that was sent after all, must be looked for first.
    """
    dead = col(EffectRow.office) == office, col(EffectRow.key) == key, DEAD
    values = {
        "state": QUEUED, "attempts": 1, "due": now, "reason": "", "detail": "", "settled_at": None, "sent_at": None,
    }  # fmt: skip
    return changed(connection.execute(update(EffectRow).where(*dead).values(values))) > 0
