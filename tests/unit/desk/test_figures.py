"""Figures count what is on record, by the office's own calendar."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from secretary.domain.action import Action, Close, Escalate, EscalationReason, FileInto
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Decision, Outcome, Reasoned
from secretary.domain.effect import Effect, EffectState, MailClass, MessageRef, SendMail, Settled
from secretary.ledger import Records, SqlLedger
from secretary.ports import Entry

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)


def entry(number: int, at: datetime, outcome: Outcome, effects: tuple[Effect, ...] = ()) -> Entry:
    case = Case(f"CASE{number}", "one", "Frage", Address("weber@kunde.test"), at)
    reasons = (Reasoned(FileInto("handled"), "opening-hours", "It is a fact."),)
    ref = MessageRef("inbox", 1, number, f"digest{number}", f"<{number}@kunde.test>")
    return Entry("one", case, at, effects, reasons, ref, decision=Decision(reasons, outcome, ()))


def letter(number: int) -> Effect:
    mail = SendMail(b"", f"<sec{number}@x>", "a@one.test", ("weber@kunde.test",), MailClass.AUTO_REPLIED)
    return Effect(f"key{number}", "one", f"CASE{number}", mail)


def step(number: int, days: float, *actions: Action, state: CaseState) -> Entry:
    case = Case(f"CASE{number}", "one", "Frage", Address("weber@kunde.test"), NOON, state)
    reasons = tuple(Reasoned(action, "desk", "w") for action in actions)
    return Entry("one", case, NOON - timedelta(days=days), reasons=reasons)


def test_each_day_counts_the_cases_that_waited_for_people_when_it_ended(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    ledger = SqlLedger(url)
    asked, waits = Escalate(EscalationReason.RULE), CaseState.ESCALATED
    for number, since, until in ((1, 3, 1), (2, 2, None), (3, 2.1, 2), (4, 100, None), (5, 100, 1)):
        assert ledger.record(step(number, since, asked, state=waits))
        if until is not None:
            assert ledger.record(step(number, until, Close(), state=CaseState.CLOSED))
    assert ledger.record(step(2, 1, asked, state=waits))  # asked again while it waits
    figures = Records(url).figures("one", NOON, days=5, zone="Europe/Berlin")
    assert [day.waiting for day in figures.days] == [2, 3, 4, 2, 2]


def test_days_have_what_came_what_became_of_it_and_how_long_it_took(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    ledger = SqlLedger(url)
    ledger.record(entry(1, NOON, Outcome.HANDLED, (letter(1),)))
    late = datetime(2026, 7, 13, 22, 30, tzinfo=UTC)  # half past midnight on the 14th in Berlin
    ledger.record(entry(2, late, Outcome.ESCALATED))
    ledger.record(entry(3, NOON - timedelta(days=3), Outcome.HANDLED))
    ledger.begin("key1", NOON + timedelta(minutes=2))
    ledger.settle(Settled("key1", letter(1).deed, EffectState.SENT), NOON + timedelta(minutes=2))
    figures = Records(url).figures("one", NOON, days=2, zone="Europe/Berlin")
    yesterday, today = figures.days
    assert today.date == date(2026, 7, 14)
    assert (today.received, today.handled, today.escalated, today.sent) == (2, 1, 1, 1)
    assert today.answer_seconds == 120
    assert (yesterday.received, yesterday.answer_seconds) == (0, None)
    assert figures.fired == {"opening-hours": 2}
