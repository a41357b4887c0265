"""The record as lines of JSON, and back: the same from SQLite and PostgreSQL, into either.

Promises: what is written is one instant of the record, also while a secretary works on it. What is
loaded goes into an empty record, whole or not at all. Sign-in links and sessions are left out: a
copy of the record signs nobody in.
Never does: change what it reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from secretary.domain.action import REMINDER
from secretary.domain.case import CaseState
from secretary.domain.effect import EffectState
from secretary.domain.errors import SetupError
from secretary.ledger.claim import claim
from secretary.ledger.engine import WRITES, open_engine, usable
from secretary.ledger.migrate import migrate, require_newest, revision_of
from secretary.ledger.tables import (
    CaseRow,
    DeskLinkRow,
    DeskSessionRow,
    EffectRow,
    Instant,
    RestoreRow,
    Row,
    TimerRow,
)

LEFT_OUT = frozenset({DeskLinkRow.__tablename__, DeskSessionRow.__tablename__})
AT_ONCE = 500  # rows in one statement


def tables() -> tuple[Table, ...]:
    """All that are written, each behind those it refers to."""
    return tuple(table for table in Row.metadata.sorted_tables if table.name not in LEFT_OUT)


def dump(url: str) -> Iterator[str]:
    """One line a row, "{"table": …, "row": {…}}"; the first names the revision. Raises SetupError."""
    with reading(url) as connection:
        yield json.dumps({"revision": revision_of(connection)})
        for table in tables():
            found = connection.execute(select(table).order_by(*table.primary_key.columns))
            for row in found.yield_per(AT_ONCE).mappings():
                yield json.dumps({"table": table.name, "row": plain({**row})})


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """One instant of a whole record. Raises SetupError for one that is not of this release."""
    engine = open_engine(url)
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    try:
        with usable(), engine.connect().execution_options(**options) as connection, connection.begin():
            require_newest(connection)
            yield connection
    finally:
        engine.dispose()


def load(url: str, lines: Iterable[str], restored: datetime, doubt: Mapping[str, str] | None) -> dict[str, int]:
    """Fill an empty record; how many rows each table got. Raises SetupError, and nothing has changed then.

    `doubt` holds, by office, what a person is told of each open case, where the secretary may have
    worked on after the lines were written; None where it has not.
    """
    engine = open_engine(url)
    held = None
    try:
        with usable():
            held = claim(engine)
            with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                migrate(connection)
            with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                _require_empty(connection)
                counts = _fill(connection, iter(lines))
                if doubt is not None:
                    _cast_doubt(connection, restored, doubt)
        return counts
    finally:
        if held is not None:
            held.close()
        engine.dispose()


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON takes it; instants in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def _require_empty(connection: Connection) -> None:
    for table in tables():
        if connection.scalar(select(func.count()).select_from(table)):
            raise SetupError(
                "There is a record already.",
                key="database",
                remedy="Move it away first, or name another database; nothing is ever written over.",
            )


def _fill(connection: Connection, lines: Iterator[str]) -> dict[str, int]:
    made_by, here = json.loads(next(lines, "{}")).get("revision"), revision_of(connection)
    if made_by != here:
        raise SetupError(
            f"The backup is of another release (revision {made_by}, here {here}).",
            remedy="Restore it with the release that wrote it; a newer one then brings the record up to date.",
        )
    known = {table.name: table for table in tables()}
    counts = dict.fromkeys(known, 0)
    batch: list[dict[str, Any]] = []
    at = ""
    for line in lines:
        said = json.loads(line)
        if said["table"] != at or len(batch) >= AT_ONCE:
            _put(connection, known.get(at), batch)
            at, batch = said["table"], []
        if at not in known:
            raise SetupError(f"The backup has a table {at!r} that nobody knows.", remedy="Take another backup.")
        batch.append(_row(known[at], said["row"]))
        counts[at] += 1
    _put(connection, known.get(at), batch)
    if connection.dialect.name == "postgresql":
        _number_on(connection)
    return counts


def _number_on(connection: Connection) -> None:
    """PostgreSQL counts apart from what the rows say."""
    for table in tables():
        if "seq" in table.columns and connection.scalar(select(func.count()).select_from(table)):
            last = select(func.setval(func.pg_get_serial_sequence(table.name, "seq"), func.max(table.c.seq)))
            connection.execute(last)


def _put(connection: Connection, table: Table | None, rows: list[dict[str, Any]]) -> None:
    if table is not None and rows:
        connection.execute(insert(table), rows)


def _row(table: Table, plain: Mapping[str, Any]) -> dict[str, Any]:
    instants = {column.name for column in table.columns if isinstance(column.type, Instant)}
    return {
        name: datetime.fromisoformat(value) if name in instants and value else value for name, value in plain.items()
    }


def _cast_doubt(connection: Connection, restored: datetime, doubt: Mapping[str, str]) -> None:
    """What the record knows is old: every mail is looked for before it goes, every negotiation goes to a person.

    Reminders of cases that people lead anyway stay as they are.
    """
    connection.execute(insert(RestoreRow), [{"at": restored}])
    case, timer, effect = CaseRow.__table__, TimerRow.__table__, EffectRow.__table__  # type: ignore[attr-defined]
    open_ = connection.execute(
        select(case.c.id, case.c.office).where(case.c.state != CaseState.CLOSED.value, case.c.service != "")
    ).all()
    led = select(case.c.id).where(case.c.service != "")
    connection.execute(timer.delete().where(timer.c.case_id.in_(led)))
    timers = [
        {"case_id": row.id, "office": row.office, "name": REMINDER, "due": restored, "note": doubt.get(row.office, "")}
        for row in open_
    ]
    if timers:
        connection.execute(insert(timer), timers)
    begun = effect.c.state == EffectState.TRANSMITTING.value
    connection.execute(update(effect).where(begun).values(state=EffectState.QUEUED.value))
