"""The example configuration, written from the schema: every key with its sentence and its default.

Promises: what it writes is accepted by `parse_config`, and no key is missing from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from secretary.config.models import CaldavServer, Config, DeskConfig, OfficeConfig, Server
from secretary.config.people import PersonConfig
from secretary.config.secret import Secret

HEADER = """\
# The configuration of a secretary. Every key is here with what it means; keys that stand as they
# are have their default and may be left out. `secretary check` tells what is wrong, with the line.
"""

SAMPLE: dict[str, Any] = {
    "name": "Muster & Partner",
    "address": "sekretariat@muster.example",
    "region": "DE-BW",
    "signature": {"de": "Sekretariat Muster & Partner", "en": "Office of Muster & Partner"},
    "facts": {
        "street": "Hauptstraße 1, 70173 Stuttgart",
        "opening_hours": "Montag bis Freitag, 9 bis 17 Uhr",
        "opening_hours_en": "Monday to Friday, 9:00 to 17:00",
        "phone": "+49 711 123456",
    },
    "authserv_ids": ["mail.muster.example"],
    "imap": {"host": "mail.muster.example", "user": "sekretariat", "password": {"env": "SECRETARY_PASSWORD"}},
    "smtp": {
        "host": "mail.muster.example",
        "security": "starttls",
        "user": "sekretariat",
        "password": {"env": "SECRETARY_PASSWORD"},
    },
    "caldav": {
        "url": "https://calendar.muster.example/",
        "user": "sekretariat",
        "password": {"env": "SECRETARY_PASSWORD"},
    },
    "principals": {
        "anna": {"name": "Anna Muster", "address": "anna@muster.example", "calendars": ["anna/calendar"]},
    },
    "assistants": {"eva": {"name": "Eva Klein", "address": "eva@muster.example", "digest": ["08:00"]}},
}
SECTIONS: Mapping[str, type[BaseModel]] = {
    "desk": DeskConfig,
    "imap": Server,
    "smtp": Server,
    "caldav": CaldavServer,
    "password": Secret,
}
PEOPLE = frozenset({"principals", "assistants"})


def example_config(answers: Mapping[str, Any] = SAMPLE, services: Mapping[str, type[BaseModel]] | None = None) -> str:
    """The text of a configuration with one office, filled from `answers`, with all building blocks there are."""
    lines = [HEADER, *_section(Config, {"desk": {}}, 0, skip={"offices"})]
    lines += [f"\n# {Config.model_fields['offices'].description}", "offices:", "  main:"]
    lines += _section(OfficeConfig, answers, 2, skip={"services"})
    lines += _services(services or {})
    return "\n".join(lines).rstrip() + "\n"


def _services(services: Mapping[str, type[BaseModel]]) -> Iterator[str]:
    """Each building block with its own keys."""
    yield f"    # {OfficeConfig.model_fields['services'].description}"
    yield "    services:" if services else "    services: {}"
    for name, model in services.items():
        yield f"      {name}:"
        yield from _section(model, {}, 4)


def _section(
    model: type[BaseModel], values: Mapping[str, Any], depth: int, *, skip: frozenset[str] | set[str] = frozenset()
) -> Iterator[str]:
    """The keys of one section, each under its sentence."""
    pad = "  " * depth
    for name, field in model.model_fields.items():
        if name in skip:
            continue
        if field.description:
            yield f"{pad}# {field.description}"
        value = values[name] if name in values else field.get_default(call_default_factory=True)
        yield from _key(name, value, depth)


def _key(name: str, value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - any value of the schema
    pad = "  " * depth
    model = type(value) if isinstance(value, BaseModel) else SECTIONS.get(name)
    if name in PEOPLE and isinstance(value, Mapping) and value:
        yield f"{pad}{name}:"
        for person, entries in value.items():
            yield f"{pad}  {person}:"
            yield from _section(PersonConfig, entries, depth + 2)
    elif model is Secret and isinstance(value, Mapping):
        yield f"{pad}{name}: {_flow(value)}"
    elif model and value is not None:
        yield f"{pad}{name}:"
        yield from _section(model, value.model_dump() if isinstance(value, BaseModel) else value, depth + 1)
    elif isinstance(value, Mapping) and value:
        yield f"{pad}{name}:"
        yield from (f"{pad}  {k}: {_flow(v)}" for k, v in value.items())
    else:
        yield f"{pad}{name}: {_flow(value)}"


def _flow(value: Any) -> str:  # noqa: ANN401 - any value of the schema
    """A value on one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)
