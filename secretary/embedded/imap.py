r"""The embedded office's IMAP server: pymap with mailboxes in memory.

Promises: several users, keywords kept (pymap alone drops them silently), a free port on loopback.
Never does: write to disk, or listen beyond loopback.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend, Identity
from pymap.backend.dict.mailbox import MailboxData
from pymap.concurrent import Subsystem
from pymap.exceptions import MailboxNotFound
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag, Wildcard, get_system_flags
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

LOOPBACK = "127.0.0.1"


def _with_keywords(_: MailboxData) -> frozenset[Flag]:
    r"""PERMANENTFLAGS with \*, so that keywords can be set (RFC 9051 section 7.1)."""
    return get_system_flags() | {Wildcard}


class ImapServer:
    """A running server; all coroutines belong to the loop that called `start`."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._passwords = passwords
        self.port = 0

    async def start(self) -> None:
        """Listen on a free port."""
        setattr(MailboxData, "permanent_flags", property(_with_keywords))  # noqa: B010 - a property replaces a property
        args = Namespace(
            host=LOOPBACK, port=0, debug=False, cert=None, key=None, tls=False, passlib_cfg=None,
            proxy_protocol=None, demo_data=False, demo_user="postmaster", demo_password="",
        )  # fmt: skip
        # Passwords of a toy office need no slow hash; with one, each log-in would cost 0.2 s.
        backend, config = await DictBackend.init(args, hash_context=Cleartext(), cpu_subsystem=Subsystem.for_asyncio())
        self._login = backend.login
        config.apply_context()
        for user, password in self._passwords.items():
            self._login.users_dict[user] = UserMetadata(config, user, password=password)
        reader = ProxyProtocolReader(ProxyProtocolVersion.get(None))
        serve = reader.get_callback(IMAPServer(self._login, config))
        self._server = await asyncio.start_server(serve, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def append(self, user: str, folder: str, raw: bytes) -> None:
        """Put a mail into a user's folder."""
        owner = self._owner(user)
        async with owner.new_session() as session:
            await session.append_messages(folder, [AppendMessage(raw, datetime.now(UTC), frozenset())])

    async def mails(self, user: str, folder: str) -> list[bytes]:
        """All mails of a folder, the oldest first; none where there is no such folder."""
        owner = self._owner(user)
        async with owner.new_session() as session:
            try:
                box = await session.mailbox_set.get_mailbox(folder)
            except (KeyError, MailboxNotFound):
                return []
            found = [message async for message in box.messages()]
        return [bytes(message._content or b"") for message in sorted(found, key=lambda m: m.uid)]  # noqa: SLF001 - no public reader

    async def folders(self, user: str) -> list[str]:
        """The names of a user's folders."""
        owner = self._owner(user)
        async with owner.new_session() as session:
            listed = await session.mailbox_set.list_mailboxes()
        return [entry.name for entry in listed.list() if entry.exists]

    def _owner(self, user: str) -> Identity:
        return Identity(user, self._login, None, frozenset())

    def stop(self) -> None:
        """Listen no longer."""
        self._server.close()
