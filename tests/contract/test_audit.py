"""The audit log holds while nobody touches it, and says where somebody did."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from secretary.domain.action import Escalate, EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.decision import Reasoned
from secretary.domain.effect import Effect, EffectState, FlagMessage, MessageRef, Settled
from secretary.domain.errors import SetupError
from secretary.ledger import SqlLedger
from secretary.ledger.audit import cut, verified
from secretary.ledger.privacy.erasing import erase_cases, erasing
from secretary.ports import Entry

NOW = datetime(2026, 11, 24, 9, 0, 0, 250, tzinfo=UTC)
CASE = Case("AAAAAAAA", "kanzlei", "Termin", Address("anna@kunde.test", "Anna Berg"), NOW)
FLAG = FlagMessage(MessageRef("inbox", 1, 7, "d1", "<m1@kunde.test>"), "\\Flagged")
WHY = (Reasoned(Escalate(EscalationReason.RULE, "ein Grund"), "money", "Money is a person's."),)


def live(ledger: SqlLedger, number: int) -> None:
    """A decision and the end of its effect."""
    key, case = f"k{number}", replace(CASE, id=f"CASE{number:04}")
    ledger.record(Entry("kanzlei", case, NOW, effects=(Effect(key, "kanzlei", case.id, FLAG),), reasons=WHY))
    ledger.begin(key, NOW)
    ledger.settle(Settled(key, FLAG, EffectState.SENT), NOW)


@pytest.fixture
def chain(ledger, url):
    for number in range(4):
        live(ledger, number)
    return verified(url)


def by_hand(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
    engine.dispose()


def test_each_decision_and_each_end_is_an_entry(chain):
    assert (chain.entries, chain.erased) == (8, 0)


def test_the_chain_goes_on_from_a_link_that_was_noted(chain, ledger, url):
    live(ledger, 9)
    assert verified(url, chain.last).entries == 10


@pytest.mark.parametrize(
    "hand",
    [
        "UPDATE audit SET what = 'ended refused' WHERE seq = 4",
        "UPDATE audit SET office = 'andere' WHERE seq = 4",
        "UPDATE audit SET digest = link WHERE seq = 4",
        "UPDATE audit SET subject = 'k9' WHERE seq = 4",
        "UPDATE audit SET decision = 9 WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 1",
    ],
)
def test_an_entry_that_was_touched_is_named(chain, url, hand):
    by_hand(url, hand)
    with pytest.raises(SetupError, match="does not follow from the one before"):
        verified(url)


def test_an_end_that_was_cut_off_is_found_by_a_link_noted_before(chain, url):
    by_hand(url, "DELETE FROM audit WHERE seq > 6")
    assert verified(url).entries == 6
    with pytest.raises(SetupError, match="not in the chain"):
        verified(url, chain.last)


def test_a_decision_that_was_changed_or_taken_away_by_hand_is_named(chain, url):
    by_hand(url, "UPDATE decision SET reasons_json = '[]' WHERE case_id = 'CASE0002'")
    with pytest.raises(SetupError, match="CASE0002 is not what was decided"):
        verified(url)
    by_hand(url, "DELETE FROM decision WHERE case_id = 'CASE0002'")
    with pytest.raises(SetupError, match="case CASE0002 is gone, and no entry says why"):
        verified(url)


def test_an_erased_case_is_counted_and_covers_nothing_that_came_later(chain, ledger, url):
    with erasing(url) as connection:
        erase_cases(connection, ["CASE0000"], NOW, "a test")
    assert verified(url, chain.last).erased == 1
    ledger.record(Entry("kanzlei", replace(CASE, id="CASE0000"), NOW, reasons=WHY))
    by_hand(url, "DELETE FROM decision WHERE case_id = 'CASE0000'")
    with pytest.raises(SetupError, match="case CASE0000 is gone"):
        verified(url)


def test_what_is_too_old_is_cut_off_and_the_rest_still_holds(chain, ledger, url):
    live(ledger, 9)
    late = NOW + timedelta(days=4000)
    ledger.record(Entry("kanzlei", replace(CASE, id="CASE0010"), late, reasons=WHY))
    with erasing(url) as connection:
        assert cut(connection, late, late) == 10
        assert cut(connection, late, late) == 0
    found = verified(url)
    assert found.entries == 2
    live(ledger, 11)
    assert verified(url, found.last).entries == 4
    by_hand(url, "DELETE FROM audit WHERE what = 'decided' AND subject = 'CASE0010'")
    with pytest.raises(SetupError, match="does not follow"):
        verified(url)


def test_all_of_it_may_be_too_old(chain, url):
    late = NOW + timedelta(days=4000)
    with erasing(url) as connection:
        assert cut(connection, late, late) == 8
    assert verified(url).entries == 1


def test_no_word_and_no_address_is_in_it(chain, url):
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = [str(tuple(row)) for row in connection.execute(text("SELECT * FROM audit"))]
    engine.dispose()
    assert rows
    assert not any(word in row for row in rows for word in ("kunde.test", "Anna", "Grund", "Termin"))


def test_many_who_write_at_once_make_one_chain(url):
    ledgers = [SqlLedger(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: live(ledgers[n % 4], n), range(40)))
    for ledger in ledgers:
        ledger.close()
    assert verified(url).entries == 80
