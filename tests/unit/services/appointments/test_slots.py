"""Free time: laws that no offer may break."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.event import Event, EventStatus, Interval, Partstat
from secretary.domain.office import WorkingHours
from secretary.domain.when import DailyWindow, Window
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.slots import Wish, busy_times, choose, free_slots, holidays_of

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)  # a Monday
HOURS = WorkingHours(
    "Europe/Berlin", {d: ((time(9), time(12, 30)), (time(13, 30), time(17))) for d in range(5)}, "DE-BW"
)
SETTINGS = AppointmentSettings()
BUSY = st.lists(
    st.builds(lambda h, n: Interval(NOW + timedelta(minutes=15 * h), NOW + timedelta(minutes=15 * (h + n))),
              st.integers(0, 2500), st.integers(1, 60)), max_size=20)  # fmt: skip
WISHES = st.builds(Wish, st.sampled_from([15, 30, 45, 60, 90]).map(lambda m: timedelta(minutes=m)))


@given(WISHES, BUSY)
def test_no_offer_overlaps_a_busy_time_or_leaves_the_working_hours(wish, busy):
    for slot in free_slots(wish, HOURS, busy, SETTINGS, NOW):
        start, end = (t.astimezone(ZoneInfo("Europe/Berlin")) for t in (slot.start, slot.end))
        assert not any(slot.overlaps(b) for b in busy)
        assert any(a <= start.time() and end.time() <= b for a, b in HOURS.spans[start.weekday()])
        assert slot.start >= NOW + timedelta(hours=SETTINGS.notice_hours)
        assert slot.length == wish.length


@given(WISHES, BUSY)
def test_three_offers_lie_on_two_days_whenever_two_days_have_room(wish, busy):
    slots = free_slots(wish, HOURS, busy, SETTINGS, NOW)
    chosen = choose(slots, wish, HOURS.zone, NOW, 3)
    days = {s.start.astimezone(ZoneInfo(HOURS.zone)).date() for s in slots}
    picked = {s.start.astimezone(ZoneInfo(HOURS.zone)).date() for s in chosen}
    assert len(picked) >= min(2, len(days))
    assert set(chosen) <= set(slots)
    assert not any(a.overlaps(b) for a in chosen for b in chosen if a is not b)


def test_declined_cancelled_and_transparent_events_leave_the_time_free_and_tentative_ones_do_not():
    def event(**more):
        return Event("u", NOW, NOW + timedelta(hours=1), **more)

    free = (event(own_partstat=Partstat.DECLINED), event(status=EventStatus.CANCELLED), event(transparent=True))
    assert busy_times(free) == ()
    assert len(busy_times([event(status=EventStatus.TENTATIVE)])) == 1


def test_holidays_of_the_region_are_days_off():
    assert datetime(2026, 6, 4, tzinfo=UTC).date() in holidays_of("DE-BW", 2026)  # Corpus Christi
    assert datetime(2026, 6, 4, tzinfo=UTC).date() not in holidays_of("DE-BE", 2026)
    assert holidays_of("", 2026) == frozenset() == holidays_of("XX-YY", 2026)


def test_wishes_narrow_the_search():
    week = Window(NOW + timedelta(days=7), NOW + timedelta(days=12), "nächste Woche", (0, 0))
    wish = Wish(timedelta(minutes=30), (week,), (), (DailyWindow(time(15), time.max),))
    slots = free_slots(wish, HOURS, (), SETTINGS, NOW)
    assert slots
    assert all(s.start >= week.start and s.start.astimezone(ZoneInfo(HOURS.zone)).hour >= 15 for s in slots)


def test_a_day_that_is_full_gets_no_offer():
    day = datetime(2026, 7, 8, 7, tzinfo=UTC)
    busy = [Interval(day + timedelta(minutes=30 * n), day + timedelta(minutes=30 * n + 15)) for n in range(6)]
    assert all(
        s.start.date() != day.date() for s in free_slots(Wish(timedelta(minutes=30)), HOURS, busy, SETTINGS, NOW)
    )
