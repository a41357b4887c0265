"""An order with effects on meetings, as a value and as JSON: what was ordered, what would be done, how far it is.

Promises: `Plan.of_json(p.to_json()) == p`. A plan that cannot be read is refused with an error, never misread.
Never does: decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from secretary.domain.address import Address
from secretary.domain.errors import PermanentError
from secretary.domain.event import Interval
from secretary.domain.when import DailyWindow, Window

VERSION = "plan-1"  # negotiations count their versions by numbers, so that neither is taken for the other


class Deed(StrEnum):
    """What shall be done with the meetings, or (BLOCK) with the time itself; EXPLAIN tells why one is when it is."""

    CANCEL = "cancel"
    MOVE = "move"
    BLOCK = "block"
    EXPLAIN = "explain"


class How(StrEnum):
    """What is done with a meeting of a plan. LED: its own negotiation is given the order.

    The others are meetings that the secretary did not make: called off to its attendees, declined to its
    organizer, removed from the calendar.
    """

    LED = ""
    CANCEL = "cancel"
    DECLINE = "decline"
    REMOVE = "remove"


class Grounds(StrEnum):
    """What those who are told may hear of the reason; UNSAID where the order did not say to tell one."""

    UNSAID = ""
    ILL = "ill"
    AWAY = "away"
    URGENT = "urgent"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """ASKED: a question is open. PROPOSED: waits for a yes. CONFIRMED: is being carried out. ENDED: nothing more."""

    ASKED = "asked"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class Subject(StrEnum):
    """What a question back is about."""

    PERSON = "person"
    DAY = "day"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered. `person` is the principal's id, "" while it is not clear whose meetings are meant.

    `within` are the times whose meetings are meant, none for all to come; `to` and `daily` where they shall
    go. `several` tells a day's meetings from a single one. `words` is the order as it was written, for names.
    """

    deed: Deed
    by: Address
    language: str
    person: str = ""
    within: tuple[Interval, ...] = ()
    to: tuple[Window, ...] = ()
    daily: tuple[DailyWindow, ...] = ()
    several: bool = False
    grounds: Grounds = Grounds.UNSAID
    words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One meeting of a plan, bound to how it stood: booked at `slot`, or only offered (`uid` is "" then).

    `sequence` and `serial` change with every change of the meeting and of its offers. `case` is "" for a
    meeting that the secretary did not make; `how` tells what is done with that.
    """

    number: int
    case: str
    names: str
    slot: Interval
    uid: str = ""
    sequence: int = 0
    serial: int = 0
    how: How = How.LED

    @property
    def key(self) -> str:
        """What tells it from the others of a plan: its case, or the UID of what has none."""
        return self.case or self.uid

    @property
    def booked(self) -> bool:
        """Whether it stands in the calendar."""
        return bool(self.uid)

    def same(self, other: Item) -> bool:
        """Whether nothing has changed about it; its number says nothing."""
        return self.mark == other.mark

    @property
    def mark(self) -> tuple[str, Interval, str, int, int]:
        """What must be as it was when the plan is carried out."""
        return self.case, self.slot, self.uid, self.sequence, self.serial


@dataclass(frozen=True, slots=True)
class Plan:
    """An order on its way. `until` is when silence drops it, or (CONFIRMED) when it is carried out.

    `options` are the answers to an open question, in order: ids of principals, days, or cases.
    `asked` counts questions; `items` are those to confirm, later those that were confirmed.
    """

    order: Order
    standing: Standing
    items: tuple[Item, ...] = ()
    until: datetime | None = None
    subject: Subject | None = None
    options: tuple[str, ...] = ()
    asked: int = 0

    def to_json(self) -> dict[str, Any]:
        """JSON values only; what stands at its default is left out."""
        return {"v": VERSION, **_adapter().dump_python(self, mode="json", exclude_defaults=True)}

    @classmethod
    def of_json(cls, held: Mapping[str, Any]) -> Plan:
        """The plan that was kept; raises PermanentError for one that cannot be read."""
        try:
            return _adapter().validate_python({k: v for k, v in held.items() if k != "v"})
        except ValidationError as error:
            raise PermanentError("A plan on record cannot be read.", remedy="Carry it out by hand.") from error


def is_plan(held: Mapping[str, Any] | None) -> bool:
    """Whether this is kept of a plan, and not of a negotiation."""
    return bool(held) and str((held or {}).get("v", "")) == VERSION


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)
