"""`secretary audit`: whether the record is what was written."""

from __future__ import annotations

from typing import Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath

audit_app = typer.Typer(help="Prove that the record was not changed by hand.", no_args_is_help=True)

Known = Annotated[str, typer.Option("--known", metavar="LINK", help="The last link of an earlier run.")]


@audit_app.callback()
def _root() -> None:
    """Prove that the record was not changed by hand."""


@audit_app.command()
def verify(config: ConfigPath = DEFAULT_CONFIG, known: Known = "") -> None:
    """Go through the audit log from its first entry; exit code 0 when each follows from the one before.

    Each decision, and each end of a mail, event or filing, is an entry. Note the last link elsewhere, and
    give it with --known the next time: then an end that was cut off is found as well. It may be used
    while the secretary runs.
    """
    from secretary.app.settings import load_settings
    from secretary.app.wiring import database
    from secretary.ledger.audit import verified

    with told():
        settings = load_settings(config)
        found = verified(database(settings.database, config.parent), known)
        erased = f" The text of {found.erased} decisions has been erased since." if found.erased else ""
        typer.echo(f"{found.entries} entries hold.{erased}")
        typer.echo(f"Last link: {found.last}")
