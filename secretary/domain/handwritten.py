"""Texts that people write by hand: YAML checked against a model, every mistake with its place.

Promises: all problems are told at once, each a SetupError with file, line, key and what would be
right. A key that stands twice is a mistake too, since YAML would drop the first in silence.
Never does: open a file, or know what the keys mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from secretary.domain.errors import SetupError

Place = Sequence[str | int]
SECRET = frozenset(
    {"password", "client_secret", "refresh_token"}
)  # whoever writes one where its place belongs shall not find it in a log
M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], text: str, file: str) -> tuple[M, yaml.Node | None]:
    """The checked content and its nodes. Raises SetupError, or a group of them."""
    root, content = read_yaml(text, file)
    checked, problems = checked_section(model, content if content is not None else {}, root, file)
    if checked is None:
        raise ExceptionGroup(f"{file} has {len(problems)} problem(s)", problems)
    return checked, root


def checked_section(
    model: type[M],
    content: object,
    root: yaml.Node | None,
    file: str,
    at: Place = (),
) -> tuple[M | None, list[SetupError]]:
    """The checked content of a section that stands at a place of a file, or None and what is wrong with it."""
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        return None, [_problem(e, model, root, file, tuple(at)) for e in error.errors()]


def read_yaml(text: str, file: str) -> tuple[yaml.Node | None, Any]:
    """(nodes with their lines, content). Raises SetupError."""
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        doubled = tuple(_doubled(root, set()))  # before merge keys (<<) are resolved, which writes into the nodes
        content = loader.construct_document(root) if root else None
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise SetupError(
            f"This is no YAML: {getattr(error, 'problem', None) or error}.",
            file=file,
            line=mark.line + 1 if mark else 0,
            remedy="Look at the indentation, the colons and the quotes of this line and the one before.",
        ) from error
    for key in doubled:
        raise SetupError(
            f"The key {key.value!r} stands twice in this section.",
            file=file,
            line=key.start_mark.line + 1,
            remedy="Keep one of them; the other would be lost.",
        )
    return root, content


def _doubled(node: Any, known: set[int]) -> Iterator[Any]:  # noqa: ANN401 - a YAML node, or a key and its value
    """Keys that stand twice. An anchored node is looked at once, however often it is named."""
    if id(node) in known:
        return
    known.add(id(node))
    if isinstance(node, yaml.MappingNode):
        plain = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        names = [key.value for key in plain]
        yield from (key for index, key in enumerate(plain) if key.value in names[:index])
        for _, value in node.value:
            yield from _doubled(value, known)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _doubled(child, known)


def line_of(root: yaml.Node | None, place: Place) -> int:
    """The line of a key, or of the nearest thing around it; 0 where there is nothing at all."""
    node, line = root, root.start_mark.line + 1 if root else 0
    for step in place:
        if isinstance(node, yaml.MappingNode):
            # The last one counts: what is merged in (<<) stands before the section's own keys.
            pair = next(((k, v) for k, v in reversed(node.value) if k.value == str(step)), None)
            if pair is not None:
                line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def meant(name: str, known: Iterable[str]) -> str:
    """The remedy for a name that is not known: the near one, or all there are."""
    options = sorted(known)
    near = get_close_matches(name, options, 1)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(options) or 'none'}."


# --- what pydantic found, in words ------------------------------------------------------


def _problem(
    error: Any,  # noqa: ANN401 - pydantic's ErrorDetails
    model: type[BaseModel],
    root: yaml.Node | None,
    file: str,
    at: tuple[str | int, ...],
) -> SetupError:
    place = tuple(step for step in error["loc"] if step != "[key]")
    said, remedy = _told(error, place, _sections(model, place))
    whole = (*at, *place)
    return SetupError(said, file=file, line=line_of(root, whole), key=".".join(map(str, whole)), remedy=remedy)


def _told(error: Any, place: tuple[str | int, ...], sections: list[type[BaseModel]]) -> tuple[str, str]:  # noqa: ANN401 - as above
    """(problem, remedy) of one error; `sections` are the models on the way, the innermost last."""
    name = next((step for step in reversed(place) if isinstance(step, str)), "")
    section = sections[-1] if sections else None
    if error["type"] == "extra_forbidden":
        return f"There is no key {name!r} here.", meant(name, keys_of(section) if section else ())
    if error["type"] == "missing":
        return f"The key {name!r} is missing.", _meaning(section, name)
    said = str(error["msg"]).removeprefix("Value error, ").removesuffix(".")
    given = "" if SECRET & set(place) or error["type"] == "value_error" else _given(error)
    return f"{said[:1].upper()}{said[1:]}{given}.", _meaning(section, name)


def _given(error: Any) -> str:  # noqa: ANN401 - as above
    """What was written, where it is short; a whole section would hide the message."""
    given = error.get("input")
    return f", not {given!r}" if isinstance(given, str | int | float | bool) and len(str(given)) < 60 else ""  # noqa: PLR2004 - half a line


def _sections(model: type[BaseModel], place: tuple[str | int, ...]) -> list[type[BaseModel]]:
    """The models that a place leads through; names below a mapping are the writer's own."""
    found: list[type[BaseModel]] = [model]
    for step in place[:-1]:
        field = next((f for n, f in found[-1].model_fields.items() if step in {n, f.alias}), None)
        inner = next(models_in(field.annotation), None) if field else None
        if inner is not None:
            found.append(inner)
    return found


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a type annotation
    """The models inside Optional[...], dict[str, ...], tuple[...] and the like."""
    if isinstance(annotation, type) and not get_args(annotation):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for part in get_args(annotation):
        yield from models_in(part)


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys of a section as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _meaning(section: type[BaseModel] | None, name: str) -> str:
    field = next((f for n, f in section.model_fields.items() if name in {n, f.alias}), None) if section else None
    if field and field.description:
        return f"{name}: {field.description}"
    return f"Known here: {', '.join(keys_of(section))}." if section else ""
