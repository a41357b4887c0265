"""No double booking: an event whose time was taken leaves the calendar as it was."""

from datetime import timedelta

import pytest

from secretary.domain.effect import EffectState, StoreEvent
from secretary.domain.errors import TemporaryError
from secretary.domain.event import Interval
from tests.unit.act.world import NOW, World

SLOT = Interval(NOW, NOW + timedelta(hours=1))


def ics(uid: str, summary: str = "x", hour: int = 9) -> str:
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260701T000000Z\r\n"
        f"DTSTART:20260714T{hour:02}0000Z\r\nDTEND:20260714T{hour + 1:02}0000Z\r\nSUMMARY:{summary}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


NEW = StoreEvent("c", "u", ics("u", "new"), "", SLOT, ("c",), ("hold",))
MOVED = StoreEvent("c", "u", ics("u", "moved"), "*", SLOT, ("c",))
OLD = ics("u", "old", hour=14)


@pytest.fixture
def world() -> World:
    return World()


def ending(world: World) -> tuple[EffectState, str]:
    [settled] = world.news()
    return settled.state, settled.reason


def test_a_free_time_is_booked_beside_the_cases_own_hold(world: World) -> None:
    world.diary.texts["c", "hold"] = ics("hold")
    world.order({"e": NEW}, service="appointments")
    world.run()
    assert ending(world) == (EffectState.SENT, "")
    assert world.diary.texts["c", "u"] == NEW.ics


def test_a_taken_time_is_not_written_at_all(world: World) -> None:
    world.diary.texts["c", "other"] = ics("other")
    world.order({"e": NEW}, service="appointments")
    world.run()
    assert ending(world) == (EffectState.REFUSED, "busy")
    assert set(world.diary.texts) == {("c", "other")}


def test_a_new_event_goes_when_somebody_booked_in_between(world: World) -> None:
    world.diary.faults = [lambda: world.diary.texts.update({("c", "other"): ics("other")})]
    world.order({"e": NEW}, service="appointments")
    world.run()
    assert ending(world) == (EffectState.REFUSED, "busy")
    assert set(world.diary.texts) == {("c", "other")}


def test_a_moved_event_is_put_back_when_somebody_booked_its_new_time_in_between(world: World) -> None:
    world.diary.texts["c", "u"] = OLD
    world.diary.faults = [lambda: world.diary.texts.update({("c", "other"): ics("other")})]
    world.order({"e": MOVED}, service="appointments")
    world.run()
    assert ending(world) == (EffectState.REFUSED, "busy")
    assert world.diary.texts == {("c", "u"): OLD, ("c", "other"): ics("other")}


def series(*more: str) -> str:
    """Every Tuesday at 9, three times; `more` are further VEVENTs of it."""
    text = ics("u").replace("SUMMARY", "RRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY")
    return text.replace("END:VCALENDAR", "\r\n".join((*more, "END:VCALENDAR")))


MOVED_DATE = (
    "BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20260701T000000Z\r\nRECURRENCE-ID:20260721T090000Z\r\n"
    "DTSTART:20260722T090000Z\r\nDTEND:20260722T100000Z\r\nSUMMARY:x\r\nEND:VEVENT"
)
NEW_TIME = Interval(NOW.replace(day=22, hour=9, minute=0), NOW.replace(day=22, hour=10, minute=0))
ONE_DATE = StoreEvent("c", "u", series(MOVED_DATE), "*", NEW_TIME, ("c",))


def on_day(day: int) -> str:
    return ics("other").replace("20260714", f"202607{day}")


def test_what_lies_on_a_date_of_a_series_that_stands_already_does_not_refuse_another_one(world: World) -> None:
    world.diary.texts = {("c", "u"): series(), ("c", "other"): on_day(28)}
    world.order({"e": ONE_DATE}, service="appointments")
    world.run()
    assert ending(world) == (EffectState.SENT, "")


@pytest.mark.parametrize("day", [22, 28], ids=["the date that is moved", "another date of a new series"])
def test_what_lies_on_a_date_that_is_new_refuses_it(world: World, day: int) -> None:
    world.diary.texts = {("c", "other"): on_day(day)} | ({("c", "u"): series()} if day == 22 else {})
    new = StoreEvent("c", "u", series(), "", SLOT, ("c",))
    world.order({"e": ONE_DATE if day == 22 else new}, service="appointments")
    world.run()
    assert ending(world) == (EffectState.REFUSED, "busy")


@pytest.mark.parametrize(("deed", "before"), [(NEW, {}), (MOVED, {("c", "u"): OLD})], ids=["new", "moved"])
def test_it_goes_also_when_a_crash_came_between_writing_and_checking(world, deed, before) -> None:
    world.diary.texts.update(before)
    world.diary.faults = [TemporaryError("the answer was lost")]
    world.order({"e": deed}, service="appointments")
    world.run()
    assert world.diary.texts["c", "u"] == deed.ics
    world.restart()
    world.diary.texts["c", "other"] = ics("other")
    world.clock.turn(hours=1)
    world.run()
    assert ending(world) == (EffectState.REFUSED, "busy")
    assert world.diary.texts == {**before, ("c", "other"): ics("other")}


def test_what_somebody_else_wrote_in_the_meantime_is_left_alone(world: World) -> None:
    world.diary.texts["c", "u"] = OLD
    theirs = ics("u", "theirs", hour=16)
    world.diary.faults = [
        lambda: world.diary.texts.update({("c", "u"): theirs, ("c", "other"): ics("other")}),
    ]
    world.order({"e": MOVED}, service="appointments")
    world.run()
    assert ending(world) == (EffectState.REFUSED, "busy")
    assert world.diary.texts["c", "u"] == theirs
