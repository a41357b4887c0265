"""A connection to the record's database, with the promises that SQL alone does not give.

Promises: SQLite writes through to the disk (WAL, synchronous FULL), checks foreign keys, and takes
its write lock when a writing transaction begins, so that two writers wait instead of failing.
Never does: know a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from secretary.domain.errors import SetupError

BUSY_SECONDS = 30  # a backup or a second command may hold the file that long
WRITES = "secretary_writes"  # the execution option of a connection that is going to write
KNOWN = frozenset({"sqlite", "postgresql"})


def open_engine(url: str) -> Engine:
    """An engine for "sqlite:///file" or "postgresql+psycopg://..."; raises SetupError for others."""
    try:
        engine = create_engine(url, **_arguments(url))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise _unusable() from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _arguments(url: str) -> dict[str, Any]:
    """A URL may say otherwise: "sqlite:///file?timeout=5"."""
    parsed = make_url(url)
    dialect = parsed.get_backend_name()
    if dialect not in KNOWN:
        raise _unusable()
    if dialect == "sqlite":
        return {} if "timeout" in parsed.query else {"connect_args": {"timeout": BUSY_SECONDS}}
    return {"pool_pre_ping": True}


def _unusable() -> SetupError:
    return SetupError(
        "This database cannot be used.",
        key="database",
        remedy='Give "sqlite:///secretary.db" or "postgresql+psycopg://user@host/name" (extra "postgres").',
    )


@contextmanager
def usable() -> Iterator[None]:
    """A database that cannot be opened becomes a SetupError with the remedy."""
    try:
        yield
    except DatabaseError as error:
        raise SetupError(
            f"The database cannot be used ({str(error.orig).strip().partition(chr(10))[0]}).",
            key="database",
            remedy="Check that it is there, that this user may write it, and that it is a secretary's.",
        ) from error


def _prepare_sqlite(session: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection has no type
    session.isolation_level = None  # BEGIN is ours, see below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        session.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
