"""Clients with calendars and habits of their own: what they answer to a mail of the secretary.

Promises: an honest client takes only what is free in the own calendar, and names only such times.
Never does: know more than the mail says; the offers are those of the mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from secretary.domain.address import Address
from secretary.domain.event import Interval
from secretary.services.appointments.state import Offer
from tests.worlds import words

HABITS = ("honest",) * 8 + ("away", "vague", "silent", "refuses", "withdraws", "stops", "any", "first")
AFTERWARDS = ("thanks", "nothing", "moves", "cancels", "stops", "accepts", "declines", "counters", "delegates")
STAND_IN = ("accepts", "declines", "thanks", "nothing")  # what somebody does who is sent instead
MANNERS = ("plain",) * 5 + ("twice", "anew", "away-first")  # how an answer is sent
MOST_WINDOWS = 4  # as many as people list in one mail
HOME = "Europe/Berlin"
ABROAD = {"Europe/London": " (UK time)", "America/New_York": " (New York time)"}
HONEST = frozenset({"honest", "away", "vague"})  # in the end they choose by their own calendar


@dataclass(slots=True)
class Client:
    """Somebody outside; `free` lies within days. `asked` counts the mails that wanted an answer.

    `calendar` is the program whose buttons they press; `manner` tells how they send what they write.
    """

    address: Address
    language: str
    zone: str
    program: str
    habit: str
    afterwards: str
    manner: str
    calendar: str
    free: tuple[Interval, ...]
    chance: Random
    asked: int = 0
    told: tuple[Interval, ...] = ()
    taken: list[Interval] = field(default_factory=list)

    @property
    def now_habit(self) -> str:
        """Who was away or vague at first says what suits once asked again."""
        return "honest" if self.habit in {"away", "vague"} and self.asked > 1 else self.habit

    def asks(self, *names: str) -> str:
        """The first mail, about a meeting with one or several principals."""
        with_name = {"de": " und ", "en": " and "}[self.language].join(filter(None, names))
        return self.chance.choice(words.ASKS[self.language]).format(with_name=with_name)

    def says(self, what: str) -> str:
        """One of the plain answers."""
        return self.chance.choice(words.PLAIN[what][self.language])

    def answer(self, offers: Sequence[Offer], now: datetime) -> str:
        """What they write to some offers; "" for nothing."""
        habit = self.now_habit
        if habit == "first" and offers:
            return self._takes(offers[0])
        if habit == "any":
            self.taken += [o.slot for o in offers]
            return self.says("any")
        if habit == "vague" and len(offers) == 1:  # there is but one thing to say yes to
            self.taken.append(offers[0].slot)
        if habit != "honest":
            return self.says(habit) if habit in words.PLAIN else ""
        fitting = [o for o in offers if any(_within(o.slot, f) for f in self.free)]
        return self._takes(fitting[0]) if fitting else self._counters(now)

    def _takes(self, offer: Offer) -> str:
        self.taken.append(offer.slot)
        if self.zone != HOME or self.chance.random() < 0.6:
            return self.chance.choice(words.NUMBER[self.language]).format(n=offer.number)
        return words.named(self._local(offer.slot), self.language, self.chance)

    def _counters(self, now: datetime) -> str:
        coming = [f for f in self.free if f.start > now + timedelta(hours=1)][:MOST_WINDOWS]
        if not coming:
            return self.says("refuses")
        self.told = tuple(coming)
        return words.counter([self._local(f) for f in coming], self.language, self.chance, ABROAD.get(self.zone, ""))

    def other_time(self, now: datetime, booked: Interval) -> Interval | None:
        """Another time that suits better than what is booked, of the same length; None for none."""
        starts = (f.start for f in self.free if f.start > now + timedelta(days=1) and f.end - f.start >= booked.length)
        slot = next((Interval(s, s + booked.length) for s in starts if s != booked.start), None)
        if slot:
            self.taken.append(slot)
        return slot

    def _local(self, slot: Interval) -> Interval:
        zone = ZoneInfo(self.zone)
        return Interval(slot.start.astimezone(zone), slot.end.astimezone(zone))

    def may_have(self, slot: Interval) -> bool:
        """Whether they ever agreed to this time: by their calendar, or by taking it."""
        return slot in self.taken or any(_within(slot, f) for f in self.free)


def _within(slot: Interval, free: Interval) -> bool:
    return free.start <= slot.start and slot.end <= free.end
