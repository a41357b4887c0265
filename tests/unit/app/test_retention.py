"""The daemon keeps the record clean beside its other work, and no fault of that stops it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from secretary.app.privacy.retention import Housekeeping, periods_of
from secretary.config.models import RetentionConfig
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import MessageRef
from secretary.ledger import SqlLedger
from secretary.ledger.privacy.retention import Periods
from secretary.ports import Entry
from tests.servers import wait_until

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CASE = Case("AAAAAAAA", "muster", "Frage", Address("weber@kunde.test"), NOW, CaseState.CLOSED)


class Later:
    """A clock four years on."""

    def now(self) -> datetime:
        return NOW + timedelta(days=1461)


@pytest.fixture
def ledger(tmp_path):
    opened = SqlLedger(f"sqlite:///{tmp_path}/secretary.db")
    opened.record(Entry("muster", CASE, NOW, ref=MessageRef("inbox", 1, 1, "d1", "<1@kunde.test>")))
    yield opened
    opened.close()


async def until_swept(ledger, housekeeping):
    stop = asyncio.Event()
    task = asyncio.create_task(housekeeping.keep_clean(stop))
    await asyncio.to_thread(wait_until, lambda: not ledger.case("muster", CASE.id).subject, "an empty case", 15)
    stop.set()
    await asyncio.wait_for(task, 5)


def test_a_running_secretary_erases_what_is_due_and_stops_when_told(ledger, tmp_path):
    housekeeping = Housekeeping(f"sqlite:///{tmp_path}/secretary.db", RetentionConfig(), Later(), first=0)
    asyncio.run(asyncio.wait_for(until_swept(ledger, housekeeping), 20))
    assert ledger.seen("muster", "d1")


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "sqlite:///:memory:"])
def test_a_record_that_cannot_be_used_is_no_fault_of_the_offices(url):
    asyncio.run(Housekeeping(url, RetentionConfig(), Later()).sweep(asyncio.Event()))


def test_no_days_are_for_ever():
    kept = RetentionConfig(texts_days=0, decisions_days=0, cases_days=0, audit_days=0)
    assert periods_of(kept) == Periods()
    assert periods_of(RetentionConfig()).texts == timedelta(days=90)
