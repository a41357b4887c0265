"""The one process of a test run from which every life of a wreck is forked, see `tests.system.faults.doomed`.

Promises: one life at a time; each has the environment of the moment at which it began. The mother ends with
the test run.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from subprocess import PIPE


class Mother:
    """Gives birth on request."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.system.faults.doomed"]
        self._process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, bufsize=1)

    def bear(self, doom: str, config: Path, log: Path) -> int:
        """A new life; its process id."""
        order = {"doom": doom, "config": str(config), "log": str(log), "environment": dict(os.environ)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def ended(self, seconds: float) -> int | None:
        """Wait for the end of the life; the exit code, None where it did not come."""
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return None
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """No further births."""
        self._process.stdin.close()
        self._process.wait()


@lru_cache(maxsize=1)
def mother() -> Mother:
    """The mother of this run; importing what a life needs takes a second or two, and is done once."""
    one = Mother()
    atexit.register(one.close)
    return one
