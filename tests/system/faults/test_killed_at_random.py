"""Killed at any time under load, and told to stop while something is in flight."""

import random
from collections import Counter

import pytest

from tests.servers.chaos import CLIENT, SERVER, Freeze, Wait
from tests.system.faults.wreck import QUESTION, REQUEST, UNCLEAR, Wreck, check
from tests.system.faults.wreck_fixtures import KILLS

pytestmark = pytest.mark.timeout(600 + KILLS * 5)
MOST_QUESTIONS = 90  # to one client in a day; the office's limit is a hundred
MOST_REQUESTS = 15  # three times each; next week has eighty


def test_killed_at_random_under_load(wreck: Wreck) -> None:
    """Any time, any write, while mails of all kinds keep coming; the seed is in the failure's message."""
    seed = random.randrange(10**6)  # noqa: S311 - a die
    chance = random.Random(seed)  # noqa: S311 - as above
    load: dict[str, list[str]] = {QUESTION: [], REQUEST: [], UNCLEAR: []}
    asked: Counter[str] = Counter()
    for _ in range(KILLS):
        for _ in range(chance.choice((0, 1, 1, 2))):
            client = chance.choice(wreck.ports.clients)
            kind = chance.choice((QUESTION, QUESTION, UNCLEAR, REQUEST))
            if (kind == REQUEST and len(load[REQUEST]) >= MOST_REQUESTS) or asked[client] >= MOST_QUESTIONS:
                kind = UNCLEAR
            asked[client] += kind != UNCLEAR
            load[kind].append(wreck.write(kind, client))
        wreck.write(QUESTION, chance.choice(wreck.ports.clients), automatic=True)
        wreck.start(chance.choice(("", f"before:{chance.randint(2, 40)}", f"after:{chance.randint(2, 40)}")))
        wreck.ended(chance.uniform(0.1, 2.5))
        wreck.kill()
    wreck.settle(300)
    audit = wreck.audit()
    try:
        check(audit, load[QUESTION], load[REQUEST])
        assert len(audit.uids) == audit.offered
    except AssertionError as error:
        error.add_note(f"seed {seed}, {KILLS} kills")
        raise


def test_told_to_stop_it_ends_what_is_in_flight(wreck: Wreck) -> None:
    question = wreck.write(QUESTION)
    wreck.smtp.when(SERVER, rb"250 2\.0\.0", Wait(2))
    wreck.start()
    wreck.smtp.wait_for(CLIENT, rb"\.\r\n")
    assert wreck.stop() == 0
    assert [state for _, kind, state in wreck.open_rows() if kind == "send"] == []
    wreck.settle()
    check(wreck.audit(), [question])


def test_told_to_stop_it_does_not_wait_for_a_silent_server_and_settles_the_doubt_later(wreck: Wreck) -> None:
    question = wreck.write(QUESTION)
    wreck.smtp.when(SERVER, rb"250 2\.0\.0", Freeze())
    wreck.start()
    wreck.smtp.wait_for(CLIENT, rb"\.\r\n")
    assert wreck.stop() == 0
    assert [state for _, kind, state in wreck.open_rows() if kind == "send"] == ["unknown"]
    wreck.settle()
    audit = wreck.audit()
    check(audit, [question])
    assert (audit.answers[question], audit.unsure) == (1, set())
