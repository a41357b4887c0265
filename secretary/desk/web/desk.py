"""What the pages need of the house, as one value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from secretary.decide import RuleSet
from secretary.desk.orders import Given, Reception
from secretary.desk.tried import Tried
from secretary.domain.message import Message
from secretary.domain.office import Office
from secretary.ledger import Records
from secretary.ledger.access import Access
from secretary.ports import Clock

TakeOrder = Callable[[str, Given], Awaitable[Reception]]  # (office id, order)
MailsOf = Callable[[str, str], Awaitable[Sequence[Message]]]  # (office id, case id), the newest first
RulesOf = Callable[[str], RuleSet]  # of an office, as they are in force
TryOut = Callable[[str, bytes], Awaitable[Tried]]  # (office id, a whole mail)
SendLink = Callable[[str, str, str], Awaitable[None]]  # (office id, address, link)


@dataclass(frozen=True, slots=True)
class Desk:
    """`url` is the address people open, without a slash at its end; `operators` are address keys."""

    url: str
    offices: Mapping[str, Office]
    operators: frozenset[str]
    records: Records
    access: Access
    clock: Clock
    send_link: SendLink
    take_order: TakeOrder
    mails: MailsOf
    rules: RulesOf
    try_out: TryOut
