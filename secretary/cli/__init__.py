"""The command line: one file per command, and here the door that they stand behind.

Promises: `main` is the entry point of the `secretary` command.
Never: does any work itself; a command only wires and prints.
"""

from collections.abc import Callable
from typing import Annotated

import typer

from secretary import __version__
from secretary.cli.audit import audit_app
from secretary.cli.backup import backup, restore
from secretary.cli.check import check
from secretary.cli.demo import demo
from secretary.cli.export import export
from secretary.cli.forget import forget, hold
from secretary.cli.grant import grant
from secretary.cli.init import init
from secretary.cli.processing import processing
from secretary.cli.read import read
from secretary.cli.reference import reference
from secretary.cli.replay import replay
from secretary.cli.retry import retry
from secretary.cli.rules import rules_app
from secretary.cli.run import once, run
from secretary.cli.status import status
from secretary.cli.times import times
from secretary.cli.unit import unit
from secretary.cli.why import why

app = typer.Typer(
    name="secretary",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"secretary {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda value: _print_version(wanted=value), is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """A virtual secretary that lives in e-mail.

    See it with `secretary demo`. For an own office: `secretary init`, then `check`, then `replay` with
    mails that you have, then `run`. `status` tells how it stands, and `why` explains what it did.
    """
    del version


PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    "To begin": (demo, init, grant, check, replay, unit),
    "At work": (run, once, status, why, retry),
    "To keep it safe": (backup, restore, export, forget, hold, processing),
    "For those who write rules": (read, times),
}
for panel, commands in PANELS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)
app.add_typer(audit_app, name="audit", rich_help_panel="To keep it safe")
app.add_typer(rules_app, name="rules", rich_help_panel="For those who write rules")
app.command(hidden=True)(reference)


def main() -> None:
    """Run the command line."""
    app()
