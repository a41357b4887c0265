"""What a party says over rounds: what stays, what a later word takes back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.event import Interval
from secretary.domain.when import Constraints, DailyWindow, Window
from secretary.services.appointments.free.availability import is_suited
from secretary.services.appointments.free.suits import MOST, NOTHING_SAID, Suits, adds, later
from tests.unit.services.appointments.conversation import NOW, read

ZONE = "Europe/Berlin"
MONDAY = datetime(2026, 7, 13, tzinfo=UTC)


def heard(*texts: str) -> Suits:
    """What suits somebody who wrote these mails, one after the other, on Monday 6 July."""
    suits = NOTHING_SAID
    for text in texts:
        said = read(text, NOW).constraints
        assert said
        suits = later(suits, said, ZONE, also=adds(text))
    return suits


def at(day: int, hour: int, minute: int = 0) -> Interval:
    """Half an hour in July, on the clock of Berlin."""
    start = datetime(2026, 7, day, hour - 2, minute, tzinfo=UTC)
    return Interval(start, start + timedelta(minutes=30))


def fits(suits: Suits, *slots: Interval) -> list[bool]:
    return [is_suited(slot, suits, ZONE) for slot in slots]


@pytest.mark.parametrize(
    "texts",
    [
        ("Bitte nicht vor 10 Uhr.", "Freitags kann ich nie.", "Nur in der Woche vom 13. Juli."),
        ("Not before 10 please.", "No Fridays please.", "Only the week of the 13th works for me."),
    ],
)
def test_what_is_said_over_rounds_adds_up(texts):
    suits = heard(*texts)
    assert fits(suits, at(14, 9), at(14, 10), at(17, 11), at(21, 11)) == [False, True, False, False]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Freitags kann ich nie.", "Doch auch freitags."),
        ("Freitags kann ich nie.", "Freitags ginge es doch."),
        ("I can't do Fridays.", "Fridays would be possible after all."),
        ("No Fridays please.", "Friday 17 July at 11 would work."),
    ],
)
def test_what_was_refused_is_open_again_once_it_is_named(first, second):
    assert fits(heard(first), at(17, 11)) == [False]
    assert fits(heard(first, second), at(17, 11)) == [True]


def test_a_day_that_is_open_again_is_not_the_only_one():
    assert fits(heard("No Fridays please.", "Fridays would be possible after all."), at(15, 11)) == [True]


@pytest.mark.parametrize(
    ("first", "second", "yes", "no"),
    [
        # hours take the place of hours, weekdays of weekdays, dates of dates
        ("Nur vormittags.", "Nur nachmittags.", at(14, 14), at(14, 10)),
        ("Dienstags geht bei mir immer.", "Ich kann nur donnerstags.", at(16, 10), at(14, 10)),
        ("Next week please.", "The week of the 20th would be better.", at(21, 10), at(14, 10)),
        # hours and weekdays and dates stand beside each other
        ("Mornings only.", "I can only do Tuesdays.", at(14, 10), at(14, 15)),
        ("Nächste Woche bitte.", "Nur vormittags.", at(14, 10), at(21, 10)),
        # what contradicts an hour that is named gives way to it
        ("Nicht vor 10 Uhr.", "Am 14. Juli um 9 Uhr ginge es.", at(14, 9), at(14, 11)),
        ("Tuesday 14 July between 2pm and 4pm.", "Mornings only.", at(15, 10), at(14, 14)),
        # "also" adds
        ("Dienstags geht bei mir immer.", "Donnerstags ginge auch.", at(14, 10), at(15, 10)),
    ],
)
def test_a_later_word_takes_back_what_it_contradicts_and_nothing_else(first, second, yes, no):
    assert fits(heard(first, second), yes, no) == [True, False]


def test_what_comes_on_top_leaves_what_was_there():
    suits = heard("Dienstags geht bei mir immer.", "Donnerstags ginge auch.")
    assert fits(suits, at(14, 10), at(16, 10)) == [True, True]


def test_a_day_that_is_refused_later_is_out_of_a_week_that_was_named():
    suits = heard("Next week please.", "Not on Tuesday 14 July.")
    assert fits(suits, at(14, 10), at(15, 10)) == [False, True]


def test_hours_are_meant_on_the_clock_of_whoever_says_them():
    suits = heard("Not before 10 please.")
    assert is_suited(at(14, 10), suits, ZONE)
    assert not is_suited(at(14, 10), suits, "Europe/London")


CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
DAILY = st.builds(
    DailyWindow, CLOCKS, CLOCKS, st.sets(st.integers(0, 6), min_size=1).map(lambda d: tuple(sorted(d))), st.booleans()
)
STRETCHES = st.builds(
    lambda start, length: Window(MONDAY + start, MONDAY + start + length, "", (0, 0)),
    st.integers(0, 14 * 48).map(lambda n: n * timedelta(minutes=30)),
    st.sampled_from([timedelta(minutes=1), timedelta(hours=2), timedelta(days=1), timedelta(days=7)]),
)
SAID = st.builds(
    Constraints,
    allowed=st.lists(STRETCHES, max_size=3).map(tuple),
    excluded=st.lists(STRETCHES, max_size=2).map(tuple),
    daily=st.lists(DAILY, max_size=3).map(tuple),
)


@given(said=st.lists(st.tuples(SAID, st.booleans()), max_size=8))
def test_nothing_said_breaks_it_and_it_stays_small(said):
    suits = NOTHING_SAID
    for one, also in said:
        suits = later(suits, one, ZONE, also=also)
        assert max(len(suits.allowed), len(suits.excluded), len(suits.daily)) <= MOST


@given(before=st.lists(SAID, max_size=4), window=STRETCHES.filter(lambda w: w.end - w.start == timedelta(hours=2)))
def test_hours_of_a_day_that_somebody_names_suit_them_whatever_they_said_before(before, window):
    suits = NOTHING_SAID
    for one in before:
        suits = later(suits, one, "UTC")
    suits = later(suits, Constraints(allowed=(window,)), "UTC")
    slot = Interval(window.start, window.start + timedelta(minutes=30))
    slots = (Interval(slot.start + n * timedelta(minutes=30), slot.end + n * timedelta(minutes=30)) for n in range(4))
    assert any(is_suited(slot, suits, "UTC") for slot in slots)
