"""Laws of whole negotiations, for hundreds of simulated clients; `SECRETARY_WORLDS` plays more."""

from __future__ import annotations

import os
from itertools import combinations

import pytest

from secretary.services.appointments.state import Phase
from tests.unit.services.appointments.play import Simulation, common_slot_exists

WORLDS = int(os.environ.get("SECRETARY_WORLDS", "6"))
MOST_MAILS = 16  # to one client, over three rounds, a booking and a move with its own rounds
RESTING = {Phase.BOOKED, Phase.ENDED, Phase.LAPSED, Phase.ASKING}


@pytest.fixture(scope="module", params=range(WORLDS))
def played(request: pytest.FixtureRequest) -> Simulation:
    simulation = Simulation(request.param)
    simulation.run()
    return simulation


def test_each_ends_and_no_hold_is_left(played):
    for talk in played.negotiations:
        assert talk.state is None or talk.state.phase in RESTING, talk.habit
        assert talk.timers.keys() <= {"watch", "resume"}
        standing = {talk.state.booked.uid} if talk.state and talk.state.booked else set()
        assert set(talk.stored) == standing or talk.state.phase is Phase.ENDED


def test_nothing_is_booked_twice(played):
    booked = [e for e in played.events() if e.uid.startswith("secretary-")]
    for one, other in combinations(booked, 2):
        assert not one.interval.overlaps(other.interval), (one, other)


def test_nobody_who_stopped_gets_another_mail(played):
    for talk in played.negotiations:
        if talk.stopped_at is not None:
            assert len(talk.mails_to_client()) <= talk.stopped_at, [m.template for m in talk.mails]


def test_nobody_is_flooded(played):
    assert all(len(t.mails_to_client()) <= MOST_MAILS for t in played.negotiations)


def test_whoever_works_along_gets_a_time_whenever_there_is_one(played):
    for talk in played.negotiations:
        if talk.habit == "cooperative" and common_slot_exists(talk, list(played.events())):
            assert "appointment_booked" in talk.templates(), (talk.templates(), talk.escalations)


def test_a_replay_does_the_same(played):
    again = Simulation(played.seed)
    again.run()
    assert [t.log for t in again.negotiations] == [t.log for t in played.negotiations]
