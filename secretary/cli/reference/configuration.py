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


def sections(whole: type[BaseModel] = Config) -> Iterator[type[BaseModel]]:
    """All sections of a model, each once, the whole one first."""
    known = [whole]
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
        for section in sections(model):
            yield f"## {f'services: {name}' if section is model else title_of(section)}\n"
            yield f"{sentence_of(section.__doc__, section, 'docstring')}\n"
            yield from keys_table(section)
