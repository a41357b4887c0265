"""What the record knows of mails, cases and people. Reads only, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select, union_all
from sqlmodel import col

from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import History
from secretary.domain.effect import AppendMessage, FileMessage, MailClass, SendMail
from secretary.ledger.codec import case_of, clean, deed_of
from secretary.ledger.outbox import NOT_SENT, STATE
from secretary.ledger.tables import (
    CaseRow,
    DecisionRow,
    EffectRow,
    EventRow,
    KnownRow,
    MessageRow,
    PlaceRow,
    RecipientRow,
    ThreadRow,
)
from secretary.ledger.tally import DAY, HOUR, LEFT_STATES, after, count, left_among, of_office, to_any, turns
from secretary.ports import CaseMails, Filed

MAX_THREAD_IDS = 200  # a References header is a stranger's; the newest and the oldest are near its start and end
MAX_PEOPLE = 10_000  # parties looked through for a name; an office knows fewer
MAX_STEPS = 200  # looked back through for a draft
MAX_OWN_TEXTS = 50  # quotes reach back a few mails; a case with more is read by its newest


def recorded_uids(connection: Connection, office: str, folder: str) -> frozenset[tuple[int, int]]:
    """Mails on record that still lie in the folder: not filed, or the filing did not come to stand."""
    place = select(col(MessageRow.folder), col(MessageRow.uidvalidity), col(MessageRow.uid))
    unfiled = place.where(col(MessageRow.office) == office, col(MessageRow.filing).is_(None))
    # From the few filings that are not done to their mails: in a record of years nearly all are done.
    open_ = select(col(EffectRow.key)).where(col(EffectRow.office) == office, STATE.in_(NOT_SENT))
    under_way = place.where(col(MessageRow.filing).in_(open_))
    rows = connection.execute(union_all(unfiled, under_way))
    return frozenset((row[1], row[2]) for row in rows if row[0] == folder)


def filed(connection: Connection, office: str, digest: str) -> Filed | None:
    """What became of a mail on record."""
    statement = (
        select(col(EffectRow.deed_json), col(CaseRow.state))
        .select_from(MessageRow.__table__)  # type: ignore[attr-defined]
        .join(CaseRow, col(CaseRow.id) == col(MessageRow.case_id))
        .outerjoin(EffectRow, col(EffectRow.key) == col(MessageRow.filing))
        .where(col(MessageRow.office) == office, col(MessageRow.digest) == digest)
    )
    row = connection.execute(statement).first()
    if row is None:
        return None
    deed = deed_of("file", row[0]) if row[0] else None
    return Filed(deed.folder if isinstance(deed, FileMessage) else "", CaseState(row[1]))


def cases(connection: Connection, office: str, *where: Any) -> list[Case]:  # noqa: ANN401 - SQL conditions
    """Cases of an office, the oldest first."""
    statement = select(CaseRow.__table__).where(col(CaseRow.office) == office, *where)  # type: ignore[attr-defined]
    ordered = statement.order_by(col(CaseRow.opened), col(CaseRow.id))
    rows = connection.execute(ordered).all()
    return [case_of(row, turns(connection, office, row.id)) for row in rows]


def case_by_id(connection: Connection, office: str, case_id: str) -> Case | None:
    """A case, of this office only."""
    return next(iter(cases(connection, office, col(CaseRow.id) == case_id)), None)


def case_by_thread(connection: Connection, office: str, message_ids: Sequence[str]) -> Case | None:
    """The case of the first Message-ID that is on record."""
    half = MAX_THREAD_IDS // 2
    asked = message_ids if len(message_ids) <= MAX_THREAD_IDS else (*message_ids[:half], *message_ids[-half:])
    wanted = [clean(i) for i in asked if i]
    known = col(ThreadRow.office) == office, col(ThreadRow.message_id).in_(wanted)
    rows = connection.execute(select(col(ThreadRow.message_id), col(ThreadRow.case_id)).where(*known))
    found = {row[0]: row[1] for row in rows}
    first = next((found[i] for i in wanted if i in found), None)
    return case_by_id(connection, office, first) if first else None


def case_by_uid(connection: Connection, office: str, uid: str) -> Case | None:
    """The case that last ordered an event with this UID."""
    written = col(EventRow.office) == office, col(EventRow.uid) == clean(uid)
    case_id = connection.scalar(select(col(EventRow.case_id)).where(*written))
    return case_by_id(connection, office, case_id) if case_id else None


def open_cases_of(connection: Connection, office: str, address: Address, service: str) -> list[Case]:
    """Running cases of a service with this party."""
    running = col(CaseRow.service) == service, col(CaseRow.state) != CaseState.CLOSED.value
    return cases(connection, office, col(CaseRow.party_key) == clean(address.key), *running)


def people_named(connection: Connection, office: str, name: str) -> list[Address]:
    """Parties called so, the latest first."""
    latest = func.max(col(CaseRow.opened))
    columns = col(CaseRow.party_key), col(CaseRow.party_spec), col(CaseRow.party_name)
    named = col(CaseRow.office) == office, col(CaseRow.party_name) != ""
    rows = connection.execute(
        select(*columns).where(*named).group_by(*columns).order_by(latest.desc()).limit(MAX_PEOPLE)
    )
    wanted = set(name.casefold().split())
    found = {row[0]: Address(row[1], row[2]) for row in rows if wanted <= set(row[2].casefold().split())}
    return list(found.values()) if wanted else []


def origin(connection: Connection, office: str, message_id: str) -> str:
    """Where this Message-ID comes from, "" where it is not on record."""
    known = col(ThreadRow.office) == office, col(ThreadRow.message_id) == clean(message_id)
    return connection.scalar(select(col(ThreadRow.origin)).where(*known)) or ""


def mails_of(connection: Connection, case_id: str) -> CaseMails:
    """The mails received in a case, and our notes and drafts beside them."""
    columns = col(MessageRow.digest), col(MessageRow.message_id), col(MessageRow.sender_key)
    received = select(*columns).where(col(MessageRow.case_id) == case_id)
    notes = col(ThreadRow.case_id) == case_id, col(ThreadRow.origin) == "note"
    rows = connection.execute(select(col(ThreadRow.message_id)).where(*notes).order_by(col(ThreadRow.seq)))
    mails = connection.execute(received.order_by(col(MessageRow.at), col(MessageRow.digest))).all()
    return CaseMails(tuple((m[0], m[1]) for m in mails), tuple(r[0] for r in rows), tuple(m[2] for m in mails))


def place(connection: Connection, office: str, folder: str) -> tuple[int, int] | None:
    """How far a folder was looked through."""
    there = col(PlaceRow.office) == office, col(PlaceRow.folder) == folder
    row = connection.execute(select(col(PlaceRow.uidvalidity), col(PlaceRow.uid)).where(*there)).first()
    return (row[0], row[1]) if row else None


def references(connection: Connection, case_id: str) -> list[str]:
    """Message-IDs of the thread; cover notes and drafts are the office's own matter."""
    thread = col(ThreadRow.case_id) == case_id, col(ThreadRow.origin) != "note"
    rows = connection.execute(select(col(ThreadRow.message_id)).where(*thread).order_by(col(ThreadRow.seq)))
    return [row[0] for row in rows]


def own_texts(connection: Connection, case_id: str) -> list[bytes]:
    """Our mails of a case as they were enqueued, newest first."""
    mails = col(EffectRow.case_id) == case_id, col(EffectRow.kind) == "send"
    newest = col(EffectRow.seq).desc()
    statement = select(col(EffectRow.deed_json)).where(*mails).order_by(newest).limit(MAX_OWN_TEXTS)
    deeds = (deed_of("send", row[0]) for row in connection.execute(statement))
    return [deed.raw for deed in deeds if isinstance(deed, SendMail)]


def puts(connection: Connection, case_id: str) -> list[AppendMessage]:
    """The notes and drafts that we put into folders in a case, newest first."""
    mails = col(EffectRow.case_id) == case_id, col(EffectRow.kind) == "append"
    statement = select(col(EffectRow.deed_json)).where(*mails).order_by(col(EffectRow.seq).desc()).limit(MAX_OWN_TEXTS)
    deeds = (deed_of("append", row[0]) for row in connection.execute(statement))
    return [deed for deed in deeds if isinstance(deed, AppendMessage)]


def drafted_from(connection: Connection, case_id: str) -> str:
    """The template of the draft that was last put before a person in a case, "" where none was."""
    steps = select(col(DecisionRow.reasons_json)).where(col(DecisionRow.case_id) == case_id)
    for (kept,) in connection.execute(steps.order_by(col(DecisionRow.seq).desc()).limit(MAX_STEPS)):
        for action in (reason["action"] for reason in json.loads(kept)):
            if action["is"] == "Escalate" and action.get("draft"):
                return str(action["draft"]["template"])
    return ""


def templates_of(connection: Connection, case_id: str) -> frozenset[str]:
    """The templates of the mails that were enqueued in a case."""
    mails = col(EffectRow.case_id) == case_id, col(EffectRow.kind) == "send"
    return frozenset(row[0] for row in connection.execute(select(col(EffectRow.template)).where(*mails)))


def history(connection: Connection, office: str, address: Address, now: datetime) -> History:
    """What is on record about a writer; mails by their address, limits by `Address.loop_key`."""
    mails = col(MessageRow.office) == office, col(MessageRow.sender_key) == clean(address.key)
    before = connection.execute(select(func.count(), func.max(col(MessageRow.at))).where(*mails)).one()
    loop_keys = [clean(address.loop_key)]
    automatic = left_among(office, to_any(loop_keys))
    human = and_(
        of_office(office),
        col(EffectRow.mail_class) == MailClass.HUMAN.value,
        STATE.in_(LEFT_STATES),
        to_any(loop_keys),
    )
    return History(
        known=_written_to(connection, office, address) or count(connection, human) > 0,
        mails_before=before[0],
        automatic_today=count(connection, and_(automatic, after(now - DAY))),
        automatic_this_hour=count(connection, and_(automatic, after(now - HOUR))),
        last_mail=before[1],
        answered=_answered(connection, office, loop_keys[0]),
    )


def _written_to(connection: Connection, office: str, address: Address) -> bool:
    known = col(KnownRow.office) == office, col(KnownRow.address_key) == clean(address.key)
    return connection.scalar(select(col(KnownRow.address_key)).where(*known)) is not None


def _answered(connection: Connection, office: str, loop_key: str) -> tuple[tuple[str, datetime], ...]:
    template = col(EffectRow.template)
    statement = (
        select(template, func.max(col(EffectRow.sent_at)))
        .join(RecipientRow, col(RecipientRow.effect) == col(EffectRow.key))
        .where(left_among(office, col(RecipientRow.loop_key) == loop_key, template != ""))
        .group_by(template)
        .order_by(template)
    )
    return tuple((row[0], row[1]) for row in connection.execute(statement) if row[1])
