"""Subtracts our own earlier mails of the thread: what we wrote is no news to us.

Promises: a single line copied from our mail as an answer ("2. Di, 14. Juli, 15:30") stays the
writer's; only runs of our lines go, and lines between ours that we did not write stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from secretary.domain.reading import LineKind
from secretary.understand.quoting.page import Page, unquoted

# Fewer of our lines in a row than this may have been copied on purpose.
MIN_RUN = 3
# Shorter stretches stand in any mail; they must be a whole line of ours.
MIN_PIECE = 14
_SIGNS = re.compile(r"[\W_]+")


class OwnWords:
    """What we wrote before, in a form that does not depend on wrapping, marks and links."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts`: bodies of our own mails of the thread, as sent."""
        by_text = [_bare_lines(text) for text in texts]
        self._lines = frozenset(line for lines in by_text for line in lines)
        self._all = "\n".join("".join(lines) for lines in by_text)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def knows(self, line: str) -> bool:
        """Whether a line is one of ours, or a piece of one that a program wrapped."""
        bare = _bare(line)
        return bool(bare) and (bare in self._lines or (len(bare) >= MIN_PIECE and bare in self._all))


def _bare(line: str) -> str:
    """Letters and digits in lower case: marks, blanks, links' brackets do not count."""
    return _SIGNS.sub("", unquoted(line).casefold())


@lru_cache(maxsize=64)
def _bare_lines(text: str) -> tuple[str, ...]:
    """One of our mails is asked for again with each answer in its thread."""
    return tuple(bare for bare in map(_bare, text.split("\n")) if bare)


def subtract(page: Page, own: OwnWords, end: int) -> None:
    """Unmarked lines before `end` that are ours become quotation, in runs of MIN_RUN."""
    for first, stop in list(page.runs(end)):
        run: list[int] = []
        for number in page.filled(first, stop):
            if own.knows(page.lines[number]):
                run.append(number)
                continue
            _quote(page, run)
            run = []
        _quote(page, run)


def _quote(page: Page, run: list[int]) -> None:
    if len(run) >= MIN_RUN:
        page.mark(run[0], run[-1] + 1, LineKind.QUOTE, "own-words")


def answers_within(page: Page, own: OwnWords, first: int, end: int) -> list[tuple[int, int]]:
    """Stretches of lines first to end - 1 that are not ours but stand among or right under ours.

    Found only where our mail really is there (MIN_RUN lines of it): then whoever answered
    inside it, in a colour that text does not show, is heard too.
    """
    ours = [number for number in page.filled(first, end) if own.knows(page.lines[number])]
    if len(ours) < MIN_RUN:
        return []
    known = set(ours)
    found: list[tuple[int, int]] = []
    for number in page.filled(ours[0], end):
        if number in known or page.kinds[number] is not LineKind.QUOTE or page.rules[number] == "marked":
            continue
        if found and not any(page.stripped[line] for line in range(found[-1][1], number)):
            found[-1] = (found[-1][0], number + 1)
        else:
            found.append((number, number + 1))
    return found
