"""One place that turns errors into sentences for the person at the terminal.

Promises: problem, place and remedy, each error on lines of its own. Exit code 2 where something
that was written or asked cannot be used, 1 where the world did not do as asked.
Never does: show a traceback for something that a person can mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import typer

from secretary.domain.errors import SecretaryError, SetupError, flat

FAILED, UNUSABLE = 1, 2  # exit codes


@contextmanager
def told() -> Iterator[None]:
    """Run a command's body; errors of the house end it with sentences."""
    try:
        yield
    except* SecretaryError as group:
        errors = list(flat(group))
        for error in errors:
            typer.echo(f"✗ {sentence(error)}", err=True)
        unusable = any(isinstance(error, SetupError) for error in errors)
        raise typer.Exit(UNUSABLE if unusable else FAILED) from None


def sentence(error: SecretaryError) -> str:
    """The place, the problem, and on the next line what to do."""
    place = f"{error.where}: " if isinstance(error, SetupError) and error.where else ""
    remedy = f"\n  → {error.remedy}" if error.remedy else ""
    return f"{place}{error.problem}{remedy}"


def zone_named(name: str) -> ZoneInfo:
    """The time zone of an option. Raises SetupError for one that is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:
        raise SetupError(f"{name!r} is no time zone.", remedy="Write one like Europe/Berlin.") from error
