"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigPath = Annotated[
    Path,
    typer.Option("--config", "-c", help="The configuration.", envvar="SECRETARY_CONFIG", show_default=True),
]
DEFAULT_CONFIG = Path("config.yaml")
OneOffice = Annotated[str, typer.Option(help="The office, where the configuration has several.")]
