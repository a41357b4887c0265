"""From a file to a Config, or to a list of errors with their lines.

Promises: every problem is told at once, each with file, line, key and what would be right.
Never does: change a running configuration; a broken file leaves the old one in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel

from secretary.config.models import Config
from secretary.domain.errors import SetupError
from secretary.domain.handwritten import checked_section, line_of, meant, validated

MAX_CONFIG_BYTES = 1_000_000  # a configuration is written by hand


def load_config(path: Path, services: Mapping[str, type[BaseModel]] | None = None) -> Config:
    """Read and check a configuration file. Raises SetupError, or a group of them.

    `services` are the settings of the building blocks that there are, by name; without them the
    sections below `services` are not looked at.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_CONFIG_BYTES + 1)
        text = raw.decode("utf-8")
    except FileNotFoundError as error:
        raise SetupError(
            "There is no such configuration.",
            file=str(path),
            remedy="Create one with `secretary init`, or name it with --config.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"The configuration cannot be read ({error}).",
            file=str(path),
            remedy="Make it readable for this user, as a text in UTF-8.",
        ) from error
    if len(raw) > MAX_CONFIG_BYTES:
        raise SetupError("The configuration is larger than any written by hand.", file=str(path), remedy="Shorten it.")
    return parse_config(text, file=str(path), services=services)


def parse_config(text: str, *, file: str, services: Mapping[str, type[BaseModel]] | None = None) -> Config:
    """Check the text of a configuration; `file` is named in errors."""
    config, root = validated(Config, text, file)
    problems = list(_services(config, services, root, file)) if services is not None else []
    if problems:
        raise ExceptionGroup(f"{file} has {len(problems)} problem(s)", problems)
    return config


def _services(
    config: Config, known: Mapping[str, type[BaseModel]], root: yaml.Node | None, file: str
) -> Iterator[SetupError]:
    """What is wrong with the sections of building blocks, whose keys are their own."""
    for office, settings in config.offices.items():
        for name, wished in settings.services.items():
            place = ("offices", office, "services", name)
            if name in known:
                yield from checked_section(known[name], wished, root, file, place)[1]
                continue
            line, key = line_of(root, place), ".".join(place)
            yield SetupError(
                "There is no such building block.", file=file, line=line, key=key, remedy=meant(name, known)
            )
