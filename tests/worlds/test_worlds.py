"""Laws of whole negotiations, for simulated people; `make worlds` plays a thousand worlds."""

from __future__ import annotations

import os

import pytest

from tests.worlds.report import RESTING, Report, add
from tests.worlds.world import World

WORLDS = int(os.environ.get("SECRETARY_WORLDS", "4"))
MOST_MAILS = 16  # to one client, over all rounds, a booking and a move with its own rounds


@pytest.fixture(scope="module", params=range(WORLDS))
def played(request: pytest.FixtureRequest) -> World:
    world = World(request.param)
    world.run()
    return world


def test_each_ends_and_no_hold_is_left(played):
    for matter in played.matters:
        assert matter.state is None or matter.state.phase in RESTING, matter.number
        assert matter.timers.keys() <= {"watch", "resume"}
        standing = {matter.state.booked.uid} if matter.state and matter.state.booked else set()
        homes = {"work", "bens"} if matter.joint else {"work"}
        left = {(home, uid) for home in homes for uid in standing}
        assert matter.written.keys() == left, matter.number


def test_nothing_is_booked_twice_or_where_nobody_agreed_and_nothing_possible_is_missed(played):
    report = add(Report(), played)
    assert report.mistakes == []
    assert report.booked


def test_nobody_who_stopped_gets_another_mail(played):
    for seat in (s for m in played.matters for s in m.seats):
        if seat.stopped_at is not None:
            assert len(seat.inbox) <= seat.stopped_at, seat.templates


def test_nobody_is_flooded(played):
    assert all(len(seat.inbox) <= MOST_MAILS for matter in played.matters for seat in matter.seats)


def test_a_replay_gives_the_same_bytes(played):
    again = World(played.seed)
    again.run()
    assert [m.log for m in again.matters] == [m.log for m in played.matters]
