"""Where an address stands in what the record holds: in JSON, in text, and inside the mails that were written.

Promises: reads only; an address is found whatever its case, also in an encoded part of a mail.
Never does: find a name without its address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.effect import AppendMessage, SendMail
from secretary.ledger.codec import clean, deed_of
from secretary.ledger.tables import EffectRow, RecipientRow
from secretary.understand.mime import parse_message

AT_ONCE = 200  # rows with whole mails in memory


def names(column: Any, address: Address) -> ColumnElement[bool]:  # noqa: ANN401 - a column of JSON or of text
    """Whether a column names the address; the JSON of the record is ASCII."""
    return func.lower(col(column)).contains(as_written(address), autoescape=True)


def as_written(address: Address) -> str:
    """The address in lower case, as it stands inside the record's JSON."""
    return json.dumps(clean(address.key))[1:-1].lower()


def effects_naming(connection: Connection, address: Address) -> frozenset[str]:
    """The keys of all effects that went to the address or name it anywhere."""
    to_them = select(col(RecipientRow.effect)).where(col(RecipientRow.loop_key) == clean(address.loop_key))
    named = select(col(EffectRow.key)).where(names(EffectRow.deed_json, address))
    return frozenset([*connection.scalars(to_them), *connection.scalars(named), *_inside(connection, address)])


def _inside(connection: Connection, address: Address) -> Iterator[str]:
    """Effects whose mail names the address in its text."""
    columns = col(EffectRow.key), col(EffectRow.kind), col(EffectRow.deed_json)
    mails = select(*columns).where(col(EffectRow.kind).in_(("send", "append")))
    for row in connection.execute(mails).yield_per(AT_ONCE):
        deed = deed_of(row.kind, row.deed_json)
        if isinstance(deed, SendMail | AppendMessage) and _stands_in(deed.raw, address.key):
            yield row.key


def _stands_in(raw: bytes, key: str) -> bool:
    if key.encode("utf-8", "replace") in raw.lower():
        return True
    return key in parse_message(raw).text.casefold() if raw else False
