"""What the record tells of an office's day: plain values, for digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in one line. `who` is the party's name, or the address where there is none.

    `at` is when its last mail came, when a mail of ours left, or when a person gave an order, by the list it stands
    in; `word` is the template or the rule, `ending` how a person settled the case with an order, "" where not.
    """

    case: str
    subject: str
    who: str
    at: datetime
    word: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """What waits for people, and since an instant: mails that left by themselves, orders, effects that failed.

    `fired` counts the steps of each rule, `first_step` is where the record begins; `queued` are those that a
    server has put off.
    """

    waiting: tuple[CaseLine, ...] = ()
    sent: tuple[CaseLine, ...] = ()
    orders: tuple[CaseLine, ...] = ()
    fired: Mapping[str, int] = field(default_factory=dict)
    first_step: datetime | None = None
    failed: int = 0
    queued: int = 0
