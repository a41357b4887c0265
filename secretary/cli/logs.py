"""The log of a running secretary: key=value lines to the error output, as loud as the configuration says."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress


def configure(level: str) -> None:
    """`level` is debug, info, warning or error. People at a terminal get colours, files one form for all.

    A line that cannot be written (the disk is full, its reader is gone) is lost; the work goes on.
    """
    import structlog

    class Lenient(structlog.PrintLogger):
        def msg(self, message: str) -> None:
            with suppress(OSError):
                super().msg(message)

        debug = info = warning = error = critical = msg

    quietest = logging.getLevelNamesMapping()[level.upper()]
    renderer = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.LogfmtRenderer(key_order=("timestamp", "level", "event"))
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(quietest),
        logger_factory=lambda *_: Lenient(sys.stderr),
    )
