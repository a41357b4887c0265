"""One place that turns errors into sentences for the person at the terminal.

Promises: problem, place and remedy, each error on lines of its own; exit code 1.
Never does: show a traceback for something that a person can mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from secretary.domain.errors import SecretaryError, SetupError


@contextmanager
def told() -> Iterator[None]:
    """Run a command's body; errors of the house end it with sentences."""
    try:
        yield
    except* SecretaryError as group:
        for error in flat(group):
            typer.echo(f"✗ {sentence(error)}", err=True)
        raise typer.Exit(1) from None


def flat(group: BaseExceptionGroup[SecretaryError]) -> Iterator[SecretaryError]:
    """The single errors of a group, in order."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from flat(error)
        else:
            yield error


def sentence(error: SecretaryError) -> str:
    """The place, the problem, and on the next line what to do."""
    place = f"{error.where}: " if isinstance(error, SetupError) and error.where else ""
    remedy = f"\n  → {error.remedy}" if error.remedy else ""
    return f"{place}{error.problem}{remedy}"
