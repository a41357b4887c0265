"""`secretary backup` and `secretary restore`: an installation in one file, and its way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as secretary-2026-07-14.zip.")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


def backup(file: Target, config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Write record, configuration, rules and templates into one file; the secretary may run meanwhile.

    The file holds what clients wrote and got, readable for its owner only. Passwords are not in it.
    """
    from secretary.app.operating.backup import write_backup

    with told():
        contents = write_backup(config, file, datetime.now(UTC))
        typer.echo(f"{file}: {contents.rows} rows of the record, {len(contents.files)} files.")
        for folder in contents.left_out:
            typer.echo(f"Not in it, as it lies elsewhere: {folder}")


def restore(
    file: Source,
    config: ConfigPath = DEFAULT_CONFIG,
    *,
    check: Annotated[bool, typer.Option("--check", help="Only check the backup; nothing is written.")] = False,
    nothing_since: Annotated[
        bool, typer.Option("--nothing-since", help="No secretary has worked since the backup, as in a planned move.")
    ] = False,
) -> None:
    """Bring a backup back: files that are missing, and the record into an empty database.

    Nothing that exists is written over. What happened after the backup is unknown to it: so every mail is
    looked for before it is sent, and every open appointment comes before a person, who sees what has
    happened since. With --nothing-since all goes on where it was.
    """
    from secretary.app.operating.backup import read_backup, restore

    with told():
        if check:
            contents = read_backup(file)
            typer.echo(f"{file} is whole: taken {contents.taken:%Y-%m-%d %H:%M} UTC, {contents.rows} rows.")
            return
        contents, written = restore(file, config, datetime.now(UTC), nothing_since=nothing_since)
        typer.echo(f"{contents.rows} rows restored, as of {contents.taken:%Y-%m-%d %H:%M} UTC.")
        typer.echo(f"Written: {', '.join(written) or 'no file; all were there'}.")
        typer.echo("Next: `secretary check`, then `secretary run`.")
