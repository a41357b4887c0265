"""The first half of a check: what lies on this machine. Configuration, passwords, database, rules, templates.

Promises: reaches no server, and changes nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import make_url

from secretary.act.compose.templates import GIVEN, Templates
from secretary.app.check.finding import Finding, Level, good, note, problem
from secretary.app.rules.files import read_folder
from secretary.app.rules.rulebook import TEMPLATES, folders_of
from secretary.app.wiring import database, dry_house
from secretary.config.models import Config, OfficeConfig
from secretary.config.secret import Secret
from secretary.domain.errors import SecretaryError, SetupError, flat
from secretary.ledger.engine import open_engine

FACT = re.compile(r"office\.facts\.([A-Za-z_][A-Za-z0-9_]*)")


def check_papers(
    config: Config, base: Path, offices: Mapping[str, OfficeConfig], *, offline: bool
) -> Iterator[Finding]:
    """All findings, office by office. Offline a missing password is a note: it may be set where it runs."""
    yield from _database(config, base)
    for name, office in offices.items():
        yield good("config", f"office {name}: {office.name} <{office.address}>")
        yield from _people(name, office)
        yield from _passwords(office, offline=offline)
        yield from _house(config, base, name, office)


def _database(config: Config, base: Path) -> Iterator[Finding]:
    url = database(config.database, base)
    try:
        open_engine(url).dispose()
    except SetupError as error:
        yield problem("database", error)
        return
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return
    path = Path(address.database or "")
    writable = os.access(path if path.exists() else path.parent, os.W_OK)
    remedy = "Create the folder, or let this user write into it."
    found = SetupError(f"The database {path} cannot be written.", key="database", remedy=remedy)
    yield good("database", str(path)) if writable else problem("database", found)


def _people(name: str, office: OfficeConfig) -> Iterator[Finding]:
    people = {**office.principals, **office.assistants}
    if not office.principals:
        yield note("config", f"office {name} has no principal", "Name under principals whom the secretary works for.")
    if not office.assistants:
        yield note("config", f"office {name} has no assistant", "Name under assistants who settles what is unclear.")
    addresses = [a.casefold() for p in people.values() for a in (p.address, *p.aliases)]
    addresses += [a.casefold() for a in (office.address, *office.aliases)]
    for address in sorted({a for a in addresses if addresses.count(a) > 1}):
        told = SetupError(f"{address} stands for two people or roles.", remedy="Give each their own address.")
        yield problem("config", told)
    if office.language not in office.languages:
        told = SetupError("language is none of languages.", key=f"offices.{name}.language", remedy="Add it there.")
        yield problem("config", told)
    if not office.authserv_ids:
        yield note(
            "config",
            f"office {name} believes no server about senders, so that no order of a principal counts",
            "Set authserv_ids; `secretary check` with servers proposes the name.",
        )
    bare = [i for i, p in office.principals.items() if not p.calendars]
    if bare and office.caldav:
        yield note(
            "config", f"no calendars of {', '.join(bare)}", "Name them under calendars; the first is written to."
        )


def _passwords(office: OfficeConfig, *, offline: bool) -> Iterator[Finding]:
    places = {"imap.password": office.imap.password, "smtp.password": office.smtp.password}
    for key, server in (("imap", office.imap), ("smtp", office.smtp)):
        if server.oauth:
            places[f"{key}.oauth.client_secret"] = server.oauth.client_secret
            places[f"{key}.oauth.refresh_token"] = server.oauth.refresh_token
    if office.caldav:
        places["caldav.password"] = office.caldav.password
    if office.imap.password is None and office.imap.oauth is None:
        yield problem("config", SetupError("imap has no password.", key="imap.password", remedy="Name its place."))
    for key, secret in places.items():
        yield from _password(key, secret, offline=offline)


def _password(key: str, secret: Secret | None, *, offline: bool) -> Iterator[Finding]:
    if secret is None or (offline and secret.command):  # a password manager may ask a person
        return
    try:
        empty = not secret.fetch()
    except SetupError as error:
        found = problem("password", SetupError(error.problem, key=key, remedy=error.remedy))
        yield Finding(Level.NOTE, found.area, found.told, found.remedy) if offline else found
        return
    if empty:
        yield problem("password", SetupError("The password is empty.", key=key, remedy="Set it."))


def _house(config: Config, base: Path, name: str, office: OfficeConfig) -> Iterator[Finding]:
    """Rules and templates as the secretary would load them."""
    errors: list[SecretaryError] = []
    house = None
    try:
        house = dry_house(config, base, name)
    except* SecretaryError as group:
        errors += flat(group)
    yield from (problem("rules", error) for error in errors)
    if house:
        count = sum(len(r.text.examples) for r in house.rules.rules)
        yield good("rules", f"{len(house.rules.rules)} rules, {count} examples hold")
        yield from (note("rules", warning, "See `secretary rules check`.") for warning in house.rules.warnings)
        yield from _templates(read_folder(folders_of(config, base).templates, TEMPLATES), office)


def _templates(texts: Mapping[str, str], office: OfficeConfig) -> Iterator[Finding]:
    templates = Templates(texts)
    known = templates.catalogue()
    yield good("templates", f"{len(known)} templates in {', '.join(office.languages)}")
    for name, languages in sorted(known.items()):
        for language in sorted(set(office.languages) - set(languages)):
            yield note("templates", f"{name} lacks the language {language}", f"Write {name}.{language}.txt.j2.")
        for language in sorted(set(office.languages) & set(languages)):
            yield from _template(templates, name, language, texts[f"{name}.{language}.txt.j2"], office)


def _template(templates: Templates, name: str, language: str, text: str, office: OfficeConfig) -> Iterator[Finding]:
    """Facts that a template shows and nobody set; one that needs nothing else is written once for trial."""
    missing = sorted(set(FACT.findall(text)) - set(office.facts))
    for fact in missing:
        told = f"{name}.{language}.txt.j2 shows office.facts.{fact}, which is not set"
        yield note("templates", told, f"Set facts: {fact}; until then a person answers.")
    if missing or templates.catalogue()[name][language]:
        return
    given = dict.fromkeys(GIVEN, "x") | {"office": {"name": office.name, "facts": office.facts}}
    try:
        templates.render(name, language, given)
    except SetupError as error:
        yield problem("templates", error)
