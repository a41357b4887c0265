"""A person is forgotten, or held on record for the law's sake.

Promises: nobody of the office is forgotten by mistake; what the record does not reach is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from secretary.app.rules.rulebook import taught_file
from secretary.app.rules.taught import shown_name, taught_text
from secretary.app.wiring import database, records
from secretary.config.models import Config
from secretary.domain.address import Address
from secretary.domain.errors import SetupError
from secretary.domain.handwritten import read_yaml
from secretary.ledger import LegalHold, LegalHolds
from secretary.ledger.privacy.forgetting import Forgotten, forget


def address_named(text: str) -> Address:
    """The address that an operator wrote. Raises SetupError for what is none."""
    address = Address(text.strip().strip("<>"))
    if not address.local_part or not address.domain or any(c.isspace() for c in address.addr_spec):
        raise SetupError(f"{text!r} is no address.", remedy="Give one like jane@example.org.")
    return address


def forget_person(
    config: Config, base: Path, address: Address, now: datetime, *, really: bool, even_open: bool
) -> Forgotten:
    """Forget an address, or with `really` False tell what would go. Raises SetupError."""
    records(config, base).close()
    _refuse_own_people(config, address)
    done = forget(database(config.database, base), address, now, really=really, even_open=even_open)
    if not done.rows:
        raise SetupError(
            f"Nothing is on record about {address.addr_spec}.",
            remedy="Look under other addresses of this person too: `secretary forget` takes one at a time.",
        )
    return replace(done, taught=tuple(_taught(config, base, address)))


def _taught(config: Config, base: Path, address: Address) -> Iterator[str]:
    """The rules that were taught by a mail of the person or about them, as offices' files hold them."""
    for office in config.offices:
        file = taught_file(config, base, office)
        content = read_yaml(taught_text(file).text, str(file))[1]
        for rule in content.get("rules") or () if isinstance(content, dict) else ():
            if address.key in str(rule).casefold():
                yield f"{shown_name(file)}: {rule.get('name', '?')}"


def _refuse_own_people(config: Config, address: Address) -> None:
    for name, office in config.offices.items():
        people = (*office.principals.values(), *office.assistants.values())
        own = (office.address, *office.aliases, *(a for p in people for a in (p.address, *p.aliases)))
        if address.key in {Address(a).key for a in own}:
            raise SetupError(
                f"{address.addr_spec} belongs to the office {name}.",
                remedy="Take the address out of the configuration first, if this person has left.",
            )


def legal_holds(config: Config, base: Path) -> LegalHolds:
    """The holds on record. Raises SetupError where there is no record."""
    records(config, base).close()
    return LegalHolds(database(config.database, base))


def place_hold(config: Config, base: Path, hold: LegalHold) -> None:
    """Have it stand from now on. Raises SetupError for a case that is not on record."""
    on_record = records(config, base)
    known = "@" in hold.subject or on_record.stories(hold.subject)
    on_record.close()
    if not known:
        raise SetupError(
            f"There is no case {hold.subject}.", remedy="Give an address, or the eight characters of a case."
        )
    holds = LegalHolds(database(config.database, base))
    holds.place(hold)
    holds.close()
