"""A small town for system tests: an office with its mailbox, an assistant, clients, and their mail programs.

The same on the embedded servers and on Dovecot with Postfix. People act by IMAP, as their programs do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import imapclient

from secretary.app.daemon import OfficeDaemon
from secretary.app.wiring import daemons
from secretary.config.load import parse_config
from secretary.embedded.smtp import stamped
from tests.servers import PASSWORD, wait_until

REVIEW, DRAFTS, HANDLED = "Sekretariat/Zu prüfen", "Sekretariat/Entwürfe", "Sekretariat/Erledigt"
DONE = "Sekretariat/Selbst erledigt"
WEBER, EVA, ANNA = (
    "Sabine Weber <weber@kunde.test>",
    "Eva Klein <eva@firma.test>",
    "Anna Muster <anna@firma.test>",
)
OFFICE = "sekretariat@firma.test"
CONFIG = """
database: sqlite:///{database}
{rules}
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    language: {language}
    signature: {{de: Sekretariat Muster & Partner, en: Office of Muster & Partner}}
    facts:
      opening_hours: Montag bis Freitag, 9 bis 17 Uhr
      opening_hours_en: "Monday to Friday, 9:00 to 17:00"
      street: Hauptstraße 1, 70173 Stuttgart
    authserv_ids: [mx.firma.test]
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: sekretariat, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    principals:
      anna: {{name: Anna Muster, address: anna@firma.test{principal}}}
    assistants:
      eva: {{name: Eva Klein, address: eva@firma.test{eva}}}
{more}"""


class HandTurned:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> None:
        self.at += by


@dataclass
class Town:
    """Ports of the servers, a folder for the record, and everybody's hands.

    `eva` and `principal` are further keys of the two people, `more` further lines of the office's configuration.
    """

    imap: int
    smtp: int
    home: Path
    rules: str = ""
    language: str = "de"
    drafts: str = DRAFTS
    clock: HandTurned = field(default_factory=HandTurned)
    written: int = 0
    eva: str = ""
    principal: str = ""
    more: str = ""

    def config(self) -> str:
        """What stands in config.yaml; the rules it names lie beside it."""
        rules = ""
        if self.rules:
            rules = "rules: own-rules"
            (self.home / "own-rules").mkdir(exist_ok=True)
            (self.home / "own-rules" / "10-own.yaml").write_text(self.rules)
        return CONFIG.format(
            database="secretary.db",
            rules=rules,
            language=self.language,
            imap=self.imap,
            smtp=self.smtp,
            eva=self.eva,
            principal=self.principal,
            more=self.more,
        )

    def daemon(self) -> OfficeDaemon:
        """A fresh process' worth of the secretary."""
        [daemon] = daemons(parse_config(self.config(), file="config.yaml"), self.home)
        executor = daemon.rounds.executor
        executor = replace(executor, clock=self.clock, sender=replace(executor.sender, clock=self.clock))
        daemon.rounds = replace(daemon.rounds, clock=self.clock, executor=executor)
        return daemon

    def work(self, anew: asyncio.Event | None = None) -> int:
        """One pass of the secretary, or less where rules are to be taken `anew`; how many mails it took in."""

        async def once() -> int:
            daemon = self.daemon()
            await daemon.rounds.mailbox.open()
            try:
                await daemon.rounds.executor.recover()
                return await daemon.rounds.once(anew)
            finally:
                await daemon.rounds.mailbox.close()

        # On a thread of its own: a browser test may have left a loop running on this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(once())).result()

    # --- people

    @contextmanager
    def session(self, user: str) -> Iterator[imapclient.IMAPClient]:
        """Somebody's mail program."""
        with imapclient.IMAPClient("127.0.0.1", self.imap, ssl=False, timeout=20) as session:
            session.login(user, PASSWORD)
            yield session

    def folder(self, user: str, name: str = "INBOX", *, at_least: int = 0) -> list[EmailMessage]:
        """What lies in a folder, oldest first; waits for mail that is still under way."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raws(user, name, at_least=at_least)]

    def raws(self, user: str, name: str = "INBOX", *, at_least: int = 0) -> list[bytes]:
        """The same as octets."""
        found: list[bytes] = []

        def there() -> bool:
            found[:] = self._read(user, name)
            return len(found) >= at_least

        wait_until(there, f"{at_least} mail(s) in {user}'s {name}", 20)
        return found

    def _read(self, user: str, name: str) -> list[bytes]:
        with self.session(user) as session:
            if not session.folder_exists(name):
                return []
            session.select_folder(name, readonly=True)
            uids = session.search(["UNDELETED"])
            fetched = session.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return [bytes(item[b"BODY[]"]) for _, item in sorted(fetched.items()) if item.get(b"BODY[]")]

    def subjects(self, name: str) -> list[str]:
        """The subjects in a folder of the office, sorted."""
        return sorted(str(mail["Subject"]) for mail in self.folder("sekretariat", name))

    def put(self, folder: str, mail: EmailMessage, user: str = "sekretariat") -> None:
        """A mail program saves a mail into a folder."""
        self.make_folder(folder, user)
        with self.session(user) as session:
            session.append(folder, mail.as_bytes(policy=policy.SMTP))

    def make_folder(self, name: str, user: str = "sekretariat") -> None:
        """A person makes a folder; a mailbox that earlier tests used may have it."""
        with self.session(user) as session:
            if not session.folder_exists(name):
                session.create_folder(name)

    def move(self, source: str, target: str, message_id: str) -> None:
        """A person drags a mail from one folder of the office to another."""
        with self.session("sekretariat") as session:
            session.select_folder(source)
            session.move(session.search(["HEADER", "Message-ID", message_id]), target)

    def write(
        self,
        text: str,
        subject: str,
        *,
        sender: str = WEBER,
        to: str = OFFICE,
        answers: EmailMessage | None = None,
        headers: Mapping[str, str] | None = None,
        authenticated: bool = False,
    ) -> EmailMessage:
        """Somebody writes to the office; returns the mail as sent."""
        mail = self.mail(text, subject, sender=sender, to=to, answers=answers)
        for name, value in (headers or {}).items():
            mail[name] = value
        self.deliver(mail.as_bytes(policy=policy.SMTP), sender, authenticated=authenticated)
        return mail

    def deliver(self, raw: bytes, sender: str = WEBER, *, authenticated: bool = False) -> None:
        """A mail arrives in the office's INBOX, stamped by its server."""
        address = sender.rpartition("<")[2].rstrip(">")
        whole = stamped(raw, envelope_from=address, logged_in=address if authenticated else "")
        with self.session("sekretariat") as session:
            session.append("INBOX", whole)

    def mail(
        self, text: str, subject: str, *, sender: str, to: str, answers: EmailMessage | None = None
    ) -> EmailMessage:
        """A mail as a program writes it; an answer continues the thread."""
        self.written += 1
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"] = self.clock.now()
        mail["Message-ID"] = f"<town.{self.written}@{sender.rpartition('@')[2].rstrip('>')}>"
        if answers is not None:
            mail["In-Reply-To"] = str(answers["Message-ID"])
            mail["References"] = " ".join(filter(None, (str(answers["References"] or ""), str(answers["Message-ID"]))))
        mail.set_content(text)
        return mail


def words(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body: Any = mail.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n")
