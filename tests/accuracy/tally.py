"""Counting what was read right, wrong and not at all.

Promises: a case counts once. Something read that is not so is WRONG (or a FALSE_ALARM where there
was nothing to read); what was not read, or only in part, is NONE.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[1] / "corpus"


class Verdict(StrEnum):
    """How the reading of one case ended."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"
    QUIET = "quiet"
    FALSE_ALARM = "false alarm"


@dataclass(slots=True)
class Tally:
    """Verdicts counted; `failures` are the cases that did not end as they should."""

    counts: Counter[Verdict] = field(default_factory=Counter)
    failures: list[tuple[Verdict, str]] = field(default_factory=list)

    def add(self, verdict: Verdict, text: str = "") -> None:
        """Count one case."""
        self.counts[verdict] += 1
        if verdict not in {Verdict.RIGHT, Verdict.QUIET}:
            self.failures.append((verdict, text))

    @property
    def positives(self) -> int:
        """Cases with something to read."""
        return self.counts[Verdict.RIGHT] + self.counts[Verdict.WRONG] + self.counts[Verdict.NONE]

    @property
    def negatives(self) -> int:
        """Cases with nothing to read."""
        return self.counts[Verdict.QUIET] + self.counts[Verdict.FALSE_ALARM]

    def share(self, verdict: Verdict) -> float:
        """Percent of the cases that could end so; 0 where there are none."""
        possible = self.negatives if verdict in {Verdict.QUIET, Verdict.FALSE_ALARM} else self.positives
        return 100 * self.counts[verdict] / possible if possible else 0.0

    @property
    def precision(self) -> float:
        """Percent of what was read that is so; 100 where nothing was read."""
        read = self.counts[Verdict.RIGHT] + self.counts[Verdict.WRONG] + self.counts[Verdict.FALSE_ALARM]
        return 100 * self.counts[Verdict.RIGHT] / read if read else 100.0

    @property
    def recall(self) -> float:
        """Percent of what there was to read that was read right."""
        return self.share(Verdict.RIGHT)


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them in one."""
    result = Tally()
    for tally in tallies:
        result.counts.update(tally.counts)
        result.failures.extend(tally.failures)
    return result


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The cases of a corpus file: one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def language_rows(folder: str, language: str, *, unseen: bool = False) -> list[dict[str, Any]]:
    """The cases of a language: those that reading was made with, or those that it was only measured on."""
    return rows_of(CORPUS / folder / f"{'unseen-' if unseen else ''}{language}.jsonl")


def table(title: str, tallies: Mapping[str, Tally]) -> str:
    """Precision and recall per category, as text; the sum last."""
    lines = [
        f"{title:28} {'cases':>6} {'right':>6} {'wrong':>6} {'none':>6} {'false':>6} {'precision':>9} {'recall':>7}"
    ]
    for name, tally in [*tallies.items(), ("all", total(tallies.values()))]:
        shown = [tally.positives + tally.negatives, *(tally.counts[v] for v in Verdict if v is not Verdict.QUIET)]
        rates = f"{tally.precision:7.1f} % {tally.recall:5.1f} %" if tally.positives else f"{'-':>9} {'-':>7}"
        lines.append(f"  {name:26} " + " ".join(f"{count:6}" for count in shown) + f" {rates}")
    return "\n".join(lines)
