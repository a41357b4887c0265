"""The outbox: which effects may go now, who has them, and how they ended.

Promises: effects of a case keep their order; one that waits for a retry or is under way holds back
those behind it. Filing and flags neither wait nor hold back. A mail in doubt holds back nothing.
Each change of state is a compare-and-set. Works inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, union, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from secretary.domain.effect import Effect, EffectState, RemoveEvent, Settled, StoreEvent
from secretary.ledger import audit
from secretary.ledger.codec import clean, deed_of
from secretary.ledger.recording import changed, enqueue
from secretary.ledger.tables import EffectRow, TimerRow
from secretary.ports import Waiting

QUEUED, TRANSMITTING = EffectState.QUEUED.value, EffectState.TRANSMITTING.value
SENT, REFUSED, UNKNOWN = EffectState.SENT.value, EffectState.REFUSED.value, EffectState.UNKNOWN.value
NOT_SENT = (QUEUED, TRANSMITTING, REFUSED, UNKNOWN)
OPEN_STATES = (TRANSMITTING, UNKNOWN)  # what `settle` may close: an unknown end is resolved by looking
SETTLED_STATES = (SENT, REFUSED, UNKNOWN)
NEEDS_SOMEBODY = ("send", "store", "remove")  # kinds whose failing must be heard even without a service
STATE, SEQ, DUE = col(EffectRow.state), col(EffectRow.seq), col(EffectRow.due)

IN_DOUBT = and_(STATE == UNKNOWN, col(EffectRow.reason) == "")

# Nothing of the outbox is put off for longer than some hours: what seems to be was written by a clock
# that ran ahead, and would wait until the true one caught up with it.
FAR_AHEAD = timedelta(days=2)

_before = aliased(EffectRow)


def is_later(due: Any, now: datetime) -> ColumnElement[bool]:  # noqa: ANN401 - a column of either alias
    """Whether something is put off beyond `now`."""
    return and_(due > now, due <= now + FAR_AHEAD)


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
    return and_(col(_before.state) == QUEUED, is_later(col(_before.due), now))


def effect_of(row: Any) -> Effect:  # noqa: ANN401 - a row of EffectRow's columns
    """The effect of a row."""
    return Effect(row.key, row.office, row.case_id, deed_of(row.kind, row.deed_json), row.service)


def waiting_of(row: Any) -> Waiting:  # noqa: ANN401 - as above
    """The effect of a row, with what its carrying out must know."""
    handed = row.sent_at if row.state == UNKNOWN else None
    return Waiting(effect_of(row), row.attempts, row.since, handed, row.undo)


def due_effects(connection: Connection, office: str, now: datetime, most: int) -> Sequence[Waiting]:
    """See `secretary.ports.Ledger.due_effects`."""
    ready = (
        select(EffectRow.__table__)  # type: ignore[attr-defined]
        .where(col(EffectRow.office) == office, STATE == QUEUED, ~is_later(DUE, now), ~_held_back(_waiting(now)))
        .order_by(SEQ)
        .limit(most)
    )
    return [waiting_of(row) for row in connection.execute(ready)]


def begin(connection: Connection, key: str, now: datetime) -> bool:
    """Queued → transmitting, unless an effect before it has come to wait since it was listed."""
    free = col(EffectRow.key) == key, STATE == QUEUED, ~_held_back(_waiting(now))
    sent_at = case((col(EffectRow.mail_class) != "", now), else_=None)
    values = {"state": TRANSMITTING, "attempts": col(EffectRow.attempts) + 1, "sent_at": sent_at}
    return changed(connection.execute(update(EffectRow).where(*free).values(values))) > 0


def hand_over(connection: Connection, key: str, now: datetime, look: datetime) -> None:
    """Transmitting → unknown: from here on only an answer, or looking, tells whether the mail left."""
    taken = col(EffectRow.key) == key, STATE == TRANSMITTING
    values = {"state": UNKNOWN, "reason": "", "due": look, "sent_at": now}
    connection.execute(update(EffectRow).where(*taken).values(values))


def keep_undo(connection: Connection, key: str, text: str) -> None:
    """What the effect replaces, as its first try found it."""
    first = col(EffectRow.key) == key, col(EffectRow.undo) == ""
    connection.execute(update(EffectRow).where(*first).values(undo=clean(text)))


def retry(connection: Connection, key: str, at: datetime, problem: str, *, counted: bool) -> None:
    """Transmitting or unknown → queued."""
    taken = col(EffectRow.key) == key, STATE.in_(OPEN_STATES)
    attempts = col(EffectRow.attempts) - (0 if counted else 1)
    values = {"state": QUEUED, "due": at, "problem": clean(problem), "attempts": attempts, "sent_at": None}
    connection.execute(update(EffectRow).where(*taken).values(values))


def settle(connection: Connection, settled: Settled, now: datetime, then: Sequence[Effect]) -> None:
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
    office = connection.scalar(update(EffectRow).where(*open_).values(values).returning(col(EffectRow.office)))
    if office is not None:
        audit.note_end(connection, now, office, settled.key, settled.state.value, settled.reason)
        for effect in then:
            enqueue(connection, effect, now)


def left_transmitting(connection: Connection, office: str) -> Sequence[Waiting]:
    """Effects that a crash left under way, in order."""
    left = (col(EffectRow.office) == office, STATE == TRANSMITTING)
    rows = connection.execute(select(EffectRow.__table__).where(*left).order_by(SEQ))  # type: ignore[attr-defined]
    return [waiting_of(row) for row in rows]


def promised_events(connection: Connection, office: str) -> Sequence[StoreEvent]:
    """See `secretary.ports.Ledger.promised_events`."""
    ahead = col(EffectRow.office) == office, STATE.in_((QUEUED, TRANSMITTING))
    of_events = col(EffectRow.kind).in_(("store", "remove"))
    columns = col(EffectRow.kind), col(EffectRow.deed_json)
    promised: dict[tuple[str, str], StoreEvent] = {}
    for row in connection.execute(select(*columns).where(*ahead, of_events).order_by(SEQ)):
        deed = deed_of(row[0], row[1])
        if isinstance(deed, StoreEvent):
            promised[deed.calendar, deed.uid] = deed
        elif isinstance(deed, RemoveEvent):
            promised.pop((deed.calendar, deed.uid), None)
    return tuple(promised.values())


def unheard(connection: Connection, office: str) -> Sequence[tuple[str, str, Settled]]:
    """See `secretary.ports.Ledger.unheard`; in the order in which they ended."""
    mine = col(EffectRow.office) == office, col(EffectRow.heard).is_(False), ~IN_DOUBT
    of_services = select(SEQ).where(*mine, col(EffectRow.service) > "", STATE.in_(SETTLED_STATES))
    failed = select(SEQ).where(*mine, STATE.in_((REFUSED, UNKNOWN)), col(EffectRow.kind).in_(NEEDS_SOMEBODY))
    rows = connection.execute(
        select(EffectRow.__table__)  # type: ignore[attr-defined]
        .where(SEQ.in_(union(of_services, failed)))
        .order_by(col(EffectRow.settled_at), SEQ)
    )
    return [(row.case_id, row.service, settled_of(row)) for row in rows]


def settled_of(row: Any) -> Settled:  # noqa: ANN401 - a row of EffectRow's columns
    """How the effect of a row ended."""
    deed = deed_of(row.kind, row.deed_json)
    return Settled(row.key, deed, EffectState(row.state), row.reason, row.detail, row.etag)


def next_due(connection: Connection, office: str) -> datetime | None:
    """The first timer, look or queued effect; one that is held back is not due before the one in front."""
    timers = select(func.min(col(TimerRow.due))).where(col(TimerRow.office) == office)
    first = select(func.min(DUE)).where(col(EffectRow.office) == office)
    # Two questions, as one with "or" reads the whole outbox.
    instants: Iterable[datetime | None] = (
        connection.scalar(timers),
        connection.scalar(first.where(STATE == QUEUED, ~_held_back(col(_before.state) == QUEUED))),
        connection.scalar(first.where(IN_DOUBT)),
    )
    return min((i for i in instants if i), default=None)
