"""`secretary retry`: the dead letters, and another try for those that a person names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath, OneOffice

SHOWN = 12  # characters of a key; enough to name one
MOST = 1000

Keys = Annotated[list[str] | None, typer.Argument(metavar="[KEY]...", help="Which ones to try again; none lists them.")]


def retry(
    keys: Keys = None,
    config: ConfigPath = DEFAULT_CONFIG,
    office: OneOffice = "",
    *,
    everything: Annotated[bool, typer.Option("--all", help="Try all of them again.")] = False,
) -> None:
    """List mails, events and filings that nobody tries any more, or have them tried again.

    A mail that may have been sent is looked for before it is sent again. The limits of automatic mail
    hold for another try as well. It may be used while the secretary runs: the next round takes them up.
    """
    from secretary.app.operating.dead_letters import dead_letters
    from secretary.app.settings import load_settings
    from secretary.cli.show import printable
    from secretary.cli.words import deed

    wanted = tuple(keys or ())
    found: set[str] = set()
    with told():
        settings = load_settings(config)
        for name in [office] if office else settings.offices:
            letters = dead_letters(settings, config.parent, name)
            for letter in letters.standing(MOST):
                settled = letter.settled
                asked = [key for key in wanted if settled.key.startswith(key)]
                found.update(asked)
                again = bool(asked or everything) and letters.try_again(settled.key, datetime.now(UTC))
                words = "tried again" if again else f"{settled.reason} {settled.detail}".strip()
                if again or not wanted:
                    typer.echo(printable(f"{settled.key[:SHOWN]}  [{letter.case}]  {deed(settled.deed)}  {words}"))
    missing = [key for key in wanted if key not in found]
    if missing:
        typer.echo(f"No dead letter has the key {', '.join(missing)}. `secretary retry` lists them.", err=True)
        raise typer.Exit(1)
