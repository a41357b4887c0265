"""The examples under rules, run as tests.

Promises: each example is decided as a real mail would be; a failure names the rule and what came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from secretary.decide.engine import DEFAULT, decide
from secretary.decide.model import Example
from secretary.decide.ruleset import Rule, RuleSet
from secretary.domain.decision import Context, Decision
from secretary.domain.errors import SetupError
from secretary.domain.office import Office
from secretary.domain.reading import Reading, Trust

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
    if example.authenticated:
        reading = replace(reading, sender=replace(reading.sender, trust=Trust.AUTHENTICATED))
    role = office.role_of(reading.sender.address)
    context = Context(office, NOON, role, office_open=example.office_open, services=frozenset({"appointments"}))
    decision = decide(reading, context, rules)
    wanted = example.expect or rule.text.name
    fired = [t.rule for t in decision.trace if t.fired] or [DEFAULT]
    if wanted not in fired:
        yield _failed(rule, example, f"is decided by {fired[-1]!r}, not by {wanted!r}")
    elif example.actions and _words(decision) != list(example.actions):
        yield _failed(rule, example, f"gives {_words(decision)}, not {list(example.actions)}")


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
    return mail.as_bytes()
