"""What waits for people, and what happened since an instant. Reads only, inside the caller's transaction.

Promises: bounded lists, those that matter most first. Never does: judge.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from secretary.domain.case import CaseState
from secretary.domain.effect import EffectState, MailClass
from secretary.ledger.tables import CaseRow, DecisionRow, EffectRow, MessageRow
from secretary.ports import CaseLine, Happened

MOST = 50  # of each list; who has more to look at needs the desk
MAX_STEPS = 20_000  # looked through for what fired; an office has a few hundred in a day
DEAD = (EffectState.REFUSED.value, EffectState.UNKNOWN.value)
BY_ITSELF = (MailClass.AUTO_REPLIED.value, MailClass.AUTO_GENERATED.value)
WHO = func.coalesce(func.nullif(col(CaseRow.party_name), ""), col(CaseRow.party_spec))


def happened(
    connection: Connection, office: str, since: datetime, rules_since: datetime, ordering: frozenset[str]
) -> Happened:
    """Everything since an instant. `rules_since` is how far back it is asked which rules fired.

    `ordering` are the rules under which people's orders are on record.
    """
    mine = col(EffectRow.office) == office
    failed = col(EffectRow.state).in_(DEAD) & (col(EffectRow.settled_at) > since)
    put_off = (col(EffectRow.state) == EffectState.QUEUED.value) & (col(EffectRow.problem) != "")
    begun = select(func.min(col(DecisionRow.at))).where(col(DecisionRow.office) == office)
    steps = list(_steps(connection, office, min(since, rules_since)))
    ordered = (line for line in steps if line.word in ordering and line.at > since)
    return Happened(
        waiting=_waiting(connection, office),
        sent=_sent(connection, mine, since),
        orders=tuple(ordered)[-MOST:],
        fired=Counter(line.word for line in steps if line.at >= rules_since),
        first_step=connection.scalar(begun),
        failed=_count(connection, mine & failed),
        queued=_count(connection, mine & put_off),
    )


def _waiting(connection: Connection, office: str) -> tuple[CaseLine, ...]:
    """Cases before people, those that have waited longest first."""
    last = select(col(MessageRow.case_id), func.max(col(MessageRow.at)).label("at"))
    mails = last.where(col(MessageRow.office) == office).group_by(col(MessageRow.case_id)).subquery()
    columns = col(CaseRow.id), col(CaseRow.subject), WHO, mails.c.at, col(CaseRow.opened)
    wanted = col(CaseRow.office) == office, col(CaseRow.state) == CaseState.ESCALATED.value
    statement = select(*columns).outerjoin(mails, mails.c.case_id == col(CaseRow.id)).where(*wanted)
    rows = connection.execute(statement.order_by(func.coalesce(mails.c.at, col(CaseRow.opened))).limit(MOST))
    return tuple(CaseLine(row[0], row[1], row[2], row[3] or row[4]) for row in rows)


def _sent(connection: Connection, mine: ColumnElement[bool], since: datetime) -> tuple[CaseLine, ...]:
    """Mails to people outside that left without a person, the newest first."""
    columns = col(CaseRow.id), col(CaseRow.subject), WHO, col(EffectRow.sent_at), col(EffectRow.template)
    left = (
        mine,
        col(EffectRow.mail_class).in_(BY_ITSELF),
        col(EffectRow.internal).is_(False),
        col(EffectRow.state) == EffectState.SENT.value,
        col(EffectRow.sent_at) > since,
    )
    statement = select(*columns).join(CaseRow, col(CaseRow.id) == col(EffectRow.case_id)).where(*left)
    rows = connection.execute(statement.order_by(col(EffectRow.seq).desc()).limit(MOST))
    return tuple(CaseLine(row[0], row[1], row[2], row[3], row[4]) for row in rows if row[3])


def _steps(connection: Connection, office: str, since: datetime) -> Iterator[CaseLine]:
    """Each rule of each step since then, the oldest first."""
    columns = col(CaseRow.id), col(CaseRow.subject), WHO, col(DecisionRow.at), col(DecisionRow.reasons_json)
    wanted = col(DecisionRow.office) == office, col(DecisionRow.at) >= since
    statement = select(*columns).join(CaseRow, col(CaseRow.id) == col(DecisionRow.case_id)).where(*wanted)
    rows = connection.execute(statement.order_by(col(DecisionRow.seq).desc()).limit(MAX_STEPS)).all()
    for row in reversed(rows):
        reasons = json.loads(row[4])
        closes = (reason["action"] for reason in reasons if reason["action"]["is"] == "Close")
        ending = next((str(close.get("ending", "")) for close in closes), "")
        for rule in dict.fromkeys(reason["rule"] for reason in reasons):
            yield CaseLine(row[0], row[1], row[2], row[3], rule, ending)


def _count(connection: Connection, wanted: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(EffectRow).where(wanted)) or 0
