"""The log of a running secretary: key=value lines to the error output, as loud as the configuration says."""

from __future__ import annotations

import logging
import sys


def configure(level: str) -> None:
    """`level` is debug, info, warning or error. People at a terminal get colours, files one form for all."""
    import structlog

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
