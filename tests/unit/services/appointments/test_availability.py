"""Free time: laws that no offer may break."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.event import Event, EventStatus, Interval, Partstat
from secretary.domain.holidays import holidays_of, named_holidays
from secretary.domain.office import WorkingHours
from secretary.domain.when import DailyWindow, Window
from secretary.services.appointments.free.availability import (
    Terms,
    Wish,
    blocked_times,
    busy_events,
    free_slots,
)
from secretary.services.appointments.free.ranking import board, choose
from secretary.services.appointments.settings import AppointmentSettings

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)  # a Monday
BERLIN = ZoneInfo("Europe/Berlin")
HOURS = WorkingHours(
    "Europe/Berlin", {d: ((time(9), time(12, 30)), (time(13, 30), time(17))) for d in range(5)}, "DE-BW"
)
SETTINGS = AppointmentSettings()
TERMS = Terms(HOURS, SETTINGS, NOW + timedelta(hours=24))
HALF_HOUR = timedelta(minutes=30)
BUSY = st.lists(
    st.builds(
        lambda h, n: Event("u", NOW + timedelta(minutes=15 * h), NOW + timedelta(minutes=15 * (h + n))),
        st.integers(0, 2500), st.integers(1, 60)), max_size=20)  # fmt: skip
WISHES = st.builds(Wish, st.sampled_from([15, 30, 45, 60, 90]).map(lambda m: timedelta(minutes=m)))


def chosen(wish, busy=(), terms=TERMS, most=3):
    return choose(free_slots(wish, terms, busy), board(wish, terms, busy, NOW), most)


@given(WISHES, BUSY)
def test_no_offer_overlaps_a_busy_time_or_leaves_the_working_hours(wish, busy):
    for slot in free_slots(wish, TERMS, busy):
        start, end = (t.astimezone(BERLIN) for t in (slot.start, slot.end))
        assert not any(slot.overlaps(b.interval) for b in busy)
        assert any(a <= start.time() and end.time() <= b for a, b in HOURS.spans[start.weekday()])
        assert slot.start >= TERMS.earliest
        assert slot.length == wish.length


@given(WISHES, BUSY)
def test_offers_are_spread_over_days_and_halves_of_days_wherever_there_is_room(wish, busy):
    slots = free_slots(wish, TERMS, busy)
    picked = chosen(wish, busy)
    local = [s.start.astimezone(BERLIN) for s in slots]
    got = [s.start.astimezone(BERLIN) for s in picked]
    assert len({t.date() for t in got}) >= min(2, len({t.date() for t in local}))
    assert set(picked) <= set(slots)
    assert not any(a.overlaps(b) for a in picked for b in picked if a is not b)
    halves = {t.time() < time(12) for t in local}
    if len(got) == 3 and len({t.date() for t in local}) > 5:
        assert len({t.time() < time(12) for t in got}) == len(halves)
        assert all(abs(a - b) >= timedelta(hours=2) for a in got for b in got if a is not b)


def test_an_empty_calendar_gives_three_times_that_a_person_would_name():
    got = [s.start.astimezone(BERLIN) for s in chosen(Wish(HALF_HOUR))]
    assert [f"{t:%a %H:%M}" for t in got] == ["Tue 10:00", "Wed 14:00", "Thu 11:00"]


def test_a_moved_meeting_gets_times_near_the_old_one():
    old = datetime(2026, 7, 21, 13, tzinfo=UTC)
    got = chosen(Wish(HALF_HOUR, excluded=(Interval(old, old + HALF_HOUR),), near=old))
    assert all(abs(s.start - old) <= timedelta(days=2) for s in got)


def test_what_leaves_the_time_free_and_what_does_not():
    def event(**more):
        return Event("u", NOW, NOW + timedelta(hours=1), **more)

    free = (event(own_partstat=Partstat.DECLINED), event(status=EventStatus.CANCELLED), event(transparent=True))
    tentative, whole_day = event(status=EventStatus.TENTATIVE), event(all_day=True)
    assert busy_events(free, SETTINGS) == ()
    assert len(busy_events((tentative, whole_day), SETTINGS)) == 2
    relaxed = AppointmentSettings(tentative="free", all_day="free")
    assert busy_events((tentative, whole_day), relaxed) == ()
    ours = Event("secretary-abc-hold1@x", NOW, NOW + timedelta(hours=1), status=EventStatus.TENTATIVE)
    assert busy_events((ours,), relaxed) == (ours,)


def test_the_way_to_another_place_counts_where_it_is_longer_than_the_buffer():
    settings = AppointmentSettings(buffer_minutes=10, travel_minutes=45)
    here = Event("a", NOW, NOW + timedelta(hours=1), location="https://meet.example/x")
    there = Event("b", NOW, NOW + timedelta(hours=1), location="Stuttgart, Königstraße 1")
    assert blocked_times([here], settings)[0].start == NOW - timedelta(minutes=10)
    assert blocked_times([there], settings)[0].start == NOW - timedelta(minutes=45)


def test_hours_without_meetings_are_kept():
    terms = Terms(HOURS, AppointmentSettings(focus={"tue": "09:00-12:30"}), NOW)
    tuesday = [s.start.astimezone(BERLIN) for s in free_slots(Wish(HALF_HOUR), terms, ()) if s.start.weekday() == 1]
    assert tuesday
    assert all(t.time() >= time(13, 30) for t in tuesday)


def test_nobody_is_offered_a_time_in_their_night():
    there = WorkingHours("America/New_York", dict.fromkeys(range(7), ((time(8), time(18)),)))
    terms = Terms(HOURS, SETTINGS, NOW, (there,))
    local = [s.start.astimezone(ZoneInfo("America/New_York")) for s in free_slots(Wish(HALF_HOUR), terms, ())]
    assert local
    assert all(t.time() >= time(8) for t in local)


def test_holidays_have_names_in_the_readers_language_where_there_are_any():
    day = datetime(2026, 12, 25, tzinfo=UTC).date()
    assert "Weihnachts" in dict(named_holidays("DE-BW", 2026, "de"))[day]
    assert "Christmas" in dict(named_holidays("DE-BW", 2026, "en"))[day]
    assert "Christmas" in dict(named_holidays("GB-ENG", 2026, "de"))[day]
    assert named_holidays("XX-YY", 2026) == ()


def test_holidays_of_the_region_are_days_off():
    assert datetime(2026, 6, 4, tzinfo=UTC).date() in holidays_of("DE-BW", 2026)  # Corpus Christi
    assert datetime(2026, 6, 4, tzinfo=UTC).date() not in holidays_of("DE-BE", 2026)
    assert holidays_of("", 2026) == frozenset() == holidays_of("XX-YY", 2026)


def test_wishes_narrow_the_search():
    week = Window(NOW + timedelta(days=7), NOW + timedelta(days=12), "nächste Woche", (0, 0))
    wish = Wish(HALF_HOUR, (week,), (), (DailyWindow(time(15), time.max),))
    slots = free_slots(wish, TERMS, ())
    assert slots
    assert all(s.start >= week.start and s.start.astimezone(BERLIN).hour >= 15 for s in slots)


def test_an_exact_time_need_not_lie_on_the_half_hour():
    start = datetime(2026, 7, 8, 8, 10, tzinfo=UTC)
    wish = Wish(HALF_HOUR, (Window(start, start + timedelta(minutes=1), "10:10", (0, 0)),))
    assert [s.start for s in free_slots(wish, TERMS, ())] == [start]


def test_a_time_beyond_the_usual_horizon_is_looked_at_when_somebody_names_it():
    far = NOW + timedelta(days=50)
    wish = Wish(HALF_HOUR, (Window(far, far + timedelta(days=7), "Ende August", (0, 0)),))
    assert free_slots(wish, TERMS, ())


def test_a_day_that_is_full_gets_no_offer():
    day = datetime(2026, 7, 8, 7, tzinfo=UTC)
    busy = [Event("u", day + timedelta(minutes=30 * n), day + timedelta(minutes=30 * n + 15)) for n in range(6)]
    assert all(s.start.date() != day.date() for s in free_slots(Wish(HALF_HOUR), TERMS, busy))
