"""What the pages need of the house: the record, who may come in, and the offices at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from secretary.decide import RuleSet
from secretary.decide.teaching import Unteachable
from secretary.desk.health import OfficeHealth
from secretary.desk.lessons import Learned, Proposal
from secretary.desk.orders import Given, Reception
from secretary.desk.preview import Preview
from secretary.desk.tried import Tried
from secretary.domain.event import Interval
from secretary.domain.lesson import Lesson
from secretary.domain.message import Message
from secretary.domain.office import Office
from secretary.domain.past import Way
from secretary.ledger import Records
from secretary.ledger.access import Access
from secretary.ports import Clock


class AtWork(Protocol):
    """One office at work, as far as the desk may reach into it."""

    @property
    def office(self) -> Office:
        """Who is who."""
        ...

    @property
    def rules(self) -> RuleSet:
        """The rules in force."""
        ...

    async def busy(self, person: str, within: Interval, apart: frozenset[str]) -> tuple[Interval, ...] | None:
        """When a principal is taken, besides the events whose UIDs are `apart`; None while that cannot be read."""
        ...

    @property
    def keeps_holidays(self) -> bool:
        """Whether nobody works on public holidays."""
        ...

    def templates(self) -> tuple[Preview, ...]:
        """All templates, by name and language, filled with samples."""
        ...

    @property
    def health(self) -> OfficeHealth:
        """How it is doing."""
        ...

    async def send_link(self, address: str, link: str) -> None:
        """A mail with a sign-in link. Raises SecretaryError when it does not leave."""
        ...

    async def take(self, given: Given) -> Reception:
        """An order on record, or why not."""
        ...

    async def mails(self, case: str) -> Sequence[Message]:
        """The mails of a case, the newest first; none while the mailbox is out of reach."""
        ...

    def takes_mail(self, folder: str) -> bool:
        """Whether mails may be put away in a folder: not one that the secretary itself works with."""
        ...

    async def propose(self, case: str, by: str, way: Way | None) -> Proposal | Unteachable:
        """The rule that a settled case teaches, or why none; nothing happens."""
        ...

    def teach(self, lesson: Lesson, by: str) -> tuple[str, ...]:
        """Let a lesson go live; the reasons where it cannot."""
        ...

    def decline(self, lesson: Lesson, by: str) -> None:
        """What is proposed shall not be."""
        ...

    def unlearn(self, lesson: str, by: str) -> tuple[str, ...]:
        """Take a lesson back, by its id; the reasons where that cannot be."""
        ...

    def learned(self) -> Learned:
        """What was taught and is offered."""
        ...

    def preview(self, lesson: Lesson) -> Preview:
        """A letter with the words that a lesson proposes."""
        ...

    async def try_out(self, raw: bytes) -> Tried:
        """What would become of a mail; nothing happens."""
        ...

    def rest(self, by: str) -> None:
        """Rest until told otherwise."""
        ...

    def resume(self) -> None:
        """Work again, now."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """`url` is the address people open, without a slash at its end; `operators` are address keys."""

    url: str
    at_work: Mapping[str, AtWork]
    operators: frozenset[str]
    records: Records
    access: Access
    clock: Clock

    @property
    def offices(self) -> Mapping[str, Office]:
        """The offices by their ids."""
        return {name: at_work.office for name, at_work in self.at_work.items()}
