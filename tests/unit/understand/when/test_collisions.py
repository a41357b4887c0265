"""Pieces of a phrase that was not read whole; read from Wednesday, 8 July 2026."""

from datetime import UTC, datetime

import pytest

from secretary.understand.when import read_constraints, read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["Der Jour fixe ist am ersten Sonntag.", "The band Monday Monday plays."])
def test_two_times_side_by_side_are_none_and_come_back_as_unread(text: str) -> None:
    assert read_times(text, at=AT, zone="Europe/Berlin") == ()
    assert read_constraints(text, at=AT, zone="Europe/Berlin").unread


@pytest.mark.parametrize("text", ["Thursday at 10 for an hour", "30 Minuten am Donnerstag", "Mo 9 Uhr Di 11 Uhr"])
def test_a_length_and_two_whole_times_stand_side_by_side(text: str) -> None:
    assert len(read_times(text, at=AT, zone="Europe/Berlin")) == 2
