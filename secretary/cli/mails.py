"""Mails from files, mbox files and Maildirs, one at a time.

Promises: a file that cannot be opened is named and skipped, the others follow, and the exit code
tells. On a terminal, long work shows how far it is.
"""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from secretary.cli.errors import UNUSABLE

STRIDE = 20  # mails between two signs of progress


class Mails:
    """All mails below some paths, to be gone through once; `finish` ends the command where some were not read."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = paths
        self._missed = 0

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of every mail, with progress on the terminal."""
        watched = sys.stderr.isatty()
        total = sum(map(self._count, self._paths)) if watched else 0
        for number, mail in enumerate(self._all(), 1):
            if watched and number % STRIDE == 0:
                typer.echo(f"\r\x1b[K… {number} of {total} mails", nl=False, err=True)
            yield mail
        if watched:
            typer.echo("\r\x1b[K", nl=False, err=True)

    def finish(self) -> None:
        """Exit code 2 where a path could not be read."""
        if self._missed:
            raise typer.Exit(UNUSABLE)

    def _all(self) -> Iterator[tuple[str, bytes]]:
        for path in self._paths:
            try:
                yield from _mails(path)
            except OSError as error:
                self._missed += 1
                typer.echo(f"✗ {path}: cannot be read ({error.strerror}).", err=True)

    @staticmethod
    def _count(path: Path) -> int:
        try:
            return len(list(_files(path))) if path.is_dir() or not _is_mbox(path) else len(_mbox(path))
        except OSError:
            return 0


def _mails(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from ((str(file), file.read_bytes()) for file in _files(path))
    elif _is_mbox(path):
        box = _mbox(path)
        for key in box.iterkeys():
            yield f"{path}#{key}", box.get_bytes(key)
    else:
        yield str(path), path.read_bytes()


def _mbox(path: Path) -> mailbox.mbox:
    return mailbox.mbox(path, create=False)


def _files(path: Path) -> Iterator[Path]:
    """A Maildir's mails, or a folder's .eml files; a single file is itself."""
    if not path.is_dir():
        yield path
        return
    places = [path / "cur", path / "new"] if (path / "cur").is_dir() else [path]
    pattern = "*" if places[0] != path else "**/*.eml"
    for place in places:
        yield from (file for file in sorted(place.glob(pattern)) if file.is_file())


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "
