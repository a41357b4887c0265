"""Who may look at the desk: sign-in links and sessions on record.

Promises: of a link or a session only its SHA-256 is kept, so that nobody who reads the database can
use one. A link is good once and for a short while; two who redeem it at once make one session.
Never does: know whether an address may sign in; that is the configuration's matter, asked each time.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlmodel import col

from secretary.ledger.codec import clean
from secretary.ledger.engine import WRITES, open_engine
from secretary.ledger.recording import changed
from secretary.ledger.tables import DeskLinkRow, DeskSessionRow

LINK_LIFE = timedelta(minutes=15)  # long enough for slow mail, short enough for a forgotten mailbox
LINKS_PER_HOUR = 5  # to one address; more is somebody else's typing
HOUR = timedelta(hours=1)
SECRET_BYTES = 32


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class Access:
    """Links and sessions in the database at an SQLAlchemy URL, whose tables are up to date."""

    def __init__(self, url: str, *, session_life: timedelta) -> None:
        self._engine = open_engine(url)
        self._life = session_life

    def close(self) -> None:
        """Give back all connections. Idempotent."""
        self._engine.dispose()

    def issue(self, address: str, now: datetime) -> str | None:
        """A new link's secret, or None when this address has had enough for now."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        with self._writing() as connection:
            _sweep(connection, now)
            recent = col(DeskLinkRow.address) == clean(address), col(DeskLinkRow.issued) > now - HOUR
            if (connection.scalar(select(func.count()).select_from(DeskLinkRow).where(*recent)) or 0) >= LINKS_PER_HOUR:
                return None
            values = {"digest": _digest(secret), "address": clean(address), "issued": now, "used": False}
            connection.execute(insert(DeskLinkRow).values(values))
        return secret

    def redeem(self, secret: str, now: datetime) -> tuple[str, str] | None:
        """(address, the session's secret) of a link that is good; it is good no more."""
        session = secrets.token_urlsafe(SECRET_BYTES)
        good = (
            col(DeskLinkRow.digest) == _digest(secret),
            col(DeskLinkRow.used).is_(False),
            col(DeskLinkRow.issued) > now - LINK_LIFE,
        )
        with self._writing() as connection:
            if not changed(connection.execute(update(DeskLinkRow).where(*good).values(used=True))):
                return None
            named = select(col(DeskLinkRow.address)).where(col(DeskLinkRow.digest) == _digest(secret))
            address = str(connection.scalar(named))
            values = {"digest": _digest(session), "address": address, "ends": now + self._life}
            connection.execute(insert(DeskSessionRow).values(values))
        return address, session

    def address_of(self, session: str, now: datetime) -> str | None:
        """Whose session it is, while it lasts."""
        running = col(DeskSessionRow.digest) == _digest(session), col(DeskSessionRow.ends) > now
        with self._engine.connect() as connection, connection.begin():
            found = connection.scalar(select(col(DeskSessionRow.address)).where(*running))
        return None if found is None else str(found)

    def end(self, session: str) -> None:
        """Sign out. Idempotent."""
        with self._writing() as connection:
            connection.execute(delete(DeskSessionRow).where(col(DeskSessionRow.digest) == _digest(session)))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection


def _sweep(connection: Connection, now: datetime) -> None:
    """Forget what has ended."""
    connection.execute(delete(DeskLinkRow).where(col(DeskLinkRow.issued) < now - HOUR))
    connection.execute(delete(DeskSessionRow).where(col(DeskSessionRow.ends) < now))
