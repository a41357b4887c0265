"""`secretary reference`: the pages of docs/reference, written from the code's own schemas.

Promises: the same code gives the same pages; a key, condition, action, command or variable without
a sentence is an error, so that none stays undocumented.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from secretary.cli.errors import told

HEAD = "<!-- Written by `secretary reference`; change the code's own sentences instead. -->\n"


def reference(
    folder: Annotated[Path, typer.Argument(help="Where the pages shall be.")] = Path("docs/reference"),
) -> None:
    """Write the reference pages: configuration, rules, templates, commands."""
    with told():
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (folder / name).write_text(text, encoding="utf-8")
            typer.echo(f"✓ {folder / name}")


def pages() -> dict[str, str]:
    """{file name: text}. Raises SetupError for what has no sentence."""
    from secretary.cli.reference.commands import commands_page
    from secretary.cli.reference.configuration import configuration_page
    from secretary.cli.reference.rules import rules_page
    from secretary.cli.reference.templates import templates_page

    found = {
        "configuration.md": configuration_page(),
        "rules.md": rules_page(),
        "templates.md": templates_page(),
        "commands.md": commands_page(),
    }
    return {name: f"{HEAD}\n{text.rstrip()}\n" for name, text in found.items()}
