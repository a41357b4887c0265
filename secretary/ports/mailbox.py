"""The mail server, incoming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from secretary.domain.effect import MessageRef


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail as it lies in a folder: where, its bytes, and when the server got it.

    `cut` says why `raw` is not the whole mail: "too-large", "too-many-parts", or "no-structure"
    where the server's description of it made no sense; `raw` is then the header with the texts.
    `problem` says why the mail could not be fetched; `raw` is then what could be had, b"" at worst.
    """

    folder: str
    uidvalidity: int
    uid: int
    size: int
    received: datetime
    raw: bytes = field(repr=False)
    flags: tuple[str, ...] = ()
    cut: str = ""
    problem: str = ""


class Mailbox(Protocol):
    r"""One account of the mail server. Folders are role values ("handled") or names.

    Nothing here ever sets \Seen or sends a plain EXPUNGE (it would remove other people's
    deleted mail, RFC 4315 section 2.1).
    """

    async def open(self) -> None:
        """Log in and make sure the office's folders are there. Idempotent."""
        ...

    async def close(self) -> None:
        """Log out. Idempotent."""
        ...

    def silence(self) -> float | None:
        """Seconds since the server last answered anything; None where it has not yet."""
        ...

    async def arrivals(self, folder: str, *, skip: frozenset[tuple[int, int]], most: int) -> Sequence[Arrived]:
        """Mails of a folder, oldest first, without those in `skip` ((uidvalidity, uid) pairs).

        One that cannot be fetched comes with its `problem` and does not keep the others.
        """
        ...

    async def below(self, folder: str) -> Mapping[str, str]:
        """The folders below the one of a role: what each is called from there on, and its whole name."""
        ...

    async def wait(self, seconds: float) -> bool:
        """Wait for a change of the INBOX (IDLE, RFC 2177); True if woken before the time ran out."""
        ...

    async def file(self, refs: Sequence[MessageRef], folder: str) -> frozenset[MessageRef]:
        """Move mails in one go; returns those that were still there."""
        ...

    async def flag(self, ref: MessageRef, flag: str) -> bool:
        """Set a flag; False when the mail is gone."""
        ...

    async def append(self, folder: str, raw: bytes, flags: tuple[str, ...]) -> None:
        """Put a mail into a folder."""
        ...

    async def holds(self, folder: str, message_id: str) -> bool:
        """Whether a mail with this Message-ID lies in the folder."""
        ...

    async def find(self, folder: str, message_id: str) -> Sequence[Arrived]:
        """The mails of a folder with exactly this Message-ID; `raw` is the header block only."""
        ...

    async def fetch(self, folder: str, message_id: str) -> Sequence[Arrived]:
        """The mails of a folder with exactly this Message-ID, as `arrivals` brings them."""
        ...

    async def headers(self, folder: str, *, after: tuple[int, int] | None, most: int) -> Sequence[Arrived]:
        """Header blocks of a folder's mails above a place (uidvalidity, uid), oldest first, at most `most`.

        Without a place, or where the UIDVALIDITY is another one, those of the newest `most` mails.
        """
        ...
