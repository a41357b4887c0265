"""The record opened for people who ask: why a case went as it did, and how an office stands.

Promises: reads only, each time in one transaction, also while the daemon writes. Opens no database
that is not there, and changes no tables.
Never does: interpret. What the rows say is told as values; words are the command line's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, make_url, select
from sqlmodel import col

from secretary.domain.case import Case
from secretary.domain.effect import EffectState
from secretary.domain.errors import SetupError
from secretary.ledger.codec import clean
from secretary.ledger.engaged import Engaged, cases_with, engaged_in
from secretary.ledger.engine import open_engine, usable
from secretary.ledger.lookups import case_by_id
from secretary.ledger.migrate import require_newest
from secretary.ledger.tables import CaseRow, DecisionRow, EffectRow, MessageRow, ThreadRow
from secretary.ledger.views.attention import Attention, attention_of
from secretary.ledger.views.figures import Figures, figures_of
from secretary.ledger.views.log import LogKind, LogLine, log_of
from secretary.ledger.views.standing import Standing, standing_of
from secretary.ledger.views.story import Story, story_of, story_of_mail


class Records:
    """What is on record in the database at an SQLAlchemy URL. Raises SetupError where there is none."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        _require_file(url)
        with self._reading() as connection:
            require_newest(connection)

    def close(self) -> None:
        """Give back all connections. Idempotent."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with usable(), self._engine.connect() as connection, connection.begin():
            yield connection

    def stories(self, asked: str, office: str = "") -> list[Story]:
        """What a case id or a Message-ID names, brackets or not; of a received mail only what it caused."""
        name = asked.strip().strip("[]<> ")
        with self._reading() as connection:
            cases = _cases(connection, office, col(CaseRow.id) == clean(name.upper()))
            return [story_of(connection, c) for c in cases] or _of_mail(connection, clean(f"<{name}>"), office)

    def standing(self, office: str, now: datetime) -> Standing:
        """How an office stands at this instant."""
        with self._reading() as connection:
            return standing_of(connection, office, now)

    def waiting_since(self, office: str) -> datetime | None:
        """Since when the effect has waited that has waited longest; None where none does."""
        waits = col(EffectRow.office) == office, col(EffectRow.state) == EffectState.QUEUED.value
        with self._reading() as connection:
            return connection.scalar(select(func.min(col(EffectRow.since))).where(*waits))

    def attention(self, office: str) -> Attention:
        """Dead letters and mails in quarantine that nobody has settled yet."""
        with self._reading() as connection:
            return attention_of(connection, office)

    def figures(self, office: str, now: datetime, *, days: int, zone: str) -> Figures:
        """The figures of the last days, today included, by the calendar of `zone`."""
        with self._reading() as connection:
            return figures_of(connection, office, now, days, zone)

    def log(
        self, office: str, *, kind: LogKind = LogKind.ALL, case: str = "", before: datetime | None = None
    ) -> tuple[LogLine, ...]:
        """What happened, the newest first."""
        with self._reading() as connection:
            return log_of(connection, office, kind=kind, case=case, before=before)

    def pulse(self, office: str) -> int:
        """The number of the last step on record: another number, another state of things."""
        with self._reading() as connection:
            last = select(func.max(col(DecisionRow.seq))).where(col(DecisionRow.office) == office)
            return connection.scalar(last) or 0

    def engaged(self, office: str, service: str) -> tuple[Engaged, ...]:
        """The latest cases of a building block with what it remembers of them."""
        with self._reading() as connection:
            return engaged_in(connection, office, service)

    def cases_with(self, office: str, addresses: Iterable[str]) -> frozenset[str]:
        """The cases in which one of these address keys has written, or is the party."""
        with self._reading() as connection:
            return cases_with(connection, office, addresses)


def _require_file(url: str) -> None:
    address = make_url(url)
    path = address.database or ""
    if address.get_backend_name() == "sqlite" and path not in {"", ":memory:"} and not Path(path).exists():
        raise SetupError(
            f"Nothing is on record yet: there is no {path}.",
            remedy="Start the secretary with `secretary run`, or name its configuration with --config.",
        )


def _cases(connection: Connection, office: str, *where: object) -> list[Case]:
    """Cases of one office, or of all where none is named."""
    rows = connection.execute(select(col(CaseRow.office), col(CaseRow.id)).where(*where))  # type: ignore[arg-type]
    found = (case_by_id(connection, row[0], row[1]) for row in rows if office in {"", row[0]})
    return [case for case in found if case]


def _of_mail(connection: Connection, message_id: str, office: str) -> list[Story]:
    """Received mails with this Message-ID (there may be several texts), else the case of a mail of ours."""
    received = connection.execute(
        select(col(MessageRow.case_id), col(MessageRow.digest))
        .where(col(MessageRow.message_id) == message_id)
        .order_by(col(MessageRow.at))
    )
    found = [
        story_of_mail(connection, case, row[1])
        for row in received
        for case in _cases(connection, office, col(CaseRow.id) == row[0])
    ]
    if found:
        return found
    ours = select(col(ThreadRow.case_id)).where(col(ThreadRow.message_id) == message_id)
    return [story_of(connection, case) for case in _cases(connection, office, col(CaseRow.id).in_(ours))]
