"""Tables of keys, from pydantic models."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from secretary.domain.errors import SetupError

MANY = 30  # values that fit into a cell
PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", Any: "anything"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def keys_table(model: type[BaseModel]) -> Iterator[str]:
    """Every key of a section: what may be written, the default, the sentence. Raises SetupError without one."""
    rows = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        rows.append((f"`{key}`", kind_of(field), default_of(field), sentence_of(field.description, model, key)))
    yield from table(("key", "what", "default", "meaning"), rows)


def sentence_of(said: str | None, of: object, key: str) -> str:
    """The sentence, or an error that names what lacks one."""
    if not said or not said.strip():
        place = getattr(of, "__name__", str(of))
        raise SetupError("There is no sentence for it.", key=f"{place}.{key}", remedy="Give it a description.")
    return " ".join(said.split())


def kind_of(field: FieldInfo) -> str:
    """What may be written, in words."""
    limits = [(m, getattr(m, a)) for m in field.metadata for a in ("ge", "le") if getattr(m, a, None) is not None]
    numbers = [str(value) for _, value in limits]
    told = _kind(field.annotation)
    return f"{told}, {'–'.join(numbers)}" if len(numbers) == 2 else told  # noqa: PLR2004 - a least and a most


def _kind(annotation: Any) -> str:  # noqa: ANN401 - a type annotation
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in WRAPPED:
        return WRAPPED[origin](args)
    if args:  # Annotated: what is inside
        return _kind(args[0])
    return _single(annotation)


def _single(kind: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _listed([str(m.value) for m in kind])
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"[{title_of(kind)}](#{anchor_of(kind)})"
    return PLAIN.get(kind, getattr(kind, "__name__", str(kind)))


def _either(args: tuple[Any, ...]) -> str:
    return " or ".join(dict.fromkeys(_kind(a) for a in args if a is not NoneType))


WRAPPED: Mapping[Any, Callable[[tuple[Any, ...]], str]] = {
    Union: _either,
    UnionType: _either,
    Literal: lambda args: _listed([str(a) for a in args]),
    tuple: lambda args: f"list: {_kind(args[0])}",
    dict: lambda args: f"name → {_kind(args[1])}",
}


def _listed(values: list[str]) -> str:
    return ", ".join(f"`{v}`" for v in values) if len(values) <= MANY else "one of many"


def title_of(model: type[BaseModel]) -> str:
    """The name of a section's part of the page."""
    return model.__name__.removesuffix("Config").removesuffix("Settings") or "The file"


def anchor_of(model: type[BaseModel]) -> str:
    """The anchor of that part."""
    return title_of(model).lower().replace(" ", "-")


def default_of(field: FieldInfo) -> str:
    """The default as it would be written; "needed" where there is none."""
    if field.is_required():
        return "needed"
    value = field.get_default(call_default_factory=True)
    if value in (None, PydanticUndefined) or isinstance(value, BaseModel):
        return ""
    plain = value.value if isinstance(value, Enum) else value
    text = json.dumps(plain, ensure_ascii=False, default=str)
    return f"`{text}`" if text not in {"{}", "[]", '""'} else ""
