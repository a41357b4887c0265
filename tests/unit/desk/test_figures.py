"""Figures count what is on record, by the office's own calendar."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from secretary.domain.action import FileInto
from secretary.domain.address import Address
from secretary.domain.case import Case
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
