"""All that the record holds on one person, as rows of its tables and mails (GDPR article 15).

Promises: one instant of the record, also while a secretary works on it. Whole cases where the person is the
party; of other cases only the mails that came from the person or went to them. Every table is either
looked through or stands in `LEFT_OUT` with its reason.
Never does: change what it reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.effect import AppendMessage, SendMail
from secretary.ledger.codec import clean, deed_of
from secretary.ledger.dump import plain, reading
from secretary.ledger.tables import (
    CaseRow,
    DecisionRow,
    EffectRow,
    EventRow,
    KnownRow,
    LegalHoldRow,
    LessonRow,
    MessageRow,
    RecipientRow,
    Row,
    ThreadRow,
    TimerRow,
)

LEFT_OUT: Mapping[str, str] = {
    "alarm": "names servers and folders, no person",
    "audit": "holds digests only",
    "desk_link": "the digest of a secret, of people of the office only",
    "desk_session": "the digest of a secret, of people of the office only",
    "failure": "a digest and a problem of ours, no address",
    "pause": "names the operator who said so",
    "place": "how far a folder was looked through",
    "restore": "an instant",
    "settling": "where mails lie, no address",
}


@dataclass(slots=True)
class Held:
    """Rows by table, ready for JSON, and mails by file name ("0001.eml"), which the rows of effects name."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    mails: dict[str, bytes] = field(default_factory=dict)

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Take a row up; the bytes of a mail of ours become a file."""
        shown = plain(row)
        if table == EffectRow.__tablename__:
            deed = deed_of(row["kind"], row["deed_json"])
            shown["deed_json"] = {**json.loads(row["deed_json"])}
            if isinstance(deed, SendMail | AppendMessage):
                name = f"{len(self.mails) + 1:04}.eml"
                self.mails[name] = deed.raw
                shown["deed_json"]["raw"] = name
        self.rows.setdefault(table, []).append(shown)


def held_on(url: str, address: Address) -> Held:
    """What is on record about an address, in all offices. Raises SetupError where there is no record."""
    found = Held()
    with reading(url) as connection:
        for table, row in _rows(connection, address):
            found.add(table, row)
    return found


def _rows(connection: Connection, address: Address) -> Iterator[tuple[str, Mapping[str, Any]]]:
    wanted = conditions(address)
    for table in Row.metadata.sorted_tables:
        if table.name in wanted:
            found = connection.execute(select(table).where(wanted[table.name]).order_by(*table.primary_key.columns))
            yield from ((table.name, {**row}) for row in found.mappings())


def conditions(address: Address) -> dict[str, ColumnElement[bool]]:
    """By table, which of its rows are about the person."""
    key, loop_key = clean(address.key), clean(address.loop_key)
    cases = select(col(CaseRow.id)).where(col(CaseRow.party_key) == key)
    written = select(col(MessageRow.digest)).where(col(MessageRow.sender_key) == key)
    got = select(col(RecipientRow.effect)).where(col(RecipientRow.loop_key) == loop_key)
    return {
        "case_": col(CaseRow.party_key) == key,
        "message": or_(col(MessageRow.sender_key) == key, col(MessageRow.case_id).in_(cases)),
        "thread_id": col(ThreadRow.case_id).in_(cases),
        "decision": or_(col(DecisionRow.case_id).in_(cases), col(DecisionRow.digest).in_(written)),
        "effect": or_(col(EffectRow.case_id).in_(cases), col(EffectRow.key).in_(got)),
        "recipient": or_(col(RecipientRow.loop_key) == loop_key, col(RecipientRow.effect).in_(_effects_of(cases))),
        "timer": col(TimerRow.case_id).in_(cases),
        "event": col(EventRow.case_id).in_(cases),
        "known": col(KnownRow.address_key) == key,
        "legal_hold": col(LegalHoldRow.subject) == key,
        "lesson": col(LessonRow.case_id).in_(cases),
    }


def _effects_of(cases: Select[str]) -> Select[str]:
    return select(col(EffectRow.key)).where(col(EffectRow.case_id).in_(cases))
