"""The lines of a mail while they are being told apart.

Promises: every line has exactly one kind at every moment; TEXT until a rule says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from secretary.domain.reading import LineKind, Segment

# ">", " > >", "|": quote marks, at most three blanks before. "->" and ">>>100" are no marks.
_MARK = re.compile(r" {0,3}(?:[>|] ?)+")
_INITIALS = re.compile(r" ?[A-Z][A-Za-z]{0,2}>(?: |>|$)")
# Lines longer than this are looked at only so far.
LOOK = 600


@dataclass(slots=True)
class Page:
    """All lines with kind, the rule that gave it, and whether it is sure."""

    lines: list[str]
    kinds: list[LineKind] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    doubts: set[int] = field(default_factory=set)
    stripped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """All lines are text at first."""
        self.kinds = [LineKind.TEXT] * len(self.lines)
        self.rules = [""] * len(self.lines)
        self.stripped = [line[:LOOK].strip() for line in self.lines]

    def mark(self, first: int, end: int, kind: LineKind, rule: str, *, sure: bool = True) -> None:
        """Lines first to end - 1 are of that kind."""
        count = end - first
        self.kinds[first:end] = [kind] * count
        self.rules[first:end] = [rule] * count
        if not sure:
            self.doubts.update(range(first, end))

    def filled(self, first: int, end: int) -> Iterator[int]:
        """The numbers of the lines with something on them."""
        return (number for number in range(first, end) if self.stripped[number])

    def last_filled(self, first: int, end: int) -> int:
        """The last line with something on it among first to end - 1; -1 for none."""
        return next((number for number in range(end - 1, first - 1, -1) if self.stripped[number]), -1)

    def last_paragraph(self, first: int, end: int) -> tuple[int, int]:
        """The last lines between blank ones among first to end - 1, as (first, one behind the last); (-1, -1): none."""
        bottom = self.last_filled(first, end) + 1
        if not bottom:
            return -1, -1
        top = bottom - 1
        while top > first and self.stripped[top - 1]:
            top -= 1
        return top, bottom

    def runs(self, end: int) -> Iterator[tuple[int, int]]:
        """Stretches of TEXT lines before `end`, as (first, one behind the last)."""
        first = -1
        for number in range(end):
            if self.kinds[number] is LineKind.TEXT:
                first = number if first < 0 else first
            elif first >= 0:
                yield first, number
                first = -1
        if first >= 0:
            yield first, end

    def segments(self) -> tuple[Segment, ...]:
        """Runs of lines of one kind and rule; blank lines go with the line before them."""
        self._settle_blanks()
        found: list[Segment] = []
        first = 0
        for number in range(1, len(self.lines) + 1):
            at_end = number == len(self.lines)
            if at_end or self.kinds[number] is not self.kinds[first] or self.rules[number] != self.rules[first]:
                sure = not any(line in self.doubts for line in range(first, number)) if self.doubts else True
                found.append(Segment(self.kinds[first], first, number - 1, self.rules[first], sure))
                first = number
        return tuple(found)

    def _settle_blanks(self) -> None:
        for number in range(1, len(self.lines)):
            if not self.stripped[number]:
                self.kinds[number], self.rules[number] = self.kinds[number - 1], self.rules[number - 1]


def quote_mark(line: str) -> int:
    """The length of the quote marks in front of a line; 0 for a line without."""
    head = line[:4].lstrip(" ")[:1]
    if head not in {">", "|"}:
        found = _INITIALS.match(line) if ">" in line[:5] else None
        return found.end() if found else 0
    found = _MARK.match(line)
    return found.end() if found else 0


def unquoted(line: str) -> str:
    """A line without its quote marks."""
    return line[quote_mark(line) :]
