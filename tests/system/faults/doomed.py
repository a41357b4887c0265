"""Gives birth to processes of the secretary that may be doomed to die at one exact write of their record.

The program's modules are imported once; each process is forked from there, runs the real command line,
and is a process like any other. One line of input, JSON, is one birth: doom, config, log, environment.
The answer is the process id, and, when it has ended, a line with its exit code (negative for a signal).

A doom "before:7" is SIGKILL right before the seventh writing transaction is committed, "after:7" right
behind that, "" none. Opening the record is the first. Only SQLAlchemy is listened to.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import Pool

import secretary.app.desk
import secretary.app.wiring
import secretary.config  # noqa: F401 - what a life would import takes a second
from secretary.act.compose.templates import Templates
from secretary.app.rules.files import read_folder, shipped
from secretary.app.rules.rulebook import TEMPLATES
from secretary.cli import main
from secretary.ledger.engine import WRITES


def doom(number: int, *, before: bool) -> None:
    """From now on, this process lives until its `number`th write."""
    writes = itertools.count(1)
    reached = False

    def on_commit(connection: Connection) -> None:
        nonlocal reached
        if connection.get_execution_options().get(WRITES):
            reached = reached or next(writes) == number
            if reached and before:
                os.kill(os.getpid(), signal.SIGKILL)

    def on_return(*_: object) -> None:
        if reached:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "commit", on_commit)
    event.listen(Pool, "checkin", on_return)


def live(doomed: str, config: str, log: str, environment: dict[str, str]) -> None:
    """One life, in the child."""
    os.environ.clear()
    os.environ.update(environment)
    with Path(log).open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.close(0)
    if doomed:
        when, _, number = doomed.partition(":")
        doom(int(number), before=when == "before")
    sys.argv = ["secretary", "run", "-c", config]
    main()


def told(number: int) -> None:
    """One line of the answer."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def births() -> None:
    """Until the input ends."""
    Templates(read_folder(shipped("templates"), TEMPLATES))  # compiled once, and inherited
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            order = json.loads(line)
            live(order["doom"], order["config"], order["log"], order["environment"])
            return
        told(child)
        told(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    births()
