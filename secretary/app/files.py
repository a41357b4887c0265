"""The files that an office writes: rules, templates and words, read as texts.

Promises: a folder that is missing falls back to what is shipped; an unreadable file is an error
with its name. Nothing is interpreted here.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from secretary.domain.errors import SetupError
from secretary.understand import lexicons
from secretary.understand.intent import Lexicon, compile_lexicon

MAX_FILE_BYTES = 1_000_000  # rules and templates are written by hand
_PACKAGE = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """The folder of shipped "rules" or "templates": inside the package, or beside it in a checkout."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def read_folder(folder: Path, pattern: str) -> dict[str, str]:
    """{file name: text} of a folder, in the order of names."""
    return {path.name: _read(path) for path in sorted(folder.glob(pattern)) if path.is_file()}


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SetupError("The file is larger than any written by hand.", file=str(path), remedy="Split it.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"The file cannot be read ({error}).", file=str(path), remedy="Save it as UTF-8.") from error


@cache
def shipped_lexicon() -> Lexicon:
    """The German and English words that show what a writer wants."""
    texts = {
        p.name.removesuffix(".yaml"): p.read_text("utf-8")
        for p in files(lexicons).iterdir()
        if p.name.endswith(".yaml")
    }
    return compile_lexicon({language: _words(text) for language, text in texts.items()})


def _words(text: str) -> Any:  # noqa: ANN401 - a lexicon is checked where it is compiled
    """A lexicon's words, all as texts: YAML would take "no", "on" and "yes" for true and false."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it builds texts, lists and mappings only
