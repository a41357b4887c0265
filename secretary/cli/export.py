"""`secretary export`: all that is held on a person."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath

Person = Annotated[str, typer.Argument(metavar="ADDRESS", help="The person's address, such as jane@example.org.")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")]


def export(address: Person, folder: Folder, config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Write all that the record holds on a person into a new folder: JSON, and the mails as .eml.

    For an answer to somebody who asks what you hold on them. Look through it before you hand it over: a
    case may name other people. Mails that the person wrote lie in your mailbox; the record holds only
    who wrote when, and `message.json` names them. It may be used while the secretary runs.
    """
    from secretary.app.privacy.export import export as exported
    from secretary.app.privacy.forget import address_named
    from secretary.app.settings import load_settings
    from secretary.cli.show import printable

    with told():
        person = address_named(address)
        done = exported(load_settings(config), config.parent, person, folder, datetime.now(UTC))
        typer.echo(printable(f"{folder}: {done.rows} rows of the record, {done.mails} mails."))
