"""`secretary run` and `secretary once`: the daemon, and one pass of it for cron."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import typer

from secretary.cli.errors import told
from secretary.cli.logs import configure
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath
from secretary.domain.errors import SecretaryError

if TYPE_CHECKING:
    from secretary.app.daemon import OfficeDaemon


def run(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Watch every office's mailbox, and serve the desk, until told to stop (Ctrl-C or SIGTERM).

    Changed rules and templates are taken while it runs, on SIGHUP at once; mistakes in them are
    logged, and the last good set stays. A changed configuration needs a restart.
    """
    from secretary.app.desk import run_all
    from secretary.app.operating.supervision import Manager, supervised
    from secretary.app.settings import load_settings
    from secretary.app.wiring import daemons

    async def _run() -> bool:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        offices = daemons(settings, config.parent)
        loop.add_signal_handler(signal.SIGHUP, _reload, offices)
        async with supervised(offices, stop, Manager.of(os.environ)):
            return await run_all(settings, config.parent, offices, stop)

    with told():
        settings = load_settings(config)
        configure(settings.log_level)
        if not asyncio.run(_run()):
            # A thread that waits for a silent server cannot be ended; all that counts is on record.
            os._exit(0)


def _reload(offices: list[OfficeDaemon]) -> None:
    for office in offices:
        office.ask_to_reload()


def once(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Do one pass over every office's mailbox, then end: for cron, instead of `run`."""
    from secretary.app.privacy.retention import Housekeeping
    from secretary.app.settings import load_settings
    from secretary.app.wiring import SystemClock, daemons, database

    with told():
        settings = load_settings(config)
        configure(settings.log_level)
        offices = daemons(settings, config.parent)
        housekeeping = Housekeeping(database(settings.database, config.parent), settings.retention, SystemClock())
        asyncio.run(housekeeping.sweep(asyncio.Event()))
        asyncio.run(_pass(offices))


async def _pass(offices: list[OfficeDaemon]) -> None:
    """Each office in its turn; the trouble of one is told when the others are done."""
    troubles: list[SecretaryError] = []
    for office in offices:
        try:
            taken = await _office_pass(office)
        except SecretaryError as error:
            troubles.append(error)
        else:
            typer.echo(f"{office.name}: {taken} mail(s) taken in.")
    if troubles:
        raise ExceptionGroup("The pass is not complete.", troubles)


async def _office_pass(office: OfficeDaemon) -> int:
    await office.rounds.mailbox.open()
    try:
        await office.rounds.executor.recover()
        return await office.rounds.once()
    finally:
        await office.rounds.mailbox.close()
