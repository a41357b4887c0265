"""What a building block has under way, over all its cases. Reads only, inside the caller's transaction."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlmodel import col

from secretary.domain.address import SHARED_DOMAINS, Address
from secretary.domain.case import CaseState, Running
from secretary.ledger.codec import case_of, clean
from secretary.ledger.tables import CaseRow, EffectRow
from secretary.ledger.tally import left

MAX_ASKED = 1000  # cases of one domain in some days; who has begun more has learned enough
MAX_RUNNING = 200  # more than an office has under way at a time, and all that a person reads in one list


def running(connection: Connection, office: str, service: str) -> list[Running]:
    """Cases that wait for somebody, the oldest first; those with people are theirs."""
    waiting = col(CaseRow.service) == service, col(CaseRow.state) == CaseState.WAITING.value
    statement = (
        select(CaseRow.__table__)  # type: ignore[attr-defined]
        .where(col(CaseRow.office) == office, *waiting, col(CaseRow.state_json).is_not(None))
        .order_by(col(CaseRow.opened), col(CaseRow.id))
        .limit(MAX_RUNNING)
    )
    rows = connection.execute(statement).all()
    at = (col(EffectRow.case_id), func.max(col(EffectRow.sent_at)))
    outside = left(office, col(EffectRow.internal).is_(False), col(EffectRow.case_id).in_([row.id for row in rows]))
    written = {row[0]: row[1] for row in connection.execute(select(*at).where(outside).group_by(at[0]))}
    return [Running(case_of(row, 0), json.loads(row.state_json), written.get(row.id)) for row in rows]


def asked_by(connection: Connection, office: str, service: str, who: Address, since: datetime) -> list[Running]:
    """Cases that somebody, or anybody at their firm, has begun; mailboxes of a provider are strangers to each other."""
    domain = clean(who.domain)
    theirs = col(CaseRow.party_key).endswith(f"@{domain}", autoescape=True)
    begun = col(CaseRow.service) == service, col(CaseRow.opened) >= since, col(CaseRow.state_json).is_not(None)
    statement = (
        select(CaseRow.__table__)  # type: ignore[attr-defined]
        .where(col(CaseRow.office) == office, theirs, *begun)
        .order_by(col(CaseRow.opened).desc(), col(CaseRow.id))
        .limit(MAX_ASKED)
    )
    found = [Running(case_of(row, 0), json.loads(row.state_json)) for row in connection.execute(statement)]
    alone = who.domain in SHARED_DOMAINS or not domain
    return [r for r in found if not alone or r.case.party.loop_key == who.loop_key]
