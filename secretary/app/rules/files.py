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

import secretary
from secretary.domain.errors import SetupError
from secretary.understand import lexicons
from secretary.understand.intent import Lexicon, compile_lexicon

WORDS = "*.yaml"
MAX_FILE_BYTES = 1_000_000  # rules and templates are written by hand
_PACKAGE = Path(secretary.__file__).parent


def shipped(name: str) -> Path:
    """The folder of shipped "rules", "templates" or "contrib": inside the package, or beside it in a checkout."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def read_folder(folder: Path, pattern: str) -> dict[str, str]:
    """{file name: text} of a folder, in the order of names."""
    return {path.name: read_file(path) for path in sorted(folder.glob(pattern)) if path.is_file()}


def read_file(path: Path) -> str:
    """The text of a file. Raises SetupError where it cannot be read."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SetupError("The file is larger than any written by hand.", file=str(path), remedy="Split it.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"The file cannot be read ({error}).", file=str(path), remedy="Save it as UTF-8.") from error


@cache
def shipped_lexicon() -> Lexicon:
    """The German and English words that show what a writer wants."""
    return compile_lexicon(_shipped_words())


def office_lexicon(folder: Path) -> Lexicon:
    """The shipped words and those of an office, in files named after their language ("de.yaml").

    A folder that is missing adds nothing. Raises SetupError for words that cannot be used.
    """
    own = {name.removesuffix(".yaml"): _words(text, folder / name) for name, text in read_folder(folder, WORDS).items()}
    return compile_lexicon(_shipped_words(), own) if own else shipped_lexicon()


def _shipped_words() -> dict[str, Any]:
    shipped_files = (p for p in files(lexicons).iterdir() if p.name.endswith(".yaml"))
    return {p.name.removesuffix(".yaml"): _words(p.read_text("utf-8"), Path(p.name)) for p in shipped_files}


def _words(text: str, path: Path) -> Any:  # noqa: ANN401 - a lexicon is checked where it is compiled
    """A lexicon's words, all as texts: YAML would take "no", "on" and "yes" for true and false."""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it builds texts, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SetupError(
            "The words are no YAML.",
            file=str(path),
            line=mark.line + 1 if mark else 0,
            remedy="Mind the indentation, and quote phrases with a colon or brackets in front.",
        ) from error
