"""`secretary unit`: the service file for systemd."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath


def unit(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Print a service file for systemd, with the paths of this installation and of the configuration.

    The service runs as the user "secretary", may write beside the configuration and below /var/lib/secretary
    only, and is started anew when it stands still. How to set it up stands at its top.
    """
    from secretary.app.operating.unit import service_file

    with told():
        typer.echo(service_file(_program(), config), nl=False)


def _program() -> str:
    """How this very program was called."""
    called = Path(sys.argv[0]).absolute()
    return str(called) if called.name == "secretary" else f"{sys.executable} -m secretary"
