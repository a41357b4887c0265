"""Words that mean another time than the one talked about."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.event import Interval
from secretary.services.appointments.said.shifts import read_shift

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 12, 1, 10, tzinfo=BERLIN)
BASE = Interval(TUESDAY, TUESDAY + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Ginge es auch später in der Woche?", "02 00:00", "07 00:00"),
        ("Can we move it to later that week?", "02 00:00", "07 00:00"),
        ("any time earlier in the week?", "30 00:00", "01 00:00"),
        ("Geht es eine Woche später?", "08 00:00", "09 00:00"),
        ("Könnten wir ihn einen Tag später machen?", "02 00:00", "03 00:00"),
        ("zwei Tage früher", "29 00:00", "30 00:00"),
        ("Können wir um eine Stunde verschieben?", "01 11:00", "01 11:01"),
        ("half an hour earlier please", "01 09:30", "01 09:31"),
        ("15 Minuten nach hinten", "01 10:15", "01 10:16"),
        ("Geht es auch früher am selben Tag?", "01 00:00", "01 10:00"),
        ("later the same day", "01 10:30", "02 00:00"),
        ("am selben Tag später?", "01 10:30", "02 00:00"),
        ("Lieber erst in der Woche darauf.", "07 00:00", "14 00:00"),
        ("the week after would be better", "07 00:00", "14 00:00"),
        ("am Tag danach?", "02 00:00", "03 00:00"),
        ("the day before?", "30 00:00", "01 00:00"),
        ("Ginge es auch später?", "01 10:30", "22 10:30"),
        ("Geht es etwas früher?", "10 10:00", "01 10:00"),
    ],
)
def test_relative_words_are_measured_from_the_meeting(text, start, end):
    shift = read_shift(text, BASE, "Europe/Berlin")
    assert shift is not None
    assert shift.window is not None
    got = tuple(t.astimezone(BERLIN).strftime("%d %H:%M") for t in (shift.window.start, shift.window.end))
    assert got == (start, end)


def test_another_day_excludes_this_one():
    shift = read_shift("Geht es an einem anderen Tag?", BASE, "Europe/Berlin")
    assert shift is not None
    assert shift.excluded == Interval(datetime(2026, 12, 1, tzinfo=BERLIN), datetime(2026, 12, 2, tzinfo=BERLIN))


@pytest.mark.parametrize("text", ["Dienstag passt mir gut.", "in 14 Tagen", "Vielen Dank!", "99 Wochen später"])
def test_other_words_are_left_alone(text):
    assert read_shift(text, BASE, "Europe/Berlin") is None


@given(st.text(max_size=300), st.integers(0, 1_000_000))
def test_any_text_is_read_without_failing(text, minutes):
    start = datetime(2026, 1, 1, tzinfo=BERLIN) + timedelta(minutes=minutes)
    read_shift(text, Interval(start, start + timedelta(minutes=30)), "Europe/Berlin")
