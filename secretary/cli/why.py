"""`secretary why`: why a mail or a case went as it did, from the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath, OneOffice

if TYPE_CHECKING:
    from secretary.domain.decision import RuleTrace
    from secretary.ledger.views.story import StepStory, Story

HOUSE = "house"


def why(
    asked: Annotated[str, typer.Argument(metavar="MESSAGE-ID|CASE", help="A case ([ABCD2345]) or a Message-ID.")],
    config: ConfigPath = DEFAULT_CONFIG,
    office: OneOffice = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a case.")] = False,
) -> None:
    """Tell why a mail or a case went as it did: rules, near misses, effects, timers.

    The id of a case stands at the end of each cover note and in the log; brackets do not matter. In a
    shell, put a Message-ID with < and > into quotes, or leave them out.
    """
    from secretary.app.settings import load_settings
    from secretary.app.wiring import office_named, records
    from secretary.cli.show import json_line, printable
    from secretary.domain.errors import SetupError

    with told():
        settings = load_settings(config)
        if office:
            office_named(settings, office)
        stories = records(settings, config.parent).stories(asked, office)
        if not stories:
            raise SetupError(
                f"Nothing is on record under {asked!r}.",
                remedy="A mail is on record once it left the INBOX; `secretary status` tells what waits. "
                "Give the case from a cover note, or the Message-ID from the mail's header.",
            )
        for story in stories:
            zone = settings.offices[story.case.office].zone if story.case.office in settings.offices else "UTC"
            lines = [json_line(story)] if as_json else _in_words(story, zone)
            typer.echo("\n".join(map(printable, lines)))


def _in_words(story: Story, zone: str) -> Iterator[str]:
    from secretary.cli.words import deed, ended, moment, owes

    case = story.case
    yield f"Case {case.id}: {case.subject or '(no subject)'}"
    by = f", led by {case.service}" if case.service else ""
    yield f"  with {case.party} since {moment(case.opened, zone)}, office {case.office}{by}: {owes(case)}"
    for step in story.steps:
        yield ""
        yield from _step(step, zone)
    yield from _weighed(story, zone)
    if story.effects:
        yield from ("", "What was done")
        yield from (line for e in story.effects for line in (f"  {deed(e.deed)}", f"      {ended(e, zone)}"))
    if story.timers:
        yield from ("", "What it waits for")
        yield from (f"  {timer.name}: {moment(timer.due, zone)}" for timer in story.timers)
    if not story.whole:
        yield from ("", f"The whole case: secretary why {case.id}")


def _weighed(story: Story, zone: str) -> Iterator[str]:
    """What the last search for free time looked at, in the words in which a principal is told."""
    from secretary.services.appointments.free.explaining import told_of

    for block in told_of(story.state, zone) if story.state else ():
        yield from ("", block.head, *(f"  {line}" for line in block.lines))


def _step(step: StepStory, zone: str) -> Iterator[str]:
    from secretary.cli.words import action, moment

    cause = f"mail ({step.kind or 'unread'}) from {step.sender}  {step.message_id}".rstrip() if step.digest else "news"
    yield f"{moment(step.at, zone)}  {cause}{f': {step.outcome}' if step.outcome else ''}"
    for ordered in step.ordered:
        yield f"  → {action(ordered)}"
        yield f"      because of {ordered.rule}: {ordered.why}"
    yield from _trace(step)


def _trace(step: StepStory) -> Iterator[str]:
    """What fired with its findings, near misses, the rest, and the house rules in one line."""
    own = [t for t in step.trace if t.place != HOUSE]
    for rule in (t for t in own if t.fired):
        yield f"  {rule.rule} ({rule.place}) fired:"
        yield from (f"      {c.condition}: found {c.found or 'nothing'}" for c in rule.checks)
    missed = sorted((t for t in own if not t.fired), key=lambda t: -t.nearness)
    yield from (f"  {_near_miss(rule)}" for rule in missed if rule.nearness > 0)
    yield from (f"  {_far_miss(rule)}" for rule in missed if not rule.nearness)
    looked = [t.rule.removeprefix("house.") for t in step.trace if t.place == HOUSE and not t.fired]
    if looked:
        yield f"  house rules that did not apply: {', '.join(looked)}"


def _near_miss(rule: RuleTrace) -> str:
    """A rule that would have fired but for some of its conditions."""
    failed = [(n, c) for n, c in enumerate(rule.checks, 1) if not c.held]
    only = "only " if len(failed) == 1 else ""
    where = "; ".join(f"condition {n}: asked {c.condition}, found {c.found or 'nothing'}" for n, c in failed)
    return f"rule {rule.rule} ({rule.place}) failed {only}at {where}"


def _far_miss(rule: RuleTrace) -> str:
    asked = "; ".join(f"asked {c.condition}, found {c.found or 'nothing'}" for c in rule.checks)
    return f"rule {rule.rule} ({rule.place}) did not fit: {asked}"
