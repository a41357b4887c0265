"""A target under atheris, the fuzzer that watches which code an input reaches; ends with 77 at a defect.

Without arguments it takes orders, each a line of JSON: target, options, log. Each is carried out by a fork,
since instrumenting takes longer than a bounded search; the answer is a line with the exit code.
"""

import json
import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["secretary", "tests.fuzz", "icalendar"]):
    from tests.fuzz import targets


def search(name: str, options: list[str]) -> None:
    """Does not return."""
    atheris.Setup([name, *options], getattr(targets, name))
    atheris.Fuzz()


def orders() -> None:
    """Until the input ends; each order in a process of its own, with its output in a file."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            with Path(order["log"]).open("wb") as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            search(order["target"], order["options"])
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


if sys.argv[1:]:
    search(sys.argv[1], sys.argv[2:])
else:
    orders()
