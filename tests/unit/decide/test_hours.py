"""Working time is counted where somebody works, and nowhere else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.decide.hours import after_hours, is_working, next_of, next_start, works_on
from secretary.domain.office import WorkingHours

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = {day: ((time(9), time(12)), (time(13), time(17))) for day in range(5)} | {4: ((time(9), time(12)),)}
HOURS = WorkingHours("Europe/Berlin", WEEK, "DE-BW")
ALWAYS = WorkingHours("Europe/Berlin", {})
HOUR = timedelta(hours=1)
instants = st.integers(0, 730 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24T10:00", 1, "2026-11-24T11:00"),
        ("2026-11-24T11:30", 1, "2026-11-24T13:30"),  # over lunch
        ("2026-11-24T16:00", 2, "2026-11-25T10:00"),  # over night
        ("2026-11-27T11:00", 2, "2026-11-30T10:00"),  # over a weekend that begins on Friday at noon
        ("2026-12-24T16:00", 2, "2026-12-28T10:00"),  # over Christmas, which a Friday and a weekend are
        ("2026-11-24T20:00", 1, "2026-11-25T10:00"),  # what comes in the evening has the morning's time
        ("2026-03-27T11:30", 1, "2026-03-30T09:30"),  # over the night in which the clocks change
    ],
)
def test_so_many_working_hours_later(start: str, hours: int, end: str) -> None:
    assert after_hours(at(start), hours * HOUR, HOURS) == at(end)


def test_an_office_without_hours_works_always() -> None:
    start = at("2026-11-28T23:00")
    assert (after_hours(start, HOUR, ALWAYS), is_working(start, ALWAYS)) == (start + HOUR, True)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-11-24T07:00", "2026-11-24T08:00"),
        ("2026-11-24T08:00", "2026-11-24T16:30"),
        ("2026-11-27T17:00", "2026-11-30T08:00"),
        ("2026-12-24T17:00", "2026-12-28T08:00"),
    ],
)
def test_the_next_of_several_times_on_a_working_day(after: str, due: str) -> None:
    assert next_of((time(16, 30), time(8)), at(after), HOURS) == at(due)


def test_no_time_is_no_time() -> None:
    assert next_of((), at("2026-11-24T07:00"), HOURS) is None


def test_a_public_holiday_of_the_region_is_no_working_day() -> None:
    assert [works_on(date(2026, 1, 6), WorkingHours("Europe/Berlin", WEEK, r)) for r in ("DE-BW", "DE-BE", "")] == [
        False,
        True,
        True,
    ]


@given(instants, st.integers(0, 200), st.integers(0, 200))
def test_time_adds_up_and_ends_while_somebody_works(start: datetime, one: int, more: int) -> None:
    halfway = after_hours(start, one * HOUR, HOURS)
    end = after_hours(start, (one + more) * HOUR, HOURS)
    assert start <= halfway <= end
    assert after_hours(halfway, more * HOUR, HOURS) == end or more == 0
    if one + more:
        assert is_working(end - timedelta(seconds=1), HOURS)


@given(instants)
def test_somebody_is_at_work_at_the_next_start(start: datetime) -> None:
    opens = next_start(start, HOURS)
    assert opens >= start
    assert is_working(opens, HOURS)
