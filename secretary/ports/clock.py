"""The present."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The one source of the present. All instants are aware, in UTC."""

    def now(self) -> datetime:
        """The present instant."""
        ...
