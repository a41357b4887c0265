"""Values as JSON for people and programs: readings, decisions, anything frozen.

Promises: total; attachments and HTML bodies are left out, their sizes stay.
"""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

HIDDEN = frozenset({"content", "html", "raw"})  # large, and another's letter


def as_plain(value: Any) -> Any:  # noqa: ANN401 - any value of the house
    """A value as JSON types."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = (f for f in dataclasses.fields(value) if f.name not in HIDDEN and not f.name.startswith("_"))
        return {f.name.rstrip("_"): as_plain(getattr(value, f.name)) for f in shown}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time | timedelta):
        return value.total_seconds() if isinstance(value, timedelta) else value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): as_plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [as_plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def json_line(value: Any) -> str:  # noqa: ANN401 - as above
    """One line of JSON, with lone surrogates replaced so that any terminal takes it."""
    return json.dumps(as_plain(value), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def printable(text: str) -> str:
    """A line that no mail can use to command a terminal or to turn its letters round."""
    return "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else "�" for c in text)
