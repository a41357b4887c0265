"""`secretary status`: how each office stands, from the record; safe while the daemon runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath, OneOffice

if TYPE_CHECKING:
    from secretary.domain.case import Case
    from secretary.ledger.views.standing import Standing

SHOWN = 10  # lines of each list; --json has more
PATIENCE = timedelta(minutes=15)  # what is due for longer waits for a daemon that does not run, or a server
FRESH = timedelta(days=1)  # what went wrong before has been seen


def status(
    config: ConfigPath = DEFAULT_CONFIG,
    office: OneOffice = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON an office.")] = False,
) -> None:
    """Tell how each office stands: mail, open cases and who owes what, the outbox, timers, trouble.

    It may be asked while the secretary runs. The exit code is 0 when all is well, 1 when something
    needs a person (broken rules are such a thing), 2 when the configuration cannot be used.
    """
    from secretary.app.settings import load_settings
    from secretary.app.wiring import office_named, records, rules_trouble
    from secretary.cli.show import as_plain, json_line, printable

    wrong = False
    with told():
        settings = load_settings(config)
        kept = records(settings, config.parent)
        for name in [office] if office else settings.offices:
            zone = office_named(settings, name).zone
            standing = kept.standing(name, datetime.now(UTC))
            broken = rules_trouble(settings, config.parent, name)
            trouble = [*_trouble(standing), *(f"{e} The last good rules stay in force." for e in broken)]
            wrong = wrong or bool(trouble)
            shown: dict[str, Any] = {**as_plain(standing), "trouble": trouble}
            lines = [json_line(shown)] if as_json else _in_words(standing, zone, trouble)
            typer.echo("\n".join(map(printable, lines)))
    raise typer.Exit(1 if wrong else 0)


def _trouble(standing: Standing) -> Iterator[str]:
    """What needs a person, a sentence each with what to do."""
    overdue = [w.effect for w in standing.waiting if w.effect.due < standing.at - PATIENCE]
    if overdue:
        yield (
            f"{len(overdue)} effects are due and not begun. Is `secretary run` running? "
            f"The last problem: {overdue[0].problem or 'none'}."
        )
    if any(t.due < standing.at - PATIENCE for t in standing.timers):
        yield "A timer is overdue. Is `secretary run` running?"
    for dead in standing.dead:
        if not _is_new(dead.effect.settled_at, standing) or dead.effect.reason == "limit":
            continue
        yield f"Case {dead.case}: {dead.effect.detail or dead.effect.reason}. See `secretary why {dead.case}`."
    for failure in standing.failures:
        if not failure.settled:
            yield f"A mail could not be understood, {failure.count} times: {failure.problem}. It stays in the INBOX."
        elif _is_new(failure.at, standing):
            yield f"A mail failed {failure.count} times: {failure.problem}. Look into the quarantine folder."


def _is_new(at: datetime | None, standing: Standing) -> bool:
    return at is not None and at > standing.at - FRESH


def _in_words(standing: Standing, zone: str, trouble: list[str]) -> Iterator[str]:
    from secretary.cli.words import length, moment

    yield f"Office {standing.office}, {moment(standing.at, zone)}"
    last = f"{length(standing.at - standing.last_mail)} ago" if standing.last_mail else "none yet"
    yield f"  mail: the last {last}, {standing.mails_today} in the last 24 hours"
    yield from _cases(standing)
    yield from _outbox(standing, zone)
    for timer in standing.timers[:SHOWN]:
        yield f"  timer {timer.name} of case {timer.case}: {moment(timer.due, zone)}"
    yield from (f"  ! {sentence}" for sentence in trouble)
    if not trouble:
        yield "  all is well"


def _cases(standing: Standing) -> Iterator[str]:
    from secretary.cli.words import counted, length, owes
    from secretary.domain.case import CaseState

    groups = (
        (CaseState.ESCALATED, "with a person"),
        (CaseState.HANDED_OVER, "led by a person"),
        (CaseState.WAITING, "waiting for an answer"),
        (CaseState.OPEN, "open"),
    )
    for state, words in groups:
        found = [c for c in standing.open_cases if c.case.state is state]
        if found:
            yield f"  {counted(len(found), 'case')} {words}"
        for entry in found[:SHOWN]:
            age = length(standing.at - entry.since)
            yield f"    {entry.case.id}  for {age}: {owes(entry.case)}  ({_subject(entry.case)})"


def _subject(case: Case) -> str:
    from textwrap import shorten

    return shorten(case.subject or "no subject", 50, placeholder=" …")


def _outbox(standing: Standing, zone: str) -> Iterator[str]:
    from secretary.cli.words import deed, ended, length

    counts = ", ".join(f"{n} {state}" for state, n in sorted(standing.effects.items())) or "empty"
    oldest = min((e.effect.due for e in standing.waiting), default=standing.at)
    late = f"; the oldest is due for {length(standing.at - oldest)}" if oldest < standing.at else ""
    yield f"  outbox: {counts}{late}"
    for title, entries in (("waits", standing.waiting), ("ended badly", standing.dead)):
        for entry in entries[:SHOWN]:
            yield f"    {title}: {deed(entry.effect.deed)}"
            yield f"      {ended(entry.effect, zone)}  (case {entry.case})"
