"""The whole house on the embedded office's servers: mail in by SMTP, out by IMAP, events by CalDAV."""

from __future__ import annotations

import asyncio
import base64
import imaplib
import smtplib
import urllib.request
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from icalendar import Calendar

from secretary.app.rounds import Rounds
from secretary.app.wiring import daemons
from secretary.config.load import parse_config
from secretary.embedded.day import Person
from secretary.embedded.office import EmbeddedOffice
from secretary.ledger import SqlLedger

REVIEW = "Sekretariat/Zu prüfen"
OFFICE = "sekretariat@firma.test"
PEOPLE = {
    "Secretary": Person("sekretariat", "Sekretariat Muster & Partner", OFFICE),
    "Anna": Person("anna", "Anna Muster", "anna@firma.test"),
    "Ben": Person("ben", "Ben Partner", "ben@firma.test"),
    "Eva": Person("eva", "Eva Klein", "eva@firma.test"),
    "Weber": Person("weber", "Sabine Weber", "weber@kunde.test"),
    "Meier": Person("meier", "Karl Meier", "meier@kunde.test"),
    "Tom": Person("tom", "Tom Cole", "tom@client.test"),
    "Baker": Person("baker", "Tom Baker", "baker@partner.test"),
    "Jane": Person("jane", "Jane Doe", "jane@partner.test"),
    "Mallory": Person("mallory", "Mallory", "mallory@boese.test"),
}
CONFIG = """
database: sqlite:///secretary.db
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    region: DE-BW
    signature: {{de: "Sekretariat Muster & Partner", en: "Office of Muster & Partner"}}
    facts: {{opening_hours: Montag bis Freitag, street: Weg 1}}
    authserv_ids: [mx.firma.test]
    limits: {{per_sender_per_day: 20, per_hour: 1000}}
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: sekretariat, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    caldav: {{url: "{caldav}", user: anna, password: {{env: OFFICE_PW}}}}
    principals:
      anna:
        name: Anna Muster
        address: anna@firma.test
        calendars: ["{anna}"]
        mailbox: {{host: 127.0.0.1, port: {imap}, security: plain, user: anna, password: {{env: OFFICE_PW}}}}
      ben: {{name: Ben Partner, address: ben@firma.test, calendars: ["{ben}"]}}
    assistants:
      eva: {{name: Eva Klein, address: eva@firma.test}}
    services: {{appointments: {services}}}
"""


@dataclass(slots=True)
class TurnedClock:
    """A clock to turn by hand."""

    at: datetime

    def now(self) -> datetime:
        return self.at.astimezone(UTC)


@dataclass(slots=True)
class House:
    """An office at work, with a clock to turn. Servers and texts serve all dialogues, the record one.

    `services` is what the configuration says about appointments, as YAML.
    """

    office: EmbeddedOffice
    folder: Path
    services: str = "{}"
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    clock: TurnedClock = field(default_factory=lambda: TurnedClock(datetime(2026, 7, 6, 8, tzinfo=UTC)))
    seen: dict[str, int] = field(default_factory=dict)
    last: dict[str, EmailMessage] = field(default_factory=dict)
    written: int = 0
    rounds: Rounds = field(init=False)

    def __post_init__(self) -> None:
        [daemon] = daemons(self._config(), self.folder)
        self.rounds = daemon.rounds
        self.runner.run(self.rounds.mailbox.open())
        self.begin_anew()

    def begin_anew(self) -> None:
        """For the next dialogue: an empty record and empty calendars; mails seen stay seen."""
        ledger = SqlLedger("sqlite:///:memory:")
        executor = replace(self.rounds.executor, ledger=ledger, clock=self.clock)
        house = replace(self.rounds.house, ledger=ledger)
        besides = tuple(replace(beside, next_look=None) for beside in self.rounds.besides)
        self.rounds = replace(self.rounds, house=house, clock=self.clock, executor=executor, besides=besides)
        self.last.clear()
        for user in ("anna", "ben"):
            for uid in {str(event["UID"]) for event in self.events(user)}:
                self.dav(user, f"{uid}.ics", "DELETE")

    def close(self) -> None:
        self.runner.run(self.rounds.close())
        if self.rounds.executor.calendars:
            self.runner.run(self.rounds.executor.calendars.close())  # type: ignore[attr-defined]
        self.runner.close()

    def work(self) -> None:
        """Everything that is due now, timers included."""
        self.runner.run(self.rounds.once())

    def _config(self) -> Any:
        text = CONFIG.format(
            imap=self.office.imap_port,
            smtp=self.office.smtp_port,
            caldav=self.office.caldav_url,
            anna=self.office.calendar_url("anna"),
            ben=self.office.calendar_url("ben"),
            services=self.services,
        )
        return parse_config(text, file="config.yaml")

    def turn(self, to: datetime) -> None:
        """Let time pass, stopping wherever something is due."""
        ledger = self.rounds.house.ledger
        while (due := ledger.next_timer("muster")) and self.clock.now() < due <= to:
            self.clock.at = due
            self.work()
        self.clock.at = to
        self.work()

    # --- the people ---------------------------------------------------------------------

    def send(self, mail: EmailMessage, person: Person, to: list[str]) -> None:
        """By SMTP; people of the office log in, as they would."""
        with smtplib.SMTP("127.0.0.1", self.office.smtp_port) as server:
            if person.address.endswith("@firma.test"):
                server.login(person.user, self.office.accounts[person.user].password)
            server.sendmail(person.address, [parseaddr(a)[1] for a in to], mail.as_bytes())

    def new_mails(self, name: str, user: str, folder: str = "INBOX") -> list[EmailMessage]:
        """What came into somebody's folder since the last look, by IMAP."""
        box = imaplib.IMAP4("127.0.0.1", self.office.imap_port)
        try:
            box.login(user, self.office.accounts[user].password)
            status, told = box.select(f'"{_utf7(folder)}"', readonly=True)
            there = int(told[0] or 0) if status == "OK" else 0
            first, self.seen[name] = self.seen.get(name, 0) + 1, there
            found = box.fetch(f"{first}:{there}", "(BODY.PEEK[])")[1] if there >= first else []
        finally:
            box.logout()
        return [message_from_bytes(part[1], policy=policy.default) for part in found if isinstance(part, tuple)]  # type: ignore[misc]

    def events(self, user: str) -> list[Any]:
        """All events of a calendar, by CalDAV."""
        return list(Calendar.from_ical(self.dav(user, "", "GET")).walk("VEVENT"))

    def dav(self, user: str, name: str, method: str, body: bytes = b"") -> bytes:
        """One request to a calendar, as its owner's program would make it."""
        url = f"{self.office.calendar_url(user)}{name}"
        request = urllib.request.Request(url, data=body or None, method=method)  # noqa: S310 - loopback
        secret = base64.b64encode(f"{user}:{self.office.accounts[user].password}".encode()).decode()
        request.add_header("Authorization", f"Basic {secret}")
        request.add_header("Content-Type", "text/calendar")
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            return bytes(answer.read())


def _utf7(folder: str) -> str:
    return folder.replace("ü", "&APw-")
