"""Mails from files, mbox files, Maildirs and standard input, one at a time.

Promises: a file that cannot be opened is named and skipped, the others follow, and the exit code
tells. On a terminal, long work shows how far it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from secretary.cli.errors import UNUSABLE
from secretary.cli.mbox import count_mails, is_mbox, mails_of

STDIN = Path("-")
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
            return len(list(_files(path))) if path.is_dir() or path == STDIN or not is_mbox(path) else count_mails(path)
        except OSError:
            return 0


def _mails(path: Path) -> Iterator[tuple[str, bytes]]:
    if path == STDIN:
        yield "-", sys.stdin.buffer.read()
    elif path.is_dir():
        yield from ((str(file), file.read_bytes()) for file in _files(path))
    elif is_mbox(path):
        yield from ((f"{path}#{number}", raw) for number, raw in enumerate(mails_of(path)))
    else:
        yield str(path), path.read_bytes()


def _files(path: Path) -> Iterator[Path]:
    """The mails of a Maildir and of the folders in it, or a folder's .eml files; a single file is itself."""
    if not path.is_dir():
        yield path
        return
    boxes = [box for box in (path, *sorted(path.glob(".*"))) if (box / "cur").is_dir()]
    if not boxes:
        yield from (file for file in sorted(path.glob("**/*.eml")) if file.is_file())
    for place in (box / name for box in boxes for name in ("cur", "new")):
        yield from (file for file in sorted(place.glob("*")) if file.is_file())
