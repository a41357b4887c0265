"""`secretary processing`: the record of processing activities, from the configuration."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath


class Language(StrEnum):
    """In which the record is written."""

    DE = "de"
    EN = "en"


Wanted = Annotated[Language, typer.Option(help="German or English.")]


def processing(config: ConfigPath = DEFAULT_CONFIG, language: Wanted = Language.DE) -> None:
    """Write the record of processing activities (GDPR article 30) as Markdown, from the configuration.

    What only you know stands in brackets, with the key under `privacy` to set. Keep it with the office's
    papers, and write it anew when the configuration has changed. It is a draft and no legal advice.
    """
    from secretary.app.privacy.processing import record_of_processing
    from secretary.app.settings import load_settings

    with told():
        settings = load_settings(config)
        typer.echo(record_of_processing(settings, language.value, datetime.now(UTC).date()), nl=False)
