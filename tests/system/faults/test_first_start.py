"""A first start beside years of old mail: it stays where it is, and what is new is answered at once.

`make test` has some hundred old mails, `make backlog` a hundred thousand (SECRETARY_OLD_MAILS).
"""

import os
import shutil
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import imapclient
import pytest

from tests.servers import PASSWORD, wait_until
from tests.servers.dovecot import MAIL_USER, Dovecot
from tests.system.faults.wreck import QUESTION, Ports, Wreck

OLD = int(os.environ.get("SECRETARY_OLD_MAILS", "300"))
MAIL = (
    "From: client-{n}@kunde.test\r\nTo: sekretariat@firma.test\r\nSubject: Anliegen {n}\r\n"
    "Message-ID: <old.{n}@kunde.test>\r\n\r\n" + QUESTION.replace("ö", "oe") + "\r\n"
)
MOST_MEMORY = 300 << 20  # octets at the peak; at rest the process has a hundred
ANSWER_SECONDS = 60.0  # on a busy machine; Dovecot alone takes some to index a hundred thousand files

pytestmark = [pytest.mark.timeout(300 + OLD / 50), pytest.mark.parametrize("ports", ["real"], indirect=True)]


def fill(dovecot: Dovecot, user: str, at: datetime) -> None:
    """Old mails as files, since handing so many in would take an hour."""
    folder = dovecot.folder / "mail" / user / "cur"
    when = at.timestamp()
    for number in range(OLD):
        path = folder / f"{int(when)}.M{number}.old:2,"
        path.write_text(MAIL.format(n=number))
        os.utime(path, (when, when))
        shutil.chown(path, MAIL_USER, "nogroup")


def peak(pid: int) -> int:
    """The most memory that the process ever had, in octets."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) << 10


def test_old_mail_stays_untouched_and_new_mail_is_answered_at_once(
    ports: Ports, dovecot: Dovecot, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    with Wreck(ports, tmp_path, since=(now - timedelta(days=1)).date().isoformat()) as wreck:
        first = wreck.write(QUESTION)
        wait_until(lambda: wreck.inbox() == [first], "the mail", 20)
        fill(dovecot, "sekretariat", now - timedelta(days=400))
        began = time.monotonic()
        wreck.start()
        wait_until(lambda: len(wreck.folder("weber")) == 1, "the first answer", ANSWER_SECONDS)
        first_seconds = time.monotonic() - began
        wait_until(lambda: not wreck.open_rows(), "the rest", ANSWER_SECONDS)
        began = time.monotonic()
        wreck.write(QUESTION, "tom")
        wait_until(lambda: len(wreck.folder("tom")) == 1, "the second answer", ANSWER_SECONDS)
        second_seconds = time.monotonic() - began
        memory = peak(wreck.pid)
        wait_until(lambda: not wreck.open_rows(), "the rest", ANSWER_SECONDS)
        assert wreck.stop() == 0
        with imapclient.IMAPClient("127.0.0.1", ports.imap, ssl=False, timeout=60) as session:
            session.login("sekretariat", PASSWORD)
            there = session.folder_status("INBOX", ["MESSAGES", "UNSEEN"])
    assert there == {b"MESSAGES": OLD, b"UNSEEN": OLD}
    assert memory < MOST_MEMORY
    sys.stdout.write(
        f"{OLD} old mails: answered after {first_seconds:.1f} s from the start, the next one after "
        f"{second_seconds:.1f} s; {memory >> 20} MiB at the peak\n"
    )
