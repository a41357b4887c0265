"""Lessons and what they come from, in either database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.action import Answer, Close, Ending, Escalate, EscalationReason, FileInto, Ignore
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Decision, Outcome, Reasoned
from secretary.domain.effect import MessageRef
from secretary.domain.lesson import Judged, Lesson, LessonKind, LessonState, Verdict
from secretary.domain.past import Way
from secretary.ledger import Lessons
from secretary.ledger.audit import verified
from secretary.ports import Entry
from secretary.understand.read import Reader

NOW = datetime(2026, 7, 14, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LESSON = Lesson("a1", "firm", LessonKind.RULE, "taught-1", "name: taught-1", "eva@firma.test", NOW, "CASE1")
READER = Reader(shipped_lexicon())
ASKED = Escalate(EscalationReason.RULE, draft=Answer("reply_draft"))
ANSWERED = (Answer("hours"), FileInto("handled"))


@pytest.fixture
def lessons(ledger, url):
    opened = Lessons(url)
    yield opened
    opened.close()


def receive(ledger, number, *actions, rule="money", outcome=Outcome.ESCALATED):
    raw = f"From: Sabine <w@kunde.test>\r\nSubject: Öffnung {number}\r\n\r\nWann haben Sie geöffnet?\r\n".encode()
    reading = READER.read_bytes(raw, received=NOW)
    case = Case(f"CASE{number}", "firm", "x", Address("w@kunde.test"), NOW, CaseState.ESCALATED)
    reasons = tuple(Reasoned(action, rule, "w") for action in actions)
    ref = MessageRef("inbox", 1, number, f"d{number}", f"<{number}@x>")
    decision = Decision(reasons, outcome, ())
    at = NOW + number * HOUR
    assert ledger.record(Entry("firm", case, at, reasons=reasons, ref=ref, reading=reading, decision=decision))
    return case


def close(ledger, case, close, rule="desk", at=NOW + 50 * HOUR):
    assert ledger.record(Entry("firm", case, at, reasons=(Reasoned(close, rule, "w"),), person=True))


def test_a_lesson_turns_once_and_each_turn_is_in_the_audit_log(lessons, url):
    assert lessons.keep(LESSON)
    assert not lessons.keep(replace(LESSON, text="another"))
    assert lessons.turn(LESSON, LessonState.LIVE, "anna@firma.test", NOW + HOUR)
    assert not lessons.turn(LESSON, LessonState.DECLINED, "eva@firma.test", NOW + HOUR)
    live = replace(LESSON, state=LessonState.LIVE, said_by="anna@firma.test", said_at=NOW + HOUR)
    assert lessons.of("firm", "a1") == live
    assert lessons.of("another", "a1") is None
    assert lessons.all("firm") == (live,)
    assert verified(url).entries == 2


def test_a_mail_on_record_tells_what_it_was_and_how_it_ended(ledger, lessons):
    receive(ledger, 1, ASKED, FileInto("review"))
    for number, end in enumerate((Close(Ending.FILED, "Bills"), Close(Ending.APPROVED), Close()), 2):
        close(ledger, receive(ledger, number, ASKED, FileInto("review")), end)
    receive(ledger, 5, *ANSWERED, rule="opening-hours", outcome=Outcome.HANDLED)
    receive(ledger, 6, Ignore(), FileInto("spam"), rule="house.spam", outcome=Outcome.HANDLED)
    past = {p.digest: p for p in lessons.past("firm", NOW)}
    ways = [past[f"d{n}"].way for n in range(1, 7)]
    filed, approved = Way(Ending.FILED, "Bills"), Way(Ending.ANSWERED, "reply_draft")
    assert ways == [None, filed, approved, None, Way(Ending.ANSWERED, "hours"), Way(Ending.FILED, "spam")]
    assert [past[f"d{n}"].by_person for n in range(1, 7)] == [False, True, True, True, False, False]
    assert past["d6"].by_house
    facts = past["d1"].facts
    assert (facts.subject, facts.author.addr_spec) == ("Öffnung 1", "w@kunde.test")
    assert "question.hours" in facts.intents
    assert {p.digest for p in lessons.past("firm", NOW + 4 * HOUR)} == {"d4", "d5", "d6"}


@pytest.mark.parametrize(
    ("ending", "verdict"),
    [
        (Ending.APPROVED, Verdict.APPROVED),
        (Ending.EDITED, Verdict.EDITED),
        (Ending.ANSWERED, Verdict.EDITED),
        (Ending.FILED, Verdict.REJECTED),
        (Ending.HANDED_OVER, Verdict.REJECTED),
    ],
)
def test_the_end_of_a_case_judges_the_draft_that_lay_ready(ledger, lessons, ending, verdict):
    case = receive(ledger, 1, ASKED)
    close(ledger, case, Close(ending))
    close(ledger, case, Close(ending))  # a draft is judged once
    assert lessons.judged("firm", NOW) == (Judged("money", verdict, NOW + 50 * HOUR),)


def test_an_answer_is_corrected_when_a_person_had_to_write_after_it(ledger, lessons):
    left = receive(ledger, 1, *ANSWERED, rule="opening-hours", outcome=Outcome.HANDLED)
    written = receive(ledger, 2, *ANSWERED, rule="opening-hours", outcome=Outcome.HANDLED)
    both = receive(ledger, 3, Answer("callback"), Escalate(EscalationReason.RULE), rule="callbacks")
    close(ledger, left, Close(Ending.FILED))
    close(ledger, written, Ignore(), rule="house.answered-by-person")
    close(ledger, both, Close(Ending.ANSWERED))
    assert lessons.judged("firm", NOW) == (Judged("opening-hours", Verdict.CORRECTED, NOW + 50 * HOUR),)
