"""What a negotiation remembers between mails, as a value and as JSON.

Promises: `State.of_json(s.to_json()) == s`; a version stands beside it; datetimes are kept as
ISO 8601 in UTC. A state of another version is refused with an error, never misread.
Never does: decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from secretary.domain.address import Address
from secretary.domain.errors import PermanentError
from secretary.domain.event import Interval, Partstat
from secretary.domain.when import DailyWindow, Window
from secretary.services.appointments.slots import Wish

VERSION = 1


class Phase(StrEnum):
    """Where a negotiation stands.

    SEARCHING waits for calendars, HOLDING for its holds to be written, OFFERED for an answer,
    ASKING for other times, BOOKING for the event to be written. LAPSED had its offers released.
    """

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
    """One offered time and the hold that keeps it."""

    number: int
    slot: Interval
    uid: str
    state: HoldState = HoldState.ASKED


@dataclass(frozen=True, slots=True)
class Booking:
    """An event that stands, or (in BOOKING) shall stand."""

    uid: str
    slot: Interval
    sequence: int = 0
    etag: str = ""
    partstat: Partstat = Partstat.NEEDS_ACTION


@dataclass(frozen=True, slots=True)
class State:
    """One negotiation. `person` is the principal's id; `wanted` the booking being written.

    `booked` stands until `wanted` is agreed, so that a move never loses the old time.
    `serial` counts holds ever asked for: a UID is never used twice.
    """

    phase: Phase
    person: str
    party: Address
    language: str
    wish: Wish
    medium: str = ""
    zone: str = ""
    new_thread: bool = False
    round: int = 1
    tries: int = 0
    serial: int = 0
    bookings: int = 0
    offers: tuple[Offer, ...] = ()
    hold_until: datetime | None = None
    booked: Booking | None = None
    wanted: Booking | None = None
    asked: int = 0

    @property
    def open_offers(self) -> tuple[Offer, ...]:
        """Offers whose hold stands or is being written."""
        return tuple(o for o in self.offers if o.state is not HoldState.GONE)

    def to_json(self) -> dict[str, Any]:
        """JSON values only."""
        return {
            "v": VERSION,
            "phase": self.phase.value,
            "person": self.person,
            "party": [self.party.addr_spec, self.party.display_name],
            "language": self.language,
            "wish": _wish_json(self.wish),
            "medium": self.medium,
            "zone": self.zone,
            "new_thread": self.new_thread,
            "counts": [self.round, self.tries, self.serial, self.bookings, self.asked],
            "offers": [[o.number, *_span(o.slot), o.uid, o.state.value] for o in self.offers],
            "hold_until": _iso(self.hold_until),
            "booked": _booking_json(self.booked),
            "wanted": _booking_json(self.wanted),
        }

    @classmethod
    def of_json(cls, held: Mapping[str, Any]) -> State:
        """The state that was kept; raises PermanentError for one of another version."""
        if held.get("v") != VERSION:
            raise PermanentError("A negotiation was kept by another version.", remedy="Finish it by hand.")
        round_, tries, serial, bookings, asked = held["counts"]
        return cls(
            phase=Phase(held["phase"]),
            person=held["person"],
            party=Address(*held["party"]),
            language=held["language"],
            wish=_wish_of(held["wish"]),
            medium=held["medium"],
            zone=held["zone"],
            new_thread=held["new_thread"],
            round=round_,
            tries=tries,
            serial=serial,
            bookings=bookings,
            asked=asked,
            offers=tuple(Offer(n, _interval(a, b), uid, HoldState(s)) for n, a, b, uid, s in held["offers"]),
            hold_until=_instant(held["hold_until"]),
            booked=_booking_of(held["booked"]),
            wanted=_booking_of(held["wanted"]),
        )


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _span(slot: Interval) -> list[str]:
    return [slot.start.astimezone(UTC).isoformat(), slot.end.astimezone(UTC).isoformat()]


def _interval(start: str, end: str) -> Interval:
    return Interval(datetime.fromisoformat(start), datetime.fromisoformat(end))


def _booking_json(booking: Booking | None) -> list[Any] | None:
    if booking is None:
        return None
    return [booking.uid, *_span(booking.slot), booking.sequence, booking.etag, booking.partstat.value]


def _booking_of(held: Sequence[Any] | None) -> Booking | None:
    if held is None:
        return None
    uid, start, end, sequence, etag, partstat = held
    return Booking(uid, _interval(start, end), sequence, etag, Partstat(partstat))


def _wish_json(wish: Wish) -> dict[str, Any]:
    return {
        "seconds": int(wish.length.total_seconds()),
        "allowed": [[*_span(Interval(w.start, w.end)), w.weight] for w in wish.allowed],
        "excluded": [_span(e) for e in wish.excluded],
        "daily": [[d.start.isoformat(), d.end.isoformat(), list(d.weekdays), d.allowed, d.weight] for d in wish.daily],
    }


def _wish_of(held: Mapping[str, Any]) -> Wish:
    windows = ((_interval(a, b), weight) for a, b, weight in held["allowed"])
    return Wish(
        length=timedelta(seconds=held["seconds"]),
        allowed=tuple(Window(i.start, i.end, "", (0, 0), weight) for i, weight in windows),
        excluded=tuple(_interval(a, b) for a, b in held["excluded"]),
        daily=tuple(
            DailyWindow(time.fromisoformat(a), time.fromisoformat(b), tuple(days), allowed, weight)
            for a, b, days, allowed, weight in held["daily"]
        ),
    )
