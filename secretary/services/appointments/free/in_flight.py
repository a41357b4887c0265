"""Offers in flight: events that were ordered and that no calendar shows yet.

Promises: what one negotiation has just been promised is busy for all others, also for those whose
mail was taken in before the calendar was written.
Never does: read the record or a calendar; both are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from secretary.act.calendars import Source, expanded
from secretary.domain.effect import StoreEvent
from secretary.domain.event import Event, Interval

Promised = Callable[[str], Sequence[StoreEvent]]


def nothing_promised(office: str) -> Sequence[StoreEvent]:  # noqa: ARG001 - the shape of Promised
    """For whoever writes into the calendars at once."""
    return ()


def not_yet_written(promised: Sequence[StoreEvent], there: Sequence[Event], within: Interval) -> Iterator[Event]:
    """The promised occurrences that touch the interval and are not among those that stand there."""
    standing = {(e.calendar, e.uid, e.start, e.end) for e in there}
    for deed in promised:
        for event in expanded(deed.ics, within, deed.calendar, Source(deed.calendar)):
            if (event.calendar, event.uid, event.start, event.end) not in standing:
                yield event
