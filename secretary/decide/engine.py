"""Decide: the house rules, then the office's in order, then a person.

Promises: total and deterministic; the first rule that fires ends the search unless it continues.
A mail that may not be answered gets no answer and opens no negotiation, whatever a rule says.
Never does: drop an action in silence; the trace tells what was held back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from secretary.decide.conditions import checks
from secretary.decide.house import APPOINTMENTS, AUTOMATED, RULINGS
from secretary.decide.model import Then
from secretary.decide.ruleset import Rule, RuleSet
from secretary.domain.action import (
    Action,
    Answer,
    Engage,
    Escalate,
    EscalationReason,
    FileInto,
    Flag,
    FolderRole,
    Forward,
    Ignore,
    Remind,
)
from secretary.domain.address import Address
from secretary.domain.decision import Check, Context, Decision, Outcome, Reasoned, RuleTrace
from secretary.domain.office import Autonomy
from secretary.domain.reading import Reading

DEFAULT = "default"


def decide(reading: Reading, context: Context, rules: RuleSet) -> Decision:
    """What shall happen to a mail, and why."""
    reasons, trace = _by_house(reading, context)
    if not reasons:
        reasons, looked = _by_rules(reading, context, rules)
        trace += looked
    if not reasons:
        reasons = (Reasoned(Escalate(EscalationReason.NO_RULE), DEFAULT, "No rule covers this mail."),)
    outcome = Outcome.ESCALATED if any(isinstance(r.action, Escalate) for r in reasons) else Outcome.HANDLED
    return Decision(_filed(reasons, outcome), outcome, trace, rules.version)


def _by_house(reading: Reading, context: Context) -> tuple[tuple[Reasoned, ...], tuple[RuleTrace, ...]]:
    trace: list[RuleTrace] = []
    for name, why, applies, actions in RULINGS:
        fired = applies(reading, context)
        trace.append(RuleTrace(name, "house", fired, (Check(name.partition(".")[2], "", fired),), why))
        if fired:
            return tuple(Reasoned(a, name, why) for a in actions(reading, context)), tuple(trace)
    return (), tuple(trace)


def _by_rules(reading: Reading, context: Context, rules: RuleSet) -> tuple[tuple[Reasoned, ...], tuple[RuleTrace, ...]]:
    reasons: list[Reasoned] = []
    trace: list[RuleTrace] = []
    for rule in rules.rules:
        tested = checks(rule.text.when, reading, context)
        fired = all(c.held for c in tested)
        ordered, held_back = _orders(rule, reading, context.office.autonomy) if fired else ((), ())
        why = " ".join((rule.text.why, *held_back))
        trace.append(RuleTrace(rule.text.name, rule.place, fired, tested, why))
        reasons.extend(replace(r, why=why) for r in ordered)
        if fired and not rule.text.continue_:
            break
    return tuple(reasons), tuple(trace)


def _orders(rule: Rule, reading: Reading, office: Autonomy) -> tuple[tuple[Reasoned, ...], tuple[str, ...]]:
    """The rule's actions as far as this mail and the office's autonomy allow, and a sentence for each held back."""
    autonomy = Autonomy.SUGGEST if office is Autonomy.SUGGEST else rule.text.autonomy
    actions, held_back = [], []
    for then in rule.text.then:
        action = _action(then)
        if isinstance(action, Answer | Engage) and (stop := _no_answer(reading)):
            held_back.append(f"Held back: {then.word}, since {stop}.")
            # A machine loses nothing by silence; a person who only looks like one would.
            action = Ignore() if reading.kind.kind in AUTOMATED else _suggested(action)
        elif autonomy is Autonomy.SUGGEST and isinstance(action, Answer | Forward | Engage):
            action = _suggested(action)
        actions.append(Reasoned(action, rule.text.name, rule.text.why, autonomy))
    return tuple(actions), tuple(held_back)


def _no_answer(reading: Reading) -> str:
    """Why an answer must not leave by itself, "" where it may."""
    if not reading.kind.may_answer:
        return f"this mail may not be answered ({', '.join(e.rule for e in reading.kind.evidence)})"
    if "reply-to-elsewhere" in reading.sender.flags:
        return "answers to it are to go to another organisation (reply-to-elsewhere)"
    return ""


def _suggested(action: Action) -> Escalate:
    match action:
        case Answer():
            return Escalate(EscalationReason.SUGGESTION, draft=action)
        case Forward():
            to = ", ".join(a.addr_spec for a in action.to)
            return Escalate(EscalationReason.SUGGESTION, suggestions=(f"Forward to {to}",))
        case Engage():
            return Escalate(EscalationReason.SUGGESTION, suggestions=(f"Hand over to {action.service}",))
        case _:
            return Escalate(EscalationReason.SUGGESTION)


def _action(then: Then) -> Action:  # noqa: PLR0911 - one line an action
    match then:
        case Then(answer=spec) if spec:
            return Answer(spec.template, said=dict(spec.data))
        case Then(forward=to) if to:
            return Forward(tuple(Address(a) for a in to))
        case Then(file=folder) if folder:
            return FileInto(folder)
        case Then(flag=flag) if flag:
            return Flag(flag)
        case Then(escalate=told) if told:
            draft = Answer(told.draft) if told.draft else None
            return Escalate(told.reason, told.detail, told.suggest, draft)
        case Then(negotiate=request) if request:
            return Engage(APPOINTMENTS, request)
        case Then(engage=block) if block:
            return Engage(block.service, block.request, dict(block.params))
        case Then(remind=remind) if remind:
            return Remind(remind.after, remind.note)
        case _:
            return Ignore()


def _filed(reasons: tuple[Reasoned, ...], outcome: Outcome) -> tuple[Reasoned, ...]:
    """The one place that says where a mail ends: with a person, where a rule says, or handled."""
    return tuple(_filing(reasons, outcome))


def _filing(reasons: tuple[Reasoned, ...], outcome: Outcome) -> Iterator[Reasoned]:
    yield from (r for r in reasons if not isinstance(r.action, FileInto))
    named = [r for r in reasons if isinstance(r.action, FileInto)]
    if outcome is Outcome.ESCALATED:
        yield Reasoned(FileInto(FolderRole.REVIEW.value), reasons[0].rule, "A person must look at it.")
    elif named:
        yield named[0]
    else:
        yield Reasoned(FileInto(FolderRole.HANDLED.value), reasons[0].rule, "It is settled.")
