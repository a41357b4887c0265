"""What the productions build: latent times, meant before it is known when they were written.

Promises: pure values; the only question they answer is `find`: which stretches of the writer's wall
clock they may mean, seen from `Now`, the likeliest first; none where there is no such day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from secretary.domain.when import Grain, TimeKind

DAY = timedelta(days=1)
DAY_SECONDS = 86_400
MAX_ITEMS = 8  # times in one list that share something; who names more writes a timetable


class Now(NamedTuple):
    """When and where a text was written: `at` is the writer's wall clock, without a zone.

    `day_first` says how 12/11 is read; `office_zone` is the zone of "your time"; `past` that the clause tells
    what has happened, so that its times lie behind; `lately` that it tells what was to happen: they may.
    """

    at: datetime
    zone: str
    region: str = "DE"
    day_first: bool = True
    office_zone: str = ""
    past: bool = False
    lately: bool = False

    @property
    def today(self) -> date:
        """The writer's day."""
        return self.at.date()


class Span(NamedTuple):
    """A stretch of the wall clock; without an end it is an instant. `flaw` names a contradiction."""

    start: datetime
    end: datetime | None
    grain: Grain
    flaw: str = ""


Find = Callable[[Now], tuple[Span, ...]]


class Stretch(NamedTuple):
    """A day, week, month … or an instant, that `find` places on the calendar.

    `closing` says that it is the end of a longer one: before it means before that one is over. `behind` tells
    where it lies seen from the day named before it in the text; `find` is then for a text without one.
    """

    find: Find
    closing: bool = False
    behind: Callable[[Stretch], Stretch] | None = None


class Hours(NamedTuple):
    """A time of day: seconds from midnight, (start, end), one pair for each way to read it.

    INSTANT and FROM have no end, UNTIL has no start. `loose`: am or pm was left open. `part` is a part
    of the day, which a clock time beside it refines. `floating`: minutes of an hour that is left open.
    """

    kind: TimeKind
    options: tuple[tuple[int | None, int | None], ...]
    grain: Grain
    loose: bool = False
    part: bool = False
    floating: bool = False


class When(NamedTuple):
    """A day, a time of day, or both; `opening` is "", "from", "after", "until" or "before"."""

    day: Stretch | None = None
    hours: Hours | None = None
    opening: str = ""
    zone: str = ""


class Length(NamedTuple):
    """So long: months and seconds, in the unit that was said.

    `other` is a second way to count, in seconds; `working` counts Monday to Friday only.
    """

    seconds: int
    grain: Grain
    months: int = 0
    other: int | None = None
    working: bool = False

    def after(self, moment: datetime) -> datetime:
        """The moment so much later; the last day of a month stays one, working days leave out weekends."""
        if self.working:
            return _working_days_on(moment, self.seconds // DAY_SECONDS)
        return months_on(moment, self.months) + timedelta(seconds=self.seconds)

    def before(self, moment: datetime) -> datetime:
        """The moment so much earlier."""
        if self.working:
            return _working_days_on(moment, -self.seconds // DAY_SECONDS)
        return months_on(moment, -self.months) - timedelta(seconds=self.seconds)

    def __neg__(self) -> Length:
        """As far into the past."""
        return Length(-self.seconds, self.grain, -self.months, working=self.working)


class Repeat(NamedTuple):
    """What recurs: an RRULE value without its end, and what narrows it."""

    rule: str
    hours: Hours | None = None
    start: Stretch | None = None
    until: Stretch | None = None
    zone: str = ""
    once: Stretch | None = None


class Item(NamedTuple):
    """One of several times in one expression, with the tokens it stands on."""

    first: int
    after: int
    value: When | Repeat


class Several(NamedTuple):
    """Times that share what they have in common: a month, a week, a clock time."""

    items: tuple[Item, ...]


def months_on(moment: datetime, months: int) -> datetime:
    """The same day so many months on, or the last one of a shorter month."""
    if not months:
        return moment
    index = moment.year * 12 + moment.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, month_length(year, month)))


def _working_days_on(moment: datetime, days: int) -> datetime:
    """Full weeks at once, the rest day by day."""
    weeks, rest = divmod(abs(days), 5)
    step = DAY if days > 0 else -DAY
    moment += 7 * weeks * step
    while rest or moment.weekday() >= 5:  # noqa: PLR2004 - Saturday
        moment += step
        rest -= moment.weekday() < 5 and rest > 0  # noqa: PLR2004 - Saturday
    return moment


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    after = datetime(year + month // 12, month % 12 + 1, 1)  # noqa: DTZ001 - a wall clock's
    return (after - DAY).day


def midnight(day: date) -> datetime:
    """Where a day begins on the wall clock."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock's


def day_span(day: date, flaw: str = "") -> Span:
    """The whole day."""
    start = midnight(day)
    return Span(start, start + DAY, Grain.DAY, flaw)
