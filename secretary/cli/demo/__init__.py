"""`secretary demo`: a small company in a box, and a working day in it."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from secretary.cli.errors import told

if TYPE_CHECKING:
    from rich.console import Console

    from secretary.cli.demo.stage import Stage
    from secretary.embedded.office import EmbeddedOffice

REVIEW = "Sekretariat/Zu prüfen"
AHEAD = timedelta(days=21)  # how much of the calendars is shown
QUIET = 40  # the log would stand between the letters: only what is at least an error


def demo(*, keep: Annotated[bool, typer.Option("--keep", help="Leave all running and print log-ins.")] = False) -> None:
    """Watch a working day of a small company: real servers and the real secretary, in one process.

    Starts a mail server and a calendar server on this machine with a few people in them, runs the
    secretary against them as against any server, and shows the letters as they are written.
    Nothing is installed, nothing is left behind, and no mail leaves this machine.
    """
    import structlog

    from secretary.embedded.office import EmbeddedOffice
    from secretary.embedded.play import calendars

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(QUIET))
    with told(), tempfile.TemporaryDirectory() as folder:
        today = datetime.now(UTC).date()
        with EmbeddedOffice(calendars=calendars(today)) as office:
            asyncio.run(_day(office, Path(folder), keep=keep))


async def _day(office: EmbeddedOffice, folder: Path, *, keep: bool) -> None:
    from secretary.cli.demo.paper import heading, paper, show_letter
    from secretary.cli.demo.stage import staged
    from secretary.embedded.day import DAY

    console = paper()
    async with staged(office, folder) as stage:
        for scene in DAY:
            heading(console, scene.shows)
            async for raw in stage.play(scene):
                show_letter(console, raw)
        await _evening(console, stage)
        if keep:
            await _stay(console, office)


async def _evening(console: Console, stage: Stage) -> None:
    """What the day has left: mails for a person, mailboxes, calendars."""
    from secretary.cli.demo.paper import heading, show_calendar, show_letter, show_mailboxes, show_reasons
    from secretary.domain.event import Interval

    heading(console, f"what a person must look at ({REVIEW})")
    for raw in stage.office.mailbox("sekretariat", REVIEW):
        show_letter(console, raw)
    heading(console, "the mailboxes in the evening")
    show_mailboxes(console, stage.office)
    heading(console, "the calendars")
    calendars, now = stage.secretary.rounds.executor.calendars, datetime.now(UTC)
    for user in ("anna", "ben"):
        url = stage.office.calendar_url(user)
        events = await calendars.events(url, Interval(now, now + AHEAD), fresh=True) if calendars else ()
        show_calendar(console, user, events)
    heading(console, "the reasons (`secretary why CASE` tells the whole of each)")
    show_reasons(console, stage.stories())


async def _stay(console: Console, office: EmbeddedOffice) -> None:
    from secretary.cli.demo.paper import heading

    heading(console, "all is running: join in with any mail program (no TLS, this machine only)")
    console.print(f"IMAP {office.host}:{office.imap_port}   SMTP {office.host}:{office.smtp_port}")
    console.print(f"CalDAV {office.caldav_url}")
    for account in office.accounts.values():
        console.print(f"    {account.address:28} user {account.user:12} password {account.password}")
    console.print("Ctrl-C ends it.")
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        console.print("Closed.")
