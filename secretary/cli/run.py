"""`secretary run` and `secretary once`: the daemon, and one pass of it for cron."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from secretary.cli.errors import told

ConfigPath = Annotated[Path, typer.Option("--config", "-c", help="The configuration.")]


def run(config: ConfigPath = Path("config.yaml")) -> None:
    """Watch every office's mailbox, and serve the desk, until told to stop (Ctrl-C or SIGTERM)."""
    from secretary.app.desk import run_all
    from secretary.app.wiring import daemons
    from secretary.config import load_config

    async def _run() -> bool:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        return await run_all(settings, config.parent, daemons(settings, config.parent), stop)

    with told():
        settings = load_config(config)
        if not asyncio.run(_run()):
            # A thread that waits for a silent server cannot be ended; all that counts is on record.
            os._exit(0)


def once(config: ConfigPath = Path("config.yaml")) -> None:
    """One pass over every office's mailbox, then out: for cron."""
    from secretary.app.wiring import daemons
    from secretary.config import load_config

    async def _once() -> int:
        taken = 0
        for office in daemons(settings, config.parent):
            await office.rounds.mailbox.open()
            try:
                await office.rounds.executor.recover()
                taken += await office.rounds.once()
            finally:
                await office.rounds.mailbox.close()
        return taken

    with told():
        settings = load_config(config)
        typer.echo(f"{asyncio.run(_once())} mail(s) taken in.")
