"""The mailbox on Dovecot, beside a loop that fetches and moves mail by mail.

    python benchmarks/mailbox.py            # as root: Dovecot delivers as another user

One connection, client and server on the same machine. First: fetch and move all mails of 5 KB of an
INBOX of 2,000. Then: an INBOX of 100,000 at the first start, the time until the first 100 mails are
there, and what a look costs when all of them are from before the secretary's time (`since`).
"""

from __future__ import annotations

import asyncio
import grp
import os
import pwd
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import imapclient

sys.path.insert(0, str(Path(__file__).parents[1]))

from secretary.domain.effect import MessageRef
from secretary.mailbox import ImapAccount, ImapMailbox
from tests.servers import PASSWORD, Account
from tests.servers.dovecot import MAIL_USER, Dovecot

FOLDERS = {"handled": "Sekretariat/Erledigt"}
NONE: frozenset[tuple[int, int]] = frozenset()
SOME, MANY = 2_000, 100_000


def mail(number: int, lines: int = 70) -> bytes:
    head = f"From: tom@kunde.test\r\nSubject: Nr. {number}\r\nMessage-ID: <{number}@kunde.test>\r\n\r\n"
    return (head + ("Guten Tag, dies ist eine Zeile von siebzig Zeichen, wie Mails sie haben.\r\n" * lines)).encode()


def filled(dovecot: Dovecot, count: int, lines: int = 70) -> Account:
    """An account with so many mails, put there as files, since that is fast."""
    owner = pwd.getpwnam(MAIL_USER).pw_uid, grp.getgrnam("nogroup").gr_gid
    account = dovecot.new_account()
    place = dovecot.folder / "mail" / account.user
    for name in ("cur", "new", "tmp"):
        (place / name).mkdir(parents=True)
    for number in range(count):
        (place / "cur" / f"{1_700_000_000 + number}.M{number}P1.bench:2,").write_bytes(mail(number, lines))
    for path in [place, *place.rglob("*")]:
        os.chown(path, *owner)
    with session_of(dovecot, account) as session:
        session.select_folder("INBOX")  # the server builds its index; that is not ours to measure
    return account


def session_of(dovecot: Dovecot, account: Account) -> imapclient.IMAPClient:
    session = imapclient.IMAPClient(dovecot.host, dovecot.port, ssl=False)
    session.login(account.user, PASSWORD)
    return session


def mailbox_of(dovecot: Dovecot, account: Account, **options) -> ImapMailbox:
    imap = ImapAccount(dovecot.host, dovecot.port, account.user, lambda: PASSWORD, security="plain")
    return ImapMailbox(imap, FOLDERS, **options)


def bare_loop(dovecot: Dovecot, account: Account) -> float:
    """Mails a second of the loop that everybody writes first."""
    with session_of(dovecot, account) as session:
        session.create_folder("Handled")
        session.select_folder("INBOX")
        began = time.perf_counter()
        for uid in session.search():
            session.fetch([uid], ["BODY.PEEK[]"])
            session.add_flags([uid], [b"\\Flagged"])
            session.move([uid], "Handled")
        return SOME / (time.perf_counter() - began)


async def batched(dovecot: Dovecot, account: Account) -> float:
    """Mails a second of ours: limits checked, a hundred at a time."""
    mailbox = mailbox_of(dovecot, account)
    await mailbox.open()
    began = time.perf_counter()
    while mails := await mailbox.arrivals("inbox", skip=NONE, most=100):
        refs = [MessageRef(m.folder, m.uidvalidity, m.uid, "") for m in mails]
        assert len(await mailbox.file(refs, "handled")) == len(refs)
    rate = SOME / (time.perf_counter() - began)
    await mailbox.close()
    return rate


async def first_start(dovecot: Dovecot, account: Account) -> None:
    before = peak()
    mailbox = mailbox_of(dovecot, account)
    began = time.perf_counter()
    await mailbox.open()
    mails = await mailbox.arrivals("inbox", skip=NONE, most=100)
    print(f"first 100 of {MANY:,}: {time.perf_counter() - began:.2f} s after the start, {len(mails)} mails")
    began = time.perf_counter()
    skip = frozenset((m.uidvalidity, m.uid) for m in mails)
    await mailbox.arrivals("inbox", skip=skip, most=100)
    print(f"the next 100: {time.perf_counter() - began:.2f} s")
    print(f"memory: {peak():.0f} MiB at the peak, {before:.0f} before")
    await mailbox.close()
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()
    patient = mailbox_of(dovecot, account, since=tomorrow)
    await patient.open()
    began = time.perf_counter()
    assert not await patient.arrivals("inbox", skip=NONE, most=100)
    print(f"a look at {MANY:,} that are left alone: {(time.perf_counter() - began) * 1000:.0f} ms")
    await patient.close()


def peak() -> float:
    """Of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    dovecot = Dovecot()
    dovecot.start()
    try:
        bare = bare_loop(dovecot, filled(dovecot, SOME))
        ours = asyncio.run(batched(dovecot, filled(dovecot, SOME)))
        print(f"fetch and move {SOME:,} mails: one by one {bare:.0f}/s, batched {ours:.0f}/s ({ours / bare:.0f} times)")
        asyncio.run(first_start(dovecot, filled(dovecot, MANY, lines=3)))
    finally:
        dovecot.close()


if __name__ == "__main__":
    main()
