"""Bad mails and bad networks between the mailbox and Dovecot: the others go on, nothing is lost."""

import asyncio
import dataclasses
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from secretary.domain.effect import MessageRef
from secretary.mailbox import FetchLimits, ImapAccount, ImapMailbox, Timing
from secretary.understand.mime import parse_message
from tests.servers.chaos import ALWAYS, CLIENT, SERVER, Cut, Drip, Rewrite, Wait
from tests.servers.dovecot import Dovecot

FOLDERS = {"handled": "Sekretariat/Erledigt", "review": "Sekretariat/Zu prüfen", "quarantine": "Sekretariat/Problem"}
NONE: frozenset[tuple[int, int]] = frozenset()
LIMITS = FetchLimits(octets=1_000_000, parts=20, seconds=1)


def letter(number: int, text: str = "Hallo") -> bytes:
    head = f"From: tom@kunde.test\r\nSubject: Nr. {number}\r\nMessage-ID: <{number}@kunde.test>\r\n\r\n"
    return (head + text + "\r\n").encode()


@pytest.fixture
async def mailbox(account: ImapAccount) -> AsyncIterator[ImapMailbox]:
    opened = ImapMailbox(account, FOLDERS, limits=LIMITS, timing=Timing(read=30))
    await opened.open()
    yield opened
    await opened.close()


async def fill(mailbox: ImapMailbox, *raws: bytes) -> None:
    for raw in raws:
        await mailbox.append("inbox", raw, ())


async def all_of(mailbox: ImapMailbox, folder: str = "inbox"):
    return await mailbox.arrivals(folder, skip=NONE, most=100)


def files_of(dovecot: Dovecot, user: str) -> list[Path]:
    """The mails of the INBOX, the oldest first."""
    found = [p for place in ("cur", "new") for p in (dovecot.folder / "mail" / user / place).iterdir()]
    return sorted(found, key=lambda path: path.name)


@pytest.mark.parametrize("imap_server", ["dovecot"], indirect=True)
async def test_a_mail_that_the_server_cannot_read_keeps_no_other_from_coming(mailbox, dovecot, dovecot_account):
    await fill(mailbox, letter(1), letter(2), letter(3))
    files_of(dovecot, dovecot_account.user)[1].chmod(0)
    mails = await all_of(mailbox)
    assert [m.raw for m in mails if not m.problem] == [letter(1), letter(3)]
    (bad,) = [m for m in mails if m.problem]
    assert (bad.uid, "FETCH" in bad.problem) == (2, True)
    ref = MessageRef("inbox", bad.uidvalidity, bad.uid, "x")
    assert await mailbox.file([ref], "quarantine") == {ref}
    assert [m.uid for m in await all_of(mailbox)] == [1, 3]


@pytest.mark.parametrize("nonsense", [rb"BODYSTRUCTURE ((((", rb'BODYSTRUCTURE ("text" "plain'])
async def test_a_mail_whose_structure_makes_no_sense_is_read_as_far_as_it_goes(mailbox, network, nonsense):
    await fill(mailbox, letter(1), letter(2), letter(3))
    network.when(SERVER, rb"\* 2 FETCH .*BODYSTRUCTURE", Rewrite(rb"BODYSTRUCTURE \(", nonsense), times=ALWAYS)
    mails = await all_of(mailbox)
    assert [m.raw for m in mails] == [letter(1), letter(2), letter(3)]
    assert [m.cut for m in mails] == ["", "no-structure", ""]


async def test_a_structure_longer_than_the_library_reads_harms_nobody(mailbox, network):
    await fill(mailbox, letter(1), letter(2))
    endless = rb"BODYSTRUCTURE (" + rb'("text" "plain" NIL NIL NIL "7bit" 1 1)' * 40_000
    network.when(SERVER, rb"\* 1 FETCH .*BODYSTRUCTURE", Rewrite(rb"BODYSTRUCTURE \(", endless), times=ALWAYS)
    assert [(m.raw, m.cut) for m in await all_of(mailbox)] == [(letter(1), "no-structure"), (letter(2), "")]


async def test_a_date_that_is_none_becomes_the_present(mailbox, network):
    await fill(mailbox, letter(1))
    network.when(SERVER, rb"\* 1 FETCH .*INTERNALDATE", Rewrite(rb'INTERNALDATE "[^"]*"', b'INTERNALDATE "?"'))
    (arrived,) = await all_of(mailbox)
    assert (arrived.raw, arrived.received.tzinfo is not None) == (letter(1), True)


async def test_a_connection_lost_while_mails_are_fetched_costs_no_mail(mailbox, network):
    await fill(mailbox, letter(1), letter(2))
    network.when(SERVER, rb"\* 2 FETCH .*BODY\[\]", Cut())
    assert [(m.raw, m.problem) for m in await all_of(mailbox)] == [(letter(1), ""), (letter(2), "")]


async def test_a_mail_that_drips_is_given_up_in_time_and_the_others_come(mailbox, network):
    await fill(mailbox, letter(1), letter(2), letter(3))
    network.when(SERVER, rb"\* 2 FETCH .*BODY\[\]", Drip(5), times=ALWAYS)
    began = time.monotonic()
    mails = await all_of(mailbox)
    assert time.monotonic() - began < 10 * LIMITS.seconds
    assert [m.raw for m in mails if not m.problem] == [letter(1), letter(3)]
    (bad,) = [m for m in mails if m.problem]
    assert bad.raw.startswith(b"From: tom@kunde.test")


MANY = (
    b"Subject: viele\r\nMessage-ID: <many@kunde.test>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nGuten Tag\r\n"
    + b"--b\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n" * 10_000
    + b"--b--\r\n"
)
LARGE = (
    b"Subject: gross\r\nMessage-ID: <large@kunde.test>\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n"
    b"--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n"
    b"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAnbei unser Angebot.\r\n"
    b"--inner\r\nContent-Type: text/html\r\n\r\n<p>Anbei unser Angebot.</p>\r\n--inner--\r\n"
    b"--outer\r\nContent-Type: application/pdf; name=Angebot.pdf\r\nContent-Disposition: attachment\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + (b"QUJD" * 19 + b"\r\n") * 40_000 + b"--outer--\r\n"
)


@pytest.mark.parametrize(
    ("imap_server", "raw", "why", "text"),
    [
        ("dovecot", MANY, "too-many-parts", "Guten Tag"),
        ("dovecot", LARGE, "too-large", "Anbei unser Angebot."),
        ("pymap", LARGE, "too-large", "Anbei unser Angebot."),
    ],
    ids=["many", "large", "large-on-pymap"],
    indirect=["imap_server"],
)
async def test_a_mail_beyond_the_limits_is_never_downloaded_whole(mailbox, network, raw, why, text):
    await fill(mailbox, letter(1), raw)
    network.seen.clear()
    small, cut = await all_of(mailbox)
    assert (small.raw, small.cut) == (letter(1), "")
    assert (cut.cut, cut.size) == (why, len(raw))
    assert len(cut.raw) < 10_000
    assert network.count(CLIENT, rb".*FETCH [\d,]*2 \(BODY\.PEEK\[\]\)") == 0
    message = parse_message(cut.raw)
    assert (message.text.strip(), message.message_id) == (text, parse_message(raw).message_id)
    assert len(message.attachments) == (1 if why == "too-large" else 49)
    assert message.attachments[0].filename in {"Angebot.pdf", "a.png"}


async def test_one_huge_text_is_read_by_its_beginning(mailbox):
    raw = letter(1, "Zeile eins\r\n" * 100_000)
    await fill(mailbox, raw)
    (arrived,) = await all_of(mailbox)
    assert arrived.cut == "too-large"
    assert raw.startswith(arrived.raw)
    assert 60_000 < len(arrived.raw) < 70_000


async def test_a_header_without_end_is_cut_too(mailbox):
    raw = (
        b"Subject: x\r\n" + b"X-Long: " + b"y" * 70 + b"\r\n" + (b" " + b"z" * 70 + b"\r\n") * 20_000 + b"\r\nText\r\n"
    )
    await fill(mailbox, raw)
    (arrived,) = await all_of(mailbox)
    assert arrived.cut == "too-large"
    assert len(arrived.raw) < 300_000


@pytest.mark.parametrize("command", [rb".*FETCH \d+,\d+ \(RFC822", rb".*FETCH \d+,\d+ \(BODY"])
async def test_a_mail_that_a_person_moves_between_search_and_fetch_is_left_out(
    mailbox, network, imap_server, account, command
):
    await fill(mailbox, letter(1), letter(2))
    network.when(CLIENT, command, Wait(1))
    fetching = asyncio.ensure_future(all_of(mailbox))
    await asyncio.to_thread(network.wait_for, CLIENT, command)
    person = ImapMailbox(dataclasses.replace(account, port=imap_server.port), FOLDERS)
    first, _ = await all_of(person)
    await person.file([MessageRef("inbox", first.uidvalidity, first.uid, "x")], "handled")
    assert [(m.raw, m.problem) for m in await fetching] == [(letter(2), "")]
    await person.close()
