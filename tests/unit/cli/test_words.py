"""Every action and deed has words of its own."""

from datetime import timedelta

import pytest

from secretary.cli.words import ACTIONS, length
from secretary.domain.action import Action


def test_every_action_has_words():
    assert set(ACTIONS) == {kind.__name__ for kind in Action.__args__}


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "less than a minute"), (1, "1 minute"), (61, "1 hour 1 minute"), (1440, "1 day"), (3000, "2 days 2 hours")],
)
def test_a_time_is_told_in_its_largest_units(minutes, words):
    assert length(timedelta(minutes=minutes)) == words
