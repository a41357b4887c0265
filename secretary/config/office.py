"""From the configuration of an office to the Office that the pure core sees."""

from __future__ import annotations

from dataclasses import fields

from secretary.config.models import OfficeConfig
from secretary.config.people import Hours, PersonConfig
from secretary.domain.address import Address
from secretary.domain.office import Attention, Limits, Office, Person, Role, WorkingHours


def office_of(office_id: str, config: OfficeConfig) -> Office:
    """The office as a value, without servers and secrets."""
    principals = (_person(i, p, Role.PRINCIPAL, config) for i, p in config.principals.items())
    assistants = (_person(i, p, Role.ASSISTANT, config) for i, p in config.assistants.items())
    limits = config.limits
    return Office(
        id=office_id,
        name=config.name,
        address=Address(config.address, config.signature.get(config.language, config.name)),
        aliases=tuple(map(Address, config.aliases)),
        people=(*principals, *assistants),
        hours=_hours(config.hours, config.zone, config.region),
        language=config.language,
        languages=config.languages,
        authserv_ids=config.authserv_ids,
        limits=Limits(**limits.model_dump(include={field.name for field in fields(Limits)})),
        signature={str(language): text for language, text in config.signature.items()},
        facts=dict(config.facts),
        autonomy=config.autonomy,
        attention=Attention(**config.attention.model_dump()),
    )


def _person(person_id: str, config: PersonConfig, role: Role, office: OfficeConfig) -> Person:
    hours = _hours(
        config.hours or office.hours,
        config.zone or office.zone,
        office.region if config.region is None else config.region,
    )
    return Person(
        id=person_id,
        name=config.name,
        address=Address(config.address, config.name),
        role=role,
        aliases=tuple(map(Address, config.aliases)),
        language=config.language,
        hours=hours,
        phone=config.phone,
        digest=config.digest,
        away=config.away,
        deputy=config.deputy,
    )


def _hours(hours: Hours, zone: str, region: str) -> WorkingHours:
    return WorkingHours(zone, hours.spans(), region)
