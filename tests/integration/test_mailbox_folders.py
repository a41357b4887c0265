"""Folders and moves on Dovecot, on poorer servers that a proxy plays, and with people in between."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import imapclient
import pytest

from secretary.domain.effect import MessageRef
from secretary.domain.errors import TemporaryError, UnknownOutcome
from secretary.mailbox import ImapAccount, ImapMailbox
from tests.servers import PASSWORD, Account
from tests.servers.chaos import ALWAYS, CLIENT, SERVER, Chaos, Cut, Rewrite
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import running

HANDLED = "Sekretariat/Erledigt"
FOLDERS = {"handled": HANDLED, "review": "Sekretariat/Zu prüfen", "sent": "Sent"}
NONE: frozenset[tuple[int, int]] = frozenset()
POOR = {"no MOVE": rb" MOVE\b", "no UIDPLUS": rb" (MOVE|UIDPLUS)\b"}


def letter(number: int) -> bytes:
    return f"Subject: Nr. {number}\r\nMessage-ID: <{number}@kunde.test>\r\n\r\nHallo\r\n".encode()


@pytest.fixture
def network(dovecot: Dovecot) -> Iterator[Chaos]:
    with Chaos(dovecot.port) as proxy:
        yield proxy


@pytest.fixture
def account(network: Chaos, dovecot_account: Account) -> ImapAccount:
    return ImapAccount(network.host, network.port, dovecot_account.user, lambda: PASSWORD, security="plain")


@pytest.fixture
def person(dovecot: Dovecot, dovecot_account: Account) -> Iterator[imapclient.IMAPClient]:
    """Somebody at their own mail program."""
    with imapclient.IMAPClient(dovecot.host, dovecot.port, ssl=False) as session:
        session.login(dovecot_account.user, PASSWORD)
        yield session


@pytest.fixture
async def mailbox(account: ImapAccount, network: Chaos):
    opened = ImapMailbox(account, FOLDERS)
    await opened.open()
    yield opened
    await opened.close()


async def poor(account: ImapAccount, network: Chaos, lacking: bytes) -> ImapMailbox:
    network.when(SERVER, rb".*CAPABILITY", Rewrite(lacking, b""), times=ALWAYS)
    opened = ImapMailbox(account, FOLDERS)
    await opened.open()
    return opened


async def fill(mailbox: ImapMailbox, *numbers: int) -> list[MessageRef]:
    for number in numbers:
        await mailbox.append("inbox", letter(number), ())
    return [ref(mail) for mail in await mailbox.arrivals("inbox", skip=NONE, most=100)]


def ref(mail) -> MessageRef:
    return MessageRef(mail.folder, mail.uidvalidity, mail.uid, "x")


async def raws(mailbox: ImapMailbox, folder: str = "inbox") -> list[bytes]:
    return [mail.raw for mail in await mailbox.arrivals(folder, skip=NONE, most=100)]


# --- the ladder


@pytest.mark.parametrize("lacking", POOR.values(), ids=POOR)
async def test_a_poorer_server_files_too_and_nobody_elses_deleted_mail_is_expunged(account, network, person, lacking):
    mailbox = await poor(account, network, lacking)
    first, second, _ = await fill(mailbox, 1, 2, 3)
    person.select_folder("INBOX")
    person.append("INBOX", letter(4), [b"\\Deleted"])
    assert await mailbox.file([first, second], "handled") == {first, second}
    assert await raws(mailbox) == [letter(3)]
    assert await raws(mailbox, "handled") == [letter(1), letter(2)]
    person.noop()
    marked = person.search(["DELETED"])
    assert len(marked) == (3 if b"UIDPLUS" in lacking else 1)
    assert letter(4) in [item[b"BODY[]"] for item in person.fetch(marked, ["BODY.PEEK[]"]).values()]
    assert network.count(CLIENT, rb"\S+ UID MOVE") == 0
    assert network.count(CLIENT, rb"\S+ (EXPUNGE|CLOSE)") == 0
    assert network.count(CLIENT, rb"\S+ UID EXPUNGE") == (0 if b"UIDPLUS" in lacking else 1)
    await mailbox.close()


@pytest.mark.parametrize("step", [rb"\S+ UID STORE", rb"\S+ UID EXPUNGE"])
async def test_a_ladder_broken_off_in_the_middle_leaves_no_second_copy(account, network, step):
    mailbox = await poor(account, network, POOR["no MOVE"])
    first, second = await fill(mailbox, 1, 2)
    network.when(CLIENT, step, Cut())
    assert await mailbox.file([first, second], "handled") == ({first, second} if b"STORE" in step else frozenset())
    assert await raws(mailbox, "handled") == [letter(1), letter(2)]
    assert await raws(mailbox) == []
    await mailbox.close()


async def test_another_mail_with_the_same_message_id_is_no_copy(account, network):
    mailbox = await poor(account, network, POOR["no MOVE"])
    await mailbox.append("handled", letter(1).replace(b"Hallo", b"Guten Tag"), ())
    (first,) = await fill(mailbox, 1)
    assert await mailbox.file([first], "handled") == {first}
    assert len(await raws(mailbox, "handled")) == 2
    await mailbox.close()


async def test_a_move_whose_answer_was_lost_has_moved_once(mailbox, network):
    (first,) = await fill(mailbox, 1)
    network.when(SERVER, rb"\S+ OK .*Move", Cut())
    assert await mailbox.file([first], "handled") == frozenset()
    assert (await raws(mailbox), await raws(mailbox, "handled")) == ([], [letter(1)])


async def test_an_append_whose_answer_was_lost_is_unknown_and_can_be_looked_for(mailbox, network):
    network.when(SERVER, rb"\S+ OK .*APPENDUID", Cut())
    with pytest.raises(UnknownOutcome):
        await mailbox.append("sent", letter(1), ())
    assert await mailbox.holds("sent", "<1@kunde.test>")


# --- people in between


async def test_what_a_person_moves_between_record_and_filing_is_gone_and_the_rest_is_filed(mailbox, person):
    first, second = await fill(mailbox, 1, 2)
    person.create_folder("Privat")
    person.select_folder("INBOX")
    person.move([first.uid], "Privat")
    assert await mailbox.file([first, second], "handled") == {second}
    assert not await mailbox.flag(first, "\\Flagged")


@pytest.mark.parametrize("lacking", [rb" NOTHING", *POOR.values()], ids=["rich", *POOR])
async def test_a_folder_that_a_person_removed_comes_back(account, network, person, lacking):
    mailbox = await poor(account, network, lacking)
    (first,) = await fill(mailbox, 1)
    person.delete_folder(HANDLED)
    person.delete_folder("Sent")
    assert not await mailbox.holds("sent", "<1@kunde.test>")
    assert await mailbox.headers("sent", after=None, most=10) == ()
    assert await mailbox.file([first], "handled") == {first}
    await mailbox.append("sent", letter(2), ())
    assert (await raws(mailbox, "handled"), await raws(mailbox, "sent")) == ([letter(1)], [letter(2)])
    await mailbox.close()


async def test_a_folder_that_only_a_rule_names_is_created(mailbox, person):
    (first,) = await fill(mailbox, 1)
    assert await mailbox.file([first], "Newsletter/Größe & Gewicht") == {first}
    assert "Newsletter/Größe & Gewicht" in [name for _, _, name in person.list_folders()]


async def test_a_mail_in_the_source_folder_that_was_removed_is_gone(mailbox, person):
    await mailbox.append("review", letter(1), ())
    (waiting,) = await mailbox.arrivals("review", skip=NONE, most=10)
    person.delete_folder("Sekretariat/Zu prüfen")
    assert await mailbox.file([ref(waiting)], "handled") == frozenset()


# --- names


async def test_folders_the_server_marks_are_used_where_ours_do_not_exist(account, person):
    names = {"sent": "Gesendet", "drafts": "Sekretariat/Entwürfe", "spam": "Spamverdacht", "handled": HANDLED}
    mailbox = ImapMailbox(account, names)
    await mailbox.open()
    for role in ("sent", "drafts", "spam"):
        await mailbox.append(role, letter(1), ())
    listed = {name for _, _, name in person.list_folders()}
    assert not listed & {"Gesendet", "Sekretariat/Entwürfe", "Spamverdacht"}
    for folder in ("Sent", "Drafts", "Junk"):
        assert person.folder_status(folder, ["MESSAGES"])[b"MESSAGES"] == 1
    await mailbox.close()


async def test_names_with_umlauts_go_to_the_server_in_modified_utf7(mailbox, network, person):
    await mailbox.append("review", letter(1), ())
    assert "Sekretariat/Zu prüfen" in {name for _, _, name in person.list_folders()}
    assert network.count(CLIENT, rb'.*APPEND "Sekretariat/Zu pr&APw-fen"') == 1


@pytest.fixture(scope="module")
def dotted() -> Iterator[Dovecot]:
    """A server of the old school: everything below INBOX., levels parted by dots."""
    yield from running(lambda: Dovecot(prefix="INBOX.", separator="."))


async def test_a_prefix_and_another_delimiter_are_the_servers_business(dotted: Dovecot):
    user = dotted.new_account()
    account = ImapAccount(dotted.host, dotted.port, user.user, lambda: PASSWORD, security="plain")
    mailbox = ImapMailbox(account, {**FOLDERS, "sent": "Gesendet"})
    await mailbox.open()
    first, second = await fill(mailbox, 1, 2)
    assert await mailbox.file([first], "review") == {first}
    assert await mailbox.file([second], "Privat/2026") == {second}
    await mailbox.append("sent", letter(3), ())
    with imapclient.IMAPClient(dotted.host, dotted.port, ssl=False) as session:
        session.login(user.user, PASSWORD)
        names = {name for _, _, name in session.list_folders()}
        assert {"INBOX.Sekretariat.Zu prüfen", "INBOX.Privat.2026"} <= names
        assert session.folder_status("INBOX.Sent", ["MESSAGES"])[b"MESSAGES"] == 1
    await mailbox.close()


async def test_gmail_is_served_by_its_labels_and_all_mail_is_never_read(account, network, person):
    for name in ("[Gmail]/Gesendet", "[Gmail]/Alle Nachrichten"):
        person.create_folder(name)
    person.append("[Gmail]/Alle Nachrichten", letter(9))
    network.when(SERVER, rb".*CAPABILITY", Rewrite(rb" SPECIAL-USE", b" SPECIAL-USE X-GM-EXT-1"), times=ALWAYS)
    network.when(SERVER, rb".*LIST .*\\Sent", Rewrite(rb" \\Sent", b""), times=ALWAYS)
    network.when(SERVER, rb".*LIST .*\[Gmail\]/Gesendet", Rewrite(rb"LIST \(", rb"LIST (\\Sent "), times=ALWAYS)
    network.when(SERVER, rb".*LIST .*\[Gmail\]/Alle", Rewrite(rb"LIST \(", rb"LIST (\\All "), times=ALWAYS)
    mailbox = ImapMailbox(account, {**FOLDERS, "sent": "Gesendete Mails"})
    await mailbox.open()
    (first,) = await fill(mailbox, 1)
    await mailbox.append("sent", letter(2), ())
    assert await mailbox.file([first], "handled") == {first}
    assert person.folder_status("[Gmail]/Gesendet", ["MESSAGES"])[b"MESSAGES"] == 1
    assert network.count(CLIENT, rb".*(SELECT|EXAMINE) .*Alle") == 0
    await mailbox.close()


# --- which mails


async def test_mails_from_before_the_secretarys_time_are_left_alone(account, person):
    today = datetime.now(UTC)
    person.append("INBOX", letter(1), msg_time=today - timedelta(days=400))
    person.append("INBOX", letter(2), msg_time=today - timedelta(days=3))
    person.append("INBOX", letter(3), msg_time=today)
    mailbox = ImapMailbox(account, FOLDERS, since=(today - timedelta(days=3)).date())
    assert await raws(mailbox) == [letter(2), letter(3)]
    person.append(HANDLED, letter(4), msg_time=today - timedelta(days=400))
    assert await raws(mailbox, "handled") == [letter(4)]
    await mailbox.close()


async def test_a_large_folder_is_searched_in_pieces_the_oldest_first(mailbox, network, monkeypatch):
    refs = await fill(mailbox, *range(1, 26))
    monkeypatch.setattr("secretary.mailbox.commands.SEARCHED", 10)
    found = await mailbox.arrivals("inbox", skip=NONE, most=100)
    assert [mail.uid for mail in found] == [ref.uid for ref in refs]
    network.seen.clear()
    skip = frozenset((ref.uidvalidity, ref.uid) for ref in refs[:12])
    found = await mailbox.arrivals("inbox", skip=skip, most=3)
    assert [mail.uid for mail in found] == [ref.uid for ref in refs[12:15]]
    assert network.count(CLIENT, rb"\S+ UID SEARCH") == 2


async def test_one_bad_header_in_the_sent_folder_hides_only_itself(mailbox, network):
    for number in (1, 2, 3):
        await mailbox.append("sent", letter(number), ())
    network.when(SERVER, rb"\* 2 FETCH .*BODY\[HEADER\]", Cut(), times=ALWAYS)
    found = await mailbox.headers("sent", after=None, most=10)
    assert [mail.uid for mail in found] == [1, 3]


async def test_an_error_of_the_server_in_a_search_is_temporary_and_the_line_stays(mailbox, network):
    await fill(mailbox, 1)
    network.when(SERVER, rb"\S+ OK .*Search", Rewrite(rb"^(\S+) OK", rb"\1 NO [SERVERBUG]"))
    with pytest.raises(TemporaryError):
        await raws(mailbox)
    before = network.accepted
    assert await raws(mailbox) == [letter(1)]
    assert network.accepted == before


async def test_nonsense_in_a_search_is_no_reason_to_believe_the_line_any_more(mailbox, network):
    await fill(mailbox, 1)
    network.when(SERVER, rb"\* SEARCH", Rewrite(rb"SEARCH.*", b"SEARCH one two\r"))
    with pytest.raises(TemporaryError):
        await raws(mailbox)
    before = network.accepted
    assert await raws(mailbox) == [letter(1)]
    assert network.accepted == before + 1
