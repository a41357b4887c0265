"""The disk is full, the record is locked, the clock jumps: nothing is lost, nothing is done twice, and it goes on."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers import wait_until
from tests.servers.chaos import CLIENT, Chaos
from tests.system.faults.wreck import QUESTION, UNCLEAR, Ports, Wreck, check
from tests.system.town import Town

FETCH = rb"\S+ UID FETCH"
pytestmark = pytest.mark.timeout(300)


@contextmanager
def full_disk(pid: int) -> Iterator[None]:
    """No file of the process takes another byte, its log included; as on a full disk, what is written stays."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def test_a_full_disk_keeps_every_mail_and_is_worked_off_when_there_is_room_again(wreck: Wreck) -> None:
    first = wreck.write(QUESTION)
    wreck.start()
    wait_until(wreck.quiet, "a first answer", 60)
    with full_disk(wreck.pid):
        kept = [wreck.write(QUESTION), wreck.write(UNCLEAR)]
        looks = wreck.imap.count(CLIENT, FETCH)
        wait_until(lambda: wreck.imap.count(CLIENT, FETCH) > looks + 1, "another try after the round that failed", 60)
        assert wreck.ended(0.1) is None, "it lives"
        assert set(kept) <= set(wreck.inbox()), "what cannot be put on record stays where it is"
    wreck.work_off(150)
    check(wreck.audit(), [first, kept[0]])


@pytest.fixture
def impatient(ports: Ports, tmp_path: Path) -> Iterator[Wreck]:
    """An office that does not wait half a minute for its record."""
    with Wreck(ports, tmp_path, database="sqlite:///secretary.db?timeout=1") as wreck:
        yield wreck


def test_a_record_that_somebody_locks_is_waited_for(impatient: Wreck) -> None:
    wreck, first = impatient, impatient.write(QUESTION)
    wreck.start()
    wait_until(wreck.quiet, "a first answer", 60)
    with closing(sqlite3.connect(wreck.home / "secretary.db", isolation_level=None)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        later = wreck.write(QUESTION)
        wait_until(lambda: "round broken off" in wreck.log(), "a round that failed", 60)
        assert wreck.inbox() == [later]
        somebody.execute("ROLLBACK")
    wreck.work_off(150)
    check(wreck.audit(), [first, later])


def test_a_clock_that_ran_ahead_and_is_set_right_keeps_no_answer_back(box: Town) -> None:
    with Chaos(box.smtp) as network:
        away = replace(box, smtp=network.port)
        network.refuse()
        box.clock.turn(timedelta(days=400))
        box.write(QUESTION, "Öffnungszeiten")
        away.work()
        assert not box.folder("weber"), "it is tried again some seconds later, by a clock that is wrong"
        network.calm()
        box.clock.turn(timedelta(days=-400))
        away.work()
    assert len(box.folder("weber", at_least=1)) == 1


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)], ids=["on", "back"])
def test_a_clock_that_jumps_neither_loses_nor_doubles_an_answer(box: Town, jump: timedelta) -> None:
    box.write(QUESTION, "Öffnungszeiten")
    box.work()
    box.clock.turn(jump)
    box.write(QUESTION, "Noch einmal", sender="Tom Cole <tom@client.test>")
    for _ in range(3):
        box.work()
        box.clock.turn(timedelta(minutes=2))
    assert len(box.folder("weber", at_least=1)) == 1
    assert len(box.folder("tom", at_least=1)) == 1
    assert not box.folder("sekretariat")
