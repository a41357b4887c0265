"""Patterns of rules: plain words that must appear, or `/expression/` by RE2.

Promises: linear time on any text; upper and lower case, "ü" and "ue", "ß" and "ss" are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase

import re2

MAX_TEXT = 50_000  # characters of one field looked at; what a mail is about stands before
_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def fold(text: str) -> str:
    """The form in which plain words are compared."""
    return text[:MAX_TEXT].casefold().translate(_FOLDS)


def compiled(pattern: str) -> Callable[[str], bool]:
    """The test for a pattern; raises ValueError when the expression between slashes is none."""
    if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):  # noqa: PLR2004 - two slashes
        options = re2.Options()
        options.case_sensitive = False
        options.log_errors = False
        try:
            expression = re2.compile(pattern[1:-1], options)
        except re2.error as error:
            raise ValueError(f"{pattern} is no regular expression ({error})") from error
        return lambda text: bool(expression.search(text[:MAX_TEXT]))
    words = fold(pattern)
    return lambda text: words in fold(text)


def address_matches(pattern: str, addr_spec: str) -> bool:
    """Whether "anna@firma.de", "*@firma.de" or the bare domain "firma.de" covers an address."""
    wanted, address = pattern.casefold(), addr_spec.casefold()
    return fnmatchcase(address, wanted if "@" in wanted else f"*@{wanted}")
