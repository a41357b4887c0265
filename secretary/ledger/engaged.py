"""The cases that a building block has led, with what it remembers; and whose mail stands in which case.

Promises: reads only; the newest first, bounded. Never does: read a state; that is its building block's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, union
from sqlmodel import col

from secretary.domain.case import Running
from secretary.ledger.codec import case_of, clean
from secretary.ledger.tables import CaseRow, MessageRow

MOST = 500  # negotiations that a week can show; older ones have long been held


@dataclass(frozen=True, slots=True)
class Engaged:
    """A case with the state that its building block keeps."""

    case: str
    party: str
    state: Mapping[str, Any]


def engaged_in(connection: Connection, office: str, service: str) -> tuple[Engaged, ...]:
    """The latest cases of a building block."""
    kept = col(CaseRow.state_json)
    name, spec = col(CaseRow.party_name), col(CaseRow.party_spec)
    mine = col(CaseRow.office) == office, col(CaseRow.service) == service, kept.is_not(None)
    newest = select(col(CaseRow.id), name, spec, kept).where(*mine).order_by(col(CaseRow.opened).desc()).limit(MOST)
    return tuple(Engaged(row[0], row[1] or row[2], json.loads(row[3] or "{}")) for row in connection.execute(newest))


def led_by(connection: Connection, office: str, service: str) -> list[Running]:
    """The same as cases, whatever has become of them."""
    mine = col(CaseRow.office) == office, col(CaseRow.service) == service, col(CaseRow.state_json).is_not(None)
    newest = select(CaseRow.__table__).where(*mine).order_by(col(CaseRow.opened).desc()).limit(MOST)  # type: ignore[attr-defined]
    return [Running(case_of(row, 0), json.loads(row.state_json)) for row in connection.execute(newest)]


def cases_with(connection: Connection, office: str, addresses: Iterable[str]) -> frozenset[str]:
    """The cases in which one of these address keys has written, or is the party."""
    keys = [clean(address) for address in addresses]
    wrote = select(col(MessageRow.case_id)).where(
        col(MessageRow.office) == office, col(MessageRow.sender_key).in_(keys)
    )
    party = select(col(CaseRow.id)).where(col(CaseRow.office) == office, col(CaseRow.party_key).in_(keys))
    return frozenset(row[0] for row in connection.execute(union(wrote, party)))


def concerning(
    connection: Connection, office: str, service: str, person: str, addresses: Iterable[str]
) -> frozenset[str]:
    """The cases that somebody of the office has written in or is the party of, or that are led for them."""
    led = (one.case for one in engaged_in(connection, office, service) if person in _people(one.state))
    return cases_with(connection, office, addresses).union(led)


def _people(state: Mapping[str, Any]) -> tuple[object, ...]:
    """Whoever of the office takes part."""
    return state.get("person"), *state.get("also", ())
