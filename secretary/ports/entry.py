"""What the ledger is given and what it tells: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from secretary.domain.action import DropTimer, SetTimer
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Decision, Reasoned
from secretary.domain.effect import Effect, MessageRef, Settled
from secretary.domain.reading import Reading


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one step puts on record, in one transaction.

    `ref` and `reading` are None when no mail caused the step (a timer, a settled effect).
    `state` is the service's new state (JSON values), None to leave it as it is. `settled` names
    the outbox key and `timer` the timer name whose news was hereby taken in. `person` says that
    somebody of the office took part; `written` is the Message-ID of what they sent by themselves,
    `draft` that of a draft which they saved.
    """

    office: str
    case: Case
    at: datetime
    effects: tuple[Effect, ...] = ()
    reasons: tuple[Reasoned, ...] = ()
    ref: MessageRef | None = None
    reading: Reading | None = None
    decision: Decision | None = None
    state: Mapping[str, Any] | None = None
    timers: tuple[SetTimer | DropTimer, ...] = ()
    settled: str = ""
    timer: str = ""
    person: bool = False
    written: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose time has come, with what was noted when it was set."""

    case: str
    name: str
    due: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseMails:
    """The mails of a case: (digest, Message-ID) of those received, Message-IDs of our notes and drafts.

    `senders` are the address keys of those who wrote the received ones, in the same order.
    """

    received: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a mail on record was to go (a folder's role or name, "" for nowhere), and how its case stands."""

    folder: str
    case_state: CaseState


@dataclass(frozen=True, slots=True)
class Waiting:
    """An effect of the outbox: how often it was begun, since when it waits, and when it was handed over.

    `undo` is what it must put back if it cannot stand ("" for nothing); `handed` is None for what
    was never handed to SMTP.
    """

    effect: Effect
    attempts: int
    since: datetime
    handed: datetime | None = None
    undo: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An effect that nobody tries any more, until a person says so."""

    settled: Settled
    case: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What the outbound gate must know, all over the last day, hour or days of `Limits`."""

    same_template: int = 0
    to_address_today: int = 0
    same_subject_today: int = 0
    turns_in_thread: int = 0
    office_this_hour: int = 0
