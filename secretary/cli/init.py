"""`secretary init`: a first office, asked for in a few questions."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer


def init(
    folder: Annotated[Path, typer.Argument(help="Where config.yaml, rules/ and templates/ shall be.")] = Path(),
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Take the defaults and ask nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a config.yaml that is there.")] = False,
) -> None:
    """Write config.yaml, rules/ and templates/ for a first office."""
    from secretary.app.files import shipped
    from secretary.config.example import SAMPLE, example_config
    from secretary.config.load import parse_config

    config = folder / "config.yaml"
    if config.exists() and not force:
        typer.echo(f"✗ {config} is there already.\n  → Use --force to overwrite it, or name another folder.", err=True)
        raise typer.Exit(2)
    answers = SAMPLE if yes else _ask(SAMPLE)
    # An INBOX of years must not be answered on the first day.
    text = example_config({**answers, "since": datetime.now(UTC).date().isoformat()})
    parse_config(text, file=str(config))
    folder.mkdir(parents=True, exist_ok=True)
    config.write_text(text, encoding="utf-8")
    for name in ("rules", "templates"):
        if shipped(name).is_dir() and not (folder / name).exists():
            shutil.copytree(shipped(name), folder / name)
    typer.echo(f"Written: {config}, {folder / 'rules'}, {folder / 'templates'}.")
    typer.echo("Next: put the password into the environment variable named there, then run `secretary check`.")


def _ask(sample: dict[str, Any]) -> dict[str, Any]:
    """The few answers that make an office; the rest has defaults to be edited later."""
    host = str(typer.prompt("Mail server (IMAP and SMTP)", default=sample["imap"]["host"]))
    address = str(typer.prompt("Service address", default=sample["address"]))
    domain = address.rpartition("@")[2]
    user = str(typer.prompt("Log-in name at the mail server", default=address.partition("@")[0]))
    principal = str(typer.prompt("Whom the secretary works for (full name)", default="Anna Muster"))
    local = principal.split(maxsplit=1)[0].casefold()
    password = {"env": "SECRETARY_PASSWORD"}
    return {
        **sample,
        "name": str(typer.prompt("Name of the office", default=sample["name"])),
        "address": address,
        "zone": str(typer.prompt("Time zone", default="Europe/Berlin")),
        "region": str(typer.prompt("Region for public holidays", default=sample["region"])),
        "authserv_ids": [host],
        "imap": {"host": host, "user": user, "password": password},
        "smtp": {"host": host, "security": "starttls", "user": user, "password": password},
        "caldav": {
            "url": str(typer.prompt("Address of the calendar server", default=f"https://{host}/")),
            "user": user,
            "password": password,
        },
        "principals": {local: {"name": principal, "address": f"{local}@{domain}", "calendars": [f"{local}/calendar"]}},
        "assistants": {},
    }
