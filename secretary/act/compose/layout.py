"""Plain text in 72 columns (RFC 3676 section 4.2 recommends no more than 78).

Promises: words are never cut; what was one paragraph stays one; lists keep their indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import fill

WIDTH = 72
LABEL = 13  # columns of a label with its colon
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[-–•])\s+")


def wrapped(text: str) -> str:
    """A letter, each of its lines wrapped; numbered and dashed lines with a hanging indentation."""
    return "\n".join(_line(line) for line in text.split("\n"))


def flowing(text: str) -> str:
    """A wrapped letter with each paragraph on one line, to be edited: where the next word would not have fitted."""
    lines: list[str] = []
    last = 0  # columns of the line before, as it stood
    for line in text.split("\n"):
        word = line.split(maxsplit=1)[0] if line.strip() else ""
        if word and last and not _ITEM.match(line) and last + 1 + len(word) > WIDTH:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
        last = len(line.rstrip())
    return "\n".join(lines)


def _line(line: str) -> str:
    if len(line) <= WIDTH:
        return line.rstrip()
    item = _ITEM.match(line)
    hang = " " * item.end() if item else ""
    return _filled(line, "", hang)


def _filled(text: str, first: str, rest: str) -> str:
    return fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def field(label: str, lines: Iterable[str]) -> Iterator[str]:
    """A labelled fact over some lines; nothing where there is nothing to say."""
    shown = f"{label}:".ljust(LABEL)
    for line in lines:
        if line:
            yield _filled(line, shown, " " * LABEL)
            shown = " " * LABEL


def items(heading: str, lines: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
    """A list under its heading, behind an empty line; nothing for an empty list."""
    for number, line in enumerate(lines, 1):
        if number == 1:
            yield f"\n{heading}:"
        mark = f"{number}. " if numbered else "- "
        yield _filled(line, mark, " " * len(mark))
