"""Until when times are kept free, in words that a person would say."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.office import WorkingHours
from secretary.services.appointments.deadlines import earliest_offer, hold_until, next_morning, nudge_at
from secretary.services.appointments.settings import AppointmentSettings

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = WorkingHours("Europe/Berlin", {d: ((time(9), time(17)),) for d in range(5)}, "DE-BW")
SETTINGS = AppointmentSettings()
MOMENTS = st.integers(0, 1_000_000).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def berlin(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "first", "until"),
    [
        ("2026-11-24 06:47", "2026-11-30 10:00", "2026-11-26 17:00"),
        ("2026-11-24 06:47", "2026-11-25 14:00", "2026-11-24 12:00"),
        ("2026-11-24 16:30", "2026-12-01 09:00", "2026-11-27 12:00"),
        ("2026-11-27 16:00", "2026-12-02 09:00", "2026-11-30 12:00"),
        ("2026-12-23 10:00", "2027-01-04 10:00", "2026-12-24 17:00"),
    ],
)
def test_times_are_held_until_noon_or_the_end_of_a_working_day(now, first, until):
    assert hold_until(berlin(first), berlin(now), HOURS, SETTINGS) == berlin(until)


@given(MOMENTS, st.integers(0, 14 * 48))
def test_a_deadline_is_round_and_leaves_time_to_answer(now, half_hours):
    first = earliest_offer(now, HOURS, SETTINGS) + timedelta(minutes=30 * half_hours)
    until = hold_until(first, now, HOURS, SETTINGS)
    local = until.astimezone(BERLIN)
    assert now + timedelta(hours=1) <= until < first
    assert (local.minute, local.second) == (0, 0)
    assert local.time() in {time(12), time(17)} or until - now < timedelta(days=4)


@given(MOMENTS)
def test_what_is_offered_first_may_be_answered_by_a_sensible_deadline(now):
    first = earliest_offer(now, HOURS, SETTINGS)
    until = hold_until(first, now, HOURS, AppointmentSettings(hold_hours=720))
    assert until.astimezone(BERLIN).time() in {time(12), time(17)}
    assert until >= now + timedelta(hours=SETTINGS.answer_hours)
    assert until <= first - timedelta(hours=SETTINGS.notice_hours)


def test_the_reminder_comes_in_the_morning_of_the_last_day_and_never_at_once():
    until = berlin("2026-11-26 17:00")
    assert nudge_at(until, berlin("2026-11-24 09:00"), HOURS, SETTINGS) == berlin("2026-11-26 09:00")
    assert nudge_at(berlin("2026-11-24 17:00"), berlin("2026-11-24 09:10"), HOURS, SETTINGS) is None


def test_a_search_is_taken_up_again_on_a_working_morning():
    now = berlin("2026-11-24 09:00")
    assert next_morning(berlin("2026-12-05 00:00"), now, HOURS, SETTINGS) == berlin("2026-12-07 09:00")
