"""The short way answers what the long way would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secretary.act.calendars.shelf import Shelf
from secretary.act.calendars.stored import Source, Stored, occurrences, read_stored
from secretary.domain.event import Interval

START = datetime(2026, 7, 6, tzinfo=UTC)
SOURCE = Source("c/")


def stored(number: int, hours: int, length: int, rule: str) -> Stored:
    start = START + timedelta(hours=hours)
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260701T000000Z",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DURATION:PT{length}H", *([rule] if rule else []), "END:VEVENT",
        "END:VCALENDAR", "",
    )  # fmt: skip
    return read_stored(f"/{number}.ics", f"{hours}", "\r\n".join(lines), "work", SOURCE)


RULES = st.sampled_from(["", "", "", "RRULE:FREQ=DAILY;COUNT=9", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=MONTHLY;BYDAY=2TU"])
RESOURCES = st.builds(stored, st.integers(0, 9), st.integers(-500, 900), st.integers(0, 60), RULES)
SPANS = st.builds(
    lambda a, b: Interval(START + timedelta(hours=a), START + timedelta(hours=a + b)),
    st.integers(-600, 1500), st.integers(1, 800),
)  # fmt: skip


@given(st.lists(RESOURCES, max_size=14), st.lists(SPANS, min_size=1, max_size=4), st.sets(st.integers(0, 9)))
def test_it_answers_what_a_walk_over_everything_would(resources, spans, dropped):
    shelf = Shelf("work", SOURCE)
    for number, one in enumerate(resources):
        shelf.put(one)
        shelf.between(spans[number % len(spans)])  # whatever was kept must not go stale
    for number in dropped:
        shelf.drop(f"/{number}.ics")
    for span in spans:
        walked = (e for s in shelf.values() for e in occurrences(s, span, "work", SOURCE))
        assert shelf.between(span) == tuple(sorted(walked, key=lambda e: (e.start, e.end, e.uid)))


def test_a_resource_is_found_by_its_uid_until_it_is_gone():
    shelf = Shelf("work", SOURCE)
    shelf.put(stored(1, 0, 1, ""))
    assert shelf.by_uid("1") is shelf["/1.ics"]
    shelf.drop("/1.ics")
    assert shelf.by_uid("1") is None
