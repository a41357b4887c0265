"""The configuration with the sections of all building blocks checked too: what every command loads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from secretary.config.example import SAMPLE, example_config
from secretary.config.load import load_config, parse_config
from secretary.config.models import Config
from secretary.services.appointments import AppointmentSettings

SERVICES: Mapping[str, type[BaseModel]] = {"appointments": AppointmentSettings}


def load_settings(path: Path) -> Config:
    """Read and check a configuration file whole. Raises SetupError, or a group of them."""
    return load_config(path, SERVICES)


def parse_settings(text: str, *, file: str) -> Config:
    """The same from a text; `file` is named in errors."""
    return parse_config(text, file=file, services=SERVICES)


def example(answers: Mapping[str, Any] = SAMPLE) -> str:
    """A configuration with every key and its sentence, filled from `answers`."""
    return example_config(answers, SERVICES)
