"""The short way answers what the long way would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.act.calendars.cache import open_cache
from secretary.act.calendars.shelf import Shelf
from secretary.act.calendars.stored import Source, occurrences, read_stored
from secretary.domain.event import Interval

START = datetime(2026, 7, 6, tzinfo=UTC)
SOURCE = Source("c/")


def stored(number: int, hours: int, length: int, rule: str):
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


def opened(cache=None, source=SOURCE):
    return Shelf("work", source, cache or open_cache(None))


@given(st.lists(RESOURCES, max_size=14), st.lists(SPANS, min_size=1, max_size=4), st.sets(st.integers(0, 9)))
def test_it_answers_what_a_walk_over_everything_would_also_after_a_start(resources, spans, dropped):
    cache = open_cache(None)
    shelf, kept = opened(cache), {}
    for number, one in enumerate(resources):
        shelf.put(one)
        kept[one.href] = one
        shelf.between(spans[number % len(spans)])  # whatever was laid out must not go stale
    for number in dropped:
        shelf.drop(f"/{number}.ics")
        kept.pop(f"/{number}.ics", None)
    shelf.save()
    for look in (shelf, opened(cache)):
        assert look.hrefs() == kept.keys()
        for span in spans:
            walked = (e for s in kept.values() for e in occurrences(s, span, "work", SOURCE))
            assert look.between(span) == tuple(sorted(walked, key=lambda e: (e.start, e.end, e.uid)))


WHOLE = "\r\n".join(  # noqa: FLY002 - one line of iCalendar a line
    ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:7", "DTSTAMP:20260701T000000Z",
     "DTSTART;TZID=Europe/Berlin:20260706T090000", "DURATION:PT1H", "SUMMARY:Fr\u00fchst\u00fcck", "LOCATION:Ulm",
     "STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "SEQUENCE:3", "DESCRIPTION:a\\nb", "ORGANIZER;CN=Tom:mailto:tom@k.test",
     "ATTENDEE;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT;CN=Anna:mailto:anna@f.test", "END:VEVENT", "END:VCALENDAR", "")
)  # fmt: skip


def test_nothing_of_an_event_is_lost_on_the_shelf():
    source = Source("c/", addresses=frozenset({"anna@f.test"}))
    one, shelf = read_stored("/7.ics", "e", WHOLE, "work", source), opened(source=source)
    shelf.put(one)
    assert shelf.between(Interval(START, START + timedelta(days=1))) == one.fixed
    assert shelf.by_uid("7") == one


def test_another_zone_or_address_of_the_owner_begins_the_calendar_anew():
    cache = open_cache(None)
    shelf = opened(cache)
    shelf.put(stored(1, 0, 1, ""))
    shelf.token = "t"
    shelf.save()
    assert opened(cache).token == "t"
    other = opened(cache, Source("c/", "Asia/Tokyo"))
    assert (other.token, other.hrefs()) == ("", set())


def test_a_resource_is_found_by_its_uid_until_it_is_gone():
    shelf, one = opened(), stored(1, 0, 1, "")
    shelf.put(one)
    assert shelf.by_uid("1") == one
    shelf.drop("/1.ics")
    assert shelf.by_uid("1") is None


@pytest.mark.parametrize("start", ["00010101T000000", "99991231T235959"])
def test_the_ends_of_time_are_no_reason_to_stop(start):
    text = WHOLE.replace("20260706T090000", start)
    shelf = opened()
    shelf.put(read_stored("/7.ics", "e", text, "work", SOURCE))
    assert shelf.between(Interval(START, START + timedelta(days=1))) == ()
