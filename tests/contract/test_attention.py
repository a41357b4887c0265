"""What needs somebody is counted until its case is closed, and since when a server is to blame."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import AppendMessage, Effect, EffectState, MessageRef, Settled
from secretary.ledger import Records
from secretary.ledger.views.attention import Attention
from secretary.ports import Entry

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CASE = Case("AAAAAAAA", "kanzlei", "Termin", Address("anna@kunde.test"), NOW, CaseState.ESCALATED)


def end(ledger, key, reason, at, state=EffectState.REFUSED):
    deed = AppendMessage("review", b"x", f"<{key}@kanzlei.test>")
    ledger.record(Entry("kanzlei", CASE, at, (Effect(key, "kanzlei", CASE.id, deed),)))
    assert ledger.begin(key, at)
    ledger.settle(Settled(key, deed, state, reason), at)


def failed(ledger, digest, state):
    for _ in range(3):
        ledger.note_failure("kanzlei", digest, "ValueError: x", NOW)
    case = replace(CASE, id=digest.upper(), state=state)
    ledger.record(Entry("kanzlei", case, NOW, ref=MessageRef("inbox", 1, len(digest), digest)))


@pytest.fixture
def asked(ledger, url):
    records = Records(url)
    yield lambda office="kanzlei": records.attention(office)
    records.close()


def test_dead_letters_are_counted_by_reason_until_their_case_is_closed(ledger, asked):
    assert asked() == Attention()
    end(ledger, "a", "limit", NOW)
    end(ledger, "b", "gave-up", NOW + 2 * MINUTE)
    end(ledger, "c", "unknown", NOW + MINUTE, EffectState.UNKNOWN)
    end(ledger, "d", "", NOW, EffectState.SENT)
    end(ledger, "e", "", NOW, EffectState.UNKNOWN)  # still looked for
    assert asked() == Attention({"limit": 1, "gave-up": 1, "unknown": 1}, NOW + MINUTE)
    assert asked("other") == Attention()
    ledger.try_again("kanzlei", "c", NOW)
    assert asked().dead_since == NOW + 2 * MINUTE
    ledger.record(Entry("kanzlei", replace(CASE, state=CaseState.CLOSED), NOW))
    assert asked() == Attention()


def test_what_people_can_mend_is_no_fault_of_a_server(ledger, asked):
    end(ledger, "a", "limit", NOW)
    assert asked() == Attention({"limit": 1})


def test_mails_in_quarantine_are_counted_until_somebody_has_settled_them(ledger, asked):
    failed(ledger, "one", CaseState.ESCALATED)
    failed(ledger, "other", CaseState.CLOSED)
    ledger.note_failure("kanzlei", "again", "ValueError: x", NOW)  # not given up yet
    assert asked() == Attention(aside=1, aside_since=NOW)
