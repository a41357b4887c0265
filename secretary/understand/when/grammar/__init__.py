"""The productions of the language of time, one idea a file, compiled once."""

from __future__ import annotations

from secretary.understand.when.chart import tree
from secretary.understand.when.grammar import clocks, dates, hours, joining, lengths, lists, ranges, repeats, weeks

PRODUCTIONS = (
    *clocks.PRODUCTIONS,
    *hours.PRODUCTIONS,
    *dates.PRODUCTIONS,
    *weeks.PRODUCTIONS,
    *lengths.PRODUCTIONS,
    *repeats.PRODUCTIONS,
    *joining.PRODUCTIONS,
    *ranges.PRODUCTIONS,
    *lists.PRODUCTIONS,
)
GRAMMAR = tree(PRODUCTIONS)
WHOLE = frozenset({"TIME", "TIMED", "WHENDAY", "TIMES", "REPEAT", "SPOKEN"})  # what stands for itself
