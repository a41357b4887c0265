"""What is left of a case that is erased: that it was, and the digests of its mails.

Promises: a mail on record stays known by its digest, so that no old mail is answered again; where it was
filed is forgotten, that it was is not. The audit log says which case was erased, so that its decisions are
not missed. Works inside the caller's transaction.
Never does: ask whether it may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, select, update
from sqlmodel import col

from secretary.domain.case import CaseState
from secretary.domain.effect import AppendMessage, Deed, SendMail, StoreEvent
from secretary.ledger import audit
from secretary.ledger.engine import WRITES, open_engine, usable
from secretary.ledger.migrate import require_newest
from secretary.ledger.recording import changed
from secretary.ledger.tables import (
    CaseRow,
    DecisionRow,
    EffectRow,
    EventRow,
    LessonRow,
    MessageRow,
    RecipientRow,
    Row,
    ThreadRow,
    TimerRow,
)

FORGOTTEN = "(forgotten)"  # in the place of an address; no address is written so
AT_ONCE = 500  # ids in one statement; SQLite takes some thousand

Counts = Counter[str]  # rows by table


@contextmanager
def erasing(url: str, *, keep: bool = True) -> Iterator[Connection]:
    """A writing transaction that leaves nothing behind in the file; with `keep` False it is rolled back.

    Raises SetupError. Where SQLite's log cannot be emptied at once, as somebody is reading, the secretary's
    next steps write over it.
    """
    engine = open_engine(url)
    try:
        with usable(), engine.connect().execution_options(**{WRITES: True}) as connection:
            if engine.dialect.name == "sqlite":
                connection.connection.cursor().execute("PRAGMA secure_delete=ON")
            with connection.begin() as step:
                require_newest(connection)
                yield connection
                if not keep:
                    step.rollback()
        if keep:
            _empty_log(engine)
    finally:
        engine.dispose()


def _empty_log(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def erase_cases(connection: Connection, case_ids: Iterable[str], at: datetime, why: str) -> Counts:
    """Erase whole cases, whatever their state; how many rows of each table were deleted or emptied."""
    counts: Counts = Counter()
    for some in in_portions(case_ids):
        counts.update(_erase(connection, some))
        offices = connection.execute(select(col(CaseRow.id), col(CaseRow.office)).where(col(CaseRow.id).in_(some)))
        for case_id, office in offices.all():
            audit.note(connection, at, office, audit.ERASED, case_id, {"why": why})
    return counts


def in_portions(ids: Iterable[str]) -> Iterator[list[str]]:
    """Lists that fit into one statement."""
    left = iter(ids)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _erase(connection: Connection, case_ids: Sequence[str]) -> Counts:
    keys = select(col(EffectRow.key)).where(col(EffectRow.case_id).in_(case_ids))
    wheres: list[tuple[type[Row], ColumnElement[bool]]] = [
        (RecipientRow, col(RecipientRow.effect).in_(keys)),
        (EffectRow, col(EffectRow.case_id).in_(case_ids)),
        (ThreadRow, col(ThreadRow.case_id).in_(case_ids)),
        (DecisionRow, col(DecisionRow.case_id).in_(case_ids)),
        (EventRow, col(EventRow.case_id).in_(case_ids)),
        (TimerRow, col(TimerRow.case_id).in_(case_ids)),
        (LessonRow, col(LessonRow.case_id).in_(case_ids)),
    ]
    counts = Counter({name_of(table): changed(connection.execute(delete(table).where(w))) for table, w in wheres})
    counts[name_of(MessageRow)] = empty_messages(connection, col(MessageRow.case_id).in_(case_ids))
    empty: dict[str, Any] = {
        "subject": "",
        "party_spec": FORGOTTEN,
        "party_name": "",
        "party_key": FORGOTTEN,
        "state": CaseState.CLOSED.value,
        "service": "",
        "state_json": None,
    }
    emptied = update(CaseRow).where(col(CaseRow.id).in_(case_ids)).values(empty)
    counts[name_of(CaseRow)] = changed(connection.execute(emptied))
    return counts


def empty_messages(connection: Connection, where: ColumnElement[bool]) -> int:
    """Of mails that were taken in, leave digest and place."""
    values = {"message_id": "", "sender_key": FORGOTTEN, "facts_json": None}
    return changed(connection.execute(update(MessageRow).where(where).values(values)))


def erase_effects(connection: Connection, where: ColumnElement[bool]) -> int:
    """Rows of the outbox, with the traces of their recipients."""
    keys = select(col(EffectRow.key)).where(where)
    connection.execute(delete(RecipientRow).where(col(RecipientRow.effect).in_(keys)))
    return changed(connection.execute(delete(EffectRow).where(where)))


def bare(deed: Deed) -> Deed:
    """A deed without its text; what names it, and whom it went to, stays for the limits."""
    match deed:
        case SendMail():
            return replace(deed, raw=b"", subject="")
        case AppendMessage():
            return replace(deed, raw=b"")
        case StoreEvent():
            return replace(deed, ics="")
        case _:
            return deed


def name_of(table: type[Row]) -> str:
    """The table's name in SQL."""
    return str(table.__tablename__)
