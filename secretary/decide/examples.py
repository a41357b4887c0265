"""The examples under rules, run as tests.

Promises: each example is decided as a real mail would be; a failure names the rule and what came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type
from zoneinfo import ZoneInfo

from secretary.decide.engine import DEFAULT, decide
from secretary.decide.house import APPOINTMENTS
from secretary.decide.model import Example
from secretary.decide.ruleset import Rule, RuleSet
from secretary.domain.case import Case
from secretary.domain.decision import Context, Decision, History
from secretary.domain.errors import SetupError
from secretary.domain.office import Office
from secretary.domain.reading import Reading

EVENT = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
METHOD:{method}\r
BEGIN:VEVENT\r
UID:example@example.org\r
DTSTAMP:20260714T080000Z\r
DTSTART:20260721T080000Z\r
DTEND:20260721T083000Z\r
ORGANIZER:mailto:tom@example.org\r
ATTENDEE:mailto:office@example.org\r
SUMMARY:Example\r
END:VEVENT\r
END:VCALENDAR\r
"""
NOON = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)  # an ordinary Tuesday, noon in Berlin


def run_examples(rules: RuleSet, read: Callable[[bytes], Reading], office: Office) -> tuple[SetupError, ...]:
    """The examples that fail; empty when all hold."""
    return tuple(e for rule in rules.rules for x in rule.text.examples for e in _run(rule, x, rules, read, office))


def _run(
    rule: Rule, example: Example, rules: RuleSet, read: Callable[[bytes], Reading], office: Office
) -> Iterator[SetupError]:
    try:
        reading = read(_mail(example, office))
    except ValueError as error:
        yield _failed(rule, example, f"is no mail ({error})")
        return
    if example.auth:
        reading = replace(reading, sender=replace(reading.sender, trust=example.auth))
    decision = decide(reading, _context(example, reading, office), rules)
    wanted = example.expect or rule.text.name
    fired = [t.rule for t in decision.trace if t.fired] or [DEFAULT]
    if wanted not in fired:
        yield _failed(rule, example, f"is decided by {fired[-1]!r}, not by {wanted!r}")
    elif example.actions and _words(decision) != list(example.actions):
        yield _failed(rule, example, f"gives {_words(decision)}, not {list(example.actions)}")


def _context(example: Example, reading: Reading, office: Office) -> Context:
    """The surroundings that the example names, else an ordinary day."""
    at, author = _at(example, office), reading.sender.address
    case = (
        Case("EXAMPLE", office.id, example.subject, author, at, example.case, turns=example.turns)
        if example.case
        else None
    )
    return Context(
        office=office,
        now=at,
        role=example.role or office.role_of(author),
        case=case,
        history=History(known=example.known, mails_before=example.prior_mails),
        office_open=example.office_open,
        answers_ours=example.answers_ours,
        services=frozenset({APPOINTMENTS}),
    )


def _at(example: Example, office: Office) -> datetime:
    if example.at is None:
        return NOON
    return example.at if example.at.tzinfo else example.at.replace(tzinfo=ZoneInfo(office.zone))


def _words(decision: Decision) -> list[str]:
    return [type(r.action).__name__.casefold() for r in decision.actions]


def _failed(rule: Rule, example: Example, what: str) -> SetupError:
    shown = example.subject or example.text[:40]
    remedy = "Change the rule, or what the example expects; `secretary rules test` runs all."
    return SetupError(
        f"The example {shown!r} {what}.", file=rule.file, line=rule.line, key=rule.text.name, remedy=remedy
    )


def _mail(example: Example, office: Office) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = example.from_
    mail["To"] = example.to or office.address.addr_spec
    mail["Subject"] = example.subject
    mail["Date"] = NOON
    mail["Message-ID"] = "<example@example.org>"
    for name, value in example.headers.items():
        mail[name] = value
    mail.set_content(example.text)
    if example.calendar:
        method = example.calendar.upper()
        mail.add_alternative(EVENT.format(method=method), subtype="calendar", params={"method": method})
    for name in example.attachments:
        mail.add_attachment(b"%PDF-1.7 example", "application", _subtype(name), filename=name)
    return mail.as_bytes()


def _subtype(name: str) -> str:
    guessed = guess_type(name)[0] or ""
    return guessed.partition("/")[2] or "octet-stream"
