"""What happened in an office, line by line: steps with their reasons' rules, and effects with their end.

Promises: the newest first, bounded; no text, no subject and no address of a mail stands in a line.
Reads only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from secretary.domain.effect import EffectState
from secretary.ledger.codec import clean
from secretary.ledger.tables import DecisionRow, EffectRow

MOST = 100  # lines of one page
DEAD = (EffectState.REFUSED.value, EffectState.UNKNOWN.value)


class LogKind(StrEnum):
    """What a reader of the log looks for; TROUBLE is what failed or is uncertain."""

    ALL = "all"
    STEPS = "steps"
    EFFECTS = "effects"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that happened.

    Of a step `outcome` and `rules` are filled; of an effect `effect` (its kind, as on record), how it
    stands, the template of a mail, and the reason of its end.
    """

    at: datetime
    case: str
    outcome: str = ""
    rules: tuple[str, ...] = ()
    effect: str = ""
    state: EffectState | None = None
    template: str = ""
    reason: str = ""


def log_of(
    connection: Connection, office: str, *, kind: LogKind, case: str = "", before: datetime | None = None
) -> tuple[LogLine, ...]:
    """The latest lines, of one case where it is named, and only those older than `before` where it is given."""
    steps = _steps(connection, office, case, before) if kind in {LogKind.ALL, LogKind.STEPS} else []
    effects = _effects(connection, office, kind, case, before) if kind is not LogKind.STEPS else []
    return tuple(sorted((*steps, *effects), key=lambda line: line.at, reverse=True)[:MOST])


def _steps(connection: Connection, office: str, case: str, before: datetime | None) -> list[LogLine]:
    at = col(DecisionRow.at)
    where = _where(col(DecisionRow.office) == office, col(DecisionRow.case_id), at, case, before)
    columns = at, col(DecisionRow.case_id), col(DecisionRow.outcome), col(DecisionRow.reasons_json)
    rows = connection.execute(
        select(*columns).where(*where).order_by(at.desc(), col(DecisionRow.seq).desc()).limit(MOST)
    )
    return [LogLine(r[0], r[1], outcome=r[2], rules=_rules(r[3])) for r in rows]


def _rules(reasons: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(reason["rule"]) for reason in json.loads(reasons)))


def _effects(connection: Connection, office: str, kind: LogKind, case: str, before: datetime | None) -> list[LogLine]:
    at = col(EffectRow.settled_at)
    where = _where(col(EffectRow.office) == office, col(EffectRow.case_id), at, case, before)
    ended = [at.is_not(None), *([col(EffectRow.state).in_(DEAD)] if kind is LogKind.TROUBLE else [])]
    columns = at, col(EffectRow.case_id), col(EffectRow.kind), col(EffectRow.state), col(EffectRow.template)
    statement = select(*columns, col(EffectRow.reason)).where(*where, *ended)
    rows = connection.execute(statement.order_by(at.desc(), col(EffectRow.seq).desc()).limit(MOST))
    return [LogLine(r[0], r[1], effect=r[2], state=EffectState(r[3]), template=r[4], reason=r[5]) for r in rows if r[0]]


def _where(
    office: ColumnElement[bool],
    case_id: Any,  # noqa: ANN401 - a column
    at: Any,  # noqa: ANN401 - as above
    case: str,
    before: datetime | None,
) -> list[ColumnElement[bool]]:
    wanted = [office]
    if case:
        wanted.append(case_id == clean(case.strip().strip("[]").upper()))
    if before:
        wanted.append(at < before)
    return wanted
