"""What is remembered of a meeting that somebody else organizes, as a value and as JSON.

Promises: `Attendance.of_json(a.to_json()) == a`; what cannot be read is refused with an error.
Never does: decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from secretary.domain.address import Address
from secretary.domain.errors import PermanentError
from secretary.domain.event import CalendarMessage, Interval, Partstat

KIND = "attendance"  # tells this state from that of a negotiation
VERSION = 1


class Stage(StrEnum):
    """Where it stands.

    OPEN waits for a person's word, HOLDING for a time to propose to be kept free, WRITING for the event
    to be written, PROPOSED for the Organizer, ANSWERED for nothing; ENDED is over.
    """

    OPEN = "open"
    HOLDING = "holding"
    WRITING = "writing"
    PROPOSED = "proposed"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One meeting of somebody else's, for one principal.

    `own` is the address under which the principal is invited, `text` the event as it would be stored,
    but for the answer ("" where it cannot be). `sequence` and `stamp` are those of the newest message.
    `answer` is what the Organizer was told, or is told next; `proposal` a time proposed instead, kept by
    `hold_uid`. `policy` maps findings to choices where a rule set them. `word` tells how a person has
    decided: "" not at all, "own" the principal, in answer to a note that is confirmed, else "other".
    """

    stage: Stage
    person: str
    own: Address
    organizer: Address
    uid: str
    text: str
    slot: Interval
    summary: str = ""
    sequence: int = 0
    stamp: datetime | None = None
    recurrence_id: str = ""
    recurs: bool = False
    answer: Partstat = Partstat.NEEDS_ACTION
    proposal: Interval | None = None
    hold_uid: str = ""
    serial: int = 0
    tries: int = 0
    word: str = ""
    policy: Mapping[str, str] = field(default_factory=dict)

    @property
    def dates(self) -> str:
        """The text whose dates must be free: of one date of a series only that one."""
        return "" if self.recurrence_id else self.text

    def renewed(self, told: CalendarMessage, text: str, slot: Interval) -> Self:
        """The same after a newer message of its Organizer."""
        return replace(
            self,
            text=text,
            slot=slot,
            summary=told.summary,
            sequence=told.sequence,
            stamp=told.dtstamp,
            recurrence_id=told.recurrence_id,
            recurs=told.recurs,
        )

    def to_json(self) -> dict[str, Any]:
        """JSON values only; what stands at its default is left out."""
        held = _adapter().dump_python(self, mode="json", exclude_defaults=True)
        return {"v": VERSION, "kind": KIND, **held}

    @classmethod
    def of_json(cls, held: Mapping[str, Any]) -> Attendance:
        """The state that was kept; raises PermanentError for one that cannot be read."""
        try:
            return _adapter().validate_python({k: v for k, v in held.items() if k not in {"v", "kind"}})
        except ValidationError as error:
            problem = "A meeting of somebody else's on record cannot be read."
            raise PermanentError(problem, remedy="Answer the invitation by hand.") from error


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Attendance]:
    return TypeAdapter(Attendance)
