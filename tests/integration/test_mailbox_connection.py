"""The mailbox's connections to Dovecot: watched, lost, refused, encrypted, and never pestering a server."""

import asyncio
import dataclasses
import logging
import ssl
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from secretary.domain.errors import CredentialsRejected, PermanentError, TemporaryError
from secretary.mailbox import ImapAccount, ImapMailbox, Timing
from tests.integration.conftest import ImapServer
from tests.servers import PASSWORD, Account, free_ports, wait_until
from tests.servers.certificate import Authority
from tests.servers.chaos import ALWAYS, CLIENT, SERVER, Answer, Chaos, Drip, Freeze, Rewrite
from tests.servers.dovecot import Dovecot

FOLDERS = {"handled": "Sekretariat/Erledigt"}
NONE: frozenset[tuple[int, int]] = frozenset()
ON_DOVECOT = pytest.mark.parametrize("imap_server", ["dovecot"], indirect=True)  # what only it offers
QUICK = Timing(connect=2, read=1, idle=0.2, look=0.05, calm=60, rejected=0.5, close=1)
MAIL = b"Subject: x\r\n\r\nx\r\n"


@pytest.fixture
def direct(imap_server: ImapServer, account: ImapAccount) -> ImapMailbox:
    """The same mailbox on a line that no fault touches."""
    return ImapMailbox(dataclasses.replace(account, port=imap_server.port), FOLDERS)


@pytest.fixture
async def mailbox(account: ImapAccount) -> AsyncIterator[ImapMailbox]:
    opened = ImapMailbox(account, FOLDERS, timing=QUICK)
    await opened.open()
    yield opened
    await opened.close()


async def count_of(mailbox: ImapMailbox) -> int:
    return len(await mailbox.arrivals("inbox", skip=NONE, most=100))


# --- watching


async def test_idle_is_begun_anew_before_anybody_forgets_the_line_and_still_wakes(mailbox, network, direct):
    assert not await mailbox.wait(1.5)
    assert network.count(CLIENT, rb"DONE") >= 3
    assert network.count(CLIENT, rb"\S+ IDLE") == network.count(CLIENT, rb"DONE") + 1
    waiting = asyncio.ensure_future(mailbox.wait(20))
    await direct.append("inbox", MAIL, ())
    assert await asyncio.wait_for(waiting, 5)
    assert network.accepted == 2
    await direct.close()


async def test_a_line_that_died_in_silence_is_noticed_and_opened_anew(mailbox, network, direct):
    assert not await mailbox.wait(0.3)
    network.freeze()
    began = time.monotonic()
    assert await mailbox.wait(20)
    assert time.monotonic() - began < 5
    waiting = asyncio.ensure_future(mailbox.wait(20))
    await asyncio.to_thread(wait_until, lambda: network.count(CLIENT, rb"\S+ IDLE") >= 3, "a new IDLE")
    await direct.append("inbox", MAIL, ())
    assert await asyncio.wait_for(waiting, 5)
    assert await count_of(mailbox) == 1
    await direct.close()


async def test_the_loss_of_a_line_that_nobody_heard_of_is_told_to_the_next_one(mailbox, network):
    assert not await mailbox.wait(0.3)
    network.cut()
    given_up = threading.Event()  # as when a timer ended the waiting at the very same moment
    assert await asyncio.to_thread(mailbox._watcher.wait, "INBOX", None, 10, given_up)
    assert await mailbox.wait(20), "what the line was about to tell is looked for"
    assert not await mailbox.wait(0.3)


@ON_DOVECOT
async def test_a_goodbye_of_the_server_ends_the_wait_and_the_next_one_is_well(
    mailbox, network, dovecot, dovecot_account
):
    waiting = asyncio.ensure_future(mailbox.wait(20))
    await asyncio.to_thread(network.wait_for, SERVER, rb"\+ idl")
    dovecot.drop_connections(dovecot_account.user)
    assert await asyncio.wait_for(waiting, 5)
    assert not await mailbox.wait(0.3)
    assert network.count(SERVER, rb"\+ idl") >= 2


async def test_without_idle_the_wait_is_a_pause_and_costs_no_second_connection(account, network, direct):
    network.when(SERVER, rb".*CAPABILITY", Rewrite(rb" IDLE\b", b""), times=ALWAYS)
    mailbox = ImapMailbox(account, FOLDERS, timing=QUICK)
    await mailbox.open()
    began = time.monotonic()
    assert not await mailbox.wait(0.5)
    assert time.monotonic() - began >= 0.5
    assert not await mailbox.wait(0.1)
    assert network.count(CLIENT, rb"\S+ IDLE") == 0
    await direct.append("inbox", MAIL, ())
    assert await count_of(mailbox) == 1
    await mailbox.close()
    await direct.close()


async def test_a_line_that_never_answers_holds_no_sweep_up(account, network, direct):
    network.when(CLIENT, rb"\S+ (IDLE|EXAMINE)", Freeze(), times=ALWAYS)
    mailbox = ImapMailbox(account, FOLDERS)  # with the patience of every day
    await mailbox.open()
    began = time.monotonic()
    assert not await mailbox.wait(0.5)
    assert time.monotonic() - began < 5
    await direct.append("inbox", MAIL, ())
    assert await count_of(mailbox) == 1
    network.calm()
    waiting = asyncio.ensure_future(mailbox.wait(20))
    await asyncio.to_thread(network.wait_for, SERVER, rb"\+ idl")
    await direct.append("inbox", MAIL, ())
    assert await asyncio.wait_for(waiting, 5)
    await mailbox.close()
    await direct.close()


# --- losing and finding the server


async def test_a_work_line_that_died_in_silence_costs_one_time_out_and_no_mail(mailbox, network, direct):
    await direct.append("inbox", MAIL, ())
    network.freeze()
    assert await count_of(mailbox) == 1
    assert network.accepted == 2
    await direct.close()


@ON_DOVECOT
async def test_a_restarted_server_is_found_again(mailbox, network, dovecot):
    await mailbox.append("inbox", MAIL, ())
    dovecot.stop()
    network.cut()  # Dovecot lets a busy session live on for a while
    try:
        with pytest.raises(TemporaryError) as away:
            await count_of(mailbox)
    finally:
        dovecot.start()
    await asyncio.sleep(away.value.retry_after or 0)  # what the error says, not luck
    assert await count_of(mailbox) == 1


async def test_a_server_that_is_away_is_asked_ever_more_rarely(mailbox, network):
    network.refuse()
    before, errors = network.accepted, []
    for _ in range(50):
        with pytest.raises(TemporaryError) as away:
            await count_of(mailbox)
        errors.append(away.value.retry_after)
    assert network.accepted - before <= 2
    assert all(pause is not None and 0 < pause <= 1 for pause in errors)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_lost_lines_leave_no_files_and_no_threads_behind(account, network):
    mailbox = ImapMailbox(account, FOLDERS, timing=dataclasses.replace(QUICK, calm=0))
    for turn in range(25):
        await count_of(mailbox)
        await mailbox.wait(0.05)
        if turn == 4:
            before = open_files(), threading.active_count()
        network.cut()
    await count_of(mailbox)
    await mailbox.wait(0.05)
    assert open_files() <= before[0]
    assert threading.active_count() <= before[1] + 1  # one may be on its way out
    await mailbox.close()


async def test_closing_waits_for_no_dead_server(mailbox, network):
    assert not await mailbox.wait(0.3)
    network.freeze()
    began = time.monotonic()
    await mailbox.close()
    assert time.monotonic() - began < 4


# --- passwords


async def test_a_rejected_password_is_not_tried_into_a_lock_out(account, network):
    passwords = ["falsch"]
    mailbox = ImapMailbox(
        dataclasses.replace(account, password=lambda: passwords[-1]),
        FOLDERS,
        timing=dataclasses.replace(QUICK, rejected=3600),
    )
    for _ in range(5):
        with pytest.raises(CredentialsRejected):
            await mailbox.open()
        with pytest.raises(CredentialsRejected):
            await mailbox.wait(0.1)
    assert network.count(CLIENT, rb"\S+ LOGIN") == 1
    passwords.append(PASSWORD)
    await mailbox.open()
    assert network.count(CLIENT, rb"\S+ LOGIN") == 2
    await mailbox.close()


@ON_DOVECOT
async def test_a_rejected_password_is_tried_again_after_a_long_while(account, network):
    network.when(SERVER, rb"\S+ OK .*Logged in", Rewrite(rb"^(\S+) OK .*", rb"\1 NO [AUTHENTICATIONFAILED] no\r"))
    mailbox = ImapMailbox(account, FOLDERS, timing=QUICK)
    with pytest.raises(CredentialsRejected):
        await mailbox.open()
    with pytest.raises(CredentialsRejected):
        await mailbox.open()
    await asyncio.sleep(QUICK.rejected)
    await mailbox.open()
    assert network.count(CLIENT, rb"\S+ LOGIN") == 2
    await mailbox.close()


@ON_DOVECOT
@pytest.mark.parametrize("answer", [rb"NO [UNAVAILABLE] try later", rb"NO [ALERT] Too many simultaneous connections"])
async def test_a_server_that_is_busy_has_not_rejected_the_password(account, network, answer):
    network.when(SERVER, rb"\S+ OK .*Logged in", Rewrite(rb"^(\S+) OK .*", rb"\1 " + answer + b"\r"))
    mailbox = ImapMailbox(account, FOLDERS, timing=QUICK)
    with pytest.raises(TemporaryError) as busy:
        await mailbox.open()
    await asyncio.sleep(busy.value.retry_after or 0)
    await mailbox.open()
    await mailbox.close()


@ON_DOVECOT
async def test_a_server_that_wants_tls_for_passwords_says_what_to_set(account, network):
    network.when(SERVER, rb"\S+ OK .*Logged in", Rewrite(rb"^(\S+) OK .*", rb"\1 NO [PRIVACYREQUIRED] not here\r"))
    error = await refused(account)
    assert "starttls" in error.remedy


# --- TLS


async def works(account: ImapAccount) -> None:
    mailbox = ImapMailbox(account, FOLDERS, timing=QUICK)
    await mailbox.open()
    assert await count_of(mailbox) == 0
    assert not await mailbox.wait(0.3)
    await mailbox.close()


@pytest.fixture
def private(dovecot: Dovecot, dovecot_account: Account) -> ImapAccount:
    user, authority = dovecot_account.user, str(dovecot.authority)
    return ImapAccount(dovecot.host, dovecot.tls_port, user, lambda: PASSWORD, security="tls", ca_file=authority)


async def test_tls_with_an_authority_of_ones_own(private):
    await works(private)


@ON_DOVECOT
async def test_starttls_with_an_authority_of_ones_own_sends_no_password_before(private, network):
    await works(dataclasses.replace(private, port=network.port, security="starttls"))
    assert network.count(CLIENT, rb"\S+ STARTTLS") == 2
    assert network.count(CLIENT, rb"\S+ LOGIN") == 0


async def refused(account: ImapAccount) -> TemporaryError | PermanentError:
    with pytest.raises((TemporaryError, PermanentError)) as error:
        await ImapMailbox(account, FOLDERS, timing=QUICK).open()
    assert not isinstance(error.value, CredentialsRejected)
    return error.value


async def test_an_authority_that_is_not_trusted_is_refused_with_the_remedy(private):
    error = await refused(dataclasses.replace(private, ca_file=""))
    assert "ca_file" in error.remedy


async def test_an_authority_that_cannot_be_read_is_named(private, tmp_path):
    error = await refused(dataclasses.replace(private, ca_file=str(tmp_path / "none.pem")))
    assert "none.pem" in error.problem
    assert "PEM" in error.remedy


@pytest.mark.parametrize(("names", "days", "words"), [(["mail.elsewhere.test"], 2, "IP address mismatch"), (["127.0.0.1"], 0, "expired")])  # fmt: skip
async def test_a_certificate_of_another_name_or_time_is_refused_with_the_remedy(tmp_path, names, days, words):
    authority = Authority(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*authority.issue(*names, days=days))
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    error = await refused(ImapAccount("127.0.0.1", port, "anna", lambda: PASSWORD, ca_file=str(authority.file)))
    server.close()
    assert words in str(error)
    assert "certificate" in error.remedy


@ON_DOVECOT
async def test_a_server_without_starttls_gets_no_password(account, network):
    network.when(SERVER, rb".*CAPABILITY", Rewrite(rb" STARTTLS\b", b""), times=ALWAYS)
    error = await refused(dataclasses.replace(account, security="starttls"))
    assert "STARTTLS" in error.problem
    assert network.count(CLIENT, rb".*" + PASSWORD.encode()) == 0


@ON_DOVECOT
async def test_a_port_that_speaks_no_tls_is_told_with_the_remedy(private, network):
    error = await refused(dataclasses.replace(private, port=network.port))
    assert "starttls" in error.remedy


async def test_a_connection_cut_in_the_handshake_is_a_fault_of_the_network(private):
    with Chaos(private.port) as network:
        network.when(CLIENT, rb"(?s).", Answer(b"", close=True), times=ALWAYS)
        error = await refused(dataclasses.replace(private, port=network.port))
    assert isinstance(error, TemporaryError)


async def test_a_server_that_drips_through_tls_is_given_up_in_time(private):
    with Chaos(private.port) as network:
        mailbox = ImapMailbox(
            dataclasses.replace(private, port=network.port), FOLDERS, timing=dataclasses.replace(QUICK, whole=1.5)
        )
        await mailbox.open()
        network.when(SERVER, rb"(?s).", Drip(10), times=ALWAYS)
        began = time.monotonic()
        with pytest.raises(TemporaryError):
            await count_of(mailbox)
        assert time.monotonic() - began < 8
        network.calm()
        await mailbox.close()


@ON_DOVECOT
async def test_no_log_ever_shows_the_password(account, network, caplog):
    caplog.set_level(logging.DEBUG)
    secret = "ganz-geheim-4711"
    with structlog.testing.capture_logs() as lines:
        for password in (secret, PASSWORD):
            mailbox = ImapMailbox(dataclasses.replace(account, password=lambda p=password: p), FOLDERS, timing=QUICK)
            try:
                await mailbox.open()
                await mailbox.wait(0.3)
                network.cut()
                await count_of(mailbox)
            except CredentialsRejected as error:
                lines.append({"error": str(error), "repr": repr(error)})
            await mailbox.close()
    assert caplog.records
    shown = "\n".join([record.getMessage() for record in caplog.records] + [str(line) for line in lines])
    assert secret not in shown
    assert PASSWORD not in shown.replace("ganz-geheim", "")


async def test_a_port_where_nobody_listens_names_itself(account):
    (port,) = free_ports(1)
    error = await refused(dataclasses.replace(account, port=port))
    assert str(port) in error.problem
