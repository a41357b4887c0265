"""Mails from files, mbox files and Maildirs, one at a time.

Promises: a file that cannot be opened is named and skipped; the others follow.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from pathlib import Path

import typer


def mails_in(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every mail below the paths."""
    for path in paths:
        try:
            yield from _mails(path)
        except OSError as error:
            typer.echo(f"{path}: cannot be read ({error.strerror}).", err=True)


def _mails(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from _folder(path)
    elif _is_mbox(path):
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            yield f"{path}#{key}", box.get_bytes(key)
    else:
        yield str(path), path.read_bytes()


def _folder(path: Path) -> Iterator[tuple[str, bytes]]:
    """A Maildir's mails, or a folder's .eml files."""
    places = [path / "cur", path / "new"] if (path / "cur").is_dir() else [path]
    pattern = "*" if places[0] != path else "**/*.eml"
    for place in places:
        for file in sorted(place.glob(pattern)):
            if file.is_file():
                yield str(file), file.read_bytes()


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "
