"""What everybody has said, put together for one search; and who could give way where nothing suits all.

Promises: pure. What a party has said counts over all rounds; whoever need not come is listened to where that
leaves a time. The period of an order gives way to what the only party names, unless the office has the say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.event import Interval
from secretary.domain.when import Constraints, DailyWindow, Window
from secretary.services.appointments.free.availability import Wish, is_exact
from secretary.services.appointments.free.matrix import required
from secretary.services.appointments.free.suits import ALL_DAYS, MIDNIGHT, NOTHING_SAID, Suits, adds, later
from secretary.services.appointments.state import Party, State

A_DAY = timedelta(days=1)
WIDER = (60, 120, 240)  # minutes by which hours are stretched before they are given up
MAX_WORDS = 80  # characters of a statement that its writer is reminded of


def told(state: State, party: Party, said: Constraints | None, text: str, zone: str) -> State:
    """The negotiation once a party has said more of when it suits; `zone` is the office's clock."""
    if said is None:
        return state
    length = said.duration or state.wish.length
    exact = [Interval(w.start, w.start + length) for w in said.allowed if is_exact(w, length)]
    # An exact beginning that is asked for is not refused only since it overlaps what was.
    refused = tuple(e for e in state.wish.excluded if not any(e.overlaps(x) for x in exact))
    also = adds(text) and (len(state.parties) > 1 or not said.allowed)
    suits = later(party.suits, said, party.zone or zone, also=also)
    wish = replace(state.wish, length=length, excluded=refused)
    return replace(state, wish=wish).with_party(replace(party, suits=suits))


def ready_for(state: State, party: Party, slots: Iterable[Interval], zone: str) -> State:
    """The negotiation once a party has said yes to times that did not suit them by what they had said before."""
    fits = Constraints(tuple(Window(slot.start, slot.end, "", (0, 0)) for slot in slots))
    opened = later(party.suits, fits, party.zone or zone, also=True)
    narrowed = opened if party.suits.allowed else replace(opened, allowed=())
    return state.with_party(replace(party, suits=narrowed))


def unbound(state: State, *, dates_only: bool = False) -> State:
    """The same without what the parties have said; or only without the dates that they named as possible."""
    parties = (replace(p, suits=replace(p.suits, allowed=()) if dates_only else NOTHING_SAID) for p in state.parties)
    return replace(state, parties=tuple(parties))


def says_when(said: Constraints | None) -> bool:
    """Whether it says anything of when it could be, or could not."""
    return said is not None and bool(said.allowed or said.daily or said.excluded)


def ways(state: State) -> Iterator[Wish]:
    """What to look for, in the order of trying."""
    needed = required(state)
    yield _for(state.wish, state.parties)
    if len(needed) < len(state.parties):
        yield _for(state.wish, needed)
    if not (state.wish.allowed or state.wish.daily) or not any(_narrowed_to(p.suits) for p in needed):
        return
    if state.by_office:
        yield _for(state.wish, required(_open(state)))
    elif len(needed) == 1:
        yield _for(replace(state.wish, allowed=(), daily=()), needed)


def _for(wish: Wish, parties: Iterable[Party]) -> Wish:
    return replace(wish, theirs=tuple((p.suits, p.zone) for p in parties if p.suits.narrows))


def _narrowed_to(suits: Suits) -> bool:
    return bool(suits.allowed) or any(d.allowed for d in suits.daily)


def _open(state: State) -> State:
    """The same without what parties have named as possible; what they refused stays refused."""
    return replace(state, parties=tuple(replace(p, suits=_refusing(p.suits)) for p in state.parties))


def _refusing(suits: Suits) -> Suits:
    return Suits(excluded=suits.excluded, daily=tuple(d for d in suits.daily if not d.allowed))


def relaxed(state: State, now: datetime) -> tuple[State, ...]:
    """What comes nearest to what was asked for: other dates at the same hours, then any; none where nothing was."""
    named = [w.start for w in (*state.wish.allowed, *(w for p in state.parties for w in p.suits.allowed))]
    daily = (*state.wish.daily, *(d for p in state.parties for d in p.suits.daily))
    if not (named or daily):
        return ()
    near = max(min(named, default=state.wish.near or now), now)
    wish = replace(state.wish, allowed=(), near=near)
    any_date = replace(unbound(state, dates_only=True), wish=wish)
    return any_date, replace(_open(state), wish=replace(wish, daily=()))


def without_hope(state: State) -> State:
    """The same without what was asked for and cannot be had, so that the next answer is not narrowed by it."""
    return replace(_open(state), wish=replace(state.wish, allowed=(), daily=()))


# --- who gives way ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A party with one statement less, or a weaker one: which `words` of theirs, and how much is asked of them.

    `refusal` tells that the words name what was refused, and not what was possible.
    """

    party: Party
    cost: int
    words: str
    refusal: bool = False


def changes(state: State, latest: Party | None = None) -> tuple[Change, ...]:
    """What one party alone could give way by, the smallest change first; nobody is asked twice.

    Among equals it is the one who wrote last.
    """
    parties = [p for p in required(state) if p.suits.narrows and not p.bent]
    found = [replace(c, words=_short(c.words)) for p in parties for c in _eased(p)]
    return tuple(sorted(found, key=lambda c: (c.cost, not (latest and c.party.speaks(latest.address)))))


def _short(words: str) -> str:
    return " ".join(words.split())[:MAX_WORDS]


def _eased(party: Party) -> Iterator[Change]:
    suits = party.suits
    for one in suits.daily:
        others = tuple(d for d in suits.daily if d is not one)
        for cost, weaker in _weaker(one):
            yield Change(
                replace(party, suits=replace(suits, daily=(*others, *weaker))), cost, one.text, not one.allowed
            )
    for out in suits.excluded:
        fewer = tuple(e for e in suits.excluded if e is not out)
        yield Change(replace(party, suits=replace(suits, excluded=fewer)), 6, out.text, refusal=True)
    if suits.allowed:
        clock = ZoneInfo(party.zone or "UTC")
        words = ", ".join(dict.fromkeys(w.text for w in suits.allowed))
        days = tuple(replace(w, start=_midnight(w.start, clock), end=_midnight(w.end, clock, 1)) for w in suits.allowed)
        yield Change(replace(party, suits=replace(suits, allowed=days)), 7, words)
        yield Change(replace(party, suits=replace(suits, allowed=())), 8, words)
    yield Change(replace(party, suits=NOTHING_SAID), 9, "")


def _weaker(one: DailyWindow) -> Iterator[tuple[int, tuple[DailyWindow, ...]]]:
    """Hours a little wider, then other weekdays, then without it; each with what it costs."""
    start, end = one.start.hour * 60 + one.start.minute, one.end.hour * 60 + one.end.minute or 24 * 60
    if one.allowed and (start, end) != (0, 24 * 60):
        for cost, by in enumerate(WIDER, start=1):
            yield cost, (replace(one, start=_clock(start - by), end=_clock(end + by)),)
        if len(one.weekdays) < len(ALL_DAYS):
            yield 4, (replace(one, start=MIDNIGHT, end=MIDNIGHT),)
    yield 5, ()


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60) if 0 <= minutes < 24 * 60 else MIDNIGHT


def _midnight(at: datetime, clock: ZoneInfo, days: int = 0) -> datetime:
    local = at.astimezone(clock)
    return datetime(local.year, local.month, local.day, tzinfo=clock) + days * A_DAY
