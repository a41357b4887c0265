"""A template as it would read: a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preview:
    """One template in one language, filled with invented data; `problem` says why it cannot be, "" when it can."""

    name: str
    language: str
    subject: str = ""
    text: str = ""
    problem: str = ""
