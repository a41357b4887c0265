"""The record as lines goes out of each database and into each, and loses nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secretary.domain.action import REMINDER, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.errors import SetupError
from secretary.ledger import Pauses, SqlLedger
from secretary.ledger.dump import dump, load
from secretary.ports import Entry

ANNA, DAY = Address("anna@kunde.test"), timedelta(days=1)
NOW = datetime(2026, 7, 14, 12, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/one.db"


def fill(url: str) -> list[str]:
    SqlLedger(url).close()
    pauses = Pauses(url)
    pauses.rest("muster", "eva@firma.test", NOW)
    pauses.rest("zweites", "Ünïcode ☂", NOW)
    pauses.close()
    ledger = SqlLedger(url)
    ledger.note_failure("muster", "d" * 64, "unreadable", NOW)
    ledger.close()
    return list(dump(url))


@pytest.mark.parametrize("there", ["sqlite", "postgres"])
@pytest.mark.parametrize("here", ["sqlite", "postgres"])
def test_a_record_goes_from_each_database_into_each(request, tmp_path, here, there):
    urls = {"sqlite": f"sqlite:///{tmp_path}/other.db"}
    if "postgres" in {here, there}:
        if here == there:
            pytest.skip("one empty PostgreSQL database a test; the other pairs show both ways")
        urls["postgres"] = request.getfixturevalue("postgres_url")
    source = f"sqlite:///{tmp_path}/one.db" if here == "sqlite" else urls[here]
    lines = fill(source)
    assert len(lines) == 4
    counts = load(urls[there], lines, NOW, None)
    assert sum(counts.values()) == 3
    assert list(dump(urls[there])) == lines


def test_a_record_that_is_there_is_never_written_over(sqlite_url):
    lines = fill(sqlite_url)
    with pytest.raises(SetupError, match="There is a record already"):
        load(sqlite_url, lines, NOW, None)
    assert list(dump(sqlite_url)) == lines


def test_old_negotiations_go_to_a_person_and_other_reminders_stay(sqlite_url, tmp_path):
    led = Case("AAAAAAAA", "muster", "Termin", ANNA, NOW, CaseState.WAITING, "appointments")
    mine = Case("BBBBBBBB", "muster", "Rechnung", ANNA, NOW, CaseState.ESCALATED)
    ledger = SqlLedger(sqlite_url)
    for case, name in ((led, "lapse"), (led, "nudge"), (mine, REMINDER)):
        ledger.record(Entry("muster", case, NOW, timers=(SetTimer(name, NOW + DAY, "as set"),)))
    ledger.close()
    other = SqlLedger(f"sqlite:///{tmp_path}/other.db")
    load(f"sqlite:///{tmp_path}/other.db", dump(sqlite_url), NOW, {"muster": "look at it"})
    due = {(timer.case, timer.name, timer.note) for timer in other.due_timers("muster", NOW + 2 * DAY)}
    assert due == {(led.id, REMINDER, "look at it"), (mine.id, REMINDER, "as set")}
    assert other.restored() == NOW
    other.close()


def test_a_broken_line_leaves_nothing_behind(sqlite_url, tmp_path):
    other = f"sqlite:///{tmp_path}/other.db"
    lines = fill(sqlite_url)
    with pytest.raises((SetupError, ValueError)):
        load(other, [*lines, '{"table": "nonsense", "row": {}}'], NOW, None)
    assert len(list(dump(other))) == 1


def test_a_backup_of_another_release_says_which(sqlite_url, tmp_path):
    lines = fill(sqlite_url)
    with pytest.raises(SetupError, match="another release"):
        load(f"sqlite:///{tmp_path}/other.db", ['{"revision": "0001"}', *lines[1:]], NOW, None)
