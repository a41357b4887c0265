"""VAVAILABILITY (RFC 7953): when somebody can be met, against a plain model that looks at each quarter of an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.case import Case
from secretary.domain.event import Interval
from secretary.services.appointments.attending.choices import Finding
from secretary.services.appointments.attending.weighing import weigh
from secretary.services.appointments.calendar.vavailability import Spoken, combined, joined, unavailable
from secretary.services.appointments.free.availability import Terms, Wish, free_slots
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.world import World
from tests.unit.services.appointments.conversation import HOURS, JANE, NOW, OFFICE

MONDAY = datetime(2026, 7, 6, tzinfo=UTC)
WEEK = Interval(MONDAY, MONDAY + timedelta(days=7))
STEP = timedelta(minutes=15)
STEPS = 96


def at(step: int) -> datetime:
    return MONDAY + step * STEP


def steps(times: tuple[Interval, ...], count: int = STEPS) -> set[int]:
    return {n for n in range(count) for t in times if t.start <= at(n) < t.end}


INTERVALS = st.tuples(st.integers(0, STEPS), st.integers(0, STEPS)).map(
    lambda ends: Interval(at(min(ends)), at(max(ends)))
)
SPOKEN = st.builds(
    lambda priority, span, times: Spoken(priority, span, joined(times)),
    st.integers(1, 4), INTERVALS.filter(lambda i: i.start < i.end), st.lists(INTERVALS, max_size=4),
)  # fmt: skip


@given(st.lists(SPOKEN, max_size=6))
def test_each_time_is_shut_as_the_highest_priority_that_speaks_for_it_says(spoken: list[Spoken]) -> None:
    """The model goes from the lowest to the highest and lets each mark what it speaks for, minute after minute."""
    day = Interval(MONDAY, at(STEPS))
    expected: set[int] = set()
    for priority in (4, 3, 2, 1):
        equals = [one for one in spoken if one.priority == priority]
        for n in range(STEPS):
            here = [one for one in equals if one.span.start <= at(n) < one.span.end]
            if here:
                is_open = all(n in steps(one.open_times) for one in here)
                expected = expected - {n} if is_open else expected | {n}
    assert steps(combined(spoken, day)) == expected


def text(*components: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", *components, "END:VCALENDAR", ""))


def component(*lines: str, available: tuple[tuple[str, ...], ...] = ()) -> str:
    inner = [
        "\r\n".join(("BEGIN:AVAILABLE", f"UID:a{n}", "DTSTAMP:20260701T000000Z", *one, "END:AVAILABLE"))
        for n, one in enumerate(available)
    ]
    return "\r\n".join(
        ("BEGIN:VAVAILABILITY", "UID:v", "DTSTAMP:20260701T000000Z", *lines, *inner, "END:VAVAILABILITY")
    )


WEEKDAYS = (
    "DTSTART;TZID=Europe/Berlin:20260706T090000", "DTEND;TZID=Europe/Berlin:20260706T120000",
    "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE",
)  # fmt: skip


def opens(*texts: str, tentative: bool = True) -> list[tuple[int, int, int]]:
    """The open hours of the week in Berlin, as (weekday, from, to)."""
    shut = unavailable(texts, WEEK, "Europe/Berlin", tentative=tentative)
    gaps, last = [], WEEK.start
    for one in (*shut, Interval(WEEK.end, WEEK.end)):
        if last < one.start:
            gaps.append((last.weekday(), last.hour + 2, one.start.hour + 2))
        last = one.end
    return gaps


def test_only_what_is_available_is_open_week_after_week() -> None:
    assert opens(text(component(available=(WEEKDAYS,)))) == [(0, 9, 12), (1, 9, 12), (2, 9, 12)]


def test_a_time_of_higher_priority_speaks_alone_while_it_lasts() -> None:
    away = component("PRIORITY:1", "DTSTART:20260707T000000Z", "DTEND:20260708T000000Z")
    assert opens(text(component("PRIORITY:5", available=(WEEKDAYS,)), away)) == [(0, 9, 12), (2, 9, 12)]
    later = ("DTSTART:20260707T130000Z", "DURATION:PT2H")
    longer = component("PRIORITY:1", "DTSTART:20260707T000000Z", "DURATION:P1D", available=(later,))
    assert opens(text(component(available=(WEEKDAYS,)), longer)) == [(0, 9, 12), (1, 15, 17), (2, 9, 12)]


def test_a_day_left_out_of_a_series_is_shut() -> None:
    without = (*WEEKDAYS, "EXDATE;TZID=Europe/Berlin:20260707T090000")
    assert opens(text(component(available=(without,)))) == [(0, 9, 12), (2, 9, 12)]


@pytest.mark.parametrize(("tentative", "shut"), [(True, True), (False, False)])
def test_tentatively_busy_shuts_only_where_the_office_counts_it_as_busy(*, tentative: bool, shut: bool) -> None:
    maybe = text(component("BUSYTYPE:BUSY-TENTATIVE", available=(WEEKDAYS,)))
    assert (len(opens(maybe, tentative=tentative)) == 3) is shut


@pytest.mark.parametrize("broken", ["", "no calendar", text("BEGIN:VEVENT", "END:VEVENT"), "x" * 300_000])
def test_what_cannot_be_read_shuts_nothing(broken: str) -> None:
    assert unavailable([broken], WEEK, "Europe/Berlin") == ()


@given(st.text(max_size=300), st.text(max_size=80))
def test_reading_is_total(some: str, more: str) -> None:
    for one in (some, text(component(some, available=((more,),))), text(some)):
        for shut in unavailable([one], WEEK, "Europe/Berlin"):
            assert WEEK.start <= shut.start < shut.end <= WEEK.end


@given(st.lists(INTERVALS, max_size=5).map(joined))
def test_nothing_is_offered_while_somebody_cannot_be_met_and_nothing_else_is_lost(shut: tuple[Interval, ...]) -> None:
    settings = AppointmentSettings(horizon_days=2)
    wish = Wish(timedelta(minutes=30))
    everything = free_slots(wish, Terms(HOURS, settings, MONDAY), ())
    left = free_slots(wish, Terms(HOURS, settings, MONDAY, shut=shut), ())
    assert left == tuple(s for s in everything if not any(s.overlaps(one) for one in shut))


def test_an_invitation_into_a_time_that_is_shut_is_outside_of_what_would_be_offered() -> None:
    case = Case("ABCDEFGH", "main", "Termin", JANE, NOW)
    start = datetime(2026, 7, 15, 8, tzinfo=UTC)
    slot = Interval(start, start + timedelta(hours=1))
    world = World(OFFICE, case, AppointmentSettings(calendars={"anna": ("work",)}), NOW, ())
    shut = World(OFFICE, case, world.settings, NOW, (), unavailable={"anna": (slot,)})
    assert weigh("anna", slot, "", world, frozenset()).finding is Finding.FREE
    assert weigh("anna", slot, "", shut, frozenset()).finding is Finding.OUTSIDE
