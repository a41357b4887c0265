"""From a file to a Config, or to a list of errors with their lines.

Promises: every problem is told at once, each with file, line, key and what would be right.
Never does: change a running configuration; a broken file leaves the old one in force.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from secretary.config.models import Config
from secretary.domain.errors import SetupError

MAX_CONFIG_BYTES = 1_000_000  # a configuration is written by hand


def load_config(path: Path) -> Config:
    """Read and check a configuration file. Raises SetupError, or a group of them."""
    try:
        text = path.read_bytes()[: MAX_CONFIG_BYTES + 1].decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"The configuration cannot be read ({error}).", file=str(path), remedy="Create one with `secretary init`."
        ) from error
    return parse_config(text, file=str(path))


def parse_config(text: str, *, file: str) -> Config:
    """Check the text of a configuration; `file` is named in errors."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        found = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _syntax_error(error, file) from error
    try:
        return Config.model_validate(found if found is not None else {})
    except ValidationError as error:
        problems = [_problem(e, root, file) for e in error.errors()]
        raise ExceptionGroup(f"{file} has {len(problems)} problem(s)", problems) from None


def _syntax_error(error: Exception, file: str) -> SetupError:
    mark = getattr(error, "problem_mark", None)
    return SetupError(
        f"This is no YAML: {getattr(error, 'problem', None) or error}.",
        file=file,
        line=mark.line + 1 if mark else 0,
        remedy="Look at the indentation and the colons of this line and the one before.",
    )


def _problem(error: Any, root: yaml.Node | None, file: str) -> SetupError:  # noqa: ANN401 - pydantic's ErrorDetails
    loc = tuple(p for p in error["loc"] if p != "[key]")
    said = str(error["msg"]).removeprefix("Value error, ")
    remedy = ""
    if error["type"] == "extra_forbidden":
        said, remedy = f"There is no key {loc[-1]!r} here.", _did_you_mean(loc)
    elif error["type"] == "missing":
        said = f"The key {loc[-1]!r} is missing."
        remedy = _description(loc)
    key = ".".join(map(str, loc))
    return SetupError(said, file=file, line=_line_of(root, loc), key=key, remedy=remedy)


def _line_of(root: yaml.Node | None, loc: tuple[Any, ...]) -> int:
    """The line of the deepest node on the way to a key, from 1."""
    node, line = root, 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _model_at(loc: tuple[Any, ...]) -> type[BaseModel] | None:
    """The section of the schema that a key belongs to."""
    model: Any = Config
    for step in loc[:-1]:
        fields = getattr(model, "model_fields", None)
        if fields is None or (step not in fields and not _is_entry_name(model, step)):
            return None
        model = _inner(fields[step].annotation) if step in fields else model
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _is_entry_name(model: Any, step: Any) -> bool:  # noqa: ANN401 - a schema's node may be any type
    """Names below `offices`, `principals` and `assistants` are the operator's own."""
    return isinstance(step, str) and model is not None


def _inner(annotation: Any) -> Any:  # noqa: ANN401 - a type annotation
    """The model inside Optional[...], dict[str, ...] and the like."""
    for arg in getattr(annotation, "__args__", ()):
        if isinstance(arg, type) and issubclass(arg, BaseModel):
            return arg
    return annotation


def _did_you_mean(loc: tuple[Any, ...]) -> str:
    model = _model_at(loc)
    names = sorted(model.model_fields) if model else []
    close = difflib.get_close_matches(str(loc[-1]), names, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known keys: {', '.join(names)}." if names else ""


def _description(loc: tuple[Any, ...]) -> str:
    model = _model_at(loc)
    field = model.model_fields.get(str(loc[-1])) if model else None
    return f"It says: {field.description}" if field and field.description else ""
