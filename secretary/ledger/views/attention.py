"""What needs somebody: effects that nobody tries any more, and mails that were put aside.

Promises: only in cases that nobody has closed yet. Reads only, inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlmodel import col

from secretary.domain.case import CaseState
from secretary.ledger.doubt import DEAD
from secretary.ledger.tables import CaseRow, EffectRow, FailureRow, MessageRow

# Ends that a server is to blame for; of the others the people of the office hear, who can mend them.
SERVERS_FAULT = ("gave-up", "unknown")


@dataclass(frozen=True, slots=True)
class Attention:
    """`dead` counts dead letters by reason, `aside` mails in quarantine; since when, None where there are none.

    `dead_since` is that of the first which a server is to blame for.
    """

    dead: Mapping[str, int] = field(default_factory=dict)
    dead_since: datetime | None = None
    aside: int = 0
    aside_since: datetime | None = None


def attention_of(connection: Connection, office: str) -> Attention:
    """What needs somebody in an office."""
    reason, ended = col(EffectRow.reason), col(EffectRow.settled_at)
    open_case = col(CaseRow.id) == col(EffectRow.case_id), col(CaseRow.state) != CaseState.CLOSED.value
    dead = (
        select(reason, func.count(), func.min(ended))
        .join(CaseRow, open_case[0])
        .where(col(EffectRow.office) == office, DEAD, open_case[1])
        .group_by(reason)
    )
    rows = connection.execute(dead).all()
    count, since = _aside(connection, office)
    return Attention(
        dead={row[0]: row[1] for row in rows},
        dead_since=min((row[2] for row in rows if row[0] in SERVERS_FAULT and row[2]), default=None),
        aside=count,
        aside_since=since,
    )


def _aside(connection: Connection, office: str) -> tuple[int, datetime | None]:
    """Mails that failed until they were put on record, before a person."""
    mail = (col(MessageRow.office) == col(FailureRow.office)) & (col(MessageRow.digest) == col(FailureRow.digest))
    counted = select(func.count(), func.min(col(FailureRow.at))).select_from(FailureRow.__table__)  # type: ignore[attr-defined]
    put_aside = counted.join(MessageRow, mail).join(CaseRow, col(CaseRow.id) == col(MessageRow.case_id))
    unsettled = col(FailureRow.office) == office, col(CaseRow.state) == CaseState.ESCALATED.value
    row = connection.execute(put_aside.where(*unsettled)).one()
    return row[0], row[1]
