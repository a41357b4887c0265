"""Commands on an open session that need more than one line.

Promises: every step is safe to repeat. Never does: open a connection, or send a plain EXPUNGE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from secretary.mailbox.answers import flags_of
from secretary.ports import Arrived
from secretary.understand.mime import parse_message


class Session(Protocol):
    """What is asked of the IMAP library's session object."""

    has_capability: Any
    namespace: Any
    fetch: Any
    search: Any
    move: Any
    copy: Any
    add_flags: Any
    uid_expunge: Any


def personal_prefix(session: Session) -> str:
    """The prefix of personal folders (RFC 2342), "" for none."""
    if not session.has_capability("NAMESPACE"):
        return ""
    personal = session.namespace().personal
    return str(personal[0][0]) if personal else ""


def fetched(session: Session, uids: Sequence[int], part: str) -> Iterator[tuple[int, bytes]]:
    """What the server gives of some mails; the vanished are left out."""
    answer = session.fetch(uids, [part.replace("BODY[", "BODY.PEEK[")])
    for uid, item in answer.items():
        body = item.get(part.encode())
        if body is not None:
            yield uid, bytes(body)


def _heads(session: Session, folder: str, validity: int, uids: Sequence[int]) -> Iterator[Arrived]:
    """Some mails as their header blocks; the vanished are left out."""
    if not uids:
        return
    parts = ["RFC822.SIZE", "INTERNALDATE", "FLAGS", "BODY.PEEK[HEADER]"]
    for uid, item in sorted(session.fetch(uids, parts).items()):
        if b"BODY[HEADER]" in item and b"RFC822.SIZE" in item:
            header = bytes(item[b"BODY[HEADER]"] or b"")
            yield Arrived(
                folder, validity, uid, int(item[b"RFC822.SIZE"]), item[b"INTERNALDATE"], header, flags_of(item)
            )


def with_id(session: Session, folder: str, validity: int, message_id: str) -> tuple[Arrived, ...]:
    """Header blocks of the mails with exactly this Message-ID."""
    if not message_id or not message_id.isprintable():
        return ()
    uids = session.search(["HEADER", "Message-ID", message_id, "UNDELETED"])
    # The search finds parts of a value as well (RFC 9051 section 6.4.4).
    found = _heads(session, folder, validity, uids)
    return tuple(mail for mail in found if parse_message(mail.raw).message_id == message_id)


def listed(
    session: Session, folder: str, validity: int, after: tuple[int, int] | None, most: int
) -> tuple[Arrived, ...]:
    """Header blocks of the mails above a place; see `secretary.ports.Mailbox.headers`."""
    return tuple(_heads(session, folder, validity, _newest(session, validity, after, most)))


def _newest(session: Session, validity: int, after: tuple[int, int] | None, most: int) -> list[int]:
    """UIDs above `after`, the first `most`; the last `most` of all where there is no such place."""
    if after is None or after[0] != validity:
        return sorted(session.search(["UNDELETED"]))[-most:]
    # "n:*" names the last mail even where its UID is below n (RFC 9051 section 9).
    return sorted(uid for uid in session.search(["UID", f"{after[1] + 1}:*", "UNDELETED"]) if uid > after[1])[:most]


def present(session: Session, uids: Iterable[int]) -> list[int]:
    """Those UIDs that still lie in the selected folder, undeleted."""
    wanted = sorted(uids)
    return sorted(session.search(["UID", ",".join(map(str, wanted)), "UNDELETED"])) if wanted else []


def move_mails(session: Session, uids: Sequence[int], target: str) -> None:
    """The ladder: MOVE, or COPY and UID EXPUNGE, or COPY and a mark; never a plain EXPUNGE."""
    if session.has_capability("MOVE"):
        session.move(uids, target)
        return
    session.copy(uids, target)
    session.add_flags(uids, [b"\\Deleted"], silent=True)
    if session.has_capability("UIDPLUS"):
        session.uid_expunge(uids)
