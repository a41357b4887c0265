"""Kinds of mail and failed addresses beside `tests/corpus/kinds/` and `tests/corpus/bounces/`.

Beside each `.eml` stands a `.json` with `kind`, and for a bounce `failed`: [address, permanent].
A mail counts for the kind that it has (right or none) and for the kind that it is wrongly said to have.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.reading import KindReading
from secretary.understand.read import Reader
from tests.accuracy.tally import CORPUS, Tally, Verdict

FOLDERS = ("kinds", "bounces")
UNSEEN = ("kinds/unseen",)
RECEIVED = datetime(2026, 7, 8, tzinfo=UTC)
FROM_PEOPLE = {"person", "calendar"}


def readings(*, unseen: bool = False) -> Iterator[tuple[str, KindReading, dict[str, Any]]]:
    """Every mail by name, with our reading of its kind and what is expected."""
    reader = Reader(shipped_lexicon())
    for path in sorted(path for folder in (UNSEEN if unseen else FOLDERS) for path in (CORPUS / folder).glob("*.eml")):
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield path.stem, reader.read_bytes(path.read_bytes(), received=RECEIVED).kind, expected


def measure(*, unseen: bool = False) -> dict[str, Tally]:
    """Verdicts by kind; of bounces also by failed address; and of people's mail against machines'."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for name, found, expected in readings(unseen=unseen):
        _compare(tallies, {found.kind.value}, {expected["kind"]}, name)
        _compare(tallies, _sort_of(found.kind.value), _sort_of(expected["kind"]), name)
        failed = {f"failed address {b.recipient.addr_spec}" for b in found.bounces}
        wanted = {f"failed address {address}" for address, _ in expected.get("failed", ())}
        _compare(tallies, failed, wanted, name)
    return dict(sorted(tallies.items()))


def _sort_of(kind: str) -> set[str]:
    return {"from a person"} if kind in FROM_PEOPLE else {"from a machine"}


def _compare(tallies: dict[str, Tally], found: set[str], wanted: set[str], name: str) -> None:
    for one in found | wanted:
        verdict = Verdict.FALSE_ALARM if one not in wanted else Verdict.RIGHT if one in found else Verdict.NONE
        tallies["failed address" if one.startswith("failed address") else one].add(verdict, f"{name}: {one}")
