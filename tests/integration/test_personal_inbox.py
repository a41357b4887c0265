"""A person's own INBOX on Dovecot: what answers a running thread is found, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import imapclient
import pytest

from secretary.domain.errors import TemporaryError
from secretary.mailbox import ImapAccount, PersonalInbox
from tests.servers import PASSWORD, Account
from tests.servers.dovecot import Dovecot

SINCE = datetime.now(UTC).date() - timedelta(days=1)
OURS = ["<offer-1@firma.test>", "<offer-2@firma.test>", "<a@x>", "<b@x>", "<offer-3@firma.test>"]


def letter(number: int, **fields: str) -> bytes:
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"Subject: Nr. {number}\r\nMessage-ID: <{number}@kunde.test>\r\n{head}\r\nHallo\r\n".encode()


@pytest.fixture
def person(dovecot: Dovecot, dovecot_account: Account) -> Iterator[imapclient.IMAPClient]:
    """The owner, at their own mail program."""
    with imapclient.IMAPClient(dovecot.host, dovecot.port, ssl=False) as session:
        session.login(dovecot_account.user, PASSWORD)
        session.select_folder("INBOX")
        yield session


@pytest.fixture
async def inbox(dovecot: Dovecot, dovecot_account: Account):
    account = ImapAccount(dovecot.host, dovecot.port, dovecot_account.user, lambda: PASSWORD, security="plain")
    opened = PersonalInbox(account)
    yield opened
    await opened.close()


async def test_only_what_answers_one_of_our_mails_is_fetched_and_no_flag_changes(inbox, person):
    person.append("INBOX", letter(1, In_Reply_To="<offer-1@firma.test>"))
    person.append("INBOX", letter(2, References="<other@x> <offer-3@firma.test>"))
    person.append("INBOX", letter(3, In_Reply_To="<private@home.test>"))
    person.append("INBOX", letter(4))
    found = await inbox.answers(OURS, since=SINCE, known=frozenset(), most=10)
    assert [mail.raw.split(b"\r\n")[0] for mail in found] == [b"Subject: Nr. 1", b"Subject: Nr. 2"]
    person.select_folder("INBOX")
    assert all(
        item[b"FLAGS"] == () or b"\\Seen" not in item[b"FLAGS"]
        for item in person.fetch(person.search(), ["FLAGS"]).values()
    )
    known = frozenset((mail.uidvalidity, mail.uid) for mail in found)
    assert await inbox.answers(OURS, since=SINCE, known=known, most=10) == ()


async def test_without_a_running_thread_nothing_is_asked_for(inbox, person):
    person.append("INBOX", letter(1, In_Reply_To="<offer-1@firma.test>"))
    assert await inbox.answers([], since=SINCE, known=frozenset(), most=10) == ()
    assert await inbox.answers(["<\n>"], since=SINCE, known=frozenset(), most=10) == ()


async def test_a_mailbox_that_is_away_is_a_failure_that_passes():
    nobody = PersonalInbox(ImapAccount("127.0.0.1", 1, "x", lambda: "x", security="plain"))
    with pytest.raises(TemporaryError):
        await nobody.answers(OURS, since=SINCE, known=frozenset(), most=10)
    await nobody.close()
