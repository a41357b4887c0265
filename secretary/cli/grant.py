"""`secretary grant`: let a person give the office access to its mailbox, once, at any browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath, OneOffice
from secretary.domain.errors import CredentialsRejected, SetupError

if TYPE_CHECKING:
    from secretary.config.device import Code
    from secretary.config.models import OfficeConfig
    from secretary.config.oauth import OAuth


def grant(
    config: ConfigPath = DEFAULT_CONFIG,
    office: OneOffice = "",
    server: Annotated[str, typer.Option(help="For which of the two: imap or smtp.")] = "imap",
) -> None:
    """Get the refresh token for log-in by access token (OAuth2), and keep it in its file."""
    from secretary.app.settings import load_settings
    from secretary.app.wiring import office_named
    from secretary.cli.show import printable
    from secretary.config import device

    with told():
        settings = load_settings(config)
        oauth = _oauth(office_named(settings, office or next(iter(settings.offices))), server)
        code = device.begin(oauth)
        page, word = printable(code.page), printable(code.code)
        typer.echo(f"Open {page} in any browser, log in as the mailbox's user, and enter: {word}")
        _until_given(lambda: device.ask(oauth, code), code)
        typer.echo("Access is given, and the refresh token is kept in its file.")


def _oauth(office: OfficeConfig, server: str) -> OAuth:
    oauth = {"imap": office.imap.oauth, "smtp": office.smtp.oauth}.get(server)
    if oauth is None:
        raise SetupError(f"There is no oauth under {server}.", remedy="Add it, or name --office and --server.")
    return oauth


def _until_given(ask: Callable[[], float | None], code: Code) -> None:
    """Ask as often as the provider likes, as long as it waits."""
    end, pause = time.monotonic() + code.lasts, code.interval
    while True:
        if time.monotonic() + pause > end:
            raise CredentialsRejected("Nobody has entered the code in time.", remedy="Call `secretary grant` again.")
        time.sleep(pause)
        answer = ask()
        if answer is None:
            return
        pause = answer
