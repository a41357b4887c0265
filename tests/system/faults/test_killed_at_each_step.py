"""Nothing is lost and nothing is done twice: the real process is killed at every durable step.

One death after the other, each followed by a new life that takes up what the one before left.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.servers.chaos import CLIENT, SERVER, Chaos, Cut
from tests.system.faults.wreck import QUESTION, REQUEST, UNCLEAR, Ports, Wreck, check
from tests.system.faults.wreck_fixtures import AT_LENGTH

pytestmark = pytest.mark.timeout(600)
STEPS = 9  # writes of a life that takes in one question: opening, record, begin, hand over, settle, filing, receipt


@pytest.mark.everywhere
def test_killed_at_every_write_of_the_record(wreck: Wreck) -> None:
    questions = []
    for number in range(2, STEPS + 2):
        for when in ("before", "after") if AT_LENGTH else ("before",) if number % 2 else ("after",):
            questions.append(wreck.write(QUESTION))
            wreck.start(f"{when}:{number}")
            assert wreck.die(), f"{when} {number} never came"
    wreck.settle()
    check(wreck.audit(), questions)


SMTP_STEPS = (
    (CLIENT, rb"EHLO", False),
    (CLIENT, rb"MAIL", False),
    (CLIENT, rb"RCPT", False),
    (SERVER, rb"250 2\.1\.5", False),
    (CLIENT, rb"DATA", False),
    (CLIENT, rb"DATA", True),
    (SERVER, rb"354", False),
    (CLIENT, rb"Subject", False),
    (CLIENT, rb"\.\r\n", False),
    (CLIENT, rb"\.\r\n", True),
    (SERVER, rb"250 2\.0\.0", False),
    (SERVER, rb"250 2\.0\.0", True),
)
IMAP_STEPS = (
    (CLIENT, rb"\w+ UID FETCH .*BODY\.PEEK\[", False),
    (CLIENT, rb"\w+ UID FETCH .*BODY\.PEEK\[", True),
    (CLIENT, rb"\w+ APPEND", False),
    (SERVER, rb"\w+ OK.{0,9}\[APPENDUID", False),
    (CLIENT, rb"\w+ UID MOVE", False),
    (CLIENT, rb"\w+ UID MOVE", True),
    (SERVER, rb"\w+ OK.*move", False),
)
CALDAV_STEPS = ((CLIENT, rb"PUT ", False), (SERVER, rb"HTTP/1\.[01] 201", False), (SERVER, rb"HTTP/1\.[01] 201", True))


def deaths(wreck: Wreck, network: Chaos, text: str, steps: tuple[tuple[Any, bytes, bool], ...]) -> list[str]:
    """One life for each step, which ends there; the mails that these lives were given."""
    given = []
    for side, pattern, after in steps:
        given.append(wreck.write(text))
        rule = network.when(side, pattern, Cut(after, wreck.strike))
        wreck.start()
        assert wreck.die(), f"{pattern!r} never came\n{wreck.log()}"
        assert rule.fired == 1
        network.calm()
    return given


def test_killed_at_each_step_of_sending(wreck: Wreck) -> None:
    questions = deaths(wreck, wreck.smtp, QUESTION, SMTP_STEPS)
    wreck.settle()
    check(wreck.audit(), questions)


def test_killed_at_each_step_of_filing(wreck: Wreck) -> None:
    deaths(wreck, wreck.imap, UNCLEAR, IMAP_STEPS)
    wreck.settle()
    check(wreck.audit(), ())


def test_killed_while_the_calendar_is_written(wreck: Wreck) -> None:
    requests = deaths(wreck, wreck.caldav, REQUEST, CALDAV_STEPS)
    wreck.settle()
    audit = wreck.audit()
    check(audit, (), requests)
    assert len(audit.uids) == audit.offered > 2 * len(requests), "what is offered is held, and nothing else"


def test_killed_after_every_other_write_on_postgresql(ports: Ports, tmp_path: Path, postgres_url: str) -> None:
    with Wreck(ports, tmp_path, database=postgres_url) as wreck:
        questions = []
        for number in range(2, STEPS + 2, 2):
            questions.append(wreck.write(QUESTION))
            wreck.start(f"after:{number}")
            assert wreck.die(), wreck.log()
        wreck.settle()
        check(wreck.audit(), questions)
