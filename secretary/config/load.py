"""From a file to a Config, or to a list of errors with their lines.

Promises: every problem is told at once, each with file, line, key and what would be right.
Never does: change a running configuration; a broken file leaves the old one in force.
"""

from __future__ import annotations

from pathlib import Path

from secretary.config.models import Config
from secretary.domain.errors import SetupError
from secretary.domain.handwritten import validated

MAX_CONFIG_BYTES = 1_000_000  # a configuration is written by hand


def load_config(path: Path) -> Config:
    """Read and check a configuration file. Raises SetupError, or a group of them."""
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
    return parse_config(text, file=str(path))


def parse_config(text: str, *, file: str) -> Config:
    """Check the text of a configuration; `file` is named in errors."""
    return validated(Config, text, file)[0]
