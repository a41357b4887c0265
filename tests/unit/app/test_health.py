"""An office is ready while rounds end well in time."""

from datetime import UTC, datetime, timedelta

from secretary.app.operating.health import Health

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)


def test_it_is_not_ready_before_its_first_round_nor_long_after_its_last() -> None:
    health = Health(timedelta(minutes=1), NOW)
    assert not health.ready(NOW)
    health.well(NOW)
    assert health.ready(NOW + timedelta(minutes=3))
    assert not health.ready(NOW + timedelta(minutes=4))


def test_trouble_is_known_since_it_began_and_forgotten_when_it_ends() -> None:
    health = Health(timedelta(minutes=1), NOW)
    health.well(NOW)
    health.ill("The mail server cannot be reached.", NOW + timedelta(seconds=10))
    health.ill("The mail server cannot be reached.", NOW + timedelta(seconds=40))
    assert health.trouble_since == NOW + timedelta(seconds=10)
    assert not health.ready(NOW + timedelta(seconds=41))
    health.well(NOW + timedelta(seconds=60))
    assert health.ready(NOW + timedelta(seconds=61))
