"""Commands on an open session that need more than one line.

Promises: every step is safe to repeat. Never does: open a connection, or send a plain EXPUNGE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol


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
