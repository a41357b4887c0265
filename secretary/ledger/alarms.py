"""Which troubles the operator was told of, on record: a restart tells nothing twice.

Promises: what is kept replaces what was kept before, as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from secretary.ledger.codec import clean
from secretary.ledger.engine import WRITES, open_engine
from secretary.ledger.tables import AlarmRow


@dataclass(frozen=True, slots=True)
class Alarm:
    """One trouble that was told; `well_since` is when it was first seen to be gone."""

    office: str
    kind: str
    since: datetime
    detail: str
    told: datetime
    well_since: datetime | None


class Alarms:
    """The alarms in the database at an SQLAlchemy URL, whose tables are up to date."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    def close(self) -> None:
        """Give back all connections. Idempotent."""
        self._engine.dispose()

    def told(self) -> tuple[Alarm, ...]:
        """All that are known."""
        with self._engine.connect() as connection, connection.begin():
            rows = connection.execute(select(AlarmRow.__table__)).all()  # type: ignore[attr-defined]
        return tuple(Alarm(r.office, r.kind, r.since, r.detail, r.told, r.well_since) for r in rows)

    def keep(self, alarms: Iterable[Alarm]) -> None:
        """From now on these are known, and no others."""
        rows = [{**asdict(alarm), "detail": clean(alarm.detail)} for alarm in alarms]
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(delete(AlarmRow))
            if rows:
                connection.execute(insert(AlarmRow), rows)
