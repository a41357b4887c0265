"""Laws of whole negotiations, for simulated people; `make worlds` plays a thousand worlds."""

from __future__ import annotations

import os

import pytest

from tests.worlds.report import Report, add, broken
from tests.worlds.world import World

WORLDS = int(os.environ.get("SECRETARY_WORLDS", "4"))


@pytest.fixture(scope="module", params=range(WORLDS))
def played(request: pytest.FixtureRequest) -> World:
    world = World(request.param)
    world.run()
    return world


def test_each_ends_no_hold_is_left_and_nobody_gets_a_mail_after_a_stop_or_too_many(played):
    assert [law for matter in played.matters for law in broken(matter)] == []


def test_nothing_is_booked_twice_or_where_nobody_agreed_and_nothing_possible_is_missed(played):
    report = add(Report(), played)
    assert report.mistakes == []
    assert report.booked


def test_a_replay_gives_the_same_bytes(played):
    again = World(played.seed)
    again.run()
    assert [m.log for m in again.matters] == [m.log for m in played.matters]
