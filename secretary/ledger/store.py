"""The ledger in an SQL database: SQLite for one office, PostgreSQL for many.

Promises: `secretary.ports.Ledger`, each call one transaction; after `record` returns, what it wrote
survives a crash. Opening brings the tables to their newest form.
Never does: decide, send, or read a clock; the present is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.case import Case, Running
from secretary.domain.decision import History
from secretary.domain.effect import AppendMessage, Effect, SendMail, Settled, StoreEvent
from secretary.domain.office import Limits
from secretary.ledger import doubt, lookups, outbox, tally
from secretary.ledger.claim import Claim, claim
from secretary.ledger.codec import clean
from secretary.ledger.engaged import concerning, led_by
from secretary.ledger.engine import WRITES, open_engine, usable
from secretary.ledger.migrate import migrate
from secretary.ledger.recording import put, record
from secretary.ledger.running import asked_by, running
from secretary.ledger.settling import keep_settling, next_settled, settling
from secretary.ledger.tables import CaseRow, FailureRow, KnownRow, MessageRow, PlaceRow, RestoreRow, TimerRow
from secretary.ledger.views.happened import happened
from secretary.ports import CaseMails, Counts, DeadLetter, DueTimer, Entry, Filed, Happened, Waiting


class SqlLedger:
    """The record in the database at an SQLAlchemy URL.

    `template_days` maps an office to the days within which `Counts.same_template` looks
    (`Limits.same_template_days`; the default of `Limits` for offices not named).
    """

    def __init__(self, url: str, *, template_days: Mapping[str, int] | None = None) -> None:
        self._engine = open_engine(url)
        self._claim: Claim = None
        self._template_days = dict(template_days or {})
        with usable(), self._writing() as connection:
            migrate(connection)

    def claim(self) -> None:
        """Have the record for oneself, as who carries effects out must; raises SetupError."""
        self._claim = self._claim or claim(self._engine)

    def close(self) -> None:
        """Give back all connections and the claim. Idempotent."""
        if self._claim is not None:
            self._claim.close()
        self._claim = None
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection

    def restored(self) -> datetime | None:
        """When the record was last restored from a backup that may be older than what was sent."""
        with self._reading() as connection:
            return connection.scalar(select(func.max(col(RestoreRow.at))))

    # --- mails --------------------------------------------------------------------------

    def seen(self, office: str, digest: str) -> bool:
        """Whether a mail with this digest is on record."""
        known = col(MessageRow.office) == office, col(MessageRow.digest) == digest
        with self._reading() as connection:
            return connection.scalar(select(col(MessageRow.digest)).where(*known)) is not None

    def filed(self, office: str, digest: str) -> Filed | None:
        """What became of a mail with this digest; None where it is not on record."""
        with self._reading() as connection:
            return lookups.filed(connection, office, digest)

    def recorded_uids(self, office: str, folder: str) -> frozenset[tuple[int, int]]:
        """(uidvalidity, uid) of recorded mails that have not been filed yet."""
        with self._reading() as connection:
            return lookups.recorded_uids(connection, office, folder)

    def failures(self, office: str, digest: str) -> int:
        """How often this mail failed to be read or decided."""
        with self._reading() as connection:
            return _failures(connection, office, digest)

    def note_failure(self, office: str, digest: str, problem: str, at: datetime) -> int:
        """Record one more failure; returns the new count."""
        with self._writing() as connection:
            number = _failures(connection, office, digest) + 1
            values = {"office": office, "digest": digest, "count": number, "problem": clean(problem), "at": at}
            put(connection, FailureRow, values, ["office", "digest"], ["count", "problem", "at"])
        return number

    # --- cases --------------------------------------------------------------------------

    def case(self, office: str, case_id: str) -> Case | None:
        """A case by its id."""
        with self._reading() as connection:
            return lookups.case_by_id(connection, office, case_id)

    def case_by_thread(self, office: str, message_ids: Sequence[str]) -> Case | None:
        """The case of the first of these Message-IDs that is on record (in or out)."""
        with self._reading() as connection:
            return lookups.case_by_thread(connection, office, message_ids)

    def case_by_uid(self, office: str, uid: str) -> Case | None:
        """The case that wrote an event with this UID, or that a calendar message about it began."""
        with self._reading() as connection:
            return lookups.case_by_uid(connection, office, uid)

    def open_cases_of(self, office: str, address: Address, service: str) -> Sequence[Case]:
        """Cases of a service, not closed, in which this address is the party; the oldest first."""
        with self._reading() as connection:
            return lookups.open_cases_of(connection, office, address, service)

    def running(self, office: str, service: str) -> Sequence[Running]:
        """Cases of a service that wait for somebody, the oldest first."""
        with self._reading() as connection:
            return running(connection, office, service)

    def concerning(self, office: str, service: str, person: str, addresses: Iterable[str]) -> frozenset[str]:
        """The cases that somebody of the office has a part in, or that a building block leads for them."""
        with self._reading() as connection:
            return concerning(connection, office, service, person, addresses)

    def led_by(self, office: str, service: str) -> Sequence[Running]:
        """The latest cases of a service, whatever has become of them."""
        with self._reading() as connection:
            return led_by(connection, office, service)

    def asked_by(self, office: str, service: str, who: Address, since: datetime) -> Sequence[Running]:
        """Cases of a service that somebody, or anybody at their firm, has begun since, the latest first."""
        with self._reading() as connection:
            return asked_by(connection, office, service, who, since)

    def people_named(self, office: str, name: str) -> Sequence[Address]:
        """Parties of the office's cases whose name has all the words of this one, each address once."""
        with self._reading() as connection:
            return lookups.people_named(connection, office, name)

    def is_ours(self, office: str, message_id: str) -> bool:
        """Whether we enqueued a mail with this Message-ID."""
        return self.origin(office, message_id) in {"out", "note"}

    def origin(self, office: str, message_id: str) -> str:
        """Where a Message-ID on record comes from: in, out, note, person; "" for one not on record."""
        with self._reading() as connection:
            return lookups.origin(connection, office, message_id)

    def mails_of(self, case_id: str) -> CaseMails:
        """What lies in the mailbox because of a case."""
        with self._reading() as connection:
            return lookups.mails_of(connection, case_id)

    def place(self, office: str, folder: str) -> tuple[int, int] | None:
        """How far a folder was looked through: (uidvalidity, uid)."""
        with self._reading() as connection:
            return lookups.place(connection, office, folder)

    def looked_through(self, office: str, folder: str, place: tuple[int, int], known: Sequence[Address]) -> None:
        """Remember the place, and the persons to whom somebody of the office wrote."""
        values = {"office": office, "folder": folder, "uidvalidity": place[0], "uid": place[1]}
        with self._writing() as connection:
            put(connection, PlaceRow, values, ["office", "folder"], ["uidvalidity", "uid"])
            for key in sorted({clean(address.key) for address in known}):
                put(connection, KnownRow, {"office": office, "address_key": key}, ["office", "address_key"])

    def settling(self, office: str, folder: str) -> Mapping[tuple[int, int], datetime]:
        """When each mail in a folder for orders counts, by (uidvalidity, uid)."""
        with self._reading() as connection:
            return settling(connection, office, folder)

    def keep_settling(self, office: str, folder: str, due: Mapping[tuple[int, int], datetime]) -> None:
        """Remember when what lies in a folder for orders counts; the others are forgotten."""
        with self._writing() as connection:
            keep_settling(connection, office, folder, due)

    def own_texts(self, case_id: str) -> Sequence[bytes]:
        """The raw mails that we enqueued in a case, newest first."""
        with self._reading() as connection:
            return lookups.own_texts(connection, case_id)

    def puts(self, case_id: str) -> Sequence[AppendMessage]:
        """The notes and drafts that we put into folders in a case, newest first."""
        with self._reading() as connection:
            return lookups.puts(connection, case_id)

    def drafted_from(self, case_id: str) -> str:
        """The template of the draft that was last put before a person in a case, "" where none was."""
        with self._reading() as connection:
            return lookups.drafted_from(connection, case_id)

    def templates_of(self, case_id: str) -> frozenset[str]:
        """The templates of the mails that were enqueued in a case."""
        with self._reading() as connection:
            return lookups.templates_of(connection, case_id)

    def references(self, case_id: str) -> Sequence[str]:
        """The Message-IDs of a case's thread, received and enqueued, the oldest first."""
        with self._reading() as connection:
            return lookups.references(connection, case_id)

    def history(self, office: str, address: Address, now: datetime) -> History:
        """What is on record about a writer."""
        with self._reading() as connection:
            return lookups.history(connection, office, address, now)

    def state(self, case_id: str) -> Mapping[str, Any] | None:
        """The service state of a case."""
        with self._reading() as connection:
            text = connection.scalar(select(col(CaseRow.state_json)).where(col(CaseRow.id) == case_id))
        kept: dict[str, Any] | None = json.loads(text) if text else None
        return kept

    def record(self, entry: Entry) -> bool:
        """One transaction; False (and nothing written) when its mail or news is on record already."""
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin() as step:
            new = record(connection, entry)
            if not new:
                step.rollback()
        return new

    # --- the outbox ---------------------------------------------------------------------

    def due_effects(self, office: str, now: datetime, most: int) -> Sequence[Waiting]:
        """Queued effects whose time has come, in order."""
        with self._reading() as connection:
            return outbox.due_effects(connection, office, now, most)

    def begin(self, key: str, now: datetime) -> bool:
        """Take an effect: queued → transmitting; False if it is taken or held back."""
        with self._writing() as connection:
            return outbox.begin(connection, key, now)

    def hand_over(self, key: str, now: datetime, look: datetime) -> None:
        """A mail is about to be sent: transmitting → unknown, to be looked for at `look`."""
        with self._writing() as connection:
            outbox.hand_over(connection, key, now, look)

    def keep_undo(self, key: str, text: str) -> None:
        """Keep what an effect is about to replace; what was kept before stays."""
        with self._writing() as connection:
            outbox.keep_undo(connection, key, text)

    def retry(self, key: str, at: datetime, problem: str, *, counted: bool = True) -> None:
        """Give it back: transmitting or unknown → queued, to be tried again at a time."""
        with self._writing() as connection:
            outbox.retry(connection, key, at, problem, counted=counted)

    def settle(self, settled: Settled, now: datetime, then: Sequence[Effect] = ()) -> None:
        """Close it: transmitting or unknown → sent, refused or unknown; `then` is enqueued with that."""
        with self._writing() as connection:
            outbox.settle(connection, settled, now, then)

    def left_transmitting(self, office: str) -> Sequence[Waiting]:
        """Effects that a crash left in transmitting."""
        with self._reading() as connection:
            return outbox.left_transmitting(connection, office)

    def promised_events(self, office: str) -> Sequence[StoreEvent]:
        """Events that are to be written and may not stand in their calendar yet, in order."""
        with self._reading() as connection:
            return outbox.promised_events(connection, office)

    def unheard(self, office: str) -> Sequence[tuple[str, str, Settled]]:
        """Settled effects whose news is not on record: (case id, service, how it ended)."""
        with self._reading() as connection:
            return outbox.unheard(connection, office)

    def counts(self, office: str, mail: SendMail, case_id: str, now: datetime) -> Counts:
        """What has been sent lately, for the outbound gate."""
        days = self._template_days.get(office, Limits().same_template_days)
        with self._reading() as connection:
            return tally.counts(connection, office, mail, case_id, now, days)

    # --- mails in doubt, dead letters ---------------------------------------------------

    def in_doubt(self, office: str, until: datetime) -> Sequence[Waiting]:
        """Mails being looked for, whose next look is due by then."""
        with self._reading() as connection:
            return doubt.in_doubt(connection, office, until)

    def look_again(self, key: str, at: datetime) -> None:
        """Put the next look for a mail in doubt off."""
        with self._writing() as connection:
            doubt.look_again(connection, key, at)

    def own_mail(self, office: str, message_id: str) -> SendMail | None:
        """The mail of ours with this Message-ID."""
        with self._reading() as connection:
            return doubt.own_mail(connection, office, message_id)

    def witness(self, office: str, message_id: str, now: datetime) -> None:
        """The receipt copy of a mail has come: it was sent, whatever was known before."""
        with self._writing() as connection:
            doubt.witness(connection, office, message_id, now)

    def receipts_since(self, office: str, handed: datetime) -> bool:
        """Whether the receipt copy of a mail handed over later has come."""
        with self._reading() as connection:
            return doubt.receipts_since(connection, office, handed)

    def dead_letters(self, office: str, most: int) -> Sequence[DeadLetter]:
        """Effects that do not stand and are not tried any more, newest first."""
        with self._reading() as connection:
            return doubt.dead_letters(connection, office, most)

    def try_again(self, office: str, key: str, now: datetime) -> bool:
        """A person wants a dead letter done after all."""
        with self._writing() as connection:
            return doubt.try_again(connection, office, key, now)

    # --- timers -------------------------------------------------------------------------

    def due_timers(self, office: str, now: datetime) -> Sequence[DueTimer]:
        """Timers whose time has come, the oldest first."""
        due = col(TimerRow.office) == office, col(TimerRow.due) <= now
        columns = col(TimerRow.case_id), col(TimerRow.name), col(TimerRow.due), col(TimerRow.note)
        statement = select(*columns).where(*due).order_by(columns[2], columns[0], columns[1])
        with self._reading() as connection:
            return [DueTimer(row[0], row[1], row[2], row[3]) for row in connection.execute(statement)]

    def timer(self, case_id: str, name: str) -> DueTimer | None:
        """A timer that stands, due or not."""
        columns = col(TimerRow.case_id), col(TimerRow.name), col(TimerRow.due), col(TimerRow.note)
        named = columns[0] == case_id, columns[1] == name
        with self._reading() as connection:
            row = connection.execute(select(*columns).where(*named)).first()
        return DueTimer(row[0], row[1], row[2], row[3]) if row else None

    def happened(self, office: str, since: datetime, rules_since: datetime, ordering: frozenset[str]) -> Happened:
        """What waits for people, and what happened since an instant."""
        with self._reading() as connection:
            return happened(connection, office, since, rules_since, ordering)

    def next_timer(self, office: str) -> datetime | None:
        """When the next timer, look, retry or order by moving is due."""
        with self._reading() as connection:
            instants = outbox.next_due(connection, office), next_settled(connection, office)
        return min((instant for instant in instants if instant), default=None)


def _failures(connection: Connection, office: str, digest: str) -> int:
    failed = col(FailureRow.office) == office, col(FailureRow.digest) == digest
    return connection.scalar(select(col(FailureRow.count)).where(*failed)) or 0
