"""Waits grow, have an end, and begin anew."""

from secretary.mailbox.backoff import LONGEST_SECONDS, Backoff


def test_waits_double_up_to_the_longest_and_begin_anew():
    backoff = Backoff(lambda: 1.0)
    waits = [backoff.failed() for _ in range(30)]
    assert waits[:4] == [1.0, 2.0, 4.0, 8.0]
    assert max(waits) == waits[-1] == LONGEST_SECONDS
    backoff.succeeded()
    assert backoff.failed() == 1.0
