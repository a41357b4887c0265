"""A week as a picture and a list: whatever is taken stands on each of its days, at its own clock."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secretary.desk.web.weeks import CLOSES, DAYS, HOUR, OPENS, Entry, monday_of, span_of, week
from secretary.domain.event import Interval
from secretary.domain.office import WorkingHours

BERLIN = WorkingHours("Europe/Berlin", {0: ((time(9), time(12)), (time(13), time(17)))})
SPRING = date(2026, 3, 23)  # the clocks change on its Sunday


def test_a_time_over_midnight_stands_on_both_days() -> None:
    start = datetime(2026, 7, 14, 20, tzinfo=UTC)
    shown = week(date(2026, 7, 13), BERLIN, [Entry("busy", Interval(start, start + timedelta(hours=4)))])
    assert [[line.times for line in day.lines] for day in shown.days][:4] == [[], ["22:00–00:00"], ["00:00–02:00"], []]


def test_a_whole_day_is_called_so_and_fills_the_picture_no_further_than_it_goes() -> None:
    day = span_of(date(2026, 7, 13), "Europe/Berlin").start
    shown = week(date(2026, 7, 13), BERLIN, [Entry("busy", Interval(day, day + timedelta(days=1)))])
    assert [line.times for line in shown.days[0].lines] == [""]
    [box] = [box for box in shown.boxes if box.kind == "busy"]
    assert (box.y, box.height) == (0, (CLOSES - OPENS) * HOUR)


def test_working_hours_keep_their_break() -> None:
    shown = week(date(2026, 7, 13), BERLIN, [])
    assert shown.days[0].hours == "09:00–12:00, 13:00–17:00"
    assert shown.days[1].hours == ""
    assert [(box.y / HOUR + OPENS, box.height / HOUR) for box in shown.boxes] == [(9, 3), (13, 4)]


def test_on_a_public_holiday_nobody_works_where_it_is_kept() -> None:
    holidays = {date(2026, 7, 13): "Feiertag"}
    kept, not_kept = (week(date(2026, 7, 13), BERLIN, [], holidays, kept=kept) for kept in (True, False))
    assert (kept.days[0].holiday, kept.days[0].hours, kept.boxes) == ("Feiertag", "", ())
    assert (not_kept.days[0].holiday, not_kept.days[0].hours) == ("Feiertag", "09:00–12:00, 13:00–17:00")
    assert kept.days[1].holiday == ""


def test_the_week_in_which_clocks_change_is_an_hour_shorter() -> None:
    assert span_of(SPRING, "Europe/Berlin").length == timedelta(days=DAYS)  # on the wall
    span = span_of(SPRING, "Europe/Berlin")
    assert span.end.astimezone(UTC) - span.start.astimezone(UTC) == timedelta(days=DAYS, hours=-1)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive
    st.integers(1, 60 * 24 * 9),
)
def test_whatever_is_taken_stands_on_its_first_day_and_inside_the_picture(start: datetime, minutes: int) -> None:
    local = start.astimezone(span_of(SPRING, BERLIN.zone).start.tzinfo)
    monday = monday_of(local.date())
    shown = week(monday, BERLIN, [Entry("held", Interval(start, start + timedelta(minutes=minutes)), "CASE")])
    assert any(line.entry.case == "CASE" for line in shown.days[local.weekday()].lines)
    for box in shown.boxes:
        assert box.y >= 0
        assert 0 < box.height <= (CLOSES - OPENS) * HOUR - box.y + 1e-6
