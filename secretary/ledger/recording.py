"""One step of the house on record: the case, the mail, the reasons, the effects, the timers.

Promises: works inside the caller's transaction; False means that nothing of it may stay.
Never does: commit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from secretary.domain.action import SetTimer
from secretary.domain.address import Address
from secretary.domain.effect import (
    AppendMessage,
    Effect,
    EffectState,
    FileMessage,
    FlagMessage,
    GatherMessages,
    SendMail,
    StoreEvent,
    subject_key,
)
from secretary.domain.past import facts_of
from secretary.ledger import audit
from secretary.ledger.codec import case_columns, clean, deed_json, kind_of, to_json
from secretary.ledger.tables import (
    CaseRow,
    DecisionRow,
    EffectRow,
    EventRow,
    MessageRow,
    RecipientRow,
    Row,
    ThreadRow,
    TimerRow,
)
from secretary.ledger.views.past import facts_json
from secretary.ports import Entry

Values = Mapping[str, Any]
THREAD_KEY = ("office", "message_id")


def put(
    connection: Connection, table: type[Row], values: Values, key: Sequence[str], change: Sequence[str] = ()
) -> bool:
    """Insert a row; one with the same key gets the columns in `change`. Whether anything was written."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(table).values(table(**values).model_dump(exclude={"seq"}))
    if change:
        statement = row.on_conflict_do_update(index_elements=key, set_={c: row.excluded[c] for c in change})
    else:
        statement = row.on_conflict_do_nothing(index_elements=key)
    # Without the option SQLAlchemy keeps no row count of an INSERT on PostgreSQL.
    return changed(connection.execute(statement.execution_options(preserve_rowcount=True))) > 0


def changed(result: CursorResult[Any]) -> int:
    """How many rows a statement wrote."""
    return result.rowcount


def record(connection: Connection, entry: Entry) -> bool:
    """Write all of it; False when this mail, or the news of this effect, was taken in before."""
    _case(connection, entry)
    if not _message(connection, entry) or not _heard(connection, entry) or not _written(connection, entry):
        return False
    if entry.draft:
        put(connection, ThreadRow, _thread(entry.office, entry.case.id, entry.draft, "note"), THREAD_KEY)
    if entry.person:
        _took_part(connection, entry)
    _decision(connection, entry)
    for effect in entry.effects:
        enqueue(connection, effect, entry.at)
    _timers(connection, entry)
    return True


def _case(connection: Connection, entry: Entry) -> None:
    values = case_columns(entry.case)
    change = [c for c in values if c not in {"id", "office", "opened"}]
    if entry.state is not None:
        values["state_json"] = json.dumps(dict(entry.state))
        change.append("state_json")
    put(connection, CaseRow, values, ["id"], change)


def _message(connection: Connection, entry: Entry) -> bool:
    ref, reading = entry.ref, entry.reading
    if ref is None:
        return True
    filing = [e.key for e in entry.effects if isinstance(e.deed, FileMessage) and e.deed.ref == ref]
    sender = reading.sender.address if reading else entry.case.party
    values = {
        "office": entry.office,
        "digest": ref.digest,
        "case_id": entry.case.id,
        "folder": ref.folder,
        "uidvalidity": ref.uidvalidity,
        "uid": ref.uid,
        "message_id": clean(ref.message_id),
        "sender_key": clean(sender.key),
        "kind": reading.kind.kind.value if reading else "",
        "at": entry.at,
        "filing": filing[-1] if filing else None,
        "facts_json": facts_json(facts_of(reading)) if reading else None,
    }
    new = put(connection, MessageRow, values, ["office", "digest"])
    for told in reading.calendar if reading else ():  # whoever was first: nobody takes over the case of an event
        if told.uid:
            event = {"office": entry.office, "uid": clean(told.uid), "case_id": entry.case.id}
            put(connection, EventRow, event, ["office", "uid"])
    if new and ref.message_id:
        put(connection, ThreadRow, _thread(entry.office, entry.case.id, ref.message_id, "in"), THREAD_KEY)
    return new


def _thread(office: str, case_id: str, message_id: str, origin: str) -> Values:
    return {"office": office, "message_id": clean(message_id), "case_id": case_id, "origin": origin}


def _heard(connection: Connection, entry: Entry) -> bool:
    if not entry.settled:
        return True
    unheard = col(EffectRow.key) == entry.settled, col(EffectRow.heard).is_(False)
    return changed(connection.execute(update(EffectRow).where(*unheard).values(heard=True))) > 0


def _written(connection: Connection, entry: Entry) -> bool:
    """What a person sent by themselves joins the thread; False when it is in it already."""
    if not entry.written:
        return True
    known = col(ThreadRow.office) == entry.office, col(ThreadRow.message_id) == clean(entry.written)
    if put(connection, ThreadRow, _thread(entry.office, entry.case.id, entry.written, "person"), THREAD_KEY):
        return True
    # A draft of ours that was sent as it lay keeps its Message-ID, and is a person's mail now.
    drafted = *known, col(ThreadRow.origin) == "note"
    return changed(connection.execute(update(ThreadRow).where(*drafted).values(origin="person"))) > 0


def _took_part(connection: Connection, entry: Entry) -> None:
    """From here on turns are counted anew."""
    last = select(func.coalesce(func.max(col(EffectRow.seq)), 0)).scalar_subquery()
    connection.execute(update(CaseRow).where(col(CaseRow.id) == entry.case.id).values(person_seq=last))


def _decision(connection: Connection, entry: Entry) -> None:
    decision = entry.decision
    values = {
        "office": entry.office,
        "case_id": entry.case.id,
        "digest": entry.ref.digest if entry.ref else "",
        "at": entry.at,
        "outcome": decision.outcome.value if decision else "",
        "rules_version": decision.rules_version if decision else "",
        "reasons_json": to_json(entry.reasons),
        "trace_json": to_json(decision.trace if decision else ()),
    }
    if decision or entry.reasons:
        seq = connection.scalar(insert(DecisionRow).values(values).returning(col(DecisionRow.seq)))
        details = audit.decision_details(values)
        audit.note(connection, entry.at, entry.office, audit.DECIDED, entry.case.id, details, seq or 0)


def enqueue(connection: Connection, effect: Effect, at: datetime) -> None:
    """A new row of the outbox; one with its key there already stays as it is."""
    deed = effect.deed
    values = {
        "key": effect.key,
        "office": effect.office,
        "case_id": effect.case,
        "kind": kind_of(deed),
        "deed_json": deed_json(deed),
        "service": effect.service,
        "ordered": not isinstance(deed, FileMessage | GatherMessages | FlagMessage),
        "state": EffectState.QUEUED.value,
        "since": at,
        "due": at,
        **(_mail_columns(deed) if isinstance(deed, SendMail) else {}),
    }
    if put(connection, EffectRow, values, ["key"]):
        _traces_of(connection, effect)


def _mail_columns(mail: SendMail) -> Values:
    return {
        "message_id": clean(mail.message_id),
        "mail_class": mail.mail_class.value,
        "template": mail.template,
        "internal": mail.internal,
        "subject_key": clean(subject_key(mail.subject)),
    }


def _traces_of(connection: Connection, effect: Effect) -> None:
    """By what the world will name this effect when it comes back: Message-IDs, recipients, UIDs."""
    match effect.deed:
        case SendMail(message_id=message_id, envelope_to=recipients):
            # Our own Message-ID is ours even when a stranger used it before us.
            put(
                connection,
                ThreadRow,
                _thread(effect.office, effect.case, message_id, "out"),
                THREAD_KEY,
                ["case_id", "origin"],
            )
            for address in {Address(r).loop_key: Address(r) for r in recipients}.values():
                row = {"effect": effect.key, "loop_key": clean(address.loop_key), "domain": clean(address.domain)}
                put(connection, RecipientRow, row, ["effect", "loop_key"])
        case AppendMessage(message_id=message_id):
            put(connection, ThreadRow, _thread(effect.office, effect.case, message_id, "note"), THREAD_KEY)
        case StoreEvent(uid=uid):
            values = {"office": effect.office, "uid": clean(uid), "case_id": effect.case}
            put(connection, EventRow, values, ["office", "uid"], ["case_id"])
        case _:
            pass


def _timers(connection: Connection, entry: Entry) -> None:
    """The timer that fired goes, unless it was set anew meanwhile; then those of this step."""
    if entry.timer:
        fired = col(TimerRow.due) <= entry.at
        connection.execute(delete(TimerRow).where(*_named(entry, entry.timer), fired))
    for timer in entry.timers:
        if isinstance(timer, SetTimer):
            whose = {"case_id": timer.case or entry.case.id, "name": timer.name, "office": entry.office}
            values = {**whose, "due": timer.at, "note": clean(timer.note)}
            put(connection, TimerRow, values, ["case_id", "name"], () if timer.first else ("due", "note"))
        else:
            connection.execute(delete(TimerRow).where(*_named(entry, timer.name, timer.case)))


def _named(entry: Entry, name: str, case: str = "") -> tuple[Any, ...]:
    """A timer of the entry's own case, or of another one of the same office."""
    mine = col(TimerRow.office) == entry.office, col(TimerRow.case_id) == (case or entry.case.id)
    return *mine, col(TimerRow.name) == name
