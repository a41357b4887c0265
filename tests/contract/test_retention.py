"""What has been kept long enough goes in each database, by kind, and nothing that is still needed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secretary.domain.action import Escalate, EscalationReason, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.effect import Effect, EffectState, FileMessage, MailClass, MessageRef, SendMail, Settled
from secretary.ledger import LegalHold, LegalHolds
from secretary.ledger.audit import verified
from secretary.ledger.dump import dump
from secretary.ledger.privacy.retention import Periods, sweep
from secretary.ports import Entry

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OFFICE = "kanzlei"
PERIODS = Periods(texts=90 * DAY, decisions=365 * DAY, cases=1095 * DAY, audit=3650 * DAY)
WHY = (Reasoned(Escalate(EscalationReason.RULE, "ein Grund"), "money", "Money is a person's."),)


def live(ledger, name, at, state=CaseState.CLOSED, end=EffectState.SENT):
    """A matter of one day: a mail came, was decided, filed and answered."""
    case = Case(name, OFFICE, f"Frage {name}", Address(f"{name.lower()}@kunde.test", "Anna Berg"), at, state)
    ref = MessageRef("inbox", 1, at.toordinal(), f"digest-{name}", f"<{name}@kunde.test>")
    text = f"Subject: Re\r\n\r\nText an {name}".encode()
    to = (case.party.addr_spec,)
    answer = SendMail(text, f"<{name}@kanzlei.test>", "", to, MailClass.AUTO_REPLIED, "hours", "Frage")
    deeds = {f"f-{name}": FileMessage(ref, "handled"), f"s-{name}": answer}
    effects = tuple(Effect(key, OFFICE, name, deed) for key, deed in deeds.items())
    ledger.record(Entry(OFFICE, case, at, effects, WHY, ref))
    for effect in effects:
        assert ledger.begin(effect.key, at)
        ledger.settle(Settled(effect.key, effect.deed, end if effect.key.startswith("s") else EffectState.SENT), at)
    for _, _, settled in ledger.unheard(OFFICE):
        ledger.record(Entry(OFFICE, case, at, settled=settled.key))


def left(url, name):
    return "\n".join(line for line in dump(url) if name in line)


def test_each_kind_goes_when_its_time_has_come(ledger, url):
    for name, age in (("YOUNG", 80), ("MIDDLE", 100), ("AGED", 400), ("OLD", 1100)):
        live(ledger, name, NOW - age * DAY)
    counts = sweep(url, PERIODS, NOW)
    assert counts["decision"] == 2
    assert counts["case_"] == 1
    assert ledger.own_texts("YOUNG")[0]
    assert ledger.own_texts("MIDDLE") == [b""]
    assert "money" in left(url, "MIDDLE")
    assert "money" not in left(url, "AGED")
    assert "aged@kunde.test" in left(url, "AGED")
    assert "old@kunde.test" not in left(url, "OLD")
    assert all(ledger.seen(OFFICE, f"digest-{name}") for name in ("YOUNG", "MIDDLE", "AGED", "OLD"))
    assert verified(url).erased == 2
    assert not sweep(url, PERIODS, NOW), "a second sweep finds nothing"


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.WAITING, CaseState.ESCALATED])
def test_nothing_of_a_case_that_is_not_settled_goes(ledger, url, state):
    live(ledger, "CASE0001", NOW - 3000 * DAY, state)
    before = list(dump(url))
    assert not sweep(url, replace(PERIODS, audit=None), NOW)
    assert list(dump(url)) == before


@pytest.mark.parametrize("subject", ["case0001@kunde.test", "CASE0001"])
def test_nothing_goes_that_a_legal_hold_covers_until_it_ends(ledger, url, subject):
    live(ledger, "CASE0001", NOW - 3000 * DAY)
    holds = LegalHolds(url)
    holds.place(LegalHold(subject, "Klage", NOW, NOW + DAY))
    assert not sweep(url, PERIODS, NOW)
    assert sweep(url, PERIODS, NOW + DAY)["case_"] == 1
    holds.close()


def test_a_case_with_something_still_to_come_stays_whole(ledger, url):
    live(ledger, "CASE0001", NOW - 2000 * DAY)
    live(ledger, "CASE0002", NOW - 2000 * DAY)
    ledger.record(Entry(OFFICE, ledger.case(OFFICE, "CASE0001"), NOW, timers=(SetTimer("remind", NOW + DAY),)))
    ledger.record(Entry(OFFICE, ledger.case(OFFICE, "CASE0002"), NOW - DAY, reasons=WHY))
    sweep(url, PERIODS, NOW)
    assert "case0001@kunde.test" in left(url, "CASE0001")
    assert "case0002@kunde.test" in left(url, "CASE0002")


def test_a_dead_letter_whose_text_is_gone_cannot_be_tried_again(ledger, url):
    live(ledger, "CASE0001", NOW - 100 * DAY, end=EffectState.REFUSED)
    assert ledger.dead_letters(OFFICE, 10)
    sweep(url, PERIODS, NOW)
    assert not ledger.dead_letters(OFFICE, 10)
    assert not ledger.try_again(OFFICE, "s-CASE0001", NOW)


def test_an_audit_log_of_many_years_is_cut_and_holds(ledger, url):
    live(ledger, "CASE0001", NOW - 4000 * DAY)
    live(ledger, "CASE0002", NOW)
    last = verified(url).last
    assert sweep(url, Periods(audit=3650 * DAY), NOW) == {"audit": 3}
    assert verified(url, last).entries == 4


def test_periods_of_none_keep_all_for_ever(ledger, url):
    live(ledger, "CASE0001", NOW - 9000 * DAY)
    before = list(dump(url))
    assert not sweep(url, Periods(), NOW)
    assert list(dump(url)) == before


def test_told_to_stop_it_erases_no_further(ledger, url):
    live(ledger, "CASE0001", NOW - 4000 * DAY)
    assert not sweep(url, PERIODS, NOW, lambda: True)
