"""The tables of the record, as the newest migration leaves them.

Promises: instants are aware and in UTC on both sides; text and JSON are kept as plain text, JSON in
ASCII, so that nothing a stranger writes can be refused by a database.
Never does: create anything; that is the migrations' part.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Index, MetaData, Text, TypeDecorator
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware datetime; SQLite keeps no zone, so that what is written there is always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("The ledger takes aware datetimes only.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Row(SQLModel):
    """All tables of the record share this metadata and nothing else's."""

    metadata = MetaData(naming_convention=NAMES)


def _case(**more: Any) -> Any:  # noqa: ANN401 - SQLModel's own field type
    return Field(sa_type=Text, sa_column_args=(ForeignKey("case_.id"),), **more)


class CaseRow(Row, table=True):
    """A case with its service's state (`state_json`, None before the first).

    `person_seq` is the last row of the outbox when a person of the office last took part.
    """

    __tablename__ = "case_"
    __table_args__ = (Index(None, "office", "party_key"),)

    id: str = Field(primary_key=True, sa_type=Text)
    office: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    party_spec: str = Field(sa_type=Text)
    party_name: str = Field(sa_type=Text)
    party_key: str = Field(sa_type=Text)
    opened: datetime = Field(sa_type=Instant)
    state: str = Field(sa_type=Text)
    service: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    person_seq: int = 0
    state_json: str | None = Field(default=None, sa_type=Text)


class MessageRow(Row, table=True):
    """A mail that was taken in. `filing` is the key of the effect that takes it from its folder.

    `facts_json` is what rules may be taught from, None for what was not read.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "office", "folder"),
        Index(None, "office", "sender_key"),
        Index(None, "filing", "office"),
    )

    office: str = Field(primary_key=True, sa_type=Text)
    digest: str = Field(primary_key=True, sa_type=Text)
    case_id: str = _case()
    folder: str = Field(sa_type=Text)
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    message_id: str = Field(sa_type=Text)
    sender_key: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    filing: str | None = Field(default=None, sa_type=Text)
    facts_json: str | None = Field(default=None, sa_type=Text)


class ThreadRow(Row, table=True):
    """A Message-ID and its case.

    `origin` is "in" (received), "out" (a mail of ours), "note" (put into a folder by
    us, or a draft of ours that a person saved anew) or "person" (sent by somebody of the office without us).
    """

    __tablename__ = "thread_id"
    __table_args__ = (Index(None, "office", "message_id", unique=True), Index(None, "case_id"))

    seq: int | None = Field(default=None, primary_key=True)
    office: str = Field(sa_type=Text)
    message_id: str = Field(sa_type=Text)
    case_id: str = _case()
    origin: str = Field(sa_type=Text)


class DecisionRow(Row, table=True):
    """Why a step did what it did. `digest` is "" for a step that no mail caused."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "case_id"), Index(None, "office", "digest"))

    seq: int | None = Field(default=None, primary_key=True)
    office: str = Field(sa_type=Text)
    case_id: str = _case()
    digest: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    outcome: str = Field(sa_type=Text)
    rules_version: str = Field(sa_type=Text)
    reasons_json: str = Field(sa_type=Text)
    trace_json: str = Field(sa_type=Text)


class EffectRow(Row, table=True):
    """One row of the outbox, in the order of `seq`.

    `ordered` is False for filing, gathering and flags, which neither wait nor hold back. `since` is
    when it was enqueued, `undo` what it must put back if it cannot stand. The columns from
    `message_id` on are filled for mails only; `sent_at` is when it was last handed to SMTP,
    `receipt_at` when its receipt copy came.
    """

    __tablename__ = "effect"
    __table_args__ = (
        Index(None, "key", unique=True),
        Index(None, "office", "state", "due"),
        Index(None, "case_id", "state"),
        Index(None, "office", "mail_class", "sent_at"),
        Index(None, "office", "message_id"),
        Index(None, "office", "heard", "state", "service"),
        Index(None, "subject_key", "sent_at"),
    )

    seq: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_type=Text)
    office: str = Field(sa_type=Text)
    case_id: str = _case()
    kind: str = Field(sa_type=Text)
    deed_json: str = Field(sa_type=Text)
    service: str = Field(sa_type=Text)
    ordered: bool
    state: str = Field(sa_type=Text)
    attempts: int = 0
    since: datetime = Field(sa_type=Instant)
    due: datetime = Field(sa_type=Instant)
    problem: str = Field(default="", sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    detail: str = Field(default="", sa_type=Text)
    etag: str = Field(default="", sa_type=Text)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    heard: bool = False
    undo: str = Field(default="", sa_type=Text)
    message_id: str = Field(default="", sa_type=Text)
    mail_class: str = Field(default="", sa_type=Text)
    template: str = Field(default="", sa_type=Text)
    internal: bool = False
    subject_key: str = Field(default="", sa_type=Text)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    receipt_at: datetime | None = Field(default=None, sa_type=Instant)


class RecipientRow(Row, table=True):
    """To whom a mail of the outbox goes, by `Address.loop_key` and by domain."""

    __tablename__ = "recipient"
    __table_args__ = (Index(None, "loop_key"),)

    effect: str = Field(primary_key=True, sa_type=Text, sa_column_args=(ForeignKey("effect.key"),))
    loop_key: str = Field(primary_key=True, sa_type=Text)
    domain: str = Field(default="", sa_type=Text)


class TimerRow(Row, table=True):
    """A timer of a case; the same name again replaces it. `note` is for a person, "" for none."""

    __tablename__ = "timer"
    __table_args__ = (Index(None, "office", "due"),)

    case_id: str = _case(primary_key=True)
    name: str = Field(primary_key=True, sa_type=Text)
    office: str = Field(sa_type=Text)
    due: datetime = Field(sa_type=Instant)
    note: str = Field(default="", sa_type=Text)


class PlaceRow(Row, table=True):
    """How far a folder was looked through."""

    __tablename__ = "place"

    office: str = Field(primary_key=True, sa_type=Text)
    folder: str = Field(primary_key=True, sa_type=Text)
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)


class SettlingRow(Row, table=True):
    """A mail that lies in a folder for orders, and when it counts as one."""

    __tablename__ = "settling"
    __table_args__ = (Index(None, "office", "due"),)

    office: str = Field(primary_key=True, sa_type=Text)
    folder: str = Field(primary_key=True, sa_type=Text)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger)
    uid: int = Field(primary_key=True, sa_type=BigInteger)
    due: datetime = Field(sa_type=Instant)


class KnownRow(Row, table=True):
    """An address that somebody of the office has written to."""

    __tablename__ = "known"

    office: str = Field(primary_key=True, sa_type=Text)
    address_key: str = Field(primary_key=True, sa_type=Text)


class FailureRow(Row, table=True):
    """A mail that could not be read or decided, how often, and the last problem."""

    __tablename__ = "failure"

    office: str = Field(primary_key=True, sa_type=Text)
    digest: str = Field(primary_key=True, sa_type=Text)
    count: int
    problem: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)


class EventRow(Row, table=True):
    """The case that last ordered an event with this UID to be written, or that a calendar message began."""

    __tablename__ = "event"

    office: str = Field(primary_key=True, sa_type=Text)
    uid: str = Field(primary_key=True, sa_type=Text)
    case_id: str = _case()


class DeskLinkRow(Row, table=True):
    """A sign-in link by the digest of its secret."""

    __tablename__ = "desk_link"
    __table_args__ = (Index(None, "address", "issued"),)

    digest: str = Field(primary_key=True, sa_type=Text)
    address: str = Field(sa_type=Text)
    issued: datetime = Field(sa_type=Instant)
    used: bool


class DeskSessionRow(Row, table=True):
    """A session of the desk by the digest of its secret."""

    __tablename__ = "desk_session"

    digest: str = Field(primary_key=True, sa_type=Text)
    address: str = Field(sa_type=Text)
    ends: datetime = Field(sa_type=Instant)


class PauseRow(Row, table=True):
    """An office that a person has told to rest."""

    __tablename__ = "pause"

    office: str = Field(primary_key=True, sa_type=Text)
    by: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)


class AlarmRow(Row, table=True):
    """A trouble that the operator was told of."""

    __tablename__ = "alarm"

    office: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    since: datetime = Field(sa_type=Instant)
    detail: str = Field(sa_type=Text)
    told: datetime = Field(sa_type=Instant)
    well_since: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class RestoreRow(Row, table=True):
    """An instant at which the record was restored from a backup that may be older than what was sent."""

    __tablename__ = "restore"

    at: datetime = Field(primary_key=True, sa_type=Instant)


class AuditRow(Row, table=True):
    """One entry of the audit log; `link` chains it to the one before. `decision` is a decision's seq, 0 for none."""

    __tablename__ = "audit"

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    office: str = Field(sa_type=Text)
    what: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    decision: int = 0
    link: str = Field(sa_type=Text)


class LegalHoldRow(Row, table=True):
    """Nothing of an address (by `Address.key`) or a case is erased until then; None: until it is released."""

    __tablename__ = "legal_hold"

    subject: str = Field(primary_key=True, sa_type=Text)
    reason: str = Field(sa_type=Text)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class LessonRow(Row, table=True):
    """What an office is taught: a rule or a rule's autonomy; `case_id` is "" where no case taught it."""

    __tablename__ = "lesson"
    __table_args__ = (Index(None, "office", "at"),)

    id: str = Field(primary_key=True, sa_type=Text)
    office: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    rule: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    before: str = Field(default="", sa_type=Text)
    case_id: str = Field(default="", sa_type=Text)
    by: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    state: str = Field(sa_type=Text)
    said_by: str = Field(default="", sa_type=Text)
    said_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
