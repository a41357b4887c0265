"""Offices that a person has told to rest, on record: a restart does not wake them.

Promises: while an office rests, its mail stays in the INBOX and nothing is sent. Both orders are idempotent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlmodel import col

from secretary.ledger.codec import clean
from secretary.ledger.engine import WRITES, open_engine
from secretary.ledger.recording import put
from secretary.ledger.tables import PauseRow


@dataclass(frozen=True, slots=True)
class Pause:
    """Who told an office to rest, and when."""

    by: str
    at: datetime


class Pauses:
    """The pauses in the database at an SQLAlchemy URL, whose tables are up to date."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    def close(self) -> None:
        """Give back all connections. Idempotent."""
        self._engine.dispose()

    def of(self, office: str) -> Pause | None:
        """The pause of an office, None where it works."""
        columns = col(PauseRow.by), col(PauseRow.at)
        with self._engine.connect() as connection, connection.begin():
            row = connection.execute(select(*columns).where(col(PauseRow.office) == office)).first()
        return Pause(row[0], row[1]) if row else None

    def rest(self, office: str, by: str, at: datetime) -> None:
        """From now on it rests; who said so first stays on record."""
        with self._writing() as connection:
            put(connection, PauseRow, {"office": office, "by": clean(by), "at": at}, ["office"])

    def resume(self, office: str) -> None:
        """It works again."""
        with self._writing() as connection:
            connection.execute(delete(PauseRow).where(col(PauseRow.office) == office))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection
