"""Values as text for the record, and back.

Promises: `deed_of(kind, deed_json(d)) == d` for every deed; traces and reasons become JSON to be
read by people and programs. All JSON is ASCII, so that any character of a mail fits.
Never does: raise for what a stranger wrote.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import (
    AppendMessage,
    Deed,
    FileMessage,
    FlagMessage,
    GatherMessages,
    MailClass,
    MessageRef,
    RemoveEvent,
    SendMail,
    StoreEvent,
)
from secretary.domain.event import Interval

Json = dict[str, Any]


def clean(text: str) -> str:
    """Text as any database takes it: without NUL, lone surrogates replaced."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def to_json(value: Any) -> str:  # noqa: ANN401 - any value of the house
    """A value as one line of ASCII JSON; bytes are left out by their length."""
    return json.dumps(_plain(value))


def _plain(value: Any) -> Any:  # noqa: ANN401 - as above
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"is": type(value).__name__, **fields}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(v) for v in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


# --- deeds ------------------------------------------------------------------------------


def kind_of(deed: Deed) -> str:
    """The name under which a deed is kept; never changed once a release has written it."""
    return KINDS[type(deed)]


def deed_json(deed: Deed) -> str:
    """A deed as text."""
    return json.dumps({f.name: _packed(getattr(deed, f.name)) for f in dataclasses.fields(deed)})


def deed_of(kind: str, text: str) -> Deed:
    """The deed that `deed_json` wrote."""
    return READERS[kind](json.loads(text))


def _packed(value: Any) -> Any:  # noqa: ANN401 - the fields of all deeds
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case Interval(start, end):
            return [start.isoformat(), end.isoformat()]
        case MessageRef():
            return dataclasses.asdict(value)
        case Enum():
            return value.value
        case _:
            return value


def _send(j: Json) -> SendMail:
    return SendMail(
        raw=base64.b64decode(j["raw"]),
        message_id=j["message_id"],
        envelope_from=j["envelope_from"],
        envelope_to=tuple(j["envelope_to"]),
        mail_class=MailClass(j["mail_class"]),
        template=j["template"],
        subject=j["subject"],
        internal=j["internal"],
        conversation=bool(j.get("conversation")),
    )


def _file(j: Json) -> FileMessage:
    return FileMessage(MessageRef(**j["ref"]), j["folder"])


def _gather(j: Json) -> GatherMessages:
    return GatherMessages(j["source"], j["folder"], tuple((m[0], m[1]) for m in j["mails"]))


def _flag(j: Json) -> FlagMessage:
    return FlagMessage(MessageRef(**j["ref"]), j["flag"])


def _append(j: Json) -> AppendMessage:
    return AppendMessage(j["folder"], base64.b64decode(j["raw"]), j["message_id"], tuple(j["flags"]))


def _store(j: Json) -> StoreEvent:
    guard = Interval(*(datetime.fromisoformat(t) for t in j["guard"])) if j["guard"] else None
    return StoreEvent(
        calendar=j["calendar"],
        uid=j["uid"],
        ics=j["ics"],
        etag=j["etag"],
        guard=guard,
        guard_calendars=tuple(j["guard_calendars"]),
        guard_ignores=tuple(j["guard_ignores"]),
    )


def _remove(j: Json) -> RemoveEvent:
    return RemoveEvent(j["calendar"], j["uid"])


KINDS: dict[type[Deed], str] = {
    SendMail: "send",
    FileMessage: "file",
    GatherMessages: "gather",
    FlagMessage: "flag",
    AppendMessage: "append",
    StoreEvent: "store",
    RemoveEvent: "remove",
}
READERS: dict[str, Callable[[Json], Deed]] = {
    "send": _send,
    "file": _file,
    "gather": _gather,
    "flag": _flag,
    "append": _append,
    "store": _store,
    "remove": _remove,
}


# --- cases ------------------------------------------------------------------------------


def case_columns(case: Case) -> Json:
    """The columns of a case, without its service's state."""
    return {
        "id": case.id,
        "office": case.office,
        "subject": clean(case.subject),
        "party_spec": clean(case.party.addr_spec),
        "party_name": clean(case.party.display_name),
        "party_key": clean(case.party.key),
        "opened": case.opened,
        "state": case.state.value,
        "service": case.service,
        "language": case.language,
    }


def case_of(row: Any, turns: int) -> Case:  # noqa: ANN401 - a row of CaseRow's columns
    """The case of a row; its turns are counted in the outbox."""
    return Case(
        id=row.id,
        office=row.office,
        subject=row.subject,
        party=Address(row.party_spec, row.party_name),
        opened=row.opened,
        state=CaseState(row.state),
        service=row.service,
        language=row.language,
        turns=turns,
    )
