"""The page of config.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from secretary.app.settings import SERVICES
from secretary.cli.reference.tables import keys_table, sentence_of, title_of
from secretary.config.models import Config
from secretary.config.secret import Secret
from secretary.domain.handwritten import models_in

INTRO = """\
# Configuration

`config.yaml` is one file, UTF-8. Every key has a default except those marked *needed*; an unknown key is
an error that names the near one. `secretary check` tells what is wrong, with the line.
`secretary init` writes a first one, and `config.example.yaml` shows every key in place.
"""


def configuration_page() -> str:
    """Every section with its keys."""
    return "\n".join([INTRO, *_parts()])


def sections() -> Iterator[type[BaseModel]]:
    """All sections, each once, the whole file first."""
    known: list[type[BaseModel]] = [Config]
    for model in known:
        yield model
        for field in model.model_fields.values():
            known += [m for m in models_in(field.annotation) if m not in known]


def _parts() -> Iterator[str]:
    for model in sections():
        yield f"## {title_of(model)}\n"
        yield f"{sentence_of(model.__doc__, model, 'docstring')}\n"
        if model is Secret:
            yield "Exactly one of the keys.\n"
        yield from keys_table(model)
    for name, model in SERVICES.items():
        yield f"## services: {name}\n"
        yield f"{sentence_of(model.__doc__, model, 'docstring')}\n"
        yield from keys_table(model)
