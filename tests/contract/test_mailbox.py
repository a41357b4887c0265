"""One suite for every mail server: what `ports.Mailbox` promises, on the real thing."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from dataclasses import replace

import pytest

from secretary.domain.effect import MessageRef
from secretary.domain.errors import CredentialsRejected, PermanentError, TemporaryError
from secretary.mailbox import FetchLimits, ImapAccount, ImapMailbox
from secretary.understand.mime import parse_message
from tests.servers.chaos import ALWAYS, CLIENT, SERVER, Chaos, Rewrite

FOLDERS = {"handled": "Sekretariat/Erledigt", "review": "Sekretariat/Zu prüfen", "sent": "Sent"}
NONE: frozenset[tuple[int, int]] = frozenset()


def mail(number: int, text: str = "Hallo") -> bytes:
    return (
        f"From: Tom <tom@client.test>\r\nTo: anna@firma.test\r\nSubject: Nr. {number}\r\n"
        f"Message-ID: <{number}@client.test>\r\n\r\n{text}\r\n"
    ).encode()


@pytest.fixture(params=["pymap", "dovecot"])
def account(request: pytest.FixtureRequest) -> ImapAccount:
    if request.param == "pymap":
        office = request.getfixturevalue("embedded_office")
        return ImapAccount(office.host, office.imap_port, "anna", lambda: "geheim", security="plain")
    server, user = request.getfixturevalue("dovecot"), request.getfixturevalue("dovecot_account")
    return ImapAccount(server.host, server.port, user.user, lambda: user.password, security="plain")


@pytest.fixture
async def mailbox(account):
    opened = ImapMailbox(account, FOLDERS, limits=FetchLimits(octets=100_000, parts=20))
    await opened.open()
    yield opened
    await opened.close()


def ref(arrived) -> MessageRef:
    return MessageRef(arrived.folder, arrived.uidvalidity, arrived.uid, hashlib.sha256(arrived.raw).hexdigest())


async def all_of(mailbox, folder="inbox"):
    return await mailbox.arrivals(folder, skip=NONE, most=100)


async def test_mails_come_whole_oldest_first_unseen_and_without_those_skipped(mailbox):
    for number in (1, 2, 3):
        await mailbox.append("inbox", mail(number), ())
    first, second, third = await all_of(mailbox)
    assert [m.raw for m in (first, second, third)] == [mail(1), mail(2), mail(3)]
    assert first.received.tzinfo is not None
    skip = frozenset({(first.uidvalidity, first.uid)})
    (again,) = await mailbox.arrivals("inbox", skip=skip, most=1)
    assert again.uid == second.uid
    assert "\\Seen" not in again.flags


async def test_mails_are_filed_together_and_the_vanished_is_left_out(mailbox):
    for number in (1, 2):
        await mailbox.append("inbox", mail(number), ())
    first, second = [ref(m) for m in await all_of(mailbox)]
    gone = MessageRef("inbox", first.uidvalidity, second.uid + 1000, "x")
    assert await mailbox.file([first, second, gone], "review") == {first, second}
    assert await all_of(mailbox) == ()
    assert len(await all_of(mailbox, "review")) == 2
    assert await mailbox.file([first], "review") == frozenset()


@pytest.mark.parametrize("lacking", [rb" MOVE\b", rb" (MOVE|UIDPLUS)\b"])
async def test_mails_are_filed_without_the_move_command_and_nobody_elses_are_expunged(account, lacking):
    with Chaos(account.port) as network:
        network.when(SERVER, rb".*CAPABILITY", Rewrite(lacking, b""), times=ALWAYS)
        mailbox = ImapMailbox(replace(account, port=network.port), FOLDERS)
        for number in (1, 2):
            await mailbox.append("inbox", mail(number), ())
        await mailbox.append("inbox", mail(3), ("\\Deleted",))
        first, second = [ref(m) for m in await all_of(mailbox)]
        assert await mailbox.file([first], "handled") == {first}
        assert [m.uid for m in await all_of(mailbox)] == [second.uid]
        assert [m.raw for m in await all_of(mailbox, "handled")] == [mail(1)]
        assert network.count(CLIENT, rb"\S+ (UID MOVE|EXPUNGE)") == 0
        await mailbox.close()


async def test_a_uid_of_another_uidvalidity_is_nobodys(mailbox):
    await mailbox.append("inbox", mail(1), ())
    (arrived,) = await all_of(mailbox)
    stranger = MessageRef("inbox", arrived.uidvalidity + 1, arrived.uid, "x")
    assert await mailbox.file([stranger], "handled") == frozenset()
    assert not await mailbox.flag(stranger, "\\Flagged")
    assert len(await all_of(mailbox)) == 1


async def test_flags_and_keywords_stay(mailbox):
    await mailbox.append("inbox", mail(1), ())
    (arrived,) = await all_of(mailbox)
    assert await mailbox.flag(ref(arrived), "\\Flagged")
    assert await mailbox.flag(ref(arrived), "Sekretariat")
    (arrived,) = await all_of(mailbox)
    assert {"\\Flagged", "Sekretariat"} <= set(arrived.flags)


LETTER = b"--in\r\nContent-Type: text/plain\r\n\r\nAnbei das Bild.\r\n--in\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--in--"
LARGE = (
    b"From: Tom <tom@client.test>\r\nMessage-ID: <1@client.test>\r\n"
    b"Content-Type: multipart/mixed; boundary=out\r\n\r\n"
    b"--out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n" + LETTER + b"\r\n"
    b"--out\r\nContent-Type: image/png; name=bild.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + (b"QUJD" * 18 + b"\r\n") * 2000 + b"--out--\r\n"
)  # fmt: skip


async def test_a_mail_too_large_comes_as_its_header_its_text_and_the_names_of_the_rest(mailbox):
    await mailbox.append("inbox", LARGE, ())
    await mailbox.append("inbox", mail(2), ())
    large, small = await all_of(mailbox)
    assert (large.cut, large.size, small.cut) == ("too-large", len(LARGE), "")
    assert len(large.raw) < 1000
    message = parse_message(large.raw)
    assert (message.message_id, message.text.strip()) == ("<1@client.test>", "Anbei das Bild.")
    assert [part.filename for part in message.attachments] == ["bild.png"]
    assert "\\Seen" not in (await all_of(mailbox))[0].flags


async def test_a_large_text_comes_by_its_beginning(mailbox):
    raw = mail(1, "x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * 2000)
    await mailbox.append("inbox", raw, ())
    (arrived,) = await all_of(mailbox)
    assert (arrived.cut, arrived.size) == ("too-large", len(raw))
    assert raw.startswith(arrived.raw)
    assert 60_000 < len(arrived.raw) < 70_000


async def test_a_mail_of_many_parts_comes_by_its_first_ones(mailbox):
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    await mailbox.append("inbox", b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 2000 + b"--b--\r\n", ())
    (arrived,) = await all_of(mailbox)
    assert arrived.cut == "too-many-parts"
    assert len(arrived.raw) < 5000


async def test_a_message_id_is_found_only_whole(mailbox):
    await mailbox.append("sent", mail(12), ("\\Seen",))
    assert await mailbox.holds("sent", "<12@client.test>")
    assert not await mailbox.holds("sent", "2@client.test")
    assert not await mailbox.holds("sent", "<3@client.test>\r\nA LOGOUT")


async def test_a_mail_is_fetched_again_wherever_it_went(mailbox):
    await mailbox.append("inbox", mail(1), ())
    await mailbox.file([ref(m) for m in await all_of(mailbox)], "review")
    (again,) = await mailbox.fetch("review", "<1@client.test>")
    assert again.raw == mail(1)
    assert await mailbox.fetch("inbox", "<1@client.test>") == ()
    assert await mailbox.fetch("no such folder", "<1@client.test>") == ()


async def test_mails_are_found_by_their_message_id_wherever_they_went(mailbox):
    for number in (1, 2):
        await mailbox.append("inbox", mail(number), ())
    await mailbox.file([ref(m) for m in await all_of(mailbox)], "review")
    (found,) = await mailbox.find("review", "<2@client.test>")
    assert found.raw == mail(2).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert found.size == len(mail(2))
    assert await mailbox.file([ref(found)], "handled") == {ref(found)}
    assert await mailbox.find("review", "<2@client.test>") == ()


async def test_a_folder_is_looked_through_from_a_place_on(mailbox):
    for number in (1, 2, 3):
        await mailbox.append("sent", mail(number), ())
    two, three = await mailbox.headers("sent", after=None, most=2)
    assert [m.raw for m in (two, three)] == [mail(n).partition(b"Hallo")[0] for n in (2, 3)]
    assert await mailbox.headers("sent", after=(three.uidvalidity, three.uid), most=2) == ()
    (next_,) = await mailbox.headers("sent", after=(two.uidvalidity, two.uid - 1), most=1)
    assert next_.uid == two.uid
    assert [m.uid for m in await mailbox.headers("sent", after=(two.uidvalidity + 1, three.uid), most=2)] == [
        two.uid,
        three.uid,
    ]
    await mailbox.append("sent", mail(4), ())
    (four,) = await mailbox.headers("sent", after=(three.uidvalidity, three.uid), most=9)
    assert four.uid > three.uid


async def test_waiting_ends_at_once_when_mail_comes(mailbox, account):
    assert not await mailbox.wait(0.2)
    other = ImapMailbox(account, FOLDERS)
    waiting = asyncio.ensure_future(mailbox.wait(20))
    await other.append("inbox", mail(1), ())
    assert await asyncio.wait_for(waiting, 10)
    await other.close()


async def test_mail_that_came_before_the_wait_is_noticed(mailbox, account):
    await all_of(mailbox)
    other = ImapMailbox(account, FOLDERS)
    await other.append("inbox", mail(1), ())
    await other.close()
    assert await asyncio.wait_for(mailbox.wait(20), 10)


async def test_what_a_wait_found_that_nobody_heard_is_told_to_the_next_one(mailbox):
    await mailbox.open()
    assert not await mailbox.wait(0.1), "the line is open from here on"
    await mailbox.append("inbox", mail(1), ())
    given_up = threading.Event()  # as when a timer ended the waiting at the very same moment
    assert await asyncio.to_thread(mailbox._watcher.wait, "INBOX", None, 10, given_up)
    assert await mailbox.wait(2)
    assert not mailbox._watcher._untold, "and told once"


async def test_a_refused_password_is_tried_once_and_never_shown(account):
    wrong = ImapAccount(account.host, account.port, account.user, lambda: "falsch-geheim", security="plain")
    mailbox = ImapMailbox(wrong, FOLDERS)
    for _ in range(2):
        with pytest.raises(CredentialsRejected) as refused:
            await mailbox.open()
        assert "falsch-geheim" not in str(refused.value) + repr(wrong)


async def test_a_lost_connection_is_opened_anew(mailbox):
    mailbox._work._session.socket().shutdown(2)
    await mailbox.append("inbox", mail(1), ())
    mailbox._work._session.socket().shutdown(2)
    assert len(await all_of(mailbox)) == 1


async def test_a_server_that_is_away_is_a_temporary_error_that_says_when(free_port):
    mailbox = ImapMailbox(ImapAccount("127.0.0.1", free_port, "anna", lambda: "x", security="plain"), FOLDERS)
    with pytest.raises(TemporaryError) as away:
        await mailbox.open()
    assert away.value.retry_after is not None


def test_a_password_never_leaves_without_tls():
    with pytest.raises(PermanentError):
        ImapMailbox(ImapAccount("mail.example.org", 143, "anna", lambda: "x", security="plain"), FOLDERS)


@pytest.fixture
def free_port() -> int:
    from tests.servers import free_ports

    return free_ports(1)[0]
