"""Phrases compiled together with RE2: linear in the text, whatever a stranger writes.

Letters are those of Western Europe: the whole of Unicode in a pattern costs megabytes and gains
nothing for words of these languages.
"""

from __future__ import annotations

from typing import Any

import re2

# RE2's own automata; more phrases need more, and falling back to its slow path is to be avoided.
MAX_MEMORY = 64 << 20
LETTERS = "a-zß-ÿ"


def anywhere(*phrases: str) -> Any:  # noqa: ANN401 - re2 has no types
    r"""A pattern for any of the phrases, case ignored; `\l` in a phrase is a letter. Group 1 is what matched."""
    return _compiled("(" + "|".join(phrases) + ")")


def words(*phrases: str) -> Any:  # noqa: ANN401 - as above
    """As `anywhere`, at the borders of words only."""
    return _compiled(rf"(?:^|[^{LETTERS}0-9])(" + "|".join(phrases) + rf")(?:$|[^{LETTERS}0-9])")


def _compiled(pattern: str) -> Any:  # noqa: ANN401 - as above
    return re2.compile(pattern.replace(r"\l", f"[{LETTERS}]"), _options())


def _options() -> Any:  # noqa: ANN401 - as above
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    return options


class Together:
    """Several patterns by name, all looked for in one pass over a text: it costs what one of them does."""

    def __init__(self, **patterns: Any) -> None:  # noqa: ANN401 - as above
        """`patterns` come from `anywhere` and `words`."""
        self._names = tuple(patterns)
        self._set = re2.Set.SearchSet(_options())
        for pattern in patterns.values():
            self._set.Add(pattern.pattern)
        self._set.Compile()

    def found_in(self, text: str) -> frozenset[str]:
        """The names of the patterns that stand in a text."""
        return frozenset(self._names[number] for number in self._set.Match(text) or ())


def said(pattern: Any, text: str) -> str:  # noqa: ANN401 - as above
    """The words that matched, in one line of at most 80 characters; "" for none."""
    hit = pattern.search(text)
    return " ".join(hit.group(1).split())[:80] if hit else ""
