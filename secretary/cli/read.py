"""`secretary read`: what is understood of a mail, as JSON, one line a mail."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from secretary.cli.errors import told, zone_named
from secretary.cli.mails import Mails
from secretary.cli.show import as_plain, json_line


def read(
    paths: Annotated[list[Path], typer.Argument(help="Mail files (.eml), mbox files, Maildirs or folders.")],
    authserv_id: Annotated[
        list[str] | None, typer.Option(help="Name under which your own server writes Authentication-Results.")
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone in which times are meant.")] = "Europe/Berlin",
) -> None:
    """Print what is understood of each mail, as one line of JSON."""
    from secretary.app.files import shipped_lexicon
    from secretary.understand.read import Reader

    with told():
        reader = Reader(shipped_lexicon(), tuple(authserv_id or ()), zone_named(zone).key)
        mails = Mails(paths)
        for name, raw in mails:
            reading = reader.read_bytes(raw, received=datetime.now(UTC))
            typer.echo(json_line({"file": name, **as_plain(reading)}))
    mails.finish()
