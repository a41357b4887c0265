"""What a negotiation remembers between mails, as a value and as JSON.

Promises: `State.of_json(s.to_json()) == s`; what an older version did not know has its default. A
state that cannot be read is refused with an error, never misread.
Never does: decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date as day
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from secretary.domain.address import Address
from secretary.domain.errors import PermanentError
from secretary.domain.event import Interval, Partstat
from secretary.services.appointments.calendar.series import Series
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.free.suits import NOTHING_SAID, Suits
from secretary.services.appointments.free.weighing import Weighed

VERSION = 2


class Phase(StrEnum):
    """Where a negotiation stands.

    CHOOSING waits for a person of the office to say who is meant, SEARCHING for calendars, HOLDING for
    its holds to be written, OFFERED for answers, ASKING for other times, BOOKING for the event to be
    written. LAPSED had its offers released.
    """

    CHOOSING = "choosing"
    SEARCHING = "searching"
    HOLDING = "holding"
    OFFERED = "offered"
    ASKING = "asking"
    BOOKING = "booking"
    BOOKED = "booked"
    LAPSED = "lapsed"
    ENDED = "ended"


class HoldState(StrEnum):
    """A hold is asked for, stands, or is gone (refused, released, booked)."""

    ASKED = "asked"
    HELD = "held"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Offer:
    """One offered time and the hold that keeps it; `waits` are calendars that have not written it yet."""

    number: int
    slot: Interval
    uid: str
    state: HoldState = HoldState.ASKED
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booking:
    """An event that stands, or (in BOOKING) shall stand; `since` when, `reminded` of it or not.

    `room` is the part of a video link that was drawn for this meeting; `waits` are calendars that have not
    written it yet.
    """

    uid: str
    slot: Interval
    sequence: int = 0
    etag: str = ""
    since: datetime | None = None
    reminded: bool = False
    room: str = ""
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody outside the office who shall attend.

    `speakers` are further addresses that answer for them (an assistant, a second mailbox).
    `zone` is "" when it is the office's. `yes` holds the numbers of the offers that suit, once
    they have `answered` this round. `apart` tells that they never were in the case's thread.
    `nudged` counts reminders since they last wrote; `silent` that they want none; `unsettled` that a
    person has what they wrote last. `phone` is where they can be rung up. `stamp` is the DTSTAMP of their
    newest calendar message; `delegated_from` whom they come for. `suits` is what they have said of when it suits
    them, on the clock of their `zone`; `bent` tells that they were asked for a time outside of it already.
    `heard` marks what they have answered to each of our newest mails, the latest first.
    """

    address: Address
    required: bool = True
    language: str = ""
    zone: str = ""
    apart: bool = False
    speakers: tuple[Address, ...] = ()
    answered: bool = False
    yes: tuple[int, ...] = ()
    partstat: Partstat = Partstat.NEEDS_ACTION
    nudged: int = 0
    silent: bool = False
    phone: str = ""
    stamp: datetime | None = None
    delegated_from: Address | None = None
    unsettled: bool = False
    suits: Suits = NOTHING_SAID
    bent: bool = False
    heard: tuple[str, ...] = ()

    def speaks(self, *addresses: Address) -> bool:
        """Whether one of these addresses is theirs, or answers for them."""
        own = {self.address.key, *(a.key for a in self.speakers)}
        return any(a.key in own for a in addresses)


@dataclass(frozen=True, slots=True)
class Bend:
    """A party whose words leave no time for all: the words; `refusal` tells that they name what does not suit."""

    party: Address
    words: str
    refusal: bool = False


@dataclass(frozen=True, slots=True)
class Adopted:
    """A meeting that was not made here: its text as it was stored, its topic, place and Organizer."""

    text: str
    summary: str
    location: str
    organizer: Address


@dataclass(frozen=True, slots=True)
class State:
    """One negotiation. `person` is the principal's id; `wanted` the booking being written.

    `also` are the ids of further principals who shall take part: their time counts like the first one's,
    and the meeting stands in the calendar of each. `topic` is what it is about, as all parties know.
    `first` is the one party who is asked, before the others, for a time outside of what suits them.
    `choices` are those of whom one is meant, `days` the days, in the order in which a question named them.

    `booked` stands until `wanted` is agreed, so that a move never loses the old time.
    `serial` counts holds ever asked for, and times that a calendar program asked about: a UID is never used
    twice. `nearest` tells that the offers lie outside of what was asked for, since nothing is free there;
    `by_office` that the office moves what is booked; `noticed` what was seen once in the calendar and
    is looked at again.
    `asked_about` holds the numbers that the last question named. `sort` is the short name of the
    meeting type, `place` where to meet on site when it is not the type's; `weighed` what the last
    search looked at; `adopted` tells of a meeting that others have made, `series` that it repeats.
    `date` is the one date of the series, by its RECURRENCE-ID, for which another time is sought; `missing` are
    those for which one will be.
    """

    phase: Phase
    person: str
    parties: tuple[Party, ...]
    language: str
    wish: Wish
    medium: str = ""
    round: int = 1
    tries: int = 0
    serial: int = 0
    bookings: int = 0
    offers: tuple[Offer, ...] = ()
    hold_until: datetime | None = None
    booked: Booking | None = None
    wanted: Booking | None = None
    asked: int = 0
    asked_about: tuple[int, ...] = ()
    nearest: bool = False
    by_office: bool = False
    noticed: str = ""
    sort: str = ""
    place: str = ""
    weighed: Weighed | None = None
    adopted: Adopted | None = None
    series: Series | None = None
    also: tuple[str, ...] = ()
    topic: str = ""
    choices: tuple[Address, ...] = ()
    days: tuple[day, ...] = ()
    date: datetime | None = None
    missing: tuple[datetime, ...] = ()
    first: Bend | None = None

    @property
    def stands(self) -> Interval | None:
        """What is booked and may be moved: the meeting, or the one date of a series; None for a date left out."""
        if self.booked is None or self.series is None or self.date is None:
            return self.booked.slot if self.booked else None
        dates = self.series.occurrences(self.booked.slot.length)
        return next((one.slot for one in dates if one.begins == self.date), None)

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of all principals who take part, the one who leads first."""
        return (self.person, *self.also)

    @property
    def open_offers(self) -> tuple[Offer, ...]:
        """Offers whose hold stands or is being written."""
        return tuple(o for o in self.offers if o.state is not HoldState.GONE)

    @property
    def names(self) -> str:
        """The parties as a person of the office knows them."""
        return ", ".join(p.address.display_name or p.address.addr_spec for p in self.parties)

    def party_of(self, *addresses: Address) -> Party | None:
        """The party that one of these addresses speaks for."""
        return next((p for p in self.parties if p.speaks(*addresses)), None)

    def with_party(self, party: Party) -> Self:
        """The same with a party's new standing."""
        changed = tuple(party if p.address.key == party.address.key else p for p in self.parties)
        return replace(self, parties=changed)

    def unanswered(self) -> Self:
        """The same with no answer given yet: for new offers."""
        fresh = tuple(replace(p, answered=False, yes=(), nudged=0) for p in self.parties)
        return replace(self, parties=fresh)

    def to_json(self) -> dict[str, Any]:
        """JSON values only; what stands at its default is left out."""
        return {"v": VERSION, **_adapter().dump_python(self, mode="json", exclude_defaults=True)}

    @classmethod
    def of_json(cls, held: Mapping[str, Any]) -> State:
        """The state that was kept; raises PermanentError for one that cannot be read."""
        try:
            if held.get("v") != VERSION:
                raise PermanentError("A negotiation was kept by another version.", remedy="Finish it by hand.")
            return _adapter().validate_python({k: v for k, v in held.items() if k != "v"})
        except ValidationError as error:
            raise PermanentError("A negotiation on record cannot be read.", remedy="Finish it by hand.") from error


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[State]:
    return TypeAdapter(State)
