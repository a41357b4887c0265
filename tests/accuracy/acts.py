"""Negotiation acts beside `tests/corpus/acts/*.jsonl`.

A line of the corpus: text, lang, category; `expected`: the acts that must be found; `allowed`: those
that a careful reader may see in it too. Only `act.*` and `thanks` are judged; thanks may always be said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from secretary.app.rules.files import shipped_lexicon
from secretary.understand.mime import parse_message
from secretary.understand.read import Reader
from tests.accuracy.tally import Tally, Verdict, language_rows

ActReader = Callable[[str], set[str]]
AT = datetime(2026, 3, 4, 10, 15, tzinfo=UTC)
HEAD = "From: Client <client@example.com>\nDate: Wed, 4 Mar 2026 10:15:00 +0000\nSubject: Re: 30 Min.\n"


def secretary() -> ActReader:
    """Our reading of a text, as the whole of a mail: the names of its acts."""
    reader = Reader(lexicon=shipped_lexicon())

    def read(text: str) -> set[str]:
        message = parse_message(f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode())
        names = {intent.name for intent in reader.read(message, received=AT).intents}
        return {name for name in names if name.startswith("act.") or name == "thanks"}

    return read


def measure(rows: Sequence[Mapping[str, Any]], read: ActReader) -> dict[str, Tally]:
    """Verdicts by act; a text counts for each act that it has or is said to have."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        expected = set(row["expected"])
        tolerated = expected | {"thanks", *row.get("allowed", ())}
        found = read(row["text"])
        for act in expected:
            tallies[act].add(Verdict.RIGHT if act in found else Verdict.NONE, row["text"])
        for act in found - tolerated:
            tallies[act].add(Verdict.FALSE_ALARM, row["text"])
    return dict(sorted(tallies.items()))


def cases(language: str, *, unseen: bool = False) -> list[dict[str, Any]]:
    """All cases of a language."""
    return language_rows("acts", language, unseen=unseen)
