"""How an office stands: what came last, what waits and for whom, what has gone wrong.

Promises: figures and values of one instant, bounded lists. Never does: judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from secretary.domain.case import Case, CaseState
from secretary.domain.effect import EffectState
from secretary.ledger.lookups import cases
from secretary.ledger.tables import CaseRow, DecisionRow, EffectRow, FailureRow, MessageRow, TimerRow
from secretary.ledger.views.story import EffectStory, effect_story

MOST = 50  # rows of each list; who has more to look at needs another view
DEAD = (EffectState.REFUSED.value, EffectState.UNKNOWN.value)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that is not closed, and when something last happened in it."""

    case: Case
    since: datetime


@dataclass(frozen=True, slots=True)
class CaseEffect:
    """An effect and the case that it belongs to."""

    case: str
    effect: EffectStory


@dataclass(frozen=True, slots=True)
class CaseTimer:
    """A timer of a case."""

    case: str
    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail that failed. `settled` says that it is on record by now (decided, or in quarantine)."""

    digest: str
    count: int
    problem: str
    at: datetime
    settled: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """An office at one instant. `effects` counts the outbox by state, `cases` those that are not closed.

    `dead` are those of the last week.
    """

    office: str
    at: datetime
    last_mail: datetime | None
    mails_today: int
    open_cases: tuple[OpenCase, ...]
    effects: Mapping[str, int]
    waiting: tuple[CaseEffect, ...]
    dead: tuple[CaseEffect, ...]
    timers: tuple[CaseTimer, ...]
    failures: tuple[Failure, ...]
    waiting_for_people: int
    cases: Mapping[str, int] = field(default_factory=dict)


def standing_of(connection: Connection, office: str, now: datetime) -> Standing:
    """Everything at once; lists hold at most `MOST`, the most urgent first."""
    mails = col(MessageRow.office) == office
    today = select(func.count()).select_from(MessageRow).where(mails, col(MessageRow.at) > now - DAY)
    cases_by_state = _case_counts(connection, office)
    return Standing(
        office=office,
        at=now,
        last_mail=connection.scalar(select(func.max(col(MessageRow.at))).where(mails)),
        mails_today=connection.scalar(today) or 0,
        open_cases=_open_cases(connection, office),
        effects=_counts(connection, office),
        waiting=_effects(connection, office, col(EffectRow.state) == EffectState.QUEUED.value, col(EffectRow.due)),
        dead=_dead(connection, office, now),
        timers=_timers(connection, office),
        failures=_failures(connection, office),
        waiting_for_people=cases_by_state.get(CaseState.ESCALATED.value, 0),
        cases=cases_by_state,
    )


def _case_counts(connection: Connection, office: str) -> dict[str, int]:
    """All of them, also those that no list has room for."""
    state = col(CaseRow.state)
    open_ = col(CaseRow.office) == office, state != CaseState.CLOSED.value
    rows = connection.execute(select(state, func.count()).where(*open_).group_by(state))
    return {row[0]: row[1] for row in rows}


def _open_cases(connection: Connection, office: str) -> tuple[OpenCase, ...]:
    """The longest untouched first."""
    last = select(col(DecisionRow.case_id), func.max(col(DecisionRow.at))).where(col(DecisionRow.office) == office)
    touched = {row[0]: row[1] for row in connection.execute(last.group_by(col(DecisionRow.case_id)))}
    running = cases(connection, office, col(CaseRow.state) != CaseState.CLOSED.value)
    found = (OpenCase(case, touched.get(case.id) or case.opened) for case in running)
    return tuple(sorted(found, key=lambda c: c.since)[:MOST])


def _counts(connection: Connection, office: str) -> dict[str, int]:
    state = col(EffectRow.state)
    rows = connection.execute(select(state, func.count()).where(col(EffectRow.office) == office).group_by(state))
    return {row[0]: row[1] for row in rows}


def _dead(connection: Connection, office: str, now: datetime) -> tuple[CaseEffect, ...]:
    ended = col(EffectRow.state).in_(DEAD) & (col(EffectRow.settled_at) > now - 7 * DAY)
    return _effects(connection, office, ended, col(EffectRow.settled_at).desc())


def _effects(
    connection: Connection,
    office: str,
    where: ColumnElement[bool],
    order: Any,  # noqa: ANN401 - a column, or one in descending order
) -> tuple[CaseEffect, ...]:
    statement = select(EffectRow.__table__).where(col(EffectRow.office) == office, where)  # type: ignore[attr-defined]
    rows = connection.execute(statement.order_by(order, col(EffectRow.seq)).limit(MOST))
    return tuple(CaseEffect(row.case_id, effect_story(row)) for row in rows)


def _timers(connection: Connection, office: str) -> tuple[CaseTimer, ...]:
    due = col(TimerRow.due)
    columns = col(TimerRow.case_id), col(TimerRow.name), due
    statement = select(*columns).where(col(TimerRow.office) == office).order_by(due).limit(MOST)
    return tuple(CaseTimer(row[0], row[1], row[2]) for row in connection.execute(statement))


def _failures(connection: Connection, office: str) -> tuple[Failure, ...]:
    known = (col(MessageRow.office) == col(FailureRow.office)) & (col(MessageRow.digest) == col(FailureRow.digest))
    columns = col(FailureRow.digest), col(FailureRow.count), col(FailureRow.problem), col(FailureRow.at)
    statement = select(*columns, col(MessageRow.digest)).outerjoin(MessageRow, known)
    newest = statement.where(col(FailureRow.office) == office).order_by(col(FailureRow.at).desc()).limit(MOST)
    return tuple(Failure(r[0], r[1], r[2], r[3], r[4] is not None) for r in connection.execute(newest))
