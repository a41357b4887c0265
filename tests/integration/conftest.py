"""What the tests of one adapter on several servers share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from secretary.mailbox import ImapAccount
from tests.servers import PASSWORD
from tests.servers.chaos import Chaos


@dataclass(frozen=True, slots=True)
class ImapServer:
    """A server with an empty mailbox."""

    name: str
    port: int
    user: str


@pytest.fixture(params=["pymap", "dovecot"])
def imap_server(request: pytest.FixtureRequest) -> ImapServer:
    """The server of the office in a box, and a real one."""
    if request.param == "pymap":
        return ImapServer("pymap", request.getfixturevalue("embedded_office").imap_port, "anna")
    account = request.getfixturevalue("dovecot_account")
    return ImapServer("dovecot", request.getfixturevalue("dovecot").port, account.user)


@pytest.fixture
def network(imap_server: ImapServer) -> Iterator[Chaos]:
    """What lies between the mailbox and its server."""
    with Chaos(imap_server.port) as proxy:
        yield proxy


@pytest.fixture
def account(imap_server: ImapServer, network: Chaos) -> ImapAccount:
    """The mailbox, reached through `network`."""
    return ImapAccount(network.host, network.port, imap_server.user, lambda: PASSWORD, security="plain")
