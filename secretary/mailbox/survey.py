"""What an IMAP server offers, for `secretary check`: capabilities and the office's folders.

Promises: asks, and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from secretary.mailbox.session import Session

# What the mailbox makes use of, and what happens without (RFC 2177, 6851, 4315, 6154, 2342).
USED = {
    "IDLE": "mail is noticed at the next look only (poll_seconds)",
    "MOVE": "mails are copied and marked as deleted instead",
    "UIDPLUS": "a moved mail stays behind, marked as deleted",
    "SPECIAL-USE": "folders are known by their names only",
    "NAMESPACE": "folders are taken to stand at the top",
}


@dataclass(frozen=True, slots=True)
class FolderFound:
    """A folder of the office as the server has it; `marked` if the server itself marks it for the role."""

    role: str
    name: str
    there: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """Capabilities in upper case, and the folders by role."""

    capabilities: frozenset[str]
    folders: tuple[FolderFound, ...]


def capabilities(session: Session) -> frozenset[str]:
    """What the server says that it can, after the log-in."""
    return frozenset(c.decode("ascii", "replace").upper() for c in session.capabilities())
