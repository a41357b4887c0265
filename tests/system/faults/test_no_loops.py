"""No loop and no backscatter (RFC 3834): whatever machine answers us, it is soon over."""

import pytest

from secretary.domain.office import Limits
from tests.system.faults.partners import OFFICE, QUESTION, Relay, Robot, Secretary, play, strip
from tests.system.faults.wreck_fixtures import AT_LENGTH
from tests.unit.act.world import Clock, breaches

AUTO_REPLIES = 10_000 if AT_LENGTH else 300  # all ten thousand by `make crash`
ROUNDS = 60
OTHER = "office@other.test"
GMAIL = ("max.muster@gmail.com", "maxmuster+a@googlemail.com", "m.a.x.muster+b@gmail.com", "MaxMuster@gmail.com")
ABSENCE = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
BOUNCE = {
    "Return-Path": "<>", "Auto-Submitted": "auto-replied", "X-Failed-Recipients": "weber@kunde.test",
    "Content-Type": 'text/plain; charset="utf-8"',
}  # fmt: skip


@pytest.fixture
def office() -> Secretary:
    return Secretary(Clock())


def lawful(office: Secretary) -> list[str]:
    return breaches(office.world.post, office.case_of, Limits())


@pytest.mark.parametrize("relay", [bytes, strip], ids=["marked", "stripped"])
@pytest.mark.parametrize("minutes", [0.5, 90])
def test_two_secretaries_do_not_talk_to_each_other(office: Secretary, relay: Relay, minutes: float) -> None:
    other = Secretary(office.world.clock, OTHER, "other")
    first = Robot((OFFICE,))
    first.first()
    other.receive(first.work()[0][1].replace(b"To: " + OFFICE.encode(), b"To: " + OTHER.encode()))
    for _, raw in other.work():
        office.receive(relay(raw))
    play(office, other, rounds=30, minutes=minutes, relay=relay)
    assert lawful(office) == []
    assert len(office.world.post.sent) + len(other.world.post.sent) <= (1 if relay is bytes else 4)


@pytest.mark.parametrize(
    "robot",
    [
        Robot(("weber@kunde.test",), "Ich bin bis Montag nicht im Büro.", "Automatische Antwort: {subject}", ABSENCE),
        Robot(("weber@kunde.test",), "Ich bin nicht im Büro.", "Abwesenheitsnotiz: {subject}"),
        Robot(("mailer-daemon@mx.kunde.test",), "550 User unknown", "Undelivered Mail Returned to Sender", BOUNCE),
    ],
    ids=["exchange absence", "absence without marks", "bounce"],
)
def test_absences_and_bounces_are_never_answered(office: Secretary, robot: Robot) -> None:
    office.receive(Robot(("weber@kunde.test",)).written("Frage", {}))
    for _, raw in office.work():
        robot.receive(strip(raw))
    play(office, robot, rounds=20, minutes=10)
    assert robot.received == 1


@pytest.mark.parametrize(
    "robot",
    [
        Robot(("support@kunde.test",), subject="[Ticket#4711] Re: {subject}"),
        Robot(("support@kunde.test",), subject="[Ticket#4711-{n}] {subject}", threads=False),
        Robot(GMAIL),
        Robot(GMAIL, threads=False, subject="Frage {n}"),
        Robot(tuple(f"robot{n}@robot.test" for n in range(500))),
        Robot(tuple(f"robot{n}@robot.test" for n in range(500)), threads=False),
    ],
    ids=["tickets", "new tickets", "gmail", "gmail, new threads", "addresses", "addresses, new threads"],
)
@pytest.mark.parametrize("minutes", [0.5, 90])
def test_a_robot_that_passes_for_a_person_meets_the_limits(office: Secretary, robot: Robot, minutes: float) -> None:
    robot.received, robot.outbox = 0, []
    robot.first()
    play(office, robot, rounds=ROUNDS, minutes=minutes)
    days = ROUNDS * minutes / 1440 + 1
    assert lawful(office) == []
    assert 1 <= robot.received <= Limits().per_subject_per_day * days
    assert robot.received <= 4 or len(robot.addresses) > len(GMAIL)


def test_automatic_replies_by_the_thousand_cause_no_answer(office: Secretary) -> None:
    marks = (
        {"Auto-Submitted": "auto-replied"}, {"Auto-Submitted": "auto-generated; x=y"}, {"Precedence": "auto_reply"},
        {"X-Autoreply": "yes"}, {"X-Auto-Response-Suppress": "All"}, {"List-Id": "<l.kunde.test>"},
        {"Return-Path": "<>"}, {"Precedence": "bulk"}, {"X-Autorespond": "Frage"}, {"Feedback-ID": "1:2:x"},
    )  # fmt: skip
    robots = [Robot((f"person{n}@kunde{n}.test",), QUESTION, headers=mark) for n, mark in enumerate(marks)]
    for number in range(AUTO_REPLIES):
        robot = robots[number % len(robots)]
        robot.received = number
        office.receive(robot.written("Frage", {}))
    while office.box.mails:
        assert office.work() == []
    assert office.world.waiting() == {}
