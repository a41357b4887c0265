"""The secretary as a real process on real servers, with a faulty network between them, to be killed at will.

Promises: after any number of deaths, `settle` lets one undisturbed life work everything off, and
`audit` tells where each mail and event ended, from the servers alone.
"""

from __future__ import annotations

import os
import re
import signal
import smtplib
import urllib.request
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self

import imapclient
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import col

from secretary.act.compose.wording import REASONS
from secretary.domain.action import EscalationReason
from secretary.embedded.smtp import stamped
from secretary.ledger.tables import TimerRow
from tests.servers import PASSWORD, wait_until
from tests.servers.chaos import Chaos
from tests.system.faults.mother import mother

REVIEW, HANDLED, PROBLEM = "Sekretariat/Zu prüfen", "Sekretariat/Erledigt", "Sekretariat/Problem"
QUESTION = "Guten Tag, wann haben Sie geöffnet?"
UNCLEAR = "Ich habe eine Frage zu Ihrer Rechnung 4711."
REQUEST = "Guten Tag, ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche."
UNSURE = REASONS[EscalationReason.MAY_HAVE_BEEN_SENT][0]
LIFE_SECONDS = 30.0  # a life that has not met its end by then never will
CONFIG = """
database: "{database}"
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    facts: {{opening_hours: "Montag bis Freitag, 9 bis 17 Uhr", street: Weg 1}}
    authserv_ids: [mx.firma.test]
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: sekretariat, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    caldav: {{url: "http://127.0.0.1:{caldav}/", user: anna, password: {{env: OFFICE_PW}}}}
    principals:
      anna: {{name: Anna Muster, address: anna@firma.test, calendars: ["{calendar}"]}}
    poll_seconds: 5
    since: {since}
    sent_copy: {sent_copy}
    limits:
      same_template_days: 0
      per_sender_per_day: 100
      per_subject_per_day: 10000
      turns_per_thread: 20
      per_hour: 10000
      doubt_seconds: {doubt}
      retry_seconds: 1
    services: {{appointments: {{probing_slots: 1000, undo_minutes: {undo}}}}}
"""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the real servers are; the calendar's path is below the CalDAV server's root."""

    imap: int
    smtp: int
    caldav: int
    calendar: str
    clients: tuple[str, ...]


@dataclass
class Audit:
    """Where everything ended. Mails are named by Message-ID, answers and notes by the mail that they are about."""

    places: dict[str, list[str]]
    answers: Counter[str]
    received: Counter[str]
    told: set[str]
    unsure: set[str]
    uids: list[str]
    offered: int


@dataclass
class Wreck:
    """One office. `ports` are the servers' own; the process sees them through `imap`, `smtp`, `caldav`."""

    ports: Ports
    home: Path
    database: str = "sqlite:///secretary.db"
    sent_copy: str = "receipt"
    doubt: int = 5
    undo: int = 3
    since: str = "null"
    written: list[str] = field(default_factory=list)
    writers: set[str] = field(default_factory=set)
    lives: int = 0
    accepted: int = 0
    pid: int = 0

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self.imap, self.smtp, self.caldav = (
            self._stack.enter_context(Chaos(port)) for port in (self.ports.imap, self.ports.smtp, self.ports.caldav)
        )
        self._record = create_engine(self.database.replace("sqlite:///", f"sqlite:///{self.home}/"), poolclass=NullPool)
        self._stack.callback(self.kill)
        self.configure()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._stack.close()

    def configure(self) -> None:
        """Write config.yaml for the lives to come."""
        config = CONFIG.format(
            database=self.database, imap=self.imap.port, smtp=self.smtp.port, caldav=self.caldav.port,
            calendar=self.ports.calendar, sent_copy=self.sent_copy, doubt=self.doubt, undo=self.undo,
            since=self.since,
        )  # fmt: skip
        (self.home / "config.yaml").write_text(config)

    # --- the process

    def start(self, doom: str = "") -> None:
        """A new life; with a doom it ends itself, see `tests.system.faults.doomed`."""
        self.lives += 1
        self.accepted = self.imap.accepted
        with (self.home / "log").open("a") as log:
            log.write(f"\n--- life {self.lives} {doom}\n")
        self.pid = mother().bear(doom, self.home / "config.yaml", self.home / "log")

    def strike(self) -> None:
        """SIGKILL, whatever it does; nobody waits for the end."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        """SIGKILL, and the end of it; harmless when it is dead."""
        if self.pid:
            self.strike()
            self.ended(LIFE_SECONDS)

    def ended(self, seconds: float) -> int | None:
        """Wait for the end; the exit code, None where it did not come."""
        code = mother().ended(seconds)
        self.pid = self.pid if code is None else 0
        return code

    def die(self, seconds: float = LIFE_SECONDS) -> bool:
        """Wait for the end that was set; False where it did not come, and the process is killed here."""
        code = self.ended(seconds)
        if code is None:
            self.kill()
            return False
        assert code == -signal.SIGKILL, self.log()
        return True

    def stop(self) -> int | None:
        """SIGTERM; the exit code. It must end within ten seconds."""
        with suppress(ProcessLookupError):  # its doom was quicker
            os.kill(self.pid, signal.SIGTERM)
        return self.ended(10)

    def log(self) -> str:
        """The end of what all lives wrote."""
        return (self.home / "log").read_text(errors="replace")[-6000:]

    def live(self, doom: str = "", seconds: float = 90) -> bool:
        """A life that meets its end, or has nothing left to do and is told to stop; whether it was killed."""
        self.start(doom)

        def over() -> bool:
            return self.ended(0) is not None or (self.imap.accepted > self.accepted and self.quiet())

        wait_until(over, f"the end of life {self.lives} {doom}", seconds)
        code = self.stop() if self.pid else -signal.SIGKILL
        assert code in (0, -signal.SIGKILL), self.log()
        return code != 0

    def quiet(self) -> bool:
        """Whether nothing is left to do."""
        return not (self.open_rows() or self.inbox())

    def settle(self, seconds: float = 90) -> None:
        """One undisturbed life, until nothing is left to do; it ends politely."""
        for network in (self.imap, self.smtp, self.caldav):
            network.calm()
        self.start()
        self.work_off(seconds)

    def work_off(self, seconds: float = 90) -> None:
        """Let it live until nothing is left to do, and end politely; one that is being born cannot."""
        wait_until(lambda: self.imap.accepted > self.accepted, f"life {self.lives} at work", seconds)
        try:
            wait_until(self.quiet, "an empty outbox and INBOX", seconds)
        except Exception as error:
            raise AssertionError(f"{error}; outbox {self.open_rows()}, INBOX {self.inbox()}\n{self.log()}") from error
        assert self.stop() == 0

    def open_rows(self) -> list[tuple[str, str, str]]:
        """What the outbox still has to do or to find out, and mails that are not on record yet."""
        try:
            with self._record.connect() as record:
                rows = [(row[0], row[1], row[2]) for row in record.execute(text(OPEN))]
                due = select(col(TimerRow.name)).where(col(TimerRow.due) <= datetime.now(UTC))
                rows += [("", "timer", row[0]) for row in record.execute(due)]
                known = {row[0] for row in record.execute(text("SELECT message_id FROM message"))}
        except DBAPIError:
            return [("", "record", "not there yet")]
        return rows + [(name, "mail", "not on record") for name in self.written if name not in known]

    # --- people and servers

    def write(
        self, said: str, client: str = "weber", *, automatic: bool = False, answers: EmailMessage | None = None
    ) -> str:
        """A client sends a mail by SMTP, past the faulty network; its Message-ID."""
        mail = self._mail(said, f"{client}@kunde.test", answers)
        if automatic:
            mail["Auto-Submitted"] = "auto-replied"
        with smtplib.SMTP("127.0.0.1", self.ports.smtp, timeout=20) as session:
            session.send_message(mail)
        self.writers.add(client)
        return self.written[-1]

    def order(self, said: str, answers: EmailMessage | None = None) -> None:
        """Anna, vouched for by the office's own server, writes to her secretary."""
        raw = self._mail(said, "anna@firma.test", answers).as_bytes()
        with imapclient.IMAPClient("127.0.0.1", self.ports.imap, ssl=False, timeout=20) as session:
            session.login("sekretariat", PASSWORD)
            session.append("INBOX", stamped(raw, envelope_from="anna@firma.test", logged_in="anna@firma.test"))

    def _mail(self, said: str, sender: str, answers: EmailMessage | None) -> EmailMessage:
        mail = EmailMessage(policy=policy.SMTP)
        number = len(self.written) + 1
        mail["From"], mail["To"] = sender, "sekretariat@firma.test"
        mail["Subject"] = f"Anliegen {number}" if answers is None else f"Re: {answers['Subject']}"
        mail["Message-ID"] = f"<{number}.{self.home.name}@kunde.test>"
        if answers is not None:
            mail["In-Reply-To"] = mail["References"] = str(answers["Message-ID"])
        mail.set_content(said)
        self.written.append(str(mail["Message-ID"]))
        return mail

    def folder(self, user: str, name: str = "INBOX") -> list[EmailMessage]:
        """What lies in a folder."""
        with imapclient.IMAPClient("127.0.0.1", self.ports.imap, ssl=False, timeout=20) as session:
            session.login(user, PASSWORD)
            if not session.folder_exists(name):
                return []
            session.select_folder(name, readonly=True)
            uids = session.search(["UNDELETED"])
            fetched = session.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        raws = [item[b"BODY[]"] for _, item in sorted(fetched.items()) if item.get(b"BODY[]")]
        return [message_from_bytes(raw, policy=policy.default) for raw in raws]  # type: ignore[misc]

    def inbox(self) -> list[str]:
        """Message-IDs in the office's INBOX."""
        return [str(m["Message-ID"]) for m in self.folder("sekretariat")]

    def calendar(self) -> list[str]:
        """Every event of the calendar, as the server gives it."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports.caldav}/{self.ports.calendar}",
            headers={"Authorization": "Basic YW5uYTpnZWhlaW0="},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
            stored = answer.read().decode()
        return re.findall(r"BEGIN:VEVENT.*?END:VEVENT", stored, re.DOTALL)

    def audit(self) -> Audit:
        """Look everywhere."""
        places: dict[str, list[str]] = {name: [] for name in self.written}
        notes: list[EmailMessage] = []
        for folder in ("INBOX", HANDLED, REVIEW, PROBLEM):
            for mail in self.folder("sekretariat", folder):
                places.setdefault(str(mail["Message-ID"]), []).append(folder)
                notes += [mail] if "sekretariat@" in str(mail["From"]) and folder == REVIEW else []
        unsure = [note for note in notes if UNSURE in " ".join(words(note).split())]
        letters = [mail for client in sorted(self.writers) for mail in self.folder(client)]
        return Audit(
            places={name: places[name] for name in self.written},
            answers=Counter(str(mail["In-Reply-To"]) for mail in letters),
            received=Counter(str(mail["Message-ID"]) for mail in letters),
            told={name for note in notes for name in str(note["References"]).split()},
            unsure={name for note in unsure for name in str(note["References"]).split()},
            offered=sum(len(re.findall(r"^\d\. ", words(mail), re.MULTILINE)) for mail in letters),
            uids=[uid for event in self.calendar() for uid in re.findall(r"^UID:(\S+)", event, re.MULTILINE)],
        )


OPEN = """
SELECT key, kind, state FROM effect
WHERE state IN ('queued', 'transmitting') OR (state = 'unknown' AND (reason = '' OR NOT heard))
OR (NOT heard AND (service <> '' OR (state = 'refused' AND kind IN ('send', 'store', 'remove'))))
"""


def words(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def check(audit: Audit, questions: Sequence[str], requests: Sequence[str] = ()) -> None:
    """The promises: one place each, no answer twice, none missing without a person being told, one event each."""
    misplaced = {name: where for name, where in audit.places.items() if len(where) != 1 or where == ["INBOX"]}
    assert not misplaced, misplaced
    doubled = [name for name, times in audit.received.items() if times > 1]
    assert not doubled, doubled
    assert not set(audit.answers) - {*questions, *requests}, "nobody is answered who did not ask"
    answered = {name: audit.answers[name] for name in (*questions, *requests)}
    assert max(answered.values(), default=0) <= 1, answered
    missing = [name for name in questions if not answered[name] and name not in audit.unsure]
    missing += [name for name in requests if not answered[name] and name not in audit.told]
    assert not missing, missing
    assert len(audit.uids) == len(set(audit.uids)), audit.uids
