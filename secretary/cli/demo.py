"""`secretary demo`: a small company in a box, and a working day in it."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from secretary.cli.errors import told

REVIEW = "Sekretariat/Zu prüfen"
PATIENCE = 15.0  # seconds within which the secretary answers, or nothing comes


def demo(*, keep: Annotated[bool, typer.Option("--keep", help="Leave all running and print log-ins.")] = False) -> None:
    """Start mail and calendar servers with a small company in them, and play a working day."""
    import structlog

    from secretary.embedded.office import EmbeddedOffice
    from secretary.embedded.play import calendars

    # The log would stand between the letters; the reasons are shown at the end.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with told(), tempfile.TemporaryDirectory() as folder:
        today = datetime.now(UTC).date()
        with EmbeddedOffice(calendars=calendars(today)) as office:
            os.environ["SECRETARY_DEMO"] = office.accounts["anna"].password
            asyncio.run(_play(office, Path(folder)))
            if keep:
                _stay(office)


async def _play(office: Any, folder: Path) -> None:  # noqa: ANN401 - the embedded office, imported late
    from secretary.app.daemon import run_offices
    from secretary.app.wiring import daemons
    from secretary.config.load import parse_config
    from secretary.embedded.play import CONFIG

    text = CONFIG.format(
        imap=office.imap_port,
        smtp=office.smtp_port,
        caldav=office.caldav_url,
        anna=office.calendar_url("anna"),
        ben=office.calendar_url("ben"),
    )
    stop = asyncio.Event()
    secretary = asyncio.create_task(run_offices(daemons(parse_config(text, file="demo"), folder), stop))
    try:
        await asyncio.to_thread(_scenes, office)
    finally:
        stop.set()
        await secretary


def _scenes(office: Any) -> None:  # noqa: ANN401 - as above
    from secretary.embedded.day import DAY
    from secretary.embedded.play import letter, mail_of

    for number, scene in enumerate(DAY):
        user = scene.writer.user
        before = office.mailbox(user)
        answered = letter(before[-1]) if before else None
        raw = mail_of(scene, number, datetime.now(UTC), answered)
        typer.secho(f"\n── {scene.shows} ──", bold=True)
        _show(raw)
        office.deliver(raw, "sekretariat@firma.test", sender=scene.writer.address)
        _wait_until_settled(office)
        for answer in office.mailbox(user)[len(before) :]:
            _show(answer)
    _show_review(office)


def _wait_until_settled(office: Any) -> None:  # noqa: ANN401 - as above
    """Until the INBOX is empty and no mailbox has grown for a moment."""
    until = time.monotonic() + PATIENCE
    last, since = -1, time.monotonic()
    while time.monotonic() < until:
        size = sum(len(office.mailbox(user)) for user in office.accounts)
        if size != last or office.mailbox("sekretariat"):
            last, since = size, time.monotonic()
        elif time.monotonic() - since > 1.5:  # noqa: PLR2004 - longer than the steps of a booking are apart
            return
        time.sleep(0.05)


def _show(raw: bytes) -> None:
    from secretary.embedded.play import letter, words

    mail = letter(raw)
    typer.secho(f"{mail['From']} → {mail['To']}: {mail['Subject']}", fg="cyan")
    typer.echo("\n".join(f"    {line}" for line in words(mail).splitlines()))


def _show_review(office: Any) -> None:  # noqa: ANN401 - as above
    typer.secho(f"\n── what a person must look at ({REVIEW}) ──", bold=True)
    for raw in office.mailbox("sekretariat", REVIEW):
        _show(raw)


def _stay(office: Any) -> None:  # noqa: ANN401 - as above
    typer.echo(f"\nIMAP {office.host}:{office.imap_port}  SMTP {office.host}:{office.smtp_port}  {office.caldav_url}")
    for user, account in office.accounts.items():
        typer.echo(f"  {user} / {account.password}")
    typer.echo("Ctrl-C ends it.")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        typer.echo("Closed.")
