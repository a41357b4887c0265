"""A connection to a mail server is set up for a long and quiet life."""

import socket

from secretary.mailbox.account import KEEPALIVE, ImapAccount, tune


def test_a_connection_speaks_at_once_and_notices_a_dead_peer_within_two_minutes():
    with socket.socket() as connection:
        tune(connection)
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        values = {name: connection.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name, _ in KEEPALIVE}
    assert values["TCP_KEEPIDLE"] + values["TCP_KEEPINTVL"] * values["TCP_KEEPCNT"] <= 120


def test_an_account_shows_no_password():
    assert "geheim" not in repr(ImapAccount("mail.firma.test", 993, "anna", lambda: "geheim"))
