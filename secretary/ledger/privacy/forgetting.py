"""A person is forgotten (GDPR article 17): what of them goes, what must stay, and what lies elsewhere.

Promises: whole cases where the person is the party are erased; of other people's matters the mails that came
from the person or went to them, and each settled row that names the address. One transaction; told not to do
it, it is rolled back, so that a dry run tells exactly what would be done. What a legal hold covers, and what
is under way, is never touched unasked.
Stays: the digests of mails, so that no old mail is answered again, and the audit log, which names nobody.
Never does: look for a name; reach a mailbox or a calendar.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, or_, select
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.effect import FileMessage
from secretary.domain.errors import SetupError
from secretary.ledger.codec import clean, deed_of
from secretary.ledger.dump import reading
from secretary.ledger.outbox import IN_DOUBT, QUEUED, SENT, STATE, TRANSMITTING
from secretary.ledger.privacy.beside import Beside
from secretary.ledger.privacy.erasing import Counts, erase_cases, erasing, in_portions
from secretary.ledger.privacy.legal_holds import held_cases
from secretary.ledger.privacy.naming import effects_naming
from secretary.ledger.recording import changed
from secretary.ledger.tables import CaseRow, EffectRow, KnownRow, MessageRow

WHY = "a person was forgotten"
SETTLED = (CaseState.CLOSED.value, CaseState.HANDED_OVER.value)
UNDER_WAY = or_(STATE.in_((QUEUED, TRANSMITTING)), IN_DOUBT)


@dataclass(slots=True)
class Forgotten:
    """What was done, and what of the person lies where the record does not reach.

    `rows` counts by table. `mails` are those of the person's matters, by the folder they were filed into;
    `sent` and `notes` how many mails and cover notes of the office there are; `events` (calendar, UID) as last
    written. `running` are other people's cases that are under way and still name the person, `taught` the rules in
    offices' files that do ("taught/muster.yaml: invoices").
    """

    cases: tuple[str, ...] = ()
    rows: Counts = field(default_factory=Counter)
    mails: Counts = field(default_factory=Counter)
    sent: int = 0
    notes: int = 0
    events: tuple[tuple[str, str], ...] = ()
    running: tuple[str, ...] = ()
    taught: tuple[str, ...] = ()


def forget(url: str, address: Address, now: datetime, *, really: bool, even_open: bool = False) -> Forgotten:
    """Forget an address, in all offices. Raises SetupError for a legal hold, and for what is under way."""
    with reading(url) as connection:  # to read every mail takes a while, in which nobody need wait
        naming = effects_naming(connection, address)
    with erasing(url, keep=really) as connection:
        return _forgotten(connection, address, now, naming, even_open=even_open)


def _forgotten(
    connection: Connection, address: Address, now: datetime, naming: Collection[str], *, even_open: bool
) -> Forgotten:
    key = clean(address.key)
    party = select(col(CaseRow.id)).where(col(CaseRow.party_key) == key).order_by(col(CaseRow.opened))
    cases = tuple(connection.scalars(party))
    _refuse_held(connection, key, now)
    if not even_open:
        _refuse_open(connection, cases)
    beside = Beside(connection, address, now, WHY)
    found = _lying_elsewhere(connection, key, cases)
    found.rows.update(beside.erase(naming))
    found.rows.update(erase_cases(connection, cases, now, WHY))
    known = delete(KnownRow).where(col(KnownRow.address_key) == key)
    found.rows[str(KnownRow.__tablename__)] = changed(connection.execute(known))
    found.rows = +found.rows
    found.running = beside.still_named()
    return found


def _refuse_held(connection: Connection, key: str, now: datetime) -> None:
    wrote = select(col(MessageRow.case_id)).where(col(MessageRow.sender_key) == key)
    concerned = or_(col(CaseRow.id).in_(wrote), col(CaseRow.party_key) == key)
    covered = select(col(CaseRow.id)).where(concerned, col(CaseRow.id).in_(held_cases(connection, now)))
    held = list(connection.scalars(covered))
    if held:
        raise SetupError(
            f"A legal hold covers {', '.join(held)}; nothing was erased.",
            remedy="`secretary hold` lists them; release the hold when its reason has ended.",
        )


def _refuse_open(connection: Connection, cases: Sequence[str]) -> None:
    case = col(CaseRow.id)
    works = case.in_(select(col(EffectRow.case_id)).where(UNDER_WAY))
    unsettled = or_(col(CaseRow.state).not_in(SETTLED), works)
    found = [
        c for some in in_portions(cases) for c in connection.scalars(select(case).where(case.in_(some), unsettled))
    ]
    if found:
        raise SetupError(
            f"Not settled yet: {', '.join(found)}; nothing was erased.",
            remedy="Settle these cases first, or say --even-open: what waits in them is then never done.",
        )


def _lying_elsewhere(connection: Connection, key: str, cases: Sequence[str]) -> Forgotten:
    """Where the mails and events are that the record knows of, before it knows no more."""
    found = Forgotten(cases=tuple(cases))
    for some in in_portions(cases):
        found.mails.update(_folders(connection, col(MessageRow.case_id).in_(some)))
        _count_done(connection, found, some)
    others = (
        col(MessageRow.sender_key) == key,
        col(MessageRow.case_id).not_in(select(col(CaseRow.id)).where(col(CaseRow.party_key) == key)),
    )
    found.mails.update(_folders(connection, *others))
    return found


def _folders(connection: Connection, *where: ColumnElement[bool]) -> Counts:
    filed = (
        select(col(EffectRow.deed_json))
        .select_from(MessageRow.__table__)  # type: ignore[attr-defined]
        .outerjoin(EffectRow, col(EffectRow.key) == col(MessageRow.filing))
        .where(*where)
    )
    deeds = (deed_of("file", row[0]) if row[0] else None for row in connection.execute(filed))
    return Counter(deed.folder if isinstance(deed, FileMessage) else "inbox" for deed in deeds)


def _count_done(connection: Connection, found: Forgotten, cases: Sequence[str]) -> None:
    done = col(EffectRow.case_id).in_(cases), STATE == SENT
    columns = col(EffectRow.kind), col(EffectRow.deed_json)
    stands: dict[tuple[str, str], bool] = {}
    for row in connection.execute(select(*columns).where(*done).order_by(col(EffectRow.seq))):
        found.sent += row.kind == "send"
        found.notes += row.kind == "append"
        if row.kind in {"store", "remove"}:
            said = json.loads(row.deed_json)
            stands[said["calendar"], said["uid"]] = row.kind == "store"
    found.events += tuple(event for event, there in stands.items() if there)
