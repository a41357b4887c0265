"""Working hours as people write them: "09:00-12:30, 13:30-17:00"."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise

Span = tuple[time, time]
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")


def parse_spans(text: str) -> tuple[Span, ...]:
    """Half-open spans in order. Raises ValueError with an example of what would be right."""
    return _in_order(tuple(_span(piece.strip()) for piece in text.split(",") if piece.strip()), text)


def _span(piece: str) -> Span:
    found = _SPAN.fullmatch(piece)
    try:
        start, end = (time(int(found[i]), int(found[i + 1])) for i in (1, 3)) if found else (time(), time())
    except ValueError:
        start = end = time()
    if start >= end:
        raise ValueError(f"{piece!r} is no span of hours; write it like 09:00-12:30")
    return start, end


def _in_order(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    if any(a[1] > b[0] for a, b in pairwise(spans)):
        raise ValueError(f"the spans in {text!r} overlap or are not in order")
    return spans
