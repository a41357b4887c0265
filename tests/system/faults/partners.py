"""Machines that answer: another secretary, absences, bounces, robots with many addresses, and relays that
strip every mark. They write to a real house whose mailbox and SMTP server are in memory, on a clock turned by hand.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from zlib import crc32

from secretary.app.intake import House
from secretary.app.rounds import Rounds
from secretary.app.wiring import build_house
from secretary.config.load import parse_config
from secretary.domain.action import FolderRole
from secretary.domain.effect import MessageRef, SendMail
from secretary.ledger import SqlLedger
from secretary.ports import Arrived
from tests.unit.act.world import Box, Clock, World

CONFIG = """
offices:
  {name}:
    name: {name}
    address: {address}
    facts: {{opening_hours: "Montag bis Freitag, 9 bis 17 Uhr", street: Weg 1}}
    imap: {{host: mail.test, user: x, password: {{env: NOT_SET}}}}
    smtp: {{host: mail.test}}
"""
QUESTION = "Guten Tag, wann haben Sie geöffnet?"
OFFICE = "sekretariat@firma.test"
Relay = Callable[[bytes], bytes]


@dataclass
class Inbox(Box):
    """An INBOX in memory; what is filed is gone from it."""

    mails: dict[int, bytes] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def receive(self, raw: bytes) -> None:
        self.mails[next(self.numbers)] = raw

    async def arrivals(self, folder: str, *, skip: frozenset[tuple[int, int]], most: int) -> Sequence[Arrived]:
        mails = self.mails if folder == FolderRole.INBOX.value else {}
        new = [(uid, raw) for uid, raw in mails.items() if (1, uid) not in skip][:most]
        return [Arrived(folder, 1, uid, len(raw), self.clock.now(), raw) for uid, raw in new]

    async def below(self, folder: str) -> Mapping[str, str]:
        return {}

    async def file(self, refs: Sequence[MessageRef], folder: str) -> frozenset[MessageRef]:
        there = frozenset(ref for ref in refs if self.mails.pop(ref.uid, None) is not None)
        self.filed += [(ref, folder) for ref in there]
        return there


@cache
def _house(name: str, address: str) -> House:
    """Rules and templates are read once; each secretary gets a record of its own."""
    config = parse_config(CONFIG.format(name=name, address=address), file="config.yaml")
    return build_house(name, config, Path("/nonexistent"), SqlLedger("sqlite://"), None)


def name_of(text: str | bytes) -> str:
    """A short name that is the same in every run."""
    return f"{crc32(text.encode() if isinstance(text, str) else text):08x}"


class Secretary:
    """A whole house: real rules, templates, record, gate; only the servers are in memory."""

    def __init__(self, clock: Clock, address: str = OFFICE, name: str = "muster") -> None:
        ledger = SqlLedger("sqlite://")
        house = replace(_house(name, address), ledger=ledger)
        self.world = World(office=house.office, ledger=ledger)
        self.world.clock = self.world.post.clock = clock
        self.box = self.world.box = Inbox(clock=clock)
        self.world.restart()
        self.rounds = Rounds(house, self.box, self.world.executor, clock)
        self._told = 0

    def receive(self, raw: bytes) -> None:
        self.box.receive(raw)

    def work(self) -> list[tuple[str, bytes]]:
        """One round; what left in it, with its recipient."""
        asyncio.run(self.rounds.once())
        new, self._told = self.world.post.sent[self._told :], len(self.world.post.sent)
        return [(mail.envelope_to[0], mail.raw) for mail in new]

    def case_of(self, mail: SendMail) -> str:
        """The case that a mail belongs to."""
        case = self.world.ledger.case_by_thread(self.world.office.id, [mail.message_id])
        return case.id if case else ""


@dataclass
class Robot:
    """Answers every mail, from the next of its addresses, with these headers, in the thread or in a new one."""

    addresses: Sequence[str]
    text: str = QUESTION
    subject: str = "Re: {subject}"
    headers: dict[str, str] = field(default_factory=dict)
    threads: bool = True
    received: int = 0
    outbox: list[bytes] = field(default_factory=list)

    def first(self) -> None:
        """Write to the office unasked."""
        self.outbox.append(self.written("Frage", {}))

    def receive(self, raw: bytes) -> None:
        self.received += 1
        got = message_from_bytes(raw, policy=policy.default)
        thread = {"In-Reply-To": str(got["Message-ID"]), "References": str(got["Message-ID"])} if self.threads else {}
        self.outbox.append(self.written(self.subject.format(subject=got["Subject"], n=self.received), thread))

    def work(self) -> list[tuple[str, bytes]]:
        new, self.outbox = self.outbox, []
        return [(OFFICE, raw) for raw in new]

    def written(self, subject: str, more: dict[str, str]) -> bytes:
        """One mail of the robot."""
        mail = EmailMessage(policy=policy.SMTP)
        address = self.addresses[self.received % len(self.addresses)]
        mail["From"], mail["To"], mail["Subject"] = address, OFFICE, subject
        mail["Message-ID"] = f"<{self.received}.{name_of(address)}@robot>"
        for name, value in {**self.headers, **more}.items():
            mail[name] = value
        mail.set_content(f"{self.text}\n\n{self.received}")
        return mail.as_bytes()


def strip(raw: bytes) -> bytes:
    """A relay that takes off every mark and thread, and gives mails a Message-ID of its own."""
    mail = message_from_bytes(raw, policy=policy.SMTP)
    for name in set(mail.keys()):
        if name.lower().startswith("x-") or name in {"Auto-Submitted", "References", "In-Reply-To", "Message-ID"}:
            del mail[name]
    mail["Message-ID"] = f"<relay.{name_of(raw)}@relay.test>"
    return mail.as_bytes()


def play(office: Secretary, partner: Secretary | Robot, *, rounds: int, minutes: float, relay: Relay = bytes) -> None:
    """Let them answer each other; what passes goes through the relay."""
    for _ in range(rounds):
        for _, raw in partner.work():
            office.receive(relay(raw))
        for _, raw in office.work():
            partner.receive(relay(raw))
        office.world.clock.turn(minutes=minutes)
