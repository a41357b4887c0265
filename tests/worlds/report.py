"""What came of some worlds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from statistics import median

from secretary.domain.event import Event, Interval
from secretary.services.appointments.free.availability import is_open
from secretary.services.appointments.state import Phase
from tests.unit.services.appointments.conversation import HOURS
from tests.worlds.matter import BELFAST, Matter, Seat
from tests.worlds.world import World

SHOWN = 20  # of each kind of mistake
MOST_MAILS = 16  # to one client, over all rounds, a booking and a move with its own rounds
RESTING = {Phase.BOOKED, Phase.ENDED, Phase.LAPSED, Phase.ASKING}


@dataclass(slots=True)
class Report:
    """Counts over all matters; `wrong`, `double` and `missed` name each, and must stay empty."""

    matters: int = 0
    booked: int = 0
    escalated: int = 0
    possible: int = 0
    found: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    mails: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    optional: int = 0
    sent_instead: int = 0
    moved_by_hand: int = 0
    removed_by_hand: int = 0

    @property
    def mistakes(self) -> list[str]:
        """All that may not happen."""
        return [*self.wrong, *self.double, *self.missed, *self.untold, *self.again, *self.broken]

    def lines(self) -> Iterable[str]:
        """The report in words."""
        yield f"negotiations                              {self.matters}"
        yield f"booked                                    {_share(self.booked, self.matters)}"
        yield f"put before a person                       {_share(self.escalated, self.matters)}"
        yield f"booked where a common slot exists         {_share(self.found, self.possible)}"
        yield f"mails to each party of a booking           median {median(self.mails or [0]):g}, most {max(self.mails or [0])}"
        yield f"booked at a time nobody agreed to         {len(self.wrong)}"
        yield f"booked twice                              {len(self.double)}"
        yield f"with somebody who need not come           {self.optional}, with somebody sent instead {self.sent_instead}"
        yield f"moved, removed by a principal by hand     {self.moved_by_hand}, {self.removed_by_hand}"
        yield f"not told of what was changed by hand      {len(self.untold)}"
        yield f"the same words twice: put before a person {len(self.again)}"
        yield f"no end, a hold left, mail after a stop    {len(self.broken)}"
        yield f"ends                                      {dict(self.outcomes.most_common())}"
        yield f"reasons                                   {dict(self.reasons.most_common(6))}"
        for name in ("wrong", "double", "missed", "untold", "again", "broken"):
            yield from (f"{name} in {which}" for which in getattr(self, name)[:SHOWN])


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none"


def add(report: Report, world: World) -> Report:
    """The report with one more world, played to its end."""
    for matter in world.matters:
        _add(report, world, matter)
    report.double += [f"{world.seed}: {a.interval} {b.interval}" for a, b in doubled(world)]
    return report


def _add(report: Report, world: World, matter: Matter) -> None:
    name = f"{world.seed}/{matter.number}"
    report.matters += 1
    report.booked += bool(matter.booked)
    report.escalated += bool(matter.escalations)
    phase = matter.state.phase.value if matter.state else "none"
    report.outcomes["put before a person" if matter.escalations else phase] += 1
    report.reasons.update(e.detail or e.reason.value for e in matter.escalations)
    people = [seat.who for seat in matter.seats]
    needed = [seat for seat in matter.seats if not seat.optional]
    report.wrong += [
        f"{name}: {slot.start} for {seat.who.address}"
        for seat in needed
        for slot in matter.booked[seat.joined : seat.gone]
        if not seat.who.may_have(slot)
    ]
    report.wrong += [f"{name}: {slot.start} for a principal" for slot in matter.booked if not met(slot, matter)]
    report.optional += any(seat.optional for seat in matter.seats)
    report.sent_instead += any(seat.joined and seat.inbox for seat in matter.seats)
    if matter.booked and not {p.afterwards for p in people} & {"moves", "cancels", "declines", "counters"}:
        report.mails += [len(seat.inbox) for seat in matter.seats]
    report.broken += [f"{name}: {law}" for law in broken(matter)]
    report.moved_by_hand += bool(matter.by_hand)
    report.removed_by_hand += matter.removed
    report.untold += [f"{name}: {seat.who.address}" for seat in matter.to_tell if not told_by_hand(seat, matter)]
    report.again += [f"{name}: {seat.who.address}" for seat in matter.seats if seat.again]
    if matter.possible:
        report.possible += 1
        report.found += bool(matter.booked)
        report.missed += [] if matter.booked else [name]


def broken(matter: Matter) -> Iterable[str]:
    """The laws of one matter that do not hold once all is over."""
    booked = matter.state.booked if matter.state else None
    if not (matter.state is None or matter.state.phase in RESTING):
        yield f"stands at {matter.state.phase.value}"
    if not matter.timers.keys() <= {"watch", "resume"}:
        yield f"timers run: {sorted(matter.timers)}"
    homes = {"work", "bens"} if matter.joint else {"work"}
    if matter.written.keys() != {(home, booked.uid) for home in homes if booked}:
        yield f"the calendars hold {sorted(matter.written)}"
    for seat in matter.seats:
        if seat.stopped_at is not None and len(seat.inbox) > seat.stopped_at:
            yield f"{seat.who.address} got {seat.templates[seat.stopped_at :]} after a stop"
        if len(seat.inbox) > MOST_MAILS:
            yield f"{seat.who.address} got {len(seat.inbox)} mails"


def told_by_hand(seat: Seat, matter: Matter) -> bool:
    """Whether they have heard of what a principal did in the calendar; whoever left before need not."""
    if seat.stopped_at is not None:
        return True
    moved = not matter.by_hand or {"appointment_moved_by", "appointment_cancelled"} & set(seat.templates)
    removed = not matter.removed or "appointment_cancelled" in seat.templates
    return bool(moved and removed)


def met(slot: Interval, matter: Matter) -> bool:
    """Whether all principals who take part work then: each on their own clock, and on no holiday of theirs."""
    return all(is_open(slot, hours) for hours in ((HOURS, BELFAST) if matter.joint else (HOURS,)))


def doubled(world: World) -> list[tuple[Event, Event]]:
    """Pairs of our own events that overlap, and meetings over one that stood in the calendar before."""
    ours = [e for e in world.events() if e.uid.startswith("secretary-")]
    pairs = ((a, b) for a, b in combinations(ours, 2) if a.calendar == b.calendar)
    # A joint meeting that is moved by hand reaches the other calendar once the change is noticed.
    chosen = {slot for matter in world.matters if matter.joint for slot in matter.by_hand}
    return [(a, b) for a, b in pairs if a.interval.overlaps(b.interval) and not {a.interval, b.interval} & chosen]
