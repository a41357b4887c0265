"""Commands on an open session that need more than one line.

Promises: every step is safe to repeat. Never does: open a connection, or send a plain EXPUNGE.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date

from secretary.mailbox.answers import flags_of, received_of
from secretary.mailbox.session import Session
from secretary.ports import Arrived
from secretary.understand.mime import parse_message

SEARCHED = 50_000  # mails looked through by one SEARCH


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


def heads(session: Session, folder: str, validity: int, uids: Sequence[int]) -> tuple[Arrived, ...]:
    """Some mails as their header blocks, oldest first; the vanished are left out."""
    if not uids:
        return ()
    found = sorted(session.fetch(uids, ["RFC822.SIZE", "INTERNALDATE", "FLAGS", "BODY.PEEK[HEADER]"]).items())
    return tuple(
        Arrived(
            folder,
            validity,
            uid,
            int(item[b"RFC822.SIZE"]),
            received_of(item),
            bytes(item[b"BODY[HEADER]"] or b""),
            flags_of(item),
        )
        for uid, item in found
        if b"BODY[HEADER]" in item and b"RFC822.SIZE" in item
    )


def with_id(session: Session, message_id: str) -> list[int]:
    """UIDs of the mails in whose Message-ID this one stands, perhaps as a part (RFC 9051 section 6.4.4)."""
    if not message_id or not message_id.isprintable():
        return []
    return sorted(session.search(["HEADER", "Message-ID", message_id, "UNDELETED"]))


def newest(session: Session, validity: int, after: tuple[int, int] | None, most: int) -> list[int]:
    """UIDs above the place `after`, the first `most`; the last `most` of all where there is no such place."""
    if after is None or after[0] != validity:
        return sorted(session.search(["UNDELETED"]))[-most:]
    # "n:*" names the last mail even where its UID is below n (RFC 9051 section 9).
    return sorted(uid for uid in session.search(["UID", f"{after[1] + 1}:*", "UNDELETED"]) if uid > after[1])[:most]


def waiting(session: Session, exists: int, since: date | None, skip: Container[int], most: int) -> list[int]:
    """UIDs of the oldest mails of the selected folder that are neither deleted nor skipped.

    A large folder is searched in pieces, since the library reads no line beyond a megabyte (150,000 UIDs).
    Where a server knows no UIDPLUS, moved mail stays behind as deleted.
    """
    found: list[int] = []
    for first in range(1, exists + 1, SEARCHED):
        # Some servers take the sequence numbers of a UID SEARCH for UIDs; a small folder needs none.
        piece = [f"{first}:{min(first + SEARCHED - 1, exists)}"] if exists > SEARCHED else []
        uids = session.search([*piece, "UNDELETED", *(("SINCE", since) if since else ())])
        found += [uid for uid in sorted(uids) if uid not in skip][: most - len(found)]
        if len(found) >= most:
            break
    return found


def present(session: Session, uids: Iterable[int]) -> list[int]:
    """Those UIDs that still lie in the selected folder, undeleted."""
    wanted = sorted(uids)
    return sorted(session.search(["UID", ",".join(map(str, wanted)), "UNDELETED"])) if wanted else []


def move_mails(session: Session, uids: Sequence[int], *, source: str, target: str) -> None:
    """The ladder: MOVE, or COPY and UID EXPUNGE, or COPY and a mark; never a plain EXPUNGE."""
    if session.has_capability("MOVE"):
        session.move(uids, target)
        return
    left = sorted(set(uids) - _copied(session, uids, source=source, target=target))
    if left:
        session.copy(left, target)
    session.add_flags(uids, [b"\\Deleted"], silent=True)
    if session.has_capability("UIDPLUS"):
        session.uid_expunge(uids)


def _copied(session: Session, uids: Sequence[int], *, source: str, target: str) -> set[int]:
    """Those that a ladder broken off before its second step has left in the target, to the octet."""
    mails = heads(session, source, 0, uids)
    if not mails or not session.folder_exists(target):
        return set()
    session.select_folder(target, readonly=True)
    there = {mail.uid for mail in mails if any(_same(mail, other) for other in _like(session, mail, target))}
    session.select_folder(source)
    return there


def _like(session: Session, mail: Arrived, folder: str) -> tuple[Arrived, ...]:
    return heads(session, folder, 0, with_id(session, parse_message(mail.raw).message_id))


def _same(one: Arrived, other: Arrived) -> bool:
    return (one.raw, one.size) == (other.raw, other.size)
