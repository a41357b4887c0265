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
    paths: Annotated[
        list[Path], typer.Argument(help="Mail files (.eml), mbox files, Maildirs, folders, or - for stdin.")
    ],
    authserv_id: Annotated[
        list[str] | None, typer.Option(help="Name under which your own server writes Authentication-Results.")
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone in which times are meant.")] = "Europe/Berlin",
    lexicon: Annotated[Path, typer.Option(help="Folder of your own words.")] = Path("lexicon"),
    own: Annotated[
        list[Path] | None, typer.Option(help="Mails of ours in the same thread; their text is known and taken out.")
    ] = None,
) -> None:
    """Print what is understood of each mail, as one line of JSON.

    The new text and what stood around it, kind, sender and trust, language, wishes, times, calendar
    messages, and what could not be read, each with the rule and the words that gave it. Attachments
    are named with their kind; their content is not printed.
    """
    from secretary.app.rules.files import office_lexicon
    from secretary.understand.mime import parse_message
    from secretary.understand.read import Reader

    with told():
        reader = Reader(office_lexicon(lexicon), tuple(authserv_id or ()), zone_named(zone).key)
        own_texts = tuple(parse_message(raw).text for _, raw in Mails(own or []))
        mails = Mails(paths)
        for name, raw in mails:
            reading = reader.read_bytes(raw, received=datetime.now(UTC), own_texts=own_texts)
            typer.echo(json_line({"file": name, **as_plain(reading)}))
    mails.finish()
