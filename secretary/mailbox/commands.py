"""Commands on an open session that need more than one line.

Promises: every step is safe to repeat. Never does: open a connection, or send a plain EXPUNGE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from secretary.mailbox.answers import flags_of, received_of
from secretary.mailbox.session import Session
from secretary.ports import Arrived


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
