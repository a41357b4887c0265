"""Days told by the one named before them: "am Tag darauf", "the Tuesday after", "that Friday", "am selben Tag um 10".

Where the text has named none, the day after and the day before are no reading, and a weekday is the coming one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from secretary.domain.when import Grain
from secretary.understand.when import days
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Rel
from secretary.understand.when.doubt import CLOSING, EVERYTHING
from secretary.understand.when.grammar.dates import next_to
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.values import Hours, Now, Span, Stretch, When


def _nowhere(_now: Now) -> tuple[Span, ...]:
    return ()


def _told_by(behind: Callable[[Stretch], Stretch]) -> Stretch:
    """A day that only the one before it can tell."""
    return Stretch(_nowhere, behind=behind)


def _beside(step: int) -> Stretch:
    return _told_by(lambda day: next_to(day, step))


def _related_day(rel: Rel) -> Stretch | None:
    """As in "am nächsten Tag", "the previous day"."""
    step = {Rel.NEXT: 1, Rel.LAST: -1}.get(rel)
    return _beside(step) if step else None


def _related_part(rel: Rel, part: Hours) -> When | None:
    """As in "the following morning"."""
    day = _related_day(rel)
    return When(day, part) if day else None


def _part_before(part: Hours) -> When:
    """As in "am Abend davor"."""
    return When(_beside(-1), part)


def _weekday_after(weekday: int) -> Stretch:
    """As in "the Tuesday after", "am Dienstag darauf"."""
    return Stretch(days.weekday(weekday).find, behind=partial(days.weekday_beside, weekday, before=False))


def _weekday_before(weekday: int) -> Stretch:
    return _told_by(partial(days.weekday_beside, weekday, before=True))


def _that_weekday(weekday: int) -> Stretch:
    """As in "back that Tuesday": of the week named, or the first one behind the day."""

    def behind(day: Stretch) -> Stretch:
        of_week, later = days.in_week(weekday, day), days.weekday_beside(weekday, day, before=False)

        def find(now: Now) -> tuple[Span, ...]:
            spans = day.find(now)
            return (of_week if spans and spans[0].grain is Grain.WEEK else later).find(now)

        return Stretch(find)

    return Stretch(days.weekday(weekday).find, behind=behind)


def _that_day(hours: Hours) -> When:
    return When(_told_by(lambda day: day), hours)


PRODUCTIONS: list[Production] = [
    *P("day-after-that", "DAY", "dayafter", lambda: _beside(1)),
    *P("day-after-that", "DAY", "dayw afterthat", lambda: _beside(1), weight=2),
    *P("day-after-that", "DAY", "the dayw after", lambda: _beside(1), adds=CLOSING),
    *P("day-before-that", "DAY", "daybefore", lambda: _beside(-1)),
    *P("day-before-that", "DAY", "dayw beforethat", lambda: _beside(-1), weight=2),
    *P("day-before-that", "DAY", "the dayw before", lambda: _beside(-1), adds=CLOSING),
    *P("related-to-that", "DAY", "on|the REL dayw", _related_day, adds=CLOSING),
    *P("related-to-that", "WHENPART", "the REL PART", _related_part, adds=CLOSING),
    *P("part-before-that", "WHENPART", "in|on? the? PART beforethat", _part_before, clears=EVERYTHING, weight=3),
    *P("weekday-after-that", "DAY", "the? WD afterthat", _weekday_after, clears=EVERYTHING, weight=2),
    *P("weekday-after-that", "DAY", "the WD after", _weekday_after, adds=CLOSING),
    *P("weekday-before-that", "DAY", "the? WD beforethat", _weekday_before, clears=EVERYTHING, weight=2),
    *P("weekday-before-that", "DAY", "the WD before", _weekday_before, adds=CLOSING),
    *P("that-weekday", "DAY", "that WD", _that_weekday, clears=EVERYTHING, weight=1),
    *P("that-day", "WHENDAY", "thatday comma? TOD", _that_day, clears=EVERYTHING, weight=3),
]
