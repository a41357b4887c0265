"""Languages told beside `tests/corpus/languages/*.jsonl`: text, language (de, en, other), category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from secretary.understand.language import read_language
from tests.accuracy.tally import Tally, Verdict, language_rows

Detector = Callable[[str], str]


def secretary(text: str) -> str:
    """The language that we tell: de, en or other."""
    return read_language(text)[0].value


def measure(rows: Sequence[Mapping[str, Any]], detect: Detector) -> dict[str, Tally]:
    """Verdicts by category; "other" for German or English is not told rather than wrong."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        told, meant = detect(row["text"]), row["language"]
        verdict = Verdict.RIGHT if told == meant else Verdict.NONE if told == "other" else Verdict.WRONG
        tallies[row["category"]].add(verdict, row["text"])
    return dict(tallies)


def cases(*, unseen: bool = False) -> list[dict[str, Any]]:
    """All cases."""
    return language_rows("languages", "short", unseen=unseen)
