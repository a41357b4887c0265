"""`secretary init`: a first office, asked for in a few questions."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from secretary.cli.errors import told

PASSWORD = "SECRETARY_PASSWORD"  # noqa: S105 - the name of the variable that holds it


def init(
    folder: Annotated[Path, typer.Argument(help="Where config.yaml, rules/ and templates/ shall be.")] = Path(),
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; write an example to be edited.")] = False,
) -> None:
    """Ask for the few things that make an office, and write config.yaml, rules/ and templates/.

    Servers are guessed from the mail address where the provider is well known. Nothing that is there
    is ever overwritten. Enter takes the answer in brackets.
    """
    from secretary.app.settings import example, parse_settings
    from secretary.config.example import SAMPLE
    from secretary.domain.errors import SetupError

    config = folder / "config.yaml"
    with told():
        if config.exists():
            raise SetupError(
                "There is a configuration already; it is left as it is.",
                file=str(config),
                remedy="Edit it, or name another folder: secretary init FOLDER.",
            )
        answers = SAMPLE if yes else _ask(SAMPLE)
        # An INBOX of years must not be answered on the first day.
        text = example({**answers, "since": datetime.now(UTC).date().isoformat()})
        parse_settings(text, file=str(config))
        try:
            _write(folder, config, text)
        except OSError as error:
            raise SetupError(
                f"The files cannot be written ({error.strerror}).", file=str(folder), remedy="Name another folder."
            ) from error
    typer.echo(f"\nNext: put the mailbox's password into the environment variable {PASSWORD},")
    typer.echo(f"then run `secretary check --config {config}`.")


def _write(folder: Path, config: Path, text: str) -> None:
    from secretary.app.rules.files import shipped

    folder.mkdir(parents=True, exist_ok=True)
    with config.open("x", encoding="utf-8") as file:
        file.write(text)
    typer.echo(f"✓ {config}")
    for name in ("rules", "templates"):
        if (folder / name).exists():
            typer.echo(f"! {folder / name} is there already and is left as it is.")
            continue
        shutil.copytree(shipped(name), folder / name)
        typer.echo(f"✓ {folder / name}")


def _ask(sample: dict[str, Any]) -> dict[str, Any]:
    """The few answers that make an office; the rest has defaults to be edited later."""
    name = _asked("Name of the office, as it signs", sample["name"])
    address = _address("Mail address that clients write to", "")
    answers: dict[str, Any] = {
        **sample,
        "name": name,
        "address": address,
        "signature": {"de": f"Sekretariat {name}", "en": f"Office of {name}"},
        **_servers(address),
        "principals": _people("Whom the secretary works for", address, with_calendar=True),
        "assistants": _people("Who settles what is unclear", address, with_calendar=False),
        "zone": _asked("Time zone", "Europe/Berlin"),
        "region": _asked("Region for public holidays (DE, DE-BW, AT, GB-ENG…)", "DE"),
        "facts": _facts(),
        "authserv_ids": [],
    }
    if not answers["caldav"]["url"]:
        answers["caldav"] = None
    return answers


def _asked(question: str, default: str) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default))).strip()


def _address(question: str, default: str) -> str:
    """A mail address; asked again until it is one."""
    while True:
        given = _asked(question, default)
        local, _, domain = given.rpartition("@")
        if local and "." in domain and " " not in given:
            return given
        typer.echo("  That is no mail address; write one like office@example.com.")


def _servers(address: str) -> dict[str, Any]:
    from secretary.config.providers import provider_of, servers_of

    domain = address.rpartition("@")[2]
    known, guess = provider_of(domain), servers_of(domain)
    if known:
        typer.echo(f"  {domain} is known: {known.imap}, {known.smtp}{', ' + known.caldav if known.caldav else ''}.")
        typer.echo(f"  {known.hint}" if known.hint else "  Nothing else is needed there.")
    user = _asked("Log-in name at the mail server", address)
    imap = guess.imap if known else _asked("Mail server for reading (IMAP)", guess.imap)
    smtp = guess.smtp if known else _asked("Mail server for sending (SMTP)", guess.smtp if imap == guess.imap else imap)
    caldav = guess.caldav if known else _asked("Address of the calendar server (- for none)", guess.caldav)
    password = {"env": PASSWORD}
    security = "tls" if guess.smtp_tls else "starttls"
    return {
        "imap": {"host": imap, "user": user, "password": password},
        "smtp": {"host": smtp, "security": security, "user": user, "password": password},
        "caldav": {"url": "" if caldav == "-" else caldav, "user": user, "password": password},
    }


def _people(title: str, address: str, *, with_calendar: bool) -> dict[str, Any]:
    """Names and addresses until an empty answer."""
    from secretary.config.providers import provider_of

    found: dict[str, Any] = {}
    domain = address.rpartition("@")[2]
    while True:
        name = _asked(f"{title} (full name{', empty for no more' if found or not with_calendar else ''})", "")
        if not name:
            if found or not with_calendar:
                return found
            typer.echo("  The secretary works for somebody; one name is needed.")
            continue
        short = _short(name, found)
        entry: dict[str, Any] = {
            "name": name,
            "address": _address(f"Mail address of {name}", "" if provider_of(domain) else f"{short}@{domain}"),
        }
        if with_calendar:
            calendar = _asked(f"Calendar of {name} at the calendar server (- for none)", f"{short}/calendar")
            entry["calendars"] = [] if calendar == "-" else [calendar]
        found[short] = entry


def _short(name: str, taken: dict[str, Any]) -> str:
    """A short name of its own: the first name, with a number where it is taken."""
    plain = "".join(c for c in name.split(maxsplit=1)[0].casefold() if c.isalnum()) or "person"
    return next(n for n in (plain, *(f"{plain}{i}" for i in range(2, 100))) if n not in taken)


def _facts() -> dict[str, str]:
    """What clients ask for; left out where it is not said, so that nothing wrong is answered."""
    asked = {
        "street": _asked("Address of the office (empty to answer such questions by hand)", ""),
        "opening_hours": _asked("Opening hours in German (empty likewise)", ""),
        "opening_hours_en": _asked("Opening hours in English (empty likewise)", ""),
        "phone": _asked("Telephone (empty likewise)", ""),
    }
    return {name: text for name, text in asked.items() if text}
