"""The servers refuse, put off, answer nonsense, break off and restart during a whole run: it goes on and ends right."""

import pytest

from tests.servers.chaos import CLIENT, SERVER, Answer, Chaos, Cut, Fault, Rewrite, Side
from tests.system.faults.wreck import QUESTION, REQUEST, REVIEW, Wreck, check

pytestmark = pytest.mark.timeout(300)
PUT_OFF: tuple[tuple[Side, bytes, Fault], ...] = (
    (SERVER, rb"220 ", Rewrite(b"", b"421 4.3.2 Too busy\r\n")),
    (CLIENT, rb"EHLO", Cut()),
    (CLIENT, rb"MAIL", Answer(b"451 4.3.0 Later\r\n")),
    (CLIENT, rb"RCPT", Answer(b"450 4.7.1 Greylisted\r\n")),
    (CLIENT, rb"RCPT", Answer(b"450 4.7.1 Greylisted\r\n")),
    (CLIENT, rb"RCPT", Answer(b"421 4.3.2 Closing\r\n", close=True)),
    (CLIENT, rb"RCPT TO:<sekretariat", Answer(b"550 5.1.1 No receipts here\r\n")),
    (CLIENT, rb"DATA", Answer(b"452 4.3.1 No space\r\n")),
    (CLIENT, rb"\.\r\n", Answer(b"451 4.3.0 The scanner is down\r\n", close=True)),
    (CLIENT, rb"\.\r\n", Cut()),
    (SERVER, rb"250 2\.0\.0", Cut()),
)
CALENDAR_FAULTS = (
    b"409 Conflict", b"412 Precondition Failed", b"423 Locked", b"429 Too Many Requests\r\nRetry-After: 1",
    b"500 Internal Server Error", b"503 Service Unavailable\r\nRetry-After: 2", b"507 Insufficient Storage",
)  # fmt: skip


def set_rules(network: Chaos, rules: tuple[tuple[Side, bytes, Fault], ...]):
    return [network.when(*rule) for rule in rules]


def test_every_answer_arrives_once_though_the_mail_server_puts_off_at_each_step(wreck: Wreck) -> None:
    rules = set_rules(wreck.smtp, PUT_OFF)
    questions = [wreck.write(QUESTION) for _ in range(4)]
    wreck.start()
    wreck.work_off(150)
    assert [rule.pattern for rule in rules if not rule.fired] == []
    check(wreck.audit(), questions)


def test_a_mail_that_is_refused_for_good_at_any_step_comes_before_a_person_and_lies_beside_the_note(
    wreck: Wreck,
) -> None:
    never = Answer(b"554 5.7.1 Never\r\n")
    refusals = (
        (CLIENT, rb"MAIL", never),
        (CLIENT, rb"RCPT", never),
        (CLIENT, rb"DATA", never),
        (CLIENT, rb"\.\r\n", Answer(never.raw, close=True)),  # the server has read it all, and says no
    )
    rules = set_rules(wreck.smtp, refusals)
    questions = [wreck.write(QUESTION) for _ in refusals]
    wreck.start()
    wreck.work_off()
    assert [rule.pattern for rule in rules if not rule.fired] == []
    audit = wreck.audit()
    assert set(questions) <= audit.told
    assert not audit.unsure
    assert not audit.answers, "nothing of them left"
    beside = [mail for mail in wreck.folder("sekretariat", REVIEW) if "@kunde.test" in str(mail["To"])]
    assert sorted(str(mail["In-Reply-To"]) for mail in beside) == sorted(questions)


def test_each_offered_time_is_held_once_though_the_calendar_answers_every_error(wreck: Wreck) -> None:
    answers = [b"HTTP/1.1 " + fault + b"\r\nContent-Length: 0\r\n\r\n" for fault in CALENDAR_FAULTS]
    rules = [wreck.caldav.when(CLIENT, rb"PUT ", Answer(raw, close=True)) for raw in answers]
    rules += set_rules(wreck.caldav, ((CLIENT, rb"PUT ", Cut()), (SERVER, rb"HTTP/1\.[01] 201", Cut())))
    requests = [wreck.write(REQUEST) for _ in range(3)]
    wreck.start()
    wreck.work_off(150)
    assert [rule.fault for rule in rules if not rule.fired] == []
    audit = wreck.audit()
    check(audit, (), requests)
    assert len(audit.uids) == audit.offered > 0


def test_while_one_server_is_away_the_others_are_worked_with(wreck: Wreck) -> None:
    wreck.smtp.refuse()
    question = wreck.write(QUESTION)
    wreck.start()
    wreck.imap.wait_for(SERVER, rb"\w+ OK.*move")
    wreck.imap.refuse()
    wreck.smtp.calm()
    wreck.smtp.wait_for(SERVER, rb"250 2\.0\.0")
    later = wreck.write(QUESTION)
    wreck.imap.calm()
    wreck.work_off(150)
    check(wreck.audit(), [question, later])
    assert wreck.audit().answers[question] == wreck.audit().answers[later] == 1
