"""Legal holds: what must not be erased, though a person asks for it or its time has come.

Promises: a hold on an address covers every case in which that person is the party, has written or was
written to. One whose day has passed holds nothing.
Never does: erase.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, or_, select
from sqlmodel import col

from secretary.domain.address import Address
from secretary.ledger.codec import clean
from secretary.ledger.engine import WRITES, open_engine
from secretary.ledger.recording import changed, put
from secretary.ledger.tables import CaseRow, EffectRow, LegalHoldRow, MessageRow, RecipientRow


@dataclass(frozen=True, slots=True)
class LegalHold:
    """`subject` is an address in the form of `Address.key`, or a case id; without `until` it stands for ever."""

    subject: str
    reason: str
    since: datetime
    until: datetime | None = None


class LegalHolds:
    """The holds in the database at an SQLAlchemy URL, whose tables are up to date."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    def close(self) -> None:
        """Give back all connections. Idempotent."""
        self._engine.dispose()

    def place(self, hold: LegalHold) -> None:
        """From now on it stands; one on the same subject gets its reason and its end."""
        values = {"subject": clean(hold.subject), "reason": clean(hold.reason)}
        with self._writing() as connection:
            put(
                connection,
                LegalHoldRow,
                {**values, "since": hold.since, "until": hold.until},
                ["subject"],
                ["reason", "until"],
            )

    def release(self, subject: str) -> bool:
        """Whether there was one."""
        with self._writing() as connection:
            return changed(connection.execute(delete(LegalHoldRow).where(col(LegalHoldRow.subject) == subject))) > 0

    def all(self) -> tuple[LegalHold, ...]:
        """Also those whose day has passed; the oldest first."""
        order = col(LegalHoldRow.since), col(LegalHoldRow.subject)
        with self._engine.connect() as connection, connection.begin():
            rows = connection.execute(select(LegalHoldRow.__table__).order_by(*order)).all()  # type: ignore[attr-defined]
        return tuple(LegalHold(r.subject, r.reason, r.since, r.until) for r in rows)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection


def held_cases(connection: Connection, now: datetime) -> Select[str]:
    """The ids of all cases that a hold covers at this instant."""
    stands = or_(col(LegalHoldRow.until).is_(None), col(LegalHoldRow.until) > now)
    subjects = list(connection.scalars(select(col(LegalHoldRow.subject)).where(stands)))
    loop_keys = [clean(Address(subject).loop_key) for subject in subjects]
    wrote = select(col(MessageRow.case_id)).where(col(MessageRow.sender_key).in_(subjects))
    got = select(col(RecipientRow.effect)).where(col(RecipientRow.loop_key).in_(loop_keys))
    written_to = select(col(EffectRow.case_id)).where(col(EffectRow.key).in_(got))
    case = col(CaseRow.id)
    named = or_(case.in_(subjects), col(CaseRow.party_key).in_(subjects), case.in_(wrote), case.in_(written_to))
    return select(case).where(named)
