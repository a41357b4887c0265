"""The page of commands, from their own help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from secretary.cli.reference.tables import sentence_of, table

INTRO = """\
# Commands

Every command tells more with `--help`. Exit codes are the same everywhere: 0 when all is well, 1 when the
world did not do as asked or something needs a person, 2 when something that was written or asked cannot
be used. What is asked is printed; what went wrong goes to the error output, with what to do.
"""


def commands_page() -> str:
    """The whole page. Raises SetupError for a command or an option without a sentence."""
    from typer.main import get_command

    from secretary.cli import app

    return "\n".join([INTRO, *_group(get_command(app), "secretary")])


def _group(group: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - the library's command
    for name, command in group.commands.items():
        if command.hidden:
            continue
        whole = f"{path} {name}"
        if hasattr(command, "commands"):
            yield from _group(command, whole)
        else:
            yield from _command(command, whole)


def _command(command: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - as above
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join((path, *(_usage(p) for p in arguments)))
    yield f"## {path}\n"
    yield f"    {usage}\n"
    said = sentence_of(command.help, "command", path)
    yield said + "\n"
    rows = [(_names(p), sentence_of(p.help, path, p.name), _default(p)) for p in command.params if p.name != "help"]
    if rows:
        yield from table(("", "meaning", "default"), rows)


def _usage(argument: Any) -> str:  # noqa: ANN401 - as above
    name = argument.metavar or argument.name.upper()
    many = "…" if argument.nargs == -1 else ""
    return f"{name}{many}" if argument.required else f"[{name}{many}]"


def _names(parameter: Any) -> str:  # noqa: ANN401 - as above
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    return ", ".join(f"`{name}`" for name in parameter.opts)


def _default(parameter: Any) -> str:  # noqa: ANN401 - as above
    value = parameter.default
    return f"`{value}`" if value not in (None, "", False) and not callable(value) else ""
