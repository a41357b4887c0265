"""Bad mails and copies in the whole house: the others are served, and a person finds the rest."""

import asyncio
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import imapclient
import pytest

from secretary.app.wiring import daemons
from secretary.config.load import parse_config
from tests.servers import PASSWORD, Account
from tests.servers.chaos import ALWAYS, CLIENT, Chaos, Cut
from tests.servers.dovecot import Dovecot

REVIEW, HANDLED, PROBLEM = "Sekretariat/Zu prüfen", "Sekretariat/Erledigt", "Sekretariat/Problem"
CONFIG = """
database: sqlite:///secretary.db
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    signature: {{de: Sekretariat Muster & Partner, en: Office of Muster & Partner}}
    facts: {{opening_hours: "Montag bis Freitag, 9 bis 17 Uhr", opening_hours_en: "Monday to Friday"}}
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: {user}, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    assistants:
      eva: {{name: Eva Klein, address: eva@firma.test}}
    limits: {{message_bytes: 100000}}
"""


def mail(number: int, text: str, subject: str = "Frage", sender: str = "weber@kunde.test") -> bytes:
    return (
        f"From: Sabine Weber <{sender}>\r\nTo: sekretariat@firma.test\r\nSubject: {subject}\r\n"
        f"Date: Wed, 08 Jul 2026 10:00:00 +0200\r\nMessage-ID: <{number}@kunde.test>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    ).encode()


QUESTION = "Guten Tag, wann haben Sie geöffnet?"
UNCLEAR = "Ich habe eine Frage zu Ihrer Rechnung 4711."


class OfficeOnDovecot:
    """One office whose mailbox lies on Dovecot; its mails go out to the office in a box."""

    def __init__(self, dovecot: Dovecot, network: Chaos, account: Account, smtp: int, folder: Path) -> None:
        self.dovecot, self.account, self.folder = dovecot, account, folder
        self.config = parse_config(CONFIG.format(imap=network.port, user=account.user, smtp=smtp), file="config.yaml")

    def round(self) -> None:
        """One round of a process started anew."""

        async def once() -> None:
            [daemon] = daemons(self.config, self.folder)
            await daemon.rounds.mailbox.open()
            await daemon.rounds.executor.recover()
            await daemon.rounds.once()
            await daemon.rounds.mailbox.close()

        asyncio.run(once())

    def session(self) -> imapclient.IMAPClient:
        session = imapclient.IMAPClient(self.dovecot.host, self.dovecot.port, ssl=False)
        session.login(self.account.user, PASSWORD)
        return session

    def put(self, *raws: bytes) -> None:
        with self.session() as session:
            for raw in raws:
                session.append("INBOX", raw)

    def mails(self, folder: str) -> list[bytes]:
        """What lies in a folder; unreadable mails are left out."""
        with self.session() as session:
            session.select_folder(folder, readonly=True)
            return [v[b"BODY[]"] for _, v in sorted(session.fetch(session.search(), ["BODY.PEEK[]"]).items())]

    def number_anew(self) -> None:
        """The INBOX gets a new UIDVALIDITY, as after a restored backup."""
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
            (self.dovecot.folder / "mail" / self.account.user / name).unlink(missing_ok=True)

    def files(self, folder: str) -> list[Path]:
        place = self.dovecot.folder / "mail" / self.account.user / folder
        return sorted([*(place / "cur").iterdir(), *(place / "new").iterdir()])


def subjects(raws: list[bytes]) -> list[str]:
    return sorted(str(message_from_bytes(raw, policy=policy.default)["Subject"]) for raw in raws)


@pytest.fixture
def network(dovecot: Dovecot) -> Iterator[Chaos]:
    with Chaos(dovecot.port) as proxy:
        yield proxy


@pytest.fixture
def office(
    dovecot: Dovecot, network: Chaos, dovecot_account: Account, embedded_office: Any, tmp_path: Path, monkeypatch
) -> Any:
    monkeypatch.setenv("OFFICE_PW", PASSWORD)
    return OfficeOnDovecot(dovecot, network, dovecot_account, embedded_office.smtp_port, tmp_path)


def test_a_mail_the_server_cannot_read_goes_to_quarantine_and_the_others_are_answered(office, embedded_office):
    office.put(
        mail(1, QUESTION, sender="weber@kunde.test"),
        mail(2, QUESTION, sender="lager@lieferant.test"),
        mail(3, QUESTION, sender="tom@client.test"),
    )
    office.files("")[1].chmod(0)
    office.round()
    assert len(embedded_office.mailbox("weber")) == len(embedded_office.mailbox("tom")) == 1
    assert len(office.files("")) == 1
    office.round()
    office.round()
    assert office.files("") == []
    [bad] = office.files(".Sekretariat.Problem")
    bad.chmod(0o644)
    assert office.mails(PROBLEM) == [mail(2, QUESTION, sender="lager@lieferant.test")]
    [note] = office.mails(REVIEW)
    text = message_from_bytes(note, policy=policy.default).get_content()
    assert "Der Mailserver gab sie dreimal nicht heraus" in text
    # Readable again and put back, it is a mail like any other.
    with office.session() as session:
        session.select_folder(PROBLEM)
        session.move(session.search(), "INBOX")
    office.round()
    assert office.files("") == []
    assert len(office.mails(HANDLED)) == 3


def test_a_mail_too_large_goes_to_a_person_with_its_text_understood(office, embedded_office):
    office.put(mail(1, f"{QUESTION}\r\n" + "x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * 3000))
    office.round()
    assert embedded_office.mailbox("weber") == []
    assert office.files("") == []
    assert subjects(office.mails(REVIEW)) == ["Frage", "Re: Frage"]
    [note] = [m for m in office.mails(REVIEW) if b"Warum hier" in m]
    text = message_from_bytes(note, policy=policy.default).get_content()
    assert "zu groß" in text
    assert "too-large" in text


def test_a_copy_of_an_escalated_mail_lies_beside_it_and_never_looks_handled(office):
    office.put(mail(1, UNCLEAR, "Rechnung"))
    office.round()
    office.put(mail(1, UNCLEAR, "Rechnung"))
    office.round()
    assert subjects(office.mails(REVIEW)) == ["Re: Rechnung", "Rechnung", "Rechnung"]
    assert office.mails(HANDLED) == []


def test_an_escalated_mail_that_a_person_drags_back_returns_to_the_people(office):
    office.put(mail(1, UNCLEAR, "Rechnung"))
    office.round()
    with office.session() as session:
        session.select_folder(REVIEW)
        session.move(session.search(["HEADER", "Message-ID", "<1@kunde.test>"]), "INBOX")
    office.round()
    assert subjects(office.mails(REVIEW)) == ["Re: Rechnung", "Rechnung"]
    assert (office.files(""), office.mails(HANDLED)) == ([], [])


def test_copies_that_come_together_are_answered_once_and_lie_together(office, embedded_office):
    office.put(*[mail(1, QUESTION)] * 3)
    office.round()
    assert len(embedded_office.mailbox("weber")) == 1
    assert len(office.mails(HANDLED)) == 3
    assert office.files("") == []


def test_a_mailbox_numbered_anew_in_mid_flight_brings_no_second_answer_and_loses_nothing(office, embedded_office):
    office.put(mail(1, QUESTION, sender="weber@kunde.test"), mail(2, UNCLEAR, "Rechnung", sender="tom@client.test"))
    office.round()
    for folder, number in ((HANDLED, 1), (REVIEW, 2)):
        with office.session() as session:
            session.select_folder(folder)
            session.move(session.search(["HEADER", "Message-ID", f"<{number}@kunde.test>"]), "INBOX")
    office.number_anew()
    office.round()
    assert len(embedded_office.mailbox("weber")) == 1
    assert subjects(office.mails(HANDLED)) == ["Frage"]
    assert subjects(office.mails(REVIEW)) == ["Re: Rechnung", "Rechnung"]
    assert office.files("") == []


def test_a_mail_answered_but_not_yet_filed_when_all_is_numbered_anew_is_filed_and_not_answered_again(
    office, network, embedded_office
):
    office.put(mail(1, QUESTION), mail(2, UNCLEAR, "Rechnung", sender="tom@client.test"))
    network.when(CLIENT, rb"\S+ UID MOVE", Cut(), times=ALWAYS)
    office.round()
    assert (len(embedded_office.mailbox("weber")), len(office.files(""))) == (1, 2)
    network.calm()
    office.number_anew()
    office.round()
    assert len(embedded_office.mailbox("weber")) == 1
    assert subjects(office.mails(HANDLED)) == ["Frage"]
    assert subjects(office.mails(REVIEW)) == ["Re: Rechnung", "Rechnung"]
    assert office.files("") == []
