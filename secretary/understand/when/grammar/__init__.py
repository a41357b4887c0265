"""The productions of the language of time, one idea a file, compiled once."""

from __future__ import annotations

from secretary.understand.when.chart import tree
from secretary.understand.when.grammar import (
    anaphora,
    clocks,
    dates,
    hours,
    joining,
    lengths,
    lists,
    monthly,
    opening,
    ordinals,
    quarters,
    ranges,
    repeats,
    weeks,
)

PRODUCTIONS = (
    *clocks.PRODUCTIONS,
    *hours.PRODUCTIONS,
    *dates.PRODUCTIONS,
    *weeks.PRODUCTIONS,
    *quarters.PRODUCTIONS,
    *ordinals.PRODUCTIONS,
    *lengths.PRODUCTIONS,
    *repeats.PRODUCTIONS,
    *monthly.PRODUCTIONS,
    *opening.PRODUCTIONS,
    *joining.PRODUCTIONS,
    *ranges.PRODUCTIONS,
    *lists.PRODUCTIONS,
    *anaphora.PRODUCTIONS,
)
GRAMMAR = tree(PRODUCTIONS)
# Words without a value that may be a time with what stands before them; without one of these or a value there is none.
SEEDS = frozenset(
    """
    holidayw weekendw workdayw course henceforth newyear noon nowon dayafter daybefore thatday dayw
    """.split()
)
WHOLE = frozenset({"TIME", "TIMED", "WHENDAY", "TIMES", "REPEAT", "SPOKEN"})  # what stands for itself
