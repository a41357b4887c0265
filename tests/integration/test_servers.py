"""The servers that the tests lean on do what the tests need of them."""

import smtplib
import ssl
import time
import urllib.request

import imapclient
import psycopg
import pytest

from tests.servers import ACCOUNTS, CLIENT_DOMAIN, DOMAIN, PASSWORD, Account, wait_until
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.xandikos import Xandikos

ARRIVAL_SECONDS = 20

MAIL = f"""From: Tom <tom@{CLIENT_DOMAIN}>\r
To: {{to}}\r
Subject: Termin\r
Message-ID: <{{id}}@{CLIENT_DOMAIN}>\r
\r
Guten Tag\r
"""


def _session(dovecot: Dovecot, account: Account) -> imapclient.IMAPClient:
    session = imapclient.IMAPClient(dovecot.host, dovecot.port, ssl=False, timeout=ARRIVAL_SECONDS)
    session.login(account.user, account.password)
    return session


def _wakes(session: imapclient.IMAPClient) -> bool:
    end = time.monotonic() + ARRIVAL_SECONDS
    while time.monotonic() < end:
        if any(line[1] == b"EXISTS" for line in session.idle_check(timeout=1) if len(line) > 1):
            return True
    return False


def _transmit(postfix: Postfix, to: str, name: str) -> None:
    with smtplib.SMTP(postfix.host, postfix.port, timeout=10) as connection:
        connection.sendmail(f"tom@{CLIENT_DOMAIN}", [to], MAIL.format(to=to, id=name).encode())


def test_a_mail_through_postfix_wakes_an_idle_session_on_dovecot(dovecot: Dovecot, postfix: Postfix) -> None:
    account = ACCOUNTS["sekretariat"]
    dovecot.empty(account.user)
    with _session(dovecot, account) as session:
        session.select_folder("INBOX")
        session.idle()
        _transmit(postfix, account.address, "wake")
        woken = _wakes(session)
        session.idle_done()
        session.noop()
        assert woken, postfix.log()
        assert len(session.search()) == 1


@pytest.mark.parametrize("user", ["anna", "eva", "tom"])
def test_everybody_gets_their_own_mail(dovecot: Dovecot, postfix: Postfix, user: str) -> None:
    account = ACCOUNTS[user]
    dovecot.empty(user)
    with _session(dovecot, account) as session:
        session.select_folder("INBOX")
        session.idle()
        _transmit(postfix, account.address, f"own-{user}")
        woken = _wakes(session)
        session.idle_done()
        assert woken, postfix.log()


def test_dovecot_lists_special_use_folders_and_moves(dovecot: Dovecot, dovecot_account: Account) -> None:
    with _session(dovecot, dovecot_account) as session:
        folders = {name: flags for flags, _, name in session.list_folders()}
        assert b"\\Sent" in folders["Sent"]
        session.append("INBOX", MAIL.format(to="x", id="move").encode())
        session.create_folder("Sekretariat/Erledigt")
        session.select_folder("INBOX")
        session.move(session.search(), "Sekretariat/Erledigt")
        assert session.search() == []
        session.select_folder("Sekretariat/Erledigt")
        assert len(session.search()) == 1


def test_dovecot_speaks_tls_with_a_certificate_that_verifies(dovecot: Dovecot, dovecot_account: Account) -> None:
    context = ssl.create_default_context(cafile=str(dovecot.authority))
    with imapclient.IMAPClient(dovecot.host, dovecot.tls_port, ssl=True, ssl_context=context) as session:
        session.login(dovecot_account.user, PASSWORD)
        assert b"MOVE" in session.capabilities()


def test_dovecot_keeps_ports_and_mail_over_a_restart(dovecot: Dovecot, dovecot_account: Account) -> None:
    with _session(dovecot, dovecot_account) as session:
        session.append("INBOX", b"Subject: x\r\n\r\nx\r\n")
    dovecot.stop()
    with pytest.raises(OSError):  # noqa: PT011 - refused, in the words of the system
        _session(dovecot, dovecot_account)
    dovecot.start()
    with _session(dovecot, dovecot_account) as session:
        session.select_folder("INBOX")
        assert len(session.search()) == 1


def test_dropped_connections_are_noticed(dovecot: Dovecot, dovecot_account: Account) -> None:
    session = _session(dovecot, dovecot_account)
    session.select_folder("INBOX")
    dovecot.drop_connections(dovecot_account.user)

    def lost() -> bool:
        try:
            session.noop()
        except (OSError, session.AbortError):
            return True
        return False

    # The kick is a signal: a command that was quicker may still be answered.
    wait_until(lost, "the dropped connection to be noticed")


def test_postfix_checks_a_log_in_and_refuses_as_promised(postfix: Postfix) -> None:
    with smtplib.SMTP(postfix.host, postfix.port, timeout=10) as connection:
        context = ssl.create_default_context(cafile=str(postfix.authority))
        connection.starttls(context=context)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            connection.login("anna", "falsch")
        connection.login("anna", PASSWORD)
        connection.mail(f"anna@{DOMAIN}")
        assert connection.rcpt(f"nobody@{DOMAIN}")[0] == 550
        assert connection.rcpt(f"deferred@{CLIENT_DOMAIN}")[0] == 450
        assert connection.rcpt(f"full@{CLIENT_DOMAIN}")[0] == 552
        assert connection.rcpt("somebody@elsewhere.example")[0] == 250


def test_postgres_gives_everybody_an_empty_database(postgres: Postgres, postgres_url: str) -> None:
    assert postgres.new_database() != postgres_url
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as session:
        row = session.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'").fetchone()
    assert row == (0,)


def test_xandikos_answers_propfind_with_what_it_can(xandikos: Xandikos, xandikos_calendar: str) -> None:
    request = urllib.request.Request(xandikos_calendar, method="PROPFIND", headers={"Depth": "0"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
        body = answer.read()
    assert answer.status == 207
    assert b"urn:ietf:params:xml:ns:caldav" in body
    assert xandikos.calendar_url.startswith(xandikos.url)
