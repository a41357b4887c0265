"""How the demo looks on a terminal: letters, mailboxes, calendars.

Promises: the same text with and without colours; long lines are wrapped by the terminal only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from secretary.domain.event import Event, EventStatus
from secretary.embedded.day import SECRETARY
from secretary.embedded.office import EmbeddedOffice
from secretary.embedded.play import ZONE, letter, words
from secretary.ledger.views.story import Story

WIDTH = 100  # columns where the output is no terminal: no letter has longer lines


def paper() -> Console:
    """The console that the demo prints to."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=WIDTH)


def heading(console: Console, text: str) -> None:
    """The title of a scene or a list."""
    console.print(f"\n[bold]── {escape(text)} ──[/bold]")


def show_letter(console: Console, raw: bytes) -> None:
    """Who writes to whom, and the words."""
    mail = letter(raw)
    colour = "green" if SECRETARY.address in str(mail["From"]) else "cyan"
    who, subject = escape(f"{mail['From']} → {mail['To']}"), escape(str(mail["Subject"]))
    console.print(f"[{colour}]{who}[/{colour}]\n    [bold]{subject}[/bold]")
    for line in words(mail).splitlines():
        console.print(f"    {escape(line)}".rstrip())


def show_mailboxes(console: Console, office: EmbeddedOffice) -> None:
    """The secretary's folders with what lies in them, and what everybody else has got."""
    for folder in office.folders(SECRETARY.user):
        mails = office.mailbox(SECRETARY.user, folder)
        if mails:
            console.print(f"[cyan]{escape(folder)}[/cyan]  {len(mails)}")
        for raw in mails:
            mail = letter(raw)
            console.print(escape(f"    {mail['From']}: {mail['Subject']}"))
    for user, account in office.accounts.items():
        if user != SECRETARY.user:
            console.print(f"{account.address}: {len(office.mailbox(user))} in the INBOX")


def show_calendar(console: Console, owner: str, events: Sequence[Event]) -> None:
    """A calendar's entries in the order of time; held times are dim."""
    console.print(f"[cyan]{escape(owner)}[/cyan]")
    for event in sorted(events, key=lambda e: e.start):
        held = event.status is EventStatus.TENTATIVE
        line = f"    {_span(event.start, event.end)}  {event.summary}{'  (held)' if held else ''}"
        console.print(f"[dim]{escape(line)}[/dim]" if held else escape(line))


def _span(start: datetime, end: datetime) -> str:
    zone = ZoneInfo(ZONE)
    return f"{start.astimezone(zone):%a %d %b %H:%M}–{end.astimezone(zone):%H:%M}"


def show_reasons(console: Console, stories: Sequence[Story]) -> None:
    """For each mail what it set off, by which rule and why, and what came nearest where no rule did."""
    for story in stories:
        first = story.steps[0]
        console.print(f"[cyan]{escape(first.sender)}[/cyan]: {escape(story.case.subject)}  [dim]{story.case.id}[/dim]")
        for rule, why in dict.fromkeys((ordered.rule, ordered.why) for ordered in first.ordered):
            console.print(escape(f"    {rule}: {why}"))
        for missed in sorted((t for t in first.trace if not t.fired), key=lambda t: -t.nearness)[:1]:
            failed = next(c for c in missed.checks if not c.held)
            if missed.nearness:
                found = failed.found or "nothing"
                console.print(escape(f"    nearly: {missed.rule}, but for {failed.condition} (found: {found})"))
